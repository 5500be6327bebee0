import { DateTime } from 'luxon'
import { MONTH, monthNumber, type Today } from './calendar.ts'
import { ENGLISH_NUMBER, HAN_NUMBER, wordNumber } from './numbers.ts'

export type FoundDate = {
  /** As exact as it was told: `2025-03-01`, `2025-03` or `2025`. */
  readonly date: string
  /** After today. */
  readonly future: boolean
  readonly start: number
  readonly end: number
}

/** A day, and what of it was told: "last year" is no day. */
type Told = { readonly day: DateTime; readonly as: 'day' | 'month' | 'year' }

type Pattern = {
  readonly pattern: RegExp
  readonly read: (groups: readonly (string | undefined)[], today: DateTime) => Told | undefined
}

const FORMATS: Readonly<Record<Told['as'], string>> = { day: 'yyyy-MM-dd', month: 'yyyy-MM', year: 'yyyy' }

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
  { pattern: new RegExp(`${YEAR}年${N}月份?(?:${N}[日号]?)?`), read: ([y, m, d]) => on(y, m, d) },
  {
    pattern: new RegExp(`(大前年|前年|去年|今年)(?:的?${N}月份?(?:${N}[日号]?)?)?`),
    read: ([y = '', m, d], today) => on(String(today.year + (HAN_YEARS[y] ?? 0)), m, d),
  },
  { pattern: new RegExp(`(?<!\\d)${YEAR}年(?!前)`), read: ([y]) => on(y) },
  {
    pattern: new RegExp(`(上上?|这|本)个?月(?:${N}[日号])?`),
    read: ([which = '', d], today) => {
      const month = today.minus({ months: which.startsWith('上') ? which.length : 0 })
      return on(String(month.year), String(month.month), d)
    },
  },
  {
    pattern: /(大前天|前天|昨天|昨日|今天|今日|明天|明日|大后天|后天)/,
    read: ([w = ''], today) => exactly(today.plus({ days: HAN_DAYS[w] ?? 0 })),
  },
  {
    pattern: new RegExp(`(?:${N}|(半))(?:多)?个?(天|日|周|星期|礼拜|月|年)(半)?(?:多)?(?:之|以)?前`),
    read: ([n, half, unit = '', more], today) =>
      before(today, half ? 0.5 : (wordNumber(n ?? '') ?? 0), UNITS[unit], more !== undefined),
  },
  { pattern: new RegExp(`(?<!\\d)${N}月${N}[日号]?`), read: ([m, d], today) => latest(m, d, today) },
  { pattern: new RegExp(`(?<![\\d个])${N}月份?(?!前|后|内)`), read: ([m], today) => latest(m, undefined, today) },
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
    read: ([m = '', y], today) => named(y, m, undefined, today),
  },
  {
    pattern: new RegExp(`\\b(last|this|in|since) ${MONTH}(?: (last|this) year)?\\b`),
    read: ([lead, m = '', year], today) => {
      if (year) return named(String(today.year - (year === 'last' ? 1 : 0)), m, undefined, today)
      return named(lead === 'this' ? String(today.year) : undefined, m, undefined, today)
    },
  },
  {
    pattern: /\b(the day before yesterday|yesterday|today|the day after tomorrow|tomorrow)\b/,
    read: ([w = ''], today) => exactly(today.plus({ days: ENGLISH_DAYS[w] ?? 0 })),
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
    read: ([unit = ''], today) => before(today, 1, UNITS[unit], false),
  },
  {
    pattern: /\bthis (month|year)\b/,
    read: ([unit], today) => ({ day: today, as: unit === 'month' ? 'month' : 'year' }),
  },
  {
    pattern: /^(?:in |around |about )?((?:19|20)\d\d)[.!]?$|\bin ((?:19|20)\d\d)\b/,
    read: ([a, b]) => on(a ?? b),
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
    const told = read(match.slice(1), base)
    if (!told?.day.isValid) continue
    found.push({ date: told.day.toFormat(FORMATS[told.as]), future: told.day > base, start, end })
  }
  return found
}

type Parts = string | undefined

function exactly(day: DateTime): Told {
  return { day, as: 'day' }
}

/** A day, a month without a day, or a year without a month. */
function on(year: Parts, month?: Parts, day?: Parts): Told | undefined {
  const [y, m, d] = [year, month ?? '1', day ?? '1'].map(part => wordNumber(part ?? ''))
  if (y === undefined || m === undefined || d === undefined) return undefined
  const date = DateTime.utc(y, m, d)
  return date.isValid ? { day: date, as: day ? 'day' : month ? 'month' : 'year' } : undefined
}

function named(year: Parts, month: string, day: Parts, today: DateTime): Told | undefined {
  const number = String(monthNumber(month))
  return year ? on(year, number, day) : latest(number, day, today)
}

/** A day without a year is the last one that has been: customers tell when something was bought or broke. */
function latest(month: Parts, day: Parts, today: DateTime): Told | undefined {
  const told = on(String(today.year), month, day)
  if (!told) return undefined
  return told.day > today ? { ...told, day: told.day.minus({ years: 1 }) } : told
}

type Unit = (typeof UNITS)[string]

/** "Two years ago" is a year, "a month ago" a month; of weeks and of halves the month is told. */
function before(today: DateTime, n: number, unit: Unit | undefined, half: boolean): Told | undefined {
  if (!unit || (n === 0 && !half)) return undefined
  if (n === 0.5 || half) {
    const months = unit === 'years' ? n * 12 + (half ? 6 : 0) : 0
    const days = unit === 'months' ? n * 30 + (half ? 15 : 0) : unit === 'weeks' ? Math.round(n * 7) : 0
    return { day: today.minus({ months, days }), as: unit === 'days' ? 'day' : 'month' }
  }
  const as = unit === 'days' ? 'day' : unit === 'years' ? 'year' : 'month'
  return { day: today.minus({ [unit]: n }), as }
}
