import { describe, expect, test } from 'vitest'
import { LANGUAGES } from '../../../../src/flow/flow.ts'
import { hostile, long, MARKUP } from '../../../support/slack-cards.ts'
import { everything, type Writer } from '../../../support/slack-drawings.ts'
import { checkLimits, elementsIn, markupIn, wordsIn } from '../../../support/slack-limits.ts'

const ZONE = 'Asia/Shanghai'
const technicians = Array.from({ length: 120 }, (_, index) => ({
  id: `technician-${index}`,
  name: { en: long(200), zh: long(200) },
}))

const WRITERS: Readonly<Record<string, Writer>> = {
  'of usual length': name => name,
  'as long as can be': (_, size) => long(size),
  'of entities alone': (_, size) => '&'.repeat(size),
  'of emoji alone': (_, size) => '👩‍👩‍👧‍👦'.repeat(Math.ceil(size / 11)),
  'of one endless word': (_, size) => '排'.repeat(size),
  'that are empty': () => '',
  'of blanks': () => ' \n ',
  'with half a character': name => `${name}\ud83d`,
}

describe.each(LANGUAGES)('in %s', language => {
  test.each(Object.keys(WRITERS))('Slack takes every drawing with texts %s', kind => {
    const drawings = everything({ language, zone: ZONE, technicians }, WRITERS[kind] as Writer)
    expect(drawings.length).toBeGreaterThan(90)
    const breaches = drawings.flatMap(({ name, drawn }) => checkLimits(drawn).map(breach => `${name}: ${breach}`))
    expect(breaches).toEqual([])
  })

  test('nothing that people wrote is markup', () => {
    for (const { name, drawn } of everything({ language, zone: ZONE }, hostile)) {
      const { text, ...rest } = drawn as { text?: string }
      for (const markup of markupIn(rest)) expect(markup, name).not.toMatch(/bold|<!channel|<@U1|x\.example|~s~|`c`/)
      expect(text ?? '', name).not.toMatch(/<!channel|<@U1|<https/)
    }
  })

  test('what people wrote stands there letter for letter', () => {
    const drawings = everything({ language, zone: ZONE }, hostile)
    const shown = drawings.filter(({ drawn }) => wordsIn(drawn).some(text => text.includes(MARKUP)))
    expect(shown.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['escalation RAISED HIGH', 'line said', 'task open', 'case view', 'reply form']),
    )
  })

  test('no sentence has a gap, and none is in the other language', () => {
    for (const { name, drawn } of everything({ language, zone: ZONE }, () => '~')) {
      for (const words of wordsIn(drawn)) {
        expect(words, name).not.toMatch(/\{\w+\}|undefined|null|NaN|Invalid/)
        if (language === 'en') expect(words, name).not.toMatch(/\p{Script=Han}/u)
      }
    }
  })

  test('every button has a name of its own on its message', () => {
    for (const { name, drawn } of everything({ language, zone: ZONE }, field => field)) {
      const ids = elementsIn(drawn).map(element => element.action_id)
      expect(new Set(ids).size, name).toBe(ids.length)
    }
  })

  test('the same is drawn the same', () => {
    const draw = () => everything({ language, zone: ZONE }, hostile)
    expect(draw()).toEqual(draw())
  })
})
