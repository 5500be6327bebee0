/** A form of a visit as questions in a chat, one after the other, from the same description as every other form. Pure. */
import type { ShownField, ShownForm } from '../desk/visit-offers.ts'
import type { Text, Value, Values } from '../flow/flow.ts'

export type Offered = { readonly value: string; readonly label: Text }

/** What is asked next. */
export type FormQuestion = {
  /** The fields it answers: several only for boxes that are ticked together. */
  readonly names: readonly string[]
  readonly kind: 'line' | 'pick' | 'instant'
  readonly text: Text
  readonly options: readonly Offered[]
}

const WORDS = {
  all: { en: 'All of it', zh: '全部完成' },
  some: { en: 'Not all of it', zh: '有未完成的' },
  yes: { en: 'Yes', zh: '是' },
  no: { en: 'No', zh: '否' },
  skip: { en: 'Leave out', zh: '不填' },
  enough: { en: "That's all", zh: '就这些' },
} as const satisfies Readonly<Record<string, Text>>

/** Begins the names that only the questions use, not the order. */
const OURS = '_'
/** Asked once whoever ordered has been warned: never at first. */
const DESPITE = 'despite'

/** The first question that `details` do not answer yet; undefined when the form is whole. */
export function nextQuestion(
  { fields }: ShownForm,
  offers: Readonly<Record<string, readonly Offered[]>>,
  details: Values,
): FormQuestion | undefined {
  const open = fields.filter(field => isWanted(field, details))
  const [first] = open
  if (!first) return undefined
  if (first.kind === 'box') return boxes(first, fields, details)
  const options = first.choices ?? (first.from ? (offers[first.from] ?? []) : [])
  switch (first.kind) {
    case 'choice':
      return question(first, 'pick', [...options, ...skipOf(first)])
    case 'choices':
      return several(first, options, details)
    case 'instant':
      return question(first, 'instant', skipOf(first))
    default:
      return question(first, 'line', skipOf(first))
  }
}

function isWanted({ name, with: other }: ShownField, details: Values): boolean {
  if (name.startsWith(DESPITE) || isAnswered(name, details)) return false
  return other === undefined || listIn(details[other]).length > 0
}

function isAnswered(name: string, details: Values): boolean {
  return details[name] !== undefined && details[`${OURS}${name}`] !== 'more'
}

function skipOf({ required }: ShownField): Offered[] {
  return required ? [] : [{ value: 'skip', label: WORDS.skip }]
}

function question(field: ShownField, kind: FormQuestion['kind'], options: readonly Offered[]): FormQuestion {
  return { names: [field.name], kind, text: textOf(field), options }
}

function textOf({ label, hint, example }: ShownField): Text {
  const lines = (language: 'en' | 'zh') => [label, hint, example].flatMap(text => (text ? [text[language]] : []))
  return { en: lines('en').join('\n'), zh: lines('zh').join('\n') }
}

/** What usually goes together is ticked together, and one by one only when something is missing. */
function boxes(first: ShownField, fields: readonly ShownField[], details: Values): FormQuestion {
  const run = isUsual(first) ? fields.filter(field => isUsual(field) && isWanted(field, details)) : [first]
  const yesNo = [
    { value: 'yes', label: WORDS.yes },
    { value: 'no', label: WORDS.no },
  ]
  if (run.length === 1 || details[`${OURS}boxes`] === 'singly') return question(first, 'pick', yesNo)
  const listed = (language: 'en' | 'zh') => run.map(({ label }) => `· ${label[language]}`).join('\n')
  return {
    names: run.map(({ name }) => name),
    kind: 'pick',
    text: { en: listed('en'), zh: listed('zh') },
    options: [
      { value: 'all', label: WORDS.all },
      { value: 'some', label: WORDS.some },
    ],
  }
}

/** A visit may end without a test run; then the customer is asked again. */
function isUsual({ kind, name, required }: ShownField): boolean {
  return kind === 'box' && (required || name === 'testRun')
}

/** One after the other, until it is enough. */
function several(field: ShownField, options: readonly Offered[], details: Values): FormQuestion {
  const chosen = listIn(details[field.name])
  const left = options.filter(({ value }) => !chosen.includes(value))
  const all = field.from === 'checklist' && chosen.length === 0 ? [{ value: 'all', label: WORDS.all }] : []
  return question(field, 'pick', [...all, ...left, { value: 'enough', label: WORDS.enough }])
}

/** The details with an answer; undefined when the answer is none. `value` is what was picked, typed or read. */
export function withAnswer(form: ShownForm, asked: FormQuestion, value: Value, details: Values): Values | undefined {
  const [name = ''] = asked.names
  const field = form.fields.find(one => one.name === name)
  if (!field) return undefined
  if (value === 'skip') return { ...details, [name]: null }
  switch (field.kind) {
    case 'box':
      if (value === 'some') return { ...details, [`${OURS}boxes`]: 'singly' }
      return { ...details, ...Object.fromEntries(asked.names.map(one => [one, value === 'all' || value === 'yes'])) }
    case 'choices':
      return withOneMore(name, asked, value, details)
    case 'number':
      return withNumber(field, String(value), details)
    default:
      return value === null || value === '' ? undefined : { ...details, [name]: value }
  }
}

/** "20", "20 min", 20分钟. */
const NUMBER = /^(\d{1,9})\s*(?:min(?:ute)?s?|yuan|pcs|分钟?|元|件|个)?$/

function withNumber({ name, least, most }: ShownField, typed: string, details: Values): Values | undefined {
  const written = NUMBER.exec(typed.normalize('NFKC').trim().toLowerCase())?.[1]
  const value = Number(written)
  if (written === undefined || value < (least ?? value) || value > (most ?? value)) return undefined
  return { ...details, [name]: value }
}

function withOneMore(name: string, asked: FormQuestion, value: Value, details: Values): Values {
  const chosen = listIn(details[name])
  if (value === 'enough') return { ...details, [name]: chosen, [`${OURS}${name}`]: 'whole' }
  if (value === 'all') {
    const all = asked.options.map(option => option.value).filter(one => one !== 'all' && one !== 'enough')
    return { ...details, [name]: all, [`${OURS}${name}`]: 'whole' }
  }
  return { ...details, [name]: [...chosen, value], [`${OURS}${name}`]: 'more' }
}

function listIn(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : []
}

/** What is ordered: without what only the questions used. */
export function orderDetails(details: Values): Values {
  return Object.fromEntries(Object.entries(details).filter(([name, value]) => !name.startsWith(OURS) && value !== null))
}
