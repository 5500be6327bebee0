/**
 * Windows a customer may choose from: the policy's grid by the outlet's clock, over the rosters of the technicians who
 * are trained for the appliance, without what is taken (R-021, R-034, R-051, R-122, peers I26, I27).
 */
import type { Text } from '../flow/flow.ts'
import type { DayInterval, WeekHours } from './calendar.ts'
import {
  DAY_MS,
  dateOf,
  dayOf,
  dayOfDate,
  instantAt,
  MINUTES_A_DAY,
  minuteOf,
  WEEKDAYS,
  weekdayOf,
} from './local-time.ts'
import type { Outlet } from './outlets.ts'
import type { Policy } from './policy.ts'
import { isWished, type Wish } from './wish.ts'

/** Instants in epoch milliseconds. */
export type WindowTimes = { readonly startsAt: number; readonly endsAt: number }

/** A window that somebody has free. */
export type FreeWindow = WindowTimes & {
  readonly technicianIds: readonly string[]
  /** It begins in a time of rest. */
  readonly isAvoided: boolean
}

export type Window = FreeWindow & {
  /** What the button stands for, see `decodeWindow`. */
  readonly value: string
  readonly label: Text
}

export type Taken = WindowTimes & { readonly technicianId: string }

export type WindowQuery = {
  readonly outlet: Pick<Outlet, 'id' | 'zone'>
  /** Technicians of the outlet who may be sent. */
  readonly technicians: readonly { readonly id: string; readonly roster: WeekHours }[]
  readonly taken: readonly Taken[]
  readonly wish?: Wish
  readonly now: number
  readonly policy: Pick<Policy, 'booking'>
}

/** Windows to show, up to the policy's number: those wished for, then the nearest others, each in the order of time. */
export function offerWindows(query: WindowQuery): readonly Window[] {
  const { outlet, now, policy, wish } = query
  const today = dayOf(now, outlet.zone)
  const free = freeWindows(query, today, today + Math.ceil(policy.booking.horizon / DAY_MS))
  const wished = wish ? free.filter(window => isWanted(wish, window, outlet.zone)) : []
  const others = free.filter(window => !wished.includes(window) && !window.isAvoided)
  const anchor = wished[0]?.startsAt ?? wishedInstant(query) ?? now
  const distance = ({ startsAt }: FreeWindow) => Math.abs(startsAt - anchor)
  const first = wished.slice(0, policy.booking.offered)
  const near = others
    .toSorted((one, other) => distance(one) - distance(other))
    .slice(0, policy.booking.offered - first.length)
    .toSorted((one, other) => one.startsAt - other.startsAt)
  return keepPromise([...first, ...near], others[0], query).map(window => ({
    ...window,
    value: encodeWindow({ ...window, outletId: outlet.id }),
    label: windowLabel(window, outlet.zone),
  }))
}

/** one of the windows begins within the promised time, if there is such a window at all. */
function keepPromise(
  chosen: readonly FreeWindow[],
  earliest: FreeWindow | undefined,
  { now, policy }: WindowQuery,
): readonly FreeWindow[] {
  const isPromised = ({ startsAt }: FreeWindow) => startsAt <= now + policy.booking.promise
  if (!earliest || !isPromised(earliest) || chosen.some(isPromised)) return chosen
  return [...chosen.slice(0, policy.booking.offered - 1), earliest]
}

/** The technicians who are free for one window, as its value was offered; none when it cannot be had any more. */
export function freeTechnicians(query: WindowQuery, { startsAt, endsAt }: WindowTimes): readonly string[] {
  const day = dayOf(startsAt, query.outlet.zone)
  const found = freeWindows(query, day, day).find(window => window.startsAt === startsAt && window.endsAt === endsAt)
  return found?.technicianIds ?? []
}

/** Every window of the grid that somebody has free on those days, by start. */
function freeWindows(
  { outlet: { zone }, technicians, taken, now, policy }: WindowQuery,
  firstDay: number,
  lastDay: number,
): readonly FreeWindow[] {
  const { notice, horizon, windows, avoid } = policy.booking
  const diaries = technicians.map(({ id, roster }) => ({
    id,
    roster,
    taken: taken.filter(({ technicianId }) => technicianId === id),
  }))
  const free: FreeWindow[] = []
  for (let day = firstDay; day <= lastDay; day++) {
    for (const interval of windows) {
      const startsAt = instantAt(day, interval.from, zone)
      const endsAt = instantAt(day, interval.to, zone)
      // A clock that is put forward skips this time.
      if (startsAt === undefined || endsAt === undefined) continue
      if (startsAt < now + notice || startsAt > now + horizon) continue
      const technicianIds = diaries
        .filter(diary => isRostered(diary.roster, day, interval))
        .filter(diary => !diary.taken.some(other => overlap(other, { startsAt, endsAt })))
        .map(({ id }) => id)
      const isAvoided = avoid.some(({ from, to }) => interval.from >= from && interval.from < to)
      if (technicianIds.length > 0) free.push({ startsAt, endsAt, technicianIds, isAvoided })
    }
  }
  return free.toSorted((one, other) => one.startsAt - other.startsAt)
}

function isRostered(roster: WeekHours, day: number, { from, to }: DayInterval): boolean {
  const covers = (shift: DayInterval, shifted: number) => shift.from <= from + shifted && to + shifted <= shift.to
  return (
    roster[weekdayOf(day)].some(shift => covers(shift, 0)) ||
    // Yesterday's shift may reach past midnight.
    roster[weekdayOf(day - 1)].some(shift => covers(shift, MINUTES_A_DAY))
  )
}

function overlap(one: WindowTimes, other: WindowTimes): boolean {
  return one.startsAt < other.endsAt && other.startsAt < one.endsAt
}

/** a window in a time of rest is shown only to somebody who asked for that time. */
function isWanted(wish: Wish, { startsAt, isAvoided }: FreeWindow, zone: string): boolean {
  if (isAvoided && wish.from === undefined) return false
  return isWished(wish, dateOf(dayOf(startsAt, zone)), minuteOf(startsAt, zone))
}

/** The instant that the wish is about, to find what is near it. */
function wishedInstant({ wish, outlet }: WindowQuery): number | undefined {
  const day = dayOfDate(wish?.days?.[0] ?? '')
  return day === undefined ? undefined : instantAt(day, wish?.from ?? MINUTES_A_DAY / 2, outlet.zone)
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
  const { en, zh } = instantLabel(startsAt, zone)
  const end = timeOf(endsAt, zone)
  return { en: `${en}–${end}`, zh: `${zh}–${end}` }
}

/** `Tue 24 Nov, 16:00` and `11月24日 周二 16:00`. */
export function instantLabel(at: number, zone: string): Text {
  const day = dayOf(at, zone)
  const [, month = 0, date = 0] = dateOf(day).split('-').map(Number)
  const weekday = WEEKDAYS.indexOf(weekdayOf(day))
  return {
    en: `${WEEKDAY_NAMES[weekday]} ${date} ${MONTH_NAMES[month - 1]}, ${timeOf(at, zone)}`,
    zh: `${month}月${date}日 周${'一二三四五六日'[weekday]} ${timeOf(at, zone)}`,
  }
}

const WEEKDAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function timeOf(at: number, zone: string): string {
  const minute = minuteOf(at, zone)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}
