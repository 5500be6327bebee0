/** The record of every change of state: what was, what became, by whom and when (rulebook section D, "AuditEvent"). */
import { type Tx, toJson } from './sql.ts'

export type Change = {
  /** `customer`, `bot`, or a staff member's name. */
  readonly actor: string
  readonly entity: 'case' | 'visit' | 'booking' | 'rating' | 'escalation' | 'task' | 'customer'
  readonly entityId: number
  readonly was: string | null
  readonly became: string
  readonly data?: unknown
}

export async function recordChange(tx: Tx, change: Change): Promise<void> {
  await tx.run(
    'INSERT INTO audit_event (at, actor, entity, entity_id, was, became, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [
      tx.now,
      change.actor,
      change.entity,
      String(change.entityId),
      change.was,
      change.became,
      change.data === undefined ? null : toJson(change.data),
    ],
  )
}
