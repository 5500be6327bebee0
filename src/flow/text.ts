/**
 * Texts: ICU MessageFormat with dotted placeholders, put into a customer's language with the values of a scope.
 *
 * ICU allows no dot in a placeholder's name, so `{visit.window}` is read as one name with a stand-in character and turned
 * back in the parsed message. Messages are parsed and their formatters made once per language and zone.
 */
import { type Formatters, IntlMessageFormat } from 'intl-messageformat'
import { type DurationUnit, durationParts } from './duration.ts'
import type { Language, Text, Value, Values } from './flow.ts'
import { type Scope, valueAt } from './scope.ts'

type Element = ReturnType<IntlMessageFormat['getAst']>[number]
type Parsed = { readonly elements: Element[] } | { readonly problem: string }
type Compiled = {
  readonly format: IntlMessageFormat
  readonly paths: readonly string[]
  /** Those that the message formats as dates itself. */
  readonly dates: ReadonlySet<string>
}

/** Day before month and a 24-hour clock, as the service speaks English outside the United States. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', zh: 'zh-CN' }
/** Stands for the dot while ICU reads a message: a private-use character that nobody types. */
const DOT = '\uE000'
/** Stands for the hyphen in the words of a select (`air-conditioner {…}`), which ICU does not take either. */
const HYPHEN = '\uE001'
const HYPHENED = /[A-Za-z]\w*(?:-\w+)+(?=\s*\{)/g
const DOTTED = /\{(\s*[A-Za-z]\w*(?:\.\w+)+\s*)(?=[},])/g
/** Element types of the ICU parser. */
const [LITERAL, ARGUMENT, DATE, SELECT, PLURAL, POUND] = [0, 1, 3, 5, 6, 7]

const UNITS: Readonly<Record<Language, Readonly<Record<DurationUnit, readonly [one: string, other: string]>>>> = {
  en: { s: ['second', 'seconds'], m: ['minute', 'minutes'], h: ['hour', 'hours'], d: ['day', 'days'] },
  zh: { s: ['秒', '秒'], m: ['分钟', '分钟'], h: ['小时', '小时'], d: ['天', '天'] },
}

/** Parsed messages by zone, language and source: a memo, bounded by what the catalogue contains. */
const compiled = new Map<string, Map<string, Compiled | string>>()

/**
 * The text in the scope's language with its placeholders filled. A value that has `en` and `zh` is put in the language,
 * instants are told in the scope's zone, a duration of the policy reads "30 minutes", a missing value reads as nothing.
 * Never throws: a message that cannot be parsed (the check refuses those) is shown without its placeholders.
 */
export function renderText(text: Text, scope: Scope): string {
  const message = text[scope.language]
  if (!message.includes('{') && !message.includes("'")) return message
  const entry = compile(message, scope.language, scope.zone)
  if (typeof entry === 'string') return entry
  const values: Record<string, string | number> = {}
  for (const path of entry.paths) {
    const value = valueAt(path, scope)
    const isRaw = typeof value === 'string' && entry.dates.has(path)
    values[path] = isRaw ? value : shown(value, path, scope.language)
  }
  try {
    return String(entry.format.format(values))
  } catch {
    return withoutPlaceholders(message)
  }
}

/** The slot paths a message names, also inside plural and select, in order; empty when it cannot be parsed. */
export function placeholdersOf(message: string): string[] {
  const read = parseMessage(message)
  return 'problem' in read ? [] : pathsIn(read.elements)
}

/** What ICU finds wrong with a message, in words. */
export function problemOf(message: string): string | undefined {
  const read = parseMessage(message)
  return 'problem' in read ? read.problem : undefined
}

/** Placeholders shown as they are, outside date, number, plural and select: where `true` or a bare instant would be read aloud. */
export function plainPlaceholdersOf(message: string): string[] {
  const read = parseMessage(message)
  if ('problem' in read) return []
  const plain = (elements: readonly Element[]): string[] =>
    elements.flatMap(element =>
      element.type === ARGUMENT ? [nameOf(element)] : branchesOf(element).flatMap(branch => plain(branch)),
    )
  return plain(read.elements)
}

/** Slot paths whose value is told whatever it is: not those that only choose between the branches of a select. */
export function alwaysShown(message: string): string[] {
  const read = parseMessage(message)
  if ('problem' in read) return []
  const shown = read.elements.filter(({ type }) => type !== LITERAL && type !== POUND && type !== SELECT)
  return [...new Set(shown.map(nameOf))]
}

/**
 * Characters of the message after the longest substitution, `widthOf` saying how long the value of a path may become.
 * Of plural and select branches the longest counts. A message that cannot be parsed counts as written.
 */
export function longestMessage(message: string, widthOf: (path: string) => number): number {
  const read = parseMessage(message)
  if ('problem' in read) return message.length
  const length = (elements: readonly Element[]): number => elements.reduce((sum, element) => sum + widest(element), 0)
  const widest = (element: Element): number => {
    if (element.type === LITERAL) return textOf(element).length
    if (element.type === POUND) return NUMBER_WIDTH
    if (element.type === ARGUMENT) return widthOf(nameOf(element))
    const branches = branchesOf(element)
    return branches.length === 0 ? FORMATTED_WIDTH : Math.max(...branches.map(length))
  }
  return length(read.elements)
}

/** A number in a message, with separators: 1,234,567.89. */
const NUMBER_WIDTH = 12
/** A formatted date and time: "Wednesday 30 September 2026 at 16:00:00 GMT+8". */
const FORMATTED_WIDTH = 48

function compile(message: string, language: Language, zone: string): Compiled | string {
  const key = `${language} ${zone}`
  let messages = compiled.get(key)
  if (messages === undefined) {
    messages = new Map()
    compiled.set(key, messages)
  }
  let entry = messages.get(message)
  if (entry === undefined) {
    const read = parseMessage(message)
    entry =
      'problem' in read
        ? withoutPlaceholders(message)
        : {
            format: new IntlMessageFormat(read.elements, LOCALES[language], undefined, {
              formatters: formattersOf(language, zone),
            }),
            paths: pathsIn(read.elements),
            dates: new Set(
              elementsIn(read.elements).flatMap(element => (element.type === DATE ? [nameOf(element)] : [])),
            ),
          }
    messages.set(message, entry)
  }
  return entry
}

/** Parsed messages, before language and zone matter: a memo, bounded by what the catalogue contains. */
const parsed = new Map<string, Parsed>()

function parseMessage(message: string): Parsed {
  return kept(parsed, message, () => readMessage(message))
}

function readMessage(message: string): Parsed {
  const written = message
    .replace(DOTTED, (_all, name: string) => `{${name.replaceAll('.', DOT)}`)
    .replace(HYPHENED, name => name.replaceAll('-', HYPHEN))
  try {
    // The language only decides what the hour of a skeleton (`j`) means, and both of ours mean the 24-hour clock.
    const elements = new IntlMessageFormat(written, LOCALES.en, undefined, { ignoreTag: true }).getAst()
    return { elements: elements.map(element => withDots(element)) }
  } catch (error) {
    return {
      problem: error instanceof Error ? (error.message.split('\n')[0]?.replaceAll(DOT, '.') ?? '') : 'unreadable',
    }
  }
}

function withDots(element: Element): Element {
  const copy: Record<string, unknown> = { ...element }
  if (typeof copy.value === 'string') copy.value = restored(copy.value)
  if ('options' in element) {
    copy.options = Object.fromEntries(
      Object.entries(element.options).map(([name, option]) => [
        restored(name),
        { ...option, value: option.value.map(withDots) },
      ]),
    )
  }
  return copy as unknown as Element
}

function restored(text: string): string {
  return text.replaceAll(DOT, '.').replaceAll(HYPHEN, '-')
}

function pathsIn(elements: readonly Element[]): string[] {
  const named = elementsIn(elements).filter(({ type }) => type !== LITERAL && type !== POUND)
  return [...new Set(named.map(nameOf))]
}

/** All elements, also inside plural and select, in order. */
function elementsIn(elements: readonly Element[]): Element[] {
  return elements.flatMap(element => [element, ...branchesOf(element).flatMap(elementsIn)])
}

function branchesOf(element: Element): Element[][] {
  if (element.type !== SELECT && element.type !== PLURAL) return []
  return 'options' in element ? Object.values(element.options).map(option => option.value) : []
}

function nameOf(element: Element): string {
  return 'value' in element && typeof element.value === 'string' ? element.value : ''
}
const textOf = nameOf

/** A value as ICU gets it: numbers stay numbers, so that plural, number and date can use them. */
function shown(value: Value | undefined, path: string, language: Language): string | number {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return value
  if (typeof value === 'string')
    return path.startsWith('policy.') ? durationIn(value, language) : dateIn(value, language)
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) {
    const items = value.map((item: Value) => String(shown(item, path, language))).filter(item => item !== '')
    return items.join(language === 'zh' ? '、' : ', ')
  }
  const inLanguage = (value as Values)[language]
  return typeof inLanguage === 'string' ? inLanguage : ''
}

