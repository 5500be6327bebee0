import { expect, test } from 'vitest'
import { isLow, isScore, mayChangeScore, ratingSubject } from '../../../src/service/rating.ts'
import { sampleService } from '../../support/sample-service.ts'

const { policy } = sampleService()
const DAY = 86_400_000

test('R-078: a score is a whole number from one to five', () => {
  expect([0, 1, 3, 5, 6, 2.5, '3', null].map(isScore)).toEqual([false, true, true, true, false, false, false, false])
})

test('R-078: a score may be changed for a day and no longer', () => {
  expect(mayChangeScore(1000, 1000 + DAY, policy)).toBe(true)
  expect(mayChangeScore(1000, 1001 + DAY, policy)).toBe(false)
})

test('R-079: two stars are low, three are not', () => {
  expect([1, 2, 3].map(score => isLow(score, policy))).toEqual([true, true, false])
})

test('peers I45: a rating belongs to its visit, or to the case that was solved without one', () => {
  expect(ratingSubject({ visit: 12 })).toBe('visit:12')
  expect(ratingSubject({ case: 7 })).toBe('case:7')
})
