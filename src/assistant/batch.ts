/**
 * A batch: up to N due events of distinct conversations, advanced one after the other and written in one commit. One
 * fsync for many turns is what lets the default be safe against a power cut and still be fast. A batch that fails is taken
 * again one by one, so that a message that breaks its turn holds up nobody else.
 */
import type { DeskInbound, DeskOutcome } from '../desk/command.ts'
import { type ConversationRow, readConversations, writeConversations } from '../store/conversations.ts'
import type { Database } from '../store/database.ts'
import {
  DESK_COMMANDS,
  failInbox,
  finishInbox,
  type InboxRow,
  type NewInboxRow,
  storeInbox,
  storeResult,
  takeInbox,
} from '../store/inbox.ts'
import { markSent, type OutboxRow, storeOutbox, voidOutbox } from '../store/outbox.ts'
import type { Tx } from '../store/sql.ts'
import {
  armTimers,
  dropTimers,
  forgetTimers,
  nextTimerAt,
  postponeTimer,
  type TimerRow,
  takeTimers,
} from '../store/timers.ts'
import type { Agenda } from './agenda.ts'
import { apology } from './apology.ts'
import type { Inbound } from './channel.ts'
import type { Touched } from './desk-port.ts'
import { agentsOf, type Sent } from './marks.ts'
import { orNone, storePosts, storeReceipts } from './staff-posts.ts'
import { technicianNews } from './technician-news.ts'
import { newRow, type TurnResult, type TurnSource, takeTurn } from './turn.ts'
import type { TurnOptions } from './turn-parts.ts'

/** An event with the row it came from. */
type Due = { readonly conversationId: string; readonly source: TurnSource } & (
  | { readonly inbox: InboxRow }
  | { readonly timer: TimerRow }
)

export type BatchResult = {
  /** Events taken, whether they went well or not. */
  readonly taken: number
  readonly conversations: readonly string[]
  /** Somebody may have sent files, whose bytes are to be fetched. */
  readonly files: boolean
  readonly messages: readonly OutboxRow[]
  readonly voided: readonly number[]
  /** Desk commands that are decided, by update id. */
  readonly outcomes: ReadonlyMap<string, DeskOutcome>
}

export type BatchOptions = TurnOptions & {
  readonly agenda: Agenda
  readonly database: Database
  readonly now: () => number
  /** Most events in one commit. */
  readonly size: number
  /** Attempts before an event is set aside. */
  readonly attempts: number
  readonly postponeMs: number
}

/** What a commit takes along besides the turns: what came in, and what was sent. */
export type Along = {
  readonly arrivals: readonly NewInboxRow[]
  readonly sent: readonly Sent[]
  /** Called once, as soon as both are on disk, with what the staff are to be shown of what was sent. */
  stored(receipts: readonly OutboxRow[]): void
}

/**
 * Stores what came along and takes one batch of due events, all in one commit. Throws when the database cannot be used; what
 * came along is then on disk if `stored` was called, and is not otherwise.
 */
export async function takeBatch(along: Along, options: BatchOptions): Promise<BatchResult> {
  const { agenda, database, now } = options
  agenda.arrived(along.arrivals.length)
  if (along.arrivals.length + along.sent.length === 0 && !agenda.mayHaveInbox() && !agenda.mayHaveTimers(now())) {
    along.stored([])
    return nothing([])
  }
  let due: readonly Due[] = []
  let receipts: readonly OutboxRow[] = []
  try {
    const result = await database.transaction(now(), async tx => {
      receipts = await storeAlong(tx, along, options, false)
      due = await findDue(tx, options)
      return due.length === 0 ? nothing([]) : advanceAll(tx, due, options, false)
    })
    along.stored(receipts)
    agenda.took(due.filter(event => 'inbox' in event).length)
    return result
  } catch (error) {
    options.log.warn({ err: error }, 'a batch failed and is taken again one by one')
  }
  agenda.forget()
  due = await database.transaction(now(), async tx => {
    receipts = await storeAlong(tx, along, options, true)
    return findDue(tx, options)
  })
  along.stored(receipts)
  return takeSingly(due, options)
}

