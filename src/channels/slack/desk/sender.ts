/** Draws what waits in `desk:SUBJECT`: the card as a post of the channel, everything else in the thread below it. */
import { createHash } from 'node:crypto'
import type { KnownBlock, WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Delivery, ReadFile } from '../../../assistant/channel.ts'
import type { Sender } from '../../../assistant/deliver.ts'
import type { Board, DeskCard, ThreadLine } from '../../../desk/board.ts'
import { type DeskPost, type Subject, subjectOf, threadOf } from '../../../desk/post.ts'
import { escapeText, LIMITS, shorten } from '../blocks.ts'
import { uploadToSlack } from '../files.ts'
import type { SlackDeskOptions } from '../ports.ts'
import { uploadName } from '../upload-name.ts'
import { drawCard } from './card.ts'
import { createChannelPosts } from './channel-posts.ts'
import { drawDanger, drawLevel } from './level.ts'
import { drawLine } from './line.ts'
import type { Drawn, Look } from './look.ts'
import { ownNotice } from './notices.ts'
import { drawRelay } from './relay.ts'

export type DeskSenderParts = {
  readonly web: WebClient
  readonly options: Pick<SlackDeskOptions, 'channel' | 'managerGroup'>
  readonly board: Pick<Board, 'card' | 'cardPost' | 'line' | 'lineOfFile' | 'linePost' | 'relay' | 'relayPost'>
  readonly readFile: ReadFile
  readonly look: Look
  readonly log: Logger
}

/** Cards whose last drawing is remembered. */
const MOST_CARDS = 5_000
/** Rest until a file that is still being fetched is looked for again (ms). */
const COMING_MS = 1_000

type Shown = { readonly ts: string; readonly drawing: string }

/** What could not be found is nothing to draw. */
const NOTHING: Delivery = { kind: 'refused', why: 'what is to be shown is not there any more' }

