/** The card of each subject: one post in the channel of its outlet, changed in place, posted anew where its outlet changes. */
import { createHash } from 'node:crypto'
import type { Delivery } from '../../../assistant/channel.ts'
import type { Board, DeskCard } from '../../../desk/board.ts'
import { type Subject, threadOf } from '../../../desk/post.ts'
import { messageId } from '../ids.ts'
import { drawCard } from './card.ts'
import type { ChannelPosts } from './channel-posts.ts'
import type { Look } from './look.ts'
import { drawMoved } from './moved-card.ts'
import type { Post, Room, Rooms } from './rooms.ts'

export type CardPosts = {
  /** Draws the card where it belongs now. */
  send(subject: Subject): Promise<Delivery>
  /** The card's post, below which the thread is; posted now if that has not happened. */
  root(subject: Subject): Promise<Post | Exclude<Delivery, { kind: 'sent' }>>
  /** The same at the head office, since the outlet's channel takes nothing. */
  rootAtHeadOffice(subject: Subject): Promise<Post | Exclude<Delivery, { kind: 'sent' }>>
}

export type CardPostsParts = {
  readonly board: Pick<Board, 'card' | 'cardPost'>
  readonly posts: ChannelPosts
  readonly rooms: Rooms
  readonly look: Look
}

/** What could not be found is nothing to draw. */
export const NOTHING: Delivery = { kind: 'refused', why: 'what is to be shown is not there any more' }

/** Cards whose last drawing is remembered. */
const MOST_CARDS = 5_000

type Shown = { readonly post: Post; readonly drawing: string }

export function createCardPosts({ board, posts, rooms, look }: CardPostsParts): CardPosts {
  const shown = new Map<string, Shown>()

  async function keptOf(subject: Subject): Promise<Post | undefined> {
    const message = await board.cardPost(subject)
    return message === undefined ? undefined : rooms.postIn(message)
  }

  async function send(subject: Subject, isShut = false): Promise<Delivery> {
    const [card, kept, room] = await Promise.all([board.card(subject), keptOf(subject), rooms.of(subject)])
    if (!card) return NOTHING
    const channel = isShut ? rooms.headOffice : room.channel
    const sent = await draw(subject, card, kept, channel)
    // Somebody must have it: while an outlet's channel takes nothing, the head office does.
    if (posts.isShut(sent) && channel !== rooms.headOffice) return send(subject, true)
    return (await retire(card, kept, room, sent)) ?? sent
  }

  async function draw(subject: Subject, card: DeskCard, kept: Post | undefined, channel: string): Promise<Delivery> {
    const key = threadOf(subject)
    const drawn = drawCard(card, look)
    const drawing = createHash('sha256').update(JSON.stringify(drawn)).digest('base64')
    const last = shown.get(key)
    // One that this process posted anew, or ahead of its thread, may be younger than the one in the rows.
    const known = newest(kept, last?.post)
    const here = known?.channel === channel ? known : undefined
    if (here && last?.post.ts === here.ts && last.drawing === drawing) {
      return { kind: 'sent', message: messageId(channel, here.ts), free: true }
    }
    const about = { channel, metadata: metadataOf(card) }
    const delivery = here ? await posts.change(here, drawn, about) : await posts.post(drawn, about)
    const post = postOf(delivery)
    if (post) remember(key, { post, drawing })
    return delivery
  }

  /** The post that was the card says where it went; undefined when there is nothing to wait for. */
  async function retire(
    { card }: DeskCard,
    kept: Post | undefined,
    room: Room,
    sent: Delivery,
  ): Promise<Delivery | undefined> {
    const post = postOf(sent)
    if (!kept || !post || kept.channel === post.channel) return undefined
    const left = await posts.replace(kept, drawMoved(card.case, { ...room, channel: post.channel }, look))
    return left.kind === 'later' ? left : undefined
  }

  function remember(key: string, card: Shown): void {
    shown.delete(key)
    shown.set(key, card)
    const oldest = shown.keys().next().value
    if (shown.size > MOST_CARDS && oldest !== undefined) shown.delete(oldest)
  }

  function postOf(delivery: Delivery): Post | undefined {
    return delivery.kind === 'sent' && delivery.message !== undefined ? rooms.postIn(delivery.message) : undefined
  }

  async function sentRoot(subject: Subject, isShut: boolean): Promise<Post | Exclude<Delivery, { kind: 'sent' }>> {
    const sent = await send(subject, isShut)
    return sent.kind === 'sent' ? (postOf(sent) ?? NOWHERE) : sent
  }

  return {
    send: subject => send(subject),
    async root(subject) {
      return newest(await keptOf(subject), shown.get(threadOf(subject))?.post) ?? sentRoot(subject, false)
    },
    rootAtHeadOffice: subject => sentRoot(subject, true),
  }
}

const NOWHERE = { kind: 'refused', why: 'Slack does not say where the card is' } as const

/** Everybody in the workspace, and every app, can read it: ids only (peers 4b). */
function metadataOf({ kind, card }: DeskCard) {
  const payload = { subject: kind, id: card.id, ...(card.case === null ? {} : { case: card.case }) }
  return { event_type: 'aftercare_case', event_payload: payload }
}

/** Slack's timestamps have one length, so that they sort as text. */
function newest(one: Post | undefined, other: Post | undefined): Post | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return one.ts > other.ts ? one : other
}
