/** A visit after a move, or why the move is refused. Pure: what must be looked up comes with the details. */
import type { Values } from '../flow/flow.ts'
import type { CaseState } from './case.ts'
import { missingFindings } from './completion.ts'
import type { Acceptance, Block, Delay, Proposal, Visit } from './visit.ts'
import { changeOnSite, guardOnSite } from './visit-on-site.ts'
import type { DelayReason } from './visit-reasons.ts'
import { changeToTheDoor, guardToTheDoor } from './visit-to-the-door.ts'
import { type Move, type Mover, type Tells, TRANSITIONS, transitionOf } from './visit-transitions.ts'

/** What a move brings with it, and what its guards must know, where it needs anything. Instants in epoch milliseconds. */
export type MoveDetails = {
  /** assign: who is to go, trained for what. */
  readonly technician?: { readonly id: string; readonly skills: readonly string[] }
  readonly appliance?: string | null
  /** assign, accept-proposal, on-the-way: it is farther than the outlet goes by itself. */
  readonly isOutOfArea?: boolean
  /** assign: the billing class chosen does not fit the warranty. */
  readonly isBillingConflict?: boolean
  /** Warnings that whoever orders has read and goes on in spite of. */
  readonly despite?: readonly Warning[]
  /** reschedule: the new window and the outlet that serves it. */
  readonly window?: { readonly startsAt: number; readonly endsAt: number; readonly outletId: string }
  /** correct-address. */
  readonly place?: { readonly address: string; readonly distanceKm: number | null }
  readonly proposal?: Proposal
  /** on-the-way: what is ticked, and what must be; when the technician means to be there. */
  readonly checklist?: readonly string[]
  readonly checklistNeeded?: readonly string[]
  readonly etaAt?: number | null
  readonly delay?: Delay
  readonly reason?: DelayReason | string | null
  /** left-note: the customer was called, and a note left; how long one waits at a door first. */
  readonly wasCalled?: boolean
  readonly doorWait?: number
  /** begin, resume: what stands between the visit and work; undefined when nothing does. */
  readonly hindrance?: 'quote-needed' | 'quote-open'
  readonly block?: Block
  /** part: when it is there. */
  readonly partAt?: number
  /** reschedule from the workshop: it is ready. */
  readonly isWorkshopReady?: boolean
  /** cancel: the customer's appliance is in our hands, so somebody must bring it. */
  readonly isWithUs?: boolean
  /** complete: the form, add-finding: as it is now; and whether a serious defect lacks its picture. */
  readonly form?: Values
  readonly missing?: readonly string[]
  /** complete: parts under warranty were replaced, and their old ones bear no tag. */
  readonly untagged?: readonly string[]
  readonly acceptance?: Acceptance
}

/** Something to think about before going on; said once, and done if it is ordered again in spite of it. */
export type Warning = 'billing-conflict' | 'old-part-untagged'

export type Refusal =
  | { readonly why: 'not-possible-now' | 'not-trained' | 'out-of-area' | 'quote-needed' | 'quote-open' | 'not-ready' }
  | { readonly why: 'date-missing' | 'reason-missing' | 'call-first' }
  | { readonly why: 'too-early'; readonly notBefore: number }
  | { readonly why: 'checklist-incomplete' | 'form-incomplete'; readonly missing: readonly string[] }
  | { readonly why: 'warning'; readonly warnings: readonly Warning[]; readonly untagged?: readonly string[] }

export type MoveResult =
  | { readonly ok: true; readonly visit: Visit; readonly tells: Tells; readonly case?: CaseState }
  | ({ readonly ok: false } & Refusal)

/** Takes the arrow of section D, if there is one, its guards allow it and the details are whole. */
export function moveVisit(visit: Visit, move: Move, who: Mover, now: number, details: MoveDetails = {}): MoveResult {
  const transition = transitionOf(visit.state, move, who)
  if (!transition) return { ok: false, why: 'not-possible-now' }
  const refusal = guardToTheDoor(visit, move, now, details) ?? guardOnSite(move, details)
  if (refusal) return { ok: false, ...refusal }
  const changed = changeToTheDoor(visit, move, now, details) ?? changeOnSite(visit, move, now, details) ?? {}
  const moved: Visit = { ...visit, ...changed, state: transition.to, updatedAt: now }
  return { ok: true, visit: moved, tells: transition.tells, ...(transition.case && { case: transition.case }) }
}

/** The work is reported, and what the customer is owed of it is not known. */
function isReportOpen({ completion }: Visit): boolean {
  return completion !== null && missingFindings(completion).length > 0
}

/** The moves that staff may make now, for the buttons of a card. */
export function movesOfStaff(visit: Visit): readonly Move[] {
  return TRANSITIONS.filter(
    ({ from, move, who }) =>
      from === visit.state &&
      who.includes('staff') &&
      !((move === 'on-the-way' || move === 'arrived') && visit.technicianId === null) &&
      !(move === 'begin' && visit.workingAt !== null) &&
      (move !== 'add-finding' || isReportOpen(visit)),
  ).map(({ move }) => move)
}
