import type { Message, Update } from 'grammy/types'
import { describe, expect, test } from 'vitest'
import { chatOf, toInbound } from '../../../src/channels/telegram/inbound.ts'

const DATE = 1_795_000_000
const NOW = 1_795_000_123_456
const anna = { id: 77, is_bot: false, first_name: 'Anna', last_name: 'Li', language_code: 'en' }
const chat = { id: 77, type: 'private', first_name: 'Anna' } as const

function messageUpdate(fields: object): Update {
  return {
    update_id: 9,
    message: { message_id: 5, from: anna, chat, date: DATE, ...fields } as Update['message'],
  } as Update
}
const read = (update: unknown) => toInbound(update as Update, { username: 'CareBot', receivedAt: NOW })
const contentOf = (fields: object) => read(messageUpdate(fields))?.content

const size = (id: string, width: number) => ({
  file_id: id,
  file_unique_id: id,
  width,
  height: width,
  file_size: width,
})

describe('a message', () => {
  test('carries who, where, when and its ids', () => {
    expect(read(messageUpdate({ text: 'hi' }))).toEqual({
      channel: 'telegram',
      updateId: '9',
      conversation: 'telegram:77',
      at: DATE * 1000,
      message: '5',
      from: { name: 'Anna Li', language: 'en' },
      content: { kind: 'text', text: 'hi' },
    })
  })

  test.each([
    ['zh', 'zh'],
    ['zh-hans', 'zh'],
    ['zh-TW', 'zh'],
    ['de', 'en'],
    ['en-GB', 'en'],
    ['zha', 'en'],
    [undefined, undefined],
    ['', undefined],
  ])('from a client in %s has the language %s', (code, language) => {
    const from = { id: 77, is_bot: false, first_name: 'A', ...(code === undefined ? {} : { language_code: code }) }
    expect(read(messageUpdate({ from, text: 'x' }))?.from.language).toBe(language)
  })

  test.each(['group', 'supergroup', 'channel'])('in a %s is not heard', type => {
    expect(read(messageUpdate({ chat: { id: -5, type, title: 'x' }, text: 'hi' }))).toBeUndefined()
  })
})

describe('a command', () => {
  test.each([
    ['/start', 'start', ''],
    ['/start XQB80_SN-42', 'start', 'XQB80_SN-42'],
    ['/start   two words ', 'start', 'two words'],
    ['/book@CareBot', 'book', ''],
    ['/book@carebot now', 'book', 'now'],
    ['/Book', 'book', ''],
    ['/no_such_thing', 'no_such_thing', ''],
    ['/cancel\nplease', 'cancel', 'please'],
  ])('%j is %s with payload %j', (text, name, payload) => {
    expect(contentOf({ text })).toEqual({ kind: 'command', name, payload })
  })

  test.each(['/book@OtherBot', '/ start', '/预约', 'please /start', '/', '/a-b'])('%j is text', text => {
    expect(contentOf({ text })).toEqual({ kind: 'text', text })
  })

  test('for any bot is ours while our own name is unknown', () => {
    const inbound = toInbound(messageUpdate({ text: '/book@CareBot' }), { receivedAt: NOW })
    expect(inbound?.content).toEqual({ kind: 'command', name: 'book', payload: '' })
  })
})

describe('a file', () => {
  const f = { file_id: 'F', file_unique_id: 'u' }
  test.each([
    [
      { photo: [size('s', 90), size('l', 1280), size('m', 320)] },
      { kind: 'photo', file: 'l', mime: 'image/jpeg', size: 1280 },
    ],
    [
      { live_photo: { ...f, photo: [size('s', 90), size('l', 800)] } },
      { kind: 'photo', file: 'l', mime: 'image/jpeg', size: 800 },
    ],
    [
      { voice: { ...f, duration: 2, mime_type: 'audio/ogg', file_size: 9 } },
      { kind: 'voice', file: 'F', mime: 'audio/ogg', size: 9 },
    ],
    [{ audio: { ...f, duration: 2, file_name: 'hum.mp3' } }, { kind: 'audio', file: 'F', name: 'hum.mp3' }],
    [{ video: { ...f, mime_type: 'video/mp4' } }, { kind: 'video', file: 'F', mime: 'video/mp4' }],
    [{ video_note: { ...f, length: 240 } }, { kind: 'video', file: 'F', mime: 'video/mp4' }],
    [
      { animation: { ...f, mime_type: 'video/mp4' }, document: { ...f, file_id: 'D' } },
      { kind: 'video', file: 'F', mime: 'video/mp4' },
    ],
    [
      { document: { ...f, file_name: 'bill.pdf', mime_type: 'application/pdf' } },
      { kind: 'file', file: 'F', name: 'bill.pdf', mime: 'application/pdf' },
    ],
    [{ document: { ...f, mime_type: 'image/png' } }, { kind: 'photo', file: 'F', mime: 'image/png' }],
    [{ sticker: { ...f, width: 1, height: 1, type: 'regular' } }, { kind: 'sticker', file: 'F' }],
  ])('%j is %j', (fields, file) => {
    expect(contentOf(fields)).toEqual({ kind: 'file', file })
  })

  test('keeps its caption and its album', () => {
    expect(contentOf({ voice: { ...f, duration: 1 }, caption: 'this noise', media_group_id: 'G1' })).toMatchObject({
      kind: 'file',
      caption: 'this noise',
      album: 'G1',
    })
  })
})

