/** Visits after they are booked: found, moved, cancelled, confirmed, and how far they are. */
import type { Values } from '../../flow/flow.ts'
import { type CaseState, moveCase, OPEN_STATES } from '../../service/case.ts'
import { moveVisit } from '../../service/move-visit.ts'
import { findOutlet, findTechnician, outletFor } from '../../service/outlets.ts'
import { timelineOf } from '../../service/timeline.ts'
import {
  CHANGEABLE,
  isCurrent,
  OVER,
  STRANDED,
  type ToldVisit,
  type Visit,
  type VisitState,
} from '../../service/visit.ts'
import { atPlace } from '../../service/visit-place.ts'
import type { Move } from '../../service/visit-transitions.ts'
import { caseValues, visitValues } from '../../service/visit-values.ts'
import { recordChange } from '../../store/audit.ts'
import { type Booking, bookHeld, freeWindowOf } from '../../store/bookings.ts'
import { casesOf, findCase, saveCase } from '../../store/cases.ts'
import { stagesOf, waitsOf } from '../../store/progress.ts'
import type { Tx } from '../../store/sql.ts'
import { addTask } from '../../store/tasks.ts'
import { saveVisit, visitsOf, visitsOfCase } from '../../store/visits.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { caseAskedFor } from './case-by-number.ts'
import { followHere } from './join-actions.ts'
import { currentVisit, isRecord, ok } from './known.ts'
import { takeWindow } from './window-hold.ts'
import { isWithUs, strandedAt } from './workshop-return.ts'

const OUTDATED: ActionResult = { outcome: 'outdated' }

export const VISIT_ACTIONS: Actions = {
  'find-visit': {
    outcomes: ['stranded', 'in-workshop', 'none'],
    needs: [],
    gives: ['visit', 'backAt'],
    run: (_, context) => findNextVisit(context),
  },
  'move-visit': { outcomes: ['taken', 'too-late'], needs: ['window'], gives: ['visit'], run: move },
  'cancel-visit': { outcomes: ['too-late', 'comes-back'], needs: [], gives: ['visit'], run: cancel },
  'confirm-visit': {
    outcomes: ['outdated'],
    needs: [],
    gives: ['visit'],
    run: (_, context) => moveCurrent(context, 'confirm', 'customer'),
  },
  'visit-is-current': { outcomes: ['outdated'], needs: ['revision'], gives: ['visit'], run: checkRevision },
  'mark-unconfirmed': {
    outcomes: ['outdated'],
    needs: [],
    gives: ['visit'],
    run: (_, context) => moveCurrent(context, 'leave-unconfirmed', 'bot'),
  },
  'show-timeline': {
    outcomes: ['none', 'not-found'],
    needs: [],
    gives: ['timeline', 'case', 'visit'],
    run: (_, context) => showTimeline(context),
  },
}

const UPCOMING: readonly VisitState[] = [...CHANGEABLE, 'EN_ROUTE', 'ARRIVED']

/** Where nobody is to come, the visit that waits for another time. */
async function findNextVisit(context: ActionContext): Promise<ActionResult> {
  await followHere(context)
  const { tx, conversationId } = context
  const [next] = await visitsOf(tx, conversationId, UPCOMING)
  if (next) return ok(valuesOf(next, context))
  const [stranded] = await visitsOf(tx, conversationId, STRANDED)
  return stranded ? strandedAt(context, stranded) : { outcome: 'none' }
}

async function move(args: Values, context: ActionContext): Promise<ActionResult> {
  const visit = await currentVisit(context)
  if (!visit || !CHANGEABLE.includes(visit.state)) return { outcome: 'too-late', values: valuesOf(visit, context) }
  const held = await takeWindow(context, args.window, visit)
  if (!held) return { outcome: 'taken' }
  return ok({ visit: visitValues(await rescheduleTo(context, visit, held), context.service.outlets) })
}

/**
 * The visit at the window that was taken for it; its old window is free again. It keeps its technician where that is
 * who has the new window; otherwise staff assign one anew. `address`: another place that the customer has named for it. The
 * visit must be changeable.
 */
export async function rescheduleTo(
  context: ActionContext,
  visit: Visit,
  held: Booking,
  address = visit.address,
): Promise<Visit> {
  const { tx, now, service } = context
  const technician = findTechnician(service.outlets, held.technicianId)
  const window = { startsAt: held.startsAt, endsAt: held.endsAt, outletId: technician?.outlet ?? visit.outletId }
  const moved = moveVisit(visit, 'reschedule', 'customer', now, { window })
  if (!moved.ok) throw new Error(`Visit ${visit.id} in state ${visit.state} cannot be moved`)
  const kept =
    technician && technician.id === visit.technicianId
      ? moveVisit(moved.visit, 'assign', 'staff', now, { technician })
      : moved
  const after = kept.ok ? kept.visit : moved.visit
  const current = atPlace(service.outlets, visit, { ...after, address })
  await bookHeld(tx, held.id, visit.id)
  await saveVisit(context.tx, visit, current, 'customer')
  return current
}

