/** What an agent does with a reply afterwards: undo it, change it, take it back, or send it once more. */
import {
  findRelay,
  findRelayOf,
  newestRowsOf,
  type Relay,
  type RelayRow,
  relayAsk,
  type StoredReply,
  saveRelay,
} from '../store/relays.ts'
import type { DeskCommand, DeskOutcome } from './command.ts'
import type { CommandContext } from './context.ts'
import { messagesOf, relayTimer } from './send-relay.ts'

type Order<Name extends DeskCommand['do']> = Extract<DeskCommand, { do: Name }>

const DONE: DeskOutcome = { ok: true, events: [] }
const NOT_FOUND: DeskOutcome = { ok: false, why: 'not-found' }
const NOT_NOW: DeskOutcome = { ok: false, why: 'not-possible-now' }

/** As if it had never been written; for its author, or a manager. */
export async function undoReply({ relay: id }: Order<'undo-reply'>, context: CommandContext): Promise<DeskOutcome> {
  const relay = here(await findRelay(context.tx, id), context)
  if (!relay) return NOT_FOUND
  const { staff } = context
  if (relay.staffId !== staff.id && !staff.roles.includes('manager')) {
    return { ok: false, why: 'not-yours', values: { by: relay.staffName } }
  }
  if (relay.state === 'undone') return NOT_NOW
  if (relay.state !== 'waiting') return { ok: false, why: 'already-sent' }
  return withdraw(relay, context)
}

/**
 * The post of a reply says something else now, and so does what the customer has. Whoever could change the post may. Words
 * only, with or without files: a place has none.
 */
export async function editReply({ post, text }: Order<'edit-reply'>, context: CommandContext): Promise<DeskOutcome> {
  const relay = here(await findRelayOf(context.tx, post), context)
  if (!relay) return NOT_FOUND
  const content = { ...relay.content, text: text.trim() }
  if (!hasWords(relay.content) || relay.state === 'undone' || relay.state === 'deleted') return NOT_NOW
  if (content.text === relay.content.text) return DONE
  if (content.text === '' && !content.files) return { ok: false, why: 'empty-text' }
  await saveRelay(context.tx, { ...relay, content, edited: relay.state === 'sent' })
  if (relay.state === 'sent' && (await hasGoneOut(relay, context))) {
    context.send({ kind: 'edit', text: content.text }, relayAsk(relay.id))
  }
  return DONE
}

function hasWords({ text, files }: StoredReply): boolean {
  return text !== '' || files !== undefined
}

/** The post of a reply is gone, and so is what the customer has; one that never reached them is undone. */
export async function deleteReply({ post }: Order<'delete-reply'>, context: CommandContext): Promise<DeskOutcome> {
  const relay = here(await findRelayOf(context.tx, post), context)
  if (!relay) return NOT_FOUND
  if (relay.state === 'undone' || relay.state === 'deleted') return DONE
  if (relay.state === 'waiting' || !(await hasGoneOut(relay, context))) return withdraw(relay, context)
  await saveRelay(context.tx, { ...relay, state: 'deleted' })
  context.send({ kind: 'delete' }, relayAsk(relay.id))
  return DONE
}

/** Sends again what failed or was given up because the customer could not be reached, in its latest words. */
export async function retryReply({ relay: id }: Order<'retry-reply'>, context: CommandContext): Promise<DeskOutcome> {
  const relay = here(await findRelay(context.tx, id), context)
  if (!relay) return NOT_FOUND
  const failed = (await newestRowsOf(context.tx, relay)).filter(row => isFailed(row) && isWanted(row, relay))
  if (failed.length === 0) return NOT_NOW
  for (const message of failed) context.send(inLatestWords(message, relay), relayAsk(id))
  await saveRelay(context.tx, relay)
  return DONE
}

/** Of what was taken back nothing but the taking back is sent once more. */
function isWanted({ payload: { kind } }: RelayRow, { state }: Relay): boolean {
  return state === 'deleted' ? kind === 'delete' : state === 'sent'
}

function inLatestWords({ payload: { kind } }: RelayRow, { content }: Relay) {
  if (kind === 'edit') return { kind, text: content.text }
  return messagesOf(content).find(message => message.kind === kind) ?? { kind }
}

async function withdraw(relay: Relay, context: CommandContext): Promise<DeskOutcome> {
  context.forget(relayTimer(relay.id))
  await saveRelay(context.tx, { ...relay, state: 'undone' })
  return DONE
}

/** Whether the customer has it or is about to; then a change must follow it. */
async function hasGoneOut(relay: Relay, { tx }: CommandContext): Promise<boolean> {
  const rows = await newestRowsOf(tx, relay)
  return rows.some(row => !CHANGES.includes(row.payload.kind) && !isFailed(row))
}

/** Kinds of messages that change an earlier one. */
const CHANGES = ['edit', 'delete']

function isFailed({ state }: RelayRow): boolean {
  return state === 'failed' || state === 'void'
}

function here(relay: Relay | undefined, { conversation }: CommandContext): Relay | undefined {
  return relay?.conversationId === conversation ? relay : undefined
}
