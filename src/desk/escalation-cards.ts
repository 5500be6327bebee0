/** Conversations that need a person, as cards: enough to begin without asking the customer again (R-098, SYS-09). */
import type { Text, Value, Values } from '../flow/flow.ts'
import { caseNumber, type Priority } from '../service/case.ts'
import { type Escalation, type EscalationState, LEVEL_TIMER, toEscalation } from '../store/escalations.ts'
import { numberOrNull, type Row, type Sql } from '../store/sql.ts'
import { type HistoryLine, maskLine, readLines } from './lines.ts'
import { maskAddress, maskPhone, maskText } from './mask.ts'
import { byUrgency } from './urgency.ts'
import { type Answer, answersIn, type DeskWords, symptomIn } from './words.ts'

export type EscalationCard = {
  readonly id: number
  readonly conversation: string
  readonly state: EscalationState
  /** Who claimed it. */
  readonly owner: { readonly id: string; readonly name: string } | null
  /** Epoch milliseconds; null while it is open. */
  readonly endedAt: number | null
  readonly priority: Priority
  readonly reason: string
  /** 1 at first; 2 and 3 call the duty manager. */
  readonly level: number
  /** Epoch milliseconds: since when it waits. */
  readonly at: number
  /** Epoch milliseconds at which somebody was to have claimed it; null once claimed, or when nothing was promised. */
  readonly promiseDueAt: number | null
  readonly customer: { readonly name: string | null; readonly phone: string | null; readonly address: string | null }
  /** `C1007`. */
  readonly case: string | null
  readonly caseState: string | null
  /** The rule that gave the case its priority. */
  readonly priorityReason: string | null
  readonly appliance: string | null
  /** In both languages where the flows have words for it, else the customer's own. */
  readonly symptom: Text | string | null
  /** The customer's own words. */
  readonly words: string | null
  /** Where the conversation stands: the open flow and its step. */
  readonly flow: string | null
  readonly step: string | null
  /** What was asked and answered so far, without what has a place of its own on the card. */
  readonly tried: readonly Answer[]
  /** Ids of the photos, videos and files of the conversation, newest last. */
  readonly media: readonly { readonly id: number; readonly kind: string }[]
  /** The last lines of both sides. */
  readonly lines: readonly HistoryLine[]
}

/** Lines of the conversation on a card. */
const LINES_ON_CARD = 5

/** Open escalations; phone, address and what gives them away are masked until somebody has claimed it. */
export async function readEscalationCards(sql: Sql, words: DeskWords, now: number): Promise<EscalationCard[]> {
  const rows = await sql.all<Row>(`${SELECT} WHERE escalation.state IN ('RAISED', 'CLAIMED')`, [LEVEL_TIMER])
  return (await toCards(sql, rows, words, now)).sort(byUrgency)
}

/** One escalation, open or over; undefined when there is none of that number. */
export async function readEscalationCard(
  sql: Sql,
  id: number,
  words: DeskWords,
  now: number,
): Promise<EscalationCard | undefined> {
  const rows = await sql.all<Row>(`${SELECT} WHERE escalation.id = ?`, [LEVEL_TIMER, id])
  return (await toCards(sql, rows, words, now))[0]
}

const SELECT = `SELECT escalation.*, conversation.display_name,
   customer.name AS customer_name, customer.phone AS customer_phone, customer.address AS customer_address,
   service_case.id AS known_case, service_case.state AS case_state, service_case.appliance,
   service_case.symptom_code, service_case.free_text, service_case.priority_reason,
   (SELECT due_at FROM timer WHERE timer.conversation_id = escalation.conversation_id
      AND timer.key = ? || escalation.id) AS promise_due
 FROM escalation
 LEFT JOIN conversation ON conversation.id = escalation.conversation_id
 LEFT JOIN customer ON customer.id = conversation.customer_id
 LEFT JOIN service_case ON service_case.id = COALESCE(escalation.case_id, conversation.case_id)`

