/** What a person must do: call a customer, verify a model, read what nobody understood. */

import type { Values } from '../flow/flow.ts'
import { recordChange } from './audit.ts'
import { json, numberOrNull, type Row, type Tx, toJson } from './sql.ts'

export type StaffTask = {
  readonly id: number
  readonly conversationId: string
  readonly caseId: number | null
  readonly kind: string
  /** What the customer wrote, or a colleague; empty where `data` says it all. */
  readonly text: string
  /** What the task is about: the desk puts it into words. */
  readonly data: Values | null
  /** Of an approval that was decided. */
  readonly decision: 'approved' | 'refused' | null
  readonly state: 'OPEN' | 'DONE'
  /** Name of who has done it. */
  readonly takenBy: string | null
  readonly createdAt: number
  readonly doneAt: number | null
}

/** Adds a task; the same open task of the same conversation is not added twice. */
export async function addTask(
  tx: Tx,
  task: Pick<StaffTask, 'conversationId' | 'caseId' | 'kind'> & { readonly text?: string; readonly data?: Values },
): Promise<void> {
  const { conversationId, caseId, kind, text = '' } = task
  const data = task.data === undefined ? null : toJson(task.data)
  await tx.run(
    `INSERT INTO staff_task (conversation_id, case_id, kind, text, data, state, created_at)
     SELECT ?, ?, ?, ?, ?, 'OPEN', ?
     WHERE NOT EXISTS (
       SELECT 1 FROM staff_task AS same
       WHERE same.conversation_id = ? AND same.kind = ? AND same.text = ? AND same.data IS ? AND same.state = 'OPEN')`,
    [conversationId, caseId, kind, text, data, tx.now, conversationId, kind, text, data],
  )
}

/** `undefined` when there is no such open task. */
export async function finishTask(
  tx: Tx,
  id: number,
  staff: { readonly id: string; readonly name: string },
): Promise<StaffTask | undefined> {
  const [row] = await tx.all<Row>(
    "UPDATE staff_task SET state = 'DONE', taken_by = ?, done_at = ? WHERE id = ? AND state = 'OPEN' RETURNING *",
    [staff.name, tx.now, id],
  )
  if (!row) return undefined
  await recordChange(tx, { actor: staff.id, entity: 'task', entityId: id, was: 'OPEN', became: 'DONE' })
  return toTask(row)
}

/** Closes a task with a manager's word; `undefined` when there is no such open task. */
export async function decideTask(
  tx: Tx,
  id: number,
  decision: Exclude<StaffTask['decision'], null>,
  staff: { readonly id: string; readonly name: string },
  why?: string,
): Promise<StaffTask | undefined> {
  const [row] = await tx.all<Row>(
    `UPDATE staff_task SET state = 'DONE', decision = ?, taken_by = ?, done_at = ?
     WHERE id = ? AND state = 'OPEN' RETURNING *`,
    [decision, staff.name, tx.now, id],
  )
  if (!row) return undefined
  const data = { decision, ...(why !== undefined && { why }) }
  await recordChange(tx, { actor: staff.id, entity: 'task', entityId: id, was: 'OPEN', became: 'DONE', data })
  return toTask(row)
}

/** Closes what was asked about something that needs no word any more; the audit says whose doing that was. */
export async function settleAbout(
  tx: Tx,
  kind: string,
  field: 'quote' | 'request',
  id: number,
  actor: string,
): Promise<void> {
  const rows = await tx.all<{ id: number }>(
    `UPDATE staff_task SET state = 'DONE', done_at = ? WHERE kind = ? AND state = 'OPEN' AND data ->> ? = ? RETURNING id`,
    [tx.now, kind, `$.${field}`, id],
  )
  for (const task of rows) {
    const data = { settledBy: `${field}:${id}` }
    await recordChange(tx, { actor, entity: 'task', entityId: Number(task.id), was: 'OPEN', became: 'DONE', data })
  }
}

/** A row of the table `staff_task`, whichever query it came from. */
export function toTask(row: Row): StaffTask {
  return {
    id: Number(row.id),
    conversationId: row.conversation_id as string,
    caseId: numberOrNull(row.case_id),
    kind: row.kind as string,
    text: row.text as string,
    data: row.data ? json<Values>(row.data) : null,
    decision: (row.decision ?? null) as StaffTask['decision'],
    state: row.state as StaffTask['state'],
    takenBy: row.taken_by as string | null,
    createdAt: Number(row.created_at),
    doneAt: numberOrNull(row.done_at),
  }
}
