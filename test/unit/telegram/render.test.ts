import { describe, expect, test } from 'vitest'
import type { OutboundButton, OutboundContent } from '../../../src/assistant/channel.ts'
import { menuOf, render } from '../../../src/channels/telegram/render.ts'

const draw = (content: OutboundContent, conversation = 'telegram:77') =>
  render({ id: 1, conversation, language: 'en', author: 'bot', content }).calls
const said = (text: string, rest: Partial<OutboundContent & { kind: 'text' }> = {}) =>
  draw({ kind: 'text', names: ['a.b'], text, ...rest })
const buttons = (...labels: string[]): OutboundButton[] => labels.map((label, i) => ({ label, token: `t${i}` }))
/** Labels of the inline keyboard of the last call, row by row. */
const rowsOf = (...labels: string[]) => {
  const markup = said('Which?', { buttons: buttons(...labels) }).at(-1)?.payload as
    | { reply_markup: { inline_keyboard: { text: string }[][] } }
    | undefined
  return markup?.reply_markup.inline_keyboard.map(row => row.map(({ text }) => text))
}

describe('a text', () => {
  test('without buttons takes a reply keyboard away', () => {
    expect(said('Hello *you* <b>')).toEqual([
      {
        method: 'sendMessage',
        payload: { chat_id: 77, text: 'Hello *you* <b>', reply_markup: { remove_keyboard: true } },
      },
    ])
  })

  test('of an agent says nothing of keyboards, so that it can be edited', () => {
    const content = { kind: 'text', names: [], text: 'Hello' } as const
    const { calls } = render({ id: 1, conversation: 'telegram:77', language: 'en', author: 'agent', content })
    expect(calls).toEqual([{ method: 'sendMessage', payload: { chat_id: 77, text: 'Hello' } }])
  })

  test('over 4096 units becomes several messages with the buttons under the last', () => {
    const calls = said(`${'a'.repeat(4000)}\n\n${'b'.repeat(4000)}\n\nok?`, { buttons: buttons('Yes') })
    expect(calls.map(call => 'text' in call.payload && call.payload.text.length)).toEqual([4000, 4005])
    expect(calls.map(call => 'reply_markup' in call.payload && call.payload.reply_markup)).toEqual([
      { remove_keyboard: true },
      { inline_keyboard: [[{ text: 'Yes', callback_data: 't0' }]] },
    ])
  })

  test.each(['slack:77', 'telegram:', ''])('for the conversation %j is none of ours', conversation => {
    expect(draw({ kind: 'text', names: [], text: 'x' }, conversation)).toEqual([])
  })
})

describe('buttons', () => {
  test.each([
    ['five ratings in one row', ['1', '2', '3', '4', '5'], [['1', '2', '3', '4', '5']]],
    ['five ratings with stars in one row', ['1 ★', '2 ★', '3 ★', '4 ★', '5 ★'], [['1 ★', '2 ★', '3 ★', '4 ★', '5 ★']]],
    ['a person under the ratings', ['1', '2', 'Talk to a person'], [['1', '2'], ['Talk to a person']]],
    ['yes and no beside each other', ['Yes', 'No'], [['Yes', 'No']]],
    ['是 and 否 beside each other', ['是', '否', '不知道'], [['是', '否'], ['不知道']]],
    [
      'four short ones two by two',
      ['Monday', 'Friday', 'Sunday', 'Today'],
      [
        ['Monday', 'Friday'],
        ['Sunday', 'Today'],
      ],
    ],
    [
      'middling ones two in a row',
      ['Refrigerator', 'Washing mach.', 'Dryer 12345'],
      [['Refrigerator', 'Washing mach.'], ['Dryer 12345']],
    ],
    ['Chinese ones by their width', ['洗衣机不排水了', '冰箱不够冷'], [['洗衣机不排水了', '冰箱不够冷']]],
    [
      'long ones in one column',
      ['Tue 24 Nov, 10:00–12:00', 'Wed 25 Nov, 10:00–12:00'],
      [['Tue 24 Nov, 10:00–12:00'], ['Wed 25 Nov, 10:00–12:00']],
    ],
  ])('stand with %s', (_, labels, rows) => {
    expect(rowsOf(...labels)).toEqual(rows)
  })

  test('have labels of at most 64 units and never none', () => {
    expect(rowsOf('x'.repeat(100), '  ')).toEqual([[`${'x'.repeat(63)}…`], ['·']])
  })
})

describe('a request', () => {
  test.each([
    ['contact', { request_contact: true }],
    ['location', { request_location: true }],
  ] as const)('for the %s is a reply keyboard that goes after use', (kind, key) => {
    const [call] = said('Your number?', { request: { kind, label: 'Share' } })
    expect(call?.payload).toMatchObject({
      reply_markup: { keyboard: [[{ text: 'Share', ...key }]], one_time_keyboard: true, resize_keyboard: true },
    })
  })

  test('takes other buttons onto the same keyboard, as words', () => {
    const [call] = said('Your number?', {
      request: { kind: 'contact', label: 'Share' },
      buttons: buttons('Talk to a person'),
    })
    expect(call?.payload).toMatchObject({
      reply_markup: { keyboard: [[{ text: 'Share', request_contact: true }], [{ text: 'Talk to a person' }]] },
    })
  })
})

describe('a settled question', () => {
  const settle = (text: string, label: string, message = '31') => draw({ kind: 'settle', message, text, label })

  test('shows the answer in place of its buttons', () => {
    expect(settle('Which appliance?', 'Dryer')).toEqual([
      { method: 'editMessageText', payload: { chat_id: 77, message_id: 31, text: 'Which appliance?\n\n✓ Dryer' } },
    ])
  })

  const bare = [{ method: 'editMessageReplyMarkup', payload: { chat_id: 77, message_id: 31 } }]
  test('without an answer only loses its buttons', () => {
    expect(settle('Which appliance?', '')).toEqual(bare)
  })

  test('without room for the answer only loses its buttons', () => {
    expect(settle('x'.repeat(4090), 'Dryer')).toEqual(bare)
  })

  test('of several messages is edited in the last', () => {
    const [call] = settle(`${'a'.repeat(4000)}\n\n${'b'.repeat(400)}`, 'Yes', '31,32')
    expect(call?.payload).toMatchObject({ message_id: 32, text: `${'b'.repeat(400)}\n\n✓ Yes` })
  })

  test.each(['', 'web-4', '0', '1.5', 'c31', 'p31'])('whose message is %j cannot be edited', message => {
    expect(settle('x', 'y', message)).toEqual([])
  })
})

test('a place is a location', () => {
  expect(draw({ kind: 'location', latitude: 31.2, longitude: 121.5 })).toEqual([
    { method: 'sendLocation', payload: { chat_id: 77, latitude: 31.2, longitude: 121.5 } },
  ])
})

test('the command menu is told in one language, each line within 256 units', () => {
  const commands = [
    { name: 'book', about: { en: 'Book a visit', zh: '预约上门' } },
    { name: 'status', about: { en: 'x'.repeat(300), zh: '进度' } },
  ]
  expect(menuOf(commands, 'zh')).toEqual([
    { command: 'book', description: '预约上门' },
    { command: 'status', description: '进度' },
  ])
  expect(menuOf(commands, 'en')[1]?.description).toHaveLength(256)
})
