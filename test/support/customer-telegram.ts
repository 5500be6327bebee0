/** A customer of the fake Telegram, as tests of every channel speak of one. */
import { type Person, type Seen, type Upload, unsettled } from './customer.ts'
import type { FakeTelegram } from './fake-telegram.ts'
import type { FakeMessage } from './fake-telegram-state.ts'
import type { FakeUser } from './fake-telegram-user.ts'

export function telegramPerson(telegram: FakeTelegram, user: FakeUser): Person {
  let files = 0
  /** The keyboard under the input field belongs to the newest message. */
  const requestOf = (message: FakeMessage) =>
    message === user.messages.findLast(({ from }) => from === 'bot') ? user.keyboard()?.[0]?.[0] : undefined
  const seen = (message: FakeMessage): Seen => ({
    id: String(message.id),
    ...unsettled(message.text),
    labels: message.buttons.flat().map(({ label }) => label),
    request: requestOf(message),
    files: message.upload ? [{ name: message.upload.name, read: async () => message.upload?.bytes ?? NOTHING }] : [],
    place: message.location,
  })
  const fieldsOf = ({ name, mime, bytes }: Upload) => {
    files += 1
    const id = `upload-${user.id}-${files}`
    telegram.file(id, bytes)
    const file = { file_id: id, file_unique_id: id, file_size: bytes.length }
    if (mime.startsWith('image/')) return { photo: [{ ...file, width: 1280, height: 960 }] }
    if (mime === 'audio/ogg') return { voice: { ...file, duration: 3, mime_type: mime } }
    return { document: { ...file, file_name: name, mime_type: mime } }
  }
  return {
    conversation: user.conversation,
    get seen() {
      return user.messages.filter(({ from, deleted }) => from === 'bot' && !deleted).map(seen)
    },
    says: async text => String((await user.says(text)).id),
    taps: label => user.taps(label),
    tapsOn: ({ id }, label) => user.tapsOn(Number(id), label),
    sharesContact: async phone => void (await user.sharesContact(phone)),
    sharesLocation: async (latitude, longitude) => void (await user.sharesLocation(latitude, longitude)),
    async uploads(given, caption) {
      const album = given.length > 1 ? { media_group_id: `album-${user.id}-${files}` } : {}
      await Promise.all(
        given.map((file, index) =>
          user.sends({ ...fieldsOf(file), ...album, ...(index === 0 && caption !== undefined ? { caption } : {}) }),
        ),
      )
    },
    sendsOddity: async () => void (await user.sends({ poll: { id: '1', question: 'Which?', options: [] } })),
    edits: (id, text) => user.edits(Number(id), text),
    deletes: async () => {
      throw new Error('Telegram does not tell a bot what customers delete')
    },
    hears: async pattern => seen(await user.hears(pattern)),
    seesSettled: async pattern => seen(await user.sees(new RegExp(`(?:${pattern.source})[^]*\\n\\n✓ `, pattern.flags))),
  }
}

const NOTHING = new Uint8Array()
