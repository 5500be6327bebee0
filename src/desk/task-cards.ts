/** Things to do, as cards. */
import type { Text } from '../flow/flow.ts'
import { caseNumber, type Priority } from '../service/case.ts'
import { numberOrNull, type Row, type Sql } from '../store/sql.ts'
import { toTask } from '../store/tasks.ts'
import { maskPhone, maskText } from './mask.ts'
import { DECIDED_KINDS, taskLines, taskTitle } from './task-words.ts'
import { byUrgency } from './urgency.ts'

export type TaskCard = {
  readonly id: number
  readonly conversation: string
  readonly kind: string
  /** What is to be done, and what it is about. */
  readonly title: Text
  readonly about: readonly Text[]
  /** A manager approves or refuses it; any other is done. */
  readonly decides: boolean
  readonly decision: 'approved' | 'refused' | null
  /** What somebody wrote; empty where the lines above say it all. */
  readonly text: string
  readonly customer: string | null
  /** Whole where somebody must call; masked where the text is the customer's and nobody has claimed it. */
  readonly phone: string | null
  /** `C1007`. */
  readonly case: string | null
  readonly priority: Priority
  /** Epoch milliseconds: since when it waits. */
  readonly at: number
  /** Who has done it, at which instant in epoch milliseconds; null while it waits. */
  readonly done: { readonly by: string; readonly at: number } | null
}

/** Open tasks. Times by the clocks of `zone`. */
export async function readTaskCards(sql: Sql, zone: string): Promise<TaskCard[]> {
  const rows = await sql.all<Row>(`${SELECT} WHERE staff_task.state = 'OPEN' ORDER BY staff_task.id`)
  return rows.map(row => toCard(row, zone)).sort(byUrgency)
}

/** One task, whether it is done or not; undefined when there is none of that number. */
export async function readTaskCard(sql: Sql, id: number, zone: string): Promise<TaskCard | undefined> {
  const [row] = await sql.all<Row>(`${SELECT} WHERE staff_task.id = ?`, [id])
  return row && toCard(row, zone)
}

const SELECT = `SELECT staff_task.*, conversation.display_name, customer.name AS customer_name,
   customer.phone AS customer_phone, customer.address AS customer_address, service_case.priority AS case_priority
 FROM staff_task
 LEFT JOIN conversation ON conversation.id = staff_task.conversation_id
 LEFT JOIN customer ON customer.id = conversation.customer_id
 LEFT JOIN service_case ON service_case.id = staff_task.case_id`

function toCard(row: Row, zone: string): TaskCard {
  const task = toTask(row)
  const caseId = numberOrNull(row.case_id)
  const address = row.customer_address as string | null
  const phone = row.customer_phone as string | null
  const isWritten = FROM_CUSTOMER.includes(task.kind)
  return {
    id: task.id,
    conversation: task.conversationId,
    kind: task.kind,
    title: taskTitle(task.kind),
    about: taskLines(task.data, zone),
    decides: DECIDED_KINDS.includes(task.kind),
    decision: task.decision,
    text: isWritten ? maskText(task.text, address === null ? [] : [address]) : task.text,
    customer: (row.customer_name ?? row.display_name) as string | null,
    phone: isWritten && phone !== null ? maskPhone(phone) : phone,
    case: caseId === null ? null : caseNumber(caseId),
    priority: taskPriority(task.kind, row.case_priority),
    at: task.createdAt,
    done: task.doneAt === null ? null : { by: task.takenBy ?? '', at: task.doneAt },
  }
}

/** As its case; somebody of ours in danger is before everything. */
export function taskPriority(kind: string, ofCase: unknown): Priority {
  return kind === DANGER ? 'SAFETY' : ((ofCase ?? 'MEDIUM') as Priority)
}

/** The task of an SOS. */
export const DANGER = 'staff-in-danger'

/** Kinds whose text is what a customer wrote. */
const FROM_CUSTOMER = ['unhandled', 'aside']
