/** A visit that an action has moved becomes true: what was said of it is void, what is owed for it is armed anew. */
import type { Visit } from '../../service/visit.ts'
import { keepPromises } from '../../service/visit-promises.ts'
import { saveVisit } from '../../store/visits.ts'
import type { ActionContext } from '../action.ts'

/** `data` is kept in the audit. */
export async function keepVisit(
  context: ActionContext,
  before: Visit,
  after: Visit,
  actor: 'customer' | 'bot',
  data?: Readonly<Record<string, unknown>>,
): Promise<void> {
  context.outdated(await saveVisit(context.tx, before, after, actor, data))
  keepPromises(after, context.service.policy, context)
}