/** Resolves to what became of a row; `message` is the ts of the post. Rejects only when the board cannot be read. */
export function createDeskSender(parts: DeskSenderParts): Sender['send'] {
  const { board, look, options, readFile, web } = parts
  const posts = createChannelPosts(parts)
  const shown = new Map<string, Shown>()
  /** Relays that are posted and wait for their mark, with their posts, which the rows do not know yet. */
  const unmarked = new Map<number, string>()

  async function sendCard(subject: Subject): Promise<Delivery> {
    const [card, kept] = await Promise.all([board.card(subject), board.cardPost(subject)])
    if (!card) return NOTHING
    const key = threadOf(subject)
    const drawn = drawCard(card, look)
    const drawing = createHash('sha256').update(JSON.stringify(drawn)).digest('base64')
    const last = shown.get(key)
    // One that this process posted anew, or ahead of its thread, may be younger than the one in the rows.
    const ts = newest(kept, last?.ts)
    if (ts !== undefined && last?.ts === ts && last.drawing === drawing)
      return { kind: 'sent', message: ts, free: true }
    const about = { metadata: metadataOf(card) }
    const delivery = ts === undefined ? await posts.post(drawn, about) : await posts.change(ts, drawn, about)
    if (delivery.kind === 'sent' && delivery.message !== undefined) remember(key, { ts: delivery.message, drawing })
    return delivery
  }

  function remember(key: string, card: Shown): void {
    shown.delete(key)
    shown.set(key, card)
    const oldest = shown.keys().next().value
    if (shown.size > MOST_CARDS && oldest !== undefined) shown.delete(oldest)
  }

  /** The card's post, below which the thread is; posted now if that has not happened. */
  async function rootOf(subject: Subject): Promise<Delivery> {
    const ts = newest(await board.cardPost(subject), shown.get(threadOf(subject))?.ts)
    return ts === undefined ? sendCard(subject) : { kind: 'sent', message: ts }
  }

  async function sendBelow(post: Exclude<DeskPost, { kind: 'card' }>, subject: Subject): Promise<Delivery> {
    const root = await rootOf(subject)
    if (root.kind !== 'sent') return root
    const threadTs = root.message ?? ''
    switch (post.kind) {
      case 'line': {
        const line = await board.line(post.inbox)
        return line ? sendLine(line, subject, threadTs, post.again === true) : NOTHING
      }
      case 'file': {
        const line = await board.lineOfFile(post.media)
        return line ? sendLine(line, subject, threadTs, false) : NOTHING
      }
      case 'relay':
        return sendRelay(post.relay, threadTs)
      case 'level':
        return posts.post(drawLevel(post.level, post.priority, groupOf(options), look), { threadTs })
      case 'danger':
        return posts.post(drawDanger(groupOf(options), look), { threadTs })
    }
  }

  async function sendLine(line: ThreadLine, subject: Subject, threadTs: string, again: boolean): Promise<Delivery> {
    const drawn = drawLine(line, look)
    const { what } = line
    // What was uploaded cannot be drawn anew: words that were masked beside it follow in a post of their own.
    if (what.kind === 'file' && again)
      return line.personal ? posts.post(drawn, { threadTs }) : { kind: 'sent', free: true }
    if (what.kind === 'file') return sendFile({ ...what.file, media: what.media }, drawn, threadTs, what.caption)
    const changed = again || what.kind === 'edited' || what.kind === 'deleted'
    const ts = changed && line.message !== null ? await board.linePost(subject, line.message) : undefined
    return ts === undefined || !isTs(ts) ? posts.post(drawn, { threadTs }) : posts.change(ts, drawn, { threadTs })
  }

  async function sendFile(
    file: Parameters<typeof uploadName>[0],
    drawn: Drawn,
    threadTs: string,
    caption: string,
  ): Promise<Delivery> {
    const kept = await readFile(file.media)
    if (kept.kind === 'coming') return { kind: 'later', afterMs: COMING_MS, everyone: false }
    if (kept.kind === 'lost') {
      const text = ownNotice('file-lost', look.language)
      const note: KnownBlock = { type: 'context', elements: [{ type: 'mrkdwn', text }] }
      return posts.post({ text: `${drawn.text} ${text}`, blocks: [...drawn.blocks, note] }, { threadTs })
    }
    const files = [{ bytes: kept.bytes, name: uploadName(file, kept.bytes), ...(file.mime && { mime: file.mime }) }]
    const comment = commentOf(drawn, caption)
    const { delivery } = await uploadToSlack(web, { channel: options.channel, threadTs, files, comment })
    return posts.judged(delivery)
  }

  async function sendRelay(id: number, threadTs: string): Promise<Delivery> {
    const relay = await board.relay(id)
    if (!relay) return NOTHING
    const drawn = drawRelay(relay, look)
    const ts = unmarked.get(id) ?? (await board.relayPost(id))
    unmarked.delete(id)
    const sent = ts === undefined ? await posts.post(drawn, { threadTs }) : await posts.change(ts, drawn, { threadTs })
    if (sent.kind !== 'sent' || relay.post === null) return sent
    const wait = await posts.mark(relay.post, MARKS[relay.state])
    if (wait && sent.message !== undefined) unmarked.set(id, sent.message)
    return wait ?? sent
  }

  return async row => {
    const subject = subjectOf(row.conversationId)
    if (!subject || row.payload.kind !== 'post') return { kind: 'refused', why: 'not a post of the desk' }
    const { post } = row.payload as unknown as { readonly post: DeskPost }
    return post.kind === 'card' ? sendCard(subject) : sendBelow(post, subject)
  }
}

/** Emoji on the post that was sent to the customer, once it is known what became of it. */
const MARKS: Readonly<Record<string, string | undefined>> = {
  delivered: 'incoming_envelope',
  blocked: 'no_entry',
  failed: 'warning',
}

/** A notification cuts a long caption short; here it is the only place where the caption stands. */
function commentOf({ text }: Drawn, caption: string): string {
  const said = escapeText(shorten(caption, LIMITS.text - text.length - 1))
  return text.includes(said) ? text : `${text}\n${said}`
}

/** Everybody in the workspace, and every app, can read it: ids only (peers 4b). */
function metadataOf({ kind, card }: DeskCard) {
  const payload = { subject: kind, id: card.id, ...(card.case === null ? {} : { case: card.case }) }
  return { event_type: 'aftercare_case', event_payload: payload }
}

function groupOf({ managerGroup }: Pick<SlackDeskOptions, 'managerGroup'>) {
  return managerGroup === undefined ? {} : { managerGroup }
}

/** Of a file that was uploaded only the file's id is known, and a file says nothing that could be changed. */
function isTs(message: string): boolean {
  return /^\d+\.\d+$/.test(message)
}

/** Slack's timestamps have one length, so that they sort as text. */
function newest(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return one > other ? one : other
}
