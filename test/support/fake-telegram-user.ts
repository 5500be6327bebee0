/** A customer of the fake Telegram, as a test speaks of one: `anna.says('hi')`, `await anna.hears(/order/)`. */
import {
  arrive,
  type FakeChat,
  type FakeMessage,
  type FakeState,
  messageJson,
  userJson,
} from './fake-telegram-state.ts'
import type { FakeUpdates } from './fake-telegram-updates.ts'

export type FakeUserOptions = {
  readonly id: number
  /** Language code of the client, such as `zh-hans`; absent: Telegram does not tell. */
  readonly language?: string
  readonly name?: string
}

/** Everything a customer does resolves when the bot has accepted it; it need not be waited for. */
export type FakeUser = {
  readonly id: number
  /** The assistant's name for the chat. */
  readonly conversation: string
  readonly messages: readonly FakeMessage[]
  /** Labels of the reply keyboard, row by row; undefined when there is none. */
  keyboard(): readonly (readonly string[])[] | undefined
  says(text: string): Promise<FakeMessage>
  /** Presses the button on the newest message that has it, else the key of the reply keyboard. */
  taps(label: string): Promise<void>
  /** Presses a button that the message has or once had: an old keyboard on another phone. */
  tapsOn(messageId: number, label: string): Promise<void>
  sendsPhoto(caption?: string): Promise<FakeMessage>
  /** So many photos that belong together, each an update of its own; the caption stands on the first. */
  sendsAlbum(count: number, caption?: string): Promise<void>
  sendsVoice(): Promise<FakeMessage>
  /** A message of any kind: fields of the Bot API's Message, such as `{ sticker: … }`. */
  sends(fields: Readonly<Record<string, unknown>>): Promise<FakeMessage>
  /** Presses the request button, or shares a card: the number as given. */
  sharesContact(phone: string): Promise<FakeMessage>
  sharesLocation(latitude?: number, longitude?: number): Promise<FakeMessage>
  edits(messageId: number, text: string): Promise<void>
  editsCaption(messageId: number, caption: string): Promise<void>
  blocks(): Promise<void>
  unblocks(): Promise<void>
  /**
   * The first bot message matching that was not heard before; what came before it counts as heard. Resolves on arrival,
   * rejects with the transcript after the deadline (ms).
   */
  hears(pattern: RegExp, within?: number): Promise<FakeMessage>
  /** A bot message that was edited and now matches, old or new. */
  sees(pattern: RegExp, within?: number): Promise<FakeMessage>
  /** A bot message that matched and was taken back. */
  misses(pattern: RegExp, within?: number): Promise<FakeMessage>
  transcript(): string
}

const DEADLINE_MS = 10_000
/** A JPEG of one pixel's worth of header: nobody looks at it. */
const PHOTO = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 0xff, 0xd9])

