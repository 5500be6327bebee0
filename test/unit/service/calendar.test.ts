import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import {
  addBusinessTime,
  addWorkingDays,
  type Calendar,
  type DayInterval,
  isStaffed,
  nextStaffed,
  parseDayInterval,
  type WeekHours,
} from '../../../src/service/calendar.ts'
import { WEEKDAYS, type Weekday } from '../../../src/service/local-time.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** `mon-fri 09:00-17:00; sat 09:00-12:00 13:00-15:00`. */
function hours(text: string): WeekHours {
  const week: Record<Weekday, DayInterval[]> = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
  for (const part of text.split(';')) {
    const [days = '', ...intervals] = part.trim().split(' ')
    const [first = '', last = first] = days.split('-')
    const named = WEEKDAYS.slice(WEEKDAYS.indexOf(first as Weekday), WEEKDAYS.indexOf(last as Weekday) + 1)
    for (const day of named) {
      week[day] = intervals.map(interval => parseDayInterval(interval) ?? { from: -1, to: -1 })
    }
  }
  return week
}

function calendar(text: string, zone = 'Asia/Shanghai', holidays: readonly string[] = []): Calendar {
  return { zone, hours: hours(text), holidays }
}

function at(local: string, zone = 'Asia/Shanghai'): number {
  return DateTime.fromISO(local, { zone }).toMillis()
}

function show(instant: number | undefined, zone = 'Asia/Shanghai'): string {
  return instant === undefined ? 'never' : DateTime.fromMillis(instant, { zone }).toFormat('ccc yyyy-MM-dd HH:mm')
}

const OFFICE = calendar('mon-fri 09:00-17:00')
const LUNCH = calendar('mon-fri 08:30-12:00 13:00-17:30; sat 09:00-17:00')
const NIGHT = calendar('mon-sun 21:00-02:00')
const NEVER = calendar('mon-sun')
const ALWAYS = calendar('mon-sun 00:00-24:00')

describe('intervals of a day', () => {
  test.each([
    ['08:30-12:00', 510, 720],
    ['21:00-02:00', 1260, 1560],
    ['22:00-24:00', 1320, 1440],
    ['00:00-24:00', 0, 1440],
  ])('%s is read', (text, from, to) => {
    expect(parseDayInterval(text)).toEqual({ from, to })
  })

  test.each(['8-12', '08:00', '08:60-09:00', '24:00-02:00', '09:00-09:00', '09:00-25:00', ''])(
    '%j is refused',
    text => {
      expect(parseDayInterval(text)).toBeUndefined()
    },
  )
})

