/** A visit whole, for a company's own dispatch system: its client knows the customers anyway, so nothing is masked. */
import { caseNumber } from '../service/case.ts'
import { movesOfStaff } from '../service/move-visit.ts'
import { findOutlet } from '../service/outlets.ts'
import type { Service } from '../service/service.ts'
import type { Move } from '../service/visit-transitions.ts'
import type { Row, Sql } from '../store/sql.ts'
import { toJson } from '../store/sql.ts'
import { toVisit } from '../store/visits.ts'
import { type Around, type PartOnCard, readAround, type WorkshopOnCard } from './visit-around.ts'

/** Instants are epoch milliseconds. */
export type VisitView = {
  readonly id: number
  readonly conversation: string
  readonly case: string
  readonly type: string
  readonly priority: string
  readonly flags: readonly string[]
  readonly state: string
  readonly revision: number
  readonly startsAt: number
  readonly endsAt: number
  readonly zone: string
  readonly outlet: string
  readonly technician: string | null
  readonly billingClass: string | null
  readonly customer: { readonly name: string; readonly phone: string; readonly address: string }
  readonly appliance: string | null
  readonly model: string | null
  readonly serial: string | null
  readonly problem: string | null
  readonly symptom: string | null
  readonly etaAt: number | null
  readonly completedAt: number | null
  readonly moves: readonly Move[]
  readonly parts: readonly Pick<PartOnCard, 'id' | 'part' | 'qty' | 'state' | 'etaAt'>[]
  readonly workshop: Pick<WorkshopOnCard, 'id' | 'state' | 'promisedReturnAt'> | null
  /** Every state it came to, oldest first. */
  readonly timeline: readonly { readonly state: string; readonly at: number; readonly by: string }[]
}

/** One visit; undefined when there is none of that number. */
export async function readVisitView(sql: Sql, service: Service, id: number): Promise<VisitView | undefined> {
  return (await views(sql, service, 'visit.id = ?', [id]))[0]
}

const OF = { part: 'part_request', workshop: 'workshop_repair' } as const

/** The visit that a part was asked for at, or after which an appliance went to the workshop. */
export async function readVisitViewOf(
  sql: Sql,
  service: Service,
  what: keyof typeof OF,
  id: number,
): Promise<VisitView | undefined> {
  return (await views(sql, service, `visit.id = (SELECT visit_id FROM ${OF[what]} WHERE id = ?)`, [id]))[0]
}

/** Visits that begin in a span of time (`to` not included), by their beginning. */
export async function readVisitViews(
  sql: Sql,
  service: Service,
  span: { readonly from: number; readonly to: number },
): Promise<readonly VisitView[]> {
  return views(sql, service, 'visit.starts_at >= ? AND visit.starts_at < ?', [span.from, span.to])
}

async function views(sql: Sql, service: Service, where: string, params: readonly number[]): Promise<VisitView[]> {
  const rows = await sql.all<Row>(
    `SELECT visit.*, service_case.type AS case_type, service_case.priority, service_case.flags, service_case.billing_class,
       service_case.appliance, service_case.model_no, service_case.serial_no, service_case.free_text,
       service_case.symptom_code
     FROM visit JOIN service_case ON service_case.id = visit.case_id WHERE ${where} ORDER BY visit.starts_at, visit.id`,
    params,
  )
  const stages = await sql.all<{ id: string; state: string; at: number; by: string }>(
    `SELECT entity_id AS id, became AS state, at, actor AS "by" FROM audit_event
     WHERE entity = 'visit' AND entity_id IN (SELECT CAST(value AS TEXT) FROM json_each(?)) AND (was IS NULL OR was <> became)
     ORDER BY id`,
    [toJson(rows.map(({ id }) => id))],
  )
  const around = await readAround(sql, rows.map(toVisit))
  return rows.map(row =>
    toView(
      row,
      around(toVisit(row)),
      stages.filter(stage => Number(stage.id) === Number(row.id)),
      service,
    ),
  )
}

function toView(
  row: Row,
  around: Around,
  stages: readonly { state: string; at: number; by: string }[],
  service: Service,
): VisitView {
  const visit = toVisit(row)
  const { id, state, revision, startsAt, endsAt, name, phone, address, etaAt, completedAt } = visit
  const outlet = findOutlet(service.outlets, visit.outletId)
  return {
    id,
    conversation: visit.conversationId,
    case: caseNumber(visit.caseId),
    type: row.case_type as string,
    priority: row.priority as string,
    flags: JSON.parse((row.flags ?? '[]') as string) as string[],
    state,
    revision,
    startsAt,
    endsAt,
    zone: outlet.zone,
    outlet: outlet.id,
    technician: visit.technicianId,
    billingClass: (row.billing_class ?? null) as string | null,
    customer: { name, phone, address },
    appliance: row.appliance as string | null,
    model: row.model_no as string | null,
    serial: row.serial_no as string | null,
    problem: row.free_text as string | null,
    symptom: row.symptom_code as string | null,
    etaAt,
    completedAt,
    moves: movesOfStaff(visit),
    parts: around.parts.map(({ id, part, qty, state, etaAt }) => ({ id, part, qty, state, etaAt })),
    workshop: around.workshop && {
      id: around.workshop.id,
      state: around.workshop.state,
      promisedReturnAt: around.workshop.promisedReturnAt,
    },
    timeline: stages.map(stage => ({ state: stage.state, at: Number(stage.at), by: stage.by })),
  }
}
