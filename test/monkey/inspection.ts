/** What must hold whatever customers and staff do. Faults are collected with their first examples, not thrown. */
import { Writable } from 'node:stream'
import { type Logger, pino } from 'pino'
import type { Outbound } from '../../src/assistant/channel.ts'
import type { Content } from '../../src/flow/catalogue.ts'
import type { Conversation } from '../../src/flow/conversation.ts'
import { TELEGRAM } from '../../src/flow/limits.ts'
import type { Row } from '../../src/store/sql.ts'
import { rows } from '../support/arrivals.ts'
import type { House } from '../support/house.ts'
import type { MonkeyCustomer } from './customer.ts'
import { AGENT } from './staff.ts'

/** Faults by kind, each with how often it was seen and its first examples. */
export type Findings = {
  note(kind: string, example: string): void
  /** One line per kind; empty when all is well. */
  report(): string[]
}

const MOST_EXAMPLES = 3

export function createFindings(): Findings {
  const found = new Map<string, { count: number; examples: string[] }>()
  return {
    note(kind, example) {
      const seen = found.get(kind) ?? { count: 0, examples: [] }
      found.set(kind, seen)
      seen.count += 1
      if (seen.examples.length < MOST_EXAMPLES) seen.examples.push(example)
    },
    report: () => [...found].map(([kind, { count, examples }]) => `${kind} × ${count}: ${examples.join(' | ')}`),
  }
}

/** A log that takes every line at level warn and above for a fault: nothing a customer types may cause one. */
export function createWatchedLog(findings: Findings): Logger {
  const stream = new Writable({
    write(chunk, _, done) {
      const line = JSON.parse(String(chunk)) as { msg?: string; err?: { message?: string; stack?: string } }
      findings.note(`log: ${line.msg ?? ''}`, String(chunk).slice(0, 1500))
      done()
    },
  })
  return pino({ level: 'warn' }, stream)
}

