/**
 * What customers do in Slack, from Bolt's listeners to the assistant's door. A listener stores and does no more before it
 * ends: the doors acknowledge then. What takes a call to Slack (a form, a word to somebody) comes after, in the background.
 */
import type { App, BlockAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Receive } from '../../assistant/channel.ts'
import { CONTACT_FORM, contactForm, readContact } from './contact-form.ts'
import { CUSTOMER_WORDS } from './customer-words.ts'
import { withFileFacts } from './file-facts.ts'
import { HOME_BOOK, HOME_HUMAN } from './home.ts'
import type { Homes } from './homes.ts'
import { directConversation, isDirect, threadConversation } from './ids.ts'
import {
  authorOf,
  type Click,
  clickOf,
  contactInbound,
  type HomeButton,
  homeInbound,
  messageInbounds,
  type SlackMessageEvent,
  tapInbound,
} from './inbound.ts'
import type { People } from './people.ts'
import { whyOf } from './web-client.ts'

export type CustomerParts = {
  readonly app: Pick<App, 'event' | 'action' | 'view'>
  readonly web: WebClient
  readonly receive: Receive
  isKnown(conversation: string): Promise<boolean>
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly people: People
  readonly homes: Pick<Homes, 'opened'>
  readonly log: Logger
  /** Our own user id, once it is known. */
  botUser(): string | undefined
  /** Work that nobody waits for, but that is finished before the process ends. */
  inBackground(work: Promise<void>): void
}

/** Slack's own bot says of itself that it is none. */
const SLACKBOT = 'USLACKBOT'

/** Longest wait for what Slack knows of a file (ms): the message must be stored well within 3 s. */
const FILE_FACTS_MS = 800

export type Customers = {
  /** A `message` event of any channel but the staff's. */
  said(event: SlackMessageEvent, eventId: string): Promise<void>
  /** An `app_mention`: from now on the thread below it is heard. */
  mentioned(event: SlackMessageEvent, eventId: string): Promise<void>
}

/** Registers what customers press, fill in and open; their messages are handed in, for the staff's are not theirs. */
export function listenToCustomers(parts: CustomerParts): Customers {
  const { receive, people, clock } = parts

  async function store(event: SlackMessageEvent, eventId: string, user: string, conversation: string): Promise<void> {
    const botUser = parts.botUser()
    const [whole, from] = await Promise.all([withFileFacts(parts.web, event, FILE_FACTS_MS), people.of(user)])
    const inbounds = messageInbounds(whole, {
      eventId,
      receivedAt: clock(),
      conversation,
      from,
      ...(botUser !== undefined && { botUser }),
    })
    if (inbounds.length > 0) await receive(inbounds)
  }

  listenToTaps(parts)
  listenToContactForm(parts)
  listenToHome(parts)
  return {
    async said(event, eventId) {
      const author = authorOf(event)
      if (!author || author.user === SLACKBOT) return
      if (isDirect(event.channel)) return store(event, eventId, author.user, directConversation(author.user))
      const isChange = event.subtype === 'message_changed' || event.subtype === 'message_deleted'
      // Outside of threads nobody speaks to us but who mentions us, and that comes as an `app_mention`.
      if (author.threadTs === undefined && !isChange) return
      const conversation = threadConversation(author.user, event.channel, author.threadTs ?? author.ts)
      if (await parts.isKnown(conversation)) await store(event, eventId, author.user, conversation)
    },
    async mentioned(event, eventId) {
      const author = authorOf(event)
      if (!author || isDirect(event.channel)) return
      const conversation = threadConversation(author.user, event.channel, author.threadTs ?? author.ts)
      await store(event, eventId, author.user, conversation)
    },
  }
}

/** Answers to questions: buttons, and lists where there are too many for buttons. */
function listenToTaps(parts: CustomerParts): void {
  parts.app.action<BlockAction>({ type: 'block_actions', action_id: /^ask:/ }, async ({ ack, body }) => {
    const click = clickOf(body)
    if (click && !click.theirs) {
      await ack()
      return parts.inBackground(tellWhoseItIs(parts, body, click))
    }
    const inbound = tapInbound(body, { receivedAt: parts.clock(), from: await parts.people.of(body.user.id) })
    if (inbound) await parts.receive([inbound])
    await ack()
  })
}

/** In a channel everybody sees the buttons of one customer's question. */
async function tellWhoseItIs({ web, people, log }: CustomerParts, body: BlockAction, click: Click): Promise<void> {
  const { user, channel, message } = body
  if (!channel) return
  try {
    const { language = 'en' } = await people.of(user.id)
    await web.chat.postEphemeral({
      channel: channel.id,
      user: user.id,
      text: CUSTOMER_WORDS[language].notYours,
      ...(message?.thread_ts && { thread_ts: message.thread_ts }),
    })
  } catch (error) {
    log.debug({ why: whyOf(error), conversation: click.conversation }, 'slack: nobody was told whose question it is')
  }
}

/** A phone number and a name, asked for in a form. The button opens it; `trigger_id` is good for 3 s. */
function listenToContactForm(parts: CustomerParts): void {
  const { app, web, people, log } = parts
  app.action<BlockAction>({ type: 'block_actions', action_id: CONTACT_FORM }, async ({ ack, body }) => {
    await ack()
    const click = clickOf(body)
    if (!click) return
    if (!click.theirs) return parts.inBackground(tellWhoseItIs(parts, body, click))
    const open = async () => {
      try {
        const { language: own, name } = await people.of(body.user.id)
        const { conversation, language = own ?? 'en' } = click
        await web.views.open({
          trigger_id: body.trigger_id,
          view: contactForm(language, { conversation, ...(name && { name }) }),
        })
      } catch (error) {
        log.warn({ why: whyOf(error), conversation: click.conversation }, 'slack: a form was not opened')
      }
    }
    parts.inBackground(open())
  })
  app.view(CONTACT_FORM, async ({ ack, body, view }) => {
    const read = readContact(view)
    if (!read) return ack()
    if (!read.ok) return ack({ response_action: 'errors', errors: read.errors })
    const inbound = contactInbound(read.contact, {
      receivedAt: parts.clock(),
      from: await people.of(body.user.id),
      conversation: read.conversation,
      viewId: view.id,
    })
    if (inbound) await parts.receive([inbound])
    await ack()
  })
}

/** App Home: drawn when somebody looks, and its buttons are commands in the direct messages. */
function listenToHome({ app, homes, receive, people, clock }: CustomerParts): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') homes.opened(event.user)
  })
  const listenTo = (actionId: string, button: HomeButton) =>
    app.action<BlockAction>(actionId, async ({ ack, body }) => {
      const user = body.user.id
      const options = { user, id: body.actions[0]?.action_ts ?? body.trigger_id, receivedAt: clock() }
      await receive([homeInbound(button, { ...options, from: await people.of(user) })])
      await ack()
    })
  listenTo(HOME_BOOK, 'book')
  listenTo(HOME_HUMAN, 'human')
}
