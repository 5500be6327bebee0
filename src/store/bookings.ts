/**
 * Technicians' windows, taken. Double booking is impossible by the unique constraint on (technician, start) (R-034, peers
 * I21-I25): a window that is gone is an answer of the statement, not an error to catch.
 */
import type { Slot } from '../service/window-grid.ts'
import type { FoundSlots, WindowSearch } from '../service/windows.ts'
import { numberOrNull, type Row, type Tx, toJson } from './sql.ts'

export type Booking = {
  readonly id: number
  readonly technicianId: string
  readonly startsAt: number
  readonly endsAt: number
  readonly conversationId: string
  readonly visitId: number | null
  readonly state: 'held' | 'booked'
  readonly heldUntil: number | null
}

/** A window that is asked for. Instants are epoch milliseconds. */
export type Hold = {
  readonly conversationId: string
  readonly startsAt: number
  readonly endsAt: number
  readonly until: number
  /** The visit that would move there: what it has itself is not in the way. */
  readonly visitId?: number
  /** Minutes that each technician needs between two visits; none for who is not named. */
  readonly buffers?: Readonly<Record<string, number>>
}

/**
 * Holds the window with the first of the technicians who has it free; `undefined` when none has. What the conversation
 * held before is let go, but only once it has the new one.
 */
export async function holdWindow(tx: Tx, technicianIds: readonly string[], hold: Hold): Promise<Booking | undefined> {
  const { startsAt, endsAt, conversationId, until, visitId, buffers } = hold
  const technicians = technicianIds.map(id => [id, (buffers?.[id] ?? 0) * MINUTE_MS] as const)
  const [row] = await tx.all<Row>(HOLD, [
    tx.now,
    conversationId,
    visitId ?? NO_VISIT,
    startsAt,
    endsAt,
    toJson(technicians),
    until,
  ])
  if (!row) return undefined
  const booking = toBooking(row)
  const buffer = (buffers?.[booking.technicianId] ?? 0) * MINUTE_MS
  await tx.run(CLEAR, [booking.id, conversationId, booking.technicianId, startsAt - buffer, endsAt + buffer, tx.now])
  return booking
}

const MINUTE_MS = 60_000

/** The id of none. */
const NO_VISIT = 0

/** So that the index finds a span among all that ever was booked: no window is longer than a day. */
const LONGEST_WINDOW_MS = 86_400_000

/** SQL for who and when: an id, milliseconds of travel, and two instants. */
type Asked = { readonly id: string; readonly way: string; readonly startsAt: string; readonly endsAt: string }

/**
 * Whether a technician has a span free, and the way to it and from it (peers I24). What a hold that ran out had is free,
 * so is what the asker holds, and all that the visit has which is to move there. Parameters: 1 the instant, 2 the
 * conversation that asks, 3 the visit. Most of what is taken begins at the very start: that is asked first, because one
 * look at the index tells.
 */
const isFree = ({ id, way, startsAt, endsAt }: Asked) => `
  NOT EXISTS (
    SELECT 1 FROM booking AS same WHERE same.technician_id = ${id} AND same.starts_at = ${startsAt}
      AND ${isInTheWay('same')})
  AND NOT EXISTS (
    SELECT 1 FROM booking AS other WHERE other.technician_id = ${id}
      AND other.starts_at > ${startsAt} - ${way} - ${LONGEST_WINDOW_MS}
      AND other.starts_at < ${endsAt} + ${way}
      AND other.ends_at > ${startsAt} - ${way}
      AND ${isInTheWay('other')})`

function isInTheWay(booking: string): string {
  return `COALESCE(${booking}.visit_id, ${NO_VISIT} - 1) <> ?3
      AND (${booking}.state = 'booked' OR (${booking}.held_until > ?1 AND ${booking}.conversation_id <> ?2))`
}

