import { expect, test } from 'vitest'
import { parseDuration } from '../../../src/flow/duration.ts'

test.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['24h', 86_400_000],
  ['7d', 604_800_000],
  ['0s', 0],
])('%s is %i milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each(['', '30', 'm', '1.5h', '-3m', '30 m', '30M', '1w', '22:00-08:00', '30m\n', '9999999d'])(
  '%j is no duration',
  text => {
    expect(parseDuration(text)).toBeUndefined()
  },
)
