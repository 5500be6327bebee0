/** Visits on disk. */
import type { Values } from '../flow/flow.ts'
import type { Visit, VisitState } from '../service/visit.ts'
import { recordChange } from './audit.ts'
import { type Cell, json, numberOrNull, type Row, type Tx, toJson } from './sql.ts'

/** What a visit begins with. */
export type NewVisit = Pick<
  Visit,
  'caseId' | 'conversationId' | 'outletId' | 'startsAt' | 'endsAt' | 'code' | 'name' | 'phone' | 'address'
>

export async function addVisit(tx: Tx, begin: NewVisit): Promise<Visit> {
  const [row] = await tx.all<Row>(
    `INSERT INTO visit (case_id, conversation_id, outlet_id, state, starts_at, ends_at, code, revision, name, phone,
       address, created_at, updated_at)
     VALUES (?, ?, ?, 'REQUESTED', ?, ?, ?, 1, ?, ?, ?, ?, ?)
     RETURNING *`,
    [
      begin.caseId,
      begin.conversationId,
      begin.outletId,
      begin.startsAt,
      begin.endsAt,
      begin.code,
      begin.name,
      begin.phone,
      begin.address,
      tx.now,
      tx.now,
    ],
  )
  if (!row) throw new Error('A new visit was not given back by the database')
  const added = toVisit(row)
  await recordChange(tx, { actor: 'customer', entity: 'visit', entityId: added.id, was: null, became: added.state })
  return added
}

/** Writes what changed between the two, and an audit row: a visit changes only when somebody moves it. */
export async function saveVisit(tx: Tx, before: Visit, after: Visit, actor: string, data?: unknown): Promise<void> {
  const columns = COLUMNS.filter(([, field]) => toCell(before[field]) !== toCell(after[field]))
  if (columns.length === 0) return
  const sets = columns.map(([column]) => `${column} = ?`).join(', ')
  await tx.run(`UPDATE visit SET ${sets} WHERE id = ?`, [...columns.map(([, field]) => toCell(after[field])), after.id])
  await recordChange(tx, {
    actor,
    entity: 'visit',
    entityId: after.id,
    was: before.state,
    became: after.state,
    data: data ?? { revision: after.revision, startsAt: after.startsAt, technician: after.technicianId },
  })
}

export async function findVisit(tx: Tx, id: number): Promise<Visit | undefined> {
  const [row] = await tx.all<Row>('SELECT * FROM visit WHERE id = ?', [id])
  return row && toVisit(row)
}

/** Visits of a conversation in any of the states, the earliest first. */
export async function visitsOf(tx: Tx, conversationId: string, states: readonly VisitState[]): Promise<Visit[]> {
  const rows = await tx.all<Row>(
    `SELECT * FROM visit WHERE conversation_id = ? AND state IN (${states.map(() => '?').join(', ')})
     ORDER BY starts_at, id`,
    [conversationId, ...states],
  )
  return rows.map(toVisit)
}

/** All visits of a case, oldest first. */
export async function visitsOfCase(tx: Tx, caseId: number): Promise<Visit[]> {
  const rows = await tx.all<Row>('SELECT * FROM visit WHERE case_id = ? ORDER BY id', [caseId])
  return rows.map(toVisit)
}

type Writable = Exclude<keyof Visit, 'id' | 'caseId' | 'conversationId' | 'createdAt'>

const COLUMNS: readonly (readonly [string, Writable])[] = [
  ['technician_id', 'technicianId'],
  ['outlet_id', 'outletId'],
  ['state', 'state'],
  ['starts_at', 'startsAt'],
  ['ends_at', 'endsAt'],
  ['code', 'code'],
  ['revision', 'revision'],
  ['name', 'name'],
  ['phone', 'phone'],
  ['address', 'address'],
  ['assigned_at', 'assignedAt'],
  ['en_route_at', 'enRouteAt'],
  ['arrived_at', 'arrivedAt'],
  ['completed_at', 'completedAt'],
  ['cancelled_at', 'cancelledAt'],
  ['completion', 'completion'],
  ['updated_at', 'updatedAt'],
]

function toCell(value: Visit[Writable]): Cell {
  return typeof value === 'object' && value !== null ? toJson(value) : value
}

/** A row of the table `visit`, whichever query it came from. */
export function toVisit(row: Row): Visit {
  return {
    id: Number(row.id),
    caseId: Number(row.case_id),
    conversationId: row.conversation_id as string,
    technicianId: row.technician_id as string | null,
    outletId: row.outlet_id as string,
    state: row.state as VisitState,
    startsAt: Number(row.starts_at),
    endsAt: Number(row.ends_at),
    code: row.code as string,
    revision: Number(row.revision),
    name: row.name as string,
    phone: row.phone as string,
    address: row.address as string,
    assignedAt: numberOrNull(row.assigned_at),
    enRouteAt: numberOrNull(row.en_route_at),
    arrivedAt: numberOrNull(row.arrived_at),
    completedAt: numberOrNull(row.completed_at),
    cancelledAt: numberOrNull(row.cancelled_at),
    completion: row.completion ? json<Values>(row.completion) : null,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  }
}
