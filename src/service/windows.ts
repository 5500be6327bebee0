/**
 * Windows a customer may choose from: the policy's grid by the outlet's clock, over the rosters of the technicians who
 * are trained for the appliance, without what is taken (R-021, R-034, R-051, R-122, peers I26, I27).
 */
import { DateTime } from 'luxon'
import type { Text } from '../flow/flow.ts'
import { type DayInterval, dayOf, exactInstant, MINUTES_A_DAY, weekdayOf } from './calendar.ts'
import type { Outlet, Technician } from './outlets.ts'
import type { Policy } from './policy.ts'
import { isWished, type Wish } from './wish.ts'

/** Instants in epoch milliseconds. */
export type WindowTimes = { readonly startsAt: number; readonly endsAt: number }

export type Window = WindowTimes & {
  /** What the button stands for, see `decodeWindow`. */
  readonly value: string
  readonly label: Text
  /** Who is free then. */
  readonly technicianIds: readonly string[]
}

export type Taken = WindowTimes & { readonly technicianId: string }

export type WindowQuery = {
  readonly outlet: Pick<Outlet, 'id' | 'zone'>
  /** Technicians of the outlet who may be sent. */
  readonly technicians: readonly Pick<Technician, 'id' | 'roster'>[]
  readonly taken: readonly Taken[]
  readonly wish?: Wish
  readonly now: number
  readonly policy: Pick<Policy, 'booking'>
}

/** Windows to show, up to the policy's number: those wished for, then the nearest others, each in the order of time. */
export function offerWindows(query: WindowQuery): readonly Window[] {
  const { now, policy, wish } = query
  const free = freeWindows(query)
  const wished = wish ? free.filter(one => isWanted(wish, one, query.outlet.zone)) : []
  const others = free.filter(one => !wished.includes(one) && !one.isAvoided)
  const anchor = wished[0]?.window.startsAt ?? wishedInstant(query) ?? now
  const distance = ({ window }: Candidate) => Math.abs(window.startsAt - anchor)
  const first = wished.slice(0, policy.booking.offered)
  const near = others
    .toSorted((one, other) => distance(one) - distance(other))
    .slice(0, policy.booking.offered - first.length)
    .toSorted((one, other) => one.window.startsAt - other.window.startsAt)
  return keepPromise([...first, ...near], others[0], query).map(({ window }) => window)
}

/** one of the windows begins within the promised time, if there is such a window at all. */
function keepPromise(
  chosen: readonly Candidate[],
  earliest: Candidate | undefined,
  { now, policy }: WindowQuery,
): readonly Candidate[] {
  const isPromised = ({ window }: Candidate) => window.startsAt <= now + policy.booking.promise
  if (!earliest || !isPromised(earliest) || chosen.some(isPromised)) return chosen
  return [...chosen.slice(0, policy.booking.offered - 1), earliest]
}

/** The technicians who are free for one window, as its value was offered; none when it cannot be had any more. */
export function freeTechnicians(query: WindowQuery, times: WindowTimes): readonly string[] {
  return (
    freeWindows(query).find(({ window }) => window.startsAt === times.startsAt && window.endsAt === times.endsAt)
      ?.window.technicianIds ?? []
  )
}

type Candidate = { readonly window: Window; readonly isAvoided: boolean }

/** Every window of the grid that somebody has free, by start. */
function freeWindows({ outlet, technicians, taken, now, policy }: WindowQuery): Candidate[] {
  const { notice, horizon, windows, avoid } = policy.booking
  const today = dayOf(now, outlet.zone)
  const candidates: Candidate[] = []
  for (let offset = 0; offset * MINUTES_A_DAY * 60_000 <= horizon; offset++) {
    const day = today.plus({ days: offset })
    for (const interval of windows) {
      const startsAt = exactInstant(day, interval.from)
      const endsAt = exactInstant(day, interval.to)
      // A clock that is put forward skips this time.
      if (startsAt === undefined || endsAt === undefined || endsAt <= startsAt) continue
      if (startsAt < now + notice || startsAt > now + horizon) continue
      const technicianIds = technicians
        .filter(({ roster }) => isRostered(roster, day, interval))
        .filter(({ id }) => !taken.some(other => other.technicianId === id && overlap(other, { startsAt, endsAt })))
        .map(({ id }) => id)
      if (technicianIds.length === 0) continue
      candidates.push({
        window: {
          startsAt,
          endsAt,
          technicianIds,
          value: encodeWindow({ startsAt, endsAt, outletId: outlet.id }),
          label: windowLabel({ startsAt, endsAt }, outlet.zone),
        },
        isAvoided: avoid.some(({ from, to }) => interval.from >= from && interval.from < to),
      })
    }
  }
  return candidates.toSorted((one, other) => one.window.startsAt - other.window.startsAt)
}

