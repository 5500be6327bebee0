/** What a customer did on Slack, in the assistant's words. Pure. */
import type { Inbound, InboundContent, InboundFile } from '../../assistant/channel.ts'
import type { Language } from '../../flow/flow.ts'
import { CONTACT_FORM } from './contact-form.ts'
import { directConversation, instantOf, isDirect, messageId, ownerOf, placeOf, threadConversation } from './ids.ts'
import { locationOf } from './map-link.ts'
import { loneLink, mentionText, typedText } from './typed-text.ts'

/** The parts we read of a file in an event. In shared channels Slack gives its id alone (`file_access`). */
export type SlackFile = {
  readonly id: string
  readonly name?: string | null | undefined
  readonly title?: string | null | undefined
  readonly mimetype?: string | undefined
  readonly size?: number | undefined
  readonly mode?: string | undefined
  readonly subtype?: string | undefined
  readonly permalink?: string | undefined
}

/** The parts we read of a message as it stands in a channel. */
export type SlackPost = {
  readonly subtype?: string | undefined
  readonly user?: string | undefined
  readonly bot_id?: string | undefined
  readonly text?: string | undefined
  readonly ts: string
  readonly thread_ts?: string | undefined
  /** Of a reply: who wrote the first message of the thread. */
  readonly parent_user_id?: string | undefined
  readonly files?: readonly SlackFile[] | undefined
  readonly attachments?:
    | readonly { readonly text?: string | undefined; readonly fallback?: string | undefined }[]
    | undefined
  readonly edited?: { readonly user?: string | undefined; readonly ts?: string | undefined } | undefined
}

/** The parts we read of a `message` or `app_mention` event. */
export type SlackMessageEvent = SlackPost & {
  readonly channel: string
  readonly event_ts?: string | undefined
  readonly user_profile?: SlackProfile | undefined
  readonly message?: SlackPost | undefined
  readonly previous_message?: SlackPost | undefined
  readonly deleted_ts?: string | undefined
}

export type SlackProfile = {
  readonly display_name?: string | undefined
  readonly real_name?: string | undefined
}

export type MessageOptions = {
  readonly eventId: string
  /** Epoch milliseconds; for what carries no time of its own. */
  readonly receivedAt: number
  readonly conversation: string
  /** What is known of the customer; the name in the event comes first. */
  readonly from?: Inbound['from']
  /** Our own user id: a mention of us is no part of what was said. */
  readonly botUser?: string
}

/** Subtypes that are a person's message; all the others are somebody joining, a channel renamed, a bot. */
const WRITTEN: readonly (string | undefined)[] = [undefined, 'file_share', 'thread_broadcast', 'me_message']

/** Who wrote the message an event is about, and where; undefined if no person did. */
export function authorOf(
  event: SlackMessageEvent,
): { readonly user: string; readonly channel: string; readonly ts: string; readonly threadTs?: string } | undefined {
  const post = subjectOf(event)
  if (post?.user === undefined || post.bot_id !== undefined) return undefined
  const { user, ts, thread_ts: threadTs } = post
  return { user, channel: event.channel, ts, ...(threadTs === undefined ? {} : { threadTs }) }
}

/** The message as the person wrote it: of a changed or deleted one what stood there before. */
function subjectOf(event: SlackMessageEvent): SlackPost | undefined {
  if (event.subtype === 'message_deleted') return event.previous_message
  if (event.subtype !== 'message_changed') return WRITTEN.includes(event.subtype) ? event : undefined
  return isTombstone(event.message) ? event.previous_message : event.message
}

/** What is left of a deleted message that has answers below it. */
function isTombstone(post: SlackPost | undefined): boolean {
  return post?.subtype === 'tombstone'
}

/**
 * The inbounds of one event, in order: none if nobody said anything, one for a text, an edit or a deletion, one for each
 * file of a message with files. The update id of a message is its place, so that `message` and `app_mention` of one post
 * are one (peers I2).
 */