describe('something shared', () => {
  test.each([
    [{ phone_number: '8613800138000', user_id: 77 }, '+8613800138000'],
    [{ phone_number: '+8613800138000', user_id: 77 }, '+8613800138000'],
    [{ phone_number: '13800138000', user_id: 78 }, '13800138000'],
    [{ phone_number: '13800138000' }, '13800138000'],
  ])('contact %j has the phone %s', (contact, phone) => {
    expect(contentOf({ contact: { ...contact, first_name: 'Anna' } })).toEqual({ kind: 'contact', phone, name: 'Anna' })
  })

  test('a location, also the one of a venue, has coordinates', () => {
    const location = { latitude: 31.2, longitude: 121.5 }
    expect(contentOf({ location })).toEqual({ kind: 'location', ...location })
    expect(contentOf({ venue: { location, title: 'x', address: 'y' }, location })).toEqual({
      kind: 'location',
      ...location,
    })
  })
})

describe('what nobody can read', () => {
  test.each([
    [{ poll: {} }, 'poll'],
    [{ dice: { emoji: '🎲', value: 3 } }, 'dice'],
    [{ story: {} }, 'story'],
    [{ paid_media: {} }, 'paid_media'],
    [{ something_of_next_year: {} }, 'message'],
  ])('%j is unsupported as %s', (fields, what) => {
    expect(contentOf(fields)).toEqual({ kind: 'unsupported', what })
  })

  test.each([
    'pinned_message',
    'message_auto_delete_timer_changed',
    'write_access_allowed',
  ] satisfies (keyof Message)[])('the service message %s is nothing a customer did', key => {
    expect(read(messageUpdate({ [key]: {} }))).toBeUndefined()
  })
})

describe('other updates', () => {
  test('a tap carries the token, the message and the time it was received at', () => {
    const callback_query = {
      id: 'q',
      from: anna,
      chat_instance: '1',
      data: 'choose:2',
      message: { message_id: 31, chat, date: DATE },
    }
    expect(read({ update_id: 10, callback_query })).toEqual({
      channel: 'telegram',
      updateId: '10',
      conversation: 'telegram:77',
      at: NOW,
      message: '31',
      from: { name: 'Anna Li', language: 'en' },
      content: { kind: 'tap', token: 'choose:2' },
    })
  })

  test('a tap on a message too old to be shown still counts', () => {
    const callback_query = {
      id: 'q',
      from: anna,
      chat_instance: '1',
      data: 't',
      message: { message_id: 31, chat, date: 0 },
    }
    expect(read({ update_id: 10, callback_query })?.content).toEqual({ kind: 'tap', token: 't' })
  })

  test.each([{ data: 't' }, { message: { message_id: 1, chat, date: 0 }, game_short_name: 'g' }])(
    'a query %j outside our messages is nothing',
    fields => {
      expect(
        read({ update_id: 1, callback_query: { id: 'q', from: anna, chat_instance: '1', ...fields } }),
      ).toBeUndefined()
    },
  )

  test.each([
    [{ text: 'new words' }, 'new words'],
    [{ caption: 'new caption', photo: [size('s', 1)] }, 'new caption'],
  ])('an edit to %j is an edit of that message', (fields, text) => {
    const edited_message = { message_id: 5, from: anna, chat, date: DATE, edit_date: DATE + 60, ...fields }
    expect(read({ update_id: 11, edited_message })).toMatchObject({
      at: (DATE + 60) * 1000,
      message: '5',
      content: { kind: 'edit', text, message: '5' },
    })
  })

  test('a live location that moves is nothing', () => {
    const edited_message = { message_id: 5, from: anna, chat, date: DATE, location: { latitude: 1, longitude: 2 } }
    expect(read({ update_id: 11, edited_message })).toBeUndefined()
  })

  test.each([
    ['kicked', { kind: 'reachable', reachable: false }],
    ['member', { kind: 'reachable', reachable: true }],
    ['restricted', undefined],
  ])('a bot that became %s gives %j', (status, content) => {
    const my_chat_member = { chat, from: anna, date: DATE, old_chat_member: {}, new_chat_member: { status } }
    expect(read({ update_id: 12, my_chat_member })?.content).toEqual(content)
  })

  test('an update of another kind is nothing', () => {
    expect(read({ update_id: 13, inline_query: { id: 'x' } })).toBeUndefined()
  })
})

test.each([
  ['telegram:77', 77],
  ['telegram:-100', -100],
  ['slack:77', undefined],
  ['telegram:', undefined],
  ['telegram:7x', undefined],
])('the chat of %s is %s', (conversation, id) => {
  expect(chatOf(conversation)).toBe(id)
})
