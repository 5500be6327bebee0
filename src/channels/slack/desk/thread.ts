/** Posts in the thread of a card: which go to the customer, and what their edits and deletions mean (peers I33–I35). */
import type { Board, RelayCard } from '../../../desk/board.ts'
import type { DeskCommand, ReplyContent } from '../../../desk/command.ts'
import type { Subject } from '../../../desk/post.ts'
import { messageId } from '../ids.ts'
import { authorOf, messageInbounds, type SlackMessageEvent, type SlackPost } from '../inbound.ts'
import { loneLink, typedText } from '../typed-text.ts'
import { degreesIn, type Meant, meantFor } from './meant.ts'
import type { OwnNotice } from './notices.ts'
import type { Listener, Orders } from './orders.ts'
import type { Rooms } from './rooms.ts'

export type ThreadParts = {
  readonly board: Pick<Board, 'card' | 'relayAt'>
  readonly rooms: Pick<Rooms, 'of' | 'subjectAt'>
  readonly relay: 'internal' | 'customer'
  readonly orders: Orders
  botUser(): string | undefined
}

type Heard = {
  readonly event: SlackMessageEvent
  readonly subject: Subject
  readonly listener: Listener
  /** `CHANNEL:ts` of the post. */
  readonly post: string
  readonly eventTs: string
}

/**
 * Takes a `message` event of a channel of the staff; resolves when what it orders is on disk. Posts outside of the threads of
 * cards, of bots and of ourselves are nobody's business.
 */
export async function takePost(event: SlackMessageEvent, parts: ThreadParts): Promise<void> {
  const author = authorOf(event)
  if (!author || author.user === parts.botUser() || author.threadTs === undefined) return
  if (author.threadTs === author.ts) return
  const { user, threadTs } = author
  const { channel } = event
  const subject = await parts.rooms.subjectAt({ channel, ts: threadTs })
  if (!subject) return tellOfCopy(event, { user, room: channel, threadTs }, parts)
  const { channel: room } = await parts.rooms.of(subject)
  const listener = { user, room, channel, threadTs }
  const heard: Heard = {
    event,
    subject,
    listener,
    post: messageId(event.channel, author.ts),
    eventTs: event.event_ts ?? event.ts,
  }
  const isChange = event.subtype === 'message_changed' || event.subtype === 'message_deleted'
  return isChange ? takeChange(heard, parts) : takeNew(heard, parts)
}

/**
 * A card of ours that nobody knows: a process ended after posting it and before that was on disk, and the next one posted
 * it again. Whoever writes to the customer below it hears so; they would wait for an answer.
 */
async function tellOfCopy(event: SlackMessageEvent, listener: Listener, parts: ThreadParts): Promise<void> {
  const isOurs = event.parent_user_id !== undefined && event.parent_user_id === parts.botUser()
  if (!isOurs || meantFor(event.text ?? '', parts.relay).for === 'staff') return
  if (await parts.orders.admit(listener)) parts.orders.tell(listener, { own: 'copied-card' })
}

async function takeNew(heard: Heard, parts: ThreadParts): Promise<void> {
  const { event, subject } = heard
  const meant = meantIn(event, subject, parts)
  if (meant.for === 'staff') return parts.orders.refuseStrangers(heard.listener)
  await send(heard, event, meant, messageId(event.channel, heard.eventTs), parts)
}

/** Outside of escalations nobody can be written to, and so only what is marked says that somebody wanted to. */
function meantIn(post: SlackPost, subject: Subject, { relay }: Pick<ThreadParts, 'relay'>): Meant {
  return meantFor(post.text ?? '', subject.kind === 'escalation' ? relay : 'internal')
}

/** `from`: the post as it stands now. */
async function send(heard: Heard, from: SlackPost, meant: Meant, updateId: string, parts: ThreadParts): Promise<void> {
  const { subject, post } = heard
  if (meant.for === 'staff') return
  if (subject.kind !== 'escalation') return say('wrong-thread', heard, parts)
  if (meant.for === 'unclear') return say('mixed', heard, parts)
  const content = contentOf(from, meant.text)
  await order({ do: 'reply', escalation: subject.id, content, post, wait: true }, updateId, heard, parts)
}

