/**
 * A technician's visit: its states and who may move it where, as data; what must be true before a move. Rulebook
 * section D, "Visit".
 */
import type { Value, Values } from '../flow/flow.ts'
import type { CaseState } from './case.ts'

export type VisitState =
  | 'REQUESTED'
  | 'ASSIGNED'
  | 'CONFIRMED'
  | 'UNCONFIRMED'
  | 'EN_ROUTE'
  | 'ARRIVED'
  | 'COMPLETED'
  | 'ACCEPTED'
  | 'CANCELLED'

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
  readonly name: string
  readonly phone: string
  readonly address: string
  readonly assignedAt: number | null
  readonly enRouteAt: number | null
  readonly arrivedAt: number | null
  readonly completedAt: number | null
  readonly cancelledAt: number | null
  readonly completion: Values | null
  readonly createdAt: number
  readonly updatedAt: number
}

export type Move =
  | 'assign'
  | 'on-the-way'
  | 'arrived'
  | 'complete'
  | 'cancel'
  | 'confirm'
  | 'leave-unconfirmed'
  | 'reschedule'
  | 'accept'
export type Mover = 'customer' | 'bot' | 'staff'

/** One arrow of section D. `case` is the state the case takes with it. */
export type Transition = {
  readonly from: VisitState
  readonly move: Move
  readonly to: VisitState
  readonly who: readonly Mover[]
  readonly case?: CaseState
}

/** Before the technician sets out, a customer may still change or cancel. */
export const CHANGEABLE: readonly VisitState[] = ['REQUESTED', 'ASSIGNED', 'CONFIRMED', 'UNCONFIRMED']

/** A visit that is over, one way or another. */
export const OVER: readonly VisitState[] = ['COMPLETED', 'ACCEPTED', 'CANCELLED']

export const TRANSITIONS: readonly Transition[] = [
  { from: 'REQUESTED', move: 'assign', to: 'ASSIGNED', who: ['staff'] },
  { from: 'ASSIGNED', move: 'assign', to: 'ASSIGNED', who: ['staff'] },
  // The customer's word about the time stands, whoever comes.
  { from: 'CONFIRMED', move: 'assign', to: 'CONFIRMED', who: ['staff'] },
  { from: 'UNCONFIRMED', move: 'assign', to: 'UNCONFIRMED', who: ['staff'] },
  ...CHANGEABLE.map((from): Transition => ({ from, move: 'confirm', to: 'CONFIRMED', who: ['customer', 'staff'] })),
  { from: 'REQUESTED', move: 'leave-unconfirmed', to: 'UNCONFIRMED', who: ['bot'] },
  { from: 'ASSIGNED', move: 'leave-unconfirmed', to: 'UNCONFIRMED', who: ['bot'] },
  { from: 'UNCONFIRMED', move: 'leave-unconfirmed', to: 'UNCONFIRMED', who: ['bot'] },
  ...CHANGEABLE.map((from): Transition => ({ from, move: 'reschedule', to: 'REQUESTED', who: ['customer'] })),
  ...CHANGEABLE.map(
    (from): Transition => ({ from, move: 'cancel', to: 'CANCELLED', who: ['customer', 'staff'], case: 'OPEN' }),
  ),
  { from: 'EN_ROUTE', move: 'cancel', to: 'CANCELLED', who: ['staff'], case: 'OPEN' },
  { from: 'ARRIVED', move: 'cancel', to: 'CANCELLED', who: ['staff'], case: 'OPEN' },
  { from: 'ASSIGNED', move: 'on-the-way', to: 'EN_ROUTE', who: ['staff'] },
  { from: 'CONFIRMED', move: 'on-the-way', to: 'EN_ROUTE', who: ['staff'] },
  { from: 'UNCONFIRMED', move: 'on-the-way', to: 'EN_ROUTE', who: ['staff'] },
  { from: 'EN_ROUTE', move: 'arrived', to: 'ARRIVED', who: ['staff'], case: 'IN_SERVICE' },
  { from: 'ARRIVED', move: 'complete', to: 'COMPLETED', who: ['staff'], case: 'RESOLVED' },
  { from: 'COMPLETED', move: 'accept', to: 'ACCEPTED', who: ['customer'] },
]

