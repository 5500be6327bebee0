/** Draws what waits in `desk:SUBJECT`: the card as a post of its outlet's channel, everything else in the thread below it. */
import type { KnownBlock, WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Delivery, ReadFile } from '../../../assistant/channel.ts'
import type { Sender } from '../../../assistant/deliver.ts'
import type { Board, ThreadLine } from '../../../desk/board.ts'
import { type DeskPost, type Subject, subjectOf } from '../../../desk/post.ts'
import { escapeText, LIMITS, shorten } from '../blocks.ts'
import { uploadToSlack } from '../files.ts'
import type { SlackDeskOptions } from '../ports.ts'
import { uploadName } from '../upload-name.ts'
import { createCardPosts, NOTHING } from './card-posts.ts'
import { type About, createChannelPosts } from './channel-posts.ts'
import { drawDanger, drawLevel } from './level.ts'
import { drawLine } from './line.ts'
import type { Drawn, Look } from './look.ts'
import { ownNotice } from './notices.ts'
import { drawRelay } from './relay.ts'
import type { Post, Rooms } from './rooms.ts'

export type DeskSenderParts = {
  readonly web: WebClient
  readonly options: Pick<SlackDeskOptions, 'managerGroup'>
  readonly rooms: Rooms
  readonly board: Pick<Board, 'card' | 'cardPost' | 'line' | 'lineOfFile' | 'linePost' | 'relay' | 'relayPost'>
  readonly readFile: ReadFile
  readonly look: Look
  readonly log: Logger
}

/** Where the thread is. */
type Below = Required<Pick<About, 'channel' | 'threadTs'>>

/** Rest until a file that is still being fetched is looked for again (ms). */
const COMING_MS = 1_000

/** Resolves to what became of a row; `message`: `CHANNEL:ts`, or the uploaded file. Rejects only when the board cannot be read. */
export function createDeskSender(parts: DeskSenderParts): Sender['send'] {
  const { board, log, look, options, readFile, rooms, web } = parts
  const posts = createChannelPosts({ web, headOffice: rooms.headOffice, log })
  const cards = createCardPosts({ board, posts, rooms, look })
  /** Relays that are posted and wait for their mark, with their posts, which the rows do not know yet. */
  const unmarked = new Map<number, string>()

  async function sendBelow(post: Exclude<DeskPost, { kind: 'card' }>, subject: Subject): Promise<Delivery> {
    const root = await cards.root(subject)
    if ('kind' in root) return root
    const sent = await sendAt(root, post, subject)
    if (!posts.isShut(sent) || root.channel === rooms.headOffice) return sent
    const other = await cards.rootAtHeadOffice(subject)
    return 'kind' in other ? other : sendAt(other, post, subject)
  }

  async function sendAt(root: Post, post: Exclude<DeskPost, { kind: 'card' }>, subject: Subject): Promise<Delivery> {
    const below = { channel: root.channel, threadTs: root.ts }
    switch (post.kind) {
      case 'line': {
        const line = await board.line(post.inbox)
        return line ? sendLine(line, subject, below, post.again === true) : NOTHING
      }
      case 'file': {
        const line = await board.lineOfFile(post.media)
        return line ? sendLine(line, subject, below, false) : NOTHING
      }
      case 'relay':
        return sendRelay(post.relay, below)
      case 'level':
        return posts.post(drawLevel(post.level, post.priority, groupOf(options), look), below)
      case 'danger':
        return posts.post(drawDanger(groupOf(options), look), below)
    }
  }

  async function sendLine(line: ThreadLine, subject: Subject, below: Below, again: boolean): Promise<Delivery> {
    const drawn = drawLine(line, look)
    const { what } = line
    // What was uploaded cannot be drawn anew: words that were masked beside it follow in a post of their own.
    if (what.kind === 'file' && again) return line.personal ? posts.post(drawn, below) : { kind: 'sent', free: true }
    if (what.kind === 'file') return sendFile({ ...what.file, media: what.media }, drawn, below, what.caption)
    const changed = again || what.kind === 'edited' || what.kind === 'deleted'
    const message = changed && line.message !== null ? await board.linePost(subject, line.message) : undefined
    // Of a file that was uploaded only the file's id is known, and a file says nothing that could be changed.
    const known = message === undefined ? undefined : rooms.postIn(message)
    return known ? posts.change(known, drawn, below) : posts.post(drawn, below)
  }

  async function sendFile(
    file: Parameters<typeof uploadName>[0],
    drawn: Drawn,
    below: Below,
    caption: string,
  ): Promise<Delivery> {
    const kept = await readFile(file.media)
    if (kept.kind === 'coming') return { kind: 'later', afterMs: COMING_MS, everyone: false }
    if (kept.kind === 'lost') {
      const text = ownNotice('file-lost', look.language)
      const note: KnownBlock = { type: 'context', elements: [{ type: 'mrkdwn', text }] }
      return posts.post({ text: `${drawn.text} ${text}`, blocks: [...drawn.blocks, note] }, below)
    }
    const files = [{ bytes: kept.bytes, name: uploadName(file, kept.bytes), ...(file.mime && { mime: file.mime }) }]
    const comment = commentOf(drawn, caption)
    const { delivery } = await uploadToSlack(web, { ...below, files, comment })
    return posts.judged(delivery, below.channel)
  }

  async function sendRelay(id: number, below: Below): Promise<Delivery> {
    const relay = await board.relay(id)
    if (!relay) return NOTHING
    const drawn = drawRelay(relay, look)
    const message = unmarked.get(id) ?? (await board.relayPost(id))
    const known = message === undefined ? undefined : rooms.postIn(message)
    unmarked.delete(id)
    const sent = known ? await posts.change(known, drawn, below) : await posts.post(drawn, below)
    if (sent.kind !== 'sent' || relay.post === null) return sent
    const wait = await posts.mark(relay.post, MARKS[relay.state])
    if (wait && sent.message !== undefined) unmarked.set(id, sent.message)
    return wait ?? sent
  }

  return async row => {
    const subject = subjectOf(row.conversationId)
    if (!subject || row.payload.kind !== 'post') return { kind: 'refused', why: 'not a post of the desk' }
    const { post } = row.payload as unknown as { readonly post: DeskPost }
    return post.kind === 'card' ? cards.send(subject) : sendBelow(post, subject)
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

function groupOf({ managerGroup }: Pick<SlackDeskOptions, 'managerGroup'>) {
  return managerGroup === undefined ? {} : { managerGroup }
}
