/** Who came for a fault before. */
import type { Row, Tx } from './sql.ts'

/** What is the same fault, and how long ago at most it was solved: an instant in epoch milliseconds. */
export type EarlierFault = {
  readonly conversationId: string
  readonly appliance: string
  readonly symptom: string
  readonly since: number
}

/** Technicians of visits for the same fault of a customer that was solved, or worked on to the end, since then. */
export async function earlierTechnicians(
  tx: Tx,
  { conversationId, appliance, symptom, since }: EarlierFault,
): Promise<readonly string[]> {
  const rows = await tx.all<Row>(
    `SELECT DISTINCT visit.technician_id FROM service_case JOIN visit ON visit.case_id = service_case.id
     WHERE service_case.conversation_id = ? AND service_case.appliance = ? AND service_case.symptom_code = ?
       AND (service_case.resolved_at >= ? OR visit.completed_at >= ?) AND visit.technician_id IS NOT NULL`,
    [conversationId, appliance, symptom, since, since],
  )
  return rows.map(row => row.technician_id as string)
}
