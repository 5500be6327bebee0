/** Something the assistant cannot do itself becomes a task of the staff: nothing that was said is dropped. */
import type { TaskKind } from '../assistant/desk-port.ts'
import type { Row, Tx } from '../store/sql.ts'
import { addTask } from '../store/tasks.ts'

export type RaisedTask = {
  readonly conversationId: string
  readonly caseId: number | null
  readonly kind: TaskKind
  /** What nobody understood, what could not be delivered, or why the customer cannot be reached. */
  readonly text: string
}

/** Lists the task for the staff. A customer who cannot be reached is one task, for whatever reasons it happens again. */
export async function raiseTask(tx: Tx, task: RaisedTask): Promise<void> {
  if (task.kind === 'unreachable' && (await isListed(tx, task))) return
  await addTask(tx, task)
}

async function isListed(tx: Tx, { conversationId, kind }: RaisedTask): Promise<boolean> {
  const rows = await tx.all<Row>(
    "SELECT id FROM staff_task WHERE conversation_id = ? AND kind = ? AND state = 'OPEN' LIMIT 1",
    [conversationId, kind],
  )
  return rows.length > 0
}
