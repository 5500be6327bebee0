/** Windows that staff may propose to a customer. */
import { DAY_MS } from '../service/local-time.ts'
import { findOutlet, trainedTechnicians } from '../service/outlets.ts'
import type { Service } from '../service/service.ts'
import type { Visit } from '../service/visit.ts'
import { offerWindows, type Window } from '../service/windows.ts'
import { takenBetween } from '../store/bookings.ts'
import type { Tx } from '../store/sql.ts'

/**
 * The windows nearest to a visit's own that somebody of its outlet, trained for the appliance, has free; `limit` at
 * most, by time. What is picked is given to `holdProposal` as it is.
 */
export async function freeWindowsFor(
  tx: Tx,
  service: Pick<Service, 'policy' | 'outlets'>,
  visit: Visit,
  appliance: string | null,
  limit: number,
): Promise<readonly Window[]> {
  const { policy, outlets } = service
  return offerWindows({
    outlet: findOutlet(outlets, visit.outletId),
    technicians: trainedTechnicians(outlets, visit.outletId, appliance ?? undefined),
    taken: await takenBetween(tx, tx.now, tx.now + policy.booking.horizon + DAY_MS, { visitId: visit.id }),
    now: tx.now,
    policy: { ...policy, booking: { ...policy.booking, offered: limit } },
  })
}
