/**
 * Delivery: what a turn committed is handed to the channel, in order per conversation, replies before reminders before
 * surveys, no faster than the platform allows. The outbox rows are the truth; the queues here are read from them at the
 * start and fed by each commit. Killed between "sent" and "marked sent", a message may repeat; it is never lost.
 */
import type { Logger } from 'pino'
import type { Database } from '../store/database.ts'
import { markAttempt, type OutboxRow, pendingOutbox, sentQuestion, voidOutbox } from '../store/outbox.ts'
import type { Channel, Delivery, OutboundContent, Pace } from './channel.ts'
import type { DeskPort } from './desk-port.ts'
import { createLanes, type Lanes } from './lanes.ts'
import type { Marks } from './marks.ts'
import { createGovernor } from './pace.ts'

export type Deliver = {
  /** Reads what an earlier process left, and begins. */
  start(): Promise<void>
  /** Takes committed rows. */
  offer(rows: readonly OutboxRow[]): void
  /** Rows that became void in a commit. */
  drop(ids: readonly number[]): void
  /** Resolves when everything is sent and marked, or waits for a later attempt. */
  idle(): Promise<void>
  /** Lets what is under way finish, and marks it. */
  stop(): Promise<void>
}

/** Sends the rows of the conversations that begin with its name: a channel's, or the desk's. */
export type Sender = {
  readonly pace: Pace
  send(row: OutboxRow): Promise<Delivery>
}

export type DeliverOptions = {
  readonly database: Database
  readonly channels: ReadonlyMap<string, Channel>
  readonly desk: Pick<DeskPort, 'task'>
  readonly now: () => number
  readonly log: Logger
  readonly marks: Marks
  readonly limits: { readonly attempts: number; readonly firstMs: number; readonly mostMs: number }
}

type SentQuestion = { readonly message: string; readonly text: string }

export function createDeliver(options: DeliverOptions): Deliver {
  const { database, log, marks } = options
  const lanes = new Map<string, Lanes>()
  const questions = new Map<string, SentQuestion>()
  let stopped = false

  /** Lanes are made when a channel is first spoken through: channels are built after delivery. */
  function lanesOf(conversationId: string): Lanes | undefined {
    const name = conversationId.slice(0, conversationId.indexOf(':'))
    const channel = options.channels.get(name)
    if (!channel) return undefined
    let made = lanes.get(name)
    if (!made) {
      made = createLanes({
        governor: createGovernor(channel.pace),
        parallel: channel.pace.parallel,
        send,
      })
      lanes.set(name, made)
    }
    return made
  }

  async function contentOf(row: OutboxRow): Promise<OutboundContent | undefined> {
    if (row.payload.kind !== 'settle') return row.payload as unknown as OutboundContent
    const { label } = row.payload as { kind: string; label: string }
    const question = questions.get(`${row.conversationId} ${row.ask}`) ?? (await findQuestion(row))
    return question && { kind: 'settle', ...question, label }
  }

  async function findQuestion(row: OutboxRow): Promise<SentQuestion | undefined> {
    return database.read(sql => sentQuestion(sql, row.conversationId, row.ask ?? ''))
  }

  function remember(row: OutboxRow, message: string | undefined): void {
    if (row.ask === null || message === undefined || row.payload.kind !== 'text') return
    if (questions.size >= MOST_QUESTIONS) questions.clear()
    const { text } = row.payload as { kind: string; text: string }
    questions.set(`${row.conversationId} ${row.ask}`, { message, text })
  }

  async function send(row: OutboxRow): Promise<'done' | { retryInMs: number; everyone: boolean }> {
    if (stopped) return { retryInMs: 0, everyone: true }
    const channel = options.channels.get(row.conversationId.slice(0, row.conversationId.indexOf(':')))
    const content = await contentOf(row)
    if (!channel || !content) {
      await marks.add({ id: row.id, message: null })
      return 'done'
    }
    const delivery = await channel
      .send({ id: row.id, conversation: row.conversationId, language: row.language, content })
      .catch((error): Delivery => ({ kind: 'unknown', why: String(error) }))
    return settle(row, delivery)
  }

  async function settle(
    row: OutboxRow,
    delivery: Delivery,
  ): Promise<'done' | { retryInMs: number; everyone: boolean }> {
    const { id, conversationId } = row
    switch (delivery.kind) {
      case 'sent':
        remember(row, delivery.message)
        await marks.add({ id, message: delivery.message ?? null })
        return 'done'
      case 'later':
        return { retryInMs: delivery.afterMs, everyone: delivery.everyone }
      case 'unknown': {
        const attempts = row.attempts + 1
        const failed = attempts >= options.limits.attempts
        log.warn({ outbox: id, attempts, why: delivery.why }, 'a message could not be sent')
        await giveUpOrCount(row, delivery.why, failed)
        Object.assign(row, { attempts })
        const retryInMs = Math.min(options.limits.mostMs, options.limits.firstMs * 2 ** (attempts - 1))
        return failed ? 'done' : { retryInMs, everyone: false }
      }
      case 'refused':
        log.error({ outbox: id, why: delivery.why }, 'the platform refused a message')
        await giveUpOrCount(row, delivery.why, true)
        return 'done'
      case 'unreachable':
        log.info({ conversation: conversationId, why: delivery.why }, 'a customer cannot be reached')
        await markUnreachable(row, delivery.why)
        return 'done'
    }
  }

  function giveUpOrCount(row: OutboxRow, why: string, failed: boolean): Promise<void> {
    return database.transaction(options.now(), async tx => {
      await markAttempt(tx, row.id, why, failed)
      if (failed && row.payload.kind === 'text') {
        const { text } = row.payload as { kind: string; text: string }
        await options.desk.task(tx, { conversationId: row.conversationId, caseId: null, kind: 'undelivered', text })
      }
    })
  }

  async function markUnreachable(row: OutboxRow, why: string): Promise<void> {
    const ids = await database.transaction(options.now(), async tx => {
      const reached = await tx.all(
        'update conversation set unreachable_at = ? where id = ? and unreachable_at is null returning id',
        [tx.now, row.conversationId],
      )
      if (reached.length > 0) {
        const task = { conversationId: row.conversationId, caseId: null, kind: 'unreachable', text: why } as const
        await options.desk.task(tx, task)
      }
      return voidOutbox(tx, row.conversationId, ['bot', 'notice', 'agent'])
    })
    lanesOf(row.conversationId)?.drop(new Set(ids))
  }

  function offer(rows: readonly OutboxRow[]): void {
    for (const row of rows) {
      const lane = lanesOf(row.conversationId)
      if (lane) lane.push(row)
      else log.warn({ conversation: row.conversationId }, 'no channel is configured for this conversation')
    }
  }

  return {
    start: async () => offer(await database.read(pendingOutbox)),
    offer,
    drop: ids => {
      const gone = new Set(ids)
      for (const lane of lanes.values()) lane.drop(gone)
    },
    idle: async () => {
      await Promise.all([...lanes.values()].map(lane => lane.idle()))
    },
    stop: async () => {
      stopped = true
      await marks.commitAlone()
      await Promise.all([...lanes.values()].map(lane => lane.stop()))
    },
  }
}

/** Questions whose platform id is kept at hand; older ones are looked up. */
const MOST_QUESTIONS = 20_000