/** What a move brings with it, where it brings anything. */
export type MoveDetails = {
  /** assign: the technician, who must be trained for the appliance. */
  readonly technician?: { readonly id: string; readonly skills: readonly string[] }
  readonly appliance?: string | null
  /** complete: the completion form. */
  readonly form?: Values
  /** reschedule: the new window and the outlet that serves it. */
  readonly window?: { readonly startsAt: number; readonly endsAt: number; readonly outletId: string }
}

export type MoveResult =
  | { readonly ok: true; readonly visit: Visit; readonly case?: CaseState }
  | { readonly ok: false; readonly why: 'not-possible-now' | 'not-trained' }
  | { readonly ok: false; readonly why: 'form-incomplete'; readonly missing: readonly string[] }

/** The visit after a move, and the state its case takes; or why the move is refused. */
export function moveVisit(visit: Visit, move: Move, who: Mover, now: number, details: MoveDetails = {}): MoveResult {
  const transition = TRANSITIONS.find(
    candidate => candidate.from === visit.state && candidate.move === move && candidate.who.includes(who),
  )
  if (!transition) return { ok: false, why: 'not-possible-now' }
  if (move === 'on-the-way' && visit.technicianId === null) return { ok: false, why: 'not-possible-now' }
  if (move === 'assign' && !isTrained(details)) return { ok: false, why: 'not-trained' }
  if (move === 'complete') {
    const missing = missingInForm(details.form ?? {})
    if (missing.length > 0) return { ok: false, why: 'form-incomplete', missing }
  }
  const moved: Visit = { ...visit, ...changes(visit, move, now, details), state: transition.to, updatedAt: now }
  return { ok: true, visit: moved, ...(transition.case && { case: transition.case }) }
}

/** The moves that staff may make now, for the buttons of a card. */
export function movesOfStaff(visit: Visit): readonly Move[] {
  return TRANSITIONS.filter(
    ({ from, move, who }) =>
      from === visit.state && who.includes('staff') && !(move === 'on-the-way' && visit.technicianId === null),
  ).map(({ move }) => move)
}

function changes(visit: Visit, move: Move, now: number, { technician, form, window }: MoveDetails): Partial<Visit> {
  switch (move) {
    case 'assign': {
      const replaced = visit.technicianId !== null && visit.technicianId !== technician?.id
      return {
        technicianId: technician?.id ?? null,
        assignedAt: now,
        // A first assignment takes nothing back that the customer was told.
        revision: visit.revision + (replaced ? 1 : 0),
      }
    }
    case 'reschedule':
      return { ...window, technicianId: null, assignedAt: null, revision: visit.revision + 1 }
    case 'on-the-way':
      return { enRouteAt: now }
    case 'arrived':
      return { arrivedAt: now }
    case 'complete':
      return { completedAt: now, completion: form ?? null }
    case 'cancel':
      return { cancelledAt: now }
    default:
      return {}
  }
}

function isTrained({ technician, appliance }: MoveDetails): boolean {
  if (!technician) return false
  return !appliance || technician.skills.includes(appliance)
}

/** Boxes of the completion form that must be answered yes or no, and lines that must be written. */
export const FORM_BOXES = ['testRun', 'noOtherFaults', 'cleaned', 'demonstrated', 'explained'] as const
export const FORM_LINES = ['cause', 'measures', 'parts'] as const

/**
 * What is missing in a completion form. `testRun` must be answered and may be false: then the customer is asked again
 * in two hours. The other boxes must be ticked; lines must not be empty ("none" is an answer, R-074).
 */
export function missingInForm(form: Values): readonly string[] {
  const boxes = FORM_BOXES.filter(box => (box === 'testRun' ? typeof form[box] !== 'boolean' : form[box] !== true))
  return [...boxes, ...FORM_LINES.filter(line => !isWritten(form[line]))]
}

function isWritten(value: Value | undefined): boolean {
  return typeof value === 'string' && value.trim() !== ''
}

/** What a customer was told of a visit, as a timer or a button carries it. */
export type ToldVisit = { readonly revision?: number | undefined; readonly startsAt?: number | undefined }

/**
 * Whether something said about a visit that is to come still holds (peers I31, I32): nobody has set out, it is not over,
 * and either nothing has changed or only the technician has, while the time is the one that was told.
 */
export function isCurrent(visit: Visit, { revision, startsAt }: ToldVisit): boolean {
  return CHANGEABLE.includes(visit.state) && (visit.revision === revision || visit.startsAt === startsAt)
}
