import { beforeAll, expect, test } from 'vitest'
import { loadContent } from '../../../src/content.ts'
import type { Step } from '../../../src/flow/flow.ts'

let words: Readonly<Record<'en' | 'zh', Readonly<Record<string, string>>>>
let steps: readonly Step[]

beforeAll(async () => {
  const page = new URL('../../../src/channels/web/page/house-words.js', import.meta.url)
  words = (await import(page.href)).HOUSE
  const { loaded } = await loadContent('flows')
  steps = [...(loaded?.content.flows.values() ?? [])].flatMap(flow => flow.steps)
})

function expectWords(keys: readonly string[]) {
  expect(keys.length).toBeGreaterThan(0)
  expect(keys.filter(key => words.en[key] === undefined || words.zh[key] === undefined)).toEqual([])
}

test('the desk has words for every reason a flow calls a person', () => {
  const reasons = steps.flatMap(step => (step.kind === 'hand-over' ? [step.reason] : []))
  expectWords(['asked', 'failed', ...reasons].map(reason => `reason.${reason}`))
})

test('the clock has words for every flow that a timer starts', () => {
  const flows = steps.flatMap(step => (step.kind === 'remind' ? [step.flow] : []))
  expectWords(['silent', 'desk', ...flows].map(flow => `flow.${flow}`))
})

test('the desk has words for every kind of task', () => {
  const kinds = steps.flatMap(step => (step.kind === 'do' && step.with.kind ? [String(step.with.kind)] : []))
  expectWords(['unhandled', 'aside', 'unreachable', 'undelivered', ...kinds].map(kind => `task.${kind}`))
})
