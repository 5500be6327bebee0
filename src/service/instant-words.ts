/** "Tomorrow 14:30", 明天下午三点, "+2h": an instant as somebody in a hurry types it. Pure. */
import { DateTime } from 'luxon'
import { readWish } from './wish.ts'

const AHEAD = /^\+?\s*(\d{1,3})\s*(h|hours?|个?小时|个?钟头|m|min|minutes?|分钟|d|days?|天)(?:后|以后|later)?$/
const CLOCK = /(\d{1,2})\s*[:：.点點时]\s*(\d{2}|半)?(?:分)?|(\d{1,2})\s*(am|pm)\b/
const AFTERNOON = /下午|晚上|傍晚|pm\b|evening|afternoon/

/** Epoch milliseconds after `now`, by the clock of `zone`; undefined when the text names no time of day that is to come. */
export function readInstant(text: string, now: number, zone: string): number | undefined {
  const words = withDigits(text.normalize('NFKC').trim().toLowerCase())
  const ahead = AHEAD.exec(words)
  if (ahead) return now + Number(ahead[1]) * unitOf(ahead[2] ?? '')
  const clock = CLOCK.exec(withoutDate(words))
  if (!clock) return undefined
  const minutes = minutesOf(clock, AFTERNOON.test(words))
  if (minutes === undefined) return undefined
  const today = DateTime.fromMillis(now, { zone }).startOf('day')
  const named = readWish(words, now, zone)?.days?.[0]
  const day = named === undefined ? today : DateTime.fromISO(named, { zone })
  const at = onClock(day, minutes)
  if (at > now) return at
  // "9:00" said in the evening is tomorrow's.
  return named === undefined ? onClock(day.plus({ days: 1 }), minutes) : undefined
}

/** By the clock on the wall, also on the day it is changed. */
function onClock(day: DateTime, minutes: number): number {
  return day.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toMillis()
}

/** 三点, 十二点, 两小时. */
function withDigits(words: string): string {
  return words.replaceAll(/[一二两三四五六七八九十]{1,3}(?=[点點时]|个?小时|个?钟头|分|天)/g, written => {
    const [tens, ones] = written.includes('十') ? written.split('十') : ['', written]
    const value = written.includes('十') ? 10 * (tens === '' ? 1 : digit(tens)) : 0
    return String(value + digit(ones))
  })
}

function digit(written = ''): number {
  return written === '两' ? 2 : Math.max(0, '零一二三四五六七八九'.indexOf(written.charAt(0) || '零'))
}

function unitOf(unit: string): number {
  if (/^(h|个?小时|个?钟头)/.test(unit)) return 3_600_000
  return /^(d|天)/.test(unit) ? 86_400_000 : 60_000
}

/** The dots and colons of a date are none of a clock. */
function withoutDate(words: string): string {
  return words.replaceAll(/\d{4}-\d{1,2}-\d{1,2}|\d{1,2}月\d{1,2}[日号]?/g, ' ')
}

function minutesOf(clock: RegExpExecArray, isLate: boolean): number | undefined {
  const hour = Number(clock[1] ?? clock[3])
  const minute = clock[2] === '半' ? 30 : Number(clock[2] ?? 0)
  if (hour > 23 || minute > 59) return undefined
  return ((isLate || clock[4] === 'pm') && hour < 12 ? hour + 12 : hour) * 60 + minute
}
