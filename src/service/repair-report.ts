/** The report of a repair that the customer has within three hours of its end. Pure. */
import type { Text, Value, Values } from '../flow/flow.ts'
import { caseNumber, type ServiceCase } from './case.ts'
import { findTechnician, type Outlets } from './outlets.ts'
import { applianceName, type Products } from './products.ts'
import type { QuoteLine } from './quote.ts'
import type { Visit } from './visit.ts'

/** Instants in epoch milliseconds; null where nobody knows. */
export type RepairReport = {
  readonly caseNo: string
  readonly customer: string
  readonly appliance: Text | null
  readonly model: string | null
  /** The five of R-073. */
  readonly reportedAt: number
  readonly arrivedAt: number | null
  readonly cause: string | null
  readonly measures: string | null
  readonly restoredAt: number | null
  readonly parts: string | null
  readonly technician: Text | null
  /** What was charged, as the customer approved it. */
  readonly lines: readonly QuoteLine[]
}

export type ReportFacts = {
  readonly visit: Visit
  readonly case: ServiceCase
  readonly outlets: Outlets
  readonly products: Products
  readonly lines?: readonly QuoteLine[]
}

export function repairReport({ visit, case: theCase, outlets, products, lines = [] }: ReportFacts): RepairReport {
  const { completion, technicianId } = visit
  const technician = technicianId === null ? undefined : findTechnician(outlets, technicianId)
  return {
    caseNo: caseNumber(theCase.id),
    customer: visit.name,
    appliance: (theCase.appliance && applianceName(products, theCase.appliance)) || null,
    model: theCase.modelNo,
    reportedAt: theCase.openedAt,
    arrivedAt: visit.arrivedAt,
    cause: said(completion?.cause),
    measures: said(completion?.measures),
    restoredAt: visit.completedAt,
    parts: typeof completion?.parts === 'string' ? completion.parts : null,
    technician: technician?.name ?? null,
    lines,
  }
}

/** Which of the five fields nobody has filled. */
export function missingInReport(report: RepairReport): readonly string[] {
  const five = ['reportedAt', 'arrivedAt', 'cause', 'measures', 'restoredAt'] as const
  return five.filter(field => report[field] === null)
}

/** For the slot `report`: what is null is left out (`has(slots.report.cause)`). */
export function reportValues(report: RepairReport): Values {
  const { lines, ...rest } = report
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
}

/** "Unknown" or "none" is no cause: the customer is owed more than that. */
const NOTHING_SAID = /^(none|unknown|not known|n\/?a|tbd|无|没有|不明|未知|不清楚|待查|待定)?$/iu

function said(line: Value | undefined): string | null {
  if (typeof line !== 'string') return null
  return NOTHING_SAID.test(line.replaceAll(/[\s\p{P}]+/gu, ' ').trim()) ? null : line
}