function isRostered(roster: Technician['roster'], day: DateTime, { from, to }: DayInterval): boolean {
  const covers = (shift: DayInterval, shifted: number) => shift.from <= from + shifted && to + shifted <= shift.to
  const dayBefore = weekdayOf(day.minus({ days: 1 }))
  return (
    roster[weekdayOf(day)].some(shift => covers(shift, 0)) ||
    roster[dayBefore].some(shift => covers(shift, MINUTES_A_DAY))
  )
}

function overlap(one: WindowTimes, other: WindowTimes): boolean {
  return one.startsAt < other.endsAt && other.startsAt < one.endsAt
}

/** a window in a time of rest is shown only to somebody who asked for that time. */
function isWanted(wish: Wish, { window, isAvoided }: Candidate, zone: string): boolean {
  if (isAvoided && wish.from === undefined) return false
  const local = DateTime.fromMillis(window.startsAt, { zone })
  return isWished(wish, local.toISODate() ?? '', local.hour * 60 + local.minute)
}

/** The instant that the wish is about, to find what is near it. */
function wishedInstant({ wish, outlet }: WindowQuery): number | undefined {
  const date = wish?.days?.[0]
  if (!date) return undefined
  return exactInstant(DateTime.fromISO(date, { zone: outlet.zone }), wish.from ?? MINUTES_A_DAY / 2)
}

export type WindowValue = WindowTimes & { readonly outletId: string }

/** A window as a short string for buttons: start in minutes and length in minutes, base 36, and the outlet. */
export function encodeWindow({ startsAt, endsAt, outletId }: WindowValue): string {
  return [(startsAt / 60_000).toString(36), ((endsAt - startsAt) / 60_000).toString(36), outletId].join('.')
}

export function decodeWindow(value: string): WindowValue | undefined {
  const match = /^([0-9a-z]{1,8})\.([0-9a-z]{1,4})\.([a-z0-9-]{1,20})$/.exec(value)
  if (!match) return undefined
  const [start = '', length = '', outletId = ''] = match.slice(1)
  const startsAt = Number.parseInt(start, 36) * 60_000
  return { startsAt, endsAt: startsAt + Number.parseInt(length, 36) * 60_000, outletId }
}

/** `Tue 24 Nov, 16:00–18:00` and `11月24日 周二 16:00–18:00`, by the clock of the zone. */
export function windowLabel({ startsAt, endsAt }: WindowTimes, zone: string): Text {
  const start = DateTime.fromMillis(startsAt, { zone })
  const end = DateTime.fromMillis(endsAt, { zone })
  const times = `${start.toFormat('HH:mm')}–${end.toFormat('HH:mm')}`
  return { en: `${dayLabel(start).en}, ${times}`, zh: `${dayLabel(start).zh} ${times}` }
}

/** `Tue 24 Nov, 16:00` and `11月24日 周二 16:00`. */
export function instantLabel(at: number, zone: string): Text {
  const local = DateTime.fromMillis(at, { zone })
  const time = local.toFormat('HH:mm')
  return { en: `${dayLabel(local).en}, ${time}`, zh: `${dayLabel(local).zh} ${time}` }
}

function dayLabel(local: DateTime): Text {
  return {
    en: local.setLocale('en-GB').toFormat('ccc d LLL'),
    zh: `${local.month}月${local.day}日 周${'一二三四五六日'[local.weekday - 1]}`,
  }
}
