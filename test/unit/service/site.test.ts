import { expect, test } from 'vitest'
import { kilometresIn } from '../../../src/service/site.ts'

test.each([
  ['site 250 km away', 250],
  ['离你们250公里', 250],
  ['２５０千米', 250],
  ['about 200.2 kilometres', 201],
  ['1,200 km', 1200],
  ['12,5 km', 13],
  ['10 miles', 17],
  ['the loader is 3 years old', undefined],
  ['250', undefined],
  ['99999 km', undefined],
])('"%s" is %s km', (said, km) => {
  expect(kilometresIn(said)).toBe(km)
})
