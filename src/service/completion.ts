/** The completion form of a visit: what must be said of the work before it counts as done. Pure. */
import type { Value, Values } from '../flow/flow.ts'

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
