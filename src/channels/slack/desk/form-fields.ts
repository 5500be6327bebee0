/** Fields of a visit's form (src/desk/visit-forms.ts) as Slack's inputs, and back. */
import type { InputBlock } from '@slack/web-api'
import type { VisitCard } from '../../../desk/visit-cards.ts'
import { fieldWords } from '../../../desk/visit-field-words.ts'
import { optionText } from '../../../desk/visit-form-words.ts'
import { type Field, LINE_LIMIT } from '../../../desk/visit-forms.ts'
import type { Language, Text, Value, Values } from '../../../flow/flow.ts'
import { LIMITS, plainText } from '../blocks.ts'
import { field as input, option } from './form-parts.ts'
import { inLanguage, type Look } from './look.ts'
import { say } from './words.ts'

export type Offers = VisitCard['offers']
type Offered = { readonly value: string; readonly label: Text }

/** Boxes side by side are one block, as are those that order something in spite of a warning. */
type Part = { readonly field: Field } | { readonly boxes: readonly Field[]; readonly id: string }

/** `initial`: what stands in a field already. A field with nothing to choose from is left out. */
export function fieldBlocks(
  fields: readonly Field[],
  offers: Offers,
  initial: Readonly<Record<string, string | undefined>>,
  look: Look,
): InputBlock[] {
  return partsOf(fields).flatMap(part =>
    'field' in part ? one(part.field, offers, initial[part.field.name], look) : [boxes(part.boxes, part.id, look)],
  )
}

/** Whether something must be chosen of which there is nothing. */
export function lacksChoice(fields: readonly Field[], offers: Offers): boolean {
  return fields.some(field => field.required && isChoice(field) && choicesOf(field, offers).length === 0)
}

function partsOf(fields: readonly Field[]): Part[] {
  const parts: Part[] = []
  let last: Field | undefined
  for (const field of fields) {
    const group = parts.at(-1)
    const joins = last?.kind === 'box' && isDespite(last) === isDespite(field)
    if (field.kind !== 'box') parts.push({ field })
    else if (joins && group && 'boxes' in group) parts[parts.length - 1] = { ...group, boxes: [...group.boxes, field] }
    else parts.push({ boxes: [field], id: `boxes:${field.name}` })
    last = field
  }
  return parts.flatMap(part => ('boxes' in part ? inTens(part.boxes) : [part]))
}

/** A block of check boxes has at most ten. */
function inTens(all: readonly Field[]): Part[] {
  const parts: Part[] = []
  for (let from = 0; from < all.length; from += LIMITS.boxes) {
    const some = all.slice(from, from + LIMITS.boxes)
    parts.push({ boxes: some, id: `boxes:${some[0]?.name ?? ''}` })
  }
  return parts
}

function isDespite({ name }: Field): boolean {
  return name.startsWith('despite')
}

function boxes(fields: readonly Field[], id: string, look: Look): InputBlock {
  const { language } = look
  const needed = fields.some(({ required }) => required)
  const isWarning = fields.every(isDespite)
  return input(
    {
      id,
      label: say(language, isWarning ? 'despiteLabel' : 'boxesLabel'),
      ...(isWarning && { hint: say(language, 'despiteHint') }),
      ...(fields.some(({ name }) => name === 'testRun') && { hint: say(language, 'boxesHint') }),
      // What is missing among them is named when the form comes back.
      optional: fields.length > 1 || !needed,
    },
    { type: 'checkboxes', options: fields.map(({ name }) => option(fieldWords(name).label[language], name)) },
  )
}

function isChoice({ kind }: Field): boolean {
  return kind === 'choice' || kind === 'choices'
}

function choicesOf({ from, options = [] }: Field, offers: Offers): readonly Offered[] {
  const offered = from === undefined ? options.map(value => ({ value, label: optionText(value) })) : offers[from]
  return offered.filter(({ value }) => value !== '' && value.length <= LIMITS.optionValue).slice(0, LIMITS.options)
}

/** So many choices are seen at a glance. */
const FEW = 5

function one(field: Field, offers: Offers, initial: string | undefined, look: Look): InputBlock[] {
  const { language } = look
  const words = fieldWords(field.name)
  const offered = choicesOf(field, offers)
  if (isChoice(field) && offered.length === 0) return []
  const element = elementOf(field, offered, initial, look)
  return [
    input(
      {
        id: field.name,
        label: words.label[language],
        ...(words.hint && { hint: words.hint[language] }),
        optional: !field.required,
      },
      words.example && element.type === 'plain_text_input'
        ? { ...element, placeholder: plainText(words.example[language], LIMITS.placeholder) }
        : element,
    ),
  ]
}

