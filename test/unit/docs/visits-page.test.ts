import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { visitsPage } from '../../../docs/visits-page.ts'
import { TRANSITIONS } from '../../../src/service/visit-transitions.ts'

test('docs/visits.md is what the arrows say today (write it with: npm run docs:visits)', () => {
  expect(readFileSync('docs/visits.md', 'utf8')).toBe(visitsPage())
})

test('docs/visits.md lists every arrow once', () => {
  const rows = visitsPage()
    .split('\n')
    .filter(line => /^\| [A-Z]/.test(line) && !line.startsWith('| From'))
  expect(rows).toHaveLength(TRANSITIONS.length)
  expect(new Set(rows).size).toBe(TRANSITIONS.length)
})
