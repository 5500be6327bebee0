/**
 * The state machine of a visit as data: every arrow of rulebook section D, who may take it, the state its case takes with
 * it, what the customer is told and what the staff are asked to do. The one source: commands, tests, the model walk and
 * the diagram in docs/visits.md read it.
 */
import type { CaseState } from './case.ts'
import { CHANGEABLE, DONE, ON_SITE, VISIT_STATES, type VisitState } from './visit.ts'

/** What is done to a visit, by whomever. */
export type Move =
  // To the door
  | 'assign'
  | 'confirm'
  | 'leave-unconfirmed'
  | 'reschedule'
  | 'correct-address'
  | 'propose'
  | 'accept-proposal'
  | 'refuse-proposal'
  | 'withdraw-proposal'
  | 'on-the-way'
  | 'late'
  | 'warn-late'
  | 'mark-late'
  | 'no-show'
  | 'arrived'
  | 'no-answer'
  | 'answered'
  | 'left-note'
  | 'owner-absent'
  | 'allow-entry'
  | 'postpone'
  // On site
  | 'begin'
  | 'quote'
  | 'approve-quote'
  | 'decline-quote'
  | 'part'
  | 'propose-workshop'
  | 'accept-workshop'
  | 'decline-workshop'
  | 'block'
  | 'resume'
  | 'complete'
  | 'await-acceptance'
  | 'accept'
  | 'leave-site'
  | 'add-finding'
  | 'sos'
  | 'cancel'

/** `staff` stands for every role; which of them may is the desk's table (src/desk/roles.ts). */
export type Mover = 'customer' | 'bot' | 'staff'

/**
 * What the customer is told when staff or the bot move the visit: `nothing` where it is the staff's business only, else the
 * flow of that name, run as a notice. A customer's own move is answered by the flow that heard it; where nobody else may
 * make it, that is called `reply`.
 */
export type Tells =
  | 'reply'
  | 'nothing'
  | 'visit-assigned'
  | 'visit-confirmed'
  | 'visit-unconfirmed'
  | 'visit-proposed'
  | 'visit-kept'
  | 'visit-on-the-way'
  | 'visit-late'
  | 'visit-no-show'
  | 'visit-arrived'
  | 'visit-no-answer'
  | 'visit-missed'
  | 'visit-owner-absent'
  | 'visit-postponed'
  | 'visit-working'
  | 'visit-quote'
  | 'visit-part'
  | 'visit-workshop'
  | 'visit-blocked'
  | 'visit-resumed'
  | 'visit-completed'
  | 'visit-accepted'
  | 'visit-cancelled'
  | 'repair-report'

/** What a person is asked to do, besides the card that every change draws anew. */
export type Asks =
  | 'call-customer'
  | 'reassign'
  | 'late-remedy'
  | 'no-show'
  | 'centre-informed'
  | 'approve-quote'
  | 'approve-part'
  | 'tech-department'
  | 'out-of-area'
  | 'old-part-untagged'
  | 'loaner-missing'
  | 'left-without-report'
  | 'staff-in-danger'

/** One arrow. `case` is the state the case takes with it; `asks` what staff may be asked, under conditions of the rule. */
export type Transition = {
  readonly from: VisitState
  readonly move: Move
  readonly to: VisitState
  readonly who: readonly Mover[]
  readonly tells: Tells
  readonly case?: CaseState
  readonly asks?: readonly Asks[]
}

type Arrow = Omit<Transition, 'from' | 'move' | 'to'>

/** Arrows of one move that all lead to one state, or, without one, back to where they began. */
function from(states: readonly VisitState[], move: Move, to: VisitState | undefined, arrow: Arrow): Transition[] {
  return states.map(state => ({ from: state, move, to: to ?? state, ...arrow }))
}

const STAFF: readonly Mover[] = ['staff']
const CUSTOMER: readonly Mover[] = ['customer']
const BOT: readonly Mover[] = ['bot']

/** Somebody is to come, and no other time is being asked for. */
const EXPECTED: readonly VisitState[] = ['ASSIGNED', 'CONFIRMED', 'UNCONFIRMED']
const BOOKED: readonly VisitState[] = ['REQUESTED', ...EXPECTED]

/** A fault that nobody has seen at this model is looked into before somebody goes. */
const ASSIGNED: Arrow = { who: ['staff', 'bot'], tells: 'visit-assigned', asks: ['tech-department'] }

