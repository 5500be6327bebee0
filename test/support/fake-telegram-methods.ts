/** The methods of the Bot API that the fake knows, as strict as Telegram is. A breach is an answer and a violation. */
import {
  type ApiAnswer,
  done,
  isAnswer,
  type Method,
  type Payload,
  reach,
  refusal,
  violation,
} from './fake-telegram-answers.ts'
import { FILE_METHODS, faultOfCaption } from './fake-telegram-files.ts'
import {
  arrive,
  type FakeButton,
  type FakeChat,
  type FakeMessage,
  type FakeState,
  messageJson,
} from './fake-telegram-state.ts'

/** What is wrong with a text: length in UTF-16 units, the strictest way to count. */
function faultOfText(text: unknown, limit: number): string | undefined {
  if (typeof text !== 'string' || text.trim() === '') return 'message text is empty'
  if (text.length > limit) return 'message is too long'
  return /\p{Surrogate}/u.test(text) ? 'strings must be encoded in UTF-8' : undefined
}

type Markup = { inline_keyboard?: unknown; keyboard?: unknown; remove_keyboard?: unknown }

/** Inline buttons of a markup, or what is wrong with it. */
function inlineOf(markup: Markup | undefined): FakeButton[][] | string {
  if (markup?.inline_keyboard === undefined) return []
  const rows = markup.inline_keyboard
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) return "can't parse inline keyboard"
  const buttons = rows.map(row => row.map((b: Payload) => ({ label: String(b.text ?? ''), token: b.callback_data })))
  for (const { label, token } of buttons.flat()) {
    if (label.trim() === '') return 'inline keyboard button text must be non-empty'
    if (typeof token !== 'string') return 'inline keyboard button without callback_data'
    const bytes = Buffer.byteLength(token)
    if (bytes < 1 || bytes > 64) return 'BUTTON_DATA_INVALID'
  }
  return buttons as FakeButton[][]
}

/** The reply keyboard of a markup: undefined if it says nothing of one, null if it takes it away, or what is wrong. */
function keyboardOf(markup: Markup | undefined): FakeChat['keyboard'] | null | string {
  if (markup?.remove_keyboard === true) return null
  if (markup?.keyboard === undefined) return undefined
  const rows = markup.keyboard
  if (!Array.isArray(rows) || !rows.every(Array.isArray) || rows.flat().length === 0)
    return "can't parse reply keyboard"
  return rows.flat().some(key => String(key.text ?? '').trim() === '') ? 'keyboard button text must be non-empty' : rows
}

function sendMessage(state: FakeState, payload: Payload): ApiAnswer {
  const method = 'sendMessage'
  const fault = faultOfText(payload.text, 4096)
  if (fault) return violation(state, method, fault)
  const chat = reach(state, payload)
  if (isAnswer(chat)) return chat
  const markup = payload.reply_markup as Markup | undefined
  const buttons = inlineOf(markup)
  if (typeof buttons === 'string') return violation(state, method, buttons)
  const keyboard = keyboardOf(markup)
  if (typeof keyboard === 'string') return violation(state, method, keyboard)
  if (keyboard !== undefined) chat.keyboard = keyboard ?? undefined
  const fixed = keyboard !== undefined
  const sent = arrive(state, chat, { from: 'bot', text: String(payload.text), buttons, fixed })
  return done(messageJson(state, chat, sent))
}

function edit(method: string, change: (message: FakeMessage, payload: Payload) => string | undefined): Method {
  return (state, payload) => {
    const chat = reach(state, payload)
    if (isAnswer(chat)) return chat
    const message = chat.messages.findLast(m => m.id === Number(payload.message_id) && m.from === 'bot')
    if (message === undefined || message.deleted) return refusal(400, 'Bad Request: message to edit not found')
    if (message.fixed) return refusal(400, "Bad Request: message can't be edited")
    const buttons = inlineOf(payload.reply_markup as Markup | undefined)
    if (typeof buttons === 'string') return violation(state, method, buttons)
    const before = JSON.stringify([message.text, message.buttons])
    const fault = change(message, payload)
    if (fault !== undefined) return violation(state, method, fault)
    message.buttons = buttons
    if (JSON.stringify([message.text, message.buttons]) === before) {
      return refusal(
        400,
        'Bad Request: message is not modified: specified new message content and reply markup are the same',
      )
    }
    message.edited = true
    for (const watch of chat.watchers) watch(message)
    return done(messageJson(state, chat, message))
  }
}

const COMMAND = /^[a-z0-9_]{1,32}$/