function elementOf(
  field: Field,
  offered: readonly Offered[],
  initial: string | undefined,
  look: Look,
): InputBlock['element'] {
  const options = offered.map(({ value, label }) => option(inLanguage(label, look), value))
  switch (field.kind) {
    case 'number':
      return {
        type: 'number_input',
        is_decimal_allowed: false,
        ...(field.least !== undefined && { min_value: String(field.least) }),
        ...(field.most !== undefined && { max_value: String(field.most) }),
      }
    case 'instant':
      return { type: 'datetimepicker' }
    case 'choice': {
      const chosen = options.find(({ value }) => value === initial)
      // What was chosen among radio buttons cannot be given up again.
      const type = field.required && options.length <= FEW ? 'radio_buttons' : 'static_select'
      return { type, options, ...(chosen && { initial_option: chosen }) }
    }
    case 'choices':
      return options.length <= LIMITS.boxes ? { type: 'checkboxes', options } : { type: 'multi_static_select', options }
    default:
      return { type: 'plain_text_input', multiline: field.kind === 'lines', max_length: lengthOf(field) }
  }
}

function lengthOf({ kind }: Field): number {
  return kind === 'lines' ? LINE_LIMIT * 4 : LINE_LIMIT
}

/** An input as Slack hands it back. */
export type SubmittedField = {
  readonly type?: string
  readonly value?: string | null
  readonly selected_user?: string | null
  readonly selected_option?: { readonly value: string } | null
  readonly selected_options?: readonly { readonly value: string }[] | null
  /** Epoch seconds. */
  readonly selected_date_time?: number | null
}

export type ReadFields = { readonly details: Values } | { readonly errors: Readonly<Record<string, string>> }

/** Details by the names of the fields, or what is wrong by the ids of the blocks. */
export function readFields(
  fields: readonly Field[],
  submitted: (block: string) => SubmittedField | undefined,
  language: Language,
): ReadFields {
  const details: Record<string, Value> = {}
  const errors: Record<string, string> = {}
  for (const part of partsOf(fields)) {
    if ('boxes' in part) {
      const ticked = (submitted(part.id)?.selected_options ?? []).map(({ value }) => value)
      const missing = part.boxes.filter(({ name, required }) => required && !ticked.includes(name))
      for (const { name } of part.boxes) details[name] = ticked.includes(name)
      if (missing.length > 0) errors[part.id] = missingText(missing, language)
      continue
    }
    const { name } = part.field
    const read = readOne(part.field, submitted(name), language)
    if (typeof read === 'object' && read !== null && 'error' in read) errors[name] = read.error
    else if (read?.value !== undefined) details[name] = read.value
  }
  return Object.keys(errors).length > 0 ? { errors } : { details }
}

function missingText(missing: readonly Field[], language: Language): string {
  const names = missing.map(({ name }) => fieldWords(name).label[language])
  return say(language, 'tickMissing', { missing: names.join(say(language, 'comma')) })
}

type ReadOne = { readonly value: Value } | { readonly error: string } | undefined

function readOne(field: Field, given: SubmittedField | undefined, language: Language): ReadOne {
  const missing: ReadOne = field.required
    ? { error: say(language, isWritten(field) ? 'fillLine' : 'choose') }
    : undefined
  switch (field.kind) {
    case 'number':
      return readNumber(field, (given?.value ?? '').trim(), language)
    case 'instant':
      return given?.selected_date_time ? { value: given.selected_date_time * 1000 } : missing
    case 'choice':
      return given?.selected_option ? { value: given.selected_option.value } : missing
    case 'choices': {
      const chosen = (given?.selected_options ?? []).map(({ value }) => value)
      return chosen.length === 0 && field.required ? missing : { value: chosen }
    }
    default: {
      const text = (given?.value ?? '').trim()
      const limit = lengthOf(field)
      if (text === '') return missing
      return text.length > limit ? { error: say(language, 'tooLong', { limit }) } : { value: text }
    }
  }
}

function readNumber(
  { required, least = 0, most = Number.MAX_SAFE_INTEGER }: Field,
  written: string,
  language: Language,
): ReadOne {
  if (written === '' && !required) return undefined
  const number = /^\d+$/.test(written) ? Number(written) : Number.NaN
  if (number >= least && number <= most) return { value: number }
  return { error: say(language, 'numberRange', { least, most }) }
}

function isWritten({ kind }: Field): boolean {
  return kind === 'line' || kind === 'lines'
}
