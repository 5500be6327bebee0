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

export type Hold = {
  readonly conversationId: string
  readonly startsAt: number
  readonly endsAt: number
  readonly until: number
}

/**
 * Holds the window with the first of the technicians who has it free; `undefined` when none has. What the conversation
 * held before is let go, but only once it has the new one.
 */
export async function holdWindow(tx: Tx, technicianIds: readonly string[], hold: Hold): Promise<Booking | undefined> {
  for (const technicianId of technicianIds) {
    const [row] = await tx.all<Row>(HOLD, [
      technicianId,
      hold.startsAt,
      hold.endsAt,
      hold.conversationId,
      hold.until,
      technicianId,
      hold.startsAt,
      hold.endsAt,
      hold.startsAt,
      tx.now,
      hold.conversationId,
      tx.now,
      hold.conversationId,
    ])
    if (!row) continue
    const booking = toBooking(row)
    await tx.run("DELETE FROM booking WHERE conversation_id = ? AND state = 'held' AND id <> ?", [
      hold.conversationId,
      booking.id,
    ])
    return booking
  }
  return undefined
}

// The constraint keeps equal starts apart; the condition also refuses a window that overlaps one of another grid, which
// is there after the grid in the policy was changed.
const HOLD = `
  INSERT INTO booking (technician_id, starts_at, ends_at, conversation_id, state, held_until)
  SELECT ?, ?, ?, ?, 'held', ?
  WHERE NOT EXISTS (
    SELECT 1 FROM booking AS other
    WHERE other.technician_id = ? AND other.starts_at <> ? AND other.starts_at < ? AND other.ends_at > ?
      AND (other.state = 'booked' OR (other.held_until > ? AND other.conversation_id <> ?)))
  ON CONFLICT (technician_id, starts_at) DO UPDATE
    SET conversation_id = excluded.conversation_id, ends_at = excluded.ends_at, held_until = excluded.held_until
    WHERE booking.state = 'held' AND (booking.held_until <= ? OR booking.conversation_id = ?)
  RETURNING *`

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

/** Makes a held window the visit's, and frees the window that the visit had before. */
export async function bookHeld(tx: Tx, bookingId: number, visitId: number): Promise<void> {
  await tx.run('DELETE FROM booking WHERE visit_id = ? AND id <> ?', [visitId, bookingId])
  await tx.run("UPDATE booking SET state = 'booked', held_until = NULL, visit_id = ? WHERE id = ?", [
    visitId,
    bookingId,
  ])
}

/** Frees the window of a visit that was cancelled. */
export async function freeWindowOf(tx: Tx, visitId: number): Promise<void> {
  await tx.run('DELETE FROM booking WHERE visit_id = ?', [visitId])
}

/** The window a visit has; its technician is the one to assign, unless staff choose another. */
export async function bookingOf(tx: Tx, visitId: number): Promise<Booking | undefined> {
  const [row] = await tx.all<Row>('SELECT * FROM booking WHERE visit_id = ?', [visitId])
  return row && toBooking(row)
}

/** Gives a visit's window to another technician; `false` when that technician has something else then. */
export async function reassignWindow(tx: Tx, visitId: number, technicianId: string): Promise<boolean> {
  const booking = await bookingOf(tx, visitId)
  if (!booking) return false
  if (booking.technicianId === technicianId) return true
  const held = await holdWindow(tx, [technicianId], {
    // A conversation of its own, so that what the customer holds just now is not let go.
    conversationId: `visit:${visitId}`,
    startsAt: booking.startsAt,
    endsAt: booking.endsAt,
    until: tx.now,
  })
  if (!held) return false
  await tx.run('DELETE FROM booking WHERE id = ?', [booking.id])
  await tx.run(
    "UPDATE booking SET conversation_id = ?, state = 'booked', held_until = NULL, visit_id = ? WHERE id = ?",
    [booking.conversationId, visitId, held.id],
  )
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

/** So that the index finds a span among all that ever was booked: no window is longer than a day. */
const LONGEST_WINDOW_MS = 86_400_000

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
