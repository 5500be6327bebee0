import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { shiftOutOfQuietHours } from '../../../src/service/quiet-hours.ts'
import { sampleService } from '../../support/sample-service.ts'

const { policy } = sampleService()

function at(local: string, zone = 'Asia/Shanghai'): number {
  return DateTime.fromISO(local, { zone }).toMillis()
}

function shifted(local: string, latest?: string): string {
  const instant = shiftOutOfQuietHours(at(local), latest === undefined ? undefined : at(latest), policy)
  return DateTime.fromMillis(instant, { zone: 'Asia/Shanghai' }).toFormat("dd'T'HH:mm")
}

test.each([
  ['2026-11-23T12:00', undefined, '23T12:00', 'by day nothing is shifted'],
  ['2026-11-23T21:59', undefined, '23T21:59', 'a minute before is not quiet yet'],
  ['2026-11-23T22:00', undefined, '24T08:00', 'the first minute is quiet'],
  ['2026-11-24T07:59', undefined, '24T08:00', 'so is the last'],
  ['2026-11-24T08:00', undefined, '24T08:00', 'eight is not'],
  ['2026-11-23T23:00', '2026-11-24T08:00', '24T08:00', 'the next morning is just not too late'],
  ['2026-11-23T23:00', '2026-11-24T07:59', '23T21:55', 'the next morning is too late: before the quiet hours'],
  ['2026-11-24T03:00', '2026-11-24T05:00', '23T21:55', 'so too after midnight'],
  ['2026-11-23T12:00', '2026-11-23T11:00', '23T12:00', 'by day the limit changes nothing'],
])('R-077: due %s, at the latest %s, is sent %s (%s)', (due, latest, expected, _why) => {
  expect(shifted(due, latest)).toBe(expected)
})

test('quiet hours within one day are left alone outside of it', () => {
  const siesta = { ...policy, notify: { ...policy.notify, quietHours: { from: 13 * 60, to: 15 * 60 } } }
  const local = (instant: number) => DateTime.fromMillis(instant, { zone: 'Asia/Shanghai' }).toFormat('HH:mm')
  expect(local(shiftOutOfQuietHours(at('2026-11-23T14:00'), undefined, siesta))).toBe('15:00')
  expect(local(shiftOutOfQuietHours(at('2026-11-23T23:00'), undefined, siesta))).toBe('23:00')
})

test('quiet hours end by the clock of the region on the night it is put forward', () => {
  const berlin = { ...policy, region: { ...policy.region, zone: 'Europe/Berlin' } }
  const instant = shiftOutOfQuietHours(at('2026-03-29T01:00', 'Europe/Berlin'), undefined, berlin)
  expect(DateTime.fromMillis(instant, { zone: 'Europe/Berlin' }).toFormat("dd'T'HH:mm")).toBe('29T08:00')
})
