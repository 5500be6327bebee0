import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Rules of the rulebook that visits are run by; each has a test whose name begins with its id. */
const RULES = [
  ...span(34, 64),
  ...span(69, 75),
  ...span(101, 103),
  ...[109, 113, 114],
  ...span(116, 122),
  ...[124, 128, 130, 134],
].map(number => `R-${String(number).padStart(3, '0')}`)

function span(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, place) => from + place)
}

test('every rule of visits has a test that begins with its id', () => {
  const names = readdirSync('test/rules').flatMap(file => [
    ...readFileSync(join('test/rules', file), 'utf8').matchAll(
      /(?:test|describe)(?:\.\w+\([^)]*\))?\(\s*['"`](R-\d{3})/g,
    ),
  ])
  const tested = new Set(names.map(([, id]) => id))
  expect(RULES.filter(id => !tested.has(id))).toEqual([])
})
