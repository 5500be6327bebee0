/** A task about a visit that is raised once for the time that is agreed, whatever became of it. */
import type { Values } from '../../flow/flow.ts'
import type { Visit } from '../../service/visit.ts'
import type { Tx } from '../../store/sql.ts'
import { addTask } from '../../store/tasks.ts'

export async function askOnce(tx: Tx, visit: Visit, kind: string, data: Values = {}): Promise<void> {
  const [asked] = await tx.all(
    `SELECT id FROM staff_task WHERE kind = ? AND conversation_id = ? AND data ->> '$.visit' = ?
       AND data ->> '$.startsAt' = ? LIMIT 1`,
    [kind, visit.conversationId, visit.id, visit.startsAt],
  )
  if (asked) return
  await addTask(tx, {
    conversationId: visit.conversationId,
    caseId: visit.caseId,
    kind,
    data: { visit: visit.id, startsAt: visit.startsAt, ...data },
  })
}
