/** The times that may be proposed for a visit, for the forms of the desks. */
import type { Service } from '../service/service.ts'
import type { Row, Sql } from '../store/sql.ts'
import { toVisit } from '../store/visits.ts'
import { freeWindowsFor } from './free-windows.ts'
import type { Offered } from './visit-offers.ts'

/** So many are looked through in a list. */
const MOST = 20

export async function readFreeWindows(sql: Sql, visitId: number, service: Service, now: number): Promise<Offered[]> {
  const [row] = await sql.all<Row>(
    `SELECT visit.*, service_case.appliance FROM visit LEFT JOIN service_case ON service_case.id = visit.case_id
     WHERE visit.id = ?`,
    [visitId],
  )
  if (!row) return []
  const appliance = (row.appliance ?? null) as string | null
  const windows = await freeWindowsFor({ ...sql, now, visits: [] }, service, toVisit(row), appliance, MOST)
  return windows.map(({ value, label }) => ({ value, label }))
}