async function toCards(sql: Sql, rows: readonly Row[], words: DeskWords, now: number): Promise<EscalationCard[]> {
  const conversations = [...new Set(rows.map(row => row.conversation_id as string))]
  const lines = await readLines(sql, conversations, LINES_ON_CARD)
  const media = await readMedia(sql, conversations)
  return rows.map(row => {
    const escalation = toEscalation(row)
    const { conversationId } = escalation
    const { slots } = summaryOf(escalation)
    const card = {
      ...fullCard(escalation, row, words),
      tried: answersIn(slots, words, now).filter(({ slot }) => !ELSEWHERE.includes(slot)),
      lines: lines.get(conversationId) ?? [],
      media: media.get(conversationId) ?? [],
    }
    return escalation.state === 'RAISED' ? maskCard(card) : card
  })
}

async function readMedia(
  sql: Sql,
  conversations: readonly string[],
): Promise<Map<string, { id: number; kind: string }[]>> {
  const found = new Map<string, { id: number; kind: string }[]>()
  if (conversations.length === 0) return found
  const rows = await sql.all<{ id: number; conversation_id: string; kind: string }>(
    `SELECT id, conversation_id, kind FROM media
     WHERE author = 'customer' AND conversation_id IN (${conversations.map(() => '?').join(',')})
     ORDER BY id`,
    conversations,
  )
  for (const { id, conversation_id, kind } of rows) {
    const known = found.get(conversation_id)
    if (known) known.push({ id, kind })
    else found.set(conversation_id, [{ id, kind }])
  }
  return found
}

type Summary = { readonly flow: string | null; readonly step: string | null; readonly slots: Values }

function summaryOf({ summary }: Escalation): Summary {
  const { flow = null, step = null, slots = {} } = (summary ?? {}) as Partial<Summary>
  return { flow, step, slots }
}

function fullCard(
  escalation: Escalation,
  row: Row,
  words: DeskWords,
): Omit<EscalationCard, 'tried' | 'media' | 'lines'> {
  const { flow, step, slots } = summaryOf(escalation)
  const symptom = text(row.symptom_code) ?? text(slots.symptom)
  const caseId = numberOrNull(row.known_case)
  return {
    id: escalation.id,
    conversation: escalation.conversationId,
    state: escalation.state,
    owner: ownerOf(escalation.claimedBy, text(row.claimed_name)),
    endedAt: escalation.endedAt,
    priority: escalation.priority,
    reason: escalation.reason,
    level: escalation.level,
    at: escalation.raisedAt,
    promiseDueAt: numberOrNull(row.promise_due),
    customer: {
      name: text(slots.name) ?? text(row.customer_name) ?? text(row.display_name),
      phone: text(slots.phone) ?? text(row.customer_phone),
      address: text(slots.address) ?? text(row.customer_address),
    },
    case: caseId === null ? null : caseNumber(caseId),
    caseState: text(row.case_state),
    priorityReason: text(row.priority_reason),
    appliance: text(row.appliance) ?? text(slots.appliance),
    symptom: symptomIn(words, symptom, text(row.free_text)),
    words: text(row.free_text),
    flow,
    step,
  }
}

function ownerOf(id: string | null, name: string | null): EscalationCard['owner'] {
  return id === null ? null : { id, name: name ?? id }
}

function text(value: Value | undefined): string | null {
  return typeof value === 'string' && value !== '' && value !== 'unknown' ? value : null
}

/** Slots with a place of their own on the card. */
const ELSEWHERE = ['name', 'phone', 'address', 'appliance', 'symptom']

/** What was said is masked too: people write their number and their address into the chat. */
function maskCard(card: EscalationCard): EscalationCard {
  const { name, phone, address } = card.customer
  const hide = (said: string) => maskText(said, address === null ? [] : [address])
  const hideIn = <Told>(told: Told) => (typeof told === 'string' ? hide(told) : told)
  return {
    ...card,
    customer: {
      name,
      phone: phone === null ? null : maskPhone(phone),
      address: address === null ? null : maskAddress(address),
    },
    symptom: hideIn(card.symptom),
    words: hideIn(card.words),
    tried: card.tried.map(({ slot, question, answer }) => ({
      slot,
      question: { en: hide(question.en), zh: hide(question.zh) },
      answer: hideIn(answer),
    })),
    lines: card.lines.map(line => maskLine(line, address === null ? [] : [address])),
  }
}