async function storeAlong(
  tx: Tx,
  { arrivals, sent }: Along,
  { desk, log }: BatchOptions,
  careful: boolean,
): Promise<readonly OutboxRow[]> {
  await storeInbox(tx, arrivals)
  await markSent(tx, sent)
  const receipts = () => storeReceipts(tx, desk, agentsOf(sent))
  return careful ? orNone(tx, log, receipts) : receipts()
}

/** The oldest event of each conversation, up to `size`; a timer waits behind what the customer wrote. */
async function findDue(tx: Tx, { agenda, size }: BatchOptions): Promise<Due[]> {
  const inbox = agenda.mayHaveInbox() ? (await takeInbox(tx, size)).map(fromInbox) : []
  if (!agenda.mayHaveTimers(tx.now)) return inbox
  const taken = new Set(inbox.map(event => event.conversationId))
  const timers = await takeTimers(tx, tx.now, size)
  if (timers.length === 0) agenda.nextIs(await nextTimerAt(tx))
  return [...inbox, ...timers.filter(timer => !taken.has(timer.conversationId)).map(fromTimer)]
}

function fromInbox(inbox: InboxRow): Due {
  const source: TurnSource =
    inbox.kind === 'customer'
      ? { kind: 'customer', inbound: inbox.payload as Inbound }
      : { kind: 'desk', inbound: inbox.payload as DeskInbound }
  return { conversationId: inbox.conversationId, source, inbox }
}

function fromTimer(timer: TimerRow): Due {
  return { conversationId: timer.conversationId, source: { kind: 'timer', timer }, timer }
}

async function advanceAll(tx: Tx, due: readonly Due[], options: BatchOptions, careful: boolean): Promise<BatchResult> {
  const ids = due.map(event => event.conversationId)
  const rows = await readConversations(tx, ids)
  const taken: TurnResult[] = []
  const joined = new Map<number, number>()
  for (const event of due) {
    const inbound = event.source.kind === 'customer' ? event.source.inbound : undefined
    const read = rows.get(event.conversationId) ?? newRow(event.conversationId, tx.now, inbound)
    const row = ofJoined(read, joined)
    const result = await takeTurn(event.source, row, tx, options, careful)
    taken.push(result)
    const [before, after] = [row.customerId, result.row.customerId]
    if (before !== null && after !== null && before !== after) joined.set(before, after)
  }
  const results = taken.map(result => ({ ...result, row: ofJoined(result.row, joined) }))
  const written = await write(tx, due, results, options.agenda)
  const posts = () => storePosts(tx, options.desk, touchedBy(due))
  const shown = await (careful ? orNone(tx, options.log, posts) : posts())
  return { ...written, messages: [...written.messages, ...shown] }
}

/** The rows of a batch are read before its turns: one of them may find that two customers are the same person. */
function ofJoined(row: ConversationRow, joined: ReadonlyMap<number, number>): ConversationRow {
  const customerId = row.customerId === null ? undefined : joined.get(row.customerId)
  return customerId === undefined ? row : ofJoined({ ...row, customerId }, joined)
}

/** Nothing is taken for granted of what came in: it may be what nobody could read. */
function touchedBy(due: readonly Due[]): Touched {
  const heard = due.flatMap(event => {
    if (!('inbox' in event) || event.source.kind !== 'customer') return []
    const message = (event.source.inbound as Inbound | null)?.message
    return [{ conversationId: event.conversationId, inbox: event.inbox.id, ...(message !== undefined && { message }) }]
  })
  return { conversations: due.map(event => event.conversationId), heard }
}

