/** The details of an order, checked against the form of its move: whichever desk they come from. Pure. */
import type { Value, Values } from '../flow/flow.ts'
import type { VisitMove } from './command.ts'
import { type Field, type FormFacts, formOf, LINE_LIMIT } from './visit-forms.ts'

export type ReadDetails =
  | { readonly ok: true; readonly details: Values }
  | { readonly ok: false; readonly fields: readonly string[] }

/** What the form knows of `details`, trimmed; or the names of the fields that are not as they must be. */
export function readDetails(move: VisitMove, details: Values, facts: FormFacts): ReadDetails {
  const fields = formOf(move, facts)
  const wrong = fields.filter(field => !isRight(field, details[field.name])).map(({ name }) => name)
  const strangers = Object.keys(details).filter(name => !fields.some(field => field.name === name))
  if (wrong.length + strangers.length > 0) return { ok: false, fields: [...wrong, ...strangers] }
  const known = fields.flatMap(({ name }) => {
    const value = details[name]
    return value === undefined || value === null || value === '' ? [] : [[name, trimmed(value)] as const]
  })
  return { ok: true, details: Object.fromEntries(known) }
}

function trimmed(value: Value): Value {
  return typeof value === 'string' ? value.trim() : value
}

/** Required fields of the completion form are the guard's to name, all at once. */
function isRight(field: Field, value: Value | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  switch (field.kind) {
    case 'line':
    case 'lines':
      return typeof value === 'string' && value.length <= LINE_LIMIT * (field.kind === 'lines' ? 4 : 1)
    case 'number':
      return isWhole(value) && value >= (field.least ?? value) && value <= (field.most ?? value)
    case 'instant':
      return isWhole(value) && value > 0
    case 'box':
      return typeof value === 'boolean'
    case 'choice':
      return typeof value === 'string' && (field.options === undefined || field.options.includes(value))
    case 'choices':
      return Array.isArray(value) && value.every(one => typeof one === 'string')
  }
}

function isWhole(value: Value): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}
