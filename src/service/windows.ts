/**
 * Windows a customer may choose from: the policy's grid, by when they are wished for, and of these what somebody has free
 * (R-021, R-034, R-051, R-122, R-128, peers I26, I27). The order is made here, what is free is found by the database.
 */
import type { Text } from '../flow/flow.ts'
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
import type { Policy } from './policy.ts'
import type { Span } from './roster.ts'
import { type Slot, slotAt, slotsOn, type Team } from './window-grid.ts'
import { isWished, type Wish } from './wish.ts'

/** A window that somebody has free. Instants are epoch milliseconds. */
export type Window = Span & {
  /** Who is on duty then: at least one of them is free. */
  readonly technicianIds: readonly string[]
  /** Minutes of travel of those who need any. */
  readonly buffers: Readonly<Record<string, number>>
  /** What the button stands for, see `decodeWindow`. */
  readonly value: string
  readonly label: Text
}

export type WindowQuery = {
  readonly team: Team
  readonly wish?: Wish
  /** Nearest to this instant first, where nothing is wished; absent: the soonest first. */
  readonly near?: number
  /** Not before this instant, and the promise counts from it: goods are there then. */
  readonly earliest?: number
  /** In place of the policy's `booking.promise`, milliseconds; 0: nothing is promised. */
  readonly promise?: number
  /** In place of the policy's `booking.offered`. */
  readonly limit?: number
  /** The window that the visit has already: no window to move it to. */
  readonly without?: Span
  readonly now: number
  readonly policy: { readonly booking: Policy['booking'] }
}

/** Windows in the order in which they are wanted, for whoever finds what is free. */
export type WindowSearch = {
  readonly team: Team
  readonly preferred: readonly Slot[]
  readonly limit: number
  /** One of these is wanted besides, the first that is free. */
  readonly soonest: readonly Slot[]
}

/** What is free of a search: at most `limit` of the preferred, in their order. */
export type FoundSlots = { readonly preferred: readonly Slot[]; readonly soonest: Slot | undefined }

/**
 * Windows to show, up to the policy's number: those wished for, then the nearest others, each in the order of time.
 * `findFree` asks the database.
 */
export async function offerWindows(
  query: WindowQuery,
  findFree: (search: WindowSearch) => Promise<FoundSlots>,
): Promise<readonly Window[]> {
  const { team, policy, wish } = query
  const { zone } = team.outlet
  const slots = slotsWithin(query)
  const wished = wish ? slots.filter(slot => isWanted(wish, slot, zone)) : []
  const others = slots.filter(slot => !slot.isAvoided && !wished.includes(slot))
  const anchor = wished[0]?.startsAt ?? wishedInstant(query) ?? query.near ?? firstInstant(query)
  const distance = ({ startsAt }: Slot) => Math.abs(startsAt - anchor)
  const nearest = others.toSorted((one, other) => distance(one) - distance(other))
  const free = await findFree({
    team,
    preferred: [...wished, ...nearest],
    limit: query.limit ?? policy.booking.offered,
    // The preferred are the soonest themselves where nothing else is asked for.
    soonest: nearest[0] === others[0] && wished.length === 0 ? [] : others.filter(slot => isPromised(slot, query)),
  })
  const first = free.preferred.filter(slot => wished.includes(slot))
  const near = free.preferred.filter(slot => !wished.includes(slot))
  return keepPromise([...first, ...near.toSorted(byTime)], free.soonest, query).map(slot => toWindow(slot, team))
}

/** The window of the grid that was meant, if it may still be chosen; whether somebody has it free is another matter. */
export function meantSlot(query: WindowQuery, window: Span): Slot | undefined {
  const slot = slotAt(query.team, query.policy.booking, window)
  return slot && isWithin(slot, query) ? slot : undefined
}

/** Minutes of travel by technician. */
export function buffersOf({ technicians }: Team, ids: readonly string[]): Readonly<Record<string, number>> {
  const some = technicians.filter(({ id, buffer }) => buffer > 0 && ids.includes(id))
  return Object.fromEntries(some.map(({ id, buffer }) => [id, buffer]))
}

/** Every window of the grid that may be chosen, by start. */
function slotsWithin(query: WindowQuery): readonly Slot[] {
  const { team, policy } = query
  const first = firstInstant(query)
  const firstDay = dayOf(first, team.outlet.zone)
  const days = Math.ceil(policy.booking.horizon / DAY_MS) + 1
  return Array.from({ length: days }, (_, ahead) => slotsOn(team, policy.booking, firstDay + ahead))
    .flat()
    .filter(slot => isWithin(slot, query))
    .toSorted(byTime)
}

function isWithin({ startsAt, endsAt }: Slot, query: WindowQuery): boolean {
  const { now, earliest = now, without, policy } = query
  const { notice, horizon } = policy.booking
  const isSame = without?.startsAt === startsAt && without.endsAt === endsAt
  return !isSame && startsAt >= Math.max(now + notice, earliest) && startsAt <= firstInstant(query) + horizon
}

function firstInstant({ now, earliest = now }: WindowQuery): number {
  return Math.max(now, earliest)
}

/** */
function isPromised({ startsAt }: Slot, query: WindowQuery): boolean {
  return startsAt <= firstInstant(query) + (query.promise ?? query.policy.booking.promise)
}

/** one of the windows begins within the promised time, if there is such a window at all. */
function keepPromise(chosen: readonly Slot[], soonest: Slot | undefined, query: WindowQuery): readonly Slot[] {
  if (!soonest || chosen.some(slot => isPromised(slot, query))) return chosen
  return [...chosen.slice(0, (query.limit ?? query.policy.booking.offered) - 1), soonest]
}

/** a window in a time of rest is shown only to somebody who asked for that time. */
function isWanted(wish: Wish, { startsAt, isAvoided }: Slot, zone: string): boolean {
  if (isAvoided && wish.from === undefined) return false
  return isWished(wish, dateOf(dayOf(startsAt, zone)), minuteOf(startsAt, zone))
}

/** The instant that the wish is about, to find what is near it. */
function wishedInstant({ wish, team }: WindowQuery): number | undefined {
  const day = dayOfDate(wish?.days?.[0] ?? '')
  return day === undefined ? undefined : instantAt(day, wish?.from ?? MINUTES_A_DAY / 2, team.outlet.zone)
}

function byTime(one: Span, other: Span): number {
  return one.startsAt - other.startsAt
}

function toWindow({ startsAt, endsAt, crew: { technicianIds } }: Slot, team: Team): Window {
  return {
    startsAt,
    endsAt,
    technicianIds,
    buffers: buffersOf(team, technicianIds),
    value: encodeWindow({ startsAt, endsAt, outletId: team.outlet.id }),
    label: windowLabel({ startsAt, endsAt }, team.outlet.zone),
  }
}

export type WindowValue = Span & { readonly outletId: string }

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
export function windowLabel({ startsAt, endsAt }: Span, zone: string): Text {
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
