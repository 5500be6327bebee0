/** When a technician is there: shifts of the roster, without holidays of the outlet and absences (peers I40 to I43). */
import type { WeekHours } from './calendar.ts'
import { dateOf, dayOf, dayOfDate, instantFrom, weekdayOf } from './local-time.ts'
import type { Absence, Outlet } from './outlets-file.ts'

/** Instants in epoch milliseconds; the end is not part of it. */
export type Span = { readonly startsAt: number; readonly endsAt: number }

export type OnRoster = { readonly roster: WeekHours; readonly absences: readonly Absence[] }

/**
 * Whether the technician works the whole window: shifts without a gap between them cover it, none of which begins on a
 * holiday of the outlet, and no absence touches it.
 */
export function isOnDuty(
  technician: OnRoster,
  outlet: Pick<Outlet, 'zone' | 'holidays'>,
  { startsAt, endsAt }: Span,
): boolean {
  const away = absenceSpans(technician.absences, outlet.zone)
  if (away.some(span => span.startsAt < endsAt && startsAt < span.endsAt)) return false
  let covered = startsAt
  for (const shift of shiftsBetween(technician.roster, outlet, startsAt, endsAt)) {
    if (shift.startsAt > covered) return false
    covered = Math.max(covered, shift.endsAt)
    if (covered >= endsAt) return true
  }
  return false
}

/** Absences as instants. A day that is named is absent from its first minute to its last. */
export function absenceSpans(absences: readonly Absence[], zone: string): readonly Span[] {
  return absences.map(({ from, to }) => ({ startsAt: instantOf(from, zone, 0), endsAt: instantOf(to, zone, 1) }))
}

function instantOf(written: string, zone: string, daysAfter: number): number {
  const [date = '', time] = written.split('T')
  const day = dayOfDate(date) ?? 0
  if (time === undefined) return instantFrom(day + daysAfter, 0, zone)
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return instantFrom(day, hours * 60 + minutes, zone)
}

/** Shifts that end after `from` and begin before `to`, by their start. */
function shiftsBetween(
  roster: WeekHours,
  { zone, holidays }: Pick<Outlet, 'zone' | 'holidays'>,
  from: number,
  to: number,
): readonly Span[] {
  const shifts: Span[] = []
  // Yesterday's shift may reach past midnight.
  for (let day = dayOf(from, zone) - 1; day <= dayOf(to, zone); day++) {
    if (holidays.includes(dateOf(day))) continue
    for (const interval of roster[weekdayOf(day)]) {
      const startsAt = instantFrom(day, interval.from, zone)
      const endsAt = instantFrom(day, interval.to, zone)
      if (endsAt > from && startsAt < to && endsAt > startsAt) shifts.push({ startsAt, endsAt })
    }
  }
  return shifts.toSorted((one, other) => one.startsAt - other.startsAt)
}
