/** Where a visit is, and how far that is. */

import { distanceTo, findOutlet } from './outlets.ts'
import type { Outlets } from './outlets-file.ts'
import type { Visit } from './visit.ts'

/**
 * The visit with the distance of its address from its outlet. Where either has changed since `before`, a manager's word
 * for the old distance does not hold for the new one.
 */
export function atPlace(outlets: Outlets, before: Visit, after: Visit): Visit {
  if (before.address === after.address && before.outletId === after.outletId) return after
  const distanceKm = distanceTo(findOutlet(outlets, after.outletId), after.address) ?? null
  return { ...after, distanceKm, outOfAreaBy: null }
}