/**
 * What the customer has follows the post that it came from; a post that was for the staff can be marked later. One that
 * lost its mark is not guessed to be for the customer still.
 */
async function takeChange(heard: Heard, parts: ThreadParts): Promise<void> {
  const { event, subject, post, eventTs } = heard
  const [change] = messageInbounds(event, { eventId: eventTs, receivedAt: 0, conversation: '' })
  if (!change) return
  const relay = await parts.board.relayAt(post)
  const before = meantIn(event.previous_message ?? { ts: '' }, subject, parts)
  // Its reply may be stored and not yet taken: the turn knows.
  const wasSent = relay !== undefined || (before.for === 'customer' && subject.kind === 'escalation')
  const updateId = `${messageId(event.channel, eventTs)}:${change.content.kind}`
  if (change.content.kind === 'deleted') {
    if (wasSent) await order({ do: 'delete-reply', post }, updateId, heard, parts, relay === undefined)
    return
  }
  const now = event.message ?? { ts: '' }
  const meant = meantIn(now, subject, parts)
  if (!wasSent) return send(heard, now, meant, updateId, parts)
  const text = editedText(meant, now, relay)
  if (typeof text === 'object') return text.own === undefined ? undefined : say(text.own, heard, parts)
  await order({ do: 'edit-reply', post, text }, updateId, heard, parts)
}

/** The words that the customer is to have now, or what the writer is told instead, if anything. */
function editedText(
  meant: Meant,
  now: SlackPost,
  relay: RelayCard | undefined,
): string | { readonly own: OwnNotice | undefined } {
  if (meant.for === 'customer') return typedText(meant.text).trim()
  if (relay?.state === 'undone') return { own: undefined }
  // A post that the shortcut sent never had a mark. One that lost its mark is not such a one, however often it is edited.
  if (relay?.whole && meant.for === 'staff') return typedText(now.text ?? '').trim()
  return { own: meant.for === 'unclear' ? 'mixed' : 'unmarked' }
}

/** Gives the command in the name of who wrote the post; anybody else is told that they are not staff. */
async function order(
  command: DeskCommand,
  updateId: string,
  { subject, listener }: Heard,
  { board, orders }: ThreadParts,
  quiet = false,
): Promise<void> {
  const staff = await orders.admit(listener, { again: true })
  const card = staff && (await board.card(subject))
  if (!staff) return
  if (!card) return orders.tell(listener, 'gone')
  const { conversation } = card.card
  await orders.give({ conversation, staff, command, updateId }, listener, { quiet })
}

async function say(own: OwnNotice, { listener }: Heard, { orders }: ThreadParts): Promise<void> {
  if (await orders.admit(listener)) orders.tell(listener, { own })
}

/** What of a post the customer gets: `text` is the part of its text for them, as Slack sends it. */
export function contentOf(post: SlackPost, text: string): ReplyContent {
  const place = degreesIn(loneLink(text) ?? text)
  if (place && !post.files?.length) return { text: '', location: place }
  const inbounds = messageInbounds(
    { ts: post.ts, user: post.user ?? '', channel: '', text, files: post.files },
    { eventId: '', receivedAt: 0, conversation: '' },
  )
  const words: string[] = []
  const files: NonNullable<ReplyContent['files']>[number][] = []
  for (const { content } of inbounds) {
    if (content.kind === 'text') words.push(content.text)
    if (content.kind === 'location') {
      const { latitude, longitude } = content
      return { text: '', location: { latitude, longitude } }
    }
    if (content.kind !== 'file') continue
    files.push({ ...content.file, channel: 'slack' })
    if (content.caption) words.push(content.caption)
  }
  return { text: words.join('\n'), ...(files.length > 0 && { files }) }
}
