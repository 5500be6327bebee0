import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkContent } from '../../../src/flow/check.ts'
import { readContent } from '../../../src/flow/content.ts'
import { formatProblems } from '../../../src/flow/report.ts'
import { SOUND, WORLD } from './catalogue.ts'

/** Ways to spoil one line of a file. */
const spoils: readonly ((line: string, other: string) => string)[] = [
  () => '',
  (_line, other) => other,
  line => `${line}\n${line}`,
  line => line.slice(0, Math.floor(line.length / 2)),
  line => line.replace(/:.*/, ':'),
  line => line.replace(/: .*/, ': [1, null, { a: b }]'),
  line => line.replace(/[a-z]+/, 'toString'),
  line => line.replace(/\{.*?\}/, '{constructor.prototype}'),
  line => `  ${line}`,
]

test('a catalogue spoiled in any way is told as problems or read, never an exception', () => {
  const spoiled = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(spoils.length - 1)), {
    minLength: 1,
    maxLength: 3,
  })
  fc.assert(
    fc.property(spoiled, wounds => {
      const files = SOUND.map(file => ({ ...file, lines: file.source.split('\n') }))
      for (const [file, line, other, spoil] of wounds) {
        const lines = files[file % files.length]?.lines ?? []
        const at = line % lines.length
        lines[at] = spoils[spoil]?.(lines[at] ?? '', lines[other % lines.length] ?? '') ?? ''
      }
      const sources = files.map(({ file, lines }) => ({ file, source: lines.join('\n') }))
      const { content, problems } = readContent(sources)
      expect(content === undefined).toBe(problems.length > 0)
      const faults = content === undefined ? problems : checkContent(content, WORLD)
      for (const { file, line, what, mend } of faults) {
        const length = sources.find(source => source.file === file)?.source.split('\n').length
        expect(length, `${file} exists`).toBeDefined()
        expect(line).toBeGreaterThan(0)
        expect(line).toBeLessThanOrEqual(length ?? 0)
        expect(`${what} ${mend}`).not.toMatch(/undefined|\[object|Invalid input/)
      }
      formatProblems(faults, { colour: true, sources: new Map(sources.map(({ file, source }) => [file, source])) })
    }),
    { numRuns: 80 },
  )
})
