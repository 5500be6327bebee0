import { expect, onTestFinished, test } from 'vitest'
import { bookHeld, bookingOf, heldBy, holdWindow, reassignWindow } from '../../../src/store/bookings.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'

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
