/** The fake itself: what Slack refuses it refuses, and it remembers what no careful program sends. */
import type { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeSlack, type Json, startFakeSlack } from '../../support/fake-slack.ts'
import { clientOf, type FakeApp, startFakeApp } from '../../support/fake-slack-app.ts'

let slack: FakeSlack
let web: WebClient
let app: FakeApp

beforeEach(async () => {
  slack = await startFakeSlack()
  app = await startFakeApp()
  slack.deliverTo(app.url)
  web = clientOf(slack)
})
afterEach(async () => {
  await slack.close()
  await app.close()
})

/** A post as a careful program makes it. */
const careful = (more: Json): Json => ({ channel: 'C1', text: 'hi', unfurl_links: false, unfurl_media: false, ...more })
const post = (more: Json) =>
  web.apiCall('chat.postMessage', careful(more)) as Promise<{ ok: true; ts: string; channel: string }>
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    error => error.data?.error ?? error.code,
  )

const plain = (text: string) => ({ type: 'plain_text', text })
const button = (more: Json = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', value: '1', ...more })
const actions = (...elements: Json[]) => ({ type: 'actions', elements })
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
const options = (count: number) => Array.from({ length: count }, (_, i) => ({ text: plain(`o${i}`), value: `v${i}` }))
const select = (more: Json = {}) => ({ type: 'static_select', action_id: 's', options: options(2), ...more })
const input = (more: Json = {}, block: Json = {}) => ({
  type: 'input',
  block_id: 'reason',
  label: plain('Reason'),
  element: { type: 'plain_text_input', action_id: 'text', ...more },
  ...block,
})
const modal = (more: Json = {}) => ({
  type: 'modal',
  title: plain('Close'),
  submit: plain('Send'),
  callback_id: 'close',
  blocks: [input()],
  ...more,
})
const x = (count: number) => 'x'.repeat(count)

const staff = () => {
  const bo = slack.user({ id: 'U2', name: 'Bo' })
  return { channel: slack.channel({ id: 'C1', name: 'staff', members: [bo], isPrivate: true }) }
}

describe('the limits of a message', () => {
  const id = (n: number) => ({ block_id: x(n) })
  const cases: [string, Json, string][] = [
    ['no text', { text: undefined }, 'no_text'],
    ['a text of 40,001 characters', { text: x(40_001) }, 'msg_too_long'],
    ['51 blocks', { blocks: Array(51).fill({ type: 'divider' }) }, 'invalid_blocks'],
    ['a section of 3001 characters', { blocks: [section(x(3001))] }, 'invalid_blocks'],
    ['an empty section', { blocks: [section('')] }, 'invalid_blocks'],
    ['a section without anything', { blocks: [{ type: 'section' }] }, 'invalid_blocks'],
    ['11 fields', { blocks: [{ type: 'section', fields: Array(11).fill(plain('a')) }] }, 'invalid_blocks'],
    ['a field of 2001 characters', { blocks: [{ type: 'section', fields: [plain(x(2001))] }] }, 'invalid_blocks'],
    ['a header of 151 characters', { blocks: [{ type: 'header', text: plain(x(151)) }] }, 'invalid_blocks'],
    ['a header in mrkdwn', { blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'a' } }] }, 'invalid_blocks'],
    [
      '11 elements of context',
      { blocks: [{ type: 'context', elements: Array(11).fill(plain('a')) }] },
      'invalid_blocks',
    ],
    [
      '26 actions',
      { blocks: [actions(...Array.from({ length: 26 }, (_, i) => button({ action_id: `${i}` })))] },
      'invalid_blocks',
    ],
    ['no actions', { blocks: [actions()] }, 'invalid_blocks'],
    ['a label of 76 characters', { blocks: [actions(button({ text: plain(x(76)) }))] }, 'invalid_blocks'],
    ['a value of 2001 characters', { blocks: [actions(button({ value: x(2001) }))] }, 'invalid_blocks'],
    ['an action id of 256 characters', { blocks: [actions(button({ action_id: x(256) }))] }, 'invalid_blocks'],
    ['a block id of 256 characters', { blocks: [{ type: 'divider', ...id(256) }] }, 'invalid_blocks'],
    [
      'a block id twice',
      {
        blocks: [
          { type: 'divider', ...id(2) },
          { type: 'divider', ...id(2) },
        ],
      },
      'invalid_blocks',
    ],
    ['an action id twice in a row', { blocks: [actions(button(), button())] }, 'invalid_blocks'],
    ['a strange style', { blocks: [actions(button({ style: 'blue' }))] }, 'invalid_blocks'],
    ['101 options', { blocks: [actions(select({ options: options(101) }))] }, 'invalid_blocks'],
    ['no options', { blocks: [actions(select({ options: [] }))] }, 'invalid_blocks'],
    [
      'a long option',
      { blocks: [actions(select({ options: [{ text: plain(x(76)), value: 'v' }] }))] },
      'invalid_blocks',
    ],
    [
      'a long option value',
      { blocks: [actions(select({ options: [{ text: plain('a'), value: x(76) }] }))] },
      'invalid_blocks',
    ],
    [
      'an initial option of others',
      { blocks: [actions(select({ initial_option: { text: plain('z'), value: 'z' } }))] },
      'invalid_blocks',
    ],
    ['an overflow of 6', { blocks: [actions({ type: 'overflow', options: options(6) })] }, 'invalid_blocks'],
    ['11 radio buttons', { blocks: [actions({ type: 'radio_buttons', options: options(11) })] }, 'invalid_blocks'],
    [
      'a dialog with a title of 101 characters',
      {
        blocks: [
          actions(
            button({ confirm: { title: plain(x(101)), text: plain('a'), confirm: plain('y'), deny: plain('n') } }),
          ),
        ],
      },
      'invalid_blocks',
    ],
    ['half a character', { blocks: [section('\ud83d')] }, 'invalid_blocks'],
    ['an ampersand not escaped', { blocks: [section('parts & labour')] }, 'invalid_blocks'],
    ['a bracket not escaped', { blocks: [section('a <b')] }, 'invalid_blocks'],
    ['an unknown block', { blocks: [{ type: 'carousel' }] }, 'invalid_blocks'],
    ['an unknown field', { blocks: [{ type: 'divider', colour: 'red' }] }, 'invalid_blocks'],
    ['an unknown element', { blocks: [actions({ type: 'slider', action_id: 'a' })] }, 'invalid_blocks'],
    [
      '13,201 characters in all',
      { blocks: [1, 2, 3, 4, 5].map(n => section(x(n < 5 ? 3000 : 1201))) },
      'msg_blocks_too_long',
    ],
    [
      'metadata with depth',
      { metadata: { event_type: 'a', event_payload: { a: { b: 1 } } } },
      'invalid_metadata_format',
    ],
    [
      'metadata with words',
      { metadata: { event_type: 'a', event_payload: { a: 'Anna Lee' } } },
      'invalid_metadata_format',
    ],
  ]
  it.each(cases)('%s are refused, and stand in the violations', async (_, more, error) => {
    staff()
    expect(await errorOf(post(more))).toBe(error)
    expect(slack.violations).toHaveLength(1)
    expect(slack.violations[0]).toContain(error)
    expect(slack.find('C1')?.messages).toEqual([])
  })

  it('A message at every limit goes through', async () => {
    const { channel } = staff()
    const blocks = [
      section(x(3000)),
      { type: 'header', text: plain(x(150)), block_id: x(255) },
      { type: 'section', fields: Array(10).fill(plain('a')), accessory: { type: 'overflow', options: options(5) } },
      actions(button({ text: plain(x(75)), value: x(2000), action_id: x(255) }), select({ options: options(100) })),
      actions(button({ action_id: x(255) })),
    ]
    await post({ text: x(4000), blocks, metadata: { event_type: 'card', event_payload: { case: 'C1007', n: 1 } } })
    expect(slack.violations).toEqual([])
    expect(channel.posts()[0]?.metadata).toEqual({ event_type: 'card', event_payload: { case: 'C1007', n: 1 } })
  })

  it('What Slack takes and a careful program never sends is a violation', async () => {
    const { channel } = staff()
    const { ts } = await post({})
    const { ts: reply } = await post({ thread_ts: ts })
    expect(slack.violations).toEqual([])
    await post({ text: x(4001) })
    await post({ text: undefined, blocks: [section('a')] })
    await post({ unfurl_links: true })
    await post({ thread_ts: reply })
    await post({ reply_broadcast: true, thread_ts: ts })
    await post({ colour: 'red' })
    await post({ text: 'parts &amp; labour <@U2> <https://a.example/?b=1|here>' })
    await post({ text: 'parts & labour' })
    expect(slack.violations.map(one => one.replace('chat.postMessage: ', ''))).toEqual([
      'text of 4001 characters, more than 4000',
      'blocks without a text for notifications and screen readers',
      'unfurl_links and unfurl_media must be false',
      'thread_ts is the ts of a reply',
      'reply_broadcast',
      'unknown argument colour',
      'text is not escaped at "& labour"',
    ])
    expect(channel.replies(ts)).toHaveLength(3)
  })
})

