import { describe, expect, test } from 'vitest'
import { newConversation } from '../../../src/flow/conversation.ts'
import type { Event } from '../../../src/flow/event.ts'
import {
  aCatalogue,
  act,
  aFlow,
  ask,
  call,
  choices,
  end,
  handOver,
  heard,
  labels,
  NOW,
  of,
  say,
  set,
  talkTo,
} from '../../support/flow-builders.ts'

const MINUTE = 60_000
const book = aFlow(
  'book',
  {
    examples: ['book'],
    title: 'Book',
    command: 'book',
    slots: { name: 'name', day: 'choice', payload: { type: 'text', keep: 'flow' } },
  },
  ask('name'),
  ask('day', { choices: choices('Mon', 'Tue') }),
  say('Booked.'),
  end(),
)
const price = aFlow('price', { examples: ['how much'], title: 'Prices' }, say('It is free.'), end())
const status = aFlow(
  'status',
  { examples: ['status'], title: 'Status', slots: { which: 'choice' } },
  ask('which', { choices: choices('first') }),
  say('Fine.'),
  end(),
)
const news = aFlow('news', {}, say('She is on the way.'), end())
const recheck = aFlow(
  'recheck',
  { slots: { works: 'yes-no', attempt: 'number' } },
  ask('works', { always: true }),
  end(),
)
const catalogue = aCatalogue(book, price, status, news, recheck)

function booking(...said: string[]) {
  const talk = talkTo(catalogue)
  talk.says('book')
  for (const words of said) talk.says(words)
  return talk
}

const due = (flow: string, values = {}): Event => ({ kind: 'due', key: `${flow}:1`, flow, values })
const notice = (flow: string, values = {}): Event => ({ kind: 'notice', flow, values })

describe('a digression', () => {
  test('is told, and then the open question is asked again with fresh buttons', () => {
    const talk = booking('Li')
    expect(talk.says('how much')).toEqual(['It is free.\n\n[returned]\n\nday?'])
    expect(of(talk.effects, 'settle')).toEqual([{ kind: 'settle', ask: 'a2', label: '' }])
    expect(talk.token('Mon')).toBe('a3:0')
  })

  test('may ask something itself, and comes back when it ends', () => {
    const talk = booking('Li')
    talk.says('status')
    expect(talk.stack()).toEqual(['book.day', 'status.which'])
    expect(talk.taps('first')).toEqual(['Fine.\n\n[returned]\n\nday?'])
  })

  test('back to a flow that is open unwinds to it', () => {
    const talk = booking('Li')
    talk.says('status')
    expect(talk.says('book')).toEqual(['day?'])
    expect(talk.stack()).toEqual(['book.day'])
  })

  test('from a question that takes any words needs clearly other words, or a question', () => {
    expect(booking().says('how much')).toEqual(['It is free.\n\n[returned]\n\nname?'])
    expect(booking().says('is it how much?')).toEqual(['It is free.\n\n[returned]\n\nname?'])
    expect(booking().says('much')).toEqual(['day?'])
    expect(booking().says('why do you ask?')).toEqual(['[invalid.text]\n\nname?'])
  })

  test('does not make later questions look for answers in other words', () => {
    const talk = talkTo(catalogue)
    talk.says('book Tue-ish')
    expect(talk.stack()).toEqual(['book.name'])
    talk.says('how much Mon-ish')
    expect(talk.says('Li')).toEqual(['Booked.'])
    expect(talk.slots().day).toBe('Tue')
  })

  test('too deep drops what was open longest', () => {
    const flows = [1, 2, 3, 4, 5, 6, 7].map(n =>
      aFlow(`topic${n}`, { examples: [`topic${n}`], title: `T${n}` }, ask(`q${n}`, { choices: choices('x') }), end()),
    )
    const talk = talkTo(aCatalogue(...flows))
    for (const flow of flows) talk.says(flow.name)
    expect(talk.stack()).toEqual(['topic3.q3', 'topic4.q4', 'topic5.q5', 'topic6.q6', 'topic7.q7'])
    for (let n = 0; n < 5; n += 1) talk.taps('x')
    expect(talk.stack()).toEqual([])
  })
})

describe('a command', () => {
  test('starts its flow, with its payload in the slot of that name', () => {
    const talk = talkTo(catalogue)
    expect(talk.commands('book', 'abc')).toEqual(['name?'])
    expect(talk.slots()).toEqual({ payload: 'abc' })
  })

  test('of a flow that is open asks its question again, and with a payload starts it over', () => {
    const talk = booking('Li')
    expect(talk.commands('book')).toEqual(['day?'])
    talk.commands('book', 'qr')
    expect(talk.stack()).toEqual(['book.day'])
    expect(talk.slots().payload).toBe('qr')
  })

  test('that is unknown is not understood, with what is near and a person', () => {
    const talk = talkTo(catalogue)
    expect(talk.commands('status-please')).toEqual(['[nothing]'])
    expect(labels(talk.effects)).toEqual(['Status', '[person]'])
    expect(of(talk.effects, 'unhandled')).toEqual([{ kind: 'unhandled', text: '/status-please' }])
    expect(booking().commands('xyz')).toEqual(['[nothing]\n\nname?'])
  })
})

