/** The record of every change of state: what was, what became, by whom and when (rulebook section D, "AuditEvent"). */
import { type Tx, toJson } from './sql.ts'

export type Change = {
  /** `customer`, `bot`, or the id of a member of staff. */
  readonly actor: string
  readonly entity:
    | 'case'
    | 'visit'
    | 'workshop'
    | 'booking'
    | 'rating'
    | 'escalation'
    | 'task'
    | 'customer'
    | 'join'
    | 'quote'
    | 'part'
    | 'identity'
    | 'asset'
  /** Of `join`: the conversation in which a code was tried; of `identity`: the visit whose engineer was compared. */
  readonly entityId: number | string
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

/** How often something happened to one entity after an instant. */
export async function countChanges(
  tx: Tx,
  { entity, entityId, since }: Pick<Change, 'entity' | 'entityId'> & { readonly since: number },
): Promise<number> {
  const [row] = await tx.all<{ count: number }>(
    'SELECT count(*) AS count FROM audit_event WHERE entity = ? AND entity_id = ? AND at > ?',
    [entity, String(entityId), since],
  )
  return Number(row?.count ?? 0)
}
