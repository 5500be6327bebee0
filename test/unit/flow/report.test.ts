import { expect, test } from 'vitest'
import { formatProblems } from '../../../src/flow/report.ts'

const problem = { file: 'a.yaml', line: 2, what: 'nothing here is called `goo`', mend: 'did you mean `go`?' }
const sources = new Map([['a.yaml', 'flow: a\n  - goo: b\n']])

test('a problem is told with its line and the mend', () => {
  expect(formatProblems([problem], { colour: false, sources })).toBe(`a.yaml:2 nothing here is called \`goo\`
  |
2 |   - goo: b
  |
  = did you mean \`go\`?

1 fault in 1 file
`)
})

test('problems without a source are told without the line, and all are counted', () => {
  const report = formatProblems([problem, { ...problem, file: 'b.yaml' }], { colour: false, sources: new Map() })
  expect(report).not.toContain('|')
  expect(report).toContain('2 faults in 2 files')
})

test('colours are only there when they are wanted', () => {
  expect(formatProblems([problem], { colour: true, sources })).toContain('\u001B[31m')
  expect(formatProblems([problem], { colour: false, sources })).not.toContain('\u001B')
})

test('no problems are no report', () => {
  expect(formatProblems([], { colour: true, sources })).toBe('')
})