export function createUser(state: FakeState, updates: FakeUpdates, options: FakeUserOptions): FakeUser {
  const chat: FakeChat = {
    id: options.id,
    name: options.name ?? `Customer ${options.id}`,
    language: options.language,
    blocked: false,
    messages: [],
    keyboard: undefined,
    watchers: new Set(),
  }
  state.chats.set(chat.id, chat)
  let heard = 0
  let lastFile = 0

  const keep = (path: string, bytes: Uint8Array) => {
    lastFile += 1
    const id = `file-${chat.id}-${lastFile}`
    state.files.set(id, { path: `${path}_${chat.id}_${lastFile}`, bytes, size: bytes.length })
    return id
  }

  const sends: FakeUser['sends'] = async fields => {
    const text = typeof fields.text === 'string' ? fields.text : ''
    const message = arrive(state, chat, { from: 'user', text, buttons: [], fixed: false })
    await updates.deliver(chat.id, 'message', { ...messageJson(state, chat, message), ...fields })
    return message
  }

  const photo = () => {
    const file_id = keep('photos/file', PHOTO)
    const small = { file_id: `${file_id}-small`, file_unique_id: 's', width: 90, height: 67, file_size: 1 }
    return [small, { file_id, file_unique_id: 'l', width: 1280, height: 960, file_size: PHOTO.length }]
  }

  const press = async (message: FakeMessage, token: string) => {
    const id = `query-${state.queries.size + 1}`
    state.queries.set(id, 0)
    const query = {
      id,
      from: userJson(chat),
      message: messageJson(state, chat, message),
      chat_instance: '1',
      data: token,
    }
    await updates.deliver(chat.id, 'callback_query', query)
  }

  const member = (status: 'kicked' | 'member') => {
    chat.blocked = status === 'kicked'
    const other = { user: { id: 1, is_bot: true, first_name: 'Aftercare' }, status: chat.blocked ? 'member' : 'kicked' }
    return updates.deliver(chat.id, 'my_chat_member', {
      chat: { id: chat.id, type: 'private', first_name: chat.name },
      from: userJson(chat),
      date: Math.floor(Date.now() / 1000),
      old_chat_member: other,
      new_chat_member: { ...other, status },
    })
  }

  const edit = async (messageId: number, fields: { text: string } | { photo: unknown; caption: string }) => {
    const message = chat.messages.find(m => m.id === messageId && m.from === 'user')
    if (message === undefined) throw new Error(`${chat.name} never sent message ${messageId}`)
    message.text = 'text' in fields ? fields.text : fields.caption
    message.edited = true
    const { text: _, ...json } = messageJson(state, chat, message)
    await updates.deliver(chat.id, 'edited_message', { ...json, ...fields, edit_date: json.date })
  }

  /** Waits for a message that `fits`, looking at each as it comes. */
  const wait = (what: string, within: number, fits: (message: FakeMessage) => boolean) =>
    new Promise<FakeMessage>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        chat.watchers.delete(watch)
      }
      const timer = setTimeout(() => {
        end()
        reject(new Error(`${chat.name} ${what} within ${within} ms\n${transcriptOf(chat)}`))
      }, within)
      const watch = (message: FakeMessage) => {
        if (message.from !== 'bot' || !fits(message)) return
        end()
        resolve(message)
      }
      chat.watchers.add(watch)
    })

  return {
    id: chat.id,
    conversation: `telegram:${chat.id}`,
    messages: chat.messages,
    keyboard: () => chat.keyboard?.map(row => row.map(key => key.text)),
    says: text => sends({ text }),
    async taps(label) {
      const message = chat.messages.findLast(m => buttonOf(m.buttons, label) !== undefined)
      const token = message && buttonOf(message.buttons, label)?.token
      if (message && token !== undefined) return press(message, token)
      const key = chat.keyboard?.flat().find(({ text }) => text === label)
      if (key === undefined) throw new Error(`there is no button "${label}"\n${transcriptOf(chat)}`)
      await sends({ text: label })
    },
    async tapsOn(messageId, label) {
      const message = chat.messages.find(m => m.id === messageId)
      const token = message && buttonOf(message.once, label)?.token
      if (message === undefined || token === undefined) {
        throw new Error(`message ${messageId} never had a button "${label}"\n${transcriptOf(chat)}`)
      }
      await press(message, token)
    },
    sends,
    sendsPhoto: caption => sends({ photo: photo(), ...(caption === undefined ? {} : { caption }) }),
    async sendsAlbum(count, caption) {
      const album = `album-${chat.id}-${lastFile}`
      const items = Array.from({ length: count }, (_, index) =>
        sends({ photo: photo(), media_group_id: album, ...(index === 0 && caption !== undefined ? { caption } : {}) }),
      )
      await Promise.all(items)
    },
    sendsVoice: () => {
      const file_id = keep('voice/file', Uint8Array.from([0x4f, 0x67, 0x67, 0x53]))
      return sends({ voice: { file_id, file_unique_id: 'v', duration: 3, mime_type: 'audio/ogg', file_size: 4 } })
    },
    sharesContact: phone => sends({ contact: { phone_number: phone, first_name: chat.name, user_id: chat.id } }),
    sharesLocation: (latitude = 31.2304, longitude = 121.4737) => sends({ location: { latitude, longitude } }),
    edits: (messageId, text) => edit(messageId, { text }),
    editsCaption: (messageId, caption) => edit(messageId, { photo: photo(), caption }),
    blocks: () => member('kicked'),
    unblocks: () => member('member'),
    hears(pattern, within = DEADLINE_MS) {
      const at = chat.messages.findIndex((m, i) => i >= heard && m.from === 'bot' && !m.deleted && pattern.test(m.text))
      const found = chat.messages[at]
      if (found) {
        heard = at + 1
        return Promise.resolve(found)
      }
      return wait(`did not hear ${pattern}`, within, message => {
        if (message.edited || message.deleted || !pattern.test(message.text)) return false
        heard = chat.messages.length
        return true
      })
    },
    sees(pattern, within = DEADLINE_MS) {
      const fits = (m: FakeMessage) => m.edited && !m.deleted && pattern.test(m.text)
      const found = chat.messages.findLast(m => m.from === 'bot' && fits(m))
      return found ? Promise.resolve(found) : wait(`did not see ${pattern}`, within, fits)
    },
    misses(pattern, within = DEADLINE_MS) {
      const fits = (m: FakeMessage) => m.deleted && pattern.test(m.text)
      const found = chat.messages.findLast(m => m.from === 'bot' && fits(m))
      return found ? Promise.resolve(found) : wait(`did not miss ${pattern}`, within, fits)
    },
    transcript: () => transcriptOf(chat),
  }
}

function buttonOf(rows: FakeMessage['buttons'], label: string) {
  return rows.flat().find(button => button.label === label)
}

function transcriptOf(chat: FakeChat): string {
  return chat.messages
    .map(({ id, from, text, buttons, edited, deleted, upload, location }) => {
      const keys = buttons.map(row => ` [${row.map(({ label }) => label).join(' | ')}]`).join('')
      const marks = `${edited ? ' (edited)' : ''}${deleted ? ' (deleted)' : ''}`
      const thing = upload ? `<${upload.kind}> ` : location ? `<${location.latitude}, ${location.longitude}> ` : ''
      return `#${id} ${from === 'bot' ? 'bot' : chat.name}: ${thing}${text}${marks}${keys}`
    })
    .join('\n')
}