export function messageInbounds(event: SlackMessageEvent, options: MessageOptions): readonly Inbound[] {
  const author = authorOf(event)
  if (!author) return []
  const eventTs = event.event_ts ?? event.ts
  const make = (content: InboundContent, updateId: string): Inbound => ({
    channel: 'slack',
    updateId,
    conversation: options.conversation,
    at: instantOf(eventTs) || options.receivedAt,
    message: messageId(event.channel, author.ts),
    from: { ...options.from, ...named(event.user_profile) },
    content,
  })
  if (event.subtype === 'message_changed' || event.subtype === 'message_deleted') {
    const content = changeOf(event, messageId(event.channel, author.ts), options.botUser)
    return content ? [make(content, `${messageId(event.channel, eventTs)}:${content.kind}`)] : []
  }
  const updateId = messageId(event.channel, event.ts)
  return contentsOf(event, options.botUser).map((content, index) =>
    make(content, index === 0 ? updateId : `${updateId}:${index + 1}`),
  )
}

function named(profile: SlackProfile | undefined): Inbound['from'] {
  const name = profile?.display_name || profile?.real_name
  return name ? { name } : {}
}

/** Only new words of the person count: Slack also changes a message to show a link's preview. */
function changeOf(event: SlackMessageEvent, message: string, botUser: string | undefined): InboundContent | undefined {
  const { message: now, previous_message: before } = event
  if (event.subtype === 'message_deleted' || isTombstone(now)) return { kind: 'deleted', message }
  if (!now) return undefined
  const hadFiles = (before?.files ?? []).some(isThere)
  if (hadFiles && !(now.files ?? []).some(isThere) && !now.text) return { kind: 'deleted', message }
  const isSame = before ? before.text === now.text : now.edited === undefined
  return isSame ? undefined : { kind: 'edit', text: saidIn(now.text ?? '', botUser), message }
}

function contentsOf(post: SlackPost, botUser: string | undefined): readonly InboundContent[] {
  const raw = post.text ?? ''
  const text = saidIn(raw, botUser)
  const files = (post.files ?? []).filter(isThere)
  if (files.length > 0) {
    return files.map((file, index) => ({
      kind: 'file',
      file: fileOf(file),
      ...(index === 0 && text !== '' ? { caption: text } : {}),
      ...(files.length > 1 ? { album: post.ts } : {}),
    }))
  }
  const unmentioned = botUser === undefined ? raw : mentionText(raw, botUser)
  const place = locationOf(loneLink(unmentioned) ?? text)
  if (place) return [{ kind: 'location', ...place }]
  if (text !== '') return [{ kind: 'text', text }]
  const shared = (post.attachments ?? [])
    .map(({ text: said, fallback }) => typedText(said || fallback || ''))
    .join('\n')
  if (shared.trim() !== '') return [{ kind: 'text', text: shared.trim() }]
  // Called by name and nothing else: "are you there?"
  if (raw !== '') return [{ kind: 'command', name: 'start', payload: '' }]
  return [{ kind: 'unsupported', what: 'message' }]
}

function saidIn(raw: string, botUser: string | undefined): string {
  return typedText(botUser === undefined ? raw : mentionText(raw, botUser)).trim()
}

/** A file that was taken back leaves a stone with its id. */
function isThere({ mode }: SlackFile): boolean {
  return mode !== 'tombstone' && mode !== 'hidden_by_limit'
}

function fileOf(file: SlackFile): InboundFile {
  const name = file.name || file.title
  return {
    kind: kindOf(file),
    file: file.id,
    ...(name ? { name } : {}),
    ...(file.mimetype ? { mime: file.mimetype } : {}),
    ...(file.size === undefined ? {} : { size: file.size }),
  }
}

