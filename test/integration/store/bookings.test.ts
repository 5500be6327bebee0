import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import {
  type Booking,
  bookHeld,
  bookingOf,
  freeWindowOf,
  heldBy,
  holdWindow,
  reassignWindow,
  releaseHold,
} from '../../../src/store/bookings.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import { holdProposal, releaseProposal, takeProposal } from '../../../src/store/proposals.ts'

const WINDOW = { startsAt: 10_000, endsAt: 20_000 }

async function open(): Promise<Database> {
  const database = await openDatabase('sqlite::memory:')
  onTestFinished(() => database.close())
  return database
}

function hold(database: Database, conversationId: string, changes: object = {}, technicians = ['li'], now = 0) {
  const wanted = { conversationId, ...WINDOW, until: now + 600, ...changes }
  return database.transaction(now, tx => holdWindow(tx, technicians, wanted))
}

test('R-034: the statement gives a window to one of two, and says so to the other', async () => {
  const database = await open()
  expect(await hold(database, 'web:1')).toMatchObject({ technicianId: 'li', conversationId: 'web:1', state: 'held' })
  expect(await hold(database, 'web:2')).toBeUndefined()
  expect(await hold(database, 'web:2', {}, ['li', 'wang'])).toMatchObject({ technicianId: 'wang' })
})

test('peers I21: what is held counts as taken until it runs out, what is booked for good', async () => {
  const database = await open()
  const held = await hold(database, 'web:1')
  expect(await hold(database, 'web:2', {}, ['li'], 599)).toBeUndefined()
  const next = await hold(database, 'web:2', {}, ['li'], 600)
  expect(next).toMatchObject({ id: held?.id, conversationId: 'web:2' })
  await database.transaction(700, tx => bookHeld(tx, next?.id ?? 0, 12))
  expect(await hold(database, 'web:3', {}, ['li'], 9_000_000)).toBeUndefined()
})

test('a window that overlaps another of the same technician is refused, one that touches it is not', async () => {
  const database = await open()
  await hold(database, 'web:1')
  expect(await hold(database, 'web:2', { startsAt: 15_000, endsAt: 25_000 })).toBeUndefined()
  expect(await hold(database, 'web:2', { startsAt: 5_000, endsAt: 10_001 })).toBeUndefined()
  expect(await hold(database, 'web:2', { startsAt: 20_000, endsAt: 30_000 })).toBeDefined()
})

test('peers I24: the table itself refuses two rows for one technician and start', async () => {
  const database = await open()
  const insert = `INSERT INTO booking (technician_id, starts_at, ends_at, conversation_id, state)
    VALUES ('li', 10000, 20000, 'web:1', 'booked')`
  await database.transaction(0, tx => tx.run(insert))
  await expect(database.transaction(0, tx => tx.run(insert))).rejects.toThrow('UNIQUE')
})

test('a customer holds one window at a time', async () => {
  const database = await open()
  await hold(database, 'web:1')
  await hold(database, 'web:1', { startsAt: 30_000, endsAt: 40_000 })
  expect(await database.read(sql => sql.all('select starts_at from booking'))).toEqual([{ starts_at: 30_000 }])
})

test('a visit is given to another technician who is free, and stays where it is otherwise', async () => {
  const database = await open()
  const held = await hold(database, 'web:1')
  await database.transaction(0, tx => bookHeld(tx, held?.id ?? 0, 12))
  await hold(database, 'web:1', { startsAt: 30_000, endsAt: 40_000 })
  await hold(database, 'web:2', {}, ['wang'])
  expect(await database.transaction(0, tx => reassignWindow(tx, 12, 'wang'))).toBe(false)
  expect(await database.transaction(0, tx => reassignWindow(tx, 12, 'zhao'))).toBe(true)
  const [booking, stillHeld] = await database.transaction(0, async tx => [
    await bookingOf(tx, 12),
    await heldBy(tx, 'web:1'),
  ])
  expect(booking).toMatchObject({ technicianId: 'zhao', conversationId: 'web:1', state: 'booked', heldUntil: null })
  expect(stillHeld).toMatchObject({ startsAt: 30_000 })
  expect(await hold(database, 'web:3')).toMatchObject({ technicianId: 'li' })
})

test('R-034: the way between two visits is kept free on both sides', async () => {
  const database = await open()
  const buffers = { li: 1 }
  await hold(database, 'web:1', { startsAt: 100_000, endsAt: 200_000, buffers })
  expect(await hold(database, 'web:2', { startsAt: 259_999, endsAt: 300_000, buffers })).toBeUndefined()
  expect(await hold(database, 'web:2', { startsAt: 30_000, endsAt: 40_001, buffers })).toBeUndefined()
  expect(await hold(database, 'web:2', { startsAt: 260_000, endsAt: 300_000, buffers })).toBeDefined()
})

