/** What stands on the repair report (R-130) and on the receipt for an appliance that was taken along (R-060, R-062). Pure. */
import type { Language, Text } from '../flow/flow.ts'
import type { CustodyReceiptDocument, RepairReportDocument } from '../service/document.ts'
import type { Row, Sheet, SheetPart } from './sheet.ts'
import { WORDS } from './words.ts'

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', zh: 'zh-CN' }

export function reportSheet(report: RepairReportDocument): Sheet {
  const { language, zone } = report
  const say = wordsIn(language)
  const at = (instant: number) => timeIn(instant, zone, language)
  const parts = report.parts.map(({ name, qty, underWarranty }) => {
    return `${name} × ${qty}${underWarranty ? `${language === 'zh' ? '（' : ' ('}${say(WORDS.underWarranty)}${language === 'zh' ? '）' : ')'}` : ''}`
  })
  return {
    title: say(WORDS.report),
    subtitle: `${say(WORDS.case)} ${report.caseNumber}`,
    parts: [
      rows(say, [
        [WORDS.customer, report.name],
        [WORDS.appliance, report.appliance],
        [WORDS.model, report.model],
        [WORDS.serial, report.serial],
      ]),
      rows(say, [
        [WORDS.reported, at(report.reportedAt)],
        [WORDS.arrived, report.arrivedAt === null ? undefined : at(report.arrivedAt)],
        [WORDS.restored, report.restoredAt === null ? undefined : at(report.restoredAt)],
        [WORDS.finished, report.finishedAt ? at(report.finishedAt) : undefined],
        [WORDS.accepted, report.acceptedAt ? at(report.acceptedAt) : undefined],
        [WORDS.engineer, engineerIn(say, report.technician, report.permitNo)],
      ]),
      { kind: 'block', label: say(WORDS.cause), text: report.cause },
      { kind: 'block', label: say(WORDS.measures), text: report.measures },
      { kind: 'block', label: say(WORDS.parts), text: parts.join('\n') || say(WORDS.noParts) },
      ...(report.charges ? [chargesOf(report.charges, language)] : []),
    ],
    note: say(WORDS.keepReport),
    madeAt: report.restoredAt ?? report.finishedAt ?? report.reportedAt,
    language: LOCALES[language],
  }
}

export function receiptSheet(receipt: CustodyReceiptDocument): Sheet {
  const { language, zone } = receipt
  const say = wordsIn(language)
  const at = (instant: number) => timeIn(instant, zone, language)
  return {
    title: say(WORDS.receipt),
    subtitle: `${say(WORDS.case)} ${receipt.caseNumber}`,
    parts: [
      rows(say, [
        [WORDS.customer, receipt.name],
        [WORDS.address, receipt.address],
        [WORDS.appliance, receipt.appliance],
        [WORDS.model, receipt.model],
        [WORDS.serial, receipt.serial],
      ]),
      rows(say, [
        [WORDS.taken, at(receipt.takenAt)],
        [WORDS.promised, dayIn(receipt.promisedReturnAt, zone, language)],
        [WORDS.engineer, engineerIn(say, receipt.engineer, receipt.permitNo)],
        [WORDS.photos, String(receipt.photos)],
        [WORDS.loaner, receipt.loaner],
      ]),
      { kind: 'block', label: say(WORDS.condition), text: receipt.condition },
      ...(receipt.reason ? [{ kind: 'block', label: say(WORDS.reason), text: receipt.reason } as const] : []),
    ],
    note: say(WORDS.keepReceipt),
    madeAt: receipt.takenAt,
    language: LOCALES[language],
  }
}

type Say = (text: Text) => string

function wordsIn(language: Language): Say {
  return text => text[language]
}

/** Rows that say nothing are left out. */
function rows(say: Say, all: readonly (readonly [Text, string | undefined])[]): SheetPart {
  const said = all.flatMap(([label, value]): Row[] => (value ? [[say(label), value]] : []))
  return { kind: 'rows', rows: said }
}

function engineerIn(say: Say, name: string, permitNo: string | undefined): string {
  return permitNo === undefined ? name : `${name} · ${say(WORDS.permit)} ${permitNo}`
}

function chargesOf(
  { currency, lines, total }: NonNullable<RepairReportDocument['charges']>,
  language: Language,
): SheetPart {
  const money = new Intl.NumberFormat(LOCALES[language], {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  })
  const { maximumFractionDigits: digits = 2 } = money.resolvedOptions()
  const amount = (minor: number) => money.format(minor / 10 ** digits)
  const items = lines.map(({ label, qty, amount: of }): Row => [qty === 1 ? label : `${label} × ${qty}`, amount(of)])
  return {
    kind: 'amounts',
    label: WORDS.charges[language],
    rows: [...items, [WORDS.total[language], amount(total)]],
  }
}

/** A promise for a day. */
function dayIn(at: number, zone: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(at)
}

function timeIn(at: number, zone: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: zone,
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(at)
}
