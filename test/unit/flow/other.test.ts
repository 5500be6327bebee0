import { describe, expect, test } from 'vitest'
import { newConversation } from '../../../src/flow/conversation.ts'
import {
  aCatalogue,
  act,
  aFlow,
  ask,
  end,
  go,
  heard,
  labels,
  say,
  set,
  talkTo,
  text,
} from '../../support/flow-builders.ts'

const other = {
  label: text('Another time', '换个时间'),
  also: { en: ['none of these'], zh: [] },
  slot: 'wish',
  go: 'when',
}
const book = aFlow(
  'book',
  {
    examples: ['book'],
    slots: { wish: 'text', window: { type: 'choice', keep: 'flow' }, windows: { type: 'any', keep: 'flow' } },
  },
  { ...act('find-windows'), id: 'times' },
  ask('window', { choices: { from: 'windows' }, other, person: true }),
  say('{window} {wish}'),
  set({ wish: null }),
  go('times'),
  ask('wish', { id: 'when' }),
  go('times'),
  end(),
)
const price = aFlow('price', { examples: ['how much'], title: 'Prices' }, say('It is free.'), end())

function booking(opening = 'book') {
  const looked: unknown[] = []
  const windows = ['Mon', 'Tue'].map(value => ({ value, label: text(value) }))
  const talk = talkTo(
    aCatalogue(book, price),
    {
      'find-windows': () => {
        looked.push(talk.conversation.slots.wish)
        return { outcome: 'ok', values: { windows } }
      },
    },
    newConversation('en'),
  )
  talk.says(opening)
  return { talk, looked }
}

describe('what is said instead of a choice', () => {
  test('has a button of its own behind the choices', () => {
    const { talk } = booking()
    expect(labels(talk.effects)).toEqual(['Mon', 'Tue', 'Another time', '[person]'])
  })

  test('by its button or its words empties the slot and goes where it is asked for', () => {
    const { talk, looked } = booking('book tomorrow')
    expect(looked).toEqual(['tomorrow'])
    expect(talk.taps('Another time')).toEqual(['wish?'])
    expect(talk.says('after six')).toEqual(['window?'])
    expect(looked).toEqual(['tomorrow', 'after six'])
    expect(talk.says('none of these')).toEqual(['wish?'])
  })

  test('in words that hold a value fills the slot with all that is said, and goes there', () => {
    const { talk, looked } = booking()
    expect(talk.says('rather tomorrow afternoon')).toEqual(['window?'])
    expect(looked).toEqual([undefined, 'rather tomorrow afternoon'])
    expect(talk.slots()).toMatchObject({ wish: 'rather tomorrow afternoon' })
    expect(talk.slots().window).toBeUndefined()
  })

  test('is no choice and no digression: those are still heard', () => {
    const { talk } = booking()
    expect(talk.says('how much is it if you come tomorrow')).toEqual(['It is free.\n\n[returned]\n\nwindow?'])
    expect(talk.says('blah blah')).toEqual(['[invalid.choice]\n\nwindow?'])
    expect(heard(talk.feed({ kind: 'said', text: 'Tue' }))[0]).toContain('Tue')
  })

  test('can be taken back', () => {
    const { talk } = booking()
    talk.taps('Another time')
    expect(talk.says('back')).toEqual(['window?'])
  })
})

test('what a flow empties is asked for, not found again in the sentence that opened it', () => {
  const form = aFlow(
    'form',
    { examples: ['form'], slots: { phone: { type: 'phone', keep: 'customer' }, ok: 'yes-no' } },
    ask('phone'),
    ask('ok', { always: true }),
    set({ phone: null }),
    go('phone'),
    end(),
  )
  const talk = talkTo(aCatalogue(form))
  expect(talk.says('form +8613812345678')).toEqual(['ok?'])
  expect(talk.says('no')).toEqual(['phone?'])
})
