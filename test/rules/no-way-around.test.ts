/** Ways around a rule that are closed: given, when and then of the rule, by the way that is not the usual one. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Content, MONDAY_MORNING, shippedContent } from '../support/house.ts'
import { type OnSite, type OnSiteFacts, OUT_OF_WARRANTY, openOnSite, UNDER_WARRANTY } from '../support/on-site.ts'

const HOUR = 3_600_000

let content: Content
let site: OnSite

beforeAll(async () => {
  content = await shippedContent()
}, 60_000)
afterEach(() => site.close())

async function open(facts: OnSiteFacts = UNDER_WARRANTY): Promise<void> {
  site = await openOnSite(content, facts)
}

async function state(): Promise<unknown> {
  return (await site.visit()).state
}

describe('R-052, R-055, R-119: a standstill is no way around them', () => {
  const standStill = () => site.order('block', { blockReason: 'meal', until: MONDAY_MORNING + HOUR })

  test('R-052 given nothing was begun before the standstill, when they go on, then a quote is needed first', async () => {
    await open(OUT_OF_WARRANTY)
    await standStill()
    expect(await site.order('resume')).toEqual({ ok: false, why: 'quote-needed' })
    expect(await state()).toBe('BLOCKED')
    await site.order('quote', { plan: 'Replace the pump', tariff: ['labour-small'] })
    await site.taps('Approve')
    expect(await state()).toBe('WORKING')
  })

  test('R-055 given a proof that is seen during the standstill, then work begins with it', async () => {
    await open({ purchasedOn: '2025-10' })
    await standStill()
    expect(await site.order('resume')).toEqual({ ok: false, why: 'quote-needed' })
    expect(await site.order('begin', { purchasedOn: '2025-10-12' })).toMatchObject({ ok: true })
    expect(await state()).toBe('WORKING')
  })

  test('R-052 given work that had begun, when they go on, then nothing more is asked', async () => {
    await open()
    expect(await site.order('begin')).toMatchObject({ ok: true })
    await standStill()
    expect(await site.order('resume')).toMatchObject({ ok: true })
  })
})

test('R-053 given a plan that a manager is to approve, when another takes its place, then nothing is left to approve', async () => {
  await open(OUT_OF_WARRANTY)
  const beyond = {
    plan: 'Another board',
    tariff: ['labour-small'],
    extraName: 'Board',
    extraPrice: 500,
    extraClass: 'upgrade',
  }
  expect(await site.order('quote', beyond)).toMatchObject({ ok: true })
  expect((await site.tasks()).map(({ kind }) => kind)).toContain('approve-quote')
  expect(await site.order('quote', { plan: 'A repair', tariff: ['labour-small'] })).toMatchObject({ ok: true })
  expect((await site.tasks()).map(({ kind }) => kind)).not.toContain('approve-quote')
})