// The constraint keeps equal starts apart; the condition also refuses what overlaps: a window of another grid, which is
// there after the grid in the policy was changed, and one too near for the way between the two.
const HOLD = `
  INSERT INTO booking (technician_id, starts_at, ends_at, conversation_id, visit_id, state, held_until)
  SELECT technician.value ->> 0, ?4, ?5, ?2, NULLIF(?3, ${NO_VISIT}), 'held', ?7
  FROM json_each(?6) AS technician
  WHERE ${isFree({ id: '(technician.value ->> 0)', way: '(technician.value ->> 1)', startsAt: '?4', endsAt: '?5' })}
  ORDER BY technician.rowid LIMIT 1
  ON CONFLICT (technician_id, starts_at) DO UPDATE
    SET conversation_id = excluded.conversation_id, ends_at = excluded.ends_at, visit_id = excluded.visit_id,
      held_until = excluded.held_until
    WHERE booking.state = 'held'
  RETURNING *`

// What the conversation held before, and holds that ran out in this time: nobody may come back to them now.
const CLEAR = `
  DELETE FROM booking WHERE state = 'held' AND id <> ?1
    AND (conversation_id = ?2
      OR (technician_id = ?3 AND starts_at > ?4 - ${LONGEST_WINDOW_MS} AND starts_at < ?5 AND ends_at > ?4
        AND held_until <= ?6))`

/** Who asks: what they hold themselves, and what the visit has that is to be moved, is not in the way. */
export type Asker = { readonly conversationId?: string; readonly visitId?: number }

/** What is free of windows in the order in which they are wanted; one statement, which ends with the last it needs. */
export async function findFree(
  tx: Tx,
  { team, preferred, limit, soonest }: WindowSearch,
  { conversationId = '', visitId = NO_VISIT }: Asker,
): Promise<FoundSlots> {
  const crews = [...new Set([...preferred, ...soonest].map(({ crew }) => crew.places))]
  const numbers = new Map(crews.map((places, number) => [places, number]))
  const spans = (slots: readonly Slot[]) =>
    toJson(
      slots.map(({ startsAt, endsAt, crew }) => [
        startsAt,
        endsAt,
        numbers.get(crew.places),
        crew.technicianIds.length,
      ]),
    )
  const rows = await tx.all<Row>(FIND_FREE, [
    tx.now,
    conversationId,
    visitId,
    toJson(team.technicians.map(({ id, buffer }) => [id, buffer * MINUTE_MS])),
    toJson(crews),
    spans(preferred),
    limit,
    spans(soonest),
  ])
  const places = (list: string) => rows.filter(row => row.list === list).map(row => Number(row.place))
  const [first] = places('soonest')
  return {
    preferred: places('preferred').flatMap(place => preferred[place] ?? []),
    soonest: first === undefined ? undefined : soonest[first],
  }
}

// The inner select has a limit so that it stays one of its own: it is walked in its order, each value is read out of the
// array once, and nothing is looked at after the last that is needed. Mostly one of the first few of a crew has time. Where
// none of them has, counting along one index tells whether the window is booked through the whole crew; only if it is not,
// each member is looked at.
/** So many are looked at before anybody counts. */
const A_FEW = 10

const freeSlots = (list: string, slots: string, limit: string) => `
  SELECT * FROM (
    SELECT '${list}' AS list, slot.place FROM (
      SELECT key AS place, value ->> 0 AS starts_at, value ->> 1 AS ends_at, value ->> 2 AS crew, value ->> 3 AS size
      FROM json_each(${slots}) ORDER BY rowid LIMIT -1) AS slot
    WHERE EXISTS (
      SELECT 1 FROM (SELECT id, way FROM member WHERE crew = slot.crew LIMIT ${A_FEW}) AS one WHERE ${isFree({
        id: 'one.id',
        way: 'one.way',
        startsAt: 'slot.starts_at',
        endsAt: 'slot.ends_at',
      })})
    OR slot.size > (
      SELECT COUNT(*) FROM booking
      WHERE booking.starts_at = slot.starts_at AND booking.state = 'booked' AND booking.visit_id <> ?3
        AND (slot.crew, +booking.technician_id) IN (SELECT crew, id FROM member))
    AND EXISTS (
      SELECT 1 FROM member WHERE member.crew = slot.crew AND ${isFree({
        id: 'member.id',
        way: 'member.way',
        startsAt: 'slot.starts_at',
        endsAt: 'slot.ends_at',
      })})
    LIMIT ${limit})`

