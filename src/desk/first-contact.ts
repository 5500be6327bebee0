/** When a person will have answered who asks for one, in the hours of the staff. Pure. */
import { addBusinessTime } from '../service/calendar.ts'
import type { Priority } from '../service/case.ts'
import type { Service } from '../service/service.ts'

/**
 * The instant of the promise. Only a hazard calls somebody at any hour; everything else counts staffed time. `undefined`
 * when staff are never there: then nothing is promised.
 */
export function contactDueAt(
  { policy, staffed }: Pick<Service, 'policy' | 'staffed'>,
  priority: Priority,
  now: number,
): number | undefined {
  if (priority === 'SAFETY') return now + policy.staff.firstContactSafety
  return addBusinessTime(staffed, now, policy.staff.firstContact)
}
