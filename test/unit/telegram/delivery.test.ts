import { GrammyError, HttpError } from 'grammy'
import { expect, test } from 'vitest'
import { deliveryOf, whyOf } from '../../../src/channels/telegram/delivery.ts'

const refusal = (error_code: number, description: string, parameters: { retry_after?: number } = {}) =>
  new GrammyError('failed', { ok: false, error_code, description, parameters }, 'sendMessage', {
    text: 'private words',
  })

const send = 'sendMessage'
const edit = 'editMessageText'
const caption = 'editMessageCaption'
const album = 'sendMediaGroup'
const remove = 'deleteMessages'

test.each([
  [send, 429, 'Too Many Requests', { kind: 'later', afterMs: 5000, everyone: true }],
  [album, 429, 'Too Many Requests', { kind: 'later', afterMs: 5000, everyone: true }],
  [edit, 429, 'Too Many Requests', { kind: 'later', afterMs: 5000, everyone: false }],
  [send, 403, 'Forbidden: bot was blocked by the user', { kind: 'unreachable' }],
  [send, 403, 'Forbidden: user is deactivated', { kind: 'unreachable' }],
  [edit, 403, 'Forbidden: bot was blocked by the user', { kind: 'unreachable' }],
  [send, 400, 'Bad Request: chat not found', { kind: 'unreachable' }],
  [send, 400, 'Bad Request: message text is empty', { kind: 'refused' }],
  [send, 400, 'Bad Request: message is not modified', { kind: 'refused' }],
  [edit, 400, 'Bad Request: message is not modified: same', { kind: 'sent' }],
  [caption, 400, 'Bad Request: message is not modified: same', { kind: 'sent' }],
  [edit, 400, 'Bad Request: message to edit not found', { kind: 'refused' }],
  [edit, 400, "Bad Request: message can't be edited", { kind: 'refused' }],
  [edit, 400, 'Bad Request: MESSAGE_TOO_LONG', { kind: 'refused' }],
  [remove, 400, 'Bad Request: message to delete not found', { kind: 'sent' }],
  [remove, 400, "Bad Request: message can't be deleted for everyone", { kind: 'refused' }],
  [send, 401, 'Unauthorized', { kind: 'later', everyone: true }],
  [send, 404, 'Not Found', { kind: 'later', everyone: true }],
  [send, 413, 'Request Entity Too Large', { kind: 'refused' }],
  [send, 500, 'Internal Server Error', { kind: 'unknown' }],
  [send, 502, 'Bad Gateway', { kind: 'unknown' }],
] as const)('%s answered by %i %s is %j', (method, code, description, delivery) => {
  expect(deliveryOf(refusal(code, description), method, false)).toMatchObject(delivery)
})

test.each([
  'Bad Request: message is not modified: same',
  'Bad Request: message to edit not found',
  "Bad Request: message can't be edited",
])('buttons that cannot be settled any more (%s) are done', description => {
  expect(deliveryOf(refusal(400, description), edit, true)).toEqual({ kind: 'sent' })
})

test('the wait is the one Telegram asks for', () => {
  expect(deliveryOf(refusal(429, 'Too Many Requests', { retry_after: 17 }), send, false)).toEqual({
    kind: 'later',
    afterMs: 17_000,
    everyone: true,
  })
})

test.each([
  [Object.assign(new Error('reset'), { code: 'ECONNRESET' }), 'ECONNRESET'],
  [new Error("Request to 'sendMessage' timed out after 30 seconds"), 'no answer in time'],
  [new SyntaxError('Unexpected token <'), 'SyntaxError'],
  ['a string', 'the call failed'],
])('network trouble (%s) is unknown because of %s', (error, why) => {
  expect(deliveryOf(new HttpError('failed', error), send, false)).toEqual({ kind: 'unknown', why })
})

test.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])(
  'without a connection (%s) nothing was sent and everyone waits',
  code => {
    const error = new HttpError('failed', Object.assign(new Error('connect'), { code }))
    expect(deliveryOf(error, edit, false)).toEqual({ kind: 'later', afterMs: 5000, everyone: true })
  },
)

test('the reason never carries an address or what a customer wrote', () => {
  const cause = Object.assign(new Error('https://api.telegram.org/bot42:secret/sendMessage'), { code: 'EPROTO' })
  expect(whyOf(new HttpError('failed', cause))).toBe('EPROTO')
  expect(whyOf(refusal(400, 'Bad Request'))).toBe('400 Bad Request')
})