test('R-035: a proposed window is kept beside the own one, becomes it, or is free again', async () => {
  const database = await open()
  const held = await hold(database, 'web:1')
  await database.transaction(0, tx => bookHeld(tx, held?.id ?? 0, 12))
  const later = { technicianIds: ['li'], startsAt: 15_000, endsAt: 25_000 }
  const proposed = await database.transaction(0, tx => holdProposal(tx, { id: 12 }, later, 600))
  expect(proposed).toMatchObject({ technicianId: 'li', state: 'held', visitId: 12 })
  expect(await hold(database, 'web:2', { startsAt: 22_000, endsAt: 24_000 })).toBeUndefined()
  expect(await database.transaction(0, tx => bookingOf(tx, 12))).toMatchObject({ startsAt: 10_000 })
  expect(await database.transaction(0, tx => takeProposal(tx, 12))).toMatchObject({ startsAt: 15_000, state: 'booked' })
  expect(await database.read(sql => sql.all('select count(*) as n from booking'))).toEqual([{ n: 1 }])
  await database.transaction(0, tx => holdProposal(tx, { id: 12 }, { ...later, startsAt: 50_000, endsAt: 60_000 }, 600))
  await database.transaction(0, tx => releaseProposal(tx, 12))
  expect(await database.transaction(0, tx => takeProposal(tx, 12))).toBeUndefined()
  expect(await hold(database, 'web:2', { startsAt: 50_000, endsAt: 60_000 })).toBeDefined()
})

const MINUTE = 60_000
const step = fc.record({
  what: fc.constantFrom(
    'hold',
    'hold',
    'book',
    'book',
    'free',
    'release',
    'propose',
    'propose',
    'take',
    'reassign',
    'wait',
  ),
  who: fc.integer({ min: 1, max: 3 }),
  technician: fc.constantFrom('li', 'wang'),
  start: fc.integer({ min: 0, max: 20 }),
  length: fc.integer({ min: 1, max: 8 }),
})

test('R-034: two windows of a technician never overlap for two visits, whatever is done in whatever order', async () => {
  const database = await open()
  const buffers = { li: 2 }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async steps => {
      await database.transaction(0, tx => tx.run('DELETE FROM booking'))
      let now = 0
      for (const { what, who, technician, start, length } of steps) {
        if (what === 'wait') now += length * MINUTE
        const times = { startsAt: start * MINUTE, endsAt: (start + length) * MINUTE, buffers }
        await database.transaction(now, async tx => {
          const conversationId = `web:${who}`
          const own = await bookingOf(tx, who)
          const until = now + 5 * MINUTE
          const hold = { conversationId, ...times, until, ...(own && { visitId: who }) }
          if (what === 'hold') await holdWindow(tx, [technician, 'li', 'wang'], hold)
          if (what === 'release') await releaseHold(tx, conversationId)
          if (what === 'free') await freeWindowOf(tx, who)
          if (what === 'propose' && own) {
            await holdProposal(tx, { id: who }, { ...times, technicianIds: [technician] }, until)
          }
          if (what === 'take') await takeProposal(tx, who)
          if (what === 'reassign') await reassignWindow(tx, who, technician, technician === 'li' ? 2 : 0)
          const held = what === 'book' ? await heldBy(tx, conversationId) : undefined
          if (held && (held.visitId === null || own)) await bookHeld(tx, held.id, who)
        })
        expect(await overlapping(database, now)).toEqual([])
      }
    }),
    { numRuns: 60 },
  )
})

/** Pairs that are in each other's way: booked, or held and not run out. */
function overlapping(database: Database, now: number): Promise<Pick<Booking, 'id'>[]> {
  return database.read(sql =>
    sql.all(
      `select one.id from booking as one join booking as other on one.technician_id = other.technician_id
         and one.id < other.id and coalesce(one.visit_id, -one.id) <> coalesce(other.visit_id, -other.id)
       where one.starts_at < other.ends_at + iif(one.technician_id = 'li', ${2 * MINUTE}, 0)
         and other.starts_at < one.ends_at + iif(one.technician_id = 'li', ${2 * MINUTE}, 0)
         and (one.state = 'booked' or one.held_until > ?) and (other.state = 'booked' or other.held_until > ?)`,
      [now, now],
    ),
  )
}