describe('a notice of staff', () => {
  test('is said at once and leaves the open question as it is', () => {
    const talk = booking('Li')
    const monday = talk.token('Mon')
    expect(heard(talk.feed(notice('news')))).toEqual(['She is on the way.'])
    expect(heard(talk.feed({ kind: 'tapped', token: monday }))).toEqual(['Booked.'])
  })

  test('that asks something comes first, and the open question is asked again after it', () => {
    const talk = booking('Li')
    talk.feed(notice('recheck'))
    expect(talk.stack()).toEqual(['book.day', 'recheck.works'])
    expect(talk.taps('[yes]')).toEqual(['[returned]\n\nday?'])
  })

  test('with an action in it leaves the question open all the same', () => {
    const acting = aFlow('acting', {}, act('look'), say('Looked.'), end())
    const talk = talkTo(aCatalogue(book, acting))
    talk.says('book')
    expect(heard(talk.feed(notice('acting')))).toEqual(['Looked.'])
    expect(talk.says('Li')).toEqual(['day?'])
  })
})

describe('a timer', () => {
  test('starts its flow with its values', () => {
    const talk = talkTo(catalogue)
    expect(heard(talk.feed(due('recheck', { attempt: 2 })))).toEqual(['works?'])
    expect(talk.slots()).toEqual({ attempt: 2 })
  })

  test('does not interrupt somebody who is answering just now, and does later (notify.busy)', () => {
    const talk = booking('Li')
    talk.now = NOW + 9 * MINUTE
    talk.feed(due('recheck', { attempt: 2 }))
    const at = talk.now + 10 * MINUTE
    expect(talk.effects).toEqual([
      { kind: 'remind', key: 'recheck:1', at, flow: 'recheck', values: { attempt: 2 }, quiet: false },
    ])
    talk.now = NOW + 11 * MINUTE
    expect(heard(talk.feed(due('recheck')))).toEqual(['works?'])
    expect(talk.taps('[no]')).toEqual(['[returned]\n\nday?'])
  })

  test('does not interrupt a person', () => {
    const talk = talkTo(catalogue, {}, { ...newConversation('en'), owner: 'agent' })
    talk.feed(due('recheck'))
    expect(talk.effects).toMatchObject([{ kind: 'remind', key: 'recheck:1', at: NOW + 10 * MINUTE, quiet: true }])
  })

  test('of a flow that is open already starts that flow over', () => {
    const talk = talkTo(catalogue)
    talk.feed(due('recheck', { attempt: 1 }))
    talk.feed(due('recheck', { attempt: 2 }))
    expect(talk.stack()).toEqual(['recheck.works'])
    expect(talk.slots()).toEqual({ attempt: 2 })
  })
})

describe('while a person owns the conversation or is awaited', () => {
  const events: Event[] = [
    { kind: 'said', text: 'book' },
    { kind: 'said', text: 'cancel' },
    { kind: 'sent', media: [{ ref: 'm', kind: 'photo' }] },
    { kind: 'shared', what: 'contact', phone: '+8613812345678' },
    { kind: 'tapped', token: 'a2:0' },
    { kind: 'commanded', name: 'cancel', payload: '' },
    { kind: 'edited', text: 'x' },
    { kind: 'unreadable', what: 'poll' },
  ]

  test('the bot says once that a person is awaited, and again only after somebody was there (I44)', () => {
    const talk = talkTo(catalogue, {}, { ...booking('Li').conversation, owner: 'waiting' })
    expect(talk.says('thanks')).toEqual([])
    expect(talk.says('hello?')).toEqual(['[waiting]'])
    for (const event of events) expect(talk.feed(event)).toEqual([])
    talk.conversation = { ...talk.conversation, owner: 'agent' }
    expect(talk.says('hello?')).toEqual([])
    talk.conversation = { ...talk.conversation, owner: 'waiting' }
    expect(heard(talk.feed({ kind: 'sent', media: [{ ref: 'm', kind: 'photo' }] }))).toEqual(['[waiting]'])
    talk.conversation = { ...talk.conversation, owner: 'bot' }
    talk.feed({ kind: 'handed-back' })
    expect(talk.conversation.toldToWait).toBeUndefined()
  })

  test.each([
    ['waiting', true],
    ['agent', undefined],
  ] as const)('(%s) the bot is silent and changes nothing', (owner, told) => {
    const before = { ...booking('Li').conversation, owner, ...(told && { toldToWait: told }) }
    const talk = talkTo(catalogue, {}, before)
    talk.now = NOW + 1
    for (const event of events) expect(talk.feed(event)).toEqual([])
    expect(talk.conversation).toEqual({ ...before, heardAt: NOW + 1 })
  })

  test('the bot still tells what to do in danger, also when the flow acts first', () => {
    const acting = aFlow(
      'safety',
      { slots: { hazard: 'text' } },
      act('open-case', { failed: 'stop' }),
      say('STOP!', { id: 'stop' }),
      handOver('hazard', 'SAFETY'),
      end(),
    )
    const before = { ...booking('Li').conversation, owner: 'agent' as const }
    const talk = talkTo({ ...catalogue, flows: new Map([...catalogue.flows, ['safety', acting]]) }, {}, before)
    expect(talk.says('smoke!')).toEqual(['STOP!'])
    expect(talk.effects).toMatchObject([{ kind: 'say' }, { kind: 'hand-over', priority: 'SAFETY' }])
    expect(talk.conversation).toEqual({ ...before, heardAt: NOW })
  })
})

