/** Posts, changes and marks in the staff's channels, and what Slack's refusals mean there. */
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Delivery } from '../../../assistant/channel.ts'
import { type DeliveryMethod, slackDelivery } from '../delivery.ts'
import { messageId, partsOf } from '../ids.ts'
import { whyOf } from '../web-client.ts'
import type { Drawn } from './look.ts'
import type { Post } from './rooms.ts'

type Metadata = {
  readonly event_type: string
  readonly event_payload: Readonly<Record<string, string | number>>
}

export type About = {
  /** Of the channel itself. */
  readonly channel: string
  readonly threadTs?: string
  readonly metadata?: Metadata
}

export type ChannelPosts = {
  /** `message` of the delivery is `CHANNEL:ts`. */
  post(drawn: Drawn, about: About): Promise<Delivery>
  /** Changes a post; one that somebody has deleted, or that is not ours to change, is posted anew. */
  change(post: Post, drawn: Drawn, about: About): Promise<Delivery>
  /** Says something else in a post's place, if it is there still. */
  replace(post: Post, drawn: Drawn): Promise<Delivery>
  /** Marks somebody's post (`CHANNEL:ts`) with an emoji, in place of an earlier one. Undefined when that is all there is to it. */
  mark(post: string, emoji: string | undefined): Promise<Delivery | undefined>
  /** What a delivery to a channel means that was made for a customer's conversation. */
  judged(delivery: Delivery, channel: string): Delivery
  /** Whether an outlet's channel takes no posts at all. The head office's is waited for instead. */
  isShut(delivery: Delivery): boolean
}

export type ChannelPostsParts = {
  readonly web: WebClient
  readonly headOffice: string
  readonly log: Logger
}

/** How long the desk rests when the head office's channel takes no posts (ms): somebody has to invite the app. */
const NO_CHANNEL_MS = 30_000
/** Posts whose mark is remembered. */
const MOST_MARKS = 5_000
/** There is no such post any more, or never was one of ours. */
const GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed'])
/** The channel itself takes nothing: no post is at fault. */
const NO_CHANNEL = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
])

export function createChannelPosts({ web, headOffice, log }: ChannelPostsParts): ChannelPosts {
  const marks = new Map<string, string>()

  /** A refusal for speed is about the app, so everything waits; so it does while the head office takes nothing. */
  function judged(delivery: Delivery, channel: string): Delivery {
    if (delivery.kind === 'later') return { ...delivery, everyone: true }
    if (delivery.kind !== 'unreachable') return delivery
    if (!NO_CHANNEL.has(delivery.why)) return { kind: 'refused', why: delivery.why }
    if (channel !== headOffice) {
      log.error(
        { why: delivery.why, channel },
        'slack: the channel of an outlet takes no posts; its work goes to the head office',
      )
      return { kind: 'refused', why: delivery.why }
    }
    log.error({ why: delivery.why, channel }, 'slack: the channel of the staff takes no posts; trying again')
    return { kind: 'later', afterMs: NO_CHANNEL_MS, everyone: true }
  }

  async function attempt(
    channel: string,
    method: DeliveryMethod,
    call: () => Promise<{ ts?: string | undefined }>,
  ): Promise<Delivery> {
    try {
      const { ts } = await call()
      return ts === undefined ? { kind: 'sent' } : { kind: 'sent', message: messageId(channel, ts) }
    } catch (error) {
      return judged(slackDelivery(error, method), channel)
    }
  }

  function post(drawn: Drawn, { channel, threadTs, metadata }: About): Promise<Delivery> {
    return attempt(channel, 'chat.postMessage', () =>
      web.chat.postMessage({
        channel,
        ...drawn,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        ...(metadata && { metadata }),
        unfurl_links: false,
        unfurl_media: false,
      }),
    )
  }

  function update({ channel, ts }: Post, { text, blocks }: Drawn, metadata?: Metadata): Promise<Delivery> {
    return attempt(channel, 'chat.update', () =>
      web.chat.update({ channel, ts, text, blocks, ...(metadata && { metadata }) }),
    )
  }

  return {
    post,
    judged,
    replace: update,
    isShut: delivery => delivery.kind === 'refused' && NO_CHANNEL.has(delivery.why),
    async change(known, drawn, about) {
      const changed = await update(known, drawn, about.metadata)
      const isGone = changed.kind === 'refused' && GONE.has(changed.why)
      if (isGone) return post(drawn, about)
      return changed.kind === 'sent' ? { kind: 'sent', message: messageId(known.channel, known.ts) } : changed
    },
    async mark(name, emoji) {
      const [at] = partsOf(name)
      const before = marks.get(name)
      if (emoji === undefined || emoji === before || at?.kind !== 'message') return undefined
      const where = { channel: at.channel, timestamp: at.ts }
      try {
        if (before !== undefined) await web.reactions.remove({ ...where, name: before })
      } catch (error) {
        log.debug({ why: whyOf(error) }, 'slack: an earlier mark stays')
      }
      try {
        await web.reactions.add({ ...where, name: emoji })
      } catch (error) {
        const delivery = slackDelivery(error, 'chat.postMessage')
        if (delivery.kind === 'later') return delivery
        // It is there already, or the post is gone: the receipt says the same in words.
        log.debug({ why: whyOf(error) }, 'slack: a post was not marked')
      }
      if (marks.size >= MOST_MARKS) marks.clear()
      marks.set(name, emoji)
      return undefined
    },
  }
}
