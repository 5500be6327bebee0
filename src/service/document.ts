/**
 * What a document of ours says: plain data, kept with the file's row; the file itself is drawn from it when somebody wants
 * the bytes (src/documents). Instants are epoch milliseconds, amounts whole minor units (cents, 分).
 */
import type { Language } from '../flow/flow.ts'

/** One event of a calendar file (RFC 5545): the same `uid` for every change of a visit, `sequence` goes up. */
export type CalendarDocument = {
  readonly kind: 'calendar'
  readonly uid: string
  readonly sequence: number
  readonly method: 'REQUEST' | 'CANCEL'
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'
  readonly startsAt: number
  readonly endsAt: number
  /** When this was said: DTSTAMP. */
  readonly stampedAt: number
  readonly summary: string
  readonly description: string
  readonly location: string
}

/** An amount with its currency as ISO 4217 has it. */
export type DocumentLine = {
  readonly label: string
  readonly qty: number
  /** Of the whole line, in minor units. */
  readonly amount: number
}

/** what was wrong, what was done, with the hours of fault, arrival and recovery. */
export type RepairReportDocument = {
  readonly kind: 'repair-report'
  readonly language: Language
  /** IANA zone of the times. */
  readonly zone: string
  readonly caseNumber: string
  readonly name: string
  readonly appliance: string
  readonly model?: string
  readonly serial?: string
  readonly reportedAt: number
  readonly arrivedAt: number | null
  /** When it worked again; `finishedAt` instead where nobody can say that it does. */
  readonly restoredAt: number | null
  readonly finishedAt?: number | null
  readonly cause: string
  readonly measures: string
  readonly parts: readonly { readonly name: string; readonly qty: number; readonly underWarranty?: boolean }[]
  readonly technician: string
  readonly permitNo?: string
  /** What was charged; left out when nothing was. */
  readonly charges?: { readonly currency: string; readonly lines: readonly DocumentLine[]; readonly total: number }
  /** When the customer accepted the work; null while it is awaited. */
  readonly acceptedAt?: number | null
}

/** what was taken along, in which condition, and when it comes back. */
export type CustodyReceiptDocument = {
  readonly kind: 'custody-receipt'
  readonly language: Language
  readonly zone: string
  readonly caseNumber: string
  readonly name: string
  readonly address?: string
  readonly appliance: string
  readonly model?: string
  readonly serial?: string
  readonly condition: string
  readonly reason?: string
  readonly engineer: string
  readonly permitNo?: string
  readonly takenAt: number
  readonly promisedReturnAt: number
  /** Photos of it that were kept with the case. */
  readonly photos: number
  /** The one that stays with the customer meanwhile. */
  readonly loaner?: string
}

export type Document = CalendarDocument | RepairReportDocument | CustodyReceiptDocument

/** What a document is called as a file, and what is said above it. */
export type DocumentFile = {
  readonly name: string
  readonly mime: string
  readonly text?: string
}
