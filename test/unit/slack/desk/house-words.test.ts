import { beforeAll, expect, test } from 'vitest'
import { knownWord } from '../../../../src/channels/slack/desk/house-words.ts'
import { loadContent } from '../../../../src/content.ts'
import { DECIDED_KINDS, TASK_KINDS } from '../../../../src/desk/task-words.ts'
import type { Step } from '../../../../src/flow/flow.ts'
import { VISIT_STATES } from '../../../../src/service/visit.ts'
import { TRANSITIONS } from '../../../../src/service/visit-transitions.ts'

let steps: readonly Step[]

beforeAll(async () => {
  const { loaded } = await loadContent('flows')
  steps = [...(loaded?.content.flows.values() ?? [])].flatMap(flow => flow.steps)
})

function expectWords(kind: string, ids: readonly string[]) {
  expect(ids.length).toBeGreaterThan(2)
  expect(ids.filter(id => !knownWord('en', kind, id) || !knownWord('zh', kind, id))).toEqual([])
}

test('cards have words for every reason a flow calls a person', () => {
  expectWords('reason', ['asked', 'failed', ...steps.flatMap(step => (step.kind === 'hand-over' ? [step.reason] : []))])
})

test('cards have words for every kind of task', () => {
  const kinds = steps.flatMap(step => (step.kind === 'do' && step.with.kind ? [String(step.with.kind)] : []))
  const asked = TRANSITIONS.flatMap(({ asks }) => asks ?? [])
  const all = ['unhandled', 'aside', 'unreachable', 'undelivered', ...DECIDED_KINDS, ...kinds, ...asked]
  expect(all.filter(kind => !TASK_KINDS.includes(kind))).toEqual([])
})

test('cards have words for every state of a visit', () => {
  expectWords('visit', VISIT_STATES)
})
