/** "Tomorrow afternoon", 周六上午: when a customer would like the visit, read well enough to put those windows first. */
import { DateTime } from 'luxon'

export type Wish = {
  /** Local dates `YYYY-MM-DD`; absent: any day. */
  readonly days?: readonly string[]
  /** Minutes after midnight within which a window should begin; absent: any time. */
  readonly from?: number
  readonly to?: number
}

const PARTS_OF_DAY: readonly (readonly [RegExp, number, number])[] = [
  [/\bmorning\b|早上|上午|清早|早晨/, 0, 12 * 60],
  [/\bnoon\b|\blunch|\bmidday\b|中午|午间/, 11 * 60, 14 * 60],
  [/\bafternoon\b|下午|午后/, 12 * 60, 18 * 60],
  [/\bevening\b|\btonight\b|\bnight\b|after work|晚上|傍晚|下班/, 17 * 60, 24 * 60],
]

const DAYS_AHEAD: readonly (readonly [RegExp, number])[] = [
  [/大后天/, 3],
  [/day after tomorrow|后天|後天/, 2],
  [/\btomorrow\b|明天|明日|明早|明晚/, 1],
  [/\btoday\b|\btonight\b|今天|今日|今晚|现在|马上/, 0],
]

const WEEKDAY_WORDS: readonly RegExp[] = [
  /\bmon(day)?\b|(周|星期|礼拜)一/,
  /\btue(s|sday)?\b|(周|星期|礼拜)二/,
  /\bwed(nesday)?\b|(周|星期|礼拜)三/,
  /\bthu(rs|rsday)?\b|(周|星期|礼拜)四/,
  /\bfri(day)?\b|(周|星期|礼拜)五/,
  /\bsat(urday)?\b|(周|星期|礼拜)六/,
  /\bsun(day)?\b|(周|星期|礼拜)[日天]/,
]

/** Reads the words about the time; undefined when they say nothing about it. `zone` is that of the visit. */
export function readWish(text: string, now: number, zone: string): Wish | undefined {
  const words = text.normalize('NFKC').toLowerCase()
  const today = DateTime.fromMillis(now, { zone }).startOf('day')
  const days = wishedDays(words, today)
  const time = wishedTime(words)
  if (!days && !time) return undefined
  return { ...(days && { days }), ...time }
}

/** Whether a window that begins at this local date and minute is what was wished. */
export function isWished(wish: Wish, date: string, minute: number): boolean {
  if (wish.days && !wish.days.includes(date)) return false
  return (wish.from === undefined || minute >= wish.from) && (wish.to === undefined || minute < wish.to)
}

function wishedDays(words: string, today: DateTime): readonly string[] | undefined {
  for (const [pattern, ahead] of DAYS_AHEAD) {
    if (pattern.test(words)) return [isoDate(today.plus({ days: ahead }))]
  }
  const date = wishedDate(words, today)
  if (date) return [date]
  if (/\bweekend\b|周末|週末/.test(words)) return [nextWeekday(today, 6), nextWeekday(today, 7)]
  const weekdays = WEEKDAY_WORDS.flatMap((pattern, index) => (pattern.test(words) ? [index + 1] : []))
  if (weekdays.length === 0) return undefined
  const isNextWeek = /下(周|星期|礼拜|週)/.test(words)
  return weekdays.map(weekday =>
    isNextWeek ? isoDate(today.startOf('week').plus({ weeks: 1, days: weekday - 1 })) : nextWeekday(today, weekday),
  )
}

/** `2026-11-26`, `11月26日`, `26号`. */
function wishedDate(words: string, today: DateTime): string | undefined {
  const iso = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/.exec(words)
  if (iso) return validDate(Number(iso[1]), Number(iso[2]), Number(iso[3]), today)
  const month = /(\d{1,2})月(\d{1,2})/.exec(words)
  if (month) return upcoming(Number(month[1]), Number(month[2]), today)
  const day = /(\d{1,2})[日号]/.exec(words)
  if (!day) return undefined
  const dayOfMonth = Number(day[1])
  const inMonth = dayOfMonth >= today.day ? today : today.startOf('month').plus({ months: 1 })
  return validDate(inMonth.year, inMonth.month, dayOfMonth, today)
}

function upcoming(month: number, day: number, today: DateTime): string | undefined {
  const thisYear = validDate(today.year, month, day, today)
  return thisYear && thisYear >= isoDate(today) ? thisYear : validDate(today.year + 1, month, day, today)
}

function validDate(year: number, month: number, day: number, today: DateTime): string | undefined {
  return DateTime.fromObject({ year, month, day }, { zone: today.zone }).toISODate() ?? undefined
}

function nextWeekday(today: DateTime, weekday: number): string {
  return isoDate(today.plus({ days: (weekday - today.weekday + 7) % 7 }))
}

function isoDate(day: DateTime): string {
  return day.toISODate() ?? ''
}

function wishedTime(words: string): { from: number; to: number } | undefined {
  const part = PARTS_OF_DAY.find(([pattern]) => pattern.test(words))
  const hour = wishedHour(words, part !== undefined && part[1] >= 12 * 60)
  if (hour !== undefined) return around(hour)
  return part && { from: part[1], to: part[2] }
}

/** A clock time asks for windows that begin within the hour before it up to the hour after it. */
function around(hour: number): { from: number; to: number } {
  return { from: (hour - 1) * 60, to: (hour + 1) * 60 + 1 }
}

const EARLIEST_HOUR = 7

function wishedHour(words: string, isLate: boolean): number | undefined {
  const match = /(\d{1,2}):\d{2}|(\d{1,2})\s*(am|pm)\b|(\d{1,2})\s*[点點时]|\bat (\d{1,2})\b/.exec(words)
  if (!match) return undefined
  const hour = Number(match[1] ?? match[2] ?? match[4] ?? match[5])
  if (hour > 24) return undefined
  // "At 4" and 三点 mean the afternoon: nobody asks for a visit before dawn.
  const isAfternoon = isLate || match[3] === 'pm' || (match[3] !== 'am' && hour < EARLIEST_HOUR)
  return hour < 12 && isAfternoon ? hour + 12 : hour
}
