/** Windows a customer is offered, and who gets them, on a real database. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DateTime } from 'luxon'
import { expect, onTestFinished, test } from 'vitest'
import { parseDayInterval, type WeekHours } from '../../src/service/calendar.ts'
import type { Policy } from '../../src/service/policy.ts'
import type { Team } from '../../src/service/window-grid.ts'
import { meantSlot, offerWindows, type Window, type WindowQuery } from '../../src/service/windows.ts'
import { findFree, holdWindow } from '../../src/store/bookings.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { sampleService } from '../support/sample-service.ts'

const ZONE = 'Europe/Berlin'
const { policy } = sampleService()

const interval = (text: string) => parseDayInterval(text) ?? { from: -1, to: -1 }
const shifts = ['00:00-20:00'].map(interval)
const roster: WeekHours = { mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts, sat: shifts, sun: shifts }

function team(technicians: number): Team {
  return {
    outlet: { id: 'berlin', zone: ZONE, holidays: [] },
    technicians: Array.from({ length: technicians }, (_, number) => ({
      id: `technician-${number}`,
      roster,
      absences: [],
      buffer: 0,
    })),
  }
}

function at(local: string): number {
  return DateTime.fromISO(local, { zone: ZONE }).toMillis()
}

function gridOf(...windows: string[]): Policy['booking'] {
  return { ...policy.booking, windows: windows.map(interval) }
}

/** Two doors to one file, as two processes have. */
async function openDoors(): Promise<readonly [Database, Database]> {
  const folder = await mkdtemp(join(tmpdir(), 'aftercare-windows-'))
  const file = `sqlite:${join(folder, 'data.sqlite')}`
  const doors = [await openDatabase(file), await openDatabase(file)] as const
  onTestFinished(async () => {
    for (const door of doors) await door.close()
    await rm(folder, { recursive: true, force: true })
  })
  return doors
}

function offer(database: Database, query: WindowQuery, conversationId = ''): Promise<readonly Window[]> {
  return database.transaction(query.now, tx => offerWindows(query, search => findFree(tx, search, { conversationId })))
}

const starts = (windows: readonly Window[]) =>
  windows.map(({ startsAt }) => DateTime.fromMillis(startsAt, { zone: ZONE }).toFormat('dd HH:mm'))

test('R-021: a household is offered a window within 48 hours, whatever else was wished', async () => {
  const [database] = await openDoors()
  const now = at('2026-11-23T07:00')
  const query = { team: team(1), now, policy, wish: { days: ['2026-12-01'] } }
  const windows = await offer(database, query)
  expect(starts(windows)[0]).toBe('01 08:00')
  expect(windows.filter(({ startsAt }) => startsAt <= now + policy.booking.promise)).toHaveLength(1)
})

test('R-051: no window begins between 12:00 and 13:30 unless the customer asks for it', async () => {
  const [database] = await openDoors()
  const query = {
    team: team(1),
    now: at('2026-11-23T07:00'),
    policy: { booking: gridOf('12:00-13:30', '14:00-16:00') },
  }
  expect(starts(await offer(database, query)).filter(start => start.endsWith('12:00'))).toEqual([])
  const noon = { days: ['2026-11-24'], from: 11 * 60, to: 13 * 60 + 1 }
  expect(starts(await offer(database, { ...query, wish: noon }))[0]).toBe('24 12:00')
})

const DAYS: readonly (readonly [string, string, string, string])[] = [
  ['an ordinary day', '2026-11-23T23:00', '2026-11-24T08:00', '24 08:00'],
  ['the day clocks go forward', '2026-03-28T23:00', '2026-03-29T08:00', '29 08:00'],
  ['the day clocks go back', '2026-10-24T23:00', '2026-10-25T02:00+02:00', '25 02:00'],
]
const PLACES = 7

test.each(DAYS)(
  'R-034: of 500 who book 7 places at once on %s 7 succeed, and the others have alternatives',
  async (_, now, window, start) => {
    const doors = await openDoors()
    // 02:00 to 03:00 is skipped in spring, and comes twice in autumn.
    const query = {
      team: team(PLACES),
      now: at(now),
      policy: { booking: { ...gridOf('02:00-04:00', '08:00-10:00', '10:00-12:00'), notice: 0 } },
    }
    const slot = meantSlot(
      query,
      (await offer(doors[0], query)).find(({ startsAt }) => startsAt === at(window)) ?? NONE,
    )
    const held = await Promise.all(
      Array.from({ length: 500 }, (_, customer) =>
        doors[customer % 2 === 0 ? 0 : 1].transaction(query.now, tx =>
          holdWindow(tx, slot?.crew.technicianIds ?? [], {
            conversationId: `web:${customer}`,
            startsAt: slot?.startsAt ?? 0,
            endsAt: slot?.endsAt ?? 0,
            until: query.now + policy.booking.hold,
          }),
        ),
      ),
    )
    const lucky = held.flatMap(booking => booking ?? [])
    expect(new Set(lucky.map(({ technicianId }) => technicianId)).size).toBe(PLACES)
    expect(lucky).toHaveLength(PLACES)
    const others = starts(await offer(doors[1], query, 'web:none'))
    expect(others).not.toContain(start)
    expect(others).not.toContain('29 02:00')
    expect(others.length).toBeGreaterThan(0)
  },
)

const NONE = { startsAt: 0, endsAt: 0 }
