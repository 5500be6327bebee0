/** A customers' channel as delivery sees it: what a row leaves to be looked up is looked up when it is sent. */
import type { Database } from '../store/database.ts'
import { type OutboxRow, sentQuestion, sentRelay } from '../store/outbox.ts'
import type { Channel, Delivery, OutboundContent } from './channel.ts'
import type { Sender } from './deliver.ts'

type SentQuestion = { readonly message: string; readonly text: string }

/**
 * Sends the rows of one channel's customers. Rows that settle a question, or change or take back an agent's message, name
 * it by `ask`; of what never arrived there is nothing to change, and the platform is not called.
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

  function remember({ conversationId, ask, author, payload }: OutboxRow, delivery: Delivery): void {
    if (delivery.kind !== 'sent' || delivery.message === undefined) return
    if (ask === null || author === 'agent' || payload.kind !== 'text') return
    if (questions.size >= MOST_QUESTIONS) questions.clear()
    const { text } = payload as { kind: string; text: string }
    questions.set(`${conversationId} ${ask}`, { message: delivery.message, text })
  }

  return {
    pace: channel.pace,
    async send(row) {
      const { id, conversationId: conversation, language, author } = row
      let delivery: Delivery = { kind: 'sent' }
      for (const content of await contentsOf(row)) {
        delivery = await channel.send({ id, conversation, language, author, content })
        if (delivery.kind !== 'sent') return delivery
      }
      remember(row, delivery)
      return delivery
    },
  }
}

/** Questions whose platform id is kept at hand; older ones are looked up. */
const MOST_QUESTIONS = 20_000
