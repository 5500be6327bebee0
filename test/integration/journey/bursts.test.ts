/** Everything at once and several times over: on every channel each thing is answered once and in order. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CAN, type ChannelHouse, openChannelHouse, PLATFORMS, platformsThat } from '../../support/channel-rig.ts'
import { heardTexts, type Person, type Seen } from '../../support/customer.ts'
import { type Content, shippedContent } from '../../support/house.ts'
import { bookLastWindow, LINES, reachWindows, typesUpToWindows } from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

let content: Content
let house: ChannelHouse

beforeAll(async () => {
  content = await slackContent()
})
afterEach(() => house.close())

/** What was heard is what the outbox holds, once each and in its order. */
async function expectHeardOnceInOrder(customer: Person): Promise<void> {
  const sent = await house.rows<{ payload: string; state: string }>(
    "select payload, state from outbox where conversation_id = ? and payload ->> 'kind' in ('text', 'files') order by id",
    [customer.conversation],
  )
  expect(heardTexts(customer)).toEqual(sent.map(({ payload }) => (JSON.parse(payload) as { text: string }).text))
  expect(new Set(sent.map(({ state }) => state))).toEqual(new Set(['sent']))
}

/** Each update stands in the inbox once, and was taken. */
async function expectInbox(updates: number): Promise<void> {
  const rows = await house.rows('select count(*) as stored, count(distinct update_id) as known, state from inbox')
  expect(rows).toEqual([{ stored: updates, known: updates, state: 'done' }])
}

describe.each(PLATFORMS)('on %s, when everything comes three times', platform => {
  // Each message of Slack is an HTTP request of its own, signed, and acknowledged within three seconds.
  const many = platform === 'slack' ? 8 : 30

  beforeEach(async () => {
    house = await openChannelHouse(platform, content)
    house.repeats(3)
  })

  test('each is answered once and in order, and one visit is booked', async () => {
    const customer = house.person()
    await reachWindows(customer, LINES.en)
    await bookLastWindow(customer, LINES.en)
    await house.settled()
    await expectHeardOnceInOrder(customer)
    await expectInbox(12)
    expect(await house.rows('select count(*) as visits from visit')).toEqual([{ visits: 1 }])
    expect(await house.rows('select count(*) as bookings from booking')).toEqual([{ bookings: 1 }])
  })

  test('twenty messages of a customer who does not wait are answered once each, in order', async () => {
    const customer = house.person({ language: 'zh' })
    const said = Array.from({ length: 20 }, (_, index) => `第${index + 1}个问题`)
    await Promise.all([CAN.commands[platform] ? '/help' : '帮助', ...said.slice(1)].map(text => customer.says(text)))
    await house.settled()
    await expectInbox(20)
    await expectHeardOnceInOrder(customer)
    expect(heardTexts(customer)).toHaveLength(20)
    const inOrder = await house.rows<{ text: string }>(
      "select payload ->> '$.content.text' as text from inbox where payload ->> '$.content.kind' = 'text' order by id",
    )
    expect(inOrder.map(({ text }) => text).filter(text => text !== '帮助')).toEqual(said.slice(1))
  })

  test('many customers who type everything at once each get to the question for the time, on a case of their own', async () => {
    const customers = Array.from({ length: many }, (_, index) => house.person({ language: index % 2 ? 'en' : 'zh' }))
    await Promise.all(customers.map((customer, index) => typesUpToWindows(customer, index % 2 ? LINES.en : LINES.zh)))
    await house.settled()
    await expectInbox(10 * many)
    for (const [index, customer] of customers.entries()) {
      await expectHeardOnceInOrder(customer)
      expect(heardTexts(customer).at(-1)).toMatch((index % 2 ? LINES.en : LINES.zh).windows)
    }
    expect(
      await house.rows('select count(distinct conversation_id) as cases, count(*) as n from service_case'),
    ).toEqual([{ cases: many, n: many }])
  })

  test('a button tapped again and again before the answer comes counts once', async () => {
    const customer = house.person()
    await reachWindows(customer, LINES.en)
    const question = customer.seen.findLast(({ labels }) => labels.length > 0) as Seen
    const label = question.labels[0] ?? ''
    await Promise.all(Array.from({ length: 5 }, () => customer.tapsOn(question, label)))
    await house.settled()
    const heard = heardTexts(customer)
    expect(heard.filter(text => text.startsWith('Please check, I keep this time'))).toHaveLength(1)
    expect(heard.filter(text => /^This button belongs to an earlier question/.test(text))).toHaveLength(4)
    expect(await house.rows('select count(*) as held from booking')).toEqual([{ held: 1 }])
  })
})

describe.each(platformsThat('refuse'))('on %s', platform => {
  test('at the pace of the shipped policy three bursts are heard whole and in order', async () => {
    house = await openChannelHouse(platform, await shippedContent())
    const customers = [1, 2, 3].map(() => house.person())
    const said = ['help', 'hello there', 'what is the status?', 'help', 'settings']
    await Promise.all(customers.flatMap(customer => said.map(text => customer.says(text))))
    await house.settled()
    await expectInbox(15)
    for (const customer of customers) await expectHeardOnceInOrder(customer)
  })
})
