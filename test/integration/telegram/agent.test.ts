/** What an agent sends, changes and takes back (peers I33-I36), as the customer's Telegram shows it. */
import { describe, expect, test } from 'vitest'
import type { KeptFile, OutboundContent, OutboundFile } from '../../../src/assistant/channel.ts'
import type { Telegram } from '../../../src/channels/telegram/telegram.ts'
import { useTelegram } from '../../support/telegram-rig.ts'

const rig = useTelegram()

const PHOTO = { kind: 'photo', mime: 'image/jpeg', name: 'hose.jpg' } as const
const PDF = { kind: 'file', mime: 'application/pdf', name: 'Receipt; "A".pdf' } as const
const VOICE = { kind: 'voice', mime: 'audio/ogg' } as const

/** A file that is kept, with bytes of its own. */
function keep(media: number, file: Omit<OutboundFile, 'media'>, length = 3): OutboundFile {
  rig.files.set(media, { kind: 'kept', bytes: new Uint8Array(length).fill(media) })
  return { media, ...file }
}

function open() {
  const anna = rig.fake.user({ id: 77 })
  const { channel } = rig.build()
  return { anna, say: (content: OutboundContent, id = 1) => post(channel, content, id) }
}

const post = (channel: Telegram['channel'], content: OutboundContent, id: number) =>
  channel.send({ id, conversation: 'telegram:77', language: 'en', author: 'agent', content })
const files = (text: string, ...all: OutboundFile[]) => ({ kind: 'files', text, files: all }) as const
const text = (said: string) => ({ kind: 'text', names: [], text: said }) as const

describe('an agent sends', () => {
  test('three photos, which arrive as one album with the words under the first', async () => {
    const { anna, say } = open()
    const delivery = await say(files('Both ends', keep(1, PHOTO), keep(2, PHOTO), keep(3, PHOTO)))
    const [first, second, third] = anna.messages
    expect(delivery).toEqual({ kind: 'sent', message: `c${first?.id},f${second?.id},f${third?.id}` })
    expect(anna.messages.map(({ text, upload }) => [text, upload?.kind, [...(upload?.bytes ?? [])]])).toEqual([
      ['Both ends', 'photo', [1, 1, 1]],
      ['', 'photo', [2, 2, 2]],
      ['', 'photo', [3, 3, 3]],
    ])
    expect(new Set(anna.messages.map(({ album }) => album)).size).toBe(1)
    expect(rig.fake.calls.get('sendMediaGroup')).toBe(1)
  })

  test('a PDF of 1 MB whole, under a name that cannot break the request', async () => {
    const { anna, say } = open()
    const million = 1_000_000
    expect((await say(files('', keep(9, PDF, million)))).kind).toBe('sent')
    const [sent] = anna.messages
    expect(sent?.upload).toMatchObject({ kind: 'document', name: 'Receipt_ _A_.pdf' })
    expect(Buffer.from(sent?.upload?.bytes ?? []).equals(Buffer.alloc(million, 9))).toBe(true)
  })

  test('a voice message that plays as one', async () => {
    const { anna, say } = open()
    await say(files('', keep(1, VOICE)))
    expect(anna.messages).toMatchObject([{ upload: { kind: 'voice', name: 'voice.ogg' } }])
  })

  test('a photo, a PDF and a voice message in their order', async () => {
    const { anna, say } = open()
    await say(files('All of it', keep(1, PHOTO), keep(2, PDF), keep(3, VOICE)))
    expect(anna.messages.map(({ upload, text }) => [upload?.kind, text])).toEqual([
      ['photo', 'All of it'],
      ['document', ''],
      ['voice', ''],
    ])
  })

  test('a place', async () => {
    const { anna, say } = open()
    const delivery = await say({ kind: 'location', latitude: 31.2, longitude: 121.5 })
    expect(anna.messages).toMatchObject([{ location: { latitude: 31.2, longitude: 121.5 } }])
    expect(delivery).toEqual({ kind: 'sent', message: `p${anna.messages[0]?.id}` })
  })

  test('a picture too long and thin for Telegram, which then goes as a document', async () => {
    const { anna, say } = open()
    rig.fake.next('sendPhoto', 400, { description: 'Bad Request: PHOTO_INVALID_DIMENSIONS' })
    expect((await say(files('The strip', keep(1, PHOTO)))).kind).toBe('sent')
    expect(anna.messages).toMatchObject([{ text: 'The strip', upload: { kind: 'document' } }])
  })
})