/** One message as the customer gets it. */
export function inspectMessage(customer: MonkeyCustomer, outbound: Outbound, findings: Findings): void {
  const { content } = outbound
  if (content.kind !== 'text') return
  const { text, buttons = [], names } = content
  const note = (kind: string) =>
    findings.note(kind, `${customer.id} [${names.join(' ')}] ${JSON.stringify(text).slice(0, 300)}`)
  if (text.trim() === '') note('an empty text')
  if (text.length > TELEGRAM.text) note('a text that is too long')
  if (buttons.length > TELEGRAM.buttons) note('too many buttons')
  for (const { label, token } of buttons) {
    const bytes = Buffer.byteLength(token)
    if (bytes < 1 || bytes > TELEGRAM.callback) findings.note('a token of the wrong size', token)
    if (label.trim() === '' || label.length > TELEGRAM.button) note(`a label of the wrong size: ${label}`)
  }
  if (text.startsWith(AGENT)) return
  const shown = [text, ...buttons.map(button => button.label)]
  if (!customer.typesTemplates && shown.some(each => /undefined|\[object|NaN|\bnull\b|[{}]/.test(each))) {
    note('a hole in a text')
  }
  if (outbound.language === 'zh' && !/\p{Script=Han}/u.test(text)) note('no Chinese for a Chinese customer')
}

export type Standing = {
  readonly owner: string
  /** Characters of the stored state. */
  readonly size: number
  readonly state: Conversation
}

export async function readStandings(house: House): Promise<ReadonlyMap<string, Standing>> {
  const found = await rows<Row & { id: string; owner: string; state: string }>(
    house,
    'select id, owner, state from conversation',
  )
  return new Map(
    found.map(({ id, owner, state }) => [id, { owner, size: state.length, state: JSON.parse(state) as Conversation }]),
  )
}

/** Frames at once (`src/flow/frames.ts`). */
const MOST_FRAMES = 12
/** Characters of a conversation's state: room for the longest answers to everything that is asked. */
const MOST_STATE = 8_000

/** Whoever the bot talks to has a question before them or nothing open at all, and sees what is asked. */
export function inspectStanding(
  customer: MonkeyCustomer,
  standing: Standing,
  content: Content,
  findings: Findings,
): void {
  const { owner, size, state } = standing
  const { stack, asked } = state
  const top = stack.at(-1)
  const path = stack.map(frame => `${frame.flow}.${frame.step}(${frame.how})`).join(' > ')
  const note = (kind: string, more = '') => findings.note(kind, `${customer.id} at ${path} ${more}`)
  if (stack.length > MOST_FRAMES) note('a stack that is too deep')
  if (size > MOST_STATE) note('a state that is too big', String(size))
  if (state.unfinished !== undefined) note('a turn that was never finished')
  if (owner !== 'bot') return
  const step = top && content.flows.get(top.flow)?.steps.find(({ id }) => id === top.step)
  if (top && (asked === undefined || step?.kind !== 'ask')) note('a flow waits without a question')
  if (customer.blocks) return
  if (asked && asked.id !== customer.ask) note('a question that nobody heard', `${asked.id}, heard ${customer.ask}`)
  if (customer.live.size > 1)
    note('two questions with buttons', JSON.stringify([...customer.live.values()]).slice(0, 400))
  if (!asked && customer.live.size > 0) note('buttons without a question', JSON.stringify([...customer.live.values()]))
}

/** What the tables must never hold, as queries that find nothing. */
const NEVER: Readonly<Record<string, string>> = {
  'an inbox row set aside': "select id, error, payload from inbox where state = 'aside'",
  'an inbox row never taken': "select id, payload from inbox where state = 'new'",
  'an inbox row that failed': 'select id, error, payload from inbox where attempts > 0',
  'an outbox row that failed': "select id, error, payload from outbox where state = 'failed'",
  'an outbox row left over': "select id, payload from outbox where state = 'pending'",
  'a flow that broke': "select id, conversation_id, summary from escalation where reason = 'failed'",
  'two open escalations of one conversation': `select conversation_id, count(*) as open from escalation
    where state in ('RAISED', 'CLAIMED') group by conversation_id having count(*) > 1`,
  'an owner without an escalation': `select c.id, c.owner from conversation c where c.owner <> 'bot' and not exists (
    select 1 from escalation e where e.conversation_id = c.id and e.state in ('RAISED', 'CLAIMED'))`,
  'an escalation without its owner': `select e.id, e.state, c.owner, c.agent from escalation e
    join conversation c on c.id = e.conversation_id
    where (e.state = 'CLAIMED' and (c.owner <> 'agent' or c.agent <> e.claimed_by))
      or (e.state = 'RAISED' and c.owner <> 'waiting')`,
  'a message of an agent whose fate the staff were not shown': `select o.id, o.ask from outbox o
    where o.author = 'agent' and o.state = 'sent' and not exists (
      select 1 from outbox p where p.conversation_id like 'desk:%' and p.ask = o.ask and p.created_at >= o.sent_at)`,
  'a message of an agent without an end': `select r.id, r.state from relay r
    where r.state = 'sent' and not exists (select 1 from outbox o where o.ask = 'relay:' || r.id and o.author = 'agent')`,
  'two bookings of one technician at once': `select a.id, b.id as other from booking a
    join booking b on a.technician_id = b.technician_id and a.id < b.id
    where a.state = 'booked' and b.state = 'booked' and a.starts_at < b.ends_at and b.starts_at < a.ends_at`,
  'a visit without its window': `select v.id, v.state, b.state as booking from visit v left join booking b on b.visit_id = v.id
    where v.state <> 'CANCELLED' and (b.id is null or b.state <> 'booked' or b.starts_at <> v.starts_at)`,
  'a visit of somebody else than its window': `select v.id, v.technician_id, b.technician_id as booked from visit v
    join booking b on b.visit_id = v.id where v.technician_id <> b.technician_id`,
  'a window of no visit': `select b.id from booking b left join visit v on v.id = b.visit_id
    where b.state = 'booked' and (v.id is null or v.state = 'CANCELLED')`,
  'two windows of one visit': `select visit_id, count(*) as windows from booking where visit_id is not null
    group by visit_id having count(*) > 1`,
  'two visits of one case that may still be moved': `select case_id, count(*) as visits from visit
    where state in ('REQUESTED', 'ASSIGNED', 'CONFIRMED', 'UNCONFIRMED') group by case_id having count(*) > 1`,
  'a case that is scheduled without a visit': `select c.id, c.state from service_case c where c.state in ('SCHEDULED', 'IN_SERVICE')
    and not exists (select 1 from visit v where v.case_id = c.id and v.state not in ('COMPLETED', 'ACCEPTED', 'CANCELLED'))`,
  'two holds of one conversation': `select conversation_id, count(*) as holds from booking where state = 'held'
    group by conversation_id having count(*) > 1`,
  'a visit that nobody wrote down': `select v.id from visit v where not exists (
    select 1 from audit_event a where a.entity = 'visit' and a.entity_id = cast(v.id as text) and a.was is null)`,
  'a closed case with a visit to come that no member of staff resolved': `select v.id, c.state from visit v
    join service_case c on c.id = v.case_id
    where v.state not in ('COMPLETED', 'ACCEPTED', 'CANCELLED') and c.state in ('CLOSED', 'CANCELLED') and not exists (
      select 1 from audit_event a where a.entity = 'case' and a.entity_id = cast(c.id as text) and a.became = 'RESOLVED'
        and a.actor not in ('customer', 'bot'))`,
}

export async function inspectTables(house: House, findings: Findings): Promise<void> {
  for (const [kind, query] of Object.entries(NEVER)) {
    for (const row of await rows(house, query)) findings.note(kind, JSON.stringify(row).slice(0, 600))
  }
  for (const late of await rows(house, 'select * from timer where due_at <= ?', [house.app.clock.now()])) {
    findings.note('a timer that did not fire', JSON.stringify(late).slice(0, 600))
  }
}