const FIND_FREE = `
  WITH member AS MATERIALIZED (
    SELECT crew.key AS crew, technician.value ->> 0 AS id, technician.value ->> 1 AS way
    FROM json_each(?5) AS crew, json_each(?4) AS technician WHERE substr(crew.value, technician.key + 1, 1) = '1')
  ${freeSlots('preferred', '?6', '?7')} UNION ALL ${freeSlots('soonest', '?8', '1')}`

/** How much each technician has between two instants, of those who have anything. */
export async function loadsBetween(tx: Tx, from: number, to: number): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.all<Row>(
    `SELECT technician_id, COUNT(*) AS windows FROM booking
     WHERE starts_at >= ? AND starts_at < ? AND (state = 'booked' OR held_until > ?) GROUP BY technician_id`,
    [from, to, tx.now],
  )
  return new Map(rows.map(row => [row.technician_id as string, Number(row.windows)]))
}

/** Lets go what a conversation holds. */
export async function releaseHold(tx: Tx, conversationId: string): Promise<void> {
  await tx.run("DELETE FROM booking WHERE conversation_id = ? AND state = 'held'", [conversationId])
}

/** What a conversation holds, if it still does: a hold that ran out counts until somebody else takes the window. */
export async function heldBy(tx: Tx, conversationId: string): Promise<Booking | undefined> {
  const [row] = await tx.all<Row>("SELECT * FROM booking WHERE conversation_id = ? AND state = 'held'", [
    conversationId,
  ])
  return row && toBooking(row)
}

/**
 * Makes a held window the visit's, and frees the window that the visit had before and what else was held for it. Throws
 * when the window is held for another visit.
 */
export async function bookHeld(tx: Tx, bookingId: number, visitId: number): Promise<void> {
  const [booked] = await tx.all<Row>(
    `UPDATE booking SET state = 'booked', held_until = NULL, visit_id = ?1
     WHERE id = ?2 AND (visit_id IS NULL OR visit_id = ?1) RETURNING id`,
    [visitId, bookingId],
  )
  if (!booked) throw new Error(`Window ${bookingId} is not held for visit ${visitId}`)
  await tx.run('DELETE FROM booking WHERE visit_id = ? AND id <> ?', [visitId, bookingId])
}

/** Frees the window of a visit that was cancelled, and what was held for it. */
export async function freeWindowOf(tx: Tx, visitId: number): Promise<void> {
  await tx.run('DELETE FROM booking WHERE visit_id = ?', [visitId])
}

/** The window a visit has; its technician is the one to assign, unless staff choose another. */
export async function bookingOf(tx: Tx, visitId: number): Promise<Booking | undefined> {
  const [row] = await tx.all<Row>("SELECT * FROM booking WHERE visit_id = ? AND state = 'booked'", [visitId])
  return row && toBooking(row)
}

/**
 * Gives a visit's window to another technician; `false` when that technician has something else then. `buffer`: minutes
 * that technician needs between two visits.
 */
export async function reassignWindow(tx: Tx, visitId: number, technicianId: string, buffer = 0): Promise<boolean> {
  const booking = await bookingOf(tx, visitId)
  if (!booking) return false
  if (booking.technicianId === technicianId) return true
  const { startsAt, endsAt, conversationId } = booking
  const held = await holdWindow(tx, [technicianId], {
    // A conversation of its own, so that what the customer holds just now is not let go.
    conversationId: `visit:${visitId}`,
    startsAt,
    endsAt,
    visitId,
    buffers: { [technicianId]: buffer },
    until: tx.now,
  })
  if (!held) return false
  await tx.run('DELETE FROM booking WHERE id = ?', [booking.id])
  await tx.run("UPDATE booking SET conversation_id = ?, state = 'booked', held_until = NULL WHERE id = ?", [
    conversationId,
    held.id,
  ])
  return true
}

function toBooking(row: Row): Booking {
  return {
    id: Number(row.id),
    technicianId: row.technician_id as string,
    startsAt: Number(row.starts_at),
    endsAt: Number(row.ends_at),
    conversationId: row.conversation_id as string,
    visitId: numberOrNull(row.visit_id),
    state: row.state as Booking['state'],
    heldUntil: numberOrNull(row.held_until),
  }
}
