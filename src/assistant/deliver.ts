/**
 * Delivery: what a turn committed is handed to the channel, in order per conversation, replies before reminders before
 * surveys, no faster than the platform allows. The outbox rows are the truth; the queues here are read from them at the
 * start and fed by each commit. Killed between "sent" and "marked sent", a message may repeat; it is never lost.
 */
import type { Logger } from 'pino'
import type { Database } from '../store/database.ts'
import { markAttempt, type OutboxRow, pendingOutbox, voidOutbox } from '../store/outbox.ts'
import type { Tx } from '../store/sql.ts'
import type { Delivery, Pace } from './channel.ts'
import type { DeskPort } from './desk-port.ts'
import { createLanes, type Lanes, type SendResult } from './lanes.ts'
import type { Marks } from './marks.ts'
import { createGovernor } from './pace.ts'
import { orNone, storePosts, storeReceipts } from './staff-posts.ts'

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
  readonly senders: ReadonlyMap<string, Sender>
  readonly desk: Pick<DeskPort, 'task' | 'posts' | 'receipts'>
  /** Whether a conversation is of the staff's posts: what fails there is no work for the staff (peers I56). */
  readonly isOfStaff: (conversationId: string) => boolean
  readonly now: () => number
  readonly log: Logger
  readonly marks: Marks
  /** `attempts` to send to a customer, and to the staff (`ofStaff`), whose thread is the customer's only way to them. */
  readonly limits: {
    readonly attempts: number
    readonly ofStaff: number
    readonly firstMs: number
    readonly mostMs: number
  }
}

export function createDeliver(options: DeliverOptions): Deliver {
  const { database, log, marks } = options
  const lanes = new Map<string, Lanes>()
  let stopped = false

  /** Lanes are made when a sender is first needed: channels are built after delivery. */
  function lanesOf(conversationId: string): Lanes | undefined {
    const name = senderOf(conversationId)
    const sender = options.senders.get(name)
    if (!sender) return undefined
    let made = lanes.get(name)
    if (!made) {
      made = createLanes({
        governor: createGovernor(sender.pace),
        parallel: sender.pace.parallel,
        send: row => send(row, sender),
      })
      lanes.set(name, made)
    }
    return made
  }

  async function send(row: OutboxRow, sender: Sender): Promise<SendResult> {
    if (stopped) return { retryInMs: 0, everyone: true }
    let patience = options.isOfStaff(row.conversationId) ? options.limits.ofStaff : options.limits.attempts
    const delivery = await sender.send(row).catch((error): Delivery => {
      // A fault of ours is no outage: what cannot even be drawn must not hold up the thread behind it for a day.
      patience = options.limits.attempts
      return { kind: 'unknown', why: String(error) }
    })
    try {
      return await settle(row, delivery, patience)
    } catch (error) {
      log.error({ err: error, outbox: row.id }, 'what became of a message could not be kept')
      return { retryInMs: options.limits.firstMs, everyone: true }
    }
  }

  /** `patience`: attempts before it is given up. */
  async function settle(row: OutboxRow, delivery: Delivery, patience: number): Promise<SendResult> {
    const { id, conversationId, author } = row
    switch (delivery.kind) {
      case 'sent':
        await marks.add({ id, message: delivery.message ?? null, author })
        return delivery.free ? 'free' : 'done'
      case 'later':
        return { retryInMs: delivery.afterMs, everyone: delivery.everyone }
      case 'unknown': {
        const attempts = row.attempts + 1
        const { limits } = options
        const failed = attempts >= patience
        log.warn({ outbox: id, attempts, why: delivery.why }, 'a message could not be sent')
        if (failed) await giveUp(row, delivery.why)
        else await database.transaction(options.now(), tx => markAttempt(tx, id, delivery.why, false))
        Object.assign(row, { attempts })
        const retryInMs = Math.min(limits.mostMs, limits.firstMs * 2 ** (attempts - 1))
        return failed ? 'done' : { retryInMs, everyone: false }
      }
      case 'refused':
        log.error({ outbox: id, why: delivery.why }, 'the platform refused a message')
        await giveUp(row, delivery.why)
        return 'done'
      case 'unreachable':
        if (options.isOfStaff(conversationId)) {
          log.error({ outbox: id, why: delivery.why }, 'the staff cannot be reached')
          await giveUp(row, delivery.why)
          return 'done'
        }
        log.info({ conversation: conversationId, why: delivery.why }, 'a customer cannot be reached')
        await markUnreachable(row, delivery.why)
        return 'done'
    }
  }

  async function giveUp(row: OutboxRow, why: string): Promise<void> {
    const { id, conversationId, author, payload } = row
    const shown = await database.transaction(options.now(), async tx => {
      await markAttempt(tx, id, why, true)
      if (options.isOfStaff(conversationId)) return []
      if (payload.kind === 'text') {
        const { text } = payload as { kind: string; text: string }
        await options.desk.task(tx, { conversationId, caseId: null, kind: 'undelivered', text })
      }
      return tellStaff(tx, conversationId, author === 'agent' ? [id] : [])
    })
    offer(shown)
  }

  async function markUnreachable({ conversationId }: OutboxRow, why: string): Promise<void> {
    const { ids, shown } = await database.transaction(options.now(), async tx => {
      const reached = await tx.all(
        'update conversation set unreachable_at = ? where id = ? and unreachable_at is null returning id',
        [tx.now, conversationId],
      )
      if (reached.length > 0) {
        await options.desk.task(tx, { conversationId, caseId: null, kind: 'unreachable', text: why })
      }
      const agents = await voidOutbox(tx, conversationId, ['agent'])
      const others = await voidOutbox(tx, conversationId, ['bot', 'notice'])
      return { ids: [...agents, ...others], shown: await tellStaff(tx, conversationId, agents) }
    })
    lanesOf(conversationId)?.drop(new Set(ids))
    offer(shown)
  }

  /** What the staff are to be shown of a message that did not arrive: of an agent's what became of it, and the task. */
  async function tellStaff(tx: Tx, conversationId: string, agents: readonly number[]): Promise<OutboxRow[]> {
    const receipts = await orNone(tx, log, () => storeReceipts(tx, options.desk, agents))
    const touched = { conversations: [conversationId], heard: [] }
    const posts = await orNone(tx, log, () => storePosts(tx, options.desk, touched))
    return [...receipts, ...posts]
  }

  function offer(rows: readonly OutboxRow[]): void {
    if (stopped) return
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
      // What is sent to a customer may lead to a post for the staff, and so to lanes that were not there before.
      while (![...lanes.values()].every(lane => lane.isIdle())) {
        await Promise.all([...lanes.values()].map(lane => lane.idle()))
      }
    },
    stop: async () => {
      stopped = true
      await marks.commitAlone()
      await Promise.all([...lanes.values()].map(lane => lane.stop()))
    },
  }
}

/** Name of the channel, or of the desk, that a conversation's id begins with. */
function senderOf(conversationId: string): string {
  return conversationId.slice(0, conversationId.indexOf(':'))
}
