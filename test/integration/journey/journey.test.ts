/** From the first word to the stars, on every channel and in both languages, by one script. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Language } from '../../../src/flow/flow.ts'
import { type ChannelHouse, openChannelHouse, PLATFORMS, type Platform } from '../../support/channel-rig.ts'
import { heardTexts, type Person, photo } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import {
  bookLastWindow,
  HOUR_MS,
  LINES,
  type Lines,
  moveToReminder,
  moveToVisit,
  moveVisit,
  reachRating,
  reachWindows,
} from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'
import { replyOf } from '../../support/staff.ts'

let content: Content
let house: ChannelHouse

beforeAll(async () => {
  content = await slackContent()
})
afterEach(() => house.close())

const caseRow = async () => {
  const rows = await house.rows<{ id: number; state: string; priority: string }>('select * from service_case')
  expect(rows).toHaveLength(1)
  return rows[0]
}

/** the number told with the first answer is the only one that is ever told. */
async function expectOneCase(customer: Person, number: string): Promise<void> {
  const told = heardTexts(customer).flatMap(text => text.match(/C\d{4,}/g) ?? [])
  expect(new Set(told)).toEqual(new Set([number]))
  expect(number).toBe(`C${1000 + Number((await caseRow())?.id)}`)
}

const EACH = PLATFORMS.flatMap(platform =>
  (['zh', 'en'] as const).map((language): [Platform, Language] => [platform, language]),
)

describe.each(EACH)('on %s, in %s', (platform, language) => {
  const lines: Lines = LINES[language]
  let customer: Person

  beforeEach(async () => {
    house = await openChannelHouse(platform, content)
    customer = house.person({ language })
  })

  test('a customer gets from the first word to five stars on one case number (R-004, R-034, R-037, R-047, R-076)', async () => {
    const number = await reachWindows(customer, lines)
    const window = await bookLastWindow(customer, lines)
    const booked = customer.seen.findLast(({ text }) => lines.booked.test(text))?.text
    expect(booked).toContain(window)
    expect(booked).toContain(number)

    await moveToReminder(house)
    const reminder = await customer.hears(lines.reminder)
    expect(reminder.text).toContain(window)
    await customer.taps(lines.confirm)
    await customer.hears(lines.confirmed)

    expect(await moveVisit(house, customer, 'assign')).toMatchObject({ ok: true })
    const assigned = await customer.hears(lines.assigned)
    const [visit] = await house.rows<{ code: string }>('select code from visit')
    expect(assigned.text).toContain(lines.engineer)
    expect(assigned.text).toContain(visit?.code)
    await moveToVisit(house)
    await moveVisit(house, customer, 'on-the-way')
    expect((await customer.hears(lines.onTheWay)).text).toContain(visit?.code)
    await moveVisit(house, customer, 'arrived')
    await customer.hears(lines.arrived)
    await moveVisit(house, customer, 'complete')
    await customer.hears(lines.completed)

    await house.app.time.moveBy(23 * HOUR_MS)
    await house.settled()
    expect(heardTexts(customer).filter(text => lines.rating.test(text))).toEqual([])
    await house.app.time.moveBy(HOUR_MS)
    await customer.hears(lines.rating)
    await customer.taps(lines.stars[1])
    await customer.hears(lines.thanks)
    await customer.taps(lines.nothingToAdd)
    await house.settled()

    expect((await caseRow())?.state).toBe('CLOSED')
    expect(await house.rows('select score from rating')).toEqual([{ score: 5 }])
    expect(await house.rows('select state from visit')).toEqual([{ state: 'ACCEPTED' }])
    await expectOneCase(customer, number)
  })

  test('one star is answered by an apology at once and by a person, and the bot is silent meanwhile (R-079)', async () => {
    const number = await reachWindows(customer, lines)
    await bookLastWindow(customer, lines)
    await reachRating(house, customer)
    await customer.hears(lines.rating)
    await customer.taps(lines.stars[0])
    await house.settled()
    await customer.hears(lines.apology)
    expect((await caseRow())?.state).toBe('REOPENED')

    await customer.taps(lines.notFixed)
    await customer.hears(lines.tell)
    await customer.says(lines.complaint)
    await customer.hears(lines.passedOn)
    await house.settled()
    const [escalation] = await house.rows<{ id: number; reason: string; summary: string }>('select * from escalation')
    expect(escalation).toMatchObject({ reason: 'low-rating', priority: 'HIGH', state: 'RAISED', level: 1 })
    expect(escalation?.summary).toContain(lines.complaint)

    const id = escalation?.id ?? 0
    expect(await house.desk(customer.conversation, { do: 'claim', escalation: id })).toMatchObject({ ok: true })
    await customer.hears(/Wei/)
    const heard = heardTexts(customer).length
    await customer.says('1')
    await customer.uploads([photo()])
    await house.settled()
    expect(heardTexts(customer)).toHaveLength(heard)

    const text = 'Good morning, this is Wei. I come myself tomorrow at nine.'
    await house.desk(customer.conversation, replyOf(id, text))
    expect(heardTexts(customer).slice(heard)).toEqual([text])

    await house.desk(customer.conversation, { do: 'hand-back', escalation: id })
    await customer.hears(lines.back)
    expect(await house.rows('select state from escalation')).toEqual([{ state: 'HANDED_BACK' }])
    await expectOneCase(customer, number)
  })

  test('one star and then silence raises the escalation within the minute (R-079)', async () => {
    await reachWindows(customer, lines)
    await bookLastWindow(customer, lines)
    await reachRating(house, customer)
    await customer.taps(lines.stars[0])
    await customer.hears(lines.apology)
    await house.app.time.moveBy(60_000)
    await customer.hears(lines.passedOn)
    const raised = await house.rows('select reason, priority, state from escalation')
    expect(raised).toEqual([{ reason: 'low-rating', priority: 'HIGH', state: 'RAISED' }])
  })

  test('after a person has answered, the bot asks the same question again', async () => {
    await customer.says(lines.opening)
    await customer.hears(lines.safety)
    await customer.taps(lines.safe)
    const question = await customer.hears(lines.hose)
    const asked = question.text
    await customer.says(lines.human)
    await customer.hears(lines.calling)
    await house.settled()
    const [escalation] = await house.rows<{ id: number }>('select id from escalation')
    const id = escalation?.id ?? 0
    await house.desk(customer.conversation, { do: 'claim', escalation: id })
    await house.desk(customer.conversation, replyOf(id, 'Please try the hose first.'))
    await customer.hears(/^Please try the hose first\.$/)
    const heard = heardTexts(customer).length
    await customer.says(lines.filterClean)
    await house.settled()
    expect(heardTexts(customer)).toHaveLength(heard)
    await house.desk(customer.conversation, { do: 'hand-back', escalation: id })
    const again = await customer.hears(lines.back)
    expect(again.text).toContain(asked)
    await customer.taps(lines.hoseFine)
    await customer.hears(lines.filter)
  })
})
