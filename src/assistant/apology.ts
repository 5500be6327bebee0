/** What happens when a message breaks its turn again and again: the customer is told, and a person gets the message. */
import { type OutboxRow, storeOutbox } from '../store/outbox.ts'
import type { Tx } from '../store/sql.ts'
import type { Inbound } from './channel.ts'
import type { TurnOptions } from './turn-parts.ts'

/** Stores the apology and the task for staff, without touching the conversation's state, which may be what is broken. */
export async function apology(
  tx: Tx,
  conversationId: string,
  inbound: Inbound,
  options: Pick<TurnOptions, 'catalogues' | 'desk'>,
): Promise<OutboxRow[]> {
  // What broke the turn may be the row itself: nothing of it is taken for granted here, or it would hold up everybody.
  const { content, from }: { content?: Partial<Inbound['content']> | null; from?: Inbound['from'] } = inbound ?? {}
  const text = content?.kind === 'text' ? String(content.text) : `(${content?.kind ?? 'unreadable'})`
  await options.desk.task(tx, { conversationId, caseId: null, kind: 'aside', text })
  const language = from?.language ?? 'en'
  const apologyText = options.catalogues.current.repair.texts.failed[language]
  const payload = { kind: 'text', names: ['repair.failed'], text: apologyText }
  return storeOutbox(tx, [{ conversationId, payload, author: 'bot', priority: 0, ask: null, language }])
}
