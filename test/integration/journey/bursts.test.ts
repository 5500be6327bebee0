import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FakeUser } from '../../support/fake-telegram-user.ts'
import { type Content, shippedContent } from '../../support/house.ts'
import { changedContent, openTelegramHouse, type TelegramHouse } from '../../support/telegram-house.ts'
import {
  bookLastWindow,
  customerOf,
  heardTexts,
  LINES,
  reachWindows,
  typesUpToWindows,
} from '../../support/telegram-journey.ts'

let content: Content
let house: TelegramHouse

beforeAll(async () => {
  content = await changedContent()
})
beforeEach(async () => {
  house = await openTelegramHouse(content)
})
afterEach(() => house.close())

/** What was heard is what the outbox holds, once each and in its order. */
async function expectHeardOnceInOrder(customer: FakeUser): Promise<void> {
  const sent = await house.rows<{ payload: string; state: string }>(
    "select payload, state from outbox where conversation_id = ? and payload ->> 'kind' = 'text' order by id",
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

describe('when every update comes three times', () => {
  beforeEach(() => house.telegram.deliverEach(3))

  test('each is answered once and in order, and one visit is booked', async () => {
    const customer = customerOf(house, 'en')
    await reachWindows(customer, LINES.en)
    await bookLastWindow(customer, LINES.en)
    await house.settled()
    await expectHeardOnceInOrder(customer)
    await expectInbox(12)
    expect(house.telegram.statuses).toEqual(new Map([[200, 36]]))
    expect(await house.rows('select count(*) as visits from visit')).toEqual([{ visits: 1 }])
    expect(await house.rows('select count(*) as bookings from booking')).toEqual([{ bookings: 1 }])
  })

  test('twenty messages of a customer who does not wait are answered once each, in order', async () => {
    const customer = customerOf(house, 'zh')
    const said = Array.from({ length: 20 }, (_, index) => `第${index + 1}个问题`)
    await Promise.all(['/help', ...said.slice(1)].map(text => customer.says(text)))
    await house.settled()
    await expectInbox(20)
    await expectHeardOnceInOrder(customer)
    expect(heardTexts(customer)).toHaveLength(20)
    const inOrder = await house.rows<{ text: string }>(
      "select payload ->> '$.content.text' as text from inbox where payload ->> '$.content.kind' = 'text' order by id",
    )
    expect(inOrder.map(({ text }) => text)).toEqual(said.slice(1))
  })

  test('thirty customers who type everything at once each get to the question for the time, on a case of their own', async () => {
    const customers = Array.from({ length: 30 }, (_, index) => customerOf(house, index % 2 ? 'en' : 'zh', 100 + index))
    await Promise.all(customers.map((customer, index) => typesUpToWindows(customer, index % 2 ? LINES.en : LINES.zh)))
    await house.settled()
    await expectInbox(300)
    for (const [index, customer] of customers.entries()) {
      await expectHeardOnceInOrder(customer)
      expect(heardTexts(customer).at(-1)).toMatch((index % 2 ? LINES.en : LINES.zh).windows)
    }
    expect(
      await house.rows('select count(distinct conversation_id) as cases, count(*) as n from service_case'),
    ).toEqual([{ cases: 30, n: 30 }])
  })

  test('a button tapped again and again before the answer comes counts once', async () => {
    const customer = customerOf(house, 'en')
    await reachWindows(customer, LINES.en)
    const question = customer.messages.findLast(({ buttons }) => buttons.length > 0)
    const label = question?.buttons[0]?.[0]?.label ?? ''
    await Promise.all(Array.from({ length: 5 }, () => customer.tapsOn(question?.id ?? 0, label)))
    await house.settled()
    const heard = heardTexts(customer)
    expect(heard.filter(text => text.startsWith('Please check, I keep this time'))).toHaveLength(1)
    expect(heard.filter(text => /^This button belongs to an earlier question/.test(text))).toHaveLength(4)
    expect(await house.rows('select count(*) as held from booking')).toEqual([{ held: 1 }])
    expect(house.telegram.unanswered()).toEqual([])
  })
})

test('a connection that dies before the answer costs no message and repeats at most that one', async () => {
  const customer = customerOf(house, 'en')
  house.telegram.next('sendMessage', 'drop')
  await customer.says(LINES.en.opening)
  await customer.hears(LINES.en.safety)
  await customer.taps(LINES.en.safe)
  await customer.hears(LINES.en.hose)
  await house.settled()
  await expectHeardOnceInOrder(customer)
})

test('at the pace of the shipped policy three bursts are heard whole and in order', async () => {
  await house.close()
  house = await openTelegramHouse(await shippedContent())
  const customers = [1, 2, 3].map(id => customerOf(house, 'en', id))
  await Promise.all(
    customers.flatMap(customer =>
      ['/help', 'hello there', '/status', '/help', '/settings'].map(text => customer.says(text)),
    ),
  )
  await house.settled()
  await expectInbox(15)
  for (const customer of customers) await expectHeardOnceInOrder(customer)
})
