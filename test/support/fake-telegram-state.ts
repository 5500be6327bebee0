/** What the fake Telegram remembers: chats, messages, files, taps and everything somebody did wrong. */

export type FakeButton = { readonly label: string; readonly token: string }

export type FakeMessage = {
  readonly id: number
  readonly from: 'bot' | 'user'
  text: string
  /** Rows of inline buttons; empty when there are none (any more). */
  buttons: readonly (readonly FakeButton[])[]
  /** The inline buttons it was sent with: they stay on the customer's other phones for a while. */
  readonly once: readonly (readonly FakeButton[])[]
  edited: boolean
  /** Taken back: the customer sees it no more. */
  deleted: boolean
  /** Sent more than 48 hours ago: set it, and Telegram deletes the message no more. */
  old: boolean
  /** A reply keyboard came or went with it: Telegram does not let a bot edit such a message. */
  readonly fixed: boolean
  /** A file the bot sent; `text` is its caption. */
  readonly upload?: FakeUpload
  /** The files that came in one call share it. */
  readonly album?: string
  readonly location?: { readonly latitude: number; readonly longitude: number }
}

export type FakeUpload = {
  readonly kind: 'photo' | 'video' | 'voice' | 'audio' | 'document'
  readonly name: string
  readonly bytes: Uint8Array
}

export type ReplyKey = { readonly text: string; readonly request_contact?: true; readonly request_location?: true }

export type FakeChat = {
  readonly id: number
  readonly name: string
  readonly language: string | undefined
  blocked: boolean
  readonly messages: FakeMessage[]
  /** The reply keyboard under the input field, if there is one. */
  keyboard: readonly (readonly ReplyKey[])[] | undefined
  /** Called for each message that arrives, is edited or is deleted. */
  readonly watchers: Set<(message: FakeMessage) => void>
}

export type FakeWebhook = { url: string; secret: string | undefined; connections: number }
export type FakeFile = { readonly path: string; readonly bytes: Uint8Array; readonly size: number }
export type BotCommand = { command: string; description: string }
/** An update as it goes over the wire. */
export type FakeUpdate = { readonly update_id: number; readonly [kind: string]: unknown }

export type FakeState = {
  readonly token: string
  readonly username: string
  readonly chats: Map<number, FakeChat>
  /** Taps that wait for an answer: query id → how often it was answered. */
  readonly queries: Map<string, number>
  readonly files: Map<string, FakeFile>
  /** Command menus by language code; the default is ''. */
  readonly commands: Map<string, readonly BotCommand[]>
  readonly violations: string[]
  webhook: FakeWebhook | undefined
  allowed: readonly string[] | undefined
  lastMessageId: number
}

export function createState(token: string): FakeState {
  return {
    token,
    username: 'aftercare_test_bot',
    chats: new Map(),
    queries: new Map(),
    files: new Map(),
    commands: new Map(),
    violations: [],
    webhook: undefined,
    allowed: undefined,
    lastMessageId: 0,
  }
}

/** Puts a message into a chat, in front of whoever waits for it. */
export function arrive(
  state: FakeState,
  chat: FakeChat,
  message: Omit<FakeMessage, 'id' | 'edited' | 'deleted' | 'old' | 'once'>,
): FakeMessage {
  state.lastMessageId += 1
  const untouched = { edited: false, deleted: false, old: false }
  const arrived: FakeMessage = { ...message, ...untouched, id: state.lastMessageId, once: message.buttons }
  chat.messages.push(arrived)
  for (const watch of chat.watchers) watch(arrived)
  return arrived
}

/** The message as the Bot API shows it. */
export function messageJson(state: FakeState, chat: FakeChat, message: FakeMessage): Record<string, unknown> {
  const bot = { id: Number.parseInt(state.token, 10), is_bot: true, first_name: 'Aftercare', username: state.username }
  return {
    message_id: message.id,
    from: message.from === 'bot' ? bot : userJson(chat),
    chat: { id: chat.id, type: 'private', first_name: chat.name },
    date: Math.floor(Date.now() / 1000),
    ...(message.text === '' ? {} : { [message.upload ? 'caption' : 'text']: message.text }),
    ...(message.album === undefined ? {} : { media_group_id: message.album }),
    ...(message.location === undefined ? {} : { location: message.location }),
  }
}

export function userJson(chat: FakeChat): Record<string, unknown> {
  return {
    id: chat.id,
    is_bot: false,
    first_name: chat.name,
    ...(chat.language === undefined ? {} : { language_code: chat.language }),
  }
}
