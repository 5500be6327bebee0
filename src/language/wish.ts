import { MONTH, WEEKDAY } from './calendar.ts'
import { HAN_NUMBER } from './numbers.ts'
import type { Span } from './phrases.ts'

/** When a customer would like to be visited, in the words that say so. */
export type Wish = Span & { readonly words: string }

type Days = Span & { readonly ahead: boolean }

/** Days; `ahead`: they can only be about the future. */
const DAYS: readonly { readonly pattern: RegExp; readonly ahead: boolean }[] = [
  { pattern: /\b(?:the )?day after tomorrow\b|大?后天/, ahead: true },
  { pattern: /\b(?:tomorrow|tmrw|tmr)\b|明天|明日|明(?=早|晚)/, ahead: true },
  {
    pattern:
      /\bnext week(?:end)?\b|下个?(?:周末|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|周(?![一二三四五六日天]))/,
    ahead: true,
  },
  { pattern: new RegExp(`\\bnext ${WEEKDAY}\\b|下下?个?(?:周|星期|礼拜)[一二三四五六日天]`), ahead: true },
  {
    pattern: /\b(?:today|tonight|this (?:morning|afternoon|evening|week|weekend))\b|今天|今日|今晚|今早/,
    ahead: false,
  },
  { pattern: /\b(?:the |at |on )?weekends?\b|(?:这个?|本)?周末/, ahead: false },
  {
    pattern: new RegExp(
      `\\b(?:on |this |coming )*${WEEKDAY}s?\\b|(?:这个?|本|每个?)?(?:周|星期|礼拜)[一二三四五六日天]`,
    ),
    ahead: false,
  },
  {
    pattern: new RegExp(
      `\\b${MONTH} \\d{1,2}(?:st|nd|rd|th)?\\b|\\b\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}\\b|\\d{1,2}月\\d{1,2}[日号]?`,
    ),
    ahead: false,
  },
  { pattern: /\bthe \d{1,2}(?:st|nd|rd|th)\b|(?<![\d月])\d{1,2}[号日](?![楼码线])/, ahead: false },
]

const CLOCK = '\\d{1,2}(?:[:.]\\d\\d)?(?! ?(?:days?|weeks?|times?|hours?|minutes?|years?|months?))'
const HALF = '(?: ?(?:am|pm|a\\.m\\.|p\\.m\\.))'
const HAN_CLOCK = `(?:凌晨|早上|上午|中午|下午|傍晚|晚上)?(?:(?:\\d{1,2}|${HAN_NUMBER})[点时](?!间)(?:半|\\d{1,2}分?)?|\\d{1,2}:\\d\\d)`
/** Times of the day. */
const HOURS: readonly RegExp[] = [
  new RegExp(`\\bbetween ${CLOCK}${HALF}? ?(?:-|to|and) ?${CLOCK}${HALF}?`),
  new RegExp(`\\b(?:from )?${CLOCK}${HALF}? ?(?:-|to|until|till) ?${CLOCK}${HALF}`),
  new RegExp(`\\b(?:after|past|from|later than|before|until|by|at|around|about) ${CLOCK}${HALF}?(?![\\d:])`),
  new RegExp(`\\b${CLOCK}${HALF}\\b`),
  new RegExp(`${HAN_CLOCK} ?[-到至~] ?${HAN_CLOCK}`),
  new RegExp(`${HAN_CLOCK}(?:钟)?(?:以后|之后|过后|后|以前|之前|前|左右)?`),
  /\b(?:in the |early in the |early |late )?(?:mornings?|afternoons?|evenings?)\b|\b(?:at )?(?:noon|midday|lunch ?time|night)\b|\bafter work\b/,
  /早上|上午|清早|一早|早晨|中午|下午|午后|傍晚|晚上|晚间|下班[以之]?后|(?<=[今明])[早晚]/,
]

const CUE =
  /\b(?:come|visit|send|technician|engineer|book|appointment|available|free|home|schedule|reschedule|slot|window|move|prefer)\b|来|上门|约|派|师傅|在家|有空|方便|改到|改成|安排|维修/
const PAST =
  /(?:\b(?:since|last|until|yesterday|ago|started|stopped|broke|every|not|except)\b|昨|自从|从|以来|上个?周|每天|就坏|开始|不要|不行|除了)[^,。;]{0,12}$/

/** Characters that may stand beside words about the time for them to be all that is said. */
const ALONE = 5

/**
 * The wanted time in the text. Outside of a question about time (`asked`), only words that look ahead ("tomorrow") or
 * stand beside a wish to be visited are one: "it leaks every morning" is not. `text` is folded.
 */
export function findWish(text: string, asked: boolean): Wish | undefined {
  const days = findDays(text)
  const hours = findHours(text)
  const spans = [days, hours].filter(span => span !== undefined)
  if (spans.length === 0) return undefined
  const start = Math.min(...spans.map(span => span.start))
  const end = Math.max(...spans.map(span => span.end))
  const alone = text.length - (end - start) <= ALONE
  if (!asked && (PAST.test(text.slice(0, start)) || !(days?.ahead || alone || CUE.test(text)))) return undefined
  return { start, end, words: text.slice(start, end) }
}

function findDays(text: string): Days | undefined {
  for (const { pattern, ahead } of DAYS) {
    const match = pattern.exec(text)
    if (match) return { ahead, start: match.index, end: match.index + match[0].length }
  }
  return undefined
}

function findHours(text: string): Span | undefined {
  for (const pattern of HOURS) {
    const match = pattern.exec(text)
    if (match) return { start: match.index, end: match.index + match[0].length }
  }
  return undefined
}
