/** Service cases on disk. */
import type { BillingClass, CaseState, CaseType, Priority, ServiceCase, WarrantyProof } from '../service/case.ts'
import { recordChange } from './audit.ts'
import { type Cell, json, numberOrNull, type Row, type Tx, toJson } from './sql.ts'

/** What a case begins with; the customer is the one the conversation is known to belong to. */
export type NewCase = Pick<
  ServiceCase,
  | 'conversationId'
  | 'state'
  | 'appliance'
  | 'modelNo'
  | 'serialNo'
  | 'symptomCode'
  | 'freeText'
  | 'priority'
  | 'priorityReason'
  | 'flags'
> & { readonly type?: CaseType; readonly profile?: string; readonly readyOn?: string | null }

export async function addCase(tx: Tx, begin: NewCase): Promise<ServiceCase> {
  const [row] = await tx.all<Row>(
    `INSERT INTO service_case (conversation_id, customer_id, type, state, appliance, model_no, serial_no, symptom_code,
       free_text, priority, priority_reason, info_pending, flags, profile, ready_on, opened_at, updated_at)
     VALUES (?, (SELECT customer_id FROM conversation WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     RETURNING *`,
    [
      begin.conversationId,
      begin.conversationId,
      begin.type ?? 'REPAIR',
      begin.state,
      begin.appliance,
      begin.modelNo,
      begin.serialNo,
      begin.symptomCode,
      begin.freeText,
      begin.priority,
      begin.priorityReason,
      toJson([]),
      toJson(begin.flags),
      begin.profile ?? 'household',
      begin.readyOn ?? null,
      tx.now,
      tx.now,
    ],
  )
  if (!row) throw new Error('A new case was not given back by the database')
  const added = toCase(row)
  await recordChange(tx, { actor: 'customer', entity: 'case', entityId: added.id, was: null, became: added.state })
  return added
}

/** Writes what changed between the two, and the audit row if the state or the priority did. */
export async function saveCase(
  tx: Tx,
  before: ServiceCase,
  after: ServiceCase,
  actor: string,
  data?: unknown,
): Promise<void> {
  const columns = COLUMNS.filter(([, field]) => toCell(before[field]) !== toCell(after[field]))
  if (columns.length === 0) return
  const sets = columns.map(([column]) => `${column} = ?`).join(', ')
  await tx.run(`UPDATE service_case SET ${sets} WHERE id = ?`, [
    ...columns.map(([, field]) => toCell(after[field])),
    after.id,
  ])
  if (before.state === after.state && before.priority === after.priority) return
  await recordChange(tx, {
    actor,
    entity: 'case',
    entityId: after.id,
    was: before.state,
    became: after.state,
    data: data ?? { priority: after.priority, reason: after.priorityReason },
  })
}

export async function findCase(tx: Tx, id: number): Promise<ServiceCase | undefined> {
  const [row] = await tx.all<Row>('SELECT * FROM service_case WHERE id = ?', [id])
  return row && toCase(row)
}

/** Cases of a conversation in any of the states, newest first. */
export async function casesOf(tx: Tx, conversationId: string, states: readonly CaseState[]): Promise<ServiceCase[]> {
  const rows = await tx.all<Row>(
    `SELECT * FROM service_case WHERE conversation_id = ? AND state IN (${states.map(() => '?').join(', ')})
     ORDER BY id DESC`,
    [conversationId, ...states],
  )
  return rows.map(toCase)
}

type Writable = Exclude<keyof ServiceCase, 'id' | 'conversationId' | 'customerId' | 'type' | 'openedAt'>

const COLUMNS: readonly (readonly [string, Writable])[] = [
  ['state', 'state'],
  ['appliance', 'appliance'],
  ['model_no', 'modelNo'],
  ['serial_no', 'serialNo'],
  ['purchased_on', 'purchasedOn'],
  ['symptom_code', 'symptomCode'],
  ['free_text', 'freeText'],
  ['wish', 'wish'],
  ['outcome', 'outcome'],
  ['priority', 'priority'],
  ['priority_reason', 'priorityReason'],
  ['info_pending', 'infoPending'],
  ['flags', 'flags'],
  ['billing_class', 'billingClass'],
  ['warranty_proof', 'warrantyProof'],
  ['profile', 'profile'],
  ['distance_km', 'distanceKm'],
  ['arrival_due_at', 'arrivalDueAt'],
  ['restore_due_at', 'restoreDueAt'],
  ['ready_on', 'readyOn'],
  ['updated_at', 'updatedAt'],
  ['resolved_at', 'resolvedAt'],
  ['closed_at', 'closedAt'],
]

function toCell(value: ServiceCase[Writable]): Cell {
  return typeof value === 'object' && value !== null ? toJson(value) : value
}

function toCase(row: Row): ServiceCase {
  return {
    id: Number(row.id),
    conversationId: row.conversation_id as string,
    customerId: numberOrNull(row.customer_id),
    type: row.type as CaseType,
    state: row.state as CaseState,
    appliance: row.appliance as string | null,
    modelNo: row.model_no as string | null,
    serialNo: row.serial_no as string | null,
    purchasedOn: row.purchased_on as string | null,
    symptomCode: row.symptom_code as string | null,
    freeText: row.free_text as string | null,
    wish: row.wish as string | null,
    outcome: row.outcome as string | null,
    priority: row.priority as Priority,
    priorityReason: row.priority_reason as string,
    infoPending: json<string[]>(row.info_pending ?? '[]'),
    flags: json<string[]>(row.flags ?? '[]'),
    profile: row.profile as string,
    billingClass: (row.billing_class ?? null) as BillingClass | null,
    warrantyProof: row.warranty_proof ? json<WarrantyProof>(row.warranty_proof) : null,
    distanceKm: numberOrNull(row.distance_km),
    arrivalDueAt: numberOrNull(row.arrival_due_at),
    restoreDueAt: numberOrNull(row.restore_due_at),
    readyOn: (row.ready_on ?? null) as string | null,
    openedAt: Number(row.opened_at),
    updatedAt: Number(row.updated_at),
    resolvedAt: numberOrNull(row.resolved_at),
    closedAt: numberOrNull(row.closed_at),
  }
}