const setMyCommands: Method = (state, payload) => {
  const commands = payload.commands
  if (!Array.isArray(commands) || commands.length > 100) return violation(state, 'setMyCommands', 'too many commands')
  for (const { command, description } of commands) {
    if (!COMMAND.test(command)) return violation(state, 'setMyCommands', `BOT_COMMAND_INVALID ${command}`)
    const length = String(description ?? '').length
    if (length < 1 || length > 256)
      return violation(state, 'setMyCommands', `BOT_COMMAND_DESCRIPTION_INVALID ${command}`)
  }
  const code = String(payload.language_code ?? '')
  if (!/^([a-z]{2})?$/.test(code)) return violation(state, 'setMyCommands', 'invalid language code')
  state.commands.set(code, commands)
  return done(true)
}

const setWebhook: Method = (state, payload) => {
  const { url, secret_token: secret, max_connections: connections = 40, allowed_updates: allowed } = payload
  // Telegram itself takes https alone; this one stands on the same machine.
  if (typeof url !== 'string' || !/^https?:\/\//.test(url))
    return violation(state, 'setWebhook', 'bad webhook: invalid URL')
  if (typeof secret !== 'string' || !/^[A-Za-z0-9_-]{1,256}$/.test(secret)) {
    return violation(state, 'setWebhook', 'secret token is missing or contains unallowed characters')
  }
  if (!(Number(connections) >= 1 && Number(connections) <= 100))
    return violation(state, 'setWebhook', 'bad max_connections')
  if (payload.drop_pending_updates === true)
    return violation(state, 'setWebhook', 'pending updates must not be dropped')
  state.webhook = { url, secret, connections: Number(connections) }
  if (Array.isArray(allowed)) state.allowed = allowed.map(String)
  return done(true)
}

/** Everything but getUpdates, which waits and therefore lives with the server. */
export const METHODS: Readonly<Record<string, Method>> = {
  getMe: state =>
    done({ id: Number.parseInt(state.token, 10), is_bot: true, first_name: 'Aftercare', username: state.username }),
  sendMessage,
  ...FILE_METHODS,
  sendChatAction: (state, payload) => {
    const chat = reach(state, payload)
    return isAnswer(chat) ? chat : done(true)
  },
  editMessageText: edit('editMessageText', (message, payload) => {
    if (message.upload || message.location) return 'there is no text in the message to edit'
    const fault = faultOfText(payload.text, 4096)
    if (fault === undefined) message.text = String(payload.text)
    return fault
  }),
  editMessageCaption: edit('editMessageCaption', (message, payload) => {
    if (!message.upload) return 'there is no caption in the message to edit'
    const caption = String(payload.caption ?? '')
    const fault = faultOfCaption(caption)
    if (fault === undefined) message.text = caption
    return fault
  }),
  deleteMessages: (state, payload) => {
    const chat = reach(state, payload)
    if (isAnswer(chat)) return chat
    const ids = payload.message_ids
    if (!Array.isArray(ids) || ids.length < 1 || ids.length > 100) {
      return violation(state, 'deleteMessages', 'wrong number of message identifiers')
    }
    // What cannot be found is skipped.
    const found = chat.messages.filter(m => ids.includes(m.id) && m.from === 'bot' && !m.deleted)
    if (found.some(message => message.old)) return refusal(400, "Bad Request: message can't be deleted for everyone")
    for (const message of found) {
      message.deleted = true
      for (const watch of chat.watchers) watch(message)
    }
    return done(true)
  },
  editMessageReplyMarkup: edit('editMessageReplyMarkup', () => undefined),
  answerCallbackQuery: (state, payload) => {
    const id = String(payload.callback_query_id)
    const answered = state.queries.get(id)
    if (answered === undefined) {
      return refusal(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid')
    }
    if (String(payload.text ?? '').length > 200) return violation(state, 'answerCallbackQuery', 'MESSAGE_TOO_LONG')
    state.queries.set(id, answered + 1)
    return done(true)
  },
  getFile: (state, payload) => {
    const id = String(payload.file_id)
    const file = state.files.get(id)
    if (file === undefined) return refusal(400, 'Bad Request: invalid file_id')
    if (file.size > 20 * 1024 * 1024) return refusal(400, 'Bad Request: file is too big')
    return done({ file_id: id, file_unique_id: id, file_size: file.size, file_path: file.path })
  },
  setMyCommands,
  setWebhook,
  deleteWebhook: (state, payload) => {
    if (payload.drop_pending_updates === true)
      return violation(state, 'deleteWebhook', 'pending updates must not be dropped')
    state.webhook = undefined
    return done(true)
  },
  getWebhookInfo: state =>
    done({ url: state.webhook?.url ?? '', has_custom_certificate: false, pending_update_count: 0 }),
}
