/** Guards and changes of the moves up to the door: dispatch, consent, lateness, nobody at home. */
import type { MoveDetails, Refusal } from './move-visit.ts'
import type { Visit } from './visit.ts'
import type { Move } from './visit-transitions.ts'

/** Why such a move is refused; undefined when it is not, or is none of these. */
export function guardToTheDoor(visit: Visit, move: Move, now: number, details: MoveDetails): Refusal | undefined {
  switch (move) {
    case 'assign':
      return guardAssignment(visit, details)
    case 'reschedule':
      return visit.state === 'PULLED_BACK' && details.isWorkshopReady !== true ? { why: 'not-ready' } : undefined
    case 'cancel':
      return details.isWithUs ? { why: 'not-possible-now' } : undefined
    case 'on-the-way': {
      if (visit.technicianId === null) return { why: 'not-possible-now' }
      if (isUnallowed(visit, details)) return { why: 'out-of-area' }
      const { checklist = [], checklistNeeded = [] } = details
      const missing = checklistNeeded.filter(item => !checklist.includes(item))
      return missing.length === 0 ? undefined : { why: 'checklist-incomplete', missing }
    }
    case 'arrived':
      return visit.technicianId === null ? { why: 'not-possible-now' } : undefined
    case 'left-note': {
      const notBefore = (visit.noAnswerAt ?? now) + (details.doorWait ?? 0)
      if (now < notBefore) return { why: 'too-early', notBefore }
      return details.wasCalled === true ? undefined : { why: 'call-first' }
    }
    case 'propose':
    case 'accept-proposal':
      return (details.proposal ?? visit.proposal) ? undefined : { why: 'date-missing' }
    default:
      return undefined
  }
}

/** */
function guardAssignment(visit: Visit, details: MoveDetails): Refusal | undefined {
  const { technician, appliance, isBillingConflict, despite = [] } = details
  if (!technician || (appliance && !technician.skills.includes(appliance))) return { why: 'not-trained' }
  if (isUnallowed(visit, details)) return { why: 'out-of-area' }
  if (isBillingConflict && !despite.includes('billing-conflict')) {
    return { why: 'warning', warnings: ['billing-conflict'] }
  }
  return undefined
}

/** farther than the outlet goes by itself, and no manager has allowed it. */
function isUnallowed({ outOfAreaBy }: Visit, { isOutOfArea }: MoveDetails): boolean {
  return isOutOfArea === true && outOfAreaBy === null
}

/** What changes with such a move besides the state; undefined when it is none of these. */
export function changeToTheDoor(
  visit: Visit,
  move: Move,
  now: number,
  details: MoveDetails,
): Partial<Visit> | undefined {
  switch (move) {
    case 'assign':
      return assigned(visit, now, details)
    case 'reschedule':
      return { ...details.window, ...beginAgain(visit), round: visit.round + (isSecondTime(visit) ? 1 : 0) }
    case 'correct-address':
      return { ...details.place, sequence: visit.sequence + 1 }
    case 'propose':
      return { proposal: details.proposal ?? null, ...(visit.state === 'EN_ROUTE' && NOT_UNDER_WAY) }
    case 'accept-proposal':
      return accepted(visit, now, details)
    case 'refuse-proposal':
    case 'withdraw-proposal':
      return { proposal: null }
    case 'on-the-way':
      return { enRouteAt: now, etaAt: details.etaAt ?? null, checklist: details.checklist ?? [], block: null }
    case 'confirm':
      return { block: null }
    case 'late':
      return { delay: details.delay ?? null, etaAt: details.delay?.etaAt ?? visit.etaAt, block: null }
    case 'warn-late':
    case 'mark-late':
      return { delay: details.delay ?? null, etaAt: details.delay?.etaAt ?? visit.etaAt }
    case 'arrived':
      return { arrivedAt: now }
    case 'no-answer':
      return { noAnswerAt: now }
    case 'answered':
      return { noAnswerAt: null }
    case 'allow-entry':
      return { entryAllowedAt: now }
    case 'cancel':
      return { cancelledAt: now, sequence: visit.sequence + 1 }
    default:
      return undefined
  }
}

/** Whoever had set out has not any more. */
const NOT_UNDER_WAY: Partial<Visit> = { enRouteAt: null, etaAt: null, checklist: [] }

function assigned(visit: Visit, now: number, { technician }: MoveDetails): Partial<Visit> {
  const replaced = visit.technicianId !== null && visit.technicianId !== technician?.id
  return {
    technicianId: technician?.id ?? null,
    assignedAt: now,
    // A first assignment takes nothing back that the customer was told.
    revision: visit.revision + (replaced ? 1 : 0),
    sequence: visit.sequence + 1,
    ...(visit.state === 'EN_ROUTE' && { ...NOT_UNDER_WAY, delay: null }),
  }
}

/** Another time: everything that was true of the old one is gone, and somebody must be assigned anew. */
function beginAgain(visit: Visit): Partial<Visit> {
  return {
    technicianId: null,
    revision: visit.revision + 1,
    sequence: visit.sequence + 1,
    proposal: null,
    delay: null,
    block: null,
    checklist: [],
    assignedAt: null,
    enRouteAt: null,
    etaAt: null,
    arrivedAt: null,
    noAnswerAt: null,
    entryAllowedAt: null,
    workingAt: null,
    leftAt: null,
  }
}

function isSecondTime({ state }: Visit): boolean {
  return state === 'AWAITING_PART' || state === 'PULLED_BACK'
}

/** The customer agrees to the time that staff asked for; who comes waits for a manager's word where the way is too far. */
function accepted(visit: Visit, now: number, details: MoveDetails): Partial<Visit> {
  const { proposal } = visit
  if (!proposal) return {}
  const { startsAt, endsAt } = proposal
  const technicianId = isUnallowed(visit, details) ? null : proposal.technicianId
  return {
    ...beginAgain(visit),
    startsAt,
    endsAt,
    technicianId,
    assignedAt: technicianId === null ? null : visit.technicianId === technicianId ? visit.assignedAt : now,
  }
}
