import { describe, expect, test } from 'vitest'
import { checkContent } from '../../../src/flow/check.ts'
import { readContent } from '../../../src/flow/content.ts'
import type { Problem } from '../../../src/flow/flow.ts'
import type { SourceFile } from '../../../src/flow/source.ts'
import { broken, lineOf, SOUND, WORLD } from './catalogue.ts'
import { leading, naming, reading, starting, wording } from './seeds.ts'

function faultsOf(files: readonly SourceFile[], world = WORLD): Problem[] {
  const { content, problems } = readContent(files)
  return content === undefined ? problems : checkContent(content, world)
}

test('a sound catalogue has no faults', () => {
  expect(faultsOf(SOUND)).toEqual([])
})

describe.each([
  ['where steps lead', leading],
  ['names', naming],
  ['texts', wording],
  ['how flows begin and people get out', starting],
  ['files', reading],
])('%s', (_part, seeds) => {
  test.each(seeds)('%s is told with its line and the mend', (_name, file, search, replacement, at, what, mend) => {
    const sources = broken(file, search, replacement)
    const faults = faultsOf(sources)
    const line = lineOf(sources, file, at)
    expect(line, `"${at}" is in ${file}`).toBeGreaterThan(0)
    expect(faults.map(fault => `${fault.file}:${fault.line} ${fault.what} = ${fault.mend}`)).toContainEqual(
      expect.stringMatching(new RegExp(`^${file}:${line} .*${escaped(what)}.* = .*${escaped(mend)}`, 's')),
    )
  })
})

test('a loop is no fault when it empties the slot that it asks for, or asks always', () => {
  expect(faultsOf(broken('book.yaml', '  - set: { window: null }\n', '  - set: { ready: null }\n')).length).toBe(1)
  const always = broken(
    'book.yaml',
    '  - set: { window: null }\n  - ask: window\n',
    '  - ask: window\n    always: true\n',
  )
  expect(faultsOf(always)).toEqual([])
})

test('a loop that only another answer opens is no fault: somebody was asked', () => {
  const loop = '    other: { en: Later, zh: 改天, slot: wish, go: look }\n    silent:'
  expect(faultsOf(broken('book.yaml', '    silent:', loop))).toEqual([])
})

test.each(['silent', 'desk'])('a flow called %s like the timers of the assistant is a fault', name => {
  const [first = SOUND[0]] = broken('check.yaml', 'flow: check', `flow: ${name}`).filter(
    ({ file }) => file === 'check.yaml',
  )
  const files = [...SOUND, { file: `${name}.yaml`, source: first?.source ?? '' }]
  expect(faultsOf(files)).toMatchObject([{ file: `${name}.yaml`, line: 1, mend: 'rename the flow' }])
})

test('a value told inside a select in one language and outside of it in the other is told in both', () => {
  const text = broken(
    'book.yaml',
    '{wish}?", zh: "您的电话号码,{wish}?',
    '{wish}?", zh: "您的电话,{wish, select, none {} other {{wish}}}?',
  )
  expect(faultsOf(text)).toEqual([])
})

test('a loop through two flows is a fault', () => {
  const circle = { file: 'circle.yaml', source: 'flow: circle\nabout: Calls back\nsteps:\n  - call: safety\n  - end\n' }
  const files = [...broken('safety.yaml', '  - hand-over', '  - call: circle\n  - hand-over'), circle]
  expect(faultsOf(files)).toMatchObject([
    { file: 'circle.yaml', line: 4, what: 'a loop without an answer in it begins here through `circle`, `safety`' },
  ])
})

test('hazards without the flow `safety` are a fault', () => {
  const [fault] = faultsOf(SOUND.filter(({ file }) => file !== 'safety.yaml'))
  expect(fault).toMatchObject({ file: 'hazards.yaml', line: 1, what: 'there are hazards and no flow `safety`' })
})

test('more buttons than a platform takes are a fault', () => {
  const choices = Array.from({ length: 26 }, (_, index) => `{ is: ${index}, en: A${index}, zh: 甲${index} }`)
  const files = broken('check.yaml', '    safety: true\n', `    choices: [${choices.join(', ')}]\n`)
  expect(faultsOf(files)).toMatchObject([{ file: 'check.yaml', what: '27 buttons, and the platforms take 25' }])
})

test('faults come by file and line', () => {
  const files = broken('book.yaml', 'none: sorry', 'none: sory').map(source =>
    source.file === 'book.yaml' ? { ...source, source: source.source.replace('else: sorry', 'else: sory') } : source,
  )
  const lines = faultsOf(files).map(({ line }) => line)
  expect(lines).toEqual([...lines].sort((a, b) => a - b))
  expect(lines).toHaveLength(2)
})

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
