/** How far a case is, read from the record of changes: the stages of its visits, and the dates it waits for. */
import type { Stage, Waits, WorkshopProgress } from '../service/timeline.ts'
import type { Visit, VisitState } from '../service/visit.ts'
import { type Cell, json, numberOrNull, type Row, type Tx } from './sql.ts'

/** Every change of the visits of a case, oldest first. */
export async function stagesOf(tx: Tx, caseId: number): Promise<Stage[]> {
  const rows = await tx.all<Row>(
    `SELECT visit.id, audit_event.at, audit_event.was, audit_event.became,
       audit_event.data ->> '$.startsAt' AS starts_at, audit_event.data ->> '$.technician' AS technician
     FROM visit CROSS JOIN audit_event
     WHERE visit.case_id = ? AND audit_event.entity = 'visit' AND audit_event.entity_id = CAST(visit.id AS TEXT)
     ORDER BY audit_event.id`,
    [caseId],
  )
  return rows.map(row => ({
    visit: Number(row.id),
    at: Number(row.at),
    was: row.was as VisitState | null,
    became: row.became as VisitState,
    startsAt: numberOrNull(row.starts_at),
    technicianId: row.technician as string | null,
  }))
}

/** What a visit waits for: the last of its missing parts, and the appliance in the workshop. */
export async function waitsOf(tx: Tx, { id }: Pick<Visit, 'id'>): Promise<Waits> {
  const [part] = await tx.all<{ at: Cell }>(
    `SELECT MAX(eta_at) AS at FROM part_request WHERE visit_id = ? AND state NOT IN ('REFUSED', 'USED', 'RETURNED')`,
    [id],
  )
  const [workshop] = await tx.all<Row>(
    `SELECT state, promised_return_at, stages FROM workshop_repair WHERE visit_id = ? AND state <> 'DECLINED'
     ORDER BY id DESC LIMIT 1`,
    [id],
  )
  return {
    partAt: numberOrNull(part?.at),
    workshop: workshop
      ? {
          promisedReturnAt: Number(workshop.promised_return_at),
          stages: json<WorkshopProgress['stages']>(workshop.stages as string),
        }
      : null,
  }
}
