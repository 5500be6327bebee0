import { describe, expect, test } from 'vitest'
import { checkExpression, evaluate } from '../../../src/flow/expression.ts'
import { interpolate, resolve, type Scope, valueAt } from '../../../src/flow/scope.ts'

const scope: Scope = {
  slots: {
    attempts: 1,
    score: 5,
    outcome: 'VISIT',
    ready: true,
    emptied: null,
    visit: { id: 17, startsAt: 1_000, window: { en: 'Tue', zh: '周二' } },
    windows: [{ value: 1 }, { value: 2 }],
  },
  policy: { booking: { hold: '30m', offered: 5 }, region: { zone: 'Asia/Shanghai' } },
  language: 'zh',
  now: 61_000,
  zone: 'Asia/Shanghai',
}

describe('evaluate', () => {
  test.each([
    ['outcome == "VISIT"', true],
    ['slots.outcome == "VISIT" && attempts < 2', true],
    ['score > 2.5', true],
    ['score == 5', true],
    ['score / 2 == 2', true],
    ['attempts + 1', 2],
    ['attempts + 1.5', 2.5],
    ['now - visit.startsAt == 60000', true],
    ['now - visit.startsAt < policy.booking.hold', true],
    ['policy.booking.offered == 5', true],
    ['language == "zh"', true],
    ['size(windows) == 2', true],
    ['windows.exists(w, w.value == attempts)', true],
    ['windows[1].value == 2', true],
    ['windows.map(w, w.value)', [1, 2]],
    ['outcome in ["USE", "VISIT"]', true],
    ['outcome == "VISIT" ? "a" : "b"', 'a'],
    ['has(slots.outcome) && has( visit.id )', true],
    ['visit . id == 17', true],
    ['has(visit) && !has(nothing)', true],
  ])('%s gives %j', (expression, value) => {
    expect(evaluate(expression, scope)).toEqual(value)
  })

  test.each([
    ['missing == null', true],
    ['missing.deep.down == null', true],
    ['emptied == null', true],
    ['emptied.inside == null', true],
    ['has(slots.missing)', false],
    ['has(slots.emptied)', false],
    ['has(slots.visit.code)', false],
    ['missing == "x"', false],
    ['missing != "x"', true],
    ['missing > 2', null],
    ['!missing', null],
    ['missing > 2 || ready', true],
    ['constructor == null', true],
    ['outcome.length == null', true],
  ])('a missing slot is null and breaks nothing: %s gives %j', (expression, value) => {
    expect(evaluate(expression, scope)).toEqual(value)
  })

  test('an expression that is not one gives null rather than an exception', () => {
    expect(evaluate('outcome = = 1', scope)).toBeNull()
    expect(evaluate('nonsense(outcome)', scope)).toBeNull()
  })
})

describe('checkExpression', () => {
  test('names what is read, without the names a macro binds', () => {
    expect(
      checkExpression('windows.exists(w, w.value == limit) && has(slots.visit.id) && now > visit.startsAt'),
    ).toEqual({ names: ['windows', 'limit', 'slots.visit.id', 'now', 'visit.startsAt'] })
  })

  test.each([
    ['outcome =', 'Unexpected'],
    ['nonsense(outcome)', 'nonsense'],
    ['"a" + 1', 'no such overload'],
    ['1 + 1', 'gives a int'],
    ['(visit).id == 1', 'without brackets'],
  ])('%s is refused', (expression, words) => {
    expect(checkExpression(expression).problem).toContain(words)
  })
})

describe('valueAt', () => {
  test.each([
    ['visit.startsAt', 1_000],
    ['slots.visit.id', 17],
    ['policy.region.zone', 'Asia/Shanghai'],
    ['language', 'zh'],
    ['now', 61_000],
    ['emptied', null],
    ['missing', undefined],
    ['visit.id.deep', undefined],
    ['toString', undefined],
    ['visit.constructor', undefined],
  ])('%s is %j', (path, value) => {
    expect(valueAt(path, scope)).toEqual(value)
  })
})

describe('interpolate and resolve', () => {
  test('a key is put together from values, and what is missing is nothing', () => {
    expect(interpolate('confirm:{visit.id}:{missing}', scope)).toBe('confirm:17:')
  })

  test('a string that is exactly a placeholder gives the value itself, inside lists and objects too', () => {
    expect(resolve('{visit}', scope)).toEqual(scope.slots.visit)
    expect(resolve({ a: ['{attempts}', 'plain {attempts}'], b: 3, c: '{missing}' }, scope)).toEqual({
      a: [1, 'plain {attempts}'],
      b: 3,
      c: null,
    })
  })
})