test('a flow that a timer starts afresh is not called once more by what had called it', () => {
  const rate = aFlow('rate', { slots: { attempt: 'number' } }, ask('stars'), end())
  const recheck = aFlow('recheck', { examples: ['recheck'] }, call('rate'), say('Bye.'), end())
  const talk = talkTo(aCatalogue(rate, recheck))
  expect(talk.says('recheck')).toEqual(['stars?'])
  talk.now = NOW + 86_400_000
  const due = { kind: 'due', key: 'rate', flow: 'rate', values: { attempt: 2 } } as const
  expect(heard(talk.feed(due))).toEqual(['stars?'])
  expect(talk.says('five')).toEqual(['Bye.'])
  expect(talk.stack()).toEqual([])
})

describe('a conversation handed back', () => {
  test('goes on with the question that was open', () => {
    const talk = booking('Li')
    talk.says('human')
    expect(heard(talk.feed({ kind: 'handed-back' }))).toEqual(['[handed-back]\n\nday?'])
    expect(talk.taps('Mon')).toEqual(['Booked.'])
  })

  test('goes on behind the step that handed it over', () => {
    const help = aFlow('help', { examples: ['help'] }, handOver('no-window', 'HIGH'), say('Back again.'), end())
    const talk = talkTo(aCatalogue(help))
    talk.says('help')
    expect(talk.effects).toEqual([{ kind: 'hand-over', reason: 'no-window', priority: 'HIGH' }])
    expect(heard(talk.feed({ kind: 'handed-back' }))).toEqual(['[handed-back]\n\nBack again.'])
    expect(talk.stack()).toEqual([])
  })

  test('goes on behind that step also when a notice has asked something meanwhile', () => {
    const help = aFlow('help', { examples: ['help'] }, handOver('no-window', 'HIGH'), ask('day'), end())
    const news = aFlow('news', {}, ask('again', { choices: choices('later') }), end())
    const talk = talkTo(aCatalogue(help, news))
    talk.says('help')
    talk.conversation = { ...talk.conversation, owner: 'agent' }
    expect(heard(talk.feed({ kind: 'notice', flow: 'news', values: {} }))).toEqual(['again?'])
    talk.conversation = { ...talk.conversation, owner: 'bot' }
    expect(heard(talk.feed({ kind: 'handed-back' }))).toEqual(['[handed-back]\n\nagain?'])
    expect(talk.taps('later')).toEqual(['day?'])
    expect(talk.stack()).toEqual(['help.day'])
  })

  test('does not ask again what is known by now', () => {
    const talk = booking('Li')
    talk.says('human')
    talk.conversation = { ...talk.conversation, slots: { ...talk.slots(), day: 'Tue' } }
    expect(heard(talk.feed({ kind: 'handed-back' }))).toEqual(['[handed-back]\n\nBooked.'])
  })

  test('with nothing open just says so', () => {
    expect(heard(talkTo(catalogue).feed({ kind: 'handed-back' }))).toEqual(['[handed-back]'])
  })
})

describe('the end of a flow', () => {
  test('with all drops what was open before', () => {
    const stopAll = aFlow('stop-all', { examples: ['stop all'] }, say('All over.'), end({ all: true }))
    const talk = talkTo(aCatalogue(book, stopAll))
    talk.says('book')
    talk.says('Li')
    expect(talk.says('stop all')).toEqual(['All over.'])
    expect(talk.stack()).toEqual([])
  })

  test('that said nothing leaves nobody without an answer', () => {
    const mute = aFlow('mute', { examples: ['mute'] }, set({ x: 1 }), end())
    expect(talkTo(aCatalogue(mute)).says('mute')).toEqual(['[you-are-welcome]'])
    const acting = aFlow('acting', { examples: ['acting'] }, act('save'), end())
    const talk = talkTo(aCatalogue(acting))
    expect(talk.says('acting')).toEqual(['[you-are-welcome]'])
    expect(heard(talk.feed(notice('acting')))).toEqual([])
  })
})

test('the conversation follows the language of its first words', () => {
  const talk = talkTo(catalogue)
  expect(talk.says('你好 book')).toEqual(['〔name?〕'])
  expect(of(talk.effects, 'language')).toEqual([{ kind: 'language', language: 'zh' }])
  talk.says('Li')
  expect(talk.conversation.language).toBe('zh')
})

test('the state of a usual dialogue is at most a kilobyte', () => {
  const talk = booking('Li')
  talk.says('how much')
  talk.says('status')
  talk.taps('first')
  talk.says('blah')
  talk.says('back')
  expect(JSON.stringify(talk.conversation).length).toBeLessThan(1024)
})
