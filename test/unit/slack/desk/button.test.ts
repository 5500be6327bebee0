import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  actionId,
  commandOf,
  DESK_ACTIONS,
  type DeskButton,
  decodeButton,
  decodeMove,
  decodeOption,
  encodeButton,
  encodeMove,
  encodeOption,
} from '../../../../src/channels/slack/desk/button.ts'
import { VISIT_MOVES } from '../../../../src/desk/visit-forms.ts'

const stage = fc.constantFrom('READY', 'IN_TRANSIT', 'SHIPPED')
const count = fc.nat({ max: 1_000_000_000 })
const subjects = fc.record({ kind: fc.constantFrom('escalation', 'visit', 'task'), id: count }) as fc.Arbitrary<
  DeskButton['subject']
>
const buttons: fc.Arbitrary<DeskButton> = fc.record(
  {
    do: fc.constantFrom(...DESK_ACTIONS),
    subject: subjects,
    conversation: fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
    revision: count,
    relay: count,
    target: count,
    to: stage,
    type: fc.constantFrom('REPAIR', 'INSTALL'),
    fromWorkshop: fc.constant(true),
  },
  { requiredKeys: ['do', 'subject', 'conversation'] },
)

describe('what a button means', () => {
  test('comes back as it went, in a value that Slack takes', () => {
    fc.assert(
      fc.property(buttons, button => {
        const value = encodeButton(button)
        expect(decodeButton(value)).toEqual(button)
        expect(value.length).toBeLessThanOrEqual(2000)
      }),
    )
  })

  test('is nothing when it is not what we wrote', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), fc.string()), garbage => decodeButton(garbage) === undefined),
    )
  })

  const good = { do: 'claim', subject: 'escalation:12', conversation: 'telegram:7' }
  test.each([
    ['another order', { ...good, do: 'drop-tables' }],
    ['an inherited name', { ...good, do: 'constructor' }],
    ['no order', { subject: good.subject, conversation: good.conversation }],
    ['another subject', { ...good, subject: 'customer:1' }],
    ['a subject with more', { ...good, subject: 'escalation:12x' }],
    ['a negative subject', { ...good, subject: 'escalation:-1' }],
    ['an endless number', { ...good, subject: `escalation:${'9'.repeat(40)}` }],
    ['no conversation', { ...good, conversation: '' }],
    ['a conversation that is no text', { ...good, conversation: 7 }],
    ['a revision that is no number', { ...good, revision: '4' }],
    ['half a revision', { ...good, revision: 4.5 }],
    ['no revision where there is one', { ...good, revision: null }],
    ['a negative relay', { ...good, relay: -1 }],
    ['a stage that is no code', { ...good, to: 'ready; drop' }],
    ['a kind that is no code', { ...good, type: 7 }],
    ['half a workshop', { ...good, fromWorkshop: false }],
    ['something besides', { ...good, staff: 'U1' }],
    ['more than Slack would carry', { ...good, conversation: 'x'.repeat(2000) }],
  ])('is nothing with %s', (_, parts) => {
    expect(decodeButton(JSON.stringify(good))).toBeDefined()
    expect(decodeButton(JSON.stringify(parts))).toBeUndefined()
  })
})

describe('an option of the menu', () => {
  test('comes back as it went, in the 75 characters there are', () => {
    fc.assert(
      fc.property(fc.constantFrom('history' as const, 'details' as const), subjects, (what, subject) => {
        const value = encodeOption({ do: what, subject })
        expect(decodeOption(value)).toEqual({ do: what, subject })
        expect(value.length).toBeLessThanOrEqual(75)
      }),
    )
  })

  test.each(['history', 'history:', 'history:escalation:', 'claim:escalation:1', 'history:task:1 ', 7, null])(
    'is nothing when it is %s',
    value => {
      expect(decodeOption(value)).toBeUndefined()
    },
  )
})

