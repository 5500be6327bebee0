/** Visits on disk. */
import type { Values } from '../flow/flow.ts'
import type { Acceptance, Block, Delay, Proposal, Visit, VisitState } from '../service/visit.ts'
import { recordChange } from './audit.ts'
import { settleTasks } from './settled-tasks.ts'
import { type Cell, json, numberOrNull, type Row, type Tx, toJson } from './sql.ts'

/** What a visit begins with. */
export type NewVisit = Pick<
  Visit,
  'caseId' | 'conversationId' | 'outletId' | 'startsAt' | 'endsAt' | 'code' | 'name' | 'phone' | 'address'
> &
  Partial<Pick<Visit, 'distanceKm'>>

export async function addVisit(tx: Tx, begin: NewVisit): Promise<Visit> {
  const [row] = await tx.all<Row>(
    `INSERT INTO visit (case_id, conversation_id, outlet_id, state, starts_at, ends_at, code, revision, name, phone,
       address, distance_km, created_at, updated_at)
     VALUES (?, ?, ?, 'REQUESTED', ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)
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
      begin.distanceKm ?? null,
      tx.now,
      tx.now,
    ],
  )
  if (!row) throw new Error('A new visit was not given back by the database')
  const added = toVisit(row)
  await recordChange(tx, { actor: 'customer', entity: 'visit', entityId: added.id, was: null, became: added.state })
  tx.visits.push({ actor: 'customer', before: null, after: added, voided: [] })
  return added
}

/**
 * Writes what changed between the two, and an audit row: a visit changes only when somebody moves it. Notices and timers that
 * tell of an earlier revision are void with this transaction (peers I31, I32); what else follows, the end of the turn sees to
 * (`tx.visits`, src/assistant/visit-changes.ts).
 */
export async function saveVisit(
  tx: Tx,
  before: Visit,
  after: Visit,
  actor: string,
  data?: Readonly<Record<string, unknown>>,
): Promise<void> {
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
    data: {
      ...(data ?? { revision: after.revision, startsAt: after.startsAt, technician: after.technicianId }),
      ...(before.technicianId !== after.technicianId && { wasTechnician: before.technicianId }),
    },
  })
  const voided = await outdateNotices(tx, after)
  await outdateTimers(tx, after)
  await settleTasks(tx, { before, after }, actor)
  tx.visits.push({ actor, before, after, voided, ...(data && { data }) })
}

/** Whether the time has changed or the visit is over: what was to be said of it is not true any more. */
async function outdateNotices(tx: Tx, { id, conversationId, revision, state }: Visit): Promise<readonly number[]> {
  const rows = await tx.all<{ id: number }>(
    `UPDATE outbox SET state = 'void' WHERE conversation_id = ? AND state = 'pending' AND subject = ?
       AND (revision < ? OR ? = 'CANCELLED') RETURNING id`,
    [conversationId, `visit:${id}`, revision, state],
  )
  return rows.map(row => Number(row.id))
}

/**
 * Timers of flows that carry what was told of the visit, and tell what holds no longer: it is cancelled, or its time is
 * another. Where only the technician has changed, what was to be said at that time still is.
 */
async function outdateTimers(tx: Tx, { id, conversationId, revision, startsAt, state }: Visit): Promise<void> {
  await tx.run(
    `DELETE FROM timer WHERE conversation_id = ? AND flow NOT IN ('desk', 'silent') AND payload ->> '$.visit.id' = ?
       AND (? = 'CANCELLED' OR (payload ->> '$.visit.revision' < ? AND payload ->> '$.visit.startsAt' <> ?))`,
    [conversationId, id, state, revision, startsAt],
  )
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
  ['sequence', 'sequence'],
  ['round', 'round'],
  ['name', 'name'],
  ['phone', 'phone'],
  ['address', 'address'],
  ['distance_km', 'distanceKm'],
  ['out_of_area_by', 'outOfAreaBy'],
  ['checklist', 'checklist'],
  ['proposal', 'proposal'],
  ['delay', 'delay'],
  ['block', 'block'],
  ['assigned_at', 'assignedAt'],
  ['en_route_at', 'enRouteAt'],
  ['eta_at', 'etaAt'],
  ['arrived_at', 'arrivedAt'],
  ['no_answer_at', 'noAnswerAt'],
  ['entry_allowed_at', 'entryAllowedAt'],
  ['working_at', 'workingAt'],
  ['completed_at', 'completedAt'],
  ['left_at', 'leftAt'],
  ['cancelled_at', 'cancelledAt'],
  ['completion', 'completion'],
  ['acceptance', 'acceptance'],
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
    sequence: Number(row.sequence),
    round: Number(row.round),
    name: row.name as string,
    phone: row.phone as string,
    address: row.address as string,
    distanceKm: numberOrNull(row.distance_km),
    outOfAreaBy: (row.out_of_area_by ?? null) as string | null,
    checklist: jsonOr<readonly string[]>(row.checklist, []),
    proposal: jsonOr<Proposal | null>(row.proposal, null),
    delay: jsonOr<Delay | null>(row.delay, null),
    block: jsonOr<Block | null>(row.block, null),
    assignedAt: numberOrNull(row.assigned_at),
    enRouteAt: numberOrNull(row.en_route_at),
    etaAt: numberOrNull(row.eta_at),
    arrivedAt: numberOrNull(row.arrived_at),
    noAnswerAt: numberOrNull(row.no_answer_at),
    entryAllowedAt: numberOrNull(row.entry_allowed_at),
    workingAt: numberOrNull(row.working_at),
    completedAt: numberOrNull(row.completed_at),
    leftAt: numberOrNull(row.left_at),
    cancelledAt: numberOrNull(row.cancelled_at),
    completion: jsonOr<Values | null>(row.completion, null),
    acceptance: jsonOr<Acceptance | null>(row.acceptance, null),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  }
}

/** What stands in a JSON column, or what an empty one means. */
function jsonOr<T>(cell: Cell | undefined, empty: T): T {
  return cell ? json<T>(cell) : empty
}
