/** Dispatch, consent to changes and honest lateness, rule by rule: its given, when and then (rulebook section B). */
import { afterEach, describe, expect, test } from 'vitest'
import type { Language, Values } from '../../src/flow/flow.ts'
import { DELAY_REASONS } from '../../src/service/visit-reasons.ts'
import { shippedContent } from '../support/house.ts'
import { CHECKLIST } from '../support/journey.ts'
import { type OnSite, type OnSiteFacts, UNDER_WARRANTY } from '../support/on-site.ts'
import { comesTo, freeWindow, openBooked, WORDS } from '../support/to-the-door.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const LANGUAGES = ['en', 'zh'] as const

const content = await shippedContent()
let site: OnSite

afterEach(() => site.close())

async function open(
  language: Language = 'en',
  facts: OnSiteFacts = UNDER_WARRANTY,
  policy: Values = {},
): Promise<void> {
  const { loaded } = content
  const service = { ...loaded.service, policy: { ...loaded.service.policy, ...policy } }
  site = await openBooked({ ...content, loaded: { ...loaded, service } }, { ...facts, language })
}

async function openAssigned(language: Language = 'en', policy: Values = {}): Promise<void> {
  await open(language, UNDER_WARRANTY, policy)
  expect(await site.order('assign')).toMatchObject({ ok: true })
  site.heard()
}

async function propose(reason?: string): Promise<void> {
  const { database, clock } = site.house.app
  const window = await database.transaction(clock.now(), tx => freeWindow(tx, content.loaded.service, 1))
  expect(await site.order('propose', { window, ...(reason && { reason }) })).toMatchObject({ ok: true })
}

async function state(): Promise<unknown> {
  return (await site.visit()).state
}

const kinds = async () => (await site.tasks()).map(({ kind }) => kind)
const countOf = async (kind: string) => (await kinds()).filter(one => one === kind).length

async function decide(kind: string, approve: boolean) {
  const task = (await site.tasks()).find(one => one.kind === kind)
  return site.command({ do: 'decide-task', task: Number(task?.id), approve })
}

describe.each(LANGUAGES)('consent to another time (%s)', language => {
  const words = WORDS[language]

  test('R-035: staff propose another time; until the customer accepts, the visit is RESCHEDULE_PROPOSED at the old one', async () => {
    await openAssigned(language)
    const before = await site.visit()
    await propose('previous-visit')
    const asked = site.heard()
    expect(asked).toMatch(words.proposed)
    expect(asked).toMatch(words.apology)
    expect(asked).toMatch(words.previousVisit)
    expect(await site.visit()).toMatchObject({ state: 'RESCHEDULE_PROPOSED', starts_at: before.starts_at })
    await site.taps(words.accept)
    expect(site.heard()).toMatch(words.accepted)
    const after = await site.visit()
    expect(after).toMatchObject({ state: 'CONFIRMED', code: before.code, proposal: null })
    expect(after.starts_at).not.toBe(before.starts_at)
    expect(await site.rows('select starts_at, visit_id, state from booking')).toEqual([
      { starts_at: after.starts_at, visit_id: 1, state: 'booked' },
    ])
  })

  test('R-036: the customer refuses; a reassign task is there and the original time stays', async () => {
    await openAssigned(language)
    const before = await site.visit()
    await propose()
    site.heard()
    await site.taps(words.refuse)
    expect(site.heard()).toMatch(words.kept)
    expect(await site.visit()).toMatchObject({ state: 'CONFIRMED', starts_at: before.starts_at, proposal: null })
    expect(await kinds()).toContain('reassign')
    // The same question on another phone: it is settled.
    await site.taps(words.accept)
    expect(await site.visit()).toMatchObject({ state: 'CONFIRMED', starts_at: before.starts_at })
  })

  test('R-036: somebody else is assigned: the reassign task is done by that, and the audit says so', async () => {
    await openAssigned(language)
    await propose()
    await site.taps(words.refuse)
    site.heard()
    expect(await site.order('assign', { technician: 'li-ming' })).toMatchObject({ ok: true })
    expect(await kinds()).toContain('reassign')
    site.heard()
    expect(await site.order('assign', { technician: 'chen-jie' })).toMatchObject({ ok: true })
    expect(site.heard()).toMatch(words.otherEngineer)
    expect(await kinds()).not.toContain('reassign')
    const [task] = await site.rows("select id, taken_by from staff_task where kind = 'reassign'")
    expect(task?.taken_by).toBe(null)
    expect(
      await site.rows(`select actor, was, became from audit_event where entity = 'task' and entity_id = '${task?.id}'`),
    ).toEqual([{ actor: 'wei', was: 'OPEN', became: 'DONE' }])
  })
})

