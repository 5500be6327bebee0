/** Every code that the source and the flows put on a case has words on both desks, in both languages. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { knownWord } from '../../../src/channels/slack/desk/house-words.ts'
import { loadContent } from '../../../src/content.ts'

let page: Readonly<Record<'en' | 'zh', Readonly<Record<string, string>>>>
let source: string
let appliances: readonly string[]

beforeAll(async () => {
  page = (await import(new URL('../../../src/channels/web/page/house-words.js', import.meta.url).href)).HOUSE
  source = ['src/service', 'src/desk', 'src/assistant', 'flows'].map(textOf).join('\n')
  const { loaded } = await loadContent('flows')
  appliances = loaded?.service.products.appliances.map(({ value }) => value) ?? []
}, 60_000)

function textOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => /\.(ts|yaml)$/.test(path) && !/^tests/.test(path))
    .map(path => readFileSync(join(folder, path), 'utf8'))
    .join('\n')
}

function found(...patterns: readonly RegExp[]): readonly string[] {
  const codes = patterns.flatMap(pattern => [...source.matchAll(pattern)].map(match => match[1] ?? ''))
  return [...new Set(codes)]
}

function wordless(kind: string, ids: readonly string[], desks: readonly ('slack' | 'page')[]): readonly string[] {
  return ids.filter(id =>
    (['en', 'zh'] as const).some(
      language =>
        (desks.includes('slack') && !knownWord(language, kind, id)) ||
        (desks.includes('page') && !page[language][`${kind}.${id}`]),
    ),
  )
}

test('flags', () => {
  const flags = found(
    /\bflag: '([A-Z_-]+)'/g,
    /\bwith: \{ flag: ([A-Z_-]+) \}/g,
    /flags\.includes\('([A-Z_-]+)'\)/g,
    /flagsIn\(row\)\.includes\('([A-Z_-]+)'\)/g,
    /flags, '([A-Z_-]+)'\]/g,
    /\['([A-Z_-]+)'\] : \[\]/g,
    /SECOND_OPINION = '([A-Z_-]+)'/g,
  )
  expect(flags).toEqual(expect.arrayContaining(['REPEAT', 'SECOND-OPINION', 'STAFF-NO-SHOW', 'FOLLOW-UP-OVERDUE']))
  expect(wordless('flag', flags, ['slack', 'page'])).toEqual([])
})

test('reasons of a priority', () => {
  const reasons = found(
    /priorityReason: '([^']+)'/g,
    /priority: '[A-Z]+', reason: '([^']+)'/g,
    /why: ((?:the customer|it does not) [a-z ]*[a-z])/g,
    /reopen\(done, '([^']+)'/g,
  )
  expect(reasons).toEqual(expect.arrayContaining(['delivery', 'hazard', 'the customer wants a second opinion']))
  expect(wordless('rule', reasons, ['slack'])).toEqual([])
})

test('appliances of the catalogue', () => {
  expect(appliances).toContain('loader')
  expect(wordless('appliance', appliances, ['slack', 'page'])).toEqual([])
})
