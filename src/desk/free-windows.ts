/** Windows that staff may propose to a customer. */
import { findOutlet } from '../service/outlets.ts'
import type { Service } from '../service/service.ts'
import type { Visit } from '../service/visit.ts'
import { teamOf } from '../service/window-grid.ts'
import { offerWindows, type Window } from '../service/windows.ts'
import { findFree } from '../store/bookings.ts'
import type { Tx } from '../store/sql.ts'

/**
 * The windows nearest to a visit's own that somebody of its outlet, trained for the appliance, has free; `limit` at
 * most, by time, and never its own. What is picked is given to `holdProposal` as it is.
 */
export function freeWindowsFor(
  tx: Tx,
  { policy, outlets }: Pick<Service, 'policy' | 'outlets'>,
  visit: Visit,
  appliance: string | null,
  limit: number,
): Promise<readonly Window[]> {
  const team = teamOf(outlets, findOutlet(outlets, visit.outletId), appliance ?? undefined)
  return offerWindows({ team, near: visit.startsAt, without: visit, promise: 0, limit, now: tx.now, policy }, search =>
    findFree(tx, search, { visitId: visit.id }),
  )
}
