/** The books: visits, windows and timers as the database has them at one moment, and what is wrong with them. */
import type { SqliteFile } from '../support/sqlite-file.ts'

type Visit = { id: number; conversation: string; state: string; starts: number; booked: number }
type Booking = { technician: string; starts: number; ends: number; state: string; visit: number | null }
type Timer = { conversation: string; key: string; due: number; flow: string }

export type Ledger = {
  readonly visits: readonly Visit[]
  readonly bookings: readonly Booking[]
  readonly timers: readonly Timer[]
}

export async function readLedger(file: SqliteFile): Promise<Ledger> {
  return {
    visits: await file.all(
      'select id, conversation_id as conversation, state, starts_at as starts, created_at as booked from visit',
    ),
    bookings: await file.all(
      'select technician_id as technician, starts_at as starts, ends_at as ends, state, visit_id as visit from booking',
    ),
    timers: await file.all('select conversation_id as conversation, key, due_at as due, flow from timer'),
  }
}

const current = ({ visits }: Ledger) => visits.filter(({ state }) => state !== 'CANCELLED')

/** Windows of one technician that overlap. */
export function doubleBookings({ bookings }: Ledger): number {
  const overlap = (one: Booking, other: Booking) =>
    other.technician === one.technician && other.starts < one.ends && one.starts < other.ends
  return bookings.filter((one, index) => bookings.slice(index + 1).some(other => overlap(one, other))).length
}

/** Visits without their window, windows without their visit, second visits of one customer. */
export function brokenBookings(ledger: Ledger): number {
  const visits = current(ledger)
  const booked = ledger.bookings.filter(({ state }) => state === 'booked')
  const belong = (visit: Visit, booking: Booking) => booking.visit === visit.id && booking.starts === visit.starts
  const withoutWindow = visits.filter(visit => booked.filter(booking => belong(visit, booking)).length !== 1)
  const withoutVisit = booked.filter(booking => !visits.some(visit => belong(visit, booking)))
  const second = visits.length - new Set(visits.map(visit => visit.conversation)).size
  return withoutWindow.length + withoutVisit.length + second
}

const HOUR_MS = 3_600_000
const SHANGHAI_MS = 8 * HOUR_MS
/** policy.yaml: previsit.confirm, and notify.quietHours in hours of the day. */
const CONFIRM_MS = 18 * HOUR_MS
const QUIET = { from: 22, to: 8 }

/** Visits whose reminder lay ahead when they were booked. */
export function remindersDue(ledger: Ledger): readonly Visit[] {
  return current(ledger).filter(({ starts, booked }) => starts - CONFIRM_MS > booked)
}

export function remindersLost(ledger: Ledger): number {
  return remindersDue(ledger).filter(({ id }) => !ledger.timers.some(({ key }) => key === `confirm:${id}`)).length
}

/** Reminders of visits that are no more, or at another time than they should be. */
export function remindersWrong(ledger: Ledger): number {
  const due = remindersDue(ledger)
  const isRight = ({ key, due: at, conversation }: Timer) =>
    due.some(visit => {
      return key === `confirm:${visit.id}` && at === confirmedAt(visit.starts) && conversation === visit.conversation
    })
  return ledger.timers.filter(timer => timer.key.startsWith('confirm:') && !isRight(timer)).length
}

/** When a visit is to be confirmed: some hours before, or once the night is over. */
function confirmedAt(starts: number): number {
  const at = starts - CONFIRM_MS
  const hour = ((at + SHANGHAI_MS) / HOUR_MS) % 24
  if (hour >= QUIET.to && hour < QUIET.from) return at
  return at + ((QUIET.to - hour + 24) % 24) * HOUR_MS
}
