import { describe, expect, test } from 'vitest'
import type { Scope } from '../../../src/flow/scope.ts'
import { longestMessage, placeholdersOf, problemOf, renderText } from '../../../src/flow/text.ts'

const scope: Scope = {
  slots: {
    name: 'Ann {x}',
    visit: {
      id: 17,
      startsAt: Date.UTC(2026, 10, 24, 8),
      window: { en: 'Tue 24 Nov, 16:00–18:00', zh: '11月24日 周二' },
    },
    purchased: '2026-03-02',
    month: '2026-03',
    year: '2026',
    attempts: 2,
    appliance: 'air-conditioner',
    ready: true,
    pending: [
      { en: 'model', zh: '型号' },
      { en: 'serial number', zh: '序列号' },
    ],
    emptied: null,
  },
  policy: { booking: { hold: '30m', notice: '1h', promise: '48h' }, rating: { ask: '7d' }, region: { fire: '119' } },
  language: 'en',
  now: 0,
  zone: 'Asia/Shanghai',
}

function rendered(message: string, parts: Partial<Scope> = {}): string {
  return renderText({ en: message, zh: message }, { ...scope, ...parts })
}

describe('renderText', () => {
  test.each([
    ['Hello', 'Hello', 'Hello'],
    ["It's {name}.", "It's Ann {x}.", "It's Ann {x}."],
    ['{visit.window}', 'Tue 24 Nov, 16:00–18:00', '11月24日 周二'],
    ['{slots.visit.id}', '17', '17'],
    ['{visit.startsAt, date, ::yyyyMMMdHm}', '24 Nov 2026, 16:00', '2026年11月24日 16:00'],
    ['{visit.startsAt, date, ::yMMMdEjm}', 'Tue, 24 Nov 2026, 16:00', '2026年11月24日周二 16:00'],
    ['{purchased, date, ::yMMMd}', '2 Mar 2026', '2026年3月2日'],
    ['{attempts, plural, one {# time} other {# times, {name}}}', '2 times, Ann {x}', '2 times, Ann {x}'],
    ['{appliance, select, air-conditioner {cold {visit.id}} other {?}}', 'cold 17', 'cold 17'],
    ['{ready, select, true {yes} other {no}}', 'yes', 'yes'],
    ['{purchased}', '2 March 2026', '2026年3月2日'],
    ['{month}', 'March 2026', '2026年3月'],
    ['{month, date, ::yMMMd}', 'March 2026', '2026年3月'],
    ['{month, select, unknown {to be found out} other {{month}}}', 'March 2026', '2026年3月'],
    ['{year}', '2026', '2026'],
    ['{year, date, ::yMMMd}', '2026', '2026'],
    ['{policy.booking.hold}', '30 minutes', '30分钟'],
    ['{policy.booking.notice}', '1 hour', '1小时'],
    ['{policy.booking.promise}', '48 hours', '48小时'],
    ['{policy.rating.ask}', '7 days', '7天'],
    ['{policy.region.fire}', '119', '119'],
    ['{pending}', 'model, serial number', '型号、序列号'],
    ['well-known {name}', 'well-known Ann {x}', 'well-known Ann {x}'],
  ])('%s is %j in English and %j in Chinese', (message, english, chinese) => {
    expect(rendered(message)).toBe(english)
    expect(rendered(message, { language: 'zh' })).toBe(chinese)
  })

  test.each([
    '{missing}',
    '{emptied}',
    '{missing.deep}',
    '{missing, number}',
    '{missing, date, ::yMMMd}',
    '{name, date, ::yMMMd}',
    '{visit}',
    '{policy.nothing}',
    '{constructor}',
    '{missing, select, a {b} other {}}',
  ])('%s has no value and reads as nothing', message => {
    expect(rendered(message)).toBe('')
  })

  test('an instant is told in the zone of the scope, also after another zone was used', () => {
    const message = '{visit.startsAt, date, ::Hm}'
    expect(rendered(message)).toBe('16:00')
    expect(rendered(message, { zone: 'Europe/Berlin' })).toBe('09:00')
    expect(rendered(message)).toBe('16:00')
  })

  test('a message ICU cannot read is shown without its placeholders, never with an exception', () => {
    expect(rendered('Hello {name, plural}!')).toBe('Hello !')
    expect(rendered('Hello {name')).not.toContain('{')
  })
})

describe('placeholdersOf', () => {
  test('names dotted paths once, in order, also inside plural and select', () => {
    const message = '{a.b} {n, plural, one {# {c}} other {{a.b}}} {s, select, x-y {{d.e.f, date}} other {}}'
    expect(placeholdersOf(message)).toEqual(['a.b', 'n', 'c', 's', 'd.e.f'])
    expect(problemOf(message)).toBeUndefined()
  })

  test('finds none in a message that cannot be read, which has a problem', () => {
    expect(placeholdersOf('{a')).toEqual([])
    expect(problemOf('{a')).toBeDefined()
  })
})

describe('longestMessage', () => {
  test('counts the widest values and the longest branch', () => {
    const text = 'Hi {a.b}, {n, plural, one {#} other {# of {c}}}'
    expect(longestMessage(text, path => (path === 'a.b' ? 100 : 50))).toBe(
      'Hi '.length + 100 + ', '.length + 12 + ' of '.length + 50,
    )
  })
})
