import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDayInterval, type WeekHours } from '../../../src/service/calendar.ts'
import { dateOf, dayOf, instantFrom, MINUTE_MS, weekdayOf } from '../../../src/service/local-time.ts'
import { absenceSpans, isOnDuty } from '../../../src/service/roster.ts'

const OFF: WeekHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']

function hours(days: Partial<Record<keyof WeekHours, string[]>>): WeekHours {
  const read = (texts: string[] = []) => texts.flatMap(text => parseDayInterval(text) ?? [])
  const week = Object.keys(OFF).map(day => [day, read(days[day as keyof WeekHours])])
  return Object.fromEntries(week) as WeekHours
}

function span(from: string, to: string) {
  return { startsAt: Date.parse(from), endsAt: Date.parse(to) }
}

describe('who is on duty', () => {
  const outlet = { zone: 'Asia/Shanghai', holidays: ['2026-11-25'] }
  const technician = {
    // 23 November 2026 is a Monday.
    roster: hours({
      mon: ['08:00-12:00', '12:00-18:00'],
      tue: ['08:00-12:00', '13:30-18:00', '21:00-02:00'],
      wed: ['08:00-18:00'],
      thu: ['08:00-18:00'],
    }),
    absences: [{ from: '2026-11-26T12:00', to: '2026-11-26' }],
  }
  test.each([
    ['inside a shift', '2026-11-24T08:00+08:00', '2026-11-24T10:00+08:00', true],
    ['before the shift', '2026-11-24T07:59+08:00', '2026-11-24T10:00+08:00', false],
    ['beyond the shift', '2026-11-24T10:00+08:00', '2026-11-24T12:01+08:00', false],
    ['over two shifts that touch', '2026-11-23T11:00+08:00', '2026-11-23T13:00+08:00', true],
    ['over the break between two', '2026-11-24T11:00+08:00', '2026-11-24T14:00+08:00', false],
    ['past midnight, before a holiday', '2026-11-24T23:00+08:00', '2026-11-25T01:00+08:00', true],
    ['longer than the night shift', '2026-11-25T01:00+08:00', '2026-11-25T03:00+08:00', false],
    ['on a holiday', '2026-11-25T08:00+08:00', '2026-11-25T10:00+08:00', false],
    ['before the absence', '2026-11-26T10:00+08:00', '2026-11-26T12:00+08:00', true],
    ['in the absence', '2026-11-26T11:00+08:00', '2026-11-26T13:00+08:00', false],
    ['on a day without a shift', '2026-11-27T10:00+08:00', '2026-11-27T12:00+08:00', false],
  ])('%s', (_, from, to, expected) => {
    expect(isOnDuty(technician, outlet, span(from, to))).toBe(expected)
  })

  test('a night shift is an hour longer when clocks go back and an hour shorter when they go forward', () => {
    const night = { roster: hours({ sat: ['22:00-06:00'] }), absences: [] }
    const berlin = { zone: 'Europe/Berlin', holidays: [] }
    // Back on Sunday, 25 October 2026: nine hours from 20:00Z.
    expect(isOnDuty(night, berlin, span('2026-10-24T20:00Z', '2026-10-25T05:00Z'))).toBe(true)
    expect(isOnDuty(night, berlin, span('2026-10-24T20:00Z', '2026-10-25T05:01Z'))).toBe(false)
    // Forward on Sunday, 28 March 2027: seven hours from 21:00Z.
    expect(isOnDuty(night, berlin, span('2027-03-27T21:00Z', '2027-03-28T04:00Z'))).toBe(true)
    expect(isOnDuty(night, berlin, span('2027-03-27T21:00Z', '2027-03-28T04:01Z'))).toBe(false)
  })

  test('an absence takes whole days by the clock of the outlet, also those of 23 and 25 hours', () => {
    const [back, forward] = absenceSpans(
      [
        { from: '2026-10-25', to: '2026-10-25' },
        { from: '2027-03-28', to: '2027-03-28' },
      ],
      'Europe/Berlin',
    )
    expect(back).toEqual(span('2026-10-24T22:00Z', '2026-10-25T23:00Z'))
    expect(forward).toEqual(span('2027-03-27T23:00Z', '2027-03-28T22:00Z'))
  })
})

/** Minute by minute, with nothing but the clock on the wall. */
function isThere(
  at: number,
  roster: WeekHours,
  zone: string,
  holidays: readonly string[],
  away: readonly { from: string; to: string }[],
): boolean {
  const day = dayOf(at, zone)
  if (away.some(({ from, to }) => from <= dateOf(day) && dateOf(day) <= to)) return false
  return [day, day - 1].some(
    begins =>
      !holidays.includes(dateOf(begins)) &&
      roster[weekdayOf(begins)].some(
        ({ from, to }) => instantFrom(begins, from, zone) <= at && at < instantFrom(begins, to, zone),
      ),
  )
}

const interval = fc
  .record({ from: fc.integer({ min: 0, max: 23 }), length: fc.integer({ min: 1, max: 20 }) })
  .map(({ from, length }) => ({ from: from * 60, to: from * 60 + length * 30 }))

const world = fc.record({
  zone: fc.constantFrom(...ZONES),
  roster: fc.record({
    mon: fc.array(interval, { maxLength: 3 }),
    tue: fc.array(interval, { maxLength: 3 }),
    wed: fc.array(interval, { maxLength: 3 }),
    thu: fc.array(interval, { maxLength: 3 }),
    fri: fc.array(interval, { maxLength: 3 }),
    sat: fc.array(interval, { maxLength: 3 }),
    sun: fc.array(interval, { maxLength: 3 }),
  }),
  // Around the days on which clocks change in Berlin, New York and Lord Howe.
  start: fc.constantFrom(
    Date.parse('2026-10-24T00:00Z'),
    Date.parse('2027-03-13T12:00Z'),
    Date.parse('2027-03-27T12:00Z'),
    Date.parse('2027-04-03T00:00Z'),
    Date.parse('2026-10-03T00:00Z'),
    Date.parse('2026-12-30T12:00Z'),
  ),
  offset: fc.integer({ min: 0, max: 48 * 4 }),
  length: fc.integer({ min: 1, max: 24 }),
  holiday: fc.integer({ min: -2, max: 3 }),
  away: fc.option(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.integer({ min: 0, max: 1 }))),
})

test('a window is covered exactly when the technician is there in every minute of it, whatever clocks do', () => {
  let covered = 0
  fc.assert(
    fc.property(world, ({ zone, roster, start, offset, length, holiday, away }) => {
      const startsAt = start + offset * 15 * MINUTE_MS
      const endsAt = startsAt + length * 15 * MINUTE_MS
      const today = dayOf(startsAt, zone)
      const holidays = [dateOf(today + holiday)]
      const absences = away ? [{ from: dateOf(today + away[0]), to: dateOf(today + away[0] + away[1]) }] : []
      const minutes = Array.from({ length: length * 15 }, (_, index) => startsAt + index * MINUTE_MS)
      const expected = minutes.every(at => isThere(at, roster, zone, holidays, absences))
      if (expected) covered++
      expect(isOnDuty({ roster, absences }, { zone, holidays }, { startsAt, endsAt })).toBe(expected)
    }),
    { numRuns: 500 },
  )
  // The property says something only if there are windows of both kinds.
  expect(covered).toBeGreaterThan(20)
})
