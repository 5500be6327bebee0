import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeUser } from '../../support/fake-telegram-user.ts'
import { changedContent, changeYaml, openTelegramHouse, type TelegramHouse } from '../../support/telegram-house.ts'
import { customerOf, heardTexts, LINES, offeredWindows, typesUpToWindows } from '../../support/telegram-journey.ts'

const CUSTOMERS = 200

let house: TelegramHouse

beforeEach(async () => {
  // One technician, who works on Monday afternoons: two windows within the horizon of the policy.
  const content = await changedContent(folder =>
    changeYaml<{ technicians: { id: string; roster: Record<string, string[]> }[] }>(
      join(folder, 'outlets.yaml'),
      outlets => {
        const [technician] = outlets.technicians.filter(({ id }) => id === 'li-ming')
        if (!technician) throw new Error('the sample outlets have no li-ming')
        outlets.technicians = [technician]
        technician.roster = { mon: ['14:00-16:00'], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
      },
    ),
  )
  house = await openTelegramHouse(content)
})
afterEach(() => house.close())

const heardBy = (customers: readonly FakeUser[], pattern: RegExp) =>
  customers.filter(customer => pattern.test(heardTexts(customer).at(-1) ?? ''))

test('of 200 customers who tap the same last window at once one gets it, and the others hear so at once (R-034)', async () => {
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => customerOf(house, 'en', 1000 + index))
  await Promise.all(customers.map(customer => typesUpToWindows(customer, LINES.en)))
  await house.settled()
  expect(heardBy(customers, LINES.en.windows)).toHaveLength(CUSTOMERS)
  expect(new Set(customers.map(customer => offeredWindows(customer).join()))).toEqual(
    new Set(['Mon 2 Mar, 14:00–16:00,Mon 9 Mar, 14:00–16:00']),
  )

  await Promise.all(customers.map(customer => customer.taps('Mon 2 Mar, 14:00–16:00')))
  await house.settled()
  const lucky = heardBy(customers, LINES.en.summary)
  const others = heardBy(customers, /^I am sorry, that time was taken just now\. These are free:/)
  expect([lucky.length, others.length]).toEqual([1, CUSTOMERS - 1])
  expect(new Set(others.map(customer => offeredWindows(customer).join()))).toEqual(new Set(['Mon 9 Mar, 14:00–16:00']))
  expect(await house.rows('select conversation_id, state from booking')).toEqual([
    { conversation_id: lucky[0]?.conversation, state: 'held' },
  ])

  // Now it is the last one of all.
  await Promise.all(others.map(customer => customer.taps('Mon 9 Mar, 14:00–16:00')))
  await house.settled()
  const second = heardBy(others, LINES.en.summary)
  const none = heardBy(others, /that time was taken just now[\s\S]*A colleague will find one with you and answers here/)
  expect([second.length, none.length]).toEqual([1, CUSTOMERS - 2])
  expect(await house.rows("select count(*) as raised from escalation where reason = 'no-window'")).toEqual([
    { raised: CUSTOMERS - 2 },
  ])

  for (const customer of [...lucky, ...second]) await customer.taps(LINES.en.confirm)
  await house.settled()
  expect(await house.rows('select conversation_id, state from booking order by starts_at')).toEqual([
    { conversation_id: lucky[0]?.conversation, state: 'booked' },
    { conversation_id: second[0]?.conversation, state: 'booked' },
  ])
  expect(await house.rows('select count(*) as visits from visit')).toEqual([{ visits: 2 }])
  expect(house.telegram.unanswered()).toEqual([])
})
