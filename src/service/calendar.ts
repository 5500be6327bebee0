/**
 * Business time: when people are there, and what a deadline counted in their hours comes to. Several intervals a day,
 * past midnight, holidays, any zone, daylight saving (R-022, R-123, peers I40-I43). Wall-clock hours in, instants (epoch
 * milliseconds) out.
 */
import { dateOf, dayOf, instantFrom, MINUTES_A_DAY, minuteOf, type Weekday, weekdayOf } from './local-time.ts'

/** Minutes after local midnight. `to` is always after `from`; more than 1440 reaches into the next day. */
export type DayInterval = { readonly from: number; readonly to: number }

/** Intervals by the weekday they begin on. */
export type WeekHours = Readonly<Record<Weekday, readonly DayInterval[]>>

export type Calendar = {
  readonly zone: string
  readonly hours: WeekHours
  /** `YYYY-MM-DD`: nothing begins on these days. */
  readonly holidays: readonly string[]
}

/** Longer than any gap between two shifts that somebody would mean. */
const DAYS_SEARCHED = 400

const PATTERN = /^(\d{2}):(\d{2})\s*-\s*(\d{2}):(\d{2})$/

/** `08:30-12:00`, or `21:00-02:00` past midnight; `24:00` is the end of a day. Undefined when it is neither. */
export function parseDayInterval(text: string): DayInterval | undefined {
  const match = PATTERN.exec(text)
  if (!match) return undefined
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number)
  const from = fromHour * 60 + fromMinute
  const to = toHour * 60 + toMinute
  if (fromMinute > 59 || toMinute > 59 || from >= MINUTES_A_DAY || to > MINUTES_A_DAY || from === to) return undefined
  return { from, to: to > from ? to : to + MINUTES_A_DAY }
}

/** Staffed spans that end after an instant, by their start. */
function* staffedSpans(calendar: Calendar, at: number): Generator<{ start: number; end: number }> {
  // Yesterday's interval may reach past midnight.
  const first = dayOf(at, calendar.zone) - 1
  for (let day = first; day < first + DAYS_SEARCHED; day++) {
    if (calendar.holidays.includes(dateOf(day))) continue
    const intervals = calendar.hours[weekdayOf(day)].toSorted((one, other) => one.from - other.from)
    for (const { from, to } of intervals) {
      const span = {
        start: instantFrom(day, from, calendar.zone),
        end: instantFrom(day, to, calendar.zone),
      }
      if (span.end > at && span.end > span.start) yield span
    }
  }
}

export function isStaffed(calendar: Calendar, at: number): boolean {
  return nextStaffed(calendar, at) === at
}

/** The first staffed instant from `at` on (`at` itself while staffed); undefined when nobody is ever there. */
export function nextStaffed(calendar: Calendar, at: number): number | undefined {
  for (const { start } of staffedSpans(calendar, at)) return Math.max(start, at)
  return undefined
}

/** The instant at which `ms` of staffed time have passed since `at`; undefined when that never comes. */
export function addBusinessTime(calendar: Calendar, at: number, ms: number): number | undefined {
  let cursor = at
  let left = ms
  for (;;) {
    const before = cursor
    for (const { start, end } of staffedSpans(calendar, cursor)) {
      if (end <= cursor) continue
      cursor = Math.max(cursor, start)
      if (left <= end - cursor) return cursor + left
      left -= end - cursor
      cursor = end
    }
    if (cursor === before) return undefined
  }
}

/** The same wall-clock time so many working days later. A working day is one on which somebody is there. */
export function addWorkingDays(calendar: Calendar, at: number, days: number): number | undefined {
  const { zone, hours, holidays } = calendar
  const first = dayOf(at, zone)
  let left = days
  let day = first
  while (left > 0) {
    if (day > first + DAYS_SEARCHED + days * 7) return undefined
    day++
    if (hours[weekdayOf(day)].length > 0 && !holidays.includes(dateOf(day))) left--
  }
  return day === first ? at : instantFrom(day, minuteOf(at, zone), zone)
}
