import { describe, expect, test } from 'vitest'
import { readContent } from '../../../src/flow/content.ts'
import { broken, SOUND } from './catalogue.ts'

describe('readContent', () => {
  test('reads flows, repair, hazards and policy, and passes over what is not conversation', () => {
    const others = [
      { file: 'catalogue.yaml', source: '{' },
      { file: 'outlets.yaml', source: '{' },
      { file: 'diagnose/washer.test.yaml', source: '{' },
      { file: 'README.md', source: '{' },
    ]
    const { content, problems } = readContent([...SOUND, ...others])
    expect(problems).toEqual([])
    expect([...(content?.flows.keys() ?? [])]).toEqual(['book', 'check', 'rate', 'safety'])
    expect(content?.repair.words.human.zh).toEqual(['human zh'])
    expect(content?.hazards).toEqual([{ kind: 'gas', words: { en: ['smell of gas'], zh: ['煤气味'] } }])
    expect(content?.policy).toMatchObject({ booking: { hold: '10m' } })
  })

  test('the revision changes with flows, repair and hazards, not with the policy, the order or the folder', () => {
    const revision = (files: typeof SOUND): string | undefined => readContent(files).content?.revision
    const first = revision(SOUND)
    expect(first).toMatch(/^[0-9a-f]{12}$/)
    expect(revision([...SOUND].reverse())).toBe(first)
    expect(revision(SOUND.map(({ file, source }) => ({ file: `flows/${file}`, source })))).toBe(first)
    expect(revision(broken('policy.yaml', '10m', '20m'))).toBe(first)
    expect(revision(broken('check.yaml', 'Ready?', 'Ready now?'))).not.toBe(first)
    expect(revision(broken('repair.yaml', 'en: again.', 'en: Again?'))).not.toBe(first)
    expect(revision(broken('hazards.yaml', 'smell of gas', 'gas'))).not.toBe(first)
  })

  test.each(['repair.yaml', 'hazards.yaml', 'policy.yaml'])('a catalogue without %s is refused', name => {
    const { content, problems } = readContent(SOUND.filter(({ file }) => file !== name))
    expect(content).toBeUndefined()
    expect(problems).toMatchObject([{ file: name, line: 1, what: `\`${name}\` is missing` }])
  })

  test('two files with one flow are refused', () => {
    const twin = { file: 'more/check.yaml', source: SOUND.find(({ file }) => file === 'check.yaml')?.source ?? '' }
    expect(readContent([...SOUND, twin]).problems).toMatchObject([{ file: 'more/check.yaml', line: 1 }])
  })

  test('a repair behaviour nobody knows is told with the nearest', () => {
    const { problems } = readContent(broken('repair.yaml', '"human":', '"humann":'))
    expect(problems).toMatchObject([
      { file: 'repair.yaml', what: '`human` is missing' },
      { file: 'repair.yaml', line: 2, mend: 'did you mean `human`?' },
    ])
  })
})
