import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { isWished, readWish } from '../../../src/service/wish.ts'

const ZONE = 'Asia/Shanghai'
/** A Monday. */
const NOW = DateTime.fromISO('2026-11-23T10:00', { zone: ZONE }).toMillis()

function wished(text: string): string {
  const wish = readWish(text, NOW, ZONE)
  if (!wish) return 'nothing'
  const days = wish.days?.map(day => day.slice(5)).join(' ') ?? 'any day'
  return wish.from === undefined ? days : `${days}, ${wish.from / 60}-${Math.floor((wish.to ?? 0) / 60)}`
}

test.each([
  ['tomorrow afternoon', '11-24, 12-18'],
  ['明天下午', '11-24, 12-18'],
  ['the day after tomorrow', '11-25'],
  ['大后天上午', '11-26, 0-12'],
  ['tonight please', '11-23, 17-24'],
  ['on Saturday morning', '11-28, 0-12'],
  ['周六上午', '11-28, 0-12'],
  ['下周三', '12-02'],
  ['星期天', '11-29'],
  ['周一', '11-23'],
  ['at the weekend', '11-28 11-29'],
  ['周末', '11-28 11-29'],
  ['11月30号晚上', '11-30, 17-24'],
  ['2026-12-01', '12-01'],
  ['5号', '12-05'],
  ['tomorrow at 4', '11-24, 15-17'],
  ['明天下午三点前, 3点', '11-24, 14-16'],
  ['tomorrow 10am', '11-24, 9-11'],
  ['after work', 'any day, 17-24'],
  ['as soon as possible', 'nothing'],
  ['都可以', 'nothing'],
  ['', 'nothing'],
])('%j wishes for %s', (text, expected) => {
  expect(wished(text)).toBe(expected)
})

test('a date that does not exist is no wish', () => {
  expect(wished('2026-13-45')).toBe('nothing')
})

test('a window is wished by its day and by the time it begins', () => {
  const wish = { days: ['2026-11-24'], from: 720, to: 1080 }
  expect(isWished(wish, '2026-11-24', 720)).toBe(true)
  expect(isWished(wish, '2026-11-24', 1080)).toBe(false)
  expect(isWished(wish, '2026-11-25', 800)).toBe(false)
  expect(isWished({}, '2026-11-25', 800)).toBe(true)
})