async function write(
  tx: Tx,
  due: readonly Due[],
  results: readonly TurnResult[],
  agenda: Agenda,
): Promise<BatchResult> {
  await writeConversations(
    tx,
    results.map(result => result.row),
  )
  await dropTimers(
    tx,
    due.flatMap(event => ('timer' in event ? [event.timer.id] : [])),
  )
  await forgetTimers(
    tx,
    results.flatMap(result => result.forgotten),
  )
  const conversations = due.map(event => event.conversationId)
  const orders = due.flatMap((event, index) => orderRows(event, results[index]?.orders ?? []))
  await storeInbox(tx, orders)
  agenda.arrived(orders.length)
  const timers = [...results.flatMap(result => result.timers), ...(await technicianNews(tx))]
  await armTimers(tx, timers)
  for (const { dueAt } of timers) agenda.armed(dueAt)
  const messages = await storeOutbox(
    tx,
    results.flatMap(result => result.messages),
  )
  await finishInbox(
    tx,
    due.flatMap(event => ('inbox' in event ? [event.inbox.id] : [])),
  )
  const outcomes = new Map<string, DeskOutcome>()
  for (const [index, event] of due.entries()) {
    const outcome = results[index]?.outcome
    if (!outcome || !('inbox' in event)) continue
    outcomes.set(event.inbox.updateId, outcome)
    await storeResult(tx, event.inbox.id, outcome)
  }
  // Whoever blocked us is not written to by timers and notices; an agent's own words are tried.
  const voided = results.flatMap(result => result.voided)
  for (const { row } of results) {
    if (row.unreachableAt !== null) voided.push(...(await voidOutbox(tx, row.id, ['bot', 'notice'])))
  }
  const gone = new Set(voided)
  const sendable = messages.filter(({ id }) => !gone.has(id))
  return { taken: due.length, conversations, files: due.some(mayHaveFile), messages: sendable, voided, outcomes }
}

/** Orders on visits of other conversations, named for the event they came of. */
function orderRows(event: Due, orders: readonly DeskInbound[]): NewInboxRow[] {
  const name = 'inbox' in event ? `inbox:${event.inbox.id}` : `timer:${event.timer.id}`
  return orders.map((inbound, place) => ({
    channel: DESK_COMMANDS,
    updateId: `${name}:${place}`,
    conversationId: inbound.conversation,
    kind: 'desk',
    payload: inbound,
  }))
}

async function takeSingly(due: readonly Due[], options: BatchOptions): Promise<BatchResult> {
  const parts: BatchResult[] = []
  for (const event of due) {
    try {
      const { database, now } = options
      parts.push(await database.transaction(now(), tx => advanceAll(tx, [event], options, true)))
    } catch (error) {
      options.log.error({ err: error, conversation: event.conversationId }, 'an event could not be taken')
      parts.push(await putOff(event, String(error), options))
    }
  }
  return {
    taken: due.length,
    conversations: due.map(event => event.conversationId),
    files: parts.some(part => part.files),
    messages: parts.flatMap(part => part.messages),
    voided: parts.flatMap(part => part.voided),
    outcomes: new Map(parts.flatMap(part => [...part.outcomes])),
  }
}

/** Counts the failure. After the last attempt the customer hears an apology and a person has the message (peers I38). */
function putOff(event: Due, error: string, options: BatchOptions): Promise<BatchResult> {
  return options.database.transaction(options.now(), async tx => {
    if ('timer' in event) {
      await postponeTimer(tx, event.timer.id, tx.now + options.postponeMs)
      return nothing([event])
    }
    const { id, updateId, attempts, kind } = event.inbox
    const aside = attempts + 1 >= options.attempts
    await failInbox(tx, id, error, aside)
    if (!aside) return nothing([event])
    if (kind === 'desk') {
      const refused: DeskOutcome = { ok: false, why: 'not-possible-now' }
      await storeResult(tx, id, refused)
      return { ...nothing([event]), outcomes: new Map([[updateId, refused]]) }
    }
    const messages = await apology(tx, event.conversationId, event.inbox.payload as Inbound, options)
    const posts = await orNone(tx, options.log, () => storePosts(tx, options.desk, touchedBy([event])))
    return { ...nothing([event]), messages: [...messages, ...posts] }
  })
}

function mayHaveFile({ source }: Due): boolean {
  return source.kind === 'desk' || (source.kind === 'customer' && source.inbound.content.kind === 'file')
}

/** What comes of events that lead to nothing. */
function nothing(due: readonly Due[]): BatchResult {
  const conversations = due.map(event => event.conversationId)
  return { taken: due.length, conversations, files: false, messages: [], voided: [], outcomes: new Map() }
}