function durationIn(text: string, language: Language): string {
  const parts = durationParts(text)
  if (parts === undefined) return text
  const [one, other] = UNITS[language][parts.unit]
  return `${parts.count}${language === 'zh' ? '' : ' '}${parts.count === 1 ? one : other}`
}

/** A date as exact as it was told: a day, a month, or only a year, which reads as it is written. */
const TOLD_DATE = /^(?:19|20)\d\d(-\d\d(-\d\d)?)?$/
const VAGUE_DATE = /^(?:19|20)\d\d(-\d\d)?$/
const DAY: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }
const MONTH: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', timeZone: 'UTC' }
const spoken = new Map<string, Intl.DateTimeFormat>()

function dateIn(text: string, language: Language): string {
  const [whole, month, day] = TOLD_DATE.exec(text) ?? []
  if (whole === undefined || month === undefined) return text
  const format = kept(spoken, `${language} ${day === undefined}`, () => {
    return new Intl.DateTimeFormat(LOCALES[language], day === undefined ? MONTH : DAY)
  })
  const instant = Date.parse(day === undefined ? `${text}-01` : text)
  return Number.isNaN(instant) ? text : format.format(instant)
}

/** Formatters that tell instants in a zone, dates (`2026-03-02`) as they are, and missing values as nothing. */
function formattersOf(language: Language, zone: string): Formatters {
  const locale = LOCALES[language]
  const dates = new Map<string, Intl.DateTimeFormat>()
  const numbers = new Map<string, Intl.NumberFormat>()
  const plurals = new Map<string, Intl.PluralRules>()
  return {
    getDateTimeFormat: (_locales, options) => {
      const key = JSON.stringify(options ?? {})
      const make = (timeZone: string): Intl.DateTimeFormat => new Intl.DateTimeFormat(locale, { ...options, timeZone })
      const instants = kept(dates, key, () => make(zone))
      const format = (value?: unknown): string => {
        if (typeof value === 'number') return instants.format(value)
        if (typeof value === 'string' && VAGUE_DATE.test(value)) return dateIn(value, language)
        const day = typeof value === 'string' ? Date.parse(`${value}T00:00:00Z`) : Number.NaN
        return Number.isNaN(day) ? '' : kept(dates, `${key} UTC`, () => make('UTC')).format(day)
      }
      return { format } as Intl.DateTimeFormat
    },
    getNumberFormat: (_locales, options) => {
      const numberFormat = kept(
        numbers,
        JSON.stringify(options ?? {}),
        () => new Intl.NumberFormat(locale, options as Intl.NumberFormatOptions),
      )
      return {
        format: (value: unknown) => (typeof value === 'number' ? numberFormat.format(value) : ''),
      } as Intl.NumberFormat
    },
    getPluralRules: (_locales, options) =>
      kept(plurals, JSON.stringify(options ?? {}), () => new Intl.PluralRules(locale, options)),
  }
}

function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  const old = map.get(key)
  if (old !== undefined) return old
  const made = make()
  map.set(key, made)
  return made
}

function withoutPlaceholders(message: string): string {
  return message.replace(/\{[^{}]*\}/g, '').replace(/[{}]/g, '')
}
