/**
 * An appliance in the workshop, and the loaner that stands in for it meanwhile: their states as data (rulebook section D,
 * "WorkshopRepair", "LoanerLoan"; ). Pure. Instants are epoch milliseconds.
 */
import type { WorkshopReason } from './visit-reasons.ts'

export const WORKSHOP_STATES = [
  'PROPOSED',
  'DECLINED',
  'CONSENTED',
  'IN_TRANSIT',
  'IN_WORKSHOP',
  'WAITING_PART',
  'READY',
  'RETURN_SCHEDULED',
  'RETURNED',
] as const
export type WorkshopState = (typeof WORKSHOP_STATES)[number]

/** What was taken along: the six fields of R-061 (asset, serial, condition with its photos, engineer, date, promised return). */
export type CustodyReceipt = {
  readonly asset: string
  readonly serial: string | null
  readonly condition: string
  readonly photos: number
  readonly engineer: string
  readonly takenAt: number
  readonly promisedReturnAt: number
}

export type WorkshopRepair = {
  readonly id: number
  readonly visitId: number
  readonly caseId: number
  readonly conversationId: string
  readonly state: WorkshopState
  readonly reason: WorkshopReason
  /** How it looks, in the technician's words, from the proposal on. */
  readonly condition: string
  readonly promisedReturnAt: number
  /** From the consent on. */
  readonly receipt: CustodyReceipt | null
  readonly receiptReclaimedAt: number | null
  readonly stages: readonly { readonly state: WorkshopState; readonly at: number }[]
}

export type LoanState = 'OFFERED' | 'DECLINED' | 'OUT' | 'RETURNED' | 'OVERDUE'

export type LoanerLoan = {
  readonly id: number
  readonly loanerId: string
  readonly workshopRepairId: number
  readonly caseId: number
  readonly state: LoanState
  readonly outAt: number | null
  readonly dueAt: number | null
  readonly inAt: number | null
}

/** Who takes which arrow: the customer agrees or declines, staff move the stages, a booked or finished visit the rest. */
const NEXT: Readonly<
  Record<WorkshopState, Readonly<Partial<Record<'customer' | 'staff' | 'visit', readonly WorkshopState[]>>>>
> = {
  PROPOSED: { customer: ['CONSENTED', 'DECLINED'] },
  DECLINED: {},
  CONSENTED: { staff: ['IN_TRANSIT', 'IN_WORKSHOP'] },
  IN_TRANSIT: { staff: ['IN_WORKSHOP'] },
  IN_WORKSHOP: { staff: ['WAITING_PART', 'READY'] },
  WAITING_PART: { staff: ['IN_WORKSHOP', 'READY'] },
  READY: { visit: ['RETURN_SCHEDULED'] },
  // A return may be moved and never called off: the appliance would stay with us.
  RETURN_SCHEDULED: { visit: ['RETURNED'] },
  RETURNED: {},
}

export function nextWorkshopStates(
  state: WorkshopState,
  who: 'customer' | 'staff' | 'visit',
): readonly WorkshopState[] {
  return NEXT[state][who] ?? []
}

/** In its next state, with the instant; undefined where section D knows no such arrow. */
export function moveWorkshop(
  before: WorkshopRepair,
  to: WorkshopState,
  who: 'customer' | 'staff' | 'visit',
  now: number,
): WorkshopRepair | undefined {
  if (!nextWorkshopStates(before.state, who).includes(to)) return undefined
  return { ...before, state: to, stages: [...before.stages, { state: to, at: now }] }
}

/** It is with us: not offered any more, and not back yet. */
export const WITH_US: readonly WorkshopState[] = [
  'CONSENTED',
  'IN_TRANSIT',
  'IN_WORKSHOP',
  'WAITING_PART',
  'READY',
  'RETURN_SCHEDULED',
]

/** A visit that goes out again, with an appliance that is repaired. */
export function isComingBack(workshop: Pick<WorkshopRepair, 'state'> | undefined, round: number): boolean {
  return round > 1 && (workshop?.state === 'READY' || workshop?.state === 'RETURN_SCHEDULED')
}

/** What of R-064 is missing before a case with a workshop repair may be closed; empty when nothing is. */
export function missingForClosing(
  workshop: WorkshopRepair,
  loan: LoanerLoan | undefined,
  isAccepted: boolean,
): readonly ('return' | 'receipt' | 'loaner' | 'acceptance')[] {
  if (workshop.state === 'DECLINED' || workshop.state === 'PROPOSED') return []
  return [
    ...(workshop.state === 'RETURNED' ? [] : ['return' as const]),
    ...(workshop.receiptReclaimedAt === null ? ['receipt' as const] : []),
    ...(loan && (loan.state === 'OUT' || loan.state === 'OVERDUE') ? ['loaner' as const] : []),
    ...(isAccepted ? [] : ['acceptance' as const]),
  ]
}