/** Cancelled at once; the reason may come later, with the same action: it is kept in the audit. */
async function cancel({ why }: Values, context: ActionContext): Promise<ActionResult> {
  const { tx, now, service } = context
  const visit = await currentVisit(context)
  if (!visit) return { outcome: 'too-late' }
  if (visit.state === 'CANCELLED') {
    if (typeof why === 'string') await keepReason(tx, visit, why)
    return ok({ visit: visitValues(visit, service.outlets) })
  }
  if (await isWithUs(context, visit)) return { outcome: 'comes-back', values: valuesOf(visit, context) }
  const moved = moveVisit(visit, 'cancel', 'customer', now)
  if (!moved.ok) return { outcome: 'too-late', values: valuesOf(visit, context) }
  await saveVisit(context.tx, visit, moved.visit, 'customer', typeof why === 'string' ? { why } : undefined)
  await freeWindowOf(tx, visit.id)
  if (moved.case) await moveCaseOf(context, visit, moved.case)
  return ok({ visit: visitValues(moved.visit, service.outlets) })
}

function keepReason(tx: Tx, { id, state }: Visit, why: string): Promise<void> {
  return recordChange(tx, {
    actor: 'customer',
    entity: 'visit',
    entityId: id,
    was: state,
    became: state,
    data: { why },
  })
}

async function moveCaseOf({ tx, now }: ActionContext, { caseId }: Visit, to: CaseState): Promise<void> {
  const theCase = await findCase(tx, caseId)
  if (!theCase) return
  const moved = moveCase(theCase, to, 'customer', now)
  if (moved.ok) await saveCase(tx, theCase, moved.case, 'customer')
}

/** A move that needs nothing but a visit that is still what the customer was told (peers I31, I32). */
async function moveCurrent(
  context: ActionContext,
  change: Extract<Move, 'confirm' | 'leave-unconfirmed'>,
  who: 'customer' | 'bot',
): Promise<ActionResult> {
  const visit = await currentVisit(context)
  if (!visit || !isCurrent(visit, toldVisit(context) ?? visit)) return OUTDATED
  const moved = moveVisit(visit, change, who, context.now)
  if (!moved.ok) return { ...OUTDATED, values: valuesOf(visit, context) }
  if (moved.visit.state !== visit.state) await saveVisit(context.tx, visit, moved.visit, who)
  if (change === 'leave-unconfirmed') await askToCall(context, visit)
  return ok({ visit: visitValues(moved.visit, context.service.outlets) })
}

/** a person reaches who did not answer. */
function askToCall({ tx, conversationId }: ActionContext, { id, caseId, phone, startsAt }: Visit): Promise<void> {
  const data = { visit: id, why: 'unconfirmed', phone, startsAt }
  return addTask(tx, { conversationId, caseId, kind: 'call-customer', data })
}

/** What the slot says of the visit; undefined when a button carried its number only. */
function toldVisit({ conversation }: ActionContext): ToldVisit | undefined {
  const { visit } = conversation.slots
  if (!isRecord(visit)) return undefined
  const { revision, startsAt } = visit
  return {
    revision: typeof revision === 'number' ? revision : undefined,
    startsAt: typeof startsAt === 'number' ? startsAt : undefined,
  }
}

async function checkRevision(args: Values, context: ActionContext): Promise<ActionResult> {
  const visit = await currentVisit(context)
  const told = { ...toldVisit(context), revision: Number(args.revision) }
  if (!visit || !isCurrent(visit, told)) return OUTDATED
  return ok({ visit: visitValues(visit, context.service.outlets) })
}

/** R-124, of the case that is asked for by its number, else of the newest that is open, else of the last one. */
async function showTimeline(context: ActionContext): Promise<ActionResult> {
  await followHere(context)
  const { tx, service, conversationId } = context
  const asked = await caseAskedFor(context)
  if (asked === 'not-found') return { outcome: 'not-found' }
  const [open] = asked ? [asked] : await casesOf(tx, conversationId, OPEN_STATES)
  const [last] = open ? [open] : await casesOf(tx, conversationId, ['RESOLVED', 'CLOSED', 'CANCELLED'])
  if (!last) return { outcome: 'none' }
  const visits = await visitsOfCase(tx, last.id)
  const visit = visits.findLast(({ state }) => !OVER.includes(state)) ?? visits.at(-1)
  const outlet = visit ? findOutlet(service.outlets, visit.outletId) : outletFor(service.outlets, undefined)
  const timeline = timelineOf({
    case: last,
    stages: await stagesOf(tx, last.id),
    outlets: service.outlets,
    zone: outlet.zone,
    ...(visit && { visit, waits: await waitsOf(tx, visit) }),
  })
  return ok({ timeline, case: caseValues(last), ...valuesOf(visit, context) })
}

function valuesOf(visit: Visit | undefined, { service }: ActionContext): Values {
  return visit ? { visit: visitValues(visit, service.outlets) } : {}
}
