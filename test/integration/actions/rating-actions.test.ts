import { expect, test } from 'vitest'
import { findCase, saveCase } from '../../../src/store/cases.ts'
import { findVisit, saveVisit } from '../../../src/store/visits.ts'
import { at, bookedWorld, DAY, openWorld, type World } from './action-world.ts'

test('peers I45: a visit is asked about once, and only when it is done', async () => {
  const world = await bookedWorld()
  expect((await world.run('rating-wanted')).outcome).toBe('not-done')
  await complete(world)
  expect((await world.run('rating-wanted')).outcome).toBe('ok')
  await world.run('save-rating', { score: 5 })
  expect((await world.run('rating-wanted')).outcome).toBe('given')
})

test('R-079: a low score opens the case again, more urgent, in the same transaction', async () => {
  const world = await bookedWorld()
  await complete(world)
  expect(await world.run('save-rating', { score: 1 })).toEqual({
    outcome: 'ok',
    values: { rating: { score: 1, changed: false, low: true }, case: expect.objectContaining({ state: 'REOPENED' }) },
  })
  expect(await world.rows('select state, priority, priority_reason from service_case')).toEqual([
    { state: 'REOPENED', priority: 'HIGH', priority_reason: 'reopened: rated 1' },
  ])
  expect((await world.run('close-case')).outcome).toBe('refused')
})

test('R-072: a good score is the acceptance of the visit', async () => {
  const world = await bookedWorld()
  await complete(world)
  await world.run('save-rating', { score: 4 })
  expect(await world.rows('select state from visit')).toEqual([{ state: 'ACCEPTED' }])
  expect((await world.run('close-case')).outcome).toBe('ok')
})

test('R-078: a second tap within a day changes the score and keeps the first', async () => {
  const world = await bookedWorld()
  await complete(world)
  await world.run('save-rating', { score: 2 })
  world.setNow(at('2026-11-23T07:00') + DAY)
  expect(await world.run('save-rating', { score: 5 })).toEqual({
    outcome: 'ok',
    values: { rating: { score: 5, changed: true, low: false }, case: expect.objectContaining({ state: 'REOPENED' }) },
  })
  expect(await world.rows('select score, history from rating')).toEqual([
    { score: 5, history: `[{"score":2,"until":${at('2026-11-24T07:00')}}]` },
  ])
})

test('R-078: after a day the score is locked, and the same score again is no change', async () => {
  const world = await bookedWorld()
  await complete(world)
  await world.run('save-rating', { score: 4 })
  world.setNow(at('2026-11-23T07:00') + DAY + 1)
  expect(await world.run('save-rating', { score: 1 })).toMatchObject({
    outcome: 'locked',
    values: { rating: { score: 4 } },
  })
  expect((await world.run('save-rating', { score: 4 })).outcome).toBe('ok')
  expect(await world.rows('select state from service_case')).toEqual([{ state: 'RESOLVED' }])
})

test('the same low score tapped three times raises the case once', async () => {
  const world = await bookedWorld()
  await world.write(async tx => {
    const theCase = await findCase(tx, 1)
    if (theCase) await saveCase(tx, theCase, { ...theCase, priority: 'LOW' }, 'mei')
  })
  await complete(world)
  for (let tap = 0; tap < 3; tap++) await world.run('save-rating', { score: 2 })
  expect(await world.rows('select priority from service_case')).toEqual([{ priority: 'MEDIUM' }])
  expect(await world.rows('select score, history from rating')).toEqual([{ score: 2, history: '[]' }])
})

test('reasons and words are kept with the score', async () => {
  const world = await bookedWorld()
  await complete(world)
  await world.run('save-rating', { score: 2 })
  await world.run('save-rating-reasons', { reasons: 'late' })
  await world.run('save-rating-reasons', { reasons: 'charge' })
  await world.run('save-rating-comment', { comment: '等了两个小时' })
  expect(await world.rows('select score, reasons, comment from rating')).toEqual([
    { score: 2, reasons: '["late","charge"]', comment: '等了两个小时' },
  ])
})

test('a button that carries only the number of the visit still rates it', async () => {
  const world = await bookedWorld()
  await complete(world)
  world.tell({ visit: 1, case: null })
  expect((await world.run('save-rating', { score: '3' })).outcome).toBe('ok')
  expect(await world.rows('select subject, score from rating')).toEqual([{ subject: 'visit:1', score: 3 }])
})

test('somebody who wants to rate later, when nothing is open, means the last visit', async () => {
  const world = await bookedWorld()
  await complete(world)
  world.tell({ visit: null, case: null })
  expect((await world.run('rating-wanted')).outcome).toBe('ok')
  await world.run('save-rating', { score: 5 })
  expect(await world.rows('select subject from rating')).toEqual([{ subject: 'visit:1' }])
})

test('a case that was solved without a visit is rated itself', async () => {
  const world = await openWorld()
  await world.run('open-case')
  expect((await world.run('rating-wanted')).outcome).toBe('not-done')
  await world.run('resolve-case')
  expect((await world.run('rating-wanted')).outcome).toBe('ok')
  await world.run('save-rating', { score: 5 })
  expect(await world.rows('select subject, case_id from rating')).toEqual([{ subject: 'case:1', case_id: 1 }])
})

test.each([0, 6, 2.5, 'five', null])('%j is no score', async score => {
  const world = await bookedWorld()
  await complete(world)
  expect((await world.run('save-rating', { score })).outcome).toBe('failed')
  expect(await world.rows('select count(*) as n from rating')).toEqual([{ n: 0 }])
})

test('R-099: nobody rates the visit of somebody else', async () => {
  const world = await bookedWorld()
  await complete(world)
  world.tell({ visit: 1 }, 'web:2')
  expect((await world.run('save-rating', { score: 1 }, 'web:2')).outcome).toBe('failed')
})

/** The desk has completed the visit. */
async function complete(world: World): Promise<void> {
  await world.write(async tx => {
    const visit = await findVisit(tx, 1)
    if (visit) await saveVisit(tx, visit, { ...visit, state: 'COMPLETED', completedAt: tx.now }, 'mei')
    const theCase = await findCase(tx, 1)
    if (theCase) await saveCase(tx, theCase, { ...theCase, state: 'RESOLVED', resolvedAt: tx.now }, 'mei')
  })
}
