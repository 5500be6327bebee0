import { DateTime } from 'luxon'
import { MONTH, monthNumber, type Today } from './calendar.ts'
import { ENGLISH_NUMBER, HAN_NUMBER, wordNumber } from './numbers.ts'

export type FoundDate = {
  /** `YYYY-MM-DD`; of a month or a year that is named without a day, the first day. */
  readonly date: string
  /** After today. */
  readonly future: boolean
  readonly start: number
  readonly end: number
}

type Pattern = {
  readonly pattern: RegExp
  readonly read: (groups: readonly (string | undefined)[], today: DateTime) => DateTime | undefined
}

const N = `(\\d{1,2}|${HAN_NUMBER})`
const YEAR = '((?:19|20)\\d\\d|[一二][零〇一二三四五六七八九]{3})'
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?'
const HAN_DAYS: Readonly<Record<string, number>> = {
  大前天: -3,
  前天: -2,
  昨天: -1,
  昨日: -1,
  今天: 0,
  今日: 0,
  明天: 1,
  明日: 1,
  大后天: 3,
  后天: 2,
}
const HAN_YEARS: Readonly<Record<string, number>> = { 大前年: -3, 前年: -2, 去年: -1, 今年: 0 }
const ENGLISH_DAYS: Readonly<Record<string, number>> = {
  'the day before yesterday': -2,
  yesterday: -1,
  today: 0,
  'the day after tomorrow': 2,
  tomorrow: 1,
}
const UNITS: Readonly<Record<string, 'days' | 'weeks' | 'months' | 'years'>> = {
  day: 'days',
  week: 'weeks',
  month: 'months',
  year: 'years',
  天: 'days',
  日: 'days',
  周: 'weeks',
  星期: 'weeks',
  礼拜: 'weeks',
  月: 'months',
  年: 'years',
}

