import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { type DayInterval, parseDayInterval, type WeekHours } from '../../../src/service/calendar.ts'
import type { Span } from '../../../src/service/roster.ts'
import type { Member, Slot, Team } from '../../../src/service/window-grid.ts'
import {
  decodeWindow,
  encodeWindow,
  type FoundSlots,
  meantSlot,
  offerWindows,
  type Window,
  type WindowQuery,
  type WindowSearch,
  windowLabel,
} from '../../../src/service/windows.ts'
import { sampleService } from '../../support/sample-service.ts'

const ZONE = 'Asia/Shanghai'
const HOUR = 3_600_000
const { policy } = sampleService()

function everyDay(...intervals: string[]): WeekHours {
  const day = intervals.map(text => parseDayInterval(text) ?? { from: -1, to: -1 })
  return { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }
}

function at(local: string, zone = ZONE): number {
  return DateTime.fromISO(local, { zone }).toMillis()
}

const everyShift: Member[] = [technician('one', '08:00-12:00', '13:30-18:00'), technician('two', '13:30-20:00')]

function technician(id: string, ...shifts: string[]): Member {
  return { id, roster: everyDay(...shifts), absences: [], buffer: 0 }
}

function team(technicians: readonly Member[] = everyShift, zone = ZONE, holidays: string[] = []): Team {
  return { outlet: { id: 'shanghai', zone, holidays }, technicians }
}

function query(changes: Partial<WindowQuery> = {}): WindowQuery {
  return { team: team(), now: at('2026-11-23T07:00'), policy, ...changes }
}

type Taken = Span & { readonly technicianId: string }

/** What the database does, without one. */
function findIn(taken: readonly Taken[]) {
  return async ({ preferred, limit, soonest }: WindowSearch): Promise<FoundSlots> => {
    const isFree = ({ startsAt, endsAt, crew }: Slot) =>
      crew.technicianIds.some(
        id => !taken.some(other => other.technicianId === id && other.startsAt < endsAt && startsAt < other.endsAt),
      )
    return { preferred: preferred.filter(isFree).slice(0, limit), soonest: soonest.find(isFree) }
  }
}

function offer(changes: Partial<WindowQuery> = {}, taken: readonly Taken[] = []): Promise<readonly Window[]> {
  return offerWindows(query(changes), findIn(taken))
}

function shown(windows: readonly { startsAt: number }[], zone = ZONE): string[] {
  return windows.map(({ startsAt }) => DateTime.fromMillis(startsAt, { zone }).toFormat('dd HH:mm'))
}