describe('a move in the list', () => {
  test('comes back as it went, in the 75 characters there are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VISIT_MOVES), count, count, (move, visit, revision) => {
        const value = encodeMove(move, visit, revision)
        expect(decodeMove(value)).toEqual({ move, visit, revision })
        expect(value.length).toBeLessThanOrEqual(75)
      }),
    )
  })

  test.each(['arrived', 'arrived:5', 'fly:5:4', 'arrived:5:4:3', 'arrived:-5:4', 7, null])(
    'is nothing when it is %s',
    value => {
      expect(decodeMove(value)).toBeUndefined()
    },
  )
})

test('no two buttons of a card have one id', () => {
  expect(actionId({ do: 'part', target: 1, to: 'SHIPPED' })).toBe('desk:part:1:SHIPPED')
  expect(actionId({ do: 'part', target: 2, to: 'SHIPPED' })).not.toBe(
    actionId({ do: 'part', target: 1, to: 'SHIPPED' }),
  )
  expect(new Set(DESK_ACTIONS.map(what => actionId({ do: what }))).size).toBe(DESK_ACTIONS.length)
})

describe('what a button orders at once', () => {
  const escalation = { kind: 'escalation', id: 12 } as const
  const visit = { kind: 'visit', id: 3 } as const
  const conversation = 'telegram:7'

  test.each([
    [
      { do: 'claim', subject: escalation },
      { do: 'claim', escalation: 12 },
    ],
    [
      { do: 'hand-back', subject: escalation },
      { do: 'hand-back', escalation: 12 },
    ],
    [
      { do: 'resolve', subject: escalation },
      { do: 'resolve', escalation: 12 },
    ],
    [
      { do: 'task-done', subject: { kind: 'task', id: 9 } },
      { do: 'finish-task', task: 9 },
    ],
    [
      { do: 'undo', subject: escalation, relay: 5 },
      { do: 'undo-reply', relay: 5 },
    ],
    [
      { do: 'retry', subject: escalation, relay: 5 },
      { do: 'retry-reply', relay: 5 },
    ],
    [
      { do: 'visit-arrived', subject: visit, revision: 4 },
      { do: 'move-visit', visit: 3, move: 'arrived', revision: 4 },
    ],
    [
      { do: 'visit-cancel', subject: visit, revision: 4 },
      { do: 'move-visit', visit: 3, move: 'cancel', revision: 4 },
    ],
    [
      { do: 'visit-sos', subject: visit, revision: 4 },
      { do: 'move-visit', visit: 3, move: 'sos', revision: 4 },
    ],
    [
      { do: 'workshop', subject: visit, target: 8, to: 'READY' },
      { do: 'move-workshop', workshop: 8, stage: 'READY' },
    ],
    [
      { do: 'part', subject: visit, target: 6, to: 'SHIPPED' },
      { do: 'move-part', part: 6, state: 'SHIPPED' },
    ],
    [
      { do: 'task-approve', subject: { kind: 'task', id: 9 } },
      { do: 'decide-task', task: 9, approve: true },
    ],
  ] as const)('%j', (button, command) => {
    expect(commandOf({ ...button, conversation })).toEqual(command)
  })

  test.each([
    { do: 'reply', subject: escalation },
    { do: 'assign', subject: escalation },
    { do: 'priority', subject: escalation },
    { do: 'visit-assign', subject: visit, revision: 4 },
    { do: 'visit-on-the-way', subject: visit, revision: 4 },
    { do: 'visit-complete', subject: visit, revision: 4 },
    { do: 'visit-left-note', subject: visit, revision: 4 },
    { do: 'workshop', subject: visit, target: 8 },
    { do: 'workshop-date', subject: visit, target: 8, to: 'READY' },
    { do: 'part', subject: visit, to: 'SHIPPED' },
    { do: 'task-refuse', subject: { kind: 'task', id: 9 } },
    { do: 'task-approve', subject: visit },
    { do: 'claim', subject: visit },
    { do: 'task-done', subject: escalation },
    { do: 'visit-arrived', subject: visit },
    { do: 'visit-cancel', subject: escalation, revision: 4 },
    { do: 'undo', subject: escalation },
    { do: 'retry', subject: escalation },
  ] as const)('is nothing for %j', button => {
    expect(commandOf({ ...button, conversation })).toBeUndefined()
  })
})
