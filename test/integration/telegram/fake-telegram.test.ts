import { Api, InputFile } from 'grammy'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHttp } from '../../../src/channels/telegram/http.ts'
import { type FakeTelegram, startFakeTelegram } from '../../support/fake-telegram.ts'

let fake: FakeTelegram
beforeEach(async () => {
  fake = await startFakeTelegram()
})
afterEach(() => fake.close())

const api = () => new Api(fake.token, { apiRoot: fake.apiRoot, fetch: createHttp(fake.apiRoot).fetch })
const call = async (method: string, payload: object, token = fake.token) => {
  const body = JSON.stringify(payload)
  const answer = await fetch(`${fake.apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  })
  return answer.status
}
const keyboard = (text: string, callback_data: string) => ({ inline_keyboard: [[{ text, callback_data }]] })

describe('the fake refuses and remembers', () => {
  test.each([
    ['an unknown method', 'sendTelepathy', {}, 404],
    ['an empty text', 'sendMessage', { text: ' ' }, 400],
    ['a text over 4096 units', 'sendMessage', { text: 'x'.repeat(4097) }, 400],
    ['half a character', 'sendMessage', { text: '\ud83d' }, 400],
    ['an album of one', 'sendMediaGroup', { media: [{ type: 'photo', media: 'attach://a' }] }, 400],
    ['an album of strangers', 'sendMediaGroup', { media: [{ type: 'photo' }, { type: 'document' }] }, 400],
    ['a photo that is none', 'sendPhoto', { photo: 'attach://a' }, 400],
    ['a caption over 1024 units', 'sendDocument', { caption: 'x'.repeat(1025) }, 400],
    ['a place off the globe', 'sendLocation', { latitude: 91, longitude: 0 }, 400],
    ['a deletion of nothing', 'deleteMessages', { message_ids: [] }, 400],
    ['a button without text', 'sendMessage', { text: 'x', reply_markup: keyboard('', 'a') }, 400],
    ['a token over 64 bytes', 'sendMessage', { text: 'x', reply_markup: keyboard('a', '预'.repeat(22)) }, 400],
    ['a webhook without secret', 'setWebhook', { url: 'http://127.0.0.1:1/' }, 400],
    ['a command in capitals', 'setMyCommands', { commands: [{ command: 'Book', description: 'x' }] }, 400],
  ])('%s', async (_, method, payload, status) => {
    fake.user({ id: 77 })
    expect(await call(method, { chat_id: 77, ...payload })).toBe(status)
    expect(fake.violations).toHaveLength(1)
  })
})

test('what can happen to a correct program is refused without blame', async () => {
  const anna = fake.user({ id: 77 })
  expect(await call('getMe', {}, 'wrong')).toBe(401)
  expect(await call('sendMessage', { chat_id: 78, text: 'x' })).toBe(400)
  expect(await call('answerCallbackQuery', { callback_query_id: 'old' })).toBe(400)
  await call('sendMessage', { chat_id: 77, text: 'x' })
  expect(await call('editMessageText', { chat_id: 77, message_id: 1, text: 'x' })).toBe(400)
  void anna.blocks()
  expect(await call('sendMessage', { chat_id: 77, text: 'x' })).toBe(403)
  expect(fake.violations).toEqual([])
})

test('files are uploaded as streams', async () => {
  const anna = fake.user({ id: 77 })
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251)
  await api().sendDocument(77, new InputFile(bytes, 'receipt.pdf'), { caption: 'Your receipt' })
  const { upload, text } = await anna.hears(/receipt/)
  expect(text).toBe('Your receipt')
  expect(upload).toEqual({ kind: 'document', name: 'receipt.pdf', bytes })
})

test.each([
  ['editMessageText', { text: 'x' }],
  ['editMessageCaption', { caption: 'x'.repeat(1025) }],
])('%s that does not fit the file it changes is refused and remembered', async (method, payload) => {
  fake.user({ id: 77 })
  const { message_id } = await api().sendDocument(77, new InputFile(new Uint8Array(1), 'a.pdf'))
  expect(await call(method, { chat_id: 77, message_id, ...payload })).toBe(400)
  expect(fake.violations).toHaveLength(1)
})

test('a held call is heard at once and answered when it is released', async () => {
  const anna = fake.user({ id: 77 })
  const hold = fake.hold('sendMessage')
  let answered = false
  const sent = api()
    .sendMessage(77, 'hello')
    .then(() => {
      answered = true
    })
  await hold.reached
  await anna.hears(/hello/)
  expect(answered).toBe(false)
  hold.release()
  await sent
  expect(answered).toBe(true)
})

test('nothing heard within the deadline is told with the transcript', async () => {
  const anna = fake.user({ id: 77, name: 'Anna' })
  await call('sendMessage', { chat_id: 77, text: 'Which one?', reply_markup: keyboard('Dryer', 'd') })
  await anna.hears(/Which/)
  await expect(anna.hears(/Which/, 10)).rejects.toThrow('#1 bot: Which one? [Dryer]')
})

test('a second asker for updates ends the first', async () => {
  const first = call('getUpdates', { timeout: 30 })
  await fake.called('getUpdates')
  const second = call('getUpdates', { timeout: 0 })
  expect(await Promise.all([first, second])).toEqual([409, 200])
})
