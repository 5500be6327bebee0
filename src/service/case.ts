/**
 * A service case from the first word to the rating: its states, who may move it where, and how urgent it is.
 * Rulebook section D, "ServiceCase".
 */

export type CaseState =
  | 'DRAFT'
  | 'OPEN'
  | 'DIAGNOSING'
  | 'REMOTE_GUIDED'
  | 'SCHEDULED'
  | 'ESCALATED'
  | 'IN_SERVICE'
  | 'RESOLVED'
  | 'CLOSED'
  | 'REOPENED'
  | 'CANCELLED'

export type Priority = 'SAFETY' | 'HIGH' | 'MEDIUM' | 'LOW'

/** What a diagnosis came to (rulebook section F). */
export type Outcome = 'USE' | 'FIX' | 'OBS' | 'VISIT' | 'VISIT-H' | 'STOP'
export const OUTCOMES: readonly Outcome[] = ['USE', 'FIX', 'OBS', 'VISIT', 'VISIT-H', 'STOP']

/** A paid, B contract, C free under warranty, D internal. */
export type BillingClass = 'PAID' | 'CONTRACT' | 'FREE' | 'INTERNAL'
export const BILLING_CLASSES: readonly BillingClass[] = ['PAID', 'CONTRACT', 'FREE', 'INTERNAL']

/** What a case is about; each type has fields of its own that must be known. */
export type CaseType = 'REPAIR' | 'INSTALL' | 'DELIVERY' | 'MAINTENANCE' | 'TRAINING' | 'EXCHANGE'

/** The card or receipt that a technician or an agent has seen: who, when, and the day of sale on it. */
export type WarrantyProof = { readonly by: string; readonly at: number; readonly purchasedOn: string }

/** Instants are epoch milliseconds, `purchasedOn` is as exact as it was told: `2025-03-01`, `2025-03`, `2025`. */
export type ServiceCase = {
  readonly id: number
  readonly conversationId: string
  readonly customerId: number | null
  readonly type: CaseType
  readonly state: CaseState
  readonly appliance: string | null
  readonly modelNo: string | null
  readonly serialNo: string | null
  readonly purchasedOn: string | null
  readonly symptomCode: string | null
  /** The customer's own words. */
  readonly freeText: string | null
  readonly wish: string | null
  readonly outcome: string | null
  readonly priority: Priority
  /** The rule that gave the priority. */
  readonly priorityReason: string
  /** Fields the customer does not know. */
  readonly infoPending: readonly string[]
  readonly flags: readonly string[]
  /** The profile of policy.yaml it was opened with (rulebook A2). */
  readonly profile: string
  /** Fixed at dispatch. */
  readonly billingClass: BillingClass | null
  /** What somebody of ours has seen of the purchase. */
  readonly warrantyProof: WarrantyProof | null
  /** Of a machine: how far it stands from the outlet. */
  readonly distanceKm: number | null
  /** By when somebody is to be there, and by when it is to work again, where the profile promises it. */
  readonly arrivalDueAt: number | null
  readonly restoreDueAt: number | null
  /** DELIVERY: the day the goods are in stock. */
  readonly readyOn: string | null
  readonly openedAt: number
  readonly updatedAt: number
  readonly resolvedAt: number | null
  readonly closedAt: number | null
}

/** What a customer reports; undefined what has not been said yet. */
export type Fault = { readonly appliance?: string | undefined; readonly symptom?: string | undefined }

/**
 * whether a report belongs to an open case. `joins` when it is the same fault or says too little to be another,
 * `names` when the case was opened before anybody said what is wrong, `other` when it needs a case of its own.
 */
export function belongs(
  open: Pick<ServiceCase, 'appliance' | 'symptomCode'>,
  fault: Fault,
): 'joins' | 'names' | 'other' {
  const isSameAppliance = open.appliance === null || !fault.appliance || open.appliance === fault.appliance
  if (!isSameAppliance) return 'other'
  if (open.symptomCode === null) return fault.symptom || (fault.appliance && !open.appliance) ? 'names' : 'joins'
  return !fault.symptom || open.symptomCode === fault.symptom ? 'joins' : 'other'
}

/** States in which further messages about the same fault join the case. */
export const OPEN_STATES: readonly CaseState[] = [
  'DRAFT',
  'OPEN',
  'DIAGNOSING',
  'REMOTE_GUIDED',
  'SCHEDULED',
  'ESCALATED',
  'IN_SERVICE',
  'REOPENED',
]

