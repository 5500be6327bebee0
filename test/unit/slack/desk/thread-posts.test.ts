import { describe, expect, test } from 'vitest'
import { decodeButton } from '../../../../src/channels/slack/desk/button.ts'
import { drawLevel } from '../../../../src/channels/slack/desk/level.ts'
import { drawLine } from '../../../../src/channels/slack/desk/line.ts'
import type { Look } from '../../../../src/channels/slack/desk/look.ts'
import { drawRelay } from '../../../../src/channels/slack/desk/relay.ts'
import type { RelayCard, ThreadLine } from '../../../../src/desk/board.ts'
import { CONVERSATION, hostile, long, relay, TEN, threadLine } from '../../../support/slack-cards.ts'
import { elementsIn, wordsIn } from '../../../support/slack-limits.ts'

const EN: Look = { language: 'en', zone: 'Asia/Shanghai' }
const ZH: Look = { language: 'zh', zone: 'Asia/Shanghai' }

describe('what the customer did', () => {
  const words = (what: ThreadLine['what'], look = EN, customer: string | null = 'Anna') =>
    wordsIn(drawLine(threadLine(what, { customer }), look).blocks)

  test.each<[ThreadLine['what'], readonly string[]]>([
    [{ kind: 'said', text: 'it is wet' }, ['Anna, 10:32', 'it is wet']],
    [{ kind: 'edited', text: 'it is dry' }, ['Anna, 10:32 (edited)', 'it is dry']],
    [{ kind: 'deleted' }, ['Anna, 10:32', '🗑️ The customer deleted this message.']],
    [{ kind: 'tapped', label: 'Yes' }, ['Anna, 10:32', 'Tapped: Yes']],
    [{ kind: 'contact', name: 'Bo', phone: '+861' }, ['Anna, 10:32', 'A contact: Bo +861']],
    [{ kind: 'contact', name: null, phone: '+861' }, ['Anna, 10:32', 'A contact: +861']],
    [{ kind: 'file', media: 1, file: { kind: 'photo' }, caption: 'look' }, ['Anna, 10:32', '📎 Sent: photo\nlook']],
    [
      { kind: 'file', media: 1, file: { kind: 'file', name: 'bill.pdf' }, caption: '' },
      ['Anna, 10:32', '📎 Sent: bill.pdf'],
    ],
    [
      { kind: 'reachable', reachable: false },
      ['Anna, 10:32', 'The customer has blocked us: nothing arrives any more.'],
    ],
    [{ kind: 'reachable', reachable: true }, ['Anna, 10:32', 'The customer can be reached again.']],
    [
      { kind: 'unsupported', what: 'poll' },
      ['Anna, 10:32', 'The customer sent something that cannot be shown here (poll).'],
    ],
  ])('%j', (what, said) => {
    expect(words(what)).toEqual(said)
  })

  test('is told in Chinese, and of somebody without a name', () => {
    expect(words({ kind: 'edited', text: '好了' }, ZH, null)).toEqual(['客户，10:32（已修改）', '好了'])
  })

  test('a place has its degrees and a map of nothing but numbers', () => {
    expect(words({ kind: 'location', latitude: 31.2304, longitude: -121.4737 })).toEqual([
      'Anna, 10:32',
      '📍 A place: 31.2304, -121.4737',
      '<https://www.openstreetmap.org/?mlat=31.2304&amp;mlon=-121.4737#map=16/31.2304/-121.4737|Show on the map>',
    ])
  })

  test('is shown whole, and letter for letter', () => {
    const text = `${hostile('')}\n${long(4000)}`
    const [, ...said] = words({ kind: 'said', text })
    expect(said.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
    const { blocks } = drawLine(threadLine({ kind: 'said', text }), EN)
    expect(JSON.stringify(blocks)).not.toContain('mrkdwn')
  })

  test('is escaped where only a line of it is shown', () => {
    const drawn = drawLine(threadLine({ kind: 'said', text: '<!channel> & <@U1>' }), EN)
    expect(drawn.text).toBe('Anna Long: &lt;!channel&gt; &amp; &lt;@U1&gt;')
  })
})

describe('what goes to the customer', () => {
  const words = (change: Partial<RelayCard>, look = EN) => wordsIn(drawRelay(relay(change), look).blocks)
  const post = '1700000000.000100'

  test.each<[Partial<RelayCard>, string]>([
    [{ state: 'waiting' }, '📨 Goes to the customer at 10:32:05'],
    [{ state: 'waiting', until: null }, '📨 Goes to the customer in a moment'],
    [{ state: 'sending' }, '📨 On its way to the customer'],
    [{ state: 'delivered', deliveredAt: TEN }, '✓ Delivered to the customer, 10:00'],
    [{ state: 'delivered', deliveredAt: null }, '✓ Delivered to the customer'],
    [{ state: 'delivered', deliveredAt: TEN, edited: true }, '✓ Delivered to the customer, 10:00; changed since'],
    [{ state: 'blocked' }, '⚠️ Not delivered: the customer has blocked us.'],
    [{ state: 'failed' }, '⚠️ Could not be delivered.'],
    [{ state: 'failed', error: 'chat not found' }, '⚠️ Could not be delivered (chat not found).'],
    [{ state: 'undone' }, '↩️ Undone: the customer did not get it.'],
    [{ state: 'deleted' }, '🗑️ Deleted: taken back from the customer.'],
  ])('%j', (change, said) => {
    expect(words({ ...change, post })[0]).toBe(said)
    expect(words({ ...change, post: null }).slice(0, 3)).toEqual(['Li Wei → customer', 'We come at four.', said])
    expect(words({ ...change, post }, ZH)[0]).toMatch(/\p{Script=Han}/u)
  })

  test('can be undone while it waits, and tried again when it failed', () => {
    const buttons = (change: Partial<RelayCard>) =>
      elementsIn(drawRelay(relay(change), EN).blocks).map(({ action_id, value }) => [action_id, decodeButton(value)])
    const meant = { subject: { kind: 'escalation', id: 12 }, conversation: CONVERSATION, relay: 5 }
    expect(buttons({ state: 'waiting' })).toEqual([['desk:undo', { do: 'undo', ...meant }]])
    expect(buttons({ state: 'failed' })).toEqual([['desk:retry', { do: 'retry', ...meant }]])
    for (const state of ['sending', 'delivered', 'blocked', 'undone', 'deleted'] as const) {
      expect(buttons({ state, deliveredAt: TEN })).toEqual([])
    }
  })

  test('names files and a place', () => {
    const files = [
      { kind: 'photo', name: null },
      { kind: 'photo', name: null },
      { kind: 'voice', name: null },
    ] as const
    expect(words({ text: '', files, location: { latitude: 31.2, longitude: 121.4 } }).slice(1, 3)).toEqual([
      '📎 2 photos, 1 voice message',
      '📍 A place: 31.2, 121.4',
    ])
  })
})

describe('nobody came in time (R-020)', () => {
  test('mentions the group of managers, and nobody where there is none', () => {
    const called = drawLevel(2, 'MEDIUM', { managerGroup: 'S0123ABC' }, EN)
    expect(called.text).toBe(
      '<!subteam^S0123ABC> 🟠 Nobody has claimed this yet. Please claim it, or assign it to a colleague.',
    )
    expect(wordsIn(called.blocks)).toEqual([called.text])
    expect(drawLevel(2, 'MEDIUM', {}, EN).text).not.toContain('<')
  })

  test.each(['channel', 'S1> <!channel', ''])('mentions nothing that is no group: %j', managerGroup => {
    expect(drawLevel(2, 'LOW', { managerGroup }, EN).text).not.toContain('<')
  })

  test('says more the second time, and most where there may be a danger', () => {
    expect(drawLevel(2, 'HIGH', {}, EN).text).toMatch(/^🔴 Nobody has claimed this yet\./)
    expect(drawLevel(3, 'HIGH', {}, EN).text).toMatch(/^🔴 Still nobody has claimed this, /)
    expect(drawLevel(2, 'SAFETY', {}, EN).text).toMatch(/^🔴 There may be a danger/)
  })
})