describe('business time', () => {
  test.each([
    // calendar, from, hours, expected
    [OFFICE, '2026-11-20T16:30', 1, 'Mon 2026-11-23 09:30', 'I40: Friday 16:30 and an hour is Monday 9:30'],
    [OFFICE, '2026-11-20T16:00', 1, 'Fri 2026-11-20 17:00', 'the last minute of the day still counts'],
    [OFFICE, '2026-11-20T17:00', 1, 'Mon 2026-11-23 10:00', 'closing time is the next morning'],
    [OFFICE, '2026-11-21T10:00', 2, 'Mon 2026-11-23 11:00', 'nothing counts on a Saturday'],
    [OFFICE, '2026-11-23T03:00', 1, 'Mon 2026-11-23 10:00', 'the night does not count'],
    [OFFICE, '2026-11-23T09:00', 0, 'Mon 2026-11-23 09:00', 'no time is now'],
    [OFFICE, '2026-11-22T09:00', 0, 'Mon 2026-11-23 09:00', 'no time on a Sunday is the next opening'],
    [OFFICE, '2026-11-23T09:00', 8, 'Mon 2026-11-23 17:00', 'a whole day'],
    [OFFICE, '2026-11-23T09:00', 9, 'Tue 2026-11-24 10:00', 'a day and an hour'],
    [OFFICE, '2026-11-23T09:00', 40, 'Fri 2026-11-27 17:00', 'a whole week'],
    [OFFICE, '2026-11-23T09:00', 400, 'Fri 2027-01-29 17:00', 'ten weeks'],
    [LUNCH, '2026-11-23T11:30', 1, 'Mon 2026-11-23 13:30', 'I41: the lunch break is left out'],
    [LUNCH, '2026-11-23T12:15', 1, 'Mon 2026-11-23 14:00', 'I41: somebody who writes at lunch'],
    [LUNCH, '2026-11-20T17:00', 1, 'Sat 2026-11-21 09:30', 'Saturday has hours of its own'],
    [LUNCH, '2026-11-21T16:00', 2, 'Mon 2026-11-23 09:30', 'over the Sunday'],
    [NIGHT, '2026-11-23T23:00', 2, 'Tue 2026-11-24 01:00', 'I42: past midnight'],
    [NIGHT, '2026-11-24T01:30', 1, 'Tue 2026-11-24 21:30', 'I42: on to the next evening'],
    [NIGHT, '2026-11-23T12:00', 5, 'Tue 2026-11-24 02:00', 'I42: one whole night'],
    [ALWAYS, '2026-11-23T12:34', 100, 'Fri 2026-11-27 16:34', 'round the clock'],
    [NEVER, '2026-11-23T12:00', 1, 'never', 'nobody is ever there'],
  ])('%#: from %s', (hoursOf, from, count, expected, _why) => {
    expect(show(addBusinessTime(hoursOf, at(from), count * HOUR))).toBe(expected)
  })

  test('a holiday has no hours, and a shift of the evening before runs out', () => {
    const closed = { ...OFFICE, holidays: ['2026-11-23'] }
    expect(show(addBusinessTime(closed, at('2026-11-20T16:30'), HOUR))).toBe('Tue 2026-11-24 09:30')
    const nights = { ...NIGHT, holidays: ['2026-11-24'] }
    expect(isStaffed(nights, at('2026-11-24T01:00'))).toBe(true)
    expect(isStaffed(nights, at('2026-11-24T22:00'))).toBe(false)
  })

  test('the order in which intervals are written does not matter', () => {
    const turned = calendar('mon-fri 13:00-17:30 08:30-12:00')
    expect(show(addBusinessTime(turned, at('2026-11-23T08:00'), 5 * HOUR))).toBe('Mon 2026-11-23 14:30')
  })

  test('I43: the same instant is late in one zone and not in another', () => {
    const instant = at('2026-11-23T16:30')
    expect(isStaffed(OFFICE, instant)).toBe(true)
    expect(isStaffed(calendar('mon-fri 09:00-17:00', 'America/New_York'), instant)).toBe(false)
  })

  test('more time never ends earlier', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 0, max: 60 }),
        (start, minutes, more) => {
          const from = at('2026-03-01T00:00', 'Europe/Berlin') + start * 13 * MINUTE
          const berlin = calendar('mon-fri 08:30-12:00 13:00-17:30; sat 22:00-03:30', 'Europe/Berlin')
          const one = addBusinessTime(berlin, from, minutes * MINUTE) ?? 0
          const other = addBusinessTime(berlin, from, (minutes + more) * MINUTE) ?? 0
          expect(one).toBeGreaterThanOrEqual(from)
          expect(other - one).toBeGreaterThanOrEqual(more * MINUTE)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('daylight saving', () => {
  const berlin = calendar('mon-sun 00:00-06:00', 'Europe/Berlin')

  test('a night whose clocks go forward has an hour less', () => {
    // 2026-03-29, 02:00 becomes 03:00.
    expect(show(addBusinessTime(berlin, at('2026-03-29T00:00', 'Europe/Berlin'), 5 * HOUR), 'Europe/Berlin')).toBe(
      'Sun 2026-03-29 06:00',
    )
  })

  test('a night whose clocks go back has an hour more', () => {
    // 2026-10-25, 03:00 becomes 02:00.
    expect(show(addBusinessTime(berlin, at('2026-10-25T00:00', 'Europe/Berlin'), 7 * HOUR), 'Europe/Berlin')).toBe(
      'Sun 2026-10-25 06:00',
    )
  })

  test('a shift that begins in the hour that is skipped begins at the jump', () => {
    const early = calendar('mon-sun 02:30-05:00', 'Europe/Berlin')
    expect(show(nextStaffed(early, at('2026-03-29T00:00', 'Europe/Berlin')), 'Europe/Berlin')).toBe(
      'Sun 2026-03-29 03:00',
    )
  })
})

describe('when somebody is there', () => {
  test.each([
    ['2026-11-23T08:29', false, 'Mon 2026-11-23 08:30'],
    ['2026-11-23T08:30', true, 'Mon 2026-11-23 08:30'],
    ['2026-11-23T12:00', false, 'Mon 2026-11-23 13:00'],
    ['2026-11-21T16:59', true, 'Sat 2026-11-21 16:59'],
    ['2026-11-22T03:00', false, 'Mon 2026-11-23 08:30'],
  ])('R-005: at %s it is %s, next %s', (local, staffed, next) => {
    expect(isStaffed(LUNCH, at(local))).toBe(staffed)
    expect(show(nextStaffed(LUNCH, at(local)))).toBe(next)
  })

  test('a shop without hours is never staffed', () => {
    expect(nextStaffed(NEVER, at('2026-11-23T12:00'))).toBeUndefined()
    expect(isStaffed(NEVER, at('2026-11-23T12:00'))).toBe(false)
  })
})

describe('working days', () => {
  test.each([
    ['2026-11-20T16:00', 2, [], 'Tue 2026-11-24 16:00'],
    ['2026-11-20T16:00', 2, ['2026-11-23'], 'Wed 2026-11-25 16:00'],
    ['2026-11-21T10:00', 1, [], 'Mon 2026-11-23 10:00'],
    ['2026-11-23T10:00', 3, [], 'Thu 2026-11-26 10:00'],
    ['2026-11-23T10:00', 0, [], 'Mon 2026-11-23 10:00'],
    ['2026-12-31T10:00', 1, ['2027-01-01'], 'Mon 2027-01-04 10:00'],
  ])('R-022: %s and %d working days, holidays %j', (from, days, holidays, expected) => {
    expect(show(addWorkingDays({ ...OFFICE, holidays }, at(from), days))).toBe(expected)
  })

  test('the time of day stays when clocks change in between', () => {
    const berlin = calendar('mon-fri 09:00-17:00', 'Europe/Berlin')
    expect(show(addWorkingDays(berlin, at('2026-03-27T16:00', 'Europe/Berlin'), 1), 'Europe/Berlin')).toBe(
      'Mon 2026-03-30 16:00',
    )
  })

  test('a shop without working days has no such day', () => {
    expect(addWorkingDays(NEVER, at('2026-11-23T10:00'), 1)).toBeUndefined()
  })
})
