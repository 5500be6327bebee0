/** Windows: found, held, let go, booked. */
import type { Values } from '../../flow/flow.ts'
import { moveCase, OPEN_STATES, type ServiceCase } from '../../service/case.ts'
import { distanceTo, findOutlet, findTechnician, type Outlet, outletFor } from '../../service/outlets.ts'
import { CHANGEABLE, OVER, STRANDED, type Visit } from '../../service/visit.ts'
import { visitValues } from '../../service/visit-values.ts'
import { windowLabel } from '../../service/windows.ts'
import { type Booking, bookHeld, heldBy, releaseHold } from '../../store/bookings.ts'
import { saveCase } from '../../store/cases.ts'
import { addTask } from '../../store/tasks.ts'
import { addVisit, visitsOfCase } from '../../store/visits.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { ensureCase } from './case-actions.ts'
import { currentCase, currentVisit, FAILED, OK, ok, textIn, told } from './known.ts'
import { isRebookable } from './rebook.ts'
import { rescheduleTo } from './visit-actions.ts'
import { freeWindows, takeAt, takeWindow } from './window-hold.ts'
import { strandedAt } from './workshop-return.ts'

export const BOOKING_ACTIONS: Actions = {
  'find-windows': { outcomes: ['none'], needs: [], gives: ['windows'], run: findWindows },
  'hold-window': { outcomes: ['taken'], needs: ['window'], gives: ['held'], run: holdFor },
  'release-window': { outcomes: [], needs: [], gives: [], run: (_, context) => release(context) },
  'book-visit': {
    outcomes: ['expired', 'stranded', 'in-workshop', 'under-way'],
    needs: [],
    gives: ['visit', 'backAt'],
    run: (_, context) => bookVisit(context),
  },
}

/** `address`: another place than the visit's, which the customer has named for it. */
async function findWindows({ address }: Values, context: ActionContext): Promise<ActionResult> {
  // after a hazard nothing is booked until a person has said that the place is safe.
  const theCase = await currentCase(context)
  if (theCase?.state === 'ESCALATED') return { outcome: 'none' }
  const { tx, conversationId } = context
  const { windows, isSoon } = await freeWindows(context, await movable(context), textIn(address))
  if (windows.length === 0) return { outcome: 'none' }
  // nobody has time as soon as it is promised, and a person has to find some.
  if (!isSoon) await addTask(tx, { conversationId, caseId: theCase?.id ?? null, kind: 'no-window-soon' })
  return ok({ windows: windows.map(({ value, label }) => ({ value, label })) })
}

async function holdFor(args: Values, context: ActionContext): Promise<ActionResult> {
  const held = await takeWindow(context, args.window, await movable(context))
  if (!held) return { outcome: 'taken' }
  const label = windowLabel(held, outletOf(context, held).zone)
  return ok({ held: { label, until: held.heldUntil } })
}

/** The visit that is being moved, when it is one and still may be. */
async function movable(context: ActionContext): Promise<Visit | undefined> {
  const visit = await currentVisit(context)
  return visit && isRebookable(visit) ? visit : undefined
}

async function release({ tx, conversationId }: ActionContext): Promise<ActionResult> {
  await releaseHold(tx, conversationId)
  return OK
}

/** Books what is held. A hold that ran out still counts while nobody else took the window and it is not too near. */
async function bookVisit(context: ActionContext): Promise<ActionResult> {
  const { tx, now, service, conversationId, random } = context
  const address = told(context, 'address')
  if (!address) return FAILED
  const theCase = await caseToVisit(context)
  const held = await heldFor(context, address)
  if (!held || theCase.state === 'ESCALATED') {
    await releaseHold(tx, conversationId)
    return { outcome: 'expired' }
  }
  const visits = await visitsOfCase(tx, theCase.id)
  const live = visits.filter(({ state }) => !OVER.includes(state))
  const current = live.find(({ state }) => CHANGEABLE.includes(state))
  const underWay = live.find(visit => visit !== current)
  if (underWay) {
    await releaseHold(tx, conversationId)
    if (STRANDED.includes(underWay.state)) return strandedAt(context, underWay)
    return { outcome: 'under-way', values: { visit: visitValues(underWay, service.outlets) } }
  }
  if (held.visitId !== null && held.visitId !== current?.id) {
    // It is held in place of what another visit has, and may stand in its way.
    await releaseHold(tx, conversationId)
    return { outcome: 'expired' }
  }
  if (current) return ok({ visit: visitValues(await rescheduleTo(context, current, held, address), service.outlets) })
  const outlet = outletOf(context, held)
  const visit = await addVisit(tx, {
    caseId: theCase.id,
    conversationId,
    outletId: outlet.id,
    startsAt: held.startsAt,
    endsAt: held.endsAt,
    code: String(random(10_000)).padStart(4, '0'),
    name: told(context, 'name') ?? '',
    phone: told(context, 'phone') ?? '',
    address,
    distanceKm: distanceTo(outlet, address) ?? theCase.distanceKm,
  })
  await bookHeld(tx, held.id, visit.id)
  const moved = moveCase(theCase, 'SCHEDULED', 'customer', now)
  if (moved.ok) await saveCase(tx, theCase, moved.case, 'customer')
  return ok({ visit: visitValues(visit, service.outlets) })
}

async function caseToVisit(context: ActionContext): Promise<ServiceCase> {
  const named = await currentCase(context)
  return named && OPEN_STATES.includes(named.state) ? named : (await ensureCase(context)).case
}

/** when the address was corrected after the choice, the same window of the outlet that serves the new one. */
async function heldFor(context: ActionContext, address: string): Promise<Booking | undefined> {
  const { tx, now, service, conversationId } = context
  const held = await heldBy(tx, conversationId)
  if (!held || (held.startsAt < now + service.policy.booking.notice && (held.heldUntil ?? 0) < now)) return undefined
  const { id: outletId } = outletFor(service.outlets, address, told(context, 'appliance'))
  if (outletId === outletOf(context, held).id) return held
  const { startsAt, endsAt } = held
  return takeAt(context, { startsAt, endsAt, outletId }, await movable(context))
}

function outletOf({ service: { outlets } }: ActionContext, { technicianId }: Booking): Outlet {
  return findOutlet(outlets, findTechnician(outlets, technicianId)?.outlet ?? '')
}
