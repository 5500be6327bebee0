/**
 * Another time for a visit that cannot go on as it was told: we are late, nobody came, nobody was there, no work was
 * possible. The customer chooses it, so it is confirmed at once, without a fee (E-07, R-045, R-050).
 */
import type { Values } from '../../flow/flow.ts'
import { moveCase } from '../../service/case.ts'
import { moveVisit } from '../../service/move-visit.ts'
import { findOutlet, findTechnician } from '../../service/outlets.ts'
import type { Visit } from '../../service/visit.ts'
import { atPlace } from '../../service/visit-place.ts'
import { transitionOf } from '../../service/visit-transitions.ts'
import { visitValues } from '../../service/visit-values.ts'
import { type Booking, bookHeld } from '../../store/bookings.ts'
import { findCase, saveCase } from '../../store/cases.ts'
import { saveVisit } from '../../store/visits.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { currentVisit, ok, textIn } from './known.ts'
import { askManager } from './out-of-area.ts'
import { takeWindow } from './window-hold.ts'
import { isStillInWorkshop, scheduleReturn } from './workshop-return.ts'

export const REBOOK_ACTIONS: Actions = {
  'rebook-visit': {
    outcomes: ['taken', 'too-late'],
    needs: ['window'],
    gives: ['visit', 'newEngineer', 'secondTime'],
    run: rebookCurrent,
  },
}

/** Whether a customer may still choose another time for the visit. */
export function isRebookable({ state }: Visit): boolean {
  return transitionOf(state, 'reschedule', 'customer') !== undefined
}

/**
 * `reason` says why in the audit: a code of the staff's, or what the flow was about. `address`: another place that the
 * customer has just named for this visit. `secondTime`: no time is changed, the next one is agreed.
 */
async function rebookCurrent({ window, reason, address }: Values, context: ActionContext): Promise<ActionResult> {
  const visit = await currentVisit(context)
  if (!visit || !isRebookable(visit) || (await isStillInWorkshop(context, visit))) return { outcome: 'too-late' }
  const held = await takeWindow(context, window, visit)
  if (!held) return { outcome: 'taken' }
  const rebooked = await rebook(context, visit, held, textIn(reason) ?? null, textIn(address))
  const newEngineer = rebooked.technicianId !== null && rebooked.technicianId !== visit.technicianId
  const secondTime = rebooked.round > visit.round
  return ok({ visit: visitValues(rebooked, context.service.outlets), newEngineer, secondTime })
}

/**
 * The visit at the window that was taken for it, with the technician whose window it is, confirmed; its old window is free
 * and its case is waiting for a visit again. Throws when the visit may not be rebooked: see `isRebookable`; whoever asks
 * has seen that nothing of it is still in the workshop.
 */
export async function rebook(
  context: ActionContext,
  visit: Visit,
  held: Booking,
  reason: string | null,
  address = visit.address,
): Promise<Visit> {
  const { tx, now, service } = context
  const theCase = await findCase(tx, visit.caseId)
  const technician = findTechnician(service.outlets, held.technicianId)
  const window = { startsAt: held.startsAt, endsAt: held.endsAt, outletId: technician?.outlet ?? visit.outletId }
  const moved = moveVisit(visit, 'reschedule', 'customer', now, { window, isWorkshopReady: true })
  if (!moved.ok) throw new Error(`Visit ${visit.id} in state ${visit.state} cannot be moved`)
  const appliance = theCase?.appliance ?? null
  const assigned = technician && moveVisit(moved.visit, 'assign', 'bot', now, { technician, appliance })
  const confirmed = moveVisit(assigned?.ok ? assigned.visit : moved.visit, 'confirm', 'customer', now)
  if (!confirmed.ok) throw new Error(`Visit ${visit.id} cannot be confirmed`)
  await bookHeld(tx, held.id, visit.id)
  // The appliance may be elsewhere by then.
  const rebooked = atPlace(service.outlets, visit, { ...confirmed.visit, address })
  await saveVisit(context.tx, visit, rebooked, 'customer', { rebooked: reason, startsAt: held.startsAt })
  if (address !== visit.address) await askManager(context, rebooked, findOutlet(service.outlets, rebooked.outletId))
  await scheduleReturn(context, visit)
  if (theCase?.state === 'IN_SERVICE') {
    const scheduled = moveCase(theCase, 'SCHEDULED', 'customer', now)
    if (scheduled.ok) await saveCase(tx, theCase, scheduled.case, 'customer')
  }
  return rebooked
}
