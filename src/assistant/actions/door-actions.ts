/** What a customer does while our engineer is on the way or at the door. */
import type { Values } from '../../flow/flow.ts'
import { compareIdentity, type Shown } from '../../service/identity.ts'
import { moveVisit } from '../../service/move-visit.ts'
import { findTechnician, type Technician } from '../../service/outlets.ts'
import { CHANGEABLE, ON_SITE, STRANDED, type Visit, type VisitState } from '../../service/visit.ts'
import { isExpectedNow } from '../../service/visit-promises.ts'
import { isOneOf, POSTPONE_REASONS } from '../../service/visit-reasons.ts'
import type { Move } from '../../service/visit-transitions.ts'
import { visitValues } from '../../service/visit-values.ts'
import { countChanges, recordChange } from '../../store/audit.ts'
import { addTask } from '../../store/tasks.ts'
import { saveVisit, visitsOf } from '../../store/visits.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { wordsForTechnician } from '../technician-news.ts'
import { followHere } from './join-actions.ts'
import { currentVisit, FAILED, OK, ok } from './known.ts'

export const DOOR_ACTIONS: Actions = {
  'find-door-visit': { outcomes: ['none'], needs: [], gives: ['visit'], run: (_, context) => findAtDoor(context) },
  'find-expected-visit': {
    outcomes: ['none'],
    needs: [],
    gives: ['visit'],
    run: (_, context) => findExpected(context),
  },
  'answer-door': { outcomes: ['over'], needs: [], gives: ['visit'], run: (_, context) => moved(context, 'answered') },
  'allow-entry': {
    outcomes: ['over'],
    needs: [],
    gives: ['visit'],
    run: (_, context) => moved(context, 'allow-entry'),
  },
  'tell-technician': { outcomes: ['over'], needs: ['what'], gives: ['visit'], run: tellTechnician },
  'note-obstacle': { outcomes: ['none'], needs: ['reason'], gives: ['visit', 'told'], run: noteObstacle },
  'verify-technician': {
    outcomes: ['mismatch', 'unclear', 'too-often', 'none'],
    needs: ['shown'],
    gives: [],
    run: verify,
  },
  'wish-manager': { outcomes: ['none'], needs: [], gives: ['visit'], run: (_, context) => wishManager(context) },
}

/** Somebody of ours is on the way, at the door or inside. */
const NEAR: readonly VisitState[] = ['EN_ROUTE', ...ON_SITE]

/** The visit a customer at the door means: the one that is under way, else the next, else one that came to nothing. */
async function visitAtDoor(context: ActionContext): Promise<Visit | undefined> {
  const named = await currentVisit(context)
  if (named && NEAR.includes(named.state)) return named
  await followHere(context)
  const { tx, conversationId } = context
  for (const states of [NEAR, CHANGEABLE, STRANDED]) {
    const [found] = await visitsOf(tx, conversationId, states)
    if (found) return found
  }
  return undefined
}

async function findAtDoor(context: ActionContext): Promise<ActionResult> {
  const visit = await visitAtDoor(context)
  return visit ? found(visit, context) : { outcome: 'none' }
}

/** The visit for which somebody may stand at the door now; another day's is never taken for it. */
async function expectedVisit(context: ActionContext): Promise<Visit | undefined> {
  await followHere(context)
  const { tx, conversationId, now, service } = context
  const [onTheirWay, due] = [await visitsOf(tx, conversationId, NEAR), await visitsOf(tx, conversationId, CHANGEABLE)]
  const expected = [...onTheirWay, ...due].filter(visit => isExpectedNow(visit, service.policy, now))
  const named = await currentVisit(context)
  return expected.find(({ id }) => id === named?.id) ?? expected[0]
}

async function findExpected(context: ActionContext): Promise<ActionResult> {
  const visit = await expectedVisit(context)
  return visit ? found(visit, context) : { outcome: 'none' }
}

function found(visit: Visit, { service }: ActionContext): ActionResult {
  return ok({ visit: visitValues(visit, service.outlets) })
}

/** A move of the customer's own; `over` when section D knows no such arrow any more. */
async function moved(context: ActionContext, move: Extract<Move, 'answered' | 'allow-entry'>): Promise<ActionResult> {
  const { tx, now, service } = context
  const visit = await currentVisit(context)
  if (!visit) return { outcome: 'over' }
  const result = moveVisit(visit, move, 'customer', now)
  if (!result.ok) return { outcome: 'over', values: { visit: visitValues(visit, service.outlets) } }
  await saveVisit(tx, visit, result.visit, 'customer', { move })
  return found(result.visit, context)
}

