/**
 * Windows that staff have proposed for a visit: kept for the customer until the answer, beside the window the visit has
 * (R-035).
 */
import { type Booking, bookHeld, bookingOf, type Hold, heldBy, holdWindow, releaseHold } from './bookings.ts'
import type { Tx } from './sql.ts'

/** A window to propose: it is held with the first of these technicians who has it free. */
export type ProposedWindow = Pick<Hold, 'startsAt' | 'endsAt' | 'buffers'> & {
  readonly technicianIds: readonly string[]
}

/**
 * Keeps a window for the visit until an instant; what was proposed for it before is let go. `undefined` when nobody has
 * it free any more. The booking tells who would come.
 */
export function holdProposal(
  tx: Tx,
  visit: { readonly id: number },
  { technicianIds, startsAt, endsAt, buffers }: ProposedWindow,
  until: number,
): Promise<Booking | undefined> {
  return holdWindow(tx, technicianIds, {
    conversationId: proposer(visit.id),
    visitId: visit.id,
    startsAt,
    endsAt,
    until,
    ...(buffers && { buffers }),
  })
}

/**
 * The proposed window becomes the visit's, and its old one is free; `undefined` when it is kept no more. One that ran out
 * still counts while nobody else has taken it.
 */
export async function takeProposal(tx: Tx, visitId: number): Promise<Booking | undefined> {
  const held = await heldBy(tx, proposer(visitId))
  if (!held) return undefined
  await bookHeld(tx, held.id, visitId)
  await tx.run(
    `UPDATE booking SET conversation_id = COALESCE((SELECT visit.conversation_id FROM visit WHERE visit.id = ?1),
       conversation_id) WHERE id = ?2`,
    [visitId, held.id],
  )
  return bookingOf(tx, visitId)
}

/** The proposed window is free again; the visit keeps its own. */
export function releaseProposal(tx: Tx, visitId: number): Promise<void> {
  return releaseHold(tx, proposer(visitId))
}

/** In place of a conversation, so that what the customer holds is another matter. */
function proposer(visitId: number): string {
  return `proposal:${visitId}`
}
