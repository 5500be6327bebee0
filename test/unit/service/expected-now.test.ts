import { expect, test } from 'vitest'
import type { VisitState } from '../../../src/service/visit.ts'
import { isExpectedNow } from '../../../src/service/visit-promises.ts'
import { sampleService } from '../../support/sample-service.ts'
import { aVisit } from '../../support/visits.ts'

const HOUR = 3_600_000
const STARTS = 100 * HOUR
const ENDS = 102 * HOUR

const { policy } = sampleService()
const { early, noShow } = policy.arrival
const isExpected = (state: VisitState, now: number, agreed: 'start' | 'end' = 'end') =>
  isExpectedNow(aVisit({ state, startsAt: STARTS, endsAt: ENDS }), { arrival: { ...policy.arrival, agreed } }, now)

test('an agreed visit is expected from when one may ring until nobody comes any more, not a moment earlier or later', () => {
  for (const state of ['ASSIGNED', 'CONFIRMED', 'UNCONFIRMED', 'RESCHEDULE_PROPOSED'] as const) {
    const at = (now: number) => isExpected(state, now)
    expect([at(STARTS - early - 1), at(STARTS - early), at(ENDS + noShow), at(ENDS + noShow + 1)]).toEqual([
      false,
      true,
      true,
      false,
    ])
  }
})

test('where the beginning of the window is the agreed time, the wait is counted from it', () => {
  expect(isExpected('CONFIRMED', STARTS + noShow, 'start')).toBe(true)
  expect(isExpected('CONFIRMED', STARTS + noShow + 1, 'start')).toBe(false)
})

test('who is on the way or there is expected at any time; a visit that came to nothing or is over never is', () => {
  for (const state of ['EN_ROUTE', 'ARRIVED', 'ARRIVED_NO_ANSWER', 'WORKING', 'BLOCKED'] as const) {
    expect(isExpected(state, STARTS - 9 * HOUR)).toBe(true)
  }
  for (const state of ['MISSED_CUSTOMER', 'STAFF_NO_SHOW', 'AWAITING_PART', 'ACCEPTED', 'CANCELLED'] as const) {
    expect(isExpected(state, STARTS)).toBe(false)
  }
})