/** The word of the customer that changes no state: `not-yet` (K-08), `go-on` at a meal (K-12), `come-in`. */
async function tellTechnician({ what }: Values, context: ActionContext): Promise<ActionResult> {
  if (typeof what !== 'string') return FAILED
  const visit = await visitAtDoor(context)
  if (!visit || !NEAR.includes(visit.state)) return { outcome: 'over' }
  await askToTell(visit, { what }, context)
  // What stood in the way does not any more.
  const after =
    what === 'go-on' && visit.block?.until === null ? { ...visit, block: null, updatedAt: context.now } : visit
  if (after !== visit) await saveVisit(context.tx, visit, after, 'customer', { obstacle: null })
  return found(after, context)
}

/** In the technician's chat; a person calls whoever has none. */
async function askToTell(visit: Visit, what: Values, { tx, conversationId, notify }: ActionContext): Promise<void> {
  const told = await wordsForTechnician(tx, visit, what)
  for (const timer of told) notify(timer)
  if (told.length > 0) return
  await addTask(tx, {
    conversationId,
    caseId: visit.caseId,
    kind: 'tell-technician',
    data: { visit: visit.id, technician: visit.technicianId, ...what },
  })
}

/**
 * the code of the reason is kept with the visit; who is under way is told not to wait, at a meal
 * once that is `decided`. `told`: somebody is. Until
 * another time is chosen the customer is not told that we are late: they know better than the clock.
 */
async function noteObstacle({ reason, decided }: Values, context: ActionContext): Promise<ActionResult> {
  if (!isOneOf(POSTPONE_REASONS, reason)) return FAILED
  const visit = await visitAtDoor(context)
  if (!visit) return { outcome: 'none' }
  const isNear = NEAR.includes(visit.state) || visit.startsAt <= context.now
  await recordChange(context.tx, {
    actor: 'customer',
    entity: 'visit',
    entityId: visit.id,
    was: visit.state,
    became: visit.state,
    data: { postponed: reason },
  })
  if (!isNear) return ok({ visit: visitValues(visit, context.service.outlets), told: false })
  // At a meal the customer says first whether the work goes on (K-12).
  const what = reason === 'meal' && decided !== true ? 'moment' : 'cannot'
  await askToTell(visit, { what, reason }, context)
  const isComing = visit.state === 'EN_ROUTE' || CHANGEABLE.includes(visit.state)
  const after: Visit = isComing ? { ...visit, block: { reason, until: null }, updatedAt: context.now } : visit
  if (isComing) await saveVisit(context.tx, visit, after, 'customer', { obstacle: reason })
  return ok({ visit: visitValues(after, context.service.outlets), told: true })
}

/** `ok` when what is shown at the door is ours; wrong tries are counted as those of a joining code are. */
async function verify({ shown }: Values, context: ActionContext): Promise<ActionResult> {
  const { tx, now, service } = context
  const visit = await expectedVisit(context)
  const technician = visit?.technicianId ? findTechnician(service.outlets, visit.technicianId) : undefined
  if (!visit || !technician) return { outcome: 'none' }
  const { code: holds, attempts } = service.policy.join
  const wrong = await countChanges(tx, { entity: 'identity', entityId: visit.id, since: now - holds })
  if (wrong >= attempts) return { outcome: 'too-often' }
  const others = service.outlets.technicians.filter(({ id }) => id !== technician.id).map(shownBy)
  const result = compareIdentity(String(shown), { ...shownBy(technician), code: visit.code, others })
  if (result === 'match') return OK
  await recordChange(tx, {
    actor: 'customer',
    entity: 'identity',
    entityId: visit.id,
    was: null,
    became: result,
  })
  return { outcome: result }
}

function shownBy({ name, permitNo }: Technician): Shown {
  return { names: [name.en, name.zh], permitNo }
}

/** a wish, for a manager to answer; nothing is promised by it. */
async function wishManager(context: ActionContext): Promise<ActionResult> {
  const visit = await visitAtDoor(context)
  if (!visit) return { outcome: 'none' }
  const { tx, conversationId } = context
  await addTask(tx, { conversationId, caseId: visit.caseId, kind: 'manager-present', data: { visit: visit.id } })
  return found(visit, context)
}
