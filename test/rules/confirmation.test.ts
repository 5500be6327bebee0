/** The visit is confirmed before it, whoever does it, rule by rule: its given, when and then (rulebook section B). */
import { afterEach, describe, expect, test } from 'vitest'
import type { VisitMove } from '../../src/desk/command.ts'
import type { Language, Values } from '../../src/flow/flow.ts'
import { rows, textsTo, words } from '../support/arrivals.ts'
import { type House, MONDAY_MORNING, openHouse, shippedContent } from '../support/house.ts'
import { LINES, MODEL } from '../support/journey.ts'
import { staffOf } from '../support/staff.ts'
import { freeWindow } from '../support/to-the-door.ts'

const HOUR = 3_600_000
const LANGUAGES = ['en', 'zh'] as const
const content = await shippedContent()
let house: House

afterEach(() => house.app.stop())

const SAID = {
  en: {
    morning: 'Tuesday morning',
    evening: 'Tuesday after 6 pm',
    reminder: /^A short reminder of our visit/,
    fields: [/Time: .*10:00/, /Address: 12 Long Road/, /Model: XQB80/, /Bought: /, /Fault: .*drain/i],
    second: /^May I ask once more/,
    third: /^We still plan to come/,
    unconfirmed: /^I have not heard from you, so the visit stays as it is/,
    confirmed: /^Thank you, your visit is confirmed/,
    thanks: /^Thank you\. We come /,
    keptTime: /^We can keep the agreed time after all/,
  },
  zh: {
    morning: '周二上午',
    evening: '周二晚上六点以后',
    reminder: /^提醒您一下即将上门的服务/,
    fields: [/时间：.*10:00/, /地址：上海市闵行区江川路12号/, /型号：XQB80/, /购买时间：/, /故障：.*排水/],
    second: /^再跟您确认一次/,
    third: /^我们仍计划/,
    unconfirmed: /^没有收到您的回复，预约先为您保留/,
    confirmed: /^谢谢，上门时间已确认/,
    thanks: /^谢谢，我们.*上门/,
    keptTime: /^我们可以按原来约定的/,
  },
} as const satisfies Readonly<Record<Language, object>>

/** Monday 09:00: a visit is booked for the first window of the wish. */
async function book(language: Language, wish: string, window: RegExp): Promise<void> {
  house = await openHouse({ ...content, now: MONDAY_MORNING })
  const lines = LINES[language]
  for (const text of [lines.opening, lines.safe, lines.hoseFine, lines.filterClean, lines.name, '13812345678']) {
    await says(text, language)
  }
  for (const text of [lines.home, MODEL, lines.bought, wish]) await says(text, language)
  await taps(window)
  await taps(new RegExp(`^${lines.confirm}$`))
  expect((await visit()).state).toBe('REQUESTED')
}

async function says(text: string, language: Language): Promise<void> {
  await house.does(words(text), { id: '1', language })
}

async function taps(label: RegExp): Promise<void> {
  const asked = house.recorder.sent.flatMap(({ content: one }) =>
    one.kind === 'text' && one.buttons && one.buttons.length > 0 ? [one.buttons] : [],
  )
  const button = asked.at(-1)?.find(one => label.test(one.label))
  if (!button) throw new Error(`There is no button ${label} among ${asked.at(-1)?.map(one => one.label)}`)
  await house.does({ kind: 'tap', token: button.token })
}

/** What the customer reads until an hour of that Monday; 24 and more are the days after. */
async function readsUntil(hour: number): Promise<readonly string[]> {
  const before = textsTo(house, '1').length
  await house.app.time.moveBy(MONDAY_MORNING + (hour - 9) * HOUR - house.app.clock.now())
  return textsTo(house, '1').slice(before)
}

async function visit() {
  const [row] = await rows(house, 'select id, state, revision, starts_at from visit')
  return row ?? {}
}

