/** A message that lives: what is said again under its key changes what the customer has, and is no message of its own. */
import { livingText, type NewOutboxRow } from '../store/outbox.ts'
import type { Tx } from '../store/sql.ts'

/**
 * The row that makes the customer read `message` under its `ask`: a new message, a change of the one there is, or none when
 * that says the same already. `waiting` are the rows of the turn that are not stored yet.
 */
export async function livingRow(
  tx: Tx,
  message: NewOutboxRow & { readonly ask: string },
  waiting: readonly NewOutboxRow[],
): Promise<NewOutboxRow | undefined> {
  const { conversationId, ask, payload } = message
  const last = waiting.findLast(row => row.ask === ask)
  const said = last ? last.payload.text : await livingText(tx, conversationId, ask)
  if (said === undefined) return message
  return said === payload.text ? undefined : { ...message, payload: { ...payload, kind: 'edit' } }
}
