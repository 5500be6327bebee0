/** What is free, as the database finds it, beside what a plain look at every booking says (R-034, peers I24). */
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { Slot } from '../../../src/service/window-grid.ts'
import type { WindowSearch } from '../../../src/service/windows.ts'
import { type Asker, findFree } from '../../../src/store/bookings.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'

const MINUTE = 60_000
/** Milliseconds at which everything is asked. */
const NOW = 100
const IDS = ['li', 'wang', 'zhao', 'elsewhere']

type Taken = {
  readonly technician: string
  readonly start: number
  readonly length: number
  readonly held: number | undefined
  readonly who: number
}

const taken: fc.Arbitrary<Taken> = fc.record({
  technician: fc.constantFrom(...IDS),
  // Half of them on the grid of the windows, half beside it.
  start: fc.oneof(
    fc.integer({ min: 0, max: 5 }).map(place => place * 4),
    fc.integer({ min: 0, max: 24 }),
  ),
  length: fc.integer({ min: 1, max: 6 }),
  // Booked, a hold that ran out, or one that has not.
  held: fc.constantFrom(undefined, undefined, undefined, NOW - 1, NOW, NOW + 1),
  who: fc.integer({ min: 1, max: 3 }),
})

const world = fc.record({
  taken: fc.uniqueArray(taken, { maxLength: 24, selector: ({ technician, start }) => `${technician} ${start}` }),
  buffers: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
  /** Who is on duty in each of the six windows. */
  crews: fc.array(fc.constantFrom('111', '110', '011', '001'), { minLength: 6, maxLength: 6 }),
  order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
  limit: fc.integer({ min: 1, max: 6 }),
  asker: fc.constantFrom<Asker>({}, { conversationId: 'web:1' }, { conversationId: 'web:1', visitId: 1 }),
})

async function fill(database: Database, all: readonly Taken[]): Promise<void> {
  await database.transaction(NOW, async tx => {
    await tx.run('DELETE FROM booking')
    for (const { technician, start, length, held, who } of all) {
      await tx.run(
        `INSERT INTO booking (technician_id, starts_at, ends_at, conversation_id, visit_id, state, held_until)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [
          technician,
          start * MINUTE,
          (start + length) * MINUTE,
          `web:${who}`,
          held === undefined ? who : null,
          held === undefined ? 'booked' : 'held',
          held ?? null,
        ],
      )
    }
  })
}

test('windows found free are those that a look at every booking leaves, in their order and no more', async () => {
  const database = await openDatabase('sqlite::memory:')
  onTestFinished(() => database.close())
  let full = 0
  await fc.assert(
    fc.asyncProperty(world, async ({ taken, buffers, crews, order, limit, asker }) => {
      await fill(database, taken)
      const technicians = IDS.slice(0, 3).map((id, place) => ({
        id,
        buffer: buffers[place] ?? 0,
        roster: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
        absences: [],
      }))
      const slotOf = (place: number): Slot => {
        const places = crews[place] ?? ''
        const technicianIds = technicians.filter((_, index) => places[index] === '1').map(({ id }) => id)
        return {
          startsAt: place * 4 * MINUTE,
          endsAt: (place * 4 + 4) * MINUTE,
          crew: { technicianIds, places },
          isAvoided: false,
        }
      }
      const preferred = order.map(slotOf)
      const search: WindowSearch = {
        team: { outlet: { id: 'shanghai', zone: 'Asia/Shanghai', holidays: [] }, technicians },
        preferred,
        limit,
        soonest: preferred.toReversed(),
      }
      const isFree = ({ startsAt, endsAt, crew }: Slot) =>
        crew.technicianIds.some(id => {
          const way = (technicians.find(one => one.id === id)?.buffer ?? 0) * MINUTE
          return !taken.some(
            ({ technician, start, length, held, who }) =>
              technician === id &&
              start * MINUTE < endsAt + way &&
              (start + length) * MINUTE > startsAt - way &&
              (held === undefined ? who !== asker.visitId : held > NOW && `web:${who}` !== asker.conversationId),
          )
        })
      const free = preferred.filter(isFree)
      if (free.length < preferred.length) full += 1
      const found = await database.transaction(NOW, tx => findFree(tx, search, asker))
      expect(found).toEqual({ preferred: free.slice(0, limit), soonest: free.at(-1) })
    }),
    { numRuns: 300 },
  )
  expect(full).toBeGreaterThan(30)
})