async function order(move: VisitMove, details: Values = {}) {
  const { id, revision } = await visit()
  const command = { do: 'move-visit', visit: Number(id), revision: Number(revision), move, details } as const
  const before = textsTo(house, '1').length
  expect(await house.app.runDesk({ conversation: 'test:1', staff: staffOf('wei'), command })).toMatchObject({
    ok: true,
  })
  await house.app.worker.drain()
  return textsTo(house, '1').slice(before)
}

const kinds = async () => (await rows(house, "select kind from staff_task where state = 'OPEN'")).map(row => row.kind)

describe.each(LANGUAGES)('before the visit (%s)', language => {
  const said = SAID[language]

  test('R-037: a visit tomorrow at 10:00 is confirmed 18 hours before, with its five fields', async () => {
    await book(language, said.morning, /10:00–12:00/)
    expect(await readsUntil(16 - 1 / 3600)).toEqual([])
    const [reminder, ...more] = await readsUntil(16)
    expect(more).toEqual([])
    expect(reminder).toMatch(said.reminder)
    for (const field of said.fields) expect(reminder).toMatch(field)
    await taps(new RegExp(`^${LINES[language].confirm}$`))
    expect(textsTo(house, '1').at(-1)).toMatch(said.thanks)
    expect((await visit()).state).toBe('CONFIRMED')
    expect(await readsUntil(30)).toEqual([])
  })

  test('R-037: eighteen hours before would be at night: it is asked when the night is over', async () => {
    await book(language, said.evening, /18:00–20:00/)
    expect(await readsUntil(32 - 1 / 3600)).toEqual([])
    expect(await readsUntil(32)).toEqual([expect.stringMatching(said.reminder)])
  })

  test('R-038: two questions without an answer are a call for a person; after the third it is UNCONFIRMED, not cancelled', async () => {
    await book(language, said.evening, /18:00–20:00/)
    await readsUntil(32)
    expect(await readsUntil(35)).toEqual([expect.stringMatching(said.second)])
    expect(await kinds()).not.toContain('confirm-visit')
    expect(await readsUntil(38)).toEqual([expect.stringMatching(said.third)])
    expect(await kinds()).toContain('confirm-visit')
    expect((await visit()).state).toBe('REQUESTED')
    expect(await readsUntil(41)).toEqual([expect.stringMatching(said.unconfirmed)])
    expect((await visit()).state).toBe('UNCONFIRMED')
    expect(await kinds()).toContain('call-customer')
    // Whoever calls and hears that the time suits has settled both.
    expect(await order('confirm')).toEqual([expect.stringMatching(said.confirmed)])
    expect(await kinds()).not.toContain('confirm-visit')
    expect(await kinds()).not.toContain('call-customer')
  })

  test('R-037: a colleague notes that the time suits; the customer reads it and is not asked any more', async () => {
    await book(language, said.morning, /10:00–12:00/)
    expect(await order('confirm')).toEqual([expect.stringMatching(said.confirmed)])
    expect((await visit()).state).toBe('CONFIRMED')
    expect(await readsUntil(30)).toEqual([])
  })

  test('R-038: a colleague has noted it while the question was open: it is not asked once more', async () => {
    await book(language, said.morning, /10:00–12:00/)
    expect(await readsUntil(16)).toEqual([expect.stringMatching(said.reminder)])
    await order('confirm')
    expect(await readsUntil(33)).toEqual([])
  })

  test('R-035: another time is taken back; the customer reads that the agreed one holds', async () => {
    await book(language, said.morning, /10:00–12:00/)
    const { starts_at } = await visit()
    const { app } = house
    const window = await app.database.transaction(app.clock.now(), tx => freeWindow(tx, app.service, 1))
    await order('propose', { window })
    expect(await order('withdraw-proposal')).toEqual([expect.stringMatching(said.keptTime)])
    expect(await visit()).toMatchObject({ state: 'UNCONFIRMED', starts_at })
    expect(await rows(house, 'select starts_at from booking')).toEqual([{ starts_at }])
  })
})
