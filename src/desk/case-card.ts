/** A case with everything about it, for whoever asks for its number. */
import { caseIdOf, caseNumber } from '../service/case.ts'
import type { Service } from '../service/service.ts'
import type { Row, Sql } from '../store/sql.ts'
import type { CaseCard } from './board.ts'
import { readHistoryOfDesk } from './history.ts'
import { maskAddress, maskPhone, maskText } from './mask.ts'
import { readVisitCardsOf } from './visit-cards.ts'
import { type DeskWords, symptomIn } from './words.ts'

/** Lines of the conversation that are shown with a case. */
const LINES = 10

/**
 * Finds a case by its number, `C1007` or `1007`; undefined when there is none. Phone and address stay masked while the
 * conversation waits for somebody to claim it.
 */
export async function readCase(
  sql: Sql,
  number: string,
  { service, words, now }: { readonly service: Service; readonly words: DeskWords; readonly now: number },
): Promise<CaseCard | undefined> {
  const id = caseIdOf(number)
  if (id === undefined) return undefined
  const [row] = await sql.all<Row>(
    `SELECT service_case.*, conversation.display_name, conversation.owner, customer.name AS customer_name,
       customer.phone, customer.address, rating.score, rating.comment,
       (SELECT claimed_name FROM escalation WHERE escalation.conversation_id = service_case.conversation_id
          AND escalation.state = 'CLAIMED') AS owner_name
     FROM service_case
     LEFT JOIN conversation ON conversation.id = service_case.conversation_id
     LEFT JOIN customer ON customer.id = COALESCE(service_case.customer_id, conversation.customer_id)
     LEFT JOIN rating ON rating.case_id = service_case.id
     WHERE service_case.id = ? ORDER BY rating.id DESC LIMIT 1`,
    [id],
  )
  if (!row) return undefined
  const conversation = row.conversation_id as string
  const isMasked = row.owner === 'waiting'
  const phone = row.phone as string | null
  const address = row.address as string | null
  const hide = (said: string) => (isMasked ? maskText(said, address === null ? [] : [address]) : said)
  const symptom = symptomIn(words, row.symptom_code as string | null, row.free_text as string | null)
  const comment = row.comment as string | null
  return {
    id,
    number: caseNumber(id),
    conversation,
    state: row.state as string,
    priority: row.priority as string,
    priorityReason: row.priority_reason as string,
    customer: {
      name: (row.customer_name ?? row.display_name) as string | null,
      phone: isMasked && phone !== null ? maskPhone(phone) : phone,
      address: isMasked && address !== null ? maskAddress(address) : address,
    },
    appliance: row.appliance as string | null,
    symptom: typeof symptom === 'string' ? hide(symptom) : symptom,
    words: row.free_text === null ? null : hide(row.free_text as string),
    openedAt: Number(row.opened_at),
    owner: row.owner_name as string | null,
    visits: await readVisitCardsOf(sql, id, service, words, now),
    rating: row.score === null ? null : { score: Number(row.score), comment: comment === null ? null : hide(comment) },
    lines: await readHistoryOfDesk(sql, conversation, LINES),
  }
}
