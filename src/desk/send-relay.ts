/** From a written reply to the messages that carry it. */
import type { Payload } from '../store/outbox.ts'
import { type Relay, relayAsk, type StoredReply, saveRelay, waitingRelays } from '../store/relays.ts'
import type { CommandContext } from './context.ts'

/** Key of the timer after which a reply can no longer be undone. */
export function relayTimer(relay: number): string {
  return relayAsk(relay)
}

/** The messages of a reply: its files with the words as their caption, or the words alone; and a place after them. */
export function messagesOf({ text, files = [], location }: StoredReply): Payload[] {
  const messages: Payload[] = []
  if (files.length > 0) messages.push({ kind: 'files', text, files })
  else if (text !== '') messages.push({ kind: 'text', names: [], text })
  if (location) messages.push({ kind: 'location', ...location })
  return messages
}

/** Hands a reply to the outbox. */
export function sendMessages(relay: Relay, context: CommandContext, place?: 'first'): void {
  for (const message of messagesOf(relay.content)) context.send(message, relayAsk(relay.id), place)
}

/** Sends what an agent could still have undone, so that nothing comes after the conversation was let go. */
export async function sendWaiting(escalation: number, context: CommandContext): Promise<void> {
  for (const relay of await waitingRelays(context.tx, escalation)) {
    context.forget(relayTimer(relay.id))
    await saveRelay(context.tx, { ...relay, state: 'sent' })
    sendMessages(relay, context, 'first')
  }
}