const NEXT: Readonly<Record<CaseState, readonly CaseState[]>> = {
  DRAFT: ['OPEN', 'DIAGNOSING', 'REMOTE_GUIDED', 'SCHEDULED', 'ESCALATED', 'RESOLVED', 'CANCELLED'],
  OPEN: ['DIAGNOSING', 'REMOTE_GUIDED', 'SCHEDULED', 'ESCALATED', 'RESOLVED', 'CANCELLED'],
  DIAGNOSING: ['OPEN', 'REMOTE_GUIDED', 'SCHEDULED', 'ESCALATED', 'RESOLVED', 'CANCELLED'],
  REMOTE_GUIDED: ['OPEN', 'SCHEDULED', 'ESCALATED', 'RESOLVED', 'CANCELLED'],
  SCHEDULED: ['OPEN', 'ESCALATED', 'IN_SERVICE', 'RESOLVED', 'CANCELLED'],
  ESCALATED: ['OPEN', 'SCHEDULED', 'RESOLVED'],
  IN_SERVICE: ['OPEN', 'SCHEDULED', 'ESCALATED', 'RESOLVED', 'REOPENED'],
  RESOLVED: ['CLOSED', 'REOPENED', 'ESCALATED'],
  CLOSED: ['REOPENED', 'ESCALATED'],
  REOPENED: ['DIAGNOSING', 'REMOTE_GUIDED', 'SCHEDULED', 'ESCALATED', 'IN_SERVICE', 'RESOLVED', 'CANCELLED'],
  CANCELLED: ['ESCALATED'],
}

/**
 * Whether a case may go from one state to another. A case that was escalated for safety is let go by staff only;
 * staying where it is is no move.
 */
export function mayMoveCase(from: CaseState, to: CaseState, who: 'customer' | 'bot' | 'staff'): boolean {
  if (from === 'ESCALATED' && who !== 'staff') return false
  return NEXT[from].includes(to)
}

export type CaseChange = { readonly ok: true; readonly case: ServiceCase } | { readonly ok: false }

/** The case in its new state with the instants that belong to it; `ok: false` where section D knows no such arrow. */
export function moveCase(
  before: ServiceCase,
  to: CaseState,
  who: 'customer' | 'bot' | 'staff',
  now: number,
): CaseChange {
  if (!mayMoveCase(before.state, to, who)) return { ok: false }
  return {
    ok: true,
    case: {
      ...before,
      state: to,
      updatedAt: now,
      resolvedAt: to === 'RESOLVED' ? now : to === 'CLOSED' ? before.resolvedAt : null,
      closedAt: to === 'CLOSED' ? now : null,
    },
  }
}

/** The case opened again, one level more urgent (section D). It may come from any state that allows it. */
export function reopenCase(before: ServiceCase, why: string, now: number): CaseChange {
  const moved = moveCase(before, 'REOPENED', 'customer', now)
  if (!moved.ok) return moved
  const priority = raised(before.priority)
  return { ok: true, case: { ...moved.case, priority, priorityReason: `reopened: ${why}` } }
}

/**
 * Whether a resolved case may be closed: there must be a follow-up result and it must be satisfactory, which is
 * the customer's word that it is solved, asked after a person was there, or a rating above `low`; or a member of staff must take it on with a reason. `low` is the highest score that still counts as dissatisfied.
 * `missing`: what is not settled after a repair in the workshop; nobody takes that on.
 */
export function mayCloseCase(
  state: CaseState,
  followUp: {
    readonly score?: number
    /** The customer says that it is solved. */
    readonly confirmed?: boolean
    readonly override?: { readonly by: string; readonly why: string }
  },
  low: number,
  missing: readonly string[] = [],
): boolean {
  if (state !== 'RESOLVED' || missing.length > 0) return false
  if (followUp.override) return followUp.override.by !== '' && followUp.override.why !== ''
  return followUp.confirmed === true || (followUp.score !== undefined && followUp.score > low)
}

export type Triage = { readonly priority: Priority; readonly reason: string }

/** What the rules of R-013 look at. `rated` is what the catalogue says of the symptom. */
export type TriageFacts = {
  readonly outcome?: string | null
  readonly symptom?: string | null | undefined
  readonly rated?: Priority | undefined
  readonly repeat?: boolean
}

/** How urgent a case is and which rule says so: hazards before all, then the outcome, a repeat, the symptom. */
export function triage({ outcome, symptom, rated, repeat }: TriageFacts): Triage {
  if (outcome === 'STOP') return { priority: 'SAFETY', reason: 'hazard' }
  if (outcome === 'VISIT-H') return { priority: 'HIGH', reason: 'urgent visit' }
  if (repeat) return { priority: 'HIGH', reason: 'repeat fault' }
  if (rated) return { priority: rated, reason: `symptom ${symptom}` }
  return { priority: 'MEDIUM', reason: 'default' }
}

const LEVELS: readonly Priority[] = ['LOW', 'MEDIUM', 'HIGH', 'SAFETY']

/** One level more urgent. SAFETY belongs to hazards alone, so HIGH stays HIGH. */
export function raised(priority: Priority): Priority {
  return priority === 'LOW' ? 'MEDIUM' : priority === 'MEDIUM' ? 'HIGH' : priority
}

/** The more urgent of two: a later answer may raise a case and never lowers it. */
export function moreUrgent(one: Triage, other: Triage): Triage {
  return LEVELS.indexOf(other.priority) > LEVELS.indexOf(one.priority) ? other : one
}

/** The number a customer sees. */
export function caseNumber(id: number): string {
  return `C${1000 + id}`
}

/** The id behind a number as people write it, `C1007`, `c1007` or `1007`; undefined when it is none. */
export function caseIdOf(number: string): number | undefined {
  const digits = /^\s*c?(\d{4,12})\s*$/i.exec(number)?.[1]
  const id = Number(digits) - 1000
  return digits !== undefined && id > 0 ? id : undefined
}
