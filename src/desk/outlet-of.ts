/** Which outlet's staff a subject is for. */
import { findOutlet, type Outlet, type Outlets, outletFor } from '../service/outlets.ts'
import type { Row, Sql } from '../store/sql.ts'
import type { Subject } from './post.ts'

/**
 * The outlet of a visit; of anything else that of the newest visit of its case, or the one that serves what is known of
 * the customer's address and appliance. Nothing known, nobody serving it, or no such subject: the head office.
 */
export async function readOutletOf(sql: Sql, { kind, id }: Subject, outlets: Outlets): Promise<Outlet> {
  const [row] = await sql.all<Row>(SELECT[kind], [id])
  const visited = row?.outlet_id as string | null | undefined
  if (visited) return findOutlet(outlets, visited)
  return outletFor(outlets, told(row?.address), told(row?.appliance))
}

function told(value: Row[string] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' && value !== 'unknown' ? value : undefined
}

const AROUND = `(SELECT outlet_id FROM visit WHERE visit.case_id = service_case.id ORDER BY visit.id DESC LIMIT 1)
   AS outlet_id`

const SELECT: Readonly<Record<Subject['kind'], string>> = {
  visit: 'SELECT outlet_id FROM visit WHERE id = ?',
  escalation: `SELECT ${AROUND}, COALESCE(escalation.summary ->> '$.slots.address', customer.address) AS address,
     COALESCE(service_case.appliance, escalation.summary ->> '$.slots.appliance') AS appliance
   FROM escalation
   LEFT JOIN conversation ON conversation.id = escalation.conversation_id
   LEFT JOIN customer ON customer.id = conversation.customer_id
   LEFT JOIN service_case ON service_case.id = COALESCE(escalation.case_id, conversation.case_id)
   WHERE escalation.id = ?`,
  task: `SELECT ${AROUND}, customer.address, service_case.appliance FROM staff_task
   LEFT JOIN conversation ON conversation.id = staff_task.conversation_id
   LEFT JOIN customer ON customer.id = conversation.customer_id
   LEFT JOIN service_case ON service_case.id = staff_task.case_id
   WHERE staff_task.id = ?`,
}
