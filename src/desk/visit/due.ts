/** A promise of a visit falls due: whether it still holds is seen now. */
import { duesOf } from '../../service/visit-promises.ts'
import { findVisit } from '../../store/visits.ts'
import type { DeskCommand, DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { DUES } from './dues.ts'

/**
 * Refuses what is not owed any more: the visit has moved on since the timer was set. What is owed later now is armed for then:
 * this timer is spent.
 */
export async function visitDue(
  { visit: id, due }: Extract<DeskCommand, { do: 'visit-due' }>,
  context: CommandContext,
): Promise<DeskOutcome> {
  const visit = await findVisit(context.tx, id)
  if (visit?.conversationId !== context.conversation) return { ok: false, why: 'not-found' }
  const at = duesOf(visit, context.service.policy).get(due)
  const act = DUES[due]
  if (!act || at === undefined) return { ok: false, why: 'not-possible-now' }
  if (at > context.now) {
    context.remind({ key: `visit:${id}:${due}`, at, flow: 'desk', values: { do: 'visit-due', visit: id, due } })
    return { ok: false, why: 'not-possible-now' }
  }
  return act(visit, context)
}
