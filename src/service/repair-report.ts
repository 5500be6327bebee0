/** The report of a repair that the customer has within three hours of its end. Pure. */
import type { Language, Text, Values } from '../flow/flow.ts'
import { type CaseType, caseNumber, type ServiceCase } from './case.ts'
import { afterWork, saidIn } from './completion.ts'
import type { DocumentFile, RepairReportDocument } from './document.ts'
import { findOutlet, findTechnician } from './outlets.ts'
import { applianceName } from './products.ts'
import { type QuoteLine, totalOf } from './quote.ts'
import type { Service } from './service.ts'
import { tariffItem } from './tariff.ts'
import type { Visit } from './visit.ts'

/** What was put in; `part` is a code of the parts list or what the technician calls it. */
export type ReportedPart = { readonly part: string; readonly qty: number; readonly underWarranty: boolean }

export type ReportFacts = {
  readonly visit: Visit
  readonly case: ServiceCase
  /** What the customer approved to be charged. */
  readonly lines: readonly QuoteLine[]
  readonly replaced: readonly ReportedPart[]
}

/**
 * The five things that are owed. Instants in epoch milliseconds; null where nobody knows. `finishedAt` instead of
 * `restoredAt` where nobody can say that it works again: it was not tested, or there was no fault.
 */
export type RepairReport = {
  readonly reportedAt: number
  readonly arrivedAt: number | null
  readonly cause: string | null
  readonly measures: string | null
  readonly restoredAt: number | null
  readonly finishedAt: number | null
}

/** Where something is repaired; goods that were delivered or a training have no cause of a fault. */
const REPORTED: readonly CaseType[] = ['REPAIR', 'EXCHANGE', 'MAINTENANCE']

/** Whether the customer is owed a report: not while they say that it is not solved. */
export function owesReport({ visit, case: theCase }: Pick<ReportFacts, 'visit' | 'case'>): boolean {
  return REPORTED.includes(theCase.type) && afterWork(visit).refusedAt === undefined
}

export function repairReport({ visit, case: theCase }: Pick<ReportFacts, 'visit' | 'case'>): RepairReport {
  const { testRun, outcome } = visit.completion ?? {}
  const worksAgain = testRun === true && outcome !== 'no-fault'
  return {
    reportedAt: theCase.openedAt,
    arrivedAt: visit.arrivedAt,
    cause: saidIn(visit.completion?.cause),
    measures: saidIn(visit.completion?.measures),
    restoredAt: worksAgain ? visit.completedAt : null,
    finishedAt: worksAgain ? null : visit.completedAt,
  }
}

/** Which of the five nobody has filled. */
export function missingInReport(report: RepairReport): readonly string[] {
  const four = ['reportedAt', 'arrivedAt', 'cause', 'measures'] as const
  const missing: readonly string[] = four.filter(field => report[field] === null)
  return report.restoredAt === null && report.finishedAt === null ? [...missing, 'restoredAt'] : missing
}

const STILL_OPEN: Text = { en: 'Still being looked into', zh: '正在进一步确认' }

/** For the slot `report`: cause and measures always in words, other fields left out while null (`has(report.restoredAt)`). */
export function reportValues({ cause, measures, ...hours }: RepairReport): Values {
  const known = Object.fromEntries(Object.entries(hours).filter(([, value]) => value !== null))
  return { ...known, cause: cause ?? STILL_OPEN, measures: measures ?? STILL_OPEN }
}

/** Of the tariff. */
const CURRENCY = 'CNY'
const MINOR_UNITS = 100

/** The same as a document in the customer's language, with parts and charges. */
export function reportDocument(
  facts: ReportFacts,
  language: Language,
  { outlets, products }: Service,
): { readonly document: RepairReportDocument; readonly file: DocumentFile } {
  const { visit, case: theCase, lines, replaced } = facts
  const { cause, measures, ...hours } = repairReport(facts)
  const technician = visit.technicianId === null ? undefined : findTechnician(outlets, visit.technicianId)
  const number = caseNumber(theCase.id)
  const document: RepairReportDocument = {
    kind: 'repair-report',
    language,
    zone: findOutlet(outlets, visit.outletId).zone,
    caseNumber: number,
    name: visit.name,
    appliance: (theCase.appliance && applianceName(products, theCase.appliance)?.[language]) || '',
    ...(theCase.modelNo && { model: theCase.modelNo }),
    ...(theCase.serialNo && { serial: theCase.serialNo }),
    ...hours,
    cause: cause ?? STILL_OPEN[language],
    measures: measures ?? STILL_OPEN[language],
    parts: replaced.map(({ part, ...rest }) => ({ name: tariffItem(products, part)?.name[language] ?? part, ...rest })),
    technician: technician?.name[language] ?? '',
    ...(technician && { permitNo: technician.permitNo }),
    ...(lines.length > 0 && { charges: chargesIn(language, lines) }),
    acceptedAt: visit.acceptance?.at ?? null,
  }
  return { document, file: { name: `repair-report-${number}.pdf`, mime: 'application/pdf' } }
}

function chargesIn(language: Language, lines: readonly QuoteLine[]) {
  return {
    currency: CURRENCY,
    lines: lines.map(({ name, qty, total }) => ({
      label: name[language],
      qty,
      amount: Math.round(total * MINOR_UNITS),
    })),
    total: Math.round(totalOf(lines) * MINOR_UNITS),
  }
}
