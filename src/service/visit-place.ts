/** Where a visit is, and how far that is. */

import { distanceTo, findOutlet, isOutOfArea } from './outlets.ts'
import type { Outlets } from './outlets-file.ts'
import { CHANGEABLE, type Visit } from './visit.ts'

/**
 * The visit with the distance of its address from its outlet. Where either has changed since `before`, a manager's word
 * for the old distance does not hold for the new one.
 */
export function atPlace(outlets: Outlets, before: Visit, after: Visit): Visit {
  if (before.address === after.address && before.outletId === after.outletId) return unsent(outlets, after)
  const distanceKm = distanceTo(findOutlet(outlets, after.outletId), after.address) ?? null
  return unsent(outlets, { ...after, distanceKm, outOfAreaBy: null })
}

/** Farther than its outlet goes by itself, and no manager has allowed it. */
export function isUnallowedPlace(outlets: Outlets, visit: Visit): boolean {
  const outlet = findOutlet(outlets, visit.outletId)
  return visit.outOfAreaBy === null && isOutOfArea(outlet, visit.distanceKm ?? distanceTo(outlet, visit.address))
}

/** Nobody is sent there before a manager says so; the time stays. */
function unsent(outlets: Outlets, visit: Visit): Visit {
  if (!CHANGEABLE.includes(visit.state) || !isUnallowedPlace(outlets, visit)) return visit
  return {
    ...visit,
    technicianId: null,
    assignedAt: null,
    state: visit.state === 'ASSIGNED' ? 'REQUESTED' : visit.state,
  }
}
