/**
 * The end of the work: what must be said of it before it counts, what is kept with it
 * afterwards, and when a visit is done. Pure.
 */
import type { Value, Values } from '../flow/flow.ts'
import type { Visit } from './visit.ts'

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

/** "Unknown" or "none" is no cause: the customer is owed more than that. */
const NOTHING_SAID = /^(none|unknown|not known|n\/?a|tbd|无|没有|不明|未知|不清楚|待查|待定)?$/iu

/** A line of the report; null where it says nothing. */
export function saidIn(line: Value | undefined): string | null {
  if (typeof line !== 'string') return null
  return NOTHING_SAID.test(line.replaceAll(/[\s\p{P}]+/gu, ' ').trim()) ? null : line
}

/** What the report owes the customer of the work, and the form does not say. */
export function missingFindings(form: Values): readonly string[] {
  return ['cause', 'measures'].filter(line => saidIn(form[line]) === null)
}

/** Codes of the parts that were put in, as the form has them. */
export function replacedParts({ replaced }: Values): readonly string[] {
  return Array.isArray(replaced) ? replaced.filter((part): part is string => typeof part === 'string') : []
}

/** work that nobody has accepted is no service yet; figures count accepted visits only. */
export function countsAsDone({ state }: Pick<Visit, 'state'>): boolean {
  return state === 'ACCEPTED'
}

/**
 * What becomes of a visit after the work, kept beside its form. `reportSentAt`: the customer has the repair report
 * · `acceptanceAsked`: how often they were reminded · `refusedAt`: they said that it is not solved.
 * Instants in epoch milliseconds.
 */
export type AfterWork = {
  readonly reportSentAt?: number
  readonly acceptanceAsked?: number
  readonly refusedAt?: number
}

export function afterWork({ completion }: Pick<Visit, 'completion'>): AfterWork {
  const { reportSentAt, acceptanceAsked, refusedAt } = completion ?? {}
  return {
    ...(typeof reportSentAt === 'number' && { reportSentAt }),
    ...(typeof acceptanceAsked === 'number' && { acceptanceAsked }),
    ...(typeof refusedAt === 'number' && { refusedAt }),
  }
}

/** The visit with more of that. */
export function withAfterWork(visit: Visit, more: AfterWork): Visit {
  return { ...visit, completion: { ...visit.completion, ...more } }
}

/** who goes away from unfinished work must have said why it stands still. */
export function leftWithoutReport({ state }: Pick<Visit, 'state'>): boolean {
  return state === 'ARRIVED' || state === 'ARRIVED_NO_ANSWER' || state === 'AWAITING_QUOTE' || state === 'WORKING'
}
