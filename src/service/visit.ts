/**
 * A visit of a technician: what is known of it, and its states (rulebook section D, "Visit"). Who may move it where is
 * `visit-transitions.ts`, what a move changes is `move-visit.ts`.
 */
import type { Values } from '../flow/flow.ts'
import type { DelayReason } from './visit-reasons.ts'

export const VISIT_STATES = [
  /** A time is booked, nobody is assigned. */
  'REQUESTED',
  'ASSIGNED',
  'CONFIRMED',
  /** Asked again and again, the customer did not confirm; the visit takes place all the same. */
  'UNCONFIRMED',
  /** Staff ask for another time; the old one stands until the customer agrees. */
  'RESCHEDULE_PROPOSED',
  'EN_ROUTE',
  'ARRIVED',
  /** At the door, and nobody opens. */
  'ARRIVED_NO_ANSWER',
  /** The technician left a note and went. */
  'MISSED_CUSTOMER',
  /** The time passed and nobody of ours came. */
  'STAFF_NO_SHOW',
  /** The customer has a plan with its charges before them. */
  'AWAITING_QUOTE',
  /** The customer does not want it done at that price; the appliance is left as it was found. */
  'DECLINED',
  'WORKING',
  'AWAITING_PART',
  /** The appliance is in the workshop. */
  'PULLED_BACK',
  /** Work stands still until a stated time: a power cut, a meal, an unknown fault. */
  'BLOCKED',
  'COMPLETED',
  /** Done, but the customer has not said so yet: not counted as done. */
  'AWAITING_ACCEPTANCE',
  'ACCEPTED',
  'CANCELLED',
] as const
export type VisitState = (typeof VISIT_STATES)[number]

/** Another time that staff ask for. `reason` is one they have recorded; without one none is told. */
export type Proposal = {
  readonly startsAt: number
  readonly endsAt: number
  readonly reason: DelayReason | null
  /** The technician who would come then. */
  readonly technicianId: string
}

/** What the customer was told of a lateness. `minutes` after the agreed time; null: only that it is late. */
export type Delay = {
  readonly minutes: number | null
  readonly reason: DelayReason | null
  readonly etaAt: number | null
  /** */
  readonly tier: 1 | 2
  readonly toldAt: number
}

/**
 * Why work stands still, and until when. Before anybody is there it is the customer's word that no work is possible:
 * until they have chosen another time, `null`.
 */
export type Block = { readonly reason: string; readonly until: number | null }

/** K-24: the customer's word, the photo of a signed sheet, or a manager who takes it on with a reason. */
export type Acceptance = {
  readonly by: string
  readonly at: number
  readonly method: 'chat' | 'rating' | 'signed-sheet' | 'override'
  readonly why?: string
}

/** Instants are epoch milliseconds. */
export type Visit = {
  readonly id: number
  readonly caseId: number
  readonly conversationId: string
  /** Null until staff assign one; the booking knows whose window it is. */
  readonly technicianId: string | null
  readonly outletId: string
  readonly state: VisitState
  readonly startsAt: number
  readonly endsAt: number
  /** Four digits that the customer and the technician tell each other at the door. */
  readonly code: string
  /** Goes up when the customer was told something that no longer holds: another time, another technician. */
  readonly revision: number
  /** Goes up with every change that a calendar must know of: the SEQUENCE of its event. */
  readonly sequence: number
  /** Which time somebody comes for this visit: 1, then 2 with the missing part or the repaired appliance. */
  readonly round: number
  readonly name: string
  readonly phone: string
  readonly address: string
  /** From the outlet; null while nobody knows. */
  readonly distanceKm: number | null
  /** who allowed a visit beyond the outlet's radius; null while nobody has, or need not. */
  readonly outOfAreaBy: string | null
  /** What the technician has ticked before setting out. */
  readonly checklist: readonly string[]
  readonly proposal: Proposal | null
  readonly delay: Delay | null
  readonly block: Block | null
  readonly assignedAt: number | null
  readonly enRouteAt: number | null
  /** When the technician means to be there, as the customer was told. */
  readonly etaAt: number | null
  readonly arrivedAt: number | null
  readonly noAnswerAt: number | null
  /** The owner, who is not at home, lets the technician in. */
  readonly entryAllowedAt: number | null
  readonly workingAt: number | null
  readonly completedAt: number | null
  /** */
  readonly leftAt: number | null
  readonly cancelledAt: number | null
  readonly completion: Values | null
  readonly acceptance: Acceptance | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** Before the technician sets out, a customer may still change or cancel. */
export const CHANGEABLE: readonly VisitState[] = [
  'REQUESTED',
  'ASSIGNED',
  'CONFIRMED',
  'UNCONFIRMED',
  'RESCHEDULE_PROPOSED',
]

/** A technician is with the customer. */
export const ON_SITE: readonly VisitState[] = [
  'ARRIVED',
  'ARRIVED_NO_ANSWER',
  'AWAITING_QUOTE',
  'DECLINED',
  'WORKING',
  'BLOCKED',
]

/** Nobody comes for it unless another time is chosen. */
export const STRANDED: readonly VisitState[] = ['MISSED_CUSTOMER', 'STAFF_NO_SHOW', 'AWAITING_PART', 'PULLED_BACK']

/** The work is done; whether the customer has said so makes the difference between these. */
export const DONE: readonly VisitState[] = ['COMPLETED', 'AWAITING_ACCEPTANCE', 'ACCEPTED']

/** A visit that is over, one way or another: what is wrong after it needs another one. */
export const OVER: readonly VisitState[] = [...DONE, 'DECLINED', 'CANCELLED']

/** What a customer was told of a visit, as a timer or a button carries it. */
export type ToldVisit = { readonly revision?: number | undefined; readonly startsAt?: number | undefined }

/**
 * Whether something said about a visit that is to come still holds (peers I31, I32): nobody has set out, it is not over,
 * and either nothing has changed or only the technician has, while the time is the one that was told.
 */
export function isCurrent(visit: Visit, { revision, startsAt }: ToldVisit): boolean {
  return CHANGEABLE.includes(visit.state) && (visit.revision === revision || visit.startsAt === startsAt)
}
