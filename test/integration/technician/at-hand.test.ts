/** With whose case a technician's picture is kept, and whose picture proves a signed sheet (R-114, K-24). */
import { expect, test } from 'vitest'
import { technicianFile } from '../../../src/assistant/technician-file.ts'
import type { Visit } from '../../../src/service/visit.ts'
import { addMedia, hasMediaOf } from '../../../src/store/media.ts'
import { addVisit, saveVisit } from '../../../src/store/visits.ts'
import { aVisit } from '../../support/visits.ts'
import { at, CUSTOMER, DAY, HOUR, openWorld } from '../actions/action-world.ts'

const NOW = at('2026-11-23T12:00')

/** In which of the cases 1, 2 … a picture is kept, where the technician has these visits. */
async function keptIn(...visits: readonly Partial<Visit>[]): Promise<number | null> {
  const world = await openWorld('2026-11-23T12:00')
  await world.write(async tx => {
    for (const [index, changes] of visits.entries()) {
      const added = await addVisit(tx, aVisit({ caseId: index + 1, conversationId: CUSTOMER }))
      await saveVisit(tx, added, { ...added, technicianId: 'li-ming', ...changes }, 'test')
    }
    const file = { kind: 'photo', file: 'F1' } as const
    await technicianFile('web', { kind: 'file', file }, { chat: 'web:8', technician: 'li-ming' }, tx)
  })
  const [kept] = await world.rows('select case_id from media')
  return kept ? Number(kept.case_id) : null
}

test('a picture is kept with the case of the visit the technician came to last', async () => {
  const declined = { state: 'DECLINED', arrivedAt: NOW - 3 * HOUR } as const
  const waits = { state: 'AWAITING_ACCEPTANCE', arrivedAt: NOW - 2 * HOUR } as const
  const works = { state: 'WORKING', arrivedAt: NOW - HOUR } as const
  expect(await keptIn(works, declined)).toBe(1)
  expect(await keptIn(declined, waits)).toBe(2)
  expect(await keptIn({ ...works, arrivedAt: NOW - 4 * HOUR }, works)).toBe(2)
})

test('a visit that was left, or is of another day, takes no picture', async () => {
  const left = { state: 'AWAITING_ACCEPTANCE', arrivedAt: NOW - HOUR, leftAt: NOW - 60_000 } as const
  const forgotten = { state: 'WORKING', arrivedAt: NOW - DAY - 1 } as const
  expect(await keptIn(left, forgotten)).toBe(null)
})

test('K-24 a picture that the customer sent is no signed sheet', async () => {
  const world = await openWorld()
  const has = (author: 'customer' | 'technician') =>
    world.write(async tx => {
      await addMedia(tx, { conversationId: CUSTOMER, caseId: 1, kind: 'photo', author, channel: 'web', file: author })
      return hasMediaOf(tx, 1, { since: tx.now, of: ['technician', 'agent'] })
    })
  expect(await has('customer')).toBe(false)
  expect(await has('technician')).toBe(true)
})
