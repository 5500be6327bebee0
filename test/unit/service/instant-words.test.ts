import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { readInstant } from '../../../src/service/instant-words.ts'

const ZONE = 'Asia/Shanghai'
const NOW = at('2026-03-03T10:00')

function at(local: string, zone = ZONE): number {
  return DateTime.fromISO(local, { zone }).toMillis()
}

function read(text: string, now = NOW, zone = ZONE): string | undefined {
  const instant = readInstant(text, now, zone)
  return instant === undefined ? undefined : DateTime.fromMillis(instant, { zone }).toFormat("yyyy-MM-dd'T'HH:mm")
}

describe('an instant as somebody in a hurry types it', () => {
  test.each([
    ['+2h', '2026-03-03T12:00'],
    ['2 hours', '2026-03-03T12:00'],
    ['2小时后', '2026-03-03T12:00'],
    ['45 min', '2026-03-03T10:45'],
    ['30分钟后', '2026-03-03T10:30'],
    ['+2d', '2026-03-05T10:00'],
    ['两小时后', '2026-03-03T12:00'],
    ['3个小时后', '2026-03-03T13:00'],
    ['3天后', '2026-03-06T10:00'],
  ])('so long from now: %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test.each([
    ['16:00', '2026-03-03T16:00'],
    ['4pm', '2026-03-03T16:00'],
    ['16点', '2026-03-03T16:00'],
    ['下午三点半', '2026-03-03T15:30'],
    ['明天上午十一点二十分', '2026-03-04T11:20'],
    ['晚上八点', '2026-03-03T20:00'],
    ['下午3点半', '2026-03-03T15:30'],
    ['下午3点20分', '2026-03-03T15:20'],
    ['tomorrow 14:30', '2026-03-04T14:30'],
    ['明天下午3点', '2026-03-04T15:00'],
    ['后天9点', '2026-03-05T09:00'],
    ['2026-03-10 10:00', '2026-03-10T10:00'],
    ['3月10日 10:00', '2026-03-10T10:00'],
    ['１６：００', '2026-03-03T16:00'],
  ])('by the clock: %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test('a time of day that is past is tomorrow’s', () => {
    expect(read('9:00')).toBe('2026-03-04T09:00')
    expect(read('9点')).toBe('2026-03-04T09:00')
  })

  test('a named day whose time is past is no time to come', () => {
    expect(read('today 9:00')).toBeUndefined()
    expect(read('今天9点')).toBeUndefined()
  })

  test.each(['', 'soon', '尽快', 'lunch', '25:00', '10:75', 'tomorrow', '明天', '+h', 'drain pump'])(
    'nonsense is no time: %s',
    text => {
      expect(read(text)).toBeUndefined()
    },
  )

  test('the day the clocks change: the time of day is the one that is read', () => {
    const berlin = 'Europe/Berlin'
    const before = at('2026-03-28T20:00', berlin)
    expect(read('tomorrow 14:30', before, berlin)).toBe('2026-03-29T14:30')
    expect(read('9:00', before, berlin)).toBe('2026-03-29T09:00')
    const autumn = at('2026-10-24T20:00', berlin)
    expect(read('tomorrow 14:30', autumn, berlin)).toBe('2026-10-25T14:30')
    // So many hours are so many hours, whatever the clock says.
    expect(readInstant('+12h', before, berlin)).toBe(before + 12 * 3_600_000)
  })
})
