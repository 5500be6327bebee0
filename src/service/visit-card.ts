/** Dates that stand on a customer's card of a visit, in words. Pure. */
import type { Values } from '../flow/flow.ts'
import { findOutlet, type Outlets } from './outlets.ts'
import type { Waits } from './timeline.ts'
import type { Visit } from './visit.ts'
import { instantLabel, windowLabel } from './windows.ts'

/** `{ eta, until, partOn, backOn, proposed }`, each there when it is known and still to come: texts in both languages. */
export function cardDates(visit: Visit, { partAt, workshop }: Waits, outlets: Outlets): Values {
  const { zone } = findOutlet(outlets, visit.outletId)
  return {
    ...(visit.etaAt !== null && { eta: instantLabel(visit.etaAt, zone) }),
    ...(visit.block && { until: instantLabel(visit.block.until, zone) }),
    ...(partAt !== null && { partOn: instantLabel(partAt, zone) }),
    ...(workshop && { backOn: instantLabel(workshop.promisedReturnAt, zone) }),
    ...(visit.proposal && { proposed: windowLabel(visit.proposal, zone) }),
  }
}
