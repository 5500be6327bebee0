/** What of a record goes into a notice. Pure. */
import type { Values } from '../../flow/flow.ts'
import type { DelayReason } from '../../service/visit-reasons.ts'

/** R-044, K-09: the reason that was recorded; none where none was, and none for `other`. */
export function reasonTold(reason: DelayReason | null): Values {
  return reason === null || reason === 'other' ? {} : { reason }
}
