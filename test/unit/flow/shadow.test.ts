import { describe, expect, test } from 'vitest'
import { newConversation } from '../../../src/flow/conversation.ts'
import type { Event } from '../../../src/flow/event.ts'
import type { Value, Values } from '../../../src/flow/flow.ts'
import {
  aCatalogue,
  act,
  aFlow,
  ask,
  call,
  choices,
  end,
  heard,
  NOW,
  say,
  set,
  talkTo,
} from '../../support/flow-builders.ts'

const MINUTE = 60_000
const A = { id: 1, state: 'OPEN' }
const B = { id: 2, state: 'OPEN' }
const about = { case: 'any', visit: 'any', appliance: 'choice', day: 'choice' } as const

/** A talk about case B that has asked for a day, and a recheck that may ask, book, reopen or close. */
const talkAboutB = aFlow(
  'book',
  { examples: ['book'], slots: about },
  ask('day', { choices: choices('Mon', 'Tue') }),
  say('{case.id} {visit.id} {appliance} {day}'),
  end(),
)
const recheck = aFlow(
  'recheck',
  { slots: { ...about, second: { type: 'yes-no', keep: 'flow' }, result: { type: 'choice', keep: 'flow' } } },
  ask('result', {
    always: true,
    lasting: 'case',
    say: { en: 'Case {case.id}, {appliance}?', zh: '?' },
    choices: choices(['fine', 'fine'], ['broken', 'broken'], ['other', 'other']),
  }),
  { ...call('visit-now'), id: 'broken' },
  end(),
  { ...act('close', { failed: 'over' }), id: 'fine' },
  end(),
  { ...set({ case: null }), id: 'other' },
  end({ id: 'over' }),
)
const visitNow = aFlow('visit-now', { slots: about }, act('find-visit'), say('visit {visit.id}'), end())
const news = aFlow('news', { slots: about }, say('news of {case.id} {visit.id}'), end())
const catalogue = aCatalogue(talkAboutB, recheck, visitNow, news)

const due = (values: Values): Event => ({ kind: 'due', key: 'recheck:1', flow: 'recheck', values })
const notice = (values: Values): Event => ({ kind: 'notice', flow: 'news', values })

function talking(slots: Values = { case: B, visit: { id: 20 }, appliance: 'fridge' }) {
  const talk = talkTo(
    catalogue,
    { 'find-visit': () => ({ outcome: 'ok', values: { visit: { id: 10 } } }) },
    { ...newConversation('en'), slots },
  )
  talk.says('book')
  talk.now = NOW + 30 * MINUTE
  return talk
}

describe('what a timer, a notice or a lasting button brings', () => {
  test('about another case is gone when its flow ends, and the open talk goes on with its own case', () => {
    const talk = talking()
    talk.feed(due({ case: A, appliance: 'washer', second: true }))
    expect(talk.slots()).toEqual({ case: A, appliance: 'washer', second: true })
    expect(talk.taps('broken').join()).toContain('visit 10')
    expect(talk.stack()).toEqual(['book.day'])
    expect(talk.slots()).toEqual({ case: B, visit: { id: 20 }, appliance: 'fridge' })
    expect(talk.taps('Mon')).toEqual(['2 20 fridge Mon'])
  })

  test('about the same case stays known, with what was learned of it', () => {
    const talk = talking()
    talk.feed(notice({ case: { ...B, state: 'SCHEDULED' }, visit: { id: 21 } }))
    expect(talk.slots()).toEqual({ case: { id: 2, state: 'SCHEDULED' }, visit: { id: 21 }, appliance: 'fridge' })
  })

  test('does not fill the questions of a talk that has no case yet', () => {
    const talk = talking({ appliance: 'fridge' })
    talk.feed(due({ case: A, appliance: 'washer' }))
    talk.taps('broken')
    expect(talk.slots()).toEqual({ appliance: 'fridge' })
    expect(talking({}).conversation.slots).toEqual({})
  })

  test('stays known where there was nothing else', () => {
    const talk = talkTo(catalogue)
    talk.feed(notice({ case: A, visit: { id: 10 } }))
    expect(talk.slots()).toEqual({ case: A, visit: { id: 10 } })
  })

  test('of a lasting button shadows in the same way', () => {
    const talk = talkTo(catalogue)
    talk.feed(due({ case: A, appliance: 'washer' }))
    const token = talk.token('broken')
    talk.taps('broken')
    talk.feed(notice({ case: B, visit: { id: 20 } }))
    const later = talkTo(catalogue, {}, { ...talk.conversation, slots: { case: B, visit: { id: 20 } } })
    later.says('book')
    expect(heard(later.feed({ kind: 'tapped', token }))).not.toEqual([])
    expect(later.slots()).toEqual({ case: B, visit: { id: 20 } })
  })

  test('does not bring back the case it shadows when its own is put aside', () => {
    const talk = talking()
    talk.feed(due({ case: A }))
    talk.taps('other')
    expect(talk.slots()).toMatchObject({ case: B, visit: { id: 20 } })
    const same = talking()
    same.feed(due({ case: B }))
    same.taps('other')
    expect(same.slots()).toEqual({})
  })

  test('that turns out to be the shadowed case is that case, and what was learned stays', () => {
    const closed: Value = { ...B, state: 'CLOSED' }
    const talk = talkTo(
      catalogue,
      { 'find-visit': () => ({ outcome: 'ok', values: { case: closed } }) },
      { ...newConversation('en'), slots: { case: B, appliance: 'fridge' } },
    )
    talk.says('book')
    talk.now = NOW + 30 * MINUTE
    talk.feed(due({ visit: { id: 20 } }))
    expect(talk.slots()).toEqual({ visit: { id: 20 } })
    talk.taps('broken')
    expect(talk.slots()).toEqual({ case: closed, visit: { id: 20 }, appliance: 'fridge' })
  })

  test('is gone when everything is cancelled', () => {
    const talk = talking()
    talk.feed(due({ case: A, appliance: 'washer' }))
    talk.says('cancel')
    expect(talk.slots()).toEqual({ case: B, visit: { id: 20 }, appliance: 'fridge' })
  })

  test('of two such flows one over the other comes off one by one', () => {
    const talk = talking()
    talk.feed(due({ case: A, appliance: 'washer' }))
    const token = talk.token('broken')
    talk.feed(notice({ case: { id: 3 }, visit: { id: 30 } }))
    expect(talk.slots()).toEqual({ case: A, appliance: 'washer' })
    talk.feed({ kind: 'tapped', token })
    expect(talk.slots()).toEqual({ case: B, visit: { id: 20 }, appliance: 'fridge' })
  })
})