describe('windows offered', () => {
  test('the soonest come first, each once however many technicians are on duty', async () => {
    const windows = await offer()
    expect(shown(windows)).toEqual(['23 10:00', '23 14:00', '23 16:00', '23 18:00', '24 08:00'])
    expect(windows[1]?.technicianIds).toEqual(['one', 'two'])
    expect(windows[3]?.technicianIds).toEqual(['two'])
  })

  test('none begins before the notice has passed', async () => {
    expect(shown(await offer({ now: at('2026-11-23T12:01') }))[0]).toBe('23 16:00')
    expect(shown(await offer({ now: at('2026-11-23T12:00') }))[0]).toBe('23 14:00')
  })

  test('a window that everybody has taken is left out', async () => {
    const taken = ['one', 'two'].map(technicianId => ({
      technicianId,
      startsAt: at('2026-11-23T14:00'),
      endsAt: at('2026-11-23T16:00'),
    }))
    expect(shown(await offer({}, taken))).not.toContain('23 14:00')
    expect(shown(await offer({}, taken.slice(1)))).toContain('23 14:00')
  })

  test('nobody there, nothing offered: no technician, a holiday, an absence', async () => {
    expect(await offer({ team: team([]) })).toEqual([])
    const [soonest] = shown(await offer({ team: team(everyShift, ZONE, ['2026-11-23']) }))
    expect(soonest).toBe('24 08:00')
    const away = everyShift.map(one => ({ ...one, absences: [{ from: '2026-11-23', to: '2026-11-24T09:00' }] }))
    expect(shown(await offer({ team: team(away) }))[0]).toBe('24 10:00')
  })

  test('what was wished comes first, then the nearest others', async () => {
    const windows = await offer({ wish: { days: ['2026-11-26'], from: 12 * 60, to: 18 * 60 } })
    expect(shown(windows)).toEqual(['26 14:00', '26 16:00', '26 08:00', '26 10:00', '23 10:00'])
  })

  test('to move a visit its own window is none, and those near it come first', async () => {
    const own = { startsAt: at('2026-11-26T14:00'), endsAt: at('2026-11-26T16:00') }
    const windows = await offer({ near: own.startsAt, without: own, promise: 0, limit: 3 })
    expect(shown(windows)).toEqual(['26 10:00', '26 16:00', '26 18:00'])
  })

  test('what is near a visit is asked for in its order, and the soonest besides only where that is promised', async () => {
    const asked: WindowSearch[] = []
    const never = async (search: WindowSearch): Promise<FoundSlots> => {
      asked.push(search)
      return { preferred: [], soonest: undefined }
    }
    await offerWindows(query(), never)
    await offerWindows(query({ near: at('2026-11-26T14:00') }), never)
    await offerWindows(query({ near: at('2026-11-26T14:00'), promise: 0 }), never)
    expect(asked.map(({ preferred }) => shown(preferred.slice(0, 2)))).toEqual([
      ['23 10:00', '23 14:00'],
      ['26 14:00', '26 16:00'],
      ['26 14:00', '26 16:00'],
    ])
    expect(asked.map(({ soonest }) => shown(soonest.slice(0, 1)))).toEqual([[], ['23 10:00'], []])
  })

  test('R-021: one begins within the promised time, even when another day was wished', async () => {
    const windows = await offer({ wish: { days: ['2026-11-30', '2026-12-01'] } })
    expect(windows.some(({ startsAt }) => startsAt <= query().now + policy.booking.promise)).toBe(true)
    expect(windows).toHaveLength(policy.booking.offered)
  })

  test('R-128: goods are delivered from the day they are ready, and one window is within the days that follow', async () => {
    const earliest = at('2026-12-10T00:00')
    const delivery = { earliest, promise: policy.delivery.within }
    expect(shown(await offer(delivery))[0]).toBe('10 08:00')
    const late = await offer({ ...delivery, wish: { days: ['2026-12-20'] } })
    expect(late.every(({ startsAt }) => startsAt >= earliest)).toBe(true)
    expect(late.some(({ startsAt }) => startsAt <= earliest + policy.delivery.within)).toBe(true)
    expect(shown(late)[0]).toBe('20 08:00')
  })

  test('R-051: a window in a time of rest is offered only to somebody who asks for that time', async () => {
    const booking = { ...policy.booking, windows: [interval('12:00-13:30'), interval('14:00-16:00')] }
    const resting = { policy: { booking }, team: team([technician('one', '08:00-20:00')]) }
    expect(shown(await offer(resting)).every(time => time.endsWith('14:00'))).toBe(true)
    expect(shown(await offer({ ...resting, wish: { days: ['2026-11-24'] } }))).not.toContain('24 12:00')
    const wish = { days: ['2026-11-24'], from: 660, to: 840 }
    expect(shown(await offer({ ...resting, wish }))[0]).toBe('24 12:00')
  })

  test('a shift past midnight has the windows after midnight too', async () => {
    const booking = { ...policy.booking, windows: [interval('23:00-01:00'), interval('01:00-03:00')] }
    const night = { policy: { booking }, team: team([technician('one', '22:00-04:00')]) }
    expect(shown(await offer(night)).slice(0, 3)).toEqual(['23 23:00', '24 01:00', '24 23:00'])
  })
})

