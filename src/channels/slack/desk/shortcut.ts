/** The shortcut of a message: sends a colleague's post to the customer, with its files. */
import type { App, MessageShortcut } from '@slack/bolt'
import type { Logger } from 'pino'
import type { Board } from '../../../desk/board.ts'
import { messageId } from '../ids.ts'
import type { SlackPost } from '../inbound.ts'
import { whyOf } from '../web-client.ts'
import type { Look } from './look.ts'
import { meantFor } from './meant.ts'
import { ownNotice } from './notices.ts'
import type { Listener, Orders } from './orders.ts'
import type { Rooms } from './rooms.ts'
import { contentOf } from './thread.ts'

/** Its callback id in the manifest. */
const SEND = 'desk:send'

export type ShortcutParts = {
  readonly app: Pick<App, 'shortcut'>
  readonly board: Pick<Board, 'card' | 'relayAt'>
  readonly rooms: Rooms
  readonly orders: Orders
  readonly look: Look
  readonly log: Logger
}

/** Slack offers it below every message there is, so most of what it can be used on is none of ours. */
export function listenToShortcut(parts: ShortcutParts): void {
  const { app, rooms, look, log } = parts
  app.shortcut<MessageShortcut>({ type: 'message_action', callback_id: SEND }, async ({ ack, shortcut, respond }) => {
    if (rooms.has(shortcut.channel.id)) {
      await sendPost(shortcut, parts)
      return ack()
    }
    await ack()
    try {
      await respond({ response_type: 'ephemeral', text: ownNotice('no-thread', look.language) })
    } catch (error) {
      log.warn({ why: whyOf(error) }, 'slack: somebody was not told what the shortcut is for')
    }
  })
}

async function sendPost(shortcut: MessageShortcut, { rooms, board, orders }: ShortcutParts): Promise<void> {
  const message = shortcut.message as SlackPost
  const { thread_ts: threadTs } = message
  const channel = shortcut.channel.id
  const isOfPerson = message.user !== undefined && message.bot_id === undefined
  const subject = threadTs === undefined || !isOfPerson ? undefined : await rooms.subjectAt({ channel, ts: threadTs })
  const room = subject ? (await rooms.of(subject)).channel : channel
  const listener: Listener = { user: shortcut.user.id, room, channel, ...(threadTs !== undefined && { threadTs }) }
  const staff = await orders.admit(listener)
  if (!staff) return
  const card = subject?.kind === 'escalation' ? await board.card(subject) : undefined
  if (!subject || !card) return orders.tell(listener, { own: 'no-thread' })
  const post = messageId(channel, message.ts)
  const relay = await board.relayAt(post)
  if (relay) return orders.tell(listener, { own: relay.state === 'undone' ? 'undone-before' : 'sent-already' })
  // Marked or not: the marks are not for the customer, and whoever chose the post wants all of it sent.
  const meant = meantFor(message.text ?? '', 'customer')
  const content = contentOf(message, meant.for === 'customer' ? meant.text : (message.text ?? ''))
  const updateId = `${post}:${shortcut.action_ts}:${shortcut.user.id}`
  const command = { do: 'reply', escalation: subject.id, content, post, whole: true, wait: true } as const
  await orders.give({ conversation: card.card.conversation, staff, command, updateId }, listener)
}
