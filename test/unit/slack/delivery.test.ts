import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { describe, expect, test } from 'vitest'
import { type DeliveryMethod, slackDelivery } from '../../../src/channels/slack/delivery.ts'

const refused = (error: string) => new WebAPIPlatformError({ ok: false, error, response_metadata: {} })
const broken = (code: string) =>
  new WebAPIRequestError(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) }))
const status = (code: number) => new WebAPIHTTPError(code, 'x', {}, 'a page')

describe('what Slack says of a message', () => {
  test.each<[string, Error, object]>([
    ['too fast: everyone rests', new WebAPIRateLimitedError(7), { kind: 'later', afterMs: 7000, everyone: true }],
    ['too fast without a time', refused('ratelimited'), { kind: 'later', afterMs: 5000, everyone: true }],
    ['a lost token is nobody’s fault', refused('token_revoked'), { kind: 'later', everyone: true }],
    ['a wrong token', refused('invalid_auth'), { kind: 'later', everyone: true }],
    ['a missing scope', refused('missing_scope'), { kind: 'later', everyone: true }],
    ['messages are switched off', refused('messages_tab_disabled'), { kind: 'later', everyone: true }],
    ['no connection', broken('ECONNREFUSED'), { kind: 'later', everyone: true }],
    ['a name that is not known', broken('ENOTFOUND'), { kind: 'later', everyone: true }],
    ['a wrong address', status(404), { kind: 'later', everyone: true }],
    ['nobody there', refused('channel_not_found'), { kind: 'unreachable', why: 'channel_not_found' }],
    ['a user who left', refused('user_disabled'), { kind: 'unreachable', why: 'user_disabled' }],
    ['an archived channel', refused('is_archived'), { kind: 'unreachable', why: 'is_archived' }],
    ['a bot', refused('cannot_dm_bot'), { kind: 'unreachable', why: 'cannot_dm_bot' }],
    ['blocks that are wrong', refused('invalid_blocks'), { kind: 'refused', why: 'invalid_blocks' }],
    ['a text that is too long', refused('msg_too_long'), { kind: 'refused', why: 'msg_too_long' }],
    ['a word we have never heard', refused('something_new'), { kind: 'refused', why: 'something_new' }],
    ['a request nobody can read', status(400), { kind: 'refused', why: 'status 400' }],
    ['trouble of Slack', status(503), { kind: 'unknown', why: 'status 503' }],
    ['trouble Slack has a word for', refused('internal_error'), { kind: 'unknown', why: 'internal_error' }],
    ['a line that broke', broken('ECONNRESET'), { kind: 'unknown', why: 'ECONNRESET' }],
    ['an error of anybody else', new Error('xoxb-secret'), { kind: 'unknown', why: 'Error' }],
  ])('%s', (_, error, delivery) => {
    expect(slackDelivery(error, 'chat.postMessage')).toMatchObject(delivery)
  })
})

describe('what Slack says of a change', () => {
  test.each<DeliveryMethod>(['chat.update', 'chat.delete', 'files.delete', 'upload'])(
    'too fast: %s holds up its own conversation only',
    method => {
      expect(slackDelivery(new WebAPIRateLimitedError(2), method)).toEqual({
        kind: 'later',
        afterMs: 2000,
        everyone: false,
      })
    },
  )

  test.each(['message_not_found', 'cant_update_message', 'edit_window_closed', 'channel_not_found'])(
    '%s: buttons need not be replaced any more, an agent is told',
    error => {
      expect(slackDelivery(refused(error), 'chat.update', true)).toEqual({ kind: 'sent' })
      expect(slackDelivery(refused(error), 'chat.update')).toEqual({ kind: 'refused', why: error })
    },
  )

  test('a courtesy that Slack cannot read is refused all the same', () => {
    expect(slackDelivery(refused('invalid_blocks'), 'chat.update', true)).toEqual({
      kind: 'refused',
      why: 'invalid_blocks',
    })
  })

  test('what is gone is deleted', () => {
    expect(slackDelivery(refused('message_not_found'), 'chat.delete')).toEqual({ kind: 'sent' })
    expect(slackDelivery(refused('file_deleted'), 'files.delete')).toEqual({ kind: 'sent' })
  })

  test('a scope that files lack stops the file, not everything', () => {
    expect(slackDelivery(refused('missing_scope'), 'upload')).toEqual({ kind: 'refused', why: 'missing_scope' })
  })
})