/** An audio clip recorded in Slack may call itself video/webm or audio/mp4: its subtype says what it is. */
function kindOf({ mimetype = '', subtype }: SlackFile): InboundFile['kind'] {
  if (subtype === 'slack_audio') return 'voice'
  if (subtype === 'slack_video') return 'video'
  if (mimetype.startsWith('audio/')) return 'voice'
  if (mimetype.startsWith('video/')) return 'video'
  return mimetype.startsWith('image/') ? 'photo' : 'file'
}

/** The language of a Slack locale such as `zh-CN` or `en-GB`; undefined if the user has none. */
export function languageOf(locale: string | undefined): Language | undefined {
  if (!locale) return undefined
  return /^zh\b/i.test(locale) ? 'zh' : 'en'
}

const LANGUAGES: readonly Language[] = ['en', 'zh']

/** The parts we read of a `block_actions` payload of a message. */
export type SlackClick = {
  readonly user: { readonly id: string }
  readonly channel?: { readonly id: string } | undefined
  readonly message?: { readonly ts: string; readonly thread_ts?: string | undefined } | undefined
  readonly actions: readonly SlackAction[]
}

export type SlackAction = {
  readonly action_id: string
  readonly block_id: string
  readonly action_ts: string
  readonly value?: string | undefined
  readonly selected_option?: { readonly value?: string | undefined } | null | undefined
}

/** Where a click belongs, and whether the person who clicked is the one who was asked. */
export type Click = {
  readonly conversation: string
  readonly message: string
  readonly theirs: boolean
  /** In which the form is to be, of a click on the button that opens one. */
  readonly language?: Language
}

/** Undefined if the click is not one on buttons under a message to a customer. */
export function clickOf({ user, channel, message, actions }: SlackClick): Click | undefined {
  const owner = ownerOf(actions[0]?.block_id ?? '')
  if (owner === undefined || !channel || !message) return undefined
  const conversation = isDirect(channel.id)
    ? directConversation(owner)
    : threadConversation(owner, channel.id, message.thread_ts ?? message.ts)
  const language = LANGUAGES.find(each => actions[0]?.action_id === CONTACT_FORM && each === actions[0].value)
  return {
    conversation,
    message: messageId(channel.id, message.ts),
    theirs: owner === user.id,
    ...(language && { language }),
  }
}

export type ClickOptions = { readonly receivedAt: number; readonly from?: Inbound['from'] }

/** A choice made with a button or in a list; undefined if nothing was chosen, or by somebody who was not asked. */
export function tapInbound(payload: SlackClick, options: ClickOptions): Inbound | undefined {
  const click = clickOf(payload)
  const [action] = payload.actions
  const token = action?.selected_option?.value ?? action?.value
  if (!click?.theirs || !action || token === undefined) return undefined
  return {
    channel: 'slack',
    updateId: `tap:${click.message}:${action.action_ts}`,
    conversation: click.conversation,
    at: options.receivedAt,
    message: click.message,
    from: options.from ?? {},
    content: { kind: 'tap', token },
  }
}

/** What was filled in. `viewId` is the id of the form as it was opened: it can be sent once. */
export function contactInbound(
  contact: { readonly phone: string; readonly name?: string },
  options: ClickOptions & { readonly conversation: string; readonly viewId: string },
): Inbound | undefined {
  if (!placeOf(options.conversation)) return undefined
  return {
    channel: 'slack',
    updateId: `form:${options.viewId}`,
    conversation: options.conversation,
    at: options.receivedAt,
    from: options.from ?? {},
    content: { kind: 'contact', ...contact },
  }
}

export type HomeButton = 'book' | 'human'

/** A button of App Home, as if the command had been given in the direct messages; `id` tells one click from the next. */
export function homeInbound(
  button: HomeButton,
  options: ClickOptions & { readonly user: string; readonly id: string },
): Inbound {
  return {
    channel: 'slack',
    updateId: `home:${options.user}:${options.id}`,
    conversation: directConversation(options.user),
    at: options.receivedAt,
    from: options.from ?? {},
    content: { kind: 'command', name: button, payload: '' },
  }
}
