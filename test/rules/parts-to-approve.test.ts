/** A part beyond the limit: nothing is promised before somebody has allowed it. */
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Content, shippedContent } from '../support/house.ts'
import { type OnSite, openOnSite, UNDER_WARRANTY } from '../support/on-site.ts'

const FRIDAY = Date.parse('2026-03-06T10:00:00+08:00')

let content: Content
let site: OnSite

beforeAll(async () => {
  content = await shippedContent()
}, 60_000)
afterEach(() => site.close())

async function asks(language: 'en' | 'zh'): Promise<number> {
  site = await openOnSite(content, { ...UNDER_WARRANTY, language })
  await site.order('begin')
  site.heard()
  expect(await site.order('part', { part: 'drain-pump', qty: 3, partAt: FRIDAY })).toMatchObject({ ok: true })
  expect((await site.visit()).state).toBe('AWAITING_PART')
  expect(site.heard()).toBe('')
  return Number((await site.tasks()).find(({ kind }) => kind === 'approve-part')?.id)
}

test.each([
  ['en', /6 March/],
  ['zh', /3月6日/],
] as const)('R-058 in %s: the day is told when the part is allowed', async (language, day) => {
  const task = await asks(language)
  expect(await site.command({ do: 'decide-task', task, approve: true })).toMatchObject({ ok: true })
  expect(site.heard()).toMatch(day)
})

test('R-058 a part that is refused promises no day, and nobody offers a second visit for it', async () => {
  const task = await asks('en')
  expect(await site.command({ do: 'decide-task', task, approve: false, why: 'too many' })).toMatchObject({ ok: true })
  expect((await site.tasks()).map(({ kind }) => kind)).toContain('part-refused')
  await site.wait(30 * 3_600_000)
  expect(site.heard()).not.toMatch(/6 March|part is missing|suits you/)
})
