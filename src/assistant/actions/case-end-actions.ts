/** How a case ends, and how it begins again: solved, opened again, closed. */
import type { Values } from '../../flow/flow.ts'
import { mayCloseCase, moveCase, OPEN_STATES, reopenCase, type ServiceCase } from '../../service/case.ts'
import { caseValues } from '../../service/visit-values.ts'
import { saveCase } from '../../store/cases.ts'
import { latestRatingOf } from '../../store/ratings.ts'
import { visitsOfCase } from '../../store/visits.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { acceptVisit } from './acceptance.ts'
import { currentCase, ok } from './known.ts'
import { unsettledAfterWorkshop } from './workshop-return.ts'

export const CASE_END_ACTIONS: Actions = {
  'resolve-case': { outcomes: ['not-open'], needs: [], gives: ['case'], run: (_, context) => resolveCase(context) },
  'reopen-case': { outcomes: ['too-old'], needs: ['why'], gives: ['case'], run: reopen },
  'close-case': { outcomes: ['refused'], needs: [], gives: ['case'], run: closeCase },
}

async function resolveCase(context: ActionContext): Promise<ActionResult> {
  const before = await currentCase(context)
  if (!before) return { outcome: 'not-open' }
  const accepted = await acceptWork(before, context)
  if (accepted) return ok({ case: caseValues(accepted) })
  const moved = moveCase(before, 'RESOLVED', 'customer', context.now)
  if (!moved.ok) return { outcome: 'not-open', values: { case: caseValues(before) } }
  await saveCase(context.tx, before, moved.case, 'customer')
  return ok({ case: caseValues(moved.case) })
}

/** Whoever says that it is solved accepts the work that was done for it (K-24). */
async function acceptWork(theCase: ServiceCase, context: ActionContext): Promise<ServiceCase | undefined> {
  const done = (await visitsOfCase(context.tx, theCase.id)).findLast(({ state }) => state === 'AWAITING_ACCEPTANCE')
  const accepted = done && (await acceptVisit(done, theCase, 'chat', context))
  return accepted?.case.state === 'RESOLVED' ? accepted.case : undefined
}

async function reopen(args: Values, context: ActionContext): Promise<ActionResult> {
  const before = await currentCase(context)
  if (!before) return { outcome: 'too-old' }
  if (OPEN_STATES.includes(before.state)) return ok({ case: caseValues(before) })
  const endedAt = before.closedAt ?? before.resolvedAt ?? before.updatedAt
  const why = typeof args.why === 'string' ? args.why : 'not solved'
  const reopened = reopenCase(before, why, context.now)
  if (!reopened.ok || context.now - endedAt > context.service.policy.case.reopen) return { outcome: 'too-old' }
  await saveCase(context.tx, before, reopened.case, 'customer', { why })
  return ok({ case: caseValues(reopened.case) })
}

async function closeCase({ confirmed }: Values, context: ActionContext): Promise<ActionResult> {
  const before = await currentCase(context)
  if (!before) return { outcome: 'refused' }
  if (before.state === 'CLOSED') return ok({ case: caseValues(before) })
  const rating = await latestRatingOf(context.tx, before.id)
  const moved = moveCase(before, 'CLOSED', 'bot', context.now)
  const isAllowed = mayCloseCase(
    before.state,
    { ...(rating && { score: rating.score }), confirmed: confirmed === true },
    context.service.policy.rating.low,
    await unsettledAfterWorkshop(context, before),
  )
  if (!moved.ok || !isAllowed) return { outcome: 'refused', values: { case: caseValues(before) } }
  await saveCase(context.tx, before, moved.case, 'bot', confirmed === true ? { confirmed } : undefined)
  return ok({ case: caseValues(moved.case) })
}