/** In order: what is more exact comes first, so that "5 March 2024" is not read as "March 2024". */
const PATTERNS: readonly Pattern[] = [
  {
    pattern: /(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/,
    read: ([y, m, d]) => on(y, m, d),
  },
  { pattern: new RegExp(`${YEAR}年${N}月份?(?:${N}[日号]?)?`), read: ([y, m, d]) => on(y, m, d ?? '1') },
  {
    pattern: new RegExp(`(大前年|前年|去年|今年)(?:的?${N}月份?(?:${N}[日号]?)?)?`),
    read: ([y = '', m, d], today) => on(String(today.year + (HAN_YEARS[y] ?? 0)), m ?? '1', d ?? '1'),
  },
  { pattern: new RegExp(`(?<!\\d)${YEAR}年(?!前)`), read: ([y]) => on(y, '1', '1') },
  {
    pattern: new RegExp(`(上上?|这|本)个?月(?:${N}[日号])?`),
    read: ([which = '', d], today) => {
      const month = today.minus({ months: which.startsWith('上') ? which.length : 0 })
      return on(String(month.year), String(month.month), d ?? '1')
    },
  },
  {
    pattern: /(大前天|前天|昨天|昨日|今天|今日|明天|明日|大后天|后天)/,
    read: ([w = ''], today) => today.plus({ days: HAN_DAYS[w] ?? 0 }),
  },
  {
    pattern: new RegExp(`(?:${N}|(半))(?:多)?个?(天|日|周|星期|礼拜|月|年)(半)?(?:多)?(?:之|以)?前`),
    read: ([n, half, unit = '', more], today) =>
      before(today, half ? 0.5 : (wordNumber(n ?? '') ?? 0), UNITS[unit], more !== undefined),
  },
  { pattern: new RegExp(`(?<!\\d)${N}月${N}[日号]?`), read: ([m, d], today) => latest(m, d, today) },
  { pattern: new RegExp(`(?<![\\d个])${N}月份?(?!前|后|内)`), read: ([m], today) => latest(m, '1', today) },
  {
    pattern: /(?<![\d/.-])(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)(?!\d)/,
    // Day first, as most of the world writes, unless only month first makes a date.
    read: ([a, b, y]) => (Number(b) > 12 ? on(y, a, b) : on(y, b, a)),
  },
  {
    pattern: new RegExp(`\\b${DAY}(?: of)? ${MONTH}(?:,? ((?:19|20)\\d\\d))?\\b`),
    read: ([d, m = '', y], today) => named(y, m, d, today),
  },
  {
    pattern: new RegExp(`\\b${MONTH} ${DAY}(?:,? ((?:19|20)\\d\\d))?(?!\\d)`),
    read: ([m = '', d, y], today) => named(y, m, d, today),
  },
  {
    pattern: new RegExp(`\\b${MONTH}(?: of)?,? ((?:19|20)\\d\\d)\\b`),
    read: ([m = '', y], today) => named(y, m, '1', today),
  },
  {
    pattern: new RegExp(`\\b(last|this|in|since) ${MONTH}(?: (last|this) year)?\\b`),
    read: ([lead, m = '', year], today) => {
      if (year) return named(String(today.year - (year === 'last' ? 1 : 0)), m, '1', today)
      return lead === 'this' ? named(String(today.year), m, '1', today) : named(undefined, m, '1', today)
    },
  },
  {
    pattern: /\b(the day before yesterday|yesterday|today|the day after tomorrow|tomorrow)\b/,
    read: ([w = ''], today) => today.plus({ days: ENGLISH_DAYS[w] ?? 0 }),
  },
  {
    pattern: new RegExp(
      `\\b(?:(half) (?:a|an) |(?:about |around )?(${ENGLISH_NUMBER}) (?:and (?:a|one) (half) )?)(day|week|month|year)s? ago\\b`,
    ),
    read: ([half, n, more, unit = ''], today) =>
      before(today, half ? 0.5 : (wordNumber(n ?? '') ?? 0), UNITS[unit], more !== undefined),
  },
  {
    pattern: new RegExp(`\\b(${ENGLISH_NUMBER}) (week|month|year)s? and a half ago\\b`),
    read: ([n = '', unit = ''], today) => before(today, wordNumber(n) ?? 0, UNITS[unit], true),
  },
  {
    pattern: /\blast (week|month|year)\b/,
    read: ([unit], today) => {
      if (unit === 'week') return today.minus({ weeks: 1 })
      return unit === 'month' ? today.minus({ months: 1 }).startOf('month') : today.minus({ years: 1 }).startOf('year')
    },
  },
  { pattern: /\bthis (month|year)\b/, read: ([unit], today) => today.startOf(unit === 'month' ? 'month' : 'year') },
  {
    pattern: /^(?:in |around |about )?((?:19|20)\d\d)[.!]?$|\bin ((?:19|20)\d\d)\b/,
    read: ([a, b]) => on(a ?? b, '1', '1'),
  },
]

const MAY_BE_DATE = /\d|[年月天日周前]|ago|day|last|this|morrow|in |since /

/** Every date in the text, the more exact first and none inside another. `text` is folded. */
export function findDates(text: string, now: number, today: Today): readonly FoundDate[] {
  if (!MAY_BE_DATE.test(text)) return []
  const found: FoundDate[] = []
  const taken: { readonly start: number; readonly end: number }[] = []
  for (const { pattern, read } of PATTERNS) {
    const match = pattern.exec(text)
    if (!match) continue
    const start = match.index
    const end = start + match[0].length
    // What is no date as a whole (30 February) is none in part either.
    if (taken.some(other => start < other.end && end > other.start)) continue
    taken.push({ start, end })
    const base = today(now)
    const date = read(match.slice(1), base)
    if (!date?.isValid) continue
    const iso = isoOf(date)
    found.push({ date: iso, future: date > base, start, end })
  }
  return found
}

function isoOf(date: DateTime): string {
  return date.toISODate() ?? ''
}

type Parts = string | undefined

function on(year: Parts, month: Parts, day: Parts): DateTime | undefined {
  const [y, m, d] = [year, month, day].map(part => wordNumber(part ?? ''))
  return y === undefined || m === undefined || d === undefined ? undefined : utc(y, m, d)
}

function named(year: Parts, month: string, day: Parts, today: DateTime): DateTime | undefined {
  const number = String(monthNumber(month))
  return year ? on(year, number, day) : latest(number, day, today)
}

/** A day without a year is the last one that has been: customers tell when something was bought or broke. */
function latest(month: Parts, day: Parts, today: DateTime): DateTime | undefined {
  const date = on(String(today.year), month, day)
  if (!date) return undefined
  return date > today ? date.minus({ years: 1 }) : date
}

function before(
  today: DateTime,
  n: number,
  unit: (typeof UNITS)[string] | undefined,
  half: boolean,
): DateTime | undefined {
  if (!unit || (n === 0 && !half)) return undefined
  if (n === 0.5 || half) {
    const months = unit === 'years' ? n * 12 + (half ? 6 : 0) : 0
    const days = unit === 'months' ? n * 30 + (half ? 15 : 0) : unit === 'weeks' ? Math.round(n * 7) : 0
    return today.minus({ months, days })
  }
  return today.minus({ [unit]: n })
}

function utc(year: number, month: number, day: number): DateTime | undefined {
  const date = DateTime.utc(year, month, day)
  return date.isValid ? date : undefined
}
