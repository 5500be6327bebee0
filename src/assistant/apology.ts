/** What happens when a message breaks its turn again and again: the customer is told, and a person gets the message. */
import { type OutboxRow, storeOutbox } from '../store/outbox.ts'
import type { Tx } from '../store/sql.ts'
import type { Inbound } from './channel.ts'
import type { TurnOptions } from './turn.ts'

/** Stores the apology and the task for staff, without touching the conversation's state, which may be what is broken. */
export async function apology(
  tx: Tx,
  conversationId: string,
  inbound: Inbound,
  options: Pick<TurnOptions, 'catalogues' | 'desk'>,
): Promise<OutboxRow[]> {
  const { content } = inbound
  const text = content.kind === 'text' ? content.text : `(${content.kind})`
  await options.desk.task(tx, { conversationId, caseId: null, kind: 'aside', text })
  const language = inbound.from.language ?? 'en'
  const apologyText = options.catalogues.current.repair.texts.failed[language]
  const payload = { kind: 'text', names: ['repair.failed'], text: apologyText }
  return storeOutbox(tx, [{ conversationId, payload, author: 'bot', priority: 0, ask: null, language }])
}