test('R-035: nobody answers in time; a person calls, and the old time still stands', async () => {
  await openAssigned()
  await propose()
  await site.wait(2 * HOUR - MINUTE)
  expect(await kinds()).not.toContain('call-customer')
  await site.wait(2 * MINUTE)
  expect(await kinds()).toContain('call-customer')
  expect(await state()).toBe('RESCHEDULE_PROPOSED')
})

describe.each(LANGUAGES)('late (%s)', language => {
  const words = WORDS[language]

  test('R-039: late by 20 minutes, told before the appointed time: the customer hears at once, with keep and rebook', async () => {
    await openAssigned(language)
    await site.order('on-the-way', { checklist: CHECKLIST })
    await comesTo(site, -20 * MINUTE)
    site.heard()
    await site.order('late', { minutes: 20, reason: 'traffic' })
    expect(site.heard()).toMatch(/20/)
    expect(site.labels()).toEqual([words.wait, words.rebook, words.notAccepted])
    // What was said is not said again by the clock.
    await comesTo(site, MINUTE)
    expect(site.heard()).toBe('')
  })

  test('R-040: two minutes before the agreed time nobody is there and nothing was said: a notice, and staff are asked to call', async () => {
    await openAssigned(language)
    await comesTo(site, -2 * MINUTE - 1000)
    expect(site.heard()).not.toMatch(words.warned)
    await comesTo(site, -2 * MINUTE)
    expect(site.heard()).toMatch(words.warned)
    expect(await kinds()).toContain('call-customer')
  })

  test('R-041: ten minutes late: LATE_1 with a button to rebook and no gift task; fifteen exactly are still tier 1', async () => {
    await openAssigned(language)
    await comesTo(site, 10 * MINUTE)
    site.heard()
    await site.says(words.tenLate)
    const said = site.heard()
    expect(said).toMatch(words.late1)
    expect(site.labels()).toContain(words.rebook)
    await comesTo(site, 15 * MINUTE)
    expect(await kinds()).not.toContain('late-remedy')
    expect(said + site.heard()).not.toMatch(words.late2)
  })

  test('R-042: sixteen minutes late: LATE_2 once and a task for a manager; no gift is mentioned before it is approved', async () => {
    await openAssigned(language)
    await comesTo(site, 15 * MINUTE)
    site.heard()
    await comesTo(site, 16 * MINUTE)
    const said = site.heard()
    expect(said).toMatch(words.late2)
    expect(said).not.toMatch(words.money)
    expect(await countOf('late-remedy')).toBe(1)
    await comesTo(site, 50 * MINUTE)
    expect(site.heard()).toBe('')
    expect(await countOf('late-remedy')).toBe(1)
    expect(await decide('late-remedy', true)).toMatchObject({ ok: true })
    const gift = site.heard()
    expect(gift).toMatch(words.gift)
    expect(gift).not.toMatch(/\d/)
  })

  test('R-042: the manager declines: the customer hears nothing of it', async () => {
    await openAssigned(language)
    await comesTo(site, 16 * MINUTE)
    site.heard()
    expect(await decide('late-remedy', false)).toMatchObject({ ok: true })
    expect(site.heard()).toBe('')
    expect(await site.rows("select decision from staff_task where kind = 'late-remedy'")).toEqual([
      { decision: 'refused' },
    ])
    // The call about the delay itself is all that is left.
    expect(await countOf('call-customer')).toBe(1)
  })

  test('R-043: the apology is refused; an escalation goes to a manager', async () => {
    await openAssigned(language)
    await comesTo(site, 16 * MINUTE)
    site.heard()
    await site.taps(words.notAccepted)
    expect(site.heard()).toMatch(words.manager)
    expect(await site.rows('select reason, level from escalation')).toEqual([{ reason: 'late-apology', level: 2 }])
  })

  test('R-125: with compensation switched on and 20 minutes late, a manager is asked first, and no amount is named', async () => {
    await openAssigned(language, { late: { remedy: 'compensation' } })
    await comesTo(site, 20 * MINUTE)
    expect(site.heard()).not.toMatch(words.money)
    await decide('late-remedy', true)
    const told = site.heard()
    expect(told).toMatch(words.compensation)
    expect(told).not.toMatch(/\d|¥/)
  })

  test.each([...DELAY_REASONS, undefined])(
    'R-044 (K-09): the reason %s is told as it was recorded, or not at all',
    async reason => {
      await openAssigned(language)
      await site.order('late', { minutes: 10, ...(reason && { reason }) })
      const late = site.heard()
      await site.order('late', { minutes: 30, ...(reason && { reason }) })
      const later = site.heard()
      await propose(reason)
      const proposed = site.heard()
      for (const said of [late, later, proposed]) {
        const told = DELAY_REASONS.filter(code => CAUSES[code]?.[language].test(said))
        expect(told).toEqual(reason === undefined || reason === 'other' ? [] : [reason])
        expect(said).not.toMatch(/undefined|null|because|因为|由于/)
      }
    },
  )

  test('an hour after the agreed time nobody came: an apology, other times, and a manager who is asked to call', async () => {
    await openAssigned(language)
    await comesTo(site, HOUR)
    const said = site.heard()
    expect(said).toMatch(words.noShow)
    expect(said).not.toMatch(words.money)
    expect(await state()).toBe('STAFF_NO_SHOW')
    expect(await kinds()).toContain('no-show')
    expect(await site.case()).toMatchObject({ priority: 'HIGH' })
    // The customer was told that a manager calls: another time does not settle that.
    await site.taps(words.rebookNow)
    await site.taps(site.labels()[0] ?? '')
    expect(site.heard()).toMatch(words.rebooked)
    expect(await kinds()).toContain('no-show')
    expect(await state()).toBe('CONFIRMED')
  })

  test('R-045: nobody chooses another time: one friendly question the next day, then a person calls; it stays on the board', async () => {
    await openAssigned(language)
    await comesTo(site, HOUR)
    site.heard()
    await comesTo(site, 25 * HOUR - MINUTE)
    expect(site.heard()).toBe('')
    await comesTo(site, 25 * HOUR + MINUTE)
    const asked = site.heard()
    expect(asked).toMatch(words.chooseTime)
    expect(asked).not.toMatch(words.money)
    await comesTo(site, 49 * HOUR + MINUTE)
    expect(site.heard()).toBe('')
    const calls = (await site.tasks()).map(({ data }) => JSON.parse(String(data)).why)
    expect(calls.filter(why => why === 'choose-time')).toHaveLength(1)
    expect(await state()).toBe('STAFF_NO_SHOW')
    await site.taps(words.rebookNow)
    await site.taps(site.labels()[0] ?? '')
    expect(site.heard()).toMatch(words.rebooked)
    expect((await site.tasks()).map(({ data }) => JSON.parse(String(data)).why)).not.toContain('choose-time')
    await comesTo(site, 51 * HOUR)
    expect(site.heard()).toBe('')
  })

  test('R-045: "reschedule" finds the visit that came to nothing, and another time is chosen', async () => {
    await openAssigned(language)
    await comesTo(site, HOUR)
    await site.says(language === 'en' ? 'reschedule my appointment' : '改期')
    expect(site.heard()).toMatch(words.free)
    await site.taps(site.labels()[0] ?? '')
    expect(site.heard()).toMatch(words.rebooked)
    expect(await state()).toBe('CONFIRMED')
  })

  test('E-07: nobody came, and the audit says why another time was chosen', async () => {
    await openAssigned(language)
    await comesTo(site, HOUR)
    await site.taps(words.rebookNow)
    await site.taps(site.labels()[0] ?? '')
    const audit = await site.rows("select data from audit_event where entity = 'visit' and data like '%rebooked%'")
    expect(audit.map(({ data }) => JSON.parse(String(data)).rebooked)).toEqual(['no-show'])
  })

  test('a visit that came to nothing is cancelled when the customer wants none', async () => {
    await openAssigned(language)
    await comesTo(site, HOUR)
    site.heard()
    await site.says(language === 'en' ? 'cancel my visit' : '取消上门')
    expect(site.heard()).toMatch(language === 'en' ? /no new time for our visit yet/ : /还没有重新约好时间/)
    await site.taps(language === 'en' ? 'Yes, cancel it' : '确定取消')
    expect(await state()).toBe('CANCELLED')
  })

  test('R-123: the question for another time does not come at night', async () => {
    await openAssigned(language, { arrival: { ...content.loaded.service.policy.arrival, noShow: 7 * HOUR } })
    await comesTo(site, 7 * HOUR)
    site.heard()
    await comesTo(site, 39 * HOUR)
    expect(site.heard()).toBe('')
    await comesTo(site, 40 * HOUR)
    expect(site.heard()).toMatch(words.chooseTime)
  })
})

const CAUSES: Readonly<Partial<Record<string, Readonly<Record<Language, RegExp>>>>> = {
  'previous-visit': { en: /visit before yours/i, zh: /上一位客户/ },
  traffic: { en: /traffic/i, zh: /堵车/ },
  vehicle: { en: /broken down/, zh: /车辆/ },
  'part-fetched': { en: /a part has to be fetched/i, zh: /取配件/ },
  'staff-ill': { en: /fallen ill/, zh: /身体不适/ },
  weather: { en: /weather/, zh: /天气/ },
}

test('K-10: with the remedy "none" nobody is asked for one', async () => {
  await openAssigned('en', { late: { remedy: 'none' } })
  await comesTo(site, 20 * MINUTE)
  expect(await kinds()).not.toContain('late-remedy')
})