describe('over changes of the clock (peers I26, I27)', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Africa/Cairo', ZONE]
  const grid = ['00:00-01:30', '01:30-02:30', '02:30-04:00', '08:00-10:00', '22:00-24:00'].map(interval)
  // Days around which the zones above change their clocks in 2026.
  const days = [
    '2026-03-08',
    '2026-03-29',
    '2026-04-05',
    '2026-04-24',
    '2026-09-06',
    '2026-10-04',
    '2026-10-25',
    '2026-11-01',
  ]

  test('every window is on the grid, inside the roster, and apart from every other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...zones),
        fc.constantFrom(...days),
        fc.integer({ min: -3 * 24 * 60, max: 24 * 60 }),
        fc.array(fc.record({ technicianId: fc.constantFrom('one', 'two'), hour: fc.integer({ min: 0, max: 120 }) }), {
          maxLength: 20,
        }),
        async (zone, day, offset, bookings) => {
          const now = at(day, zone) + offset * 60_000
          const taken = bookings.map(({ technicianId, hour }) => ({
            technicianId,
            startsAt: now + hour * HOUR,
            endsAt: now + (hour + 1) * HOUR,
          }))
          const booking = { ...policy.booking, windows: grid, offered: 100, horizon: 5 * 24 * HOUR, avoid: [] }
          const technicians = [technician('one', '00:00-12:00'), technician('two', '22:00-03:00')]
          const windows = await offer({ team: team(technicians, zone), now, policy: { booking } }, taken)
          let end = 0
          for (const { startsAt, endsAt, technicianIds } of windows) {
            const start = DateTime.fromMillis(startsAt, { zone })
            const minute = start.hour * 60 + start.minute
            const onGrid = grid.find(({ from }) => from === minute)
            expect(onGrid).toBeDefined()
            const wallEnd = DateTime.fromMillis(endsAt, { zone })
            expect(wallEnd.hour * 60 + wallEnd.minute).toBe((onGrid?.to ?? -1) % 1440)
            expect(startsAt).toBeGreaterThanOrEqual(Math.max(now + booking.notice, end))
            expect(endsAt).toBeGreaterThan(startsAt)
            end = endsAt
            if (technicianIds.includes('one')) expect(minute).toBeLessThan(12 * 60)
            if (technicianIds.includes('two')) expect(minute < 150 || minute >= 22 * 60).toBe(true)
            const isTaken = (id: string) =>
              taken.some(other => other.technicianId === id && other.startsAt < endsAt && startsAt < other.endsAt)
            expect(technicianIds.every(isTaken)).toBe(false)
          }
        },
      ),
      { numRuns: 120 },
    )
  })

  const night = { booking: { ...policy.booking, windows: [interval('02:30-04:00')] } }
  const berlin = team([technician('one', '00:00-12:00')], 'Europe/Berlin')

  test('a window that begins in the hour that is skipped is not there that day', async () => {
    const now = at('2026-03-28T12:00', 'Europe/Berlin')
    expect(shown(await offer({ team: berlin, policy: night, now }), 'Europe/Berlin')[0]).toBe('30 02:30')
  })

  test('an hour that comes twice has its window once, the first time', async () => {
    const now = at('2026-10-24T12:00', 'Europe/Berlin')
    const [first, second] = await offer({ team: berlin, policy: night, now })
    expect(new Date(first?.startsAt ?? 0).toISOString()).toBe('2026-10-25T00:30:00.000Z')
    expect(new Date(second?.startsAt ?? 0).toISOString()).toBe('2026-10-26T01:30:00.000Z')
  })
})

describe('the value of a window', () => {
  test('comes back as it was', () => {
    const times = { startsAt: at('2026-11-24T16:00'), endsAt: at('2026-11-24T18:00'), outletId: 'shanghai' }
    const value = encodeWindow(times)
    expect(value.length).toBeLessThan(30)
    expect(decodeWindow(value)).toEqual(times)
  })

  test.each(['', 'x', '1.2', 'a.b.c.d', '!.1.shanghai', `${'z'.repeat(9)}.1.shanghai`])('%j is none', value => {
    expect(decodeWindow(value)).toBeUndefined()
  })

  test('is meant only while it is on the grid, to come, and within the horizon', () => {
    const crew = (local: string, length = 2) =>
      meantSlot(query(), { startsAt: at(local), endsAt: at(local) + length * HOUR })?.crew.technicianIds
    expect(crew('2026-11-24T14:00')).toEqual(['one', 'two'])
    expect(crew('2026-11-24T14:30')).toBeUndefined()
    expect(crew('2026-11-24T14:00', 3)).toBeUndefined()
    expect(crew('2026-11-22T14:00')).toBeUndefined()
    expect(crew('2027-11-24T14:00')).toBeUndefined()
  })

  test('is shown by the clock of the outlet in both languages', () => {
    const times = { startsAt: at('2026-11-24T16:00'), endsAt: at('2026-11-24T18:00') }
    expect(windowLabel(times, ZONE)).toEqual({ en: 'Tue 24 Nov, 16:00–18:00', zh: '11月24日 周二 16:00–18:00' })
    expect(windowLabel(times, 'UTC').en).toBe('Tue 24 Nov, 08:00–10:00')
  })
})

function interval(text: string): DayInterval {
  return parseDayInterval(text) ?? { from: -1, to: -1 }
}
