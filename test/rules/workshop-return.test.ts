/** Back from the workshop: on the promised time, told stage by stage, and settled, rule by rule (rulebook section B). */
import { afterEach, describe, expect, test } from 'vitest'
import type { Language } from '../../src/flow/flow.ts'
import { textsTo } from '../support/arrivals.ts'
import { shippedContent } from '../support/house.ts'
import { completionForm } from '../support/on-site.ts'
import { FRIDAY, type InWorkshop, openWorking, SUNDAY, WINDOW, WORKSHOP_WORDS } from '../support/workshop.ts'

const HOUR = 3_600_000
const LANGUAGES = ['en', 'zh'] as const

const content = await shippedContent()
let site: InWorkshop

afterEach(() => site.close())

async function open(language: Language = 'en'): Promise<void> {
  site = await openWorking(content, language)
}

describe.each(LANGUAGES)('R-063 back on the promised time (%s)', language => {
  const said = WORKSHOP_WORDS[language]

  test('R-063 given promised return −24 h without READY, staff are alerted; on breach the customer is told first', async () => {
    await open(language)
    await site.toConsent()
    await site.stages('IN_TRANSIT', 'IN_WORKSHOP')
    site.heard()
    const toFriday = FRIDAY - site.house.app.clock.now()
    await site.wait(toFriday - 24 * HOUR - 1)
    expect(await site.kinds()).toEqual([])
    await site.wait(1)
    expect(await site.kinds()).toEqual(['return-at-risk'])
    expect(site.heard()).toBe('')
    await site.wait(24 * HOUR)
    const text = site.heard()
    expect(text).toContain(said.late)
    expect(text).toContain(said.friday)
    expect(text).toContain(said.colleagueNames)
    expect(text).not.toMatch(said.never)
    expect(await site.kinds()).toEqual(['return-at-risk', 'return-broken'])
    // Another stage says nothing of it a second time.
    await site.stages('WAITING_PART')
    await site.wait(HOUR)
    expect(site.heard()).not.toContain(said.late)
  })

  test('R-063 another promised day comes with an apology and its date, and counts from then on', async () => {
    await open(language)
    await site.toConsent()
    await site.stages('IN_WORKSHOP')
    site.heard()
    expect(await site.stage('IN_WORKSHOP', { promisedReturnAt: SUNDAY })).toMatchObject({ ok: true })
    const text = site.heard()
    expect(text).toContain(said.sorry)
    expect(text).toContain(said.sunday)
    expect((await site.loan()).due_at).toBe(SUNDAY)
    await site.wait(FRIDAY - site.house.app.clock.now())
    expect(await site.kinds()).toEqual([])
    await site.wait(SUNDAY - site.house.app.clock.now())
    expect(await site.kinds()).toEqual(['return-at-risk', 'return-broken'])
  })

  test('R-063 what is ready in time alerts nobody, and the customer chooses when it is brought', async () => {
    await open(language)
    await site.toConsent()
    await site.stages('IN_WORKSHOP', 'READY')
    site.heard()
    await site.bookReturn()
    expect(site.heard()).toContain(said.done)
    expect(await site.visit()).toMatchObject({ state: 'CONFIRMED', round: 2 })
    expect((await site.workshop()).state).toBe('RETURN_SCHEDULED')
    expect(await site.rows("select key from timer where key like 'workshop:%'")).toEqual([])
  })

  test('R-063 who wants the visit moved while the appliance is not ready hears where it is and the promised day', async () => {
    await open(language)
    await site.toConsent()
    await site.stages('IN_WORKSHOP')
    site.heard()
    await site.says(language === 'en' ? 'reschedule my appointment' : '改期')
    const text = site.heard()
    expect(text).toContain(said.friday)
    expect(text).toMatch(language === 'en' ? /still in our workshop/ : /还在维修中心/)
    expect(await site.state()).toBe('PULLED_BACK')
  })

  test('R-063 a return is moved and never called off: the appliance is with us', async () => {
    await open(language)
    await site.toConsent()
    await site.stages('IN_WORKSHOP', 'READY')
    await site.bookReturn()
    await site.says(said.cancel)
    await site.taps(said.cancelIt)
    expect(site.heard()).toContain(said.bringsBack)
    expect(await site.state()).toBe('CONFIRMED')
    expect(await site.order('cancel')).toMatchObject({ ok: false, why: 'not-possible-now' })
    await site.taps(site.labels().find(label => WINDOW.test(label)) ?? '')
    expect(await site.visit()).toMatchObject({ round: 2 })
    expect((await site.workshop()).state).toBe('RETURN_SCHEDULED')
  })
})

