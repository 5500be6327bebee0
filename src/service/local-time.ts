/**
 * The clocks of a zone: days and times of day there, and the instants they stand for. A local day is a whole number, the
 * days since 1970-01-01; a time of day is minutes after local midnight; instants are epoch milliseconds.
 */
import { IANAZone } from 'luxon'

export const MINUTE_MS = 60_000
export const MINUTES_A_DAY = 1440
export const DAY_MS = MINUTES_A_DAY * MINUTE_MS

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
export const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

export function dayOf(at: number, zone: string): number {
  return Math.floor(shownAt(at, zone) / DAY_MS)
}

export function minuteOf(at: number, zone: string): number {
  return Math.floor(shownAt(at, zone) / MINUTE_MS) - dayOf(at, zone) * MINUTES_A_DAY
}

/** 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): Weekday {
  return WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon'
}

/** `YYYY-MM-DD`. */
export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** The local day of `YYYY-MM-DD`; undefined when there is no such date. */
export function dayOfDate(date: string): number | undefined {
  const at = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(at) || dateOf(at / DAY_MS) !== date ? undefined : at / DAY_MS
}

/**
 * The instant at which clocks show that many minutes after midnight of a day: the first of two where clocks go back,
 * undefined where they jump over it. `minutes` may reach into the next days.
 */
export function instantAt(day: number, minutes: number, zone: string): number | undefined {
  const shown = day * DAY_MS + minutes * MINUTE_MS
  const candidates = [offsetAt(shown - DAY_MS, zone), offsetAt(shown + DAY_MS, zone)]
    .map(offset => ({ offset, at: shown - offset * MINUTE_MS }))
    .filter(({ offset, at }) => offsetAt(at, zone) === offset)
    .map(({ at }) => at)
  return candidates.length === 0 ? undefined : Math.min(...candidates)
}

/** As `instantAt`, and where clocks jump over the time, the instant of the jump. */
export function instantFrom(day: number, minutes: number, zone: string): number {
  for (let earlier = minutes; earlier > minutes - MINUTES_A_DAY; earlier--) {
    const at = instantAt(day, earlier, zone)
    if (at !== undefined) return earlier === minutes ? at : at + MINUTE_MS
  }
  return day * DAY_MS + minutes * MINUTE_MS
}

/** What the clocks show, as if it were UTC. */
function shownAt(at: number, zone: string): number {
  return at + offsetAt(at, zone) * MINUTE_MS
}

/**
 * Minutes that the zone is ahead of UTC. Asking Intl costs 10 µs, and windows ask hundreds of times; so the offset at
 * the beginning of each UTC day is remembered, and Intl is asked within a day only where clocks change in it.
 */
function offsetAt(at: number, zone: string): number {
  const day = Math.floor(at / DAY_MS)
  const offset = offsetAtStart(day, zone)
  return offset === offsetAtStart(day + 1, zone) ? offset : IANAZone.create(zone).offset(at)
}

const remembered = new Map<string, Map<number, number>>()
const MOST_DAYS = 5000

function offsetAtStart(day: number, zone: string): number {
  let days = remembered.get(zone)
  if (!days || days.size >= MOST_DAYS) {
    days = new Map()
    remembered.set(zone, days)
  }
  let offset = days.get(day)
  if (offset === undefined) {
    offset = IANAZone.create(zone).offset(day * DAY_MS)
    days.set(day, offset)
  }
  return offset
}
