import { beforeAll, expect, test } from 'vitest'
import { knownWord } from '../../../src/channels/slack/desk/house-words.ts'
import { loadContent } from '../../../src/content.ts'
import type { RelayState } from '../../../src/desk/board.ts'
import type { DeskRefusal } from '../../../src/desk/command.ts'
import { TASK_KINDS } from '../../../src/desk/task-words.ts'
import type { Step } from '../../../src/flow/flow.ts'
import type { Warning } from '../../../src/service/move-visit.ts'
import { VISIT_STATES } from '../../../src/service/visit.ts'

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
  expect(
    ['unhandled', 'aside', 'unreachable', 'undelivered', ...kinds].filter(kind => !TASK_KINDS.includes(kind)),
  ).toEqual([])
})

test('the desk has words for every state of a visit, the same as the desk in Slack', () => {
  expectWords(VISIT_STATES.map(state => `state.${state}`))
  for (const language of ['en', 'zh'] as const) {
    const page = VISIT_STATES.map(state => words[language][`state.${state}`])
    expect(page).toEqual(VISIT_STATES.map(state => knownWord(language, 'visit', state)))
  }
})

test('the desk has words for every refusal', () => {
  const refusals: Readonly<Record<DeskRefusal, true>> = {
    'already-claimed': true,
    'not-yours': true,
    'not-found': true,
    outdated: true,
    'not-possible-now': true,
    'not-trained': true,
    'window-taken': true,
    'form-incomplete': true,
    'empty-text': true,
    'not-allowed': true,
    'already-sent': true,
    'out-of-area': true,
    'quote-needed': true,
    'quote-open': true,
    'not-ready': true,
    'date-missing': true,
    'reason-missing': true,
    'call-first': true,
    'too-early': true,
    'checklist-incomplete': true,
    warning: true,
    'details-wrong': true,
  }
  const warnings: Readonly<Record<Warning, true>> = { 'billing-conflict': true, 'old-part-untagged': true }
  const all = [...Object.keys(refusals), ...Object.keys(warnings).map(one => `warning.${one}`)]
  expectWords(all.map(why => `refused.${why}`))
})

test('the desk has words for everything that can become of a reply', () => {
  const states: Readonly<Record<RelayState, true>> = {
    waiting: true,
    undone: true,
    sending: true,
    delivered: true,
    blocked: true,
    failed: true,
    deleted: true,
  }
  expectWords([...Object.keys(states), 'unchanged'].map(state => `relay.${state}`))
})
