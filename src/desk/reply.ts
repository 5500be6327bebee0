/** Words, files and places of an agent for the customer; nobody else speaks while somebody owns the conversation. */
import type { Escalation } from '../store/escalations.ts'
import { addMedia } from '../store/media.ts'
import { addRelay, findRelay, findRelayOf, type StoredReply, saveRelay } from '../store/relays.ts'
import type { DeskCommand, DeskOutcome, ReplyContent } from './command.ts'
import type { CommandContext } from './context.ts'
import { escalationHere, refusedTo, take } from './ownership.ts'
import { relayTimer, sendMessages } from './send-relay.ts'

type Reply = Extract<DeskCommand, { do: 'reply' }>

/**
 * Keeps the reply, and sends it at once or when it can no longer be undone. Who replies to an escalation nobody has claimed
 * owns it from then on (peers 4c). A post that comes a second time is one reply.
 */
export async function reply(order: Reply, context: CommandContext): Promise<DeskOutcome> {
  const content = { ...order.content, text: order.content.text.trim() }
  if (isEmpty(content)) return { ok: false, why: 'empty-text' }
  const found = await escalationHere(order.escalation, context)
  if (!found) return { ok: false, why: 'not-found' }
  if (order.post !== undefined && (await findRelayOf(context.tx, order.post))) return { ok: true, events: [] }
  const told = await take(found.id, context)
  const refusal = told ? undefined : refusedTo(context.staff, found)
  if (refusal) return refusal
  await keepReply(order, content, found, context)
  return { ok: true, events: told ? [told] : [] }
}

function isEmpty({ text, files = [], location }: ReplyContent): boolean {
  return text === '' && files.length === 0 && location === undefined
}

async function keepReply(
  { post, wait, whole }: Reply,
  content: ReplyContent,
  escalation: Escalation,
  context: CommandContext,
): Promise<void> {
  const { tx, staff, now, service } = context
  const relay = await addRelay(tx, {
    escalationId: escalation.id,
    conversationId: context.conversation,
    staffId: staff.id,
    staffName: staff.name,
    post: post ?? null,
    content: { ...(await keepFiles(content, escalation, context)), ...(whole && { whole }) },
    state: wait ? 'waiting' : 'sent',
    waitsUntil: wait ? now + service.policy.desk.undo : null,
  })
  if (relay.waitsUntil === null) return sendMessages(relay, context)
  const values = { do: 'send-reply', relay: relay.id }
  context.remind({ key: relayTimer(relay.id), at: relay.waitsUntil, flow: 'desk', values })
}

/** The files get rows at once, so that their bytes are fetched while the reply waits. */
async function keepFiles(
  { text, files = [], location }: ReplyContent,
  { caseId }: Escalation,
  { tx, conversation }: CommandContext,
): Promise<StoredReply> {
  const kept: NonNullable<StoredReply['files']>[number][] = []
  for (const file of files) {
    const media = await addMedia(tx, { conversationId: conversation, caseId, author: 'agent', ...file })
    const { kind, name, mime } = file
    kept.push({ media, kind, ...(name !== undefined && { name }), ...(mime !== undefined && { mime }) })
  }
  return { text, ...(kept.length > 0 && { files: kept }), ...(location && { location }) }
}

/**
 * The time to undo it is over. It goes out even if the conversation was let go or taken over meanwhile: its owner wrote it.
 */
export async function sendReply(id: number, context: CommandContext): Promise<DeskOutcome> {
  const relay = await findRelay(context.tx, id)
  if (relay?.conversationId !== context.conversation) return { ok: false, why: 'not-found' }
  if (relay.state !== 'waiting') return { ok: false, why: 'not-possible-now' }
  await saveRelay(context.tx, { ...relay, state: 'sent' })
  sendMessages(relay, context)
  return { ok: true, events: [] }
}