describe('the limits of a form', () => {
  const cases: [string, Json][] = [
    ['a title of 25 characters', { title: plain(x(25)) }],
    ['a submit of 25 characters', { submit: plain(x(25)) }],
    ['private metadata of 3001 characters', { private_metadata: x(3001) }],
    ['a callback id of 256 characters', { callback_id: x(256) }],
    ['101 blocks', { blocks: Array(101).fill({ type: 'divider' }) }],
    ['inputs without a submit', { submit: undefined }],
    ['a label of 2001 characters', { blocks: [input({}, { label: plain(x(2001)) })] }],
    ['more than 250 kB', { blocks: Array.from({ length: 90 }, () => section('é'.repeat(2900))) }],
    ['an initial value longer than allowed', { blocks: [input({ max_length: 3, initial_value: 'four' })] }],
  ]
  it.each(cases)('%s are refused', async (_, more) => {
    const anna = slack.user({ id: 'U1', name: 'Anna' })
    await post({ channel: 'U1', blocks: [actions(button())] })
    await anna.presses('Go')
    const trigger_id = app.trigger()
    expect(await errorOf(web.apiCall('views.open', { trigger_id, view: modal(more) }))).toBe('invalid_arguments')
    expect(slack.violations).toHaveLength(1)
    expect(anna.modal).toBeUndefined()
  })
})
