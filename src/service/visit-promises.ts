/**
 * What is owed for a visit and when it falls due, as a function of the visit: whoever saves a visit sets its promises anew,
 * so that none of an earlier time or technician is left (peers I31, I32).
 */
import type { Values } from '../flow/flow.ts'
import { afterWork } from './completion.ts'
import { dayOf, instantFrom } from './local-time.ts'
import type { Policy } from './policy.ts'
import { shiftOutOfQuietHours } from './quiet-hours.ts'
import { CHANGEABLE, DONE, ON_SITE, type Visit, type VisitState } from './visit.ts'

/** What a timer looks at when it falls due; whether it still holds is decided then. */
export const VISIT_DUES = [
  'warn-late',
  'mark-late',
  'no-show',
  'door-call',
  'proposal-unanswered',
  'unassigned',
  'report-missing',
  'report',
  'acceptance',
  'choose-time',
  'time-not-chosen',
] as const
export type VisitDue = (typeof VISIT_DUES)[number]

type PromisePolicy = Pick<
  Policy,
  'arrival' | 'booking' | 'region' | 'proposal' | 'report' | 'acceptance' | 'rebook' | 'notify'
>

/** Every instant (epoch milliseconds) at which something of the visit falls due. */
export function duesOf(visit: Visit, policy: PromisePolicy): ReadonlyMap<VisitDue, number> {
  const { arrival, proposal, report, acceptance, rebook } = policy
  const dues = new Map<VisitDue, number>()
  const agreed = agreedAt(visit, policy)
  // Who has told us not to come now is not told that we are late.
  if (COMING.includes(visit.state) && visit.block === null) {
    if (visit.delay === null) dues.set('warn-late', agreed - arrival.warn)
    if (visit.delay?.tier !== 2) dues.set('mark-late', agreed + arrival.tier + 1)
    // Whoever has told a later time is waited for until then.
    dues.set('no-show', Math.max(agreed, visit.delay?.etaAt ?? 0, visit.etaAt ?? 0) + arrival.noShow)
  }
  if (visit.technicianId === null && UNDISPATCHED.includes(visit.state))
    dues.set('unassigned', carriedOverAt(visit, policy))
  if (visit.state === 'ARRIVED_NO_ANSWER' && visit.noAnswerAt !== null) {
    dues.set('door-call', visit.noAnswerAt + arrival.door)
  }
  if (visit.state === 'RESCHEDULE_PROPOSED') dues.set('proposal-unanswered', visit.updatedAt + proposal.answer)
  if (isToBeRebooked(visit)) {
    dues.set('choose-time', shiftOutOfQuietHours(visit.updatedAt + rebook.remind, undefined, policy))
    dues.set('time-not-chosen', visit.updatedAt + rebook.call)
  }
  if (DONE.includes(visit.state) && visit.completedAt !== null) {
    const { reportSentAt, acceptanceAsked = 0, refusedAt } = afterWork(visit)
    // Who says that it is not solved is not told in a report that it is.
    if (reportSentAt === undefined && refusedAt === undefined) {
      dues.set('report-missing', visit.completedAt + report.within - report.warn)
      dues.set('report', visit.completedAt + report.within)
    }
    // After the last reminder once more: then a person takes it up.
    if (visit.state === 'AWAITING_ACCEPTANCE' && refusedAt === undefined && acceptanceAsked <= acceptance.attempts) {
      dues.set('acceptance', visit.completedAt + acceptance.remind * (acceptanceAsked + 1))
    }
  }
  return dues
}

/** Somebody of ours is to come and has not come yet. */
const COMING: readonly VisitState[] = [
  'REQUESTED',
  'ASSIGNED',
  'CONFIRMED',
  'UNCONFIRMED',
  'RESCHEDULE_PROPOSED',
  'EN_ROUTE',
]

/** The customer was asked for another time; an appliance in the workshop has promises of its own. */
const TO_BE_REBOOKED: readonly VisitState[] = ['MISSED_CUSTOMER', 'STAFF_NO_SHOW', 'AWAITING_PART']

/** Also where the customer cannot have us now and has chosen no other time yet: somebody sees to it. */
function isToBeRebooked({ state, block }: Visit): boolean {
  return TO_BE_REBOOKED.includes(state) || (COMING.includes(state) && block !== null && block.until === null)
}

/** Booked, and whoever goes is still to be found. */
const UNDISPATCHED: readonly VisitState[] = ['REQUESTED', 'CONFIRMED', 'UNCONFIRMED']

/**
 * the evening on which work that was to be dispatched stays over for the next day. It counts from the booking, or
 * from the change to another time.
 */
export function carriedOverAt(
  { revision, createdAt, updatedAt }: Pick<Visit, 'revision' | 'createdAt' | 'updatedAt'>,
  { booking, region }: Pick<Policy, 'booking' | 'region'>,
): number {
  const since = revision === 1 ? createdAt : updatedAt
  const day = dayOf(since, region.zone)
  const evening = instantFrom(day, booking.carryOver, region.zone)
  return evening > since ? evening : instantFrom(day + 1, booking.carryOver, region.zone)
}

/** Nobody was found for it by that evening. */
export function isCarriedOver(visit: Visit, policy: Pick<Policy, 'booking' | 'region'>, now: number): boolean {
  return visit.technicianId === null && UNDISPATCHED.includes(visit.state) && carriedOverAt(visit, policy) <= now
}

/** How late it is by the clock: whole minutes after the agreed time, none before; exactly the tier is still tier 1. */
export function latenessOf(
  visit: Visit,
  policy: Pick<Policy, 'arrival'>,
  now: number,
): { readonly minutes: number; readonly tier: 1 | 2 } {
  const late = now - agreedAt(visit, policy)
  return { minutes: Math.max(0, Math.floor(late / 60_000)), tier: late > policy.arrival.tier ? 2 : 1 }
}

/** From when on a visit is late: the beginning or the end of its window, as the policy has it. */
export function agreedAt({ startsAt, endsAt }: Visit, { arrival }: Pick<Policy, 'arrival'>): number {
  return arrival.agreed === 'start' ? startsAt : endsAt
}

/**
 * Somebody of ours may be at this door now: on the way or there, or it is the time for it, from when nobody would
 * ring earlier (K-08) until it is too late for anybody to come.
 */
export function isExpectedNow(visit: Visit, policy: Pick<Policy, 'arrival'>, now: number): boolean {
  if (visit.state === 'EN_ROUTE' || ON_SITE.includes(visit.state)) return true
  const { early, noShow } = policy.arrival
  return CHANGEABLE.includes(visit.state) && now >= visit.startsAt - early && now <= agreedAt(visit, policy) + noShow
}

/** Arms and drops the timers of a turn. */
export type Reminders = {
  remind(timer: { key: string; at: number; flow: string; values: Values }): void
  forget(key: string): void
}

/** Sets the timers of a visit to what is owed for it now. */
export function keepPromises(visit: Visit, policy: PromisePolicy, { remind, forget }: Reminders): void {
  const dues = duesOf(visit, policy)
  for (const due of VISIT_DUES) {
    const key = `visit:${visit.id}:${due}`
    const at = dues.get(due)
    if (at === undefined) forget(key)
    else remind({ key, at, flow: 'desk', values: { do: 'visit-due', visit: visit.id, due } })
  }
}