const TO_THE_DOOR: readonly Transition[] = [
  ...from(['REQUESTED', 'EN_ROUTE'], 'assign', 'ASSIGNED', ASSIGNED),
  // The customer's word about the time stands, whoever comes.
  ...from(EXPECTED, 'assign', undefined, ASSIGNED),
  ...from(BOOKED, 'confirm', 'CONFIRMED', { who: ['customer', 'staff'], tells: 'visit-confirmed' }),
  ...from(['REQUESTED', 'ASSIGNED', 'UNCONFIRMED'], 'leave-unconfirmed', 'UNCONFIRMED', {
    who: BOT,
    tells: 'visit-unconfirmed',
    asks: ['call-customer'],
  }),
  ...from(
    [...CHANGEABLE, 'EN_ROUTE', 'ARRIVED', 'ARRIVED_NO_ANSWER', 'BLOCKED', 'MISSED_CUSTOMER', 'STAFF_NO_SHOW'],
    'reschedule',
    'REQUESTED',
    { who: CUSTOMER, tells: 'reply' },
  ),
  // The second time: with the part, or with the repaired appliance.
  ...from(['AWAITING_PART', 'PULLED_BACK'], 'reschedule', 'REQUESTED', { who: CUSTOMER, tells: 'reply' }),
  ...from(BOOKED, 'correct-address', undefined, {
    who: CUSTOMER,
    tells: 'reply',
    asks: ['reassign', 'out-of-area'],
  }),
  ...from([...BOOKED, 'EN_ROUTE', 'RESCHEDULE_PROPOSED'], 'propose', 'RESCHEDULE_PROPOSED', {
    who: STAFF,
    tells: 'visit-proposed',
  }),
  ...from(['RESCHEDULE_PROPOSED'], 'accept-proposal', 'CONFIRMED', { who: CUSTOMER, tells: 'reply' }),
  ...from(['RESCHEDULE_PROPOSED'], 'refuse-proposal', 'CONFIRMED', {
    who: CUSTOMER,
    tells: 'reply',
    asks: ['reassign'],
  }),
  ...from(['RESCHEDULE_PROPOSED'], 'withdraw-proposal', 'UNCONFIRMED', { who: STAFF, tells: 'visit-kept' }),
  ...from(EXPECTED, 'on-the-way', 'EN_ROUTE', { who: STAFF, tells: 'visit-on-the-way' }),
  ...from([...EXPECTED, 'EN_ROUTE'], 'late', undefined, { who: STAFF, tells: 'visit-late', asks: ['late-remedy'] }),
  ...from([...BOOKED, 'EN_ROUTE'], 'warn-late', undefined, { who: BOT, tells: 'visit-late', asks: ['call-customer'] }),
  ...from([...BOOKED, 'EN_ROUTE'], 'mark-late', undefined, { who: BOT, tells: 'visit-late', asks: ['late-remedy'] }),
  ...from([...BOOKED, 'EN_ROUTE', 'RESCHEDULE_PROPOSED'], 'no-show', 'STAFF_NO_SHOW', {
    who: BOT,
    tells: 'visit-no-show',
    asks: ['no-show'],
  }),
  // Later than anybody would wait, and there after all.
  ...from(['EN_ROUTE', 'STAFF_NO_SHOW'], 'arrived', 'ARRIVED', {
    who: STAFF,
    tells: 'visit-arrived',
    case: 'IN_SERVICE',
  }),
  ...from(['ARRIVED'], 'no-answer', 'ARRIVED_NO_ANSWER', {
    who: STAFF,
    tells: 'visit-no-answer',
    asks: ['call-customer'],
  }),
  ...from(['ARRIVED_NO_ANSWER'], 'answered', 'ARRIVED', { who: ['staff', 'customer'], tells: 'nothing' }),
  ...from(['ARRIVED_NO_ANSWER'], 'left-note', 'MISSED_CUSTOMER', {
    who: STAFF,
    tells: 'visit-missed',
    asks: ['centre-informed'],
  }),
  ...from(['ARRIVED'], 'owner-absent', undefined, { who: STAFF, tells: 'visit-owner-absent' }),
  ...from(['ARRIVED'], 'allow-entry', undefined, { who: CUSTOMER, tells: 'reply' }),
  ...from(['ARRIVED'], 'postpone', undefined, { who: STAFF, tells: 'visit-postponed' }),
]

