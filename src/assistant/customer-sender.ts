/** A customers' channel as delivery sees it: what a row leaves to be looked up is looked up when it is sent. */
import type { Database } from '../store/database.ts'
import { type OutboxRow, sentLiving, sentQuestion, sentRelay } from '../store/outbox.ts'
import type { Channel, Delivery, OutboundContent } from './channel.ts'
import type { Sender } from './deliver.ts'

type SentQuestion = { readonly message: string; readonly text: string }

/**
 * Sends the rows of one channel's customers. Rows that settle a question, or change or take back an agent's message, name
 * it by `ask`; of what never arrived there is nothing to change, and the platform is not called. What the house itself
 * changes (a card of a visit) must be read all the same: it becomes a new message where no old one can be changed.
 */
export function createCustomerSender(channel: Channel, database: Database): Sender {
  const questions = new Map<string, SentQuestion>()

  /** One thing for each message that has to change: what an agent takes back may have been several. */
  async function contentsOf(row: OutboxRow): Promise<OutboundContent[]> {
    switch (row.payload.kind) {
      case 'settle': {
        const { label } = row.payload as { kind: string; label: string }
        const question = await questionOf(row)
        return question ? [{ kind: 'settle', ...question, label }] : []
      }
      case 'edit': {
        const { text } = row.payload as { kind: string; text: string }
        const worded = (await relayOf(row)).find(({ kind }) => kind !== 'location')
        return worded ? [{ kind: 'edit', message: worded.message, text }] : []
      }
      case 'delete':
        return (await relayOf(row)).map(({ message }) => ({ kind: 'delete', message }))
      default:
        return [row.payload as unknown as OutboundContent]
    }
  }

  async function questionOf({ conversationId, ask }: OutboxRow): Promise<SentQuestion | undefined> {
    const known = questions.get(`${conversationId} ${ask}`)
    return known ?? database.read(sql => sentQuestion(sql, conversationId, ask ?? ''))
  }

  function relayOf({ conversationId, ask }: OutboxRow) {
    return database.read(sql => sentRelay(sql, conversationId, ask ?? ''))
  }

  async function sendAll(row: OutboxRow): Promise<Delivery> {
    let delivery: Delivery = { kind: 'sent' }
    for (const content of await contentsOf(row)) {
      delivery = await deliver(row, content)
      if (delivery.kind !== 'sent') return delivery
    }
    return delivery
  }

  async function sendLiving(row: OutboxRow): Promise<Delivery> {
    const { conversationId: conversation, ask, payload } = row
    const known = questions.get(`${conversation} ${ask}`)?.message
    const message = known ?? (await database.read(sql => sentLiving(sql, conversation, ask ?? '')))
    const { text } = payload as { kind: string; text: string }
    if (message !== undefined) {
      const delivery = await deliver(row, { kind: 'edit', message, text })
      if (delivery.kind !== 'refused') return delivery
    }
    return deliver(row, { ...(payload as { kind: string; names: readonly string[]; text: string }), kind: 'text' })
  }

  function deliver({ id, conversationId: conversation, language, author }: OutboxRow, content: OutboundContent) {
    return channel.send({ id, conversation, language, author, content })
  }

  function remember({ conversationId, ask, author, payload }: OutboxRow, delivery: Delivery): void {
    if (delivery.kind !== 'sent' || delivery.message === undefined) return
    if (ask === null || author === 'agent' || (payload.kind !== 'text' && payload.kind !== 'edit')) return
    if (questions.size >= MOST_QUESTIONS) questions.clear()
    const { text } = payload as { kind: string; text: string }
    questions.set(`${conversationId} ${ask}`, { message: delivery.message, text })
  }

  return {
    pace: channel.pace,
    async send(row) {
      const isLiving = row.payload.kind === 'edit' && row.author !== 'agent'
      const delivery = isLiving ? await sendLiving(row) : await sendAll(row)
      remember(row, delivery)
      return delivery
    },
  }
}

/** Questions whose platform id is kept at hand; older ones are looked up. */
const MOST_QUESTIONS = 20_000
