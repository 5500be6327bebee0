/** The customer's acceptance of the work, whichever way it is said (R-072, K-24). */
import { moveCase, type ServiceCase } from '../../service/case.ts'
import { moveVisit } from '../../service/move-visit.ts'
import type { Acceptance, Visit } from '../../service/visit.ts'
import { saveCase } from '../../store/cases.ts'
import { saveVisit } from '../../store/visits.ts'
import type { ActionContext } from '../action.ts'
import { startWarranty } from './asset-actions.ts'

/**
 * The visit accepted and its case solved; undefined when it is accepted already. A better rating alone does not solve a
 * case that is open again: somebody is listening to the customer.
 */
export async function acceptVisit(
  visit: Visit,
  theCase: ServiceCase,
  method: Extract<Acceptance['method'], 'chat' | 'rating'>,
  context: ActionContext,
): Promise<{ readonly visit: Visit; readonly case: ServiceCase } | undefined> {
  const { tx, now } = context
  const moved = moveVisit(visit, 'accept', 'customer', now, { acceptance: { by: 'customer', at: now, method } })
  if (!moved.ok) return undefined
  await saveVisit(tx, visit, moved.visit, 'customer', { method })
  await startWarranty(theCase, context)
  const isHeard = method === 'rating' && theCase.state === 'REOPENED'
  const resolved = moved.case && !isHeard ? moveCase(theCase, moved.case, 'customer', now) : undefined
  if (!resolved?.ok) return { visit: moved.visit, case: theCase }
  await saveCase(tx, theCase, resolved.case, 'customer', { method })
  return { visit: moved.visit, case: resolved.case }
}
