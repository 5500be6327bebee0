/** The address of a booked visit was wrong: who serves the right one, how far it is, and whether the time can stay (R-003, E-09). */
import { addressIn } from '../../service/address.ts'
import { moveVisit } from '../../service/move-visit.ts'
import { distanceTo, isOutOfArea, type Outlet, outletFor } from '../../service/outlets.ts'
import { CHANGEABLE, OVER, STRANDED, type Visit } from '../../service/visit.ts'
import { visitValues } from '../../service/visit-values.ts'
import { encodeWindow } from '../../service/windows.ts'
import { bookHeld } from '../../store/bookings.ts'
import { findCase } from '../../store/cases.ts'
import { addTask } from '../../store/tasks.ts'
import { saveVisit, visitsOf } from '../../store/visits.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { followHere } from './join-actions.ts'
import { currentVisit, FAILED, ok, told } from './known.ts'
import { promiseAgain } from './machine-actions.ts'
import { askManager } from './out-of-area.ts'
import { takeWindow } from './window-hold.ts'
import { strandedAt } from './workshop-return.ts'

export const ADDRESS_ACTIONS: Actions = {
  'read-address': { outcomes: ['none'], needs: [], gives: ['address'], run: (_, context) => readAddress(context) },
  'correct-address': {
    outcomes: ['other-outlet', 'no-time', 'stranded', 'in-workshop', 'none', 'over', 'too-late'],
    needs: [],
    gives: ['visit', 'outletName', 'farAway', 'backAt'],
    run: (_, context) => correctAddress(context),
  },
}

/** The address in the words that began the flow. */
async function readAddress({ conversation, service }: ActionContext): Promise<ActionResult> {
  const areas = service.outlets.outlets.flatMap(({ areas: { en, zh } }) => [...en, ...zh].map(({ word }) => word))
  const address = addressIn(conversation.opening ?? '', areas)
  return address === undefined ? { outcome: 'none' } : ok({ address })
}

/**
 * Puts the slot `address` in place of the visit's; the old one is kept in the audit only. `ok`: the same outlet goes on ·
 * `other-outlet`: another one serves it at the same time · `no-time`: it has nobody then, and a new window is needed ·
 * `stranded`, `in-workshop`: another time is to be agreed, and the address goes with it; nothing is put in place yet.
 */
async function correctAddress(context: ActionContext): Promise<ActionResult> {
  const address = told(context, 'address')
  if (address === undefined) return FAILED
  const visit = await bookedVisit(context)
  if (!visit) return { outcome: 'none' }
  if (STRANDED.includes(visit.state)) return strandedAt(context, visit)
  const { service, tx } = context
  if (!moveVisit(visit, 'correct-address', 'customer', context.now).ok) {
    const outcome = OVER.includes(visit.state) ? 'over' : 'too-late'
    return { outcome, values: { visit: visitValues(visit, service.outlets) } }
  }
  const theCase = await findCase(tx, visit.caseId)
  const outlet = outletFor(service.outlets, address, theCase?.appliance ?? undefined)
  const distanceKm = distanceTo(outlet, address) ?? null
  const place: Place = { address, distanceKm, outlet }
  const corrected = outlet.id === visit.outletId ? await stay(context, visit, place) : await go(context, visit, place)
  if (theCase) await promiseAgain(context, theCase, outlet, distanceKm)
  await askManager(context, { ...visit, distanceKm }, outlet)
  const farAway = isOutOfArea(outlet, distanceKm)
  const values = { visit: visitValues(corrected.visit, service.outlets), outletName: outlet.name, farAway }
  return { outcome: corrected.outcome, values }
}

type Place = { readonly address: string; readonly distanceKm: number | null; readonly outlet: Outlet }
type Corrected = { readonly visit: Visit; readonly outcome: 'ok' | 'other-outlet' | 'no-time' }

/** The visit in the slot, else one that is to come; one that is over only where there is no other. */
async function bookedVisit(context: ActionContext): Promise<Visit | undefined> {
  const named = await currentVisit(context)
  if (named && !OVER.includes(named.state)) return named
  await followHere(context)
  for (const states of [CHANGEABLE, STRANDED]) {
    const [next] = await visitsOf(context.tx, context.conversationId, states)
    if (next) return next
  }
  return named
}

/** Whoever was to come still comes. */
async function stay(context: ActionContext, before: Visit, { address, distanceKm }: Place): Promise<Corrected> {
  const moved = moveVisit(before, 'correct-address', 'customer', context.now, { place: { address, distanceKm } })
  // a manager's word was for the old place.
  const visit = moved.ok ? { ...moved.visit, outOfAreaBy: null } : before
  await saveVisit(context.tx, before, visit, 'customer', { was: { address: before.address } })
  return { visit, outcome: 'ok' }
}

/** The same time with somebody of the other outlet, whom staff have to assign; else only the place is put right. */
async function go(context: ActionContext, before: Visit, place: Place): Promise<Corrected> {
  const { address, distanceKm, outlet } = place
  const { startsAt, endsAt } = before
  const window = { startsAt, endsAt, outletId: outlet.id }
  const held = await takeWindow(context, encodeWindow(window), before)
  const moved = held && moveVisit(before, 'reschedule', 'customer', context.now, { window })
  if (!held || !moved?.ok) {
    const { visit } = await stay(context, before, place)
    await askStaffToMove(context, before, outlet)
    return { visit, outcome: 'no-time' }
  }
  const visit = { ...moved.visit, address, distanceKm, outOfAreaBy: null }
  await bookHeld(context.tx, held.id, visit.id)
  const was = { address: before.address, outlet: before.outletId, technician: before.technicianId }
  await saveVisit(context.tx, before, visit, 'customer', { was })
  return { visit, outcome: 'other-outlet' }
}

/** Nobody of that outlet is free then: until another time is chosen, somebody has to see that the right people come. */
async function askStaffToMove({ tx, conversationId }: ActionContext, visit: Visit, { name }: Outlet): Promise<void> {
  await addTask(tx, { conversationId, caseId: visit.caseId, kind: 'reassign', data: { visit: visit.id, outlet: name } })
}
