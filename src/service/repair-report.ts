/** The report of a repair that the customer has within three hours of its end. Pure. */
import type { Language, Text, Values } from '../flow/flow.ts'
import { caseNumber, type ServiceCase } from './case.ts'
import { saidIn } from './completion.ts'
import type { DocumentFile, RepairReportDocument } from './document.ts'
import { findTechnician } from './outlets.ts'
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

/** The five things that are owed. Instants in epoch milliseconds; null where nobody knows. */
export type RepairReport = {
  readonly reportedAt: number
  readonly arrivedAt: number | null
  readonly cause: string | null
  readonly measures: string | null
  readonly restoredAt: number | null
}

export function repairReport({ visit, case: theCase }: Pick<ReportFacts, 'visit' | 'case'>): RepairReport {
  return {
    reportedAt: theCase.openedAt,
    arrivedAt: visit.arrivedAt,
    cause: saidIn(visit.completion?.cause),
    measures: saidIn(visit.completion?.measures),
    restoredAt: visit.completedAt,
  }
}

/** Which of the five nobody has filled. */
export function missingInReport(report: RepairReport): readonly string[] {
  const five = ['reportedAt', 'arrivedAt', 'cause', 'measures', 'restoredAt'] as const
  return five.filter(field => report[field] === null)
}

/** For the slot `report`: what is null is left out (`has(report.cause)`). */
export function reportValues(report: RepairReport): Values {
  return Object.fromEntries(Object.entries(report).filter(([, value]) => value !== null))
}

const STILL_OPEN: Text = { en: 'Still being looked into', zh: '正在进一步确认' }
/** Of the tariff. */
const CURRENCY = 'CNY'
const MINOR_UNITS = 100

/** The same as a document in the customer's language, with parts and charges. */
export function reportDocument(
  facts: ReportFacts,
  language: Language,
  { outlets, products, policy }: Service,
): { readonly document: RepairReportDocument; readonly file: DocumentFile } {
  const { visit, case: theCase, lines, replaced } = facts
  const { cause, measures, ...hours } = repairReport(facts)
  const technician = visit.technicianId === null ? undefined : findTechnician(outlets, visit.technicianId)
  const number = caseNumber(theCase.id)
  const document: RepairReportDocument = {
    kind: 'repair-report',
    language,
    zone: policy.region.zone,
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
