/**
 * What a customer did on Telegram, in the assistant's words. Pure.
 *
 * Only private chats are heard: a case belongs to one customer, and in a group anybody could answer for anybody. Updates
 * from groups and channels, and service messages that nobody wrote, are not inbounds at all.
 */
import type { Chat, Message, Update, User } from 'grammy/types'
import type { Inbound, InboundContent, InboundFile } from '../../assistant/channel.ts'

export type InboundOptions = {
  /** Our own name without the @. Unknown until Telegram has told it: then `/book@anybody` is taken as ours. */
  readonly username?: string
  /** Epoch milliseconds; a tap carries no time of its own. */
  readonly receivedAt: number
}

/** Kinds of updates that `toInbound` reads; Telegram is asked for these and no others. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

/** The id of the chat behind a conversation, or undefined if it is none of Telegram's. */
export function chatOf(conversation: string): number | undefined {
  const id = /^telegram:(-?\d+)$/.exec(conversation)?.[1]
  return id === undefined ? undefined : Number(id)
}

/** Translates an update, or returns undefined if it is nothing that a customer did. */
export function toInbound(update: Update, options: InboundOptions): Inbound | undefined {
  const updateId = String(update.update_id)
  if (update.message) return fromMessage(updateId, update.message, options)
  if (update.edited_message) return fromEdit(updateId, update.edited_message)
  if (update.callback_query) {
    const { message, from, data } = update.callback_query
    if (message === undefined || data === undefined) return undefined
    const content: InboundContent = { kind: 'tap', token: data }
    return inbound(updateId, message.chat, from, options.receivedAt, content, message.message_id)
  }
  if (update.my_chat_member) {
    const { chat, from, date, new_chat_member: member } = update.my_chat_member
    if (member.status !== 'kicked' && member.status !== 'member') return undefined
    return inbound(updateId, chat, from, date * 1000, { kind: 'reachable', reachable: member.status === 'member' })
  }
  return undefined
}

function inbound(
  updateId: string,
  chat: Chat,
  from: User,
  at: number,
  content: InboundContent,
  message?: number,
): Inbound | undefined {
  if (chat.type !== 'private') return undefined
  const name = [from.first_name, from.last_name].filter(Boolean).join(' ')
  const language = from.language_code
  return {
    channel: 'telegram',
    updateId,
    conversation: `telegram:${chat.id}`,
    at,
    ...(message === undefined ? {} : { message: String(message) }),
    from: {
      ...(name === '' ? {} : { name }),
      ...(language ? { language: /^zh\b/i.test(language) ? ('zh' as const) : ('en' as const) } : {}),
    },
    content,
  }
}

function fromMessage(updateId: string, message: Message, options: InboundOptions): Inbound | undefined {
  const content = contentOf(message, options.username)
  if (content === undefined || message.from === undefined) return undefined
  return inbound(updateId, message.chat, message.from, message.date * 1000, content, message.message_id)
}

/** Only new words count: a live location moves by edits too, and nobody wants an answer to each. */
function fromEdit(updateId: string, message: Message): Inbound | undefined {
  const text = message.text ?? message.caption
  if (text === undefined || message.from === undefined) return undefined
  const content: InboundContent = { kind: 'edit', text, message: String(message.message_id) }
  const at = (message.edit_date ?? message.date) * 1000
  return inbound(updateId, message.chat, message.from, at, content, message.message_id)
}

function contentOf(message: Message, username: string | undefined): InboundContent | undefined {
  if (message.text !== undefined) return commandOf(message.text, username) ?? { kind: 'text', text: message.text }
  const file = fileOf(message)
  if (file !== undefined) {
    return {
      kind: 'file',
      file,
      ...(message.caption === undefined ? {} : { caption: message.caption }),
      ...(message.media_group_id === undefined ? {} : { album: message.media_group_id }),
    }
  }
  if (message.contact) {
    const { phone_number: number, first_name: first, last_name: last, user_id: owner } = message.contact
    // Our own request button gives the sender's number with country code, on some clients without the plus.
    const own = owner !== undefined && owner === message.from?.id && /^\d/.test(number)
    const name = [first, last].filter(Boolean).join(' ')
    return { kind: 'contact', phone: own ? `+${number}` : number, ...(name === '' ? {} : { name }) }
  }
  if (message.location) {
    return { kind: 'location', latitude: message.location.latitude, longitude: message.location.longitude }
  }
  if (SERVICE.some(key => message[key] !== undefined)) return undefined
  return { kind: 'unsupported', what: UNSUPPORTED.find(key => message[key] !== undefined) ?? 'message' }
}

/** `/name`, `/name@us` or `/name payload`, known to us or not. A command for another bot is plain text here. */
function commandOf(text: string, username: string | undefined): InboundContent | undefined {
  const match = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+([\s\S]*))?$/.exec(text)
  if (match?.[1] === undefined) return undefined
  const [, name, bot, payload = ''] = match
  if (bot !== undefined && username !== undefined && bot.toLowerCase() !== username.toLowerCase()) return undefined
  return { kind: 'command', name: name.toLowerCase(), payload: payload.trim() }
}

type PlatformFile = { file_id: string; file_name?: string; mime_type?: string; file_size?: number }

function fileOf(message: Message): InboundFile | undefined {
  const largest = message.photo?.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a))
  if (largest) return named('photo', { ...largest, mime_type: 'image/jpeg' })
  const still = message.live_photo?.photo?.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a))
  if (still) return named('photo', { ...still, mime_type: 'image/jpeg' })
  if (message.voice) return named('voice', message.voice)
  if (message.audio) return named('audio', message.audio)
  if (message.video) return named('video', message.video)
  if (message.video_note) return named('video', { ...message.video_note, mime_type: 'video/mp4' })
  // An animation carries a document of the same file as well, for old clients.
  if (message.animation) return named('video', message.animation)
  if (message.document) {
    // A photo sent "as a file", uncompressed, is still the photo that was asked for.
    return named(message.document.mime_type?.startsWith('image/') ? 'photo' : 'file', message.document)
  }
  if (message.sticker) return named('sticker', message.sticker)
  return undefined
}

function named(kind: InboundFile['kind'], file: PlatformFile): InboundFile {
  return {
    kind,
    file: file.file_id,
    ...(file.file_name === undefined ? {} : { name: file.file_name }),
    ...(file.mime_type === undefined ? {} : { mime: file.mime_type }),
    ...(file.file_size === undefined ? {} : { size: file.file_size }),
  }
}

/** Messages that Telegram writes by itself in a private chat: nobody said anything. */
const SERVICE = [
  'pinned_message',
  'message_auto_delete_timer_changed',
  'chat_background_set',
  'write_access_allowed',
  'connected_website',
  'proximity_alert_triggered',
  'paid_message_price_changed',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_closed',
  'forum_topic_reopened',
  'checklist_tasks_done',
  'checklist_tasks_added',
  'refunded_payment',
] as const satisfies readonly (keyof Message)[]

/** Kinds of messages that a person sends and we cannot read, by name. */
const UNSUPPORTED = [
  'rich_message',
  'poll',
  'dice',
  'game',
  'story',
  'checklist',
  'paid_media',
  'invoice',
  'successful_payment',
  'users_shared',
  'chat_shared',
  'web_app_data',
  'giveaway',
  'gift',
  'unique_gift',
  'live_photo',
] as const satisfies readonly (keyof Message)[]
