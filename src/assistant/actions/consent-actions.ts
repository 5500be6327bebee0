/** What a customer says to another time that we ask for, and to a delay. */
import type { Values } from '../../flow/flow.ts'
import { moveVisit } from '../../service/move-visit.ts'
import type { Visit, VisitState } from '../../service/visit.ts'
import { isUnallowedPlace } from '../../service/visit-place.ts'
import { latenessOf } from '../../service/visit-promises.ts'
import { visitValues } from '../../service/visit-values.ts'
import { releaseProposal, takeProposal } from '../../store/proposals.ts'
import { addTask } from '../../store/tasks.ts'
import { findVisit, saveVisit, visitsOf } from '../../store/visits.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { followHere } from './join-actions.ts'
import { ok } from './known.ts'

export const CONSENT_ACTIONS: Actions = {
  'accept-proposal': {
    outcomes: ['over', 'taken'],
    needs: ['proposal'],
    gives: ['visit', 'newEngineer'],
    run: accept,
  },
  'refuse-proposal': { outcomes: ['over'], needs: ['proposal'], gives: ['visit'], run: refuse },
  'find-late-visit': {
    outcomes: ['none'],
    needs: [],
    gives: ['visit', 'late', 'tier'],
    run: (_, context) => findLate(context),
  },
}

async function accept({ proposal }: Values, context: ActionContext): Promise<ActionResult> {
  const { tx, now, service } = context
  const visit = await proposedTo(proposal, context)
  if (!visit) return { outcome: 'over' }
  const moved = moveVisit(visit, 'accept-proposal', 'customer', now, {
    isOutOfArea: isUnallowedPlace(service.outlets, visit),
  })
  if (!moved.ok) return { outcome: 'over' }
  const values = { visit: visitValues(visit, service.outlets) }
  if (!(await takeProposal(tx, visit.id))) return { outcome: 'taken', values }
  await saveVisit(context.tx, visit, moved.visit, 'customer')
  const newEngineer = moved.visit.technicianId !== null && visit.technicianId !== moved.visit.technicianId
  return ok({ visit: visitValues(moved.visit, service.outlets), newEngineer })
}

/** the time stays, and another engineer is looked for. */
async function refuse({ proposal }: Values, context: ActionContext): Promise<ActionResult> {
  const { tx, now, service, conversationId } = context
  const visit = await proposedTo(proposal, context)
  if (!visit) return { outcome: 'over' }
  const moved = moveVisit(visit, 'refuse-proposal', 'customer', now)
  if (!moved.ok) return { outcome: 'over' }
  await releaseProposal(tx, visit.id)
  await saveVisit(context.tx, visit, moved.visit, 'customer')
  await addTask(tx, {
    conversationId,
    caseId: visit.caseId,
    kind: 'reassign',
    data: { visit: visit.id, startsAt: visit.startsAt, ...(visit.technicianId && { technician: visit.technicianId }) },
  })
  return ok({ visit: visitValues(moved.visit, service.outlets) })
}

/** The visit whose proposal the button is about, `12/1772366400000`, as long as that is the one that stands. */
async function proposedTo(value: unknown, { tx, conversationId }: ActionContext): Promise<Visit | undefined> {
  const [, id, startsAt] = /^(\d{1,12})\/(\d{1,15})$/.exec(String(value)) ?? []
  const visit = id === undefined ? undefined : await findVisit(tx, Number(id))
  const isOurs = visit?.conversationId === conversationId && visit.state === 'RESCHEDULE_PROPOSED'
  return isOurs && visit.proposal?.startsAt === Number(startsAt) ? visit : undefined
}

/** Somebody of ours is expected. */
const COMING: readonly VisitState[] = [
  'REQUESTED',
  'ASSIGNED',
  'CONFIRMED',
  'UNCONFIRMED',
  'RESCHEDULE_PROPOSED',
  'EN_ROUTE',
]

/** The visit whose time has begun, and how late it is by the clock. */
async function findLate(context: ActionContext): Promise<ActionResult> {
  await followHere(context)
  const { tx, now, service, conversationId } = context
  const due = (await visitsOf(tx, conversationId, COMING)).find(({ startsAt }) => startsAt <= now)
  if (!due) return { outcome: 'none' }
  const { minutes, tier } = latenessOf(due, service.policy, now)
  return ok({ visit: visitValues(due, service.outlets), late: minutes > 0, tier })
}