test('R-063 stages that section D does not know, and days that have passed, are refused', async () => {
  await open()
  await site.toConsent()
  for (const to of ['READY', 'RETURNED', 'RETURN_SCHEDULED', 'PROPOSED', 'CONSENTED', 'BROKEN']) {
    expect(await site.stage(to)).toMatchObject({ ok: false, why: 'not-possible-now' })
  }
  expect(await site.stage('IN_TRANSIT', { promisedReturnAt: 1 })).toMatchObject({ why: 'details-wrong' })
  expect(await site.command({ do: 'move-workshop', workshop: 9, stage: 'READY' })).toMatchObject({ why: 'not-found' })
  expect(await site.command({ do: 'move-workshop', workshop: 1, stage: 'IN_TRANSIT' }, ['agent'])).toMatchObject({
    why: 'not-allowed',
  })
  expect(site.heard()).toBe('')
})

describe.each(LANGUAGES)('R-064 the return (%s)', language => {
  const said = WORKSHOP_WORDS[language]

  test('R-064 the return needs the receipt and the loaner back; then all is settled and may be closed', async () => {
    await open(language)
    await site.toReturnVisit()
    expect(await site.order('complete', completionForm())).toMatchObject({
      why: 'form-incomplete',
      values: { missing: ['receiptReclaimed', 'loanerReturned'] },
    })
    const form = completionForm({ receiptReclaimed: true, loanerReturned: true })
    expect(await site.order('complete', form)).toMatchObject({ ok: true })
    expect(site.heard()).toContain(said.back)
    const now = site.house.app.clock.now()
    expect(await site.workshop()).toMatchObject({ state: 'RETURNED', receipt_reclaimed_at: now })
    expect(await site.loan()).toMatchObject({ state: 'RETURNED', in_at: now })
    await site.taps(language === 'en' ? 'I accept the work' : '确认验收')
    expect(await site.state()).toBe('ACCEPTED')
    expect((await site.case()).state).toBe('RESOLVED')
    await site.wait(24 * HOUR)
    await site.taps(language === 'en' ? '5 ★' : '5分')
    await site.taps(language === 'en' ? 'Nothing to add' : '没有了')
    expect((await site.case()).state).toBe('CLOSED')
  })

  test('R-064 a loaner that stays behind is asked for kindly, without a fee', async () => {
    await open(language)
    await site.toConsent()
    await site.stages('IN_WORKSHOP', 'READY')
    site.heard()
    await site.wait(FRIDAY - site.house.app.clock.now())
    const text = site.heard()
    expect(text).toContain(said.reminder)
    expect(text).toContain(said.loaner)
    expect(text).not.toMatch(said.never)
    expect((await site.loan()).state).toBe('OVERDUE')
    // Ready, and the promised day went by without a time for the return: a person sees to that, too.
    expect(await site.kinds()).toEqual(['return-broken', 'loaner-due'])
    await site.bookReturn()
    expect((await site.workshop()).state).toBe('RETURN_SCHEDULED')
  })
})

describe.each(LANGUAGES)('R-124 the stages of the workshop (%s)', language => {
  test('R-124 given "how far is it", each stage stands there with its time, and the promised return', async () => {
    const said = WORKSHOP_WORDS[language]
    await open(language)
    await site.toConsent()
    for (const to of ['IN_WORKSHOP', 'WAITING_PART']) {
      await site.wait(HOUR)
      await site.stages(to)
      const line = site.heard()
      expect(line).toMatch(/\d\d?:00/)
      expect(line).toContain(said.friday)
    }
    await site.says(said.status)
    const timeline = site.heard()
    for (const line of said.stages) expect(timeline).toMatch(new RegExp(`\\d\\d:\\d\\d.*${line}`))
    expect(timeline).toContain(said.promised)
    expect(timeline).toContain(language === 'en' ? '6 Mar' : '3月6日')
  })

  test('R-124 never stale: nothing of an earlier promised day is left to be said, and the card has the new one', async () => {
    await open(language)
    await site.toConsent()
    await site.stages('IN_WORKSHOP')
    const { database, clock } = site.house.app
    // The platform has not taken the line of that stage yet.
    await database.transaction(clock.now(), tx =>
      tx.run(
        "update outbox set state = 'pending', due_at = ? where id = (select max(id) from outbox where subject = 'visit:1')",
        [clock.now() + HOUR],
      ),
    )
    await site.stage('IN_WORKSHOP', { promisedReturnAt: SUNDAY })
    expect(await site.rows("select state from outbox where state in ('void', 'pending')")).toEqual([{ state: 'void' }])
    const last = textsTo(site.house, '1').slice(-2).join(' ')
    expect(last).toContain(WORKSHOP_WORDS[language].sunday)
    expect(last).not.toContain(WORKSHOP_WORDS[language].friday)
    const [card] = await site.rows("select payload from outbox where ask like 'visit:1:%' order by id desc limit 1")
    expect(String(card?.payload)).toContain(language === 'en' ? '8 Mar' : '3月8日')
  })

  test('R-124 once it is ready, the next step is the customer’s word on the time', async () => {
    await open(language)
    await site.toConsent()
    await site.stages('IN_WORKSHOP', 'READY')
    site.heard()
    await site.says(WORKSHOP_WORDS[language].status)
    expect(site.heard()).toContain(WORKSHOP_WORDS[language].choose)
  })
})
