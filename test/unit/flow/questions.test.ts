import { describe, expect, test } from 'vitest'
import {
  aCatalogue,
  act,
  aFlow,
  ask,
  choices,
  end,
  heard,
  NOW,
  of,
  say,
  set,
  talkTo,
} from '../../support/flow-builders.ts'

const SLOTS = {
  name: { type: 'name', keep: 'customer' },
  phone: { type: 'phone', keep: 'customer' },
  address: { type: 'address', keep: 'customer' },
  bought: 'date',
  count: 'number',
  kind: 'choice',
  works: 'yes-no',
  model: 'model',
  proof: 'photo',
  photos: 'photo',
  words: 'text',
  windows: 'any',
} as const

describe('what the opening sentence says', () => {
  const form = aFlow(
    'form',
    { examples: ['form'], slots: SLOTS },
    ask('name'),
    ask('kind', { choices: choices('fridge', 'washer') }),
    ask('bought'),
    ask('works'),
    ask('phone'),
    end(),
  )

  test('is not asked again: values by slot name, unmistakable types, and choices', () => {
    const talk = talkTo(aCatalogue(form))
    talk.says('form for my washer-ish thing, my name is Li, +8613812345678')
    expect(talk.slots()).toEqual({ name: 'Li', phone: '+8613812345678', kind: 'washer' })
    expect(talk.stack()).toEqual(['form.bought'])
  })

  test('is kept for whichever flow asks for it later, if it outlives a flow', () => {
    const washer = aFlow('washer', { examples: ['washer'] }, say('Oh dear.'), end())
    const talk = talkTo(aCatalogue(form, washer))
    talk.says('my washer leaks, my name is Li')
    expect(talk.slots()).toEqual({ name: 'Li' })
  })

  test('does not answer questions about dates, yes and no, or what is always asked', () => {
    const always = aFlow(
      'form',
      { examples: ['form'], slots: SLOTS },
      ask('kind', { always: true, choices: choices('fridge') }),
      end(),
    )
    const talk = talkTo(aCatalogue(always))
    talk.says('form fridge-ish')
    expect(talk.stack()).toEqual(['form.kind'])
    const dated = talkTo(aCatalogue(aFlow('form', { examples: ['form'], slots: SLOTS }, ask('bought'), end())))
    dated.says('form, come on 2026-11-25')
    expect(dated.stack()).toEqual(['form.bought'])
  })

  test('is looked at once for each question, so that a flow that asks again does ask', () => {
    const flow = aFlow(
      'book',
      { examples: ['book'], slots: { day: 'choice' } },
      ask('day', { choices: choices('Mon', 'Tue') }),
      act('hold', { taken: 'again' }),
      say('Held.'),
      end(),
      { ...set({ day: null }), id: 'again' },
      { kind: 'go', go: 'day' },
    )
    let calls = 0
    const talk = talkTo(aCatalogue(flow), { hold: () => ({ outcome: calls++ === 0 ? 'taken' : 'ok' }) })
    expect(talk.says('book Mon-ish')).toEqual(['day?'])
    expect(talk.says('2')).toEqual(['Held.'])
  })
})

describe('silence', () => {
  const wait = aFlow(
    'wait',
    { examples: ['wait'], slots: { fine: 'yes-no' } },
    ask('fine', { silent: { after: 'recheck.repeat', go: 'silence' } }),
    say('Good.'),
    end(),
    say('Nobody there.', { id: 'silence' }),
    end(),
  )
  const silent = (ask: string) =>
    ({ kind: 'due', key: 'silent:wait.fine', flow: 'silent', values: { flow: 'wait', step: 'fine', ask } }) as const

  test('after a question is waited for, and forgotten when it is answered (R-030)', () => {
    const talk = talkTo(aCatalogue(wait))
    talk.says('wait')
    const at = NOW + 30 * 60_000
    const values = { flow: 'wait', step: 'fine', ask: 'a1' }
    expect(of(talk.effects, 'remind')).toEqual([
      { kind: 'remind', key: 'silent:wait.fine', at, flow: 'silent', values, quiet: true },
    ])
    talk.taps('[yes]')
    expect(of(talk.effects, 'forget')).toEqual([{ kind: 'forget', key: 'silent:wait.fine' }])
    expect(talk.feed(silent('a1'))).toEqual([])
  })

  test('moves the flow on if the question is still open', () => {
    const talk = talkTo(aCatalogue(wait))
    talk.says('wait')
    talk.feed(silent('a0'))
    expect(talk.effects).toEqual([])
    expect(heard(talk.feed(silent('a1')))).toEqual(['Nobody there.'])
    expect(of(talk.effects, 'settle')).toEqual([{ kind: 'settle', ask: 'a1', label: '' }])
  })

  test('waits while the question is interrupted, and is forgotten when the flow ends', () => {
    const other = aFlow('other', { examples: ['other'] }, ask('x', { choices: choices('1') }), end())
    const talk = talkTo(aCatalogue(wait, other))
    talk.says('wait')
    talk.says('other')
    talk.feed(silent('a1'))
    expect(talk.effects).toMatchObject([{ kind: 'remind', key: 'silent:wait.fine', at: NOW + 600_000 }])
    talk.says('cancel')
    expect(of(talk.effects, 'forget')).toEqual([{ kind: 'forget', key: 'silent:wait.fine' }])
  })
})

describe('a lasting button', () => {
  const rate = aFlow(
    'rate',
    { slots: { visit: 'any', stars: { type: 'choice', keep: 'flow' } } },
    ask('stars', { always: true, lasting: 'visit', choices: choices(1, 2, 3) }),
    act('save', {}, { with: { stars: '{stars}', visit: '{visit}' } }),
    say('Saved {stars}.'),
    end(),
  )

  test('keeps its meaning after the flow has ended, and carries what it is about (R-078)', () => {
    const saved: unknown[] = []
    const talk = talkTo(aCatalogue(rate), {
      save: args => {
        saved.push(args)
        return { outcome: 'ok' }
      },
    })
    talk.feed({ kind: 'due', key: 'k', flow: 'rate', values: { visit: { id: 17, window: 'Tue' } } })
    const three = talk.token('3')
    const one = talk.token('1')
    expect(three).toBe('~rate.stars|#17|2')
    expect(heard(talk.feed({ kind: 'tapped', token: three }))).toEqual(['Saved 3.'])
    expect(of(talk.effects, 'settle')).toEqual([])
    expect(heard(talk.feed({ kind: 'tapped', token: one }))).toEqual(['Saved 1.'])
    talk.conversation = { ...talk.conversation, slots: {} }
    talk.feed({ kind: 'tapped', token: three })
    expect(saved).toEqual([
      { stars: 3, visit: { id: 17, window: 'Tue' } },
      { stars: 1, visit: { id: 17, window: 'Tue' } },
      { stars: 3, visit: { id: 17 } },
    ])
  })

  test('answers over another open question, which is then asked again', () => {
    const book = aFlow('book', { examples: ['book'] }, ask('day', { choices: choices('Mon') }), end())
    const talk = talkTo(aCatalogue(rate, book))
    talk.says('book')
    expect(heard(talk.feed({ kind: 'tapped', token: '~rate.stars|#17|2' }))).toEqual(['Saved 3.\n\n[returned]\n\nday?'])
  })
})
