import { describe, expect, test } from 'vitest'
import type { AskStep } from '../../../src/flow/flow.ts'
import {
  aCatalogue,
  act,
  aFlow,
  ask,
  choices,
  end,
  heard,
  labels,
  of,
  say,
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

/** Somebody who is asked one question. */
function asked(slot: keyof typeof SLOTS, extra: Partial<AskStep> = {}) {
  const flow = aFlow('form', { examples: ['form'], slots: SLOTS }, ask(slot, extra), say('Next.'), end())
  const talk = talkTo(aCatalogue(flow))
  talk.says('form')
  return talk
}

describe('an answer with choices', () => {
  const one = () => asked('kind', { choices: choices('fridge', 'washer') })

  test.each([
    ['a tap', (talk: ReturnType<typeof one>) => talk.taps('washer')],
    ['the label typed', (talk: ReturnType<typeof one>) => talk.says('Washer')],
    ['its number', (talk: ReturnType<typeof one>) => talk.says('2')],
    ['one of its words', (talk: ReturnType<typeof one>) => talk.says('washer-ish')],
  ])('is taken as %s', (_, does) => {
    const talk = one()
    expect(does(talk)).toEqual(['Next.'])
    expect(talk.slots()).toEqual({ kind: 'washer' })
    expect(of(talk.effects, 'settle')).toEqual([{ kind: 'settle', ask: 'a1', label: 'washer' }])
  })

  test('goes where the choice leads', () => {
    const flow = aFlow(
      'form',
      { examples: ['form'] },
      ask('kind', { choices: choices(['a', 'far'], 'b') }),
      say('Near.'),
      end(),
      say('Far.', { id: 'far' }),
      end(),
    )
    const talk = talkTo(aCatalogue(flow))
    talk.says('form')
    expect(talk.taps('a')).toEqual(['Far.'])
  })

  test('goes where the choice leads also when it is known before the question', () => {
    const flow = aFlow(
      'form',
      { examples: ['form'], sets: { kind: 'a' } },
      ask('kind', { choices: choices(['a', 'far'], 'b') }),
      say('Near.'),
      end(),
      say('Far.', { id: 'far' }),
      end(),
    )
    expect(talkTo(aCatalogue(flow)).says('form')).toEqual(['Far.'])
  })

  test('is read from the list an action made, as it was offered', () => {
    const label = (en: string) => ({ en, zh: `${en}。` })
    const windows = [
      { value: { id: 1 }, label: label('Tue') },
      { value: { id: 2 }, label: label('Wed') },
    ]
    const flow = aFlow(
      'form',
      { examples: ['form'], slots: SLOTS },
      act('find'),
      ask('kind', { choices: { from: 'windows' } }),
      say('Next.'),
      end(),
    )
    const talk = talkTo(aCatalogue(flow), { find: () => ({ outcome: 'ok', values: { windows } }) })
    talk.says('form')
    expect(labels(talk.effects)).toEqual(['Tue', 'Wed'])
    expect(talk.conversation.asked?.offered).toHaveLength(2)
    talk.says('wed')
    expect(talk.slots().kind).toEqual({ id: 2 })
  })
})

describe('an answer in words', () => {
  test.each([
    ['phone', 'call +8613812345678 please', '+8613812345678'],
    ['bought', 'it was 2024-03-02', '2024-03-02'],
    ['count', '3', 3],
    ['works', 'yep', true],
    ['works', 'no, not really', false],
    ['model', 'the sticker says XQB80', 'XQB80'],
    ['model', 'something old', 'something old'],
    ['name', '  Li \n Wei ', 'Li Wei'],
    ['name', 'my name is Wang', 'Wang'],
    ['address', '12 Long Road', '12 Long Road'],
    ['words', 'it rattles', 'it rattles'],
  ] as const)('to %s is read from "%s"', (slot, words, value) => {
    const talk = asked(slot)
    expect(talk.says(words)).toEqual(['Next.'])
    expect(talk.slots()[slot]).toBe(value)
  })

  test('is limited to what anybody needs to say', () => {
    const talk = asked('name')
    talk.says('x'.repeat(5000))
    expect(talk.slots().name).toHaveLength(80)
  })

  test('is not a text without a letter or digit in it', () => {
    const talk = asked('name')
    expect(talk.says('🙂🙂')).toEqual(['[invalid.text]\n\nname?'])
    expect(asked('words').says('🙂🙂')).toEqual(['[invalid.text]\n\nwords?'])
    expect(asked('address').says('12')).toEqual(['[invalid.text]\n\naddress?'])
  })

  test('to a verbatim question is whatever is said, except exact repair words', () => {
    const verbatim = { verbatim: true, person: true }
    const talk = asked('words', verbatim)
    expect(labels(talk.effects)).toEqual(['[person]'])
    talk.says('no, the name is bad and thanks!')
    expect(talk.slots()).toEqual({ words: 'no, the name is bad and thanks!' })
    expect(asked('words', verbatim).says('Cancel!')).toEqual(['Next.'])
    expect(asked('words', verbatim).says('cancel')).toEqual(['[cancelled]'])
    expect(asked('words', verbatim).says('thanks')).toEqual(['Next.'])
    const choosing = asked('words', { ...verbatim, choices: choices('none') })
    choosing.says('none-ish, but slow')
    expect(choosing.slots()).toEqual({ words: 'none-ish, but slow' })
    const exact = asked('words', { ...verbatim, choices: choices('none') })
    exact.says('None!')
    expect(exact.slots()).toEqual({ words: 'none' })
  })

  test('"I do not know" is an answer where the question allows it (R-002)', () => {
    const talk = asked('bought', { unknown: true })
    expect(labels(talk.effects)).toEqual(['[unknown]'])
    talk.taps('[unknown]')
    expect(talk.slots()).toEqual({ bought: 'unknown' })
    const other = asked('bought', { unknown: true })
    other.says('no idea')
    expect(other.slots()).toEqual({ bought: 'unknown' })
    expect(asked('bought').says('no idea')).toEqual(['[invalid.date]\n\nbought?'])
  })
})

describe('an answer shared or sent', () => {
  test('is a contact where a phone number is asked, without its plus sign too', () => {
    const talk = asked('phone', { request: 'contact' })
    expect(of(talk.effects, 'say')[0]?.request).toBe('contact')
    talk.feed({ kind: 'shared', what: 'contact', phone: '86 138-1234-5678', name: 'Li Wei' })
    expect(talk.slots()).toEqual({ name: 'Li Wei', phone: '+8613812345678' })
  })

  test('is a position where an address is asked', () => {
    const talk = asked('address')
    talk.feed({ kind: 'shared', what: 'location', latitude: 31.2304, longitude: 121.4737 })
    expect(talk.slots()).toEqual({ address: 'geo:31.230400,121.473700' })
  })

  test('is a photo where one is asked, with or without words', () => {
    const talk = asked('proof')
    talk.feed({ kind: 'said', text: 'here you are', media: [{ ref: 'm1', kind: 'photo' }] })
    expect(talk.slots()).toEqual({ proof: ['m1'] })
    const other = asked('proof')
    expect(heard(other.feed({ kind: 'sent', media: [{ ref: 'm2', kind: 'video' }] }))).toEqual(['Next.'])
  })

  test('is kept with the case where nobody asked, and the question stays open', () => {
    const talk = asked('count')
    expect(heard(talk.feed({ kind: 'sent', media: [{ ref: 'm1', kind: 'photo' }] }))).toEqual(['[media]'])
    expect(talk.slots()).toEqual({ photos: ['m1'] })
    expect(talk.says('3')).toEqual(['Next.'])
  })

  test('is a number kept where nobody asked for it, and the open question is asked again', () => {
    const talk = asked('count')
    const contact = { kind: 'shared', what: 'contact', phone: '+8613812345678' } as const
    expect(heard(talk.feed(contact))).toEqual(['[noted phone: +8613812345678]\n\ncount?'])
    expect(talk.slots().phone).toBe('+8613812345678')
    const other = heard(talk.feed({ ...contact, phone: '+8613900001111' }))
    expect(other).toEqual(['[corrected phone: +8613900001111]\n\ncount?'])
  })

  test('is a contact where a name is asked: its number is noted, and its name is the answer', () => {
    const talk = asked('name')
    const contact = { kind: 'shared', what: 'contact', phone: '+8613812345678' } as const
    expect(heard(talk.feed({ ...contact, name: 'Li Wei' }))).toEqual(['[noted phone: +8613812345678]\n\nNext.'])
    expect(talk.slots()).toEqual({ name: 'Li Wei', phone: '+8613812345678' })
    expect(heard(asked('name').feed(contact))).toEqual(['[noted phone: +8613812345678]\n\nname?'])
  })

  test('cannot be read when it is a sticker, a place nobody asked for, or something unknown', () => {
    const talk = asked('count')
    expect(heard(talk.feed({ kind: 'sent', media: [{ ref: 'm1', kind: 'sticker' }] }))).toEqual(['[unsupported]'])
    expect(heard(talk.feed({ kind: 'shared', what: 'location', latitude: 0, longitude: 0 }))).toEqual(['[unsupported]'])
    expect(heard(talk.feed({ kind: 'unreadable', what: 'poll' }))).toEqual(['[unsupported]'])
  })
})

describe('an edited message', () => {
  test('is the answer where it plainly is one, and else is noted', () => {
    const talk = asked('kind', { choices: choices('fridge', 'washer') })
    expect(heard(talk.feed({ kind: 'edited', text: 'hello there' }))).toEqual(['[edited]'])
    expect(heard(talk.feed({ kind: 'edited', text: 'fridge' }))).toEqual(['Next.'])
    expect(heard(asked('address').feed({ kind: 'edited', text: '14 Long Road' }))).toEqual(['[edited]'])
  })
})
