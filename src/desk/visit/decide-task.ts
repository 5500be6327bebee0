/** A manager decides what only a manager may. */
import type { Row } from '../../store/sql.ts'
import { decideTask as decide, toTask } from '../../store/tasks.ts'
import type { DeskCommand, DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { DECISIONS } from './decisions.ts'

/** Of two who decide the same task the second hears that it is not possible any more; so does one whose word changes nothing. */
export async function decideTask(
  { task: id, approve, why }: Extract<DeskCommand, { do: 'decide-task' }>,
  context: CommandContext,
): Promise<DeskOutcome> {
  const [row] = await context.tx.all<Row>('SELECT * FROM staff_task WHERE id = ?', [id])
  const task = row && toTask(row)
  if (task?.conversationId !== context.conversation) return { ok: false, why: 'not-found' }
  const decided = DECISIONS[task.kind]
  if (!decided || task.state === 'DONE') return { ok: false, why: 'not-possible-now' }
  const outcome = await decided(task, { approve, ...(why && { why }) }, context)
  if (outcome.ok) await decide(context.tx, id, approve ? 'approved' : 'refused', context.staff, why)
  return outcome
}