describe('a file', () => {
  const waiting: [string, KeptFile, object][] = [
    ['that is still on its way waits', { kind: 'coming' }, { kind: 'later', afterMs: 1000, everyone: false }],
    ['that never came is refused', { kind: 'lost' }, { kind: 'refused', why: 'the file could not be fetched' }],
    ['without a byte is refused', { kind: 'kept', bytes: new Uint8Array() }, { kind: 'refused' }],
    ['over 50 MB is refused', { kind: 'kept', bytes: new Uint8Array(50 * 1024 * 1024 + 1) }, { kind: 'refused' }],
  ]
  test.each(waiting)('%s, and nothing goes out', async (_, kept, delivery) => {
    const { anna, say } = open()
    const here = keep(1, PHOTO)
    rig.files.set(2, kept)
    expect(await say(files('Two', here, { ...PHOTO, media: 2 }))).toMatchObject(delivery)
    expect(anna.messages).toEqual([])
  })

  test('that was on its way goes out once it has come', async () => {
    const { anna, say } = open()
    rig.files.set(1, { kind: 'coming' })
    const content = files('Here', { ...PHOTO, media: 1 })
    expect((await say(content)).kind).toBe('later')
    keep(1, PHOTO)
    expect((await say(content)).kind).toBe('sent')
    expect(anna.messages).toMatchObject([{ text: 'Here' }])
  })

  test('that cannot be read just now is tried again', async () => {
    const { say } = open()
    rig.files.get = () => {
      throw new Error('EIO')
    }
    const delivery = await say(files('', { ...PHOTO, media: 1 }))
    Reflect.deleteProperty(rig.files, 'get')
    expect(delivery).toEqual({ kind: 'unknown', why: 'the file could not be read' })
  })

  test('that was refused for haste goes on without repeating what has arrived', async () => {
    const { anna, say } = open()
    const content = files('x'.repeat(1025), keep(1, PHOTO), keep(2, PDF))
    rig.fake.next('sendDocument', 429, { retry_after: 2 })
    expect(await say(content)).toEqual({ kind: 'later', afterMs: 2000, everyone: true })
    const delivery = await say(content)
    expect(anna.messages.map(({ upload }) => upload?.kind)).toEqual([undefined, 'photo', 'document'])
    const [words, photo, pdf] = anna.messages
    expect(delivery).toEqual({ kind: 'sent', message: `${words?.id},f${photo?.id},f${pdf?.id}` })
  })
})

describe('an agent changes', () => {
  /** Sends it, changes it, and gives the customer's messages. */
  async function change(first: OutboundContent, to: string) {
    const { anna, say } = open()
    const delivery = await say(first)
    const message = delivery.kind === 'sent' ? (delivery.message ?? '') : ''
    const after = await say({ kind: 'edit', message, text: to }, 2)
    return { anna, say, message, after }
  }

  test('a text', async () => {
    const { anna, message, after } = await change(text('Tomorow at 10'), 'Tomorrow at 10')
    expect(anna.messages).toMatchObject([{ text: 'Tomorrow at 10', edited: true }])
    expect(after).toEqual({ kind: 'sent', message })
  })

  test('the words under an album', async () => {
    const { anna } = await change(files('Bth ends', keep(1, PHOTO), keep(2, PHOTO)), 'Both ends')
    expect(anna.messages).toMatchObject([{ text: 'Both ends', edited: true }, { text: '' }])
  })

  test('a text into a long one and back, without a leftover', async () => {
    const long = `${'a'.repeat(4000)}\n\n${'b'.repeat(4000)}`
    const { anna, say, after } = await change(text('Short'), long)
    expect(anna.messages.map(({ text }) => text[0])).toEqual(['a', 'b'])
    const message = after.kind === 'sent' ? (after.message ?? '') : ''
    await say({ kind: 'edit', message, text: 'Short again' }, 3)
    expect(anna.messages.map(({ text, deleted }) => [text.slice(0, 5), deleted])).toEqual([
      ['Short', false],
      ['bbbbb', true],
    ])
  })

  test('nothing, which is done', async () => {
    const { after } = await change(text('Same'), 'Same')
    expect(after.kind).toBe('sent')
  })

  test.each([
    ['a place', { kind: 'location', latitude: 1, longitude: 2 }],
    ['what the customer no longer has', text('Gone')],
  ] as const)('%s, and is told that it cannot be', async (_, first) => {
    const { anna, say } = open()
    const delivery = await say(first)
    for (const message of anna.messages) message.deleted = true
    const message = delivery.kind === 'sent' ? (delivery.message ?? '') : ''
    expect((await say({ kind: 'edit', message, text: 'New' }, 2)).kind).toBe('refused')
  })
})

describe('an agent takes back', () => {
  async function sent() {
    const { anna, say } = open()
    const delivery = await say(files('x'.repeat(1025), keep(1, PHOTO), keep(2, PHOTO)))
    const message = delivery.kind === 'sent' ? (delivery.message ?? '') : ''
    return { anna, takeBack: () => say({ kind: 'delete', message }, 2) }
  }

  test('words and album in one go', async () => {
    const { anna, takeBack } = await sent()
    expect(await takeBack()).toEqual({ kind: 'sent' })
    expect(anna.messages.map(({ deleted }) => deleted)).toEqual([true, true, true])
    expect(rig.fake.calls.get('deleteMessages')).toBe(1)
  })

  test('what is gone already, which is done', async () => {
    const { takeBack } = await sent()
    await takeBack()
    expect(await takeBack()).toEqual({ kind: 'sent' })
  })

  test('what is older than 48 hours, and is told that the customer still has it', async () => {
    const { anna, takeBack } = await sent()
    for (const message of anna.messages) message.old = true
    expect((await takeBack()).kind).toBe('refused')
    expect(anna.messages.map(({ deleted }) => deleted)).toEqual([false, false, false])
  })
})
