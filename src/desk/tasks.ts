/** Things a person must do outside of a conversation: written down until somebody has done them. */
import { finishTask as finish } from '../store/tasks.ts'
import type { DeskOutcome } from './command.ts'
import type { CommandContext } from './context.ts'
import { DECISIONS } from './visit/decisions.ts'

/**
 * Done, by whom and when. Of two who finish the same task the second hears that it is not possible any more. What waits for a
 * manager's word is decided, not finished.
 */
export async function finishTask(id: number, context: CommandContext): Promise<DeskOutcome> {
  const [task] = await context.tx.all<{ conversation_id: string; kind: string }>(
    'SELECT conversation_id, kind FROM staff_task WHERE id = ?',
    [id],
  )
  if (task?.conversation_id !== context.conversation) return { ok: false, why: 'not-found' }
  if (task.kind in DECISIONS) return { ok: false, why: 'not-possible-now' }
  const finished = await finish(context.tx, id, context.staff)
  return finished ? { ok: true, events: [] } : { ok: false, why: 'not-possible-now' }
}