const ON_THE_SPOT: readonly Transition[] = [
  // A standstill before any work ends with its beginning.
  ...from(['ARRIVED', 'BLOCKED'], 'begin', 'WORKING', { who: STAFF, tells: 'visit-working' }),
  ...from(['ARRIVED', 'BLOCKED', 'WORKING', 'AWAITING_QUOTE', 'DECLINED'], 'quote', 'AWAITING_QUOTE', {
    who: STAFF,
    tells: 'visit-quote',
  }),
  ...from(['AWAITING_QUOTE'], 'approve-quote', 'WORKING', { who: CUSTOMER, tells: 'reply' }),
  ...from(['AWAITING_QUOTE'], 'decline-quote', 'DECLINED', { who: CUSTOMER, tells: 'reply' }),
  ...from(['WORKING', 'AWAITING_PART'], 'part', 'AWAITING_PART', {
    who: STAFF,
    tells: 'visit-part',
    asks: ['approve-part'],
  }),
  // The part was fetched at once.
  ...from(['AWAITING_PART'], 'resume', 'WORKING', { who: STAFF, tells: 'visit-resumed' }),
  ...from(['WORKING'], 'propose-workshop', undefined, {
    who: STAFF,
    tells: 'visit-workshop',
    asks: ['loaner-missing'],
  }),
  ...from(['WORKING'], 'accept-workshop', 'PULLED_BACK', { who: CUSTOMER, tells: 'reply' }),
  ...from(['WORKING'], 'decline-workshop', undefined, { who: CUSTOMER, tells: 'reply' }),
  ...from(['ARRIVED', 'WORKING'], 'block', 'BLOCKED', {
    who: STAFF,
    tells: 'visit-blocked',
    asks: ['tech-department'],
  }),
  ...from(['BLOCKED'], 'resume', 'WORKING', { who: STAFF, tells: 'visit-resumed' }),
  ...from(['WORKING'], 'complete', 'COMPLETED', {
    who: STAFF,
    tells: 'visit-completed',
    asks: ['old-part-untagged'],
  }),
  ...from(['COMPLETED'], 'await-acceptance', 'AWAITING_ACCEPTANCE', { who: BOT, tells: 'nothing' }),
  ...from(['COMPLETED', 'AWAITING_ACCEPTANCE'], 'accept', 'ACCEPTED', {
    who: ['customer', 'staff'],
    tells: 'visit-accepted',
    case: 'RESOLVED',
  }),
  ...from([...ON_SITE, 'AWAITING_PART', 'PULLED_BACK', 'COMPLETED', 'AWAITING_ACCEPTANCE'], 'leave-site', undefined, {
    who: STAFF,
    tells: 'nothing',
    asks: ['left-without-report'],
  }),
  // The cause that was not known at the end of the work: the report goes out whole.
  ...from(DONE, 'add-finding', undefined, { who: STAFF, tells: 'repair-report' }),
  ...from(['EN_ROUTE', ...ON_SITE], 'sos', undefined, { who: STAFF, tells: 'nothing', asks: ['staff-in-danger'] }),
]

const THE_END: readonly Transition[] = [
  ...from([...CHANGEABLE, 'MISSED_CUSTOMER', 'STAFF_NO_SHOW', 'AWAITING_PART'], 'cancel', 'CANCELLED', {
    who: ['customer', 'staff'],
    tells: 'visit-cancelled',
    case: 'OPEN',
  }),
  // Once somebody is on the way or there, staff settle it with the customer.
  ...from(['EN_ROUTE', ...ON_SITE], 'cancel', 'CANCELLED', { who: STAFF, tells: 'visit-cancelled', case: 'OPEN' }),
]

export const TRANSITIONS: readonly Transition[] = [...TO_THE_DOOR, ...ON_THE_SPOT, ...THE_END]

/** The arrow that somebody may take from a state; undefined when section D knows none. */
export function transitionOf(state: VisitState, move: Move, who: Mover): Transition | undefined {
  return TRANSITIONS.find(one => one.from === state && one.move === move && one.who.includes(who))
}

/** The end of every way: nothing leads on from these. */
export const FINAL_STATES: readonly VisitState[] = VISIT_STATES.filter(
  state => !TRANSITIONS.some(one => one.from === state && one.to !== state),
)
