/** Consent to a repair in the workshop, its receipt and its loaner, rule by rule (rulebook section B). */
import { afterEach, describe, expect, test } from 'vitest'
import type { Language } from '../../src/flow/flow.ts'
import { WORKSHOP_REASON_WORDS } from '../../src/service/custody-receipt.ts'
import { WORKSHOP_REASONS } from '../../src/service/visit-reasons.ts'
import { shippedContent } from '../support/house.ts'
import { addPicture } from '../support/on-site.ts'
import { FRIDAY, type InWorkshop, openWorking, SUNDAY, WORKSHOP_WORDS } from '../support/workshop.ts'

const LANGUAGES = ['en', 'zh'] as const

const content = await shippedContent()
let site: InWorkshop

afterEach(() => site.close())

async function open(language: Language = 'en', noLoaner = false): Promise<void> {
  site = await openWorking(content, language, noLoaner)
}

describe.each(LANGUAGES)('R-060 (K-21) only with consent and the true reason (%s)', language => {
  const said = WORKSHOP_WORDS[language]

  test.each(WORKSHOP_REASONS)(
    'R-060 given a proposal for %s, the customer reads that reason and the day, and nothing moves',
    async workshopReason => {
      await open(language)
      await site.propose({ workshopReason })
      const text = site.heard()
      expect(text).toContain(WORKSHOP_REASON_WORDS[workshopReason][language])
      expect(text).toContain(said.friday)
      expect(text).not.toMatch(said.never)
      expect(await site.state()).toBe('WORKING')
      expect((await site.workshop()).state).toBe('PROPOSED')
      expect(site.labels()).toEqual(expect.arrayContaining([said.withLoaner, said.without, said.home]))
    },
  )

  test('R-060 Decline leaves the repair at home, and the part number is given on request', async () => {
    await open(language)
    await site.propose()
    site.heard()
    await site.taps(said.home)
    expect(await site.state()).toBe('WORKING')
    expect((await site.workshop()).state).toBe('DECLINED')
    expect((await site.loan()).state).toBe('DECLINED')
    await site.taps(said.partNumber)
    expect(site.heard()).toContain(said.colleague)
    expect(await site.rows("select reason from escalation where reason = 'part-number'")).toHaveLength(1)
  })

  test('R-060 (K-21) the number of a part that was quoted is told at once', async () => {
    await open(language)
    await site.order('quote', { plan: 'pump', tariff: ['drain-pump'] })
    await site.taps(language === 'en' ? 'Approve' : '同意')
    await site.propose()
    await site.taps(said.home)
    site.heard()
    await site.taps(said.partNumber)
    expect(site.heard()).toContain('drain-pump')
    expect(await site.rows('select id from escalation')).toEqual([])
  })

  test('R-060 only the newest proposal counts', async () => {
    await open(language)
    await site.propose()
    const old = site.labels()
    const button = site.house.recorder.sent
      .flatMap(({ content }) => (content.kind === 'text' ? (content.buttons ?? []) : []))
      .findLast(({ label }) => label === said.withLoaner)
    await site.propose({ promisedReturnAt: SUNDAY })
    site.heard()
    expect(old).toContain(said.withLoaner)
    await site.house.does({ kind: 'tap', token: button?.token ?? '' }, { id: '1', language })
    expect(site.heard()).toContain(said.outdated)
    expect(await site.state()).toBe('WORKING')
    expect(await site.rows('select state from workshop_repair order by id')).toEqual([
      { state: 'DECLINED' },
      { state: 'PROPOSED' },
    ])
  })
})

test('R-060 a proposal needs its reason, the condition and a day that is to come', async () => {
  await open()
  expect(await site.order('propose-workshop', { condition: 'x', promisedReturnAt: FRIDAY })).toMatchObject({
    why: 'reason-missing',
  })
  expect(await site.order('propose-workshop', { workshopReason: 'long-test', condition: 'x' })).toMatchObject({
    why: 'date-missing',
  })
  expect(await site.order('propose-workshop', { workshopReason: 'long-test', promisedReturnAt: 1 })).toMatchObject({
    why: 'details-wrong',
    values: { fields: ['condition', 'promisedReturnAt'] },
  })
  expect(site.heard()).toBe('')
})

describe.each(LANGUAGES)('R-061 the receipt (%s)', language => {
  test('R-061 given Accept, a receipt with all six fields is sent, as a message and a document, and stored', async () => {
    await open(language)
    await addPicture(site)
    await site.propose()
    site.heard()
    await site.taps(WORKSHOP_WORDS[language].withLoaner)
    const text = site.heard()
    for (const field of WORKSHOP_WORDS[language].receipt) expect(text).toContain(field)
    expect(await site.state()).toBe('PULLED_BACK')
    const { state: became, receipt } = await site.workshop()
    expect(became).toBe('CONSENTED')
    expect(JSON.parse(String(receipt))).toEqual({
      asset: 'washing-machine XQB80',
      serial: null,
      condition: 'one scratch',
      photos: 1,
      engineer: 'li-ming',
      takenAt: site.house.app.clock.now(),
      promisedReturnAt: FRIDAY,
    })
    const [media] = await site.rows("select document from media where name = 'receipt-C1001.pdf'")
    expect(JSON.parse(String(media?.document))).toMatchObject({
      kind: 'custody-receipt',
      language,
      condition: 'one scratch',
      photos: 1,
      promisedReturnAt: FRIDAY,
      reason: WORKSHOP_REASON_WORDS['long-test'][language],
      loaner: WORKSHOP_WORDS[language].loaner,
    })
  })
})

describe.each(LANGUAGES)('R-062 the loaner (%s)', language => {
  const said = WORKSHOP_WORDS[language]

  test('R-062 given a loaner in stock, it is offered, and lent until the promised return', async () => {
    await open(language)
    await site.propose()
    expect(site.heard()).toContain(said.loaner)
    expect(await site.loan()).toMatchObject({ loaner_id: 'washer-1', state: 'OFFERED' })
    await site.taps(said.withLoaner)
    expect(await site.loan()).toMatchObject({ state: 'OUT', due_at: FRIDAY, out_at: site.house.app.clock.now() })
    expect(await site.kinds()).toEqual([])
  })

  test('R-062 who does not want it goes without', async () => {
    await open(language)
    await site.propose()
    site.heard()
    await site.taps(said.without)
    expect(site.heard()).not.toContain(said.loaner)
    expect((await site.loan()).state).toBe('DECLINED')
    expect(await site.state()).toBe('PULLED_BACK')
  })

  test('R-062 given none, the customer is told so, and somebody is asked to find one', async () => {
    await open(language, true)
    await site.propose()
    expect(site.heard()).toContain(said.none)
    expect(await site.kinds()).toEqual(['loaner-missing'])
    expect(site.labels()).toEqual(expect.arrayContaining([said.agree, said.home]))
    await site.taps(said.agree)
    expect(site.heard()).toMatch(/A colleague is looking for one|同事正在帮您找，有结果/)
    expect(await site.state()).toBe('PULLED_BACK')
    expect(await site.rows('select id from loaner_loan')).toEqual([])
  })
})

test('R-062 what is offered again is the loaner that was offered before, and a lent one is offered to nobody', async () => {
  await open()
  await site.propose()
  await site.propose({ promisedReturnAt: SUNDAY })
  expect(await site.rows('select loaner_id, state from loaner_loan order by id')).toEqual([
    { loaner_id: 'washer-1', state: 'DECLINED' },
    { loaner_id: 'washer-1', state: 'OFFERED' },
  ])
  expect(await site.kinds()).toEqual([])
})
