/** Dates that stand on a customer's card of a visit, in words. Pure. */
import type { Values } from '../flow/flow.ts'
import { findOutlet, type Outlets } from './outlets.ts'
import type { Waits } from './timeline.ts'
import { CHANGEABLE, type Visit, type VisitState } from './visit.ts'
import { instantLabel, windowLabel } from './windows.ts'

/** Nobody has arrived yet. */
const COMING: readonly VisitState[] = [...CHANGEABLE, 'EN_ROUTE']

/**
 * `{ isLate, eta, until, partOn, backOn, proposed }`, each there when it is known and still to come: `isLate` is true once
 * the customer was told so, the others are texts in both languages.
 */
export function cardDates(visit: Visit, { partAt, workshop }: Waits, outlets: Outlets): Values {
  const { zone } = findOutlet(outlets, visit.outletId)
  const eta = visit.delay?.etaAt ?? visit.etaAt
  return {
    ...(visit.delay && COMING.includes(visit.state) && { isLate: true }),
    ...(eta !== null && { eta: instantLabel(eta, zone) }),
    ...(visit.block?.until && { until: instantLabel(visit.block.until, zone) }),
    ...(partAt !== null && { partOn: instantLabel(partAt, zone) }),
    ...(workshop && { backOn: instantLabel(workshop.promisedReturnAt, zone) }),
    ...(visit.proposal && { proposed: windowLabel(visit.proposal, zone) }),
  }
}
