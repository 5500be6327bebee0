/** When people are there, as a customer is told it. Pure. */
import type { Text } from '../flow/flow.ts'
import { isStaffed, nextStaffed } from './calendar.ts'
import type { Service } from './service.ts'
import { instantLabel } from './windows.ts'

export type StaffHours = {
  readonly open: boolean
  /** When somebody is there next; now, while somebody is. */
  readonly next: Text
}

/** `now` in epoch milliseconds. */
export function staffHoursAt({ staffed }: Pick<Service, 'staffed'>, now: number): StaffHours {
  const at = nextStaffed(staffed, now)
  return { open: isStaffed(staffed, now), next: at === undefined ? SOMETIME : instantLabel(at, staffed.zone) }
}

/** For a shop that has not said when anybody is there. */
const SOMETIME: Text = { en: 'as soon as somebody is there', zh: '有同事上班后' }
