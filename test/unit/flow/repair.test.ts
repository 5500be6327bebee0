import { describe, expect, test } from 'vitest'
import { BOOKING_SLOTS, book, booking } from '../../support/booking-flows.ts'
import { aCatalogue, act, aFlow, ask, call, choices, end, of, say, talkTo } from '../../support/flow-builders.ts'

describe('a person', () => {
  test.each(['human', 'talk to a person'])('is called by "%s" at any step, and the step stays', words => {
    const talk = booking('Li')
    expect(talk.says(words)).toEqual(['[hand-over]'])
    expect(talk.effects.at(-1)).toEqual({ kind: 'hand-over', reason: 'asked', priority: 'MEDIUM' })
    expect(talk.stack()).toEqual(['book.kind'])
  })

  test('is called by the command, and by a person button however old', () => {
    expect(booking().commands('human')).toEqual(['[hand-over]'])
    const talk = talkTo(aCatalogue(book))
    talk.says('blah')
    const button = talk.token('[person]')
    talk.says('book a visit')
    talk.feed({ kind: 'tapped', token: button })
    expect(of(talk.effects, 'hand-over')).toHaveLength(1)
  })
})

describe('cancel', () => {
  test('ends everything that is open and removes its buttons', () => {
    const talk = booking('Li')
    expect(talk.says('cancel')).toEqual(['[cancelled]'])
    expect(of(talk.effects, 'settle')).toEqual([{ kind: 'settle', ask: 'a2', label: '' }])
    expect(talk.stack()).toEqual([])
    expect(talk.conversation.asked).toBeUndefined()
    expect(talk.conversation.revision).toBe('')
  })

  test('lets every open flow tidy up first, the innermost first', () => {
    const tidied: string[] = []
    const tidy = (name: string) => () => {
      tidied.push(name)
      return { outcome: 'ok' }
    }
    const inner = aFlow(
      'inner',
      { cancelled: 'tidy' },
      ask('x', { choices: choices('1') }),
      end(),
      act('release-inner', {}, { id: 'tidy' }),
      end(),
    )
    const outer = aFlow(
      'outer',
      { examples: ['outer'], cancelled: 'tidy' },
      call('inner'),
      end(),
      act('release-outer', {}, { id: 'tidy' }),
      say('Released.'),
      end(),
    )
    const talk = talkTo(aCatalogue(inner, outer), { 'release-inner': tidy('inner'), 'release-outer': tidy('outer') })
    talk.says('outer')
    expect(talk.commands('cancel')).toEqual(['Released.\n\n[cancelled]'])
    expect(tidied).toEqual(['inner', 'outer'])
    expect(talk.stack()).toEqual([])
  })

  test('says so when nothing is open', () => {
    expect(talkTo(aCatalogue(book)).says('cancel')).toEqual(['[nothing-to-cancel]'])
  })
})

describe('back', () => {
  test('asks the question before again, and forgets its answer', () => {
    const talk = booking('Li', 'washer')
    expect(talk.says('back')).toEqual(['kind?'])
    expect(talk.slots()).toEqual({ name: 'Li' })
    expect(talk.says('back')).toEqual(['name?'])
    expect(talk.says('back')).toEqual(['[nothing-to-go-back-to]\n\nname?'])
  })

  test('does not go behind an action that is final', () => {
    const talk = booking('Li', 'washer', '12 Long Road', 'Mon')
    expect(talk.stack()).toEqual(['book.more'])
    expect(talk.says('back')).toEqual(['[nothing-to-go-back-to]\n\nmore?'])
    expect(talk.slots()).toMatchObject({ window: 'Mon' })
  })

  test('goes from a called flow to the flow that called it', () => {
    const inner = aFlow(
      'inner',
      { slots: { a: 'choice', b: 'choice' } },
      ask('a', { choices: choices('1') }),
      ask('b', { choices: choices('1') }),
      end(),
    )
    const outer = aFlow(
      'outer',
      { examples: ['outer'], slots: { first: 'choice' } },
      ask('first', { choices: choices('1') }),
      call('inner'),
      end(),
    )
    const talk = talkTo(aCatalogue(inner, outer))
    talk.says('outer')
    talk.taps('1')
    talk.taps('1')
    expect(talk.says('back')).toEqual(['a?'])
    expect(talk.says('back')).toEqual(['first?'])
    expect(talk.slots()).toEqual({})
  })
})

describe('restart', () => {
  test('starts the flow over without what it asked, but knows the customer', () => {
    const talk = booking('Li', 'washer')
    expect(talk.says('restart')).toEqual(['[restarted]\n\nkind?'])
    expect(talk.slots()).toEqual({ name: 'Li' })
  })

  test('with nothing open begins where /start does', () => {
    const hello = aFlow('hello', { command: 'start' }, say('Hello.'), end())
    expect(talkTo(aCatalogue(hello)).says('restart')).toEqual(['Hello.'])
    expect(talkTo(aCatalogue(book)).says('restart')).toEqual(['[nothing-to-cancel]'])
  })
})

describe('a correction', () => {
  test('of a slot by name is stored, learned and confirmed, and the open question asked again', () => {
    const talk = booking('Li')
    expect(talk.says('no, the name is Wang')).toEqual(['[corrected your name: Wang]\n\nkind?'])
    expect(talk.slots().name).toBe('Wang')
    expect(of(talk.effects, 'learned')).toEqual([{ kind: 'learned', slot: 'name', value: 'Wang', before: 'Li' }])
  })

  test('of what later steps depend on goes back to where it is used (R-003)', () => {
    const talk = booking('Li', 'washer', '12 Long Road')
    expect(talk.stack()).toEqual(['book.window'])
    expect(talk.says('no, the address is 14 Long Road')).toEqual(['[corrected address: 14 Long Road]\n\nwindow?'])
    expect(of(talk.effects, 'do')).toMatchObject([{ action: 'find-windows' }])
  })

  test('without a name is of the one slot it fits', () => {
    const contact = aFlow(
      'contact',
      { examples: ['contact'], slots: BOOKING_SLOTS },
      ask('phone'),
      ask('kind', { choices: choices('a') }),
      end(),
    )
    const talk = talkTo(aCatalogue(contact))
    talk.says('contact')
    talk.says('+8613812345678')
    talk.says('no, it is +8613900000000')
    expect(talk.slots().phone).toBe('+8613900000000')
  })

  test('of a choice is one of the choices, told by its label', () => {
    const talk = booking('Li', 'washer')
    expect(talk.says('no, the kind is fridge')).toEqual(['[corrected kind: fridge]\n\naddress?'])
    expect(talk.slots().kind).toBe('fridge')
  })

  test('that does not say what is right asks that question again', () => {
    const talk = booking('Li', 'washer')
    expect(talk.says('no, the kind is wrong')).toEqual(['kind?'])
    expect(talk.slots()).toEqual({ name: 'Li' })
  })

  test('of nothing that is known is an answer', () => {
    const talk = booking()
    talk.says('no, Wang Wei')
    expect(talk.slots()).toEqual({ name: 'Wang Wei' })
  })
})
