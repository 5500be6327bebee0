/** What happens at the customer's: the scripts E-13 and the dispute of E-25, in both languages where people really write. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeskOutcome, VisitMove } from '../../../src/desk/command.ts'
import type { Values } from '../../../src/flow/flow.ts'
import { type ChannelHouse, openChannelHouse } from '../../support/channel-rig.ts'
import { type Person, photo } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import {
  bookLastWindow,
  COMPLETION_FORM,
  LINES,
  moveVisit,
  offeredWindows,
  RECEIPT,
  reachWindows,
} from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

const DAY = 24 * 3_600_000
let content: Content
let house: ChannelHouse
let anna: Person

const SAID = {
  en: {
    missing: /^I am sorry, a part is missing for this repair: Drain pump/,
    times: /Which one suits you/,
    done: /^Thank you, we come /,
    never: /\bsoon\b/,
    finding: /^We found no fault/,
    dispute: 'I want a second opinion',
    send: /If you have a recording or a photo/,
    other: /choose a time for the other engineer/,
    call: 'A colleague shall call',
    noted: /passed on to a colleague/,
  },
  zh: {
    missing: /^很抱歉，这次维修缺少配件：排水泵/,
    times: /您看哪个方便/,
    done: /^好的，我们/,
    never: /尽快|马上到/,
    finding: /没有发现机器故障/,
    dispute: '我要求复检',
    send: /视频、录音或照片/,
    other: /另一位工程师上门的时间/,
    call: '请同事联系我',
    noted: /转交给同事/,
  },
} as const

beforeAll(async () => {
  content = await slackContent()
}, 60_000)
afterEach(() => house.close())

async function does(move: VisitMove, details: Values = {}): Promise<DeskOutcome> {
  const outcome = await moveVisit(house, anna, move, details)
  if (!outcome.ok) throw new Error(`${move}: ${outcome.why} ${JSON.stringify(outcome.values)}`)
  return outcome
}

describe.each([
  ['telegram', 'en'],
  ['telegram', 'zh'],
  ['slack', 'en'],
  ['slack', 'zh'],
] as const)('on %s in %s', (platform, language) => {
  const lines = LINES[language]
  const said = SAID[language]

  beforeEach(async () => {
    house = await openChannelHouse(platform, content)
    anna = house.person({ language })
  })

  async function toTheDoor(): Promise<string> {
    const number = await reachWindows(anna, lines)
    await bookLastWindow(anna, lines)
    for (const move of ['assign', 'on-the-way', 'arrived'] as const) await does(move)
    await does('begin', RECEIPT)
    return number
  }

  test('E-13 a part is missing on site: a day, a second time, the old part with its tag, and one case', async () => {
    const number = await toTheDoor()
    const there = house.app.clock.now() + 4 * DAY
    await does('part', { part: 'drain-pump', partAt: there })
    const told = await anna.hears(said.missing)
    expect(told.text).toContain(number)
    expect(told.text).not.toMatch(said.never)
    expect(told.text).toMatch(said.times)
    await anna.taps(offeredWindows(anna)[0] ?? '')
    await anna.hears(said.done)
    await house.settled()
    const [visit] = await house.rows('select state, round, starts_at from visit')
    expect(visit).toMatchObject({ state: 'CONFIRMED', round: 2 })
    expect(Number(visit?.starts_at)).toBeGreaterThanOrEqual(there)
    await house.desk(anna.conversation, { do: 'move-part', part: 1, state: 'RECEIVED' })
    for (const move of ['on-the-way', 'arrived'] as const) await does(move)
    await does('begin', RECEIPT)
    const form = { ...COMPLETION_FORM, replaced: ['drain-pump'] }
    expect(await moveVisit(house, anna, 'complete', form)).toMatchObject({ ok: false, why: 'warning' })
    await does('complete', { ...form, tagNo: number })
    await anna.hears(lines.completed)
    await house.settled()
    expect(await house.rows('select part, tag_no from replaced_part')).toEqual([{ part: 'drain-pump', tag_no: number }])
    expect(await house.rows('select state from part_request')).toEqual([{ state: 'USED' }])
    expect(await house.rows('select count(*) as cases from service_case')).toEqual([{ cases: 1 }])
  })

  test('E-25 no fault found is disputed: a second opinion, with what the customer recorded', async () => {
    await toTheDoor()
    await does('complete', { outcome: 'no-fault', cause: 'Drains well', measures: 'Tested three times', parts: 'none' })
    expect((await anna.hears(said.finding)).text).toContain('Drains well')
    await anna.taps(said.dispute)
    await anna.hears(said.send)
    await anna.uploads([photo()])
    await anna.hears(said.other)
    await anna.taps(said.call)
    await anna.hears(said.noted)
    await house.settled()
    expect(await house.rows("select kind from staff_task where kind = 'second-opinion'")).toHaveLength(1)
    expect(await house.rows('select state, priority from service_case')).toEqual([
      { state: 'REOPENED', priority: 'HIGH' },
    ])
    expect(await house.rows("select case_id from media where kind = 'photo'")).toEqual([{ case_id: 1 }])
  })
})

test('E-25 who disputes may choose a time at once, and another engineer comes', async () => {
  house = await openChannelHouse('telegram', content)
  anna = house.person()
  await reachWindows(anna, LINES.en)
  await bookLastWindow(anna, LINES.en)
  for (const move of ['assign', 'on-the-way', 'arrived'] as const) await does(move)
  await does('begin', RECEIPT)
  await does('complete', { outcome: 'no-fault', cause: 'Drains well', measures: 'Tested', parts: 'none' })
  await anna.hears(SAID.en.finding)
  await anna.taps(SAID.en.dispute)
  await anna.hears(SAID.en.send)
  await anna.taps('I have none')
  await anna.hears(SAID.en.other)
  await anna.taps('Choose a time')
  await anna.hears(LINES.en.windows)
  await bookLastWindow(anna, LINES.en)
  await house.settled()
  const [first, second] = await house.rows<{ technician_id: string; case_id: number }>(
    `select booking.technician_id, visit.case_id from visit join booking on booking.visit_id = visit.id order by visit.id`,
  )
  expect(second?.case_id).toBe(first?.case_id)
  expect(second?.technician_id).not.toBe(first?.technician_id)
})
