/**
 * Technicians' windows, taken. Double booking is impossible by the unique constraint on (technician, start) (R-034, peers
 * I21-I25): a window that is gone is an answer of the statement, not an error to catch.
 */
import { numberOrNull, type Row, type Tx } from './sql.ts'

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

/** So that the index finds a span among all that ever was booked: no window is longer than a day. */
const LONGEST_WINDOW_MS = 86_400_000

/**
 * Holds the window with the first of the technicians who has it free; `undefined` when none has. What the conversation
 * held before is let go, but only once it has the new one.
 */
export async function holdWindow(tx: Tx, technicianIds: readonly string[], hold: Hold): Promise<Booking | undefined> {
  const { startsAt, endsAt, conversationId, until, visitId = null, buffers } = hold
  for (const technicianId of technicianIds) {
    const buffer = (buffers?.[technicianId] ?? 0) * 60_000
    const values = [technicianId, startsAt, endsAt, conversationId, visitId, until, buffer, tx.now]
    const [row] = await tx.all<Row>(HOLD, values)
    if (!row) continue
    const booking = toBooking(row)
    await tx.run(CLEAR, [technicianId, startsAt - buffer, endsAt + buffer, conversationId, booking.id, tx.now])
    return booking
  }
  return undefined
}

// The constraint keeps equal starts apart; the condition also refuses what overlaps: a window of another grid, which is
// there after the grid in the policy was changed, and one too near for the way between the two.
const HOLD = `
  INSERT INTO booking (technician_id, starts_at, ends_at, conversation_id, visit_id, state, held_until)
  SELECT ?1, ?2, ?3, ?4, ?5, 'held', ?6
  WHERE NOT EXISTS (
    SELECT 1 FROM booking AS other
    WHERE other.technician_id = ?1 AND other.starts_at <> ?2
      AND other.starts_at > ?2 - ?7 - ${LONGEST_WINDOW_MS} AND other.starts_at < ?3 + ?7 AND other.ends_at > ?2 - ?7
      AND (?5 IS NULL OR other.visit_id IS NOT ?5)
      AND (other.state = 'booked' OR (other.held_until > ?8 AND other.conversation_id <> ?4)))
  ON CONFLICT (technician_id, starts_at) DO UPDATE
    SET conversation_id = ?4, ends_at = ?3, visit_id = ?5, held_until = ?6
    WHERE booking.state = 'held'
      AND (booking.held_until <= ?8 OR booking.conversation_id = ?4 OR booking.visit_id = ?5)
  RETURNING *`

// What the conversation held before, and holds that ran out in this time: nobody may come back to them now.
const CLEAR = `
  DELETE FROM booking WHERE state = 'held' AND id <> ?5
    AND (conversation_id = ?4
      OR (technician_id = ?1 AND starts_at > ?2 - ${LONGEST_WINDOW_MS} AND starts_at < ?3 AND ends_at > ?2
        AND held_until <= ?6))`

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

/** Windows that are taken now between two instants: booked, or held by somebody else. */
export async function takenBetween(
  tx: Tx,
  from: number,
  to: number,
  except: { readonly conversationId?: string; readonly visitId?: number } = {},
): Promise<Booking[]> {
  const rows = await tx.all<Row>(
    `SELECT * FROM booking
     WHERE starts_at > ? AND starts_at < ? AND ends_at > ?
       AND ((state = 'booked' AND COALESCE(visit_id, 0) <> ?)
         OR (state = 'held' AND held_until > ? AND conversation_id <> ?))`,
    [from - LONGEST_WINDOW_MS, to, from, except.visitId ?? 0, tx.now, except.conversationId ?? ''],
  )
  return rows.map(toBooking)
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
