import { describe, expect, test } from 'vitest'
import {
  aCatalogue,
  act,
  aFlow,
  ask,
  call,
  choices,
  end,
  go,
  labels,
  of,
  say,
  talkTo,
  text,
} from '../../support/flow-builders.ts'

const SLOTS = {
  name: { type: 'name', keep: 'customer', called: { en: ['your name'], zh: ['姓名'] } },
  phone: { type: 'phone', keep: 'customer' },
  address: { type: 'address', keep: 'customer', corrected: 'look' },
  kind: 'choice',
  windows: { type: 'any', keep: 'flow' },
  window: { type: 'choice', keep: 'flow' },
} as const

const book = aFlow(
  'book',
  { examples: ['book a visit'], title: 'Book', command: 'book', slots: SLOTS },
  ask('name'),
  ask('kind', { choices: choices('fridge', 'washer') }),
  ask('address'),
  act('find-windows', {}, { id: 'look' }),
  ask('window', { choices: choices('Mon', 'Tue') }),
  act('reserve', {}, { final: true }),
  ask('more', { choices: choices('done') }),
  end(),
)
const status = aFlow(
  'status',
  { examples: ['where is my technician', 'visit status'], title: 'Status' },
  say('On Tuesday.'),
  end(),
)
const complain = aFlow('complain', { examples: ['complain about the visit'], title: 'Complain' }, say('Sorry.'), end())

function booking(...said: string[]) {
  const talk = talkTo(aCatalogue(book, status, complain))
  talk.says('book a visit')
  for (const words of said) talk.says(words)
  return talk
}

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

  test('says so when nothing is open', () => {
    expect(talkTo(aCatalogue(book)).says('restart')).toEqual(['[nothing-to-go-back-to]'])
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
      { examples: ['contact'], slots: SLOTS },
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

describe('not understood (R-033)', () => {
  test('is asked again, then with the nearest flows, then with a person, and every time listed for staff', () => {
    const talk = booking('Li')
    const heardAll = [talk.says('technician?')]
    expect(of(talk.effects, 'unhandled')).toEqual([{ kind: 'unhandled', text: 'technician?' }])
    heardAll.push(talk.says('technician?'))
    expect(labels(talk.effects)).toEqual(['fridge', 'washer', 'Status'])
    heardAll.push(talk.says('technician?'))
    expect(labels(talk.effects)).toEqual(['fridge', 'washer', '[person]'])
    expect(heardAll).toEqual([['[invalid.choice]\n\nkind?'], ['[nearest]\n\nkind?'], ['[too-many]\n\nkind?']])
    expect(of(talk.effects, 'unhandled')).toHaveLength(1)
  })

  test('is asked in other words where the flow has them', () => {
    const flow = aFlow(
      'form',
      { examples: ['form'], slots: { works: 'yes-no' } },
      ask('works', { again: text('Does it run?') }),
      end(),
    )
    const talk = talkTo(aCatalogue(flow))
    talk.says('form')
    expect(talk.says('blah')).toEqual(['Does it run?'])
    expect(of(talk.effects, 'say')[0]?.names).toEqual(['form.works.again'])
  })

  test('starts counting anew with the next question', () => {
    const talk = booking('Li')
    talk.says('blah')
    talk.says('washer')
    expect(talk.conversation.asked?.misses).toBe(0)
  })

  test('with nothing open offers a person, and after the third time says so', () => {
    const talk = talkTo(aCatalogue(book))
    expect([talk.says('a'), talk.says('b'), talk.says('c')]).toEqual([['[nothing]'], ['[nothing]'], ['[too-many]']])
    expect(labels(talk.effects)).toEqual(['[person]'])
    expect(of(talk.effects, 'unhandled')).toEqual([{ kind: 'unhandled', text: 'c' }])
  })

  test('quite offers the nearest flows, which may be tapped, typed, or refused', () => {
    const offer = () => {
      const talk = talkTo(aCatalogue(book, status, complain))
      talk.says('technician')
      return talk
    }
    const talk = offer()
    expect(labels(talk.effects)).toEqual(['Status', '[none-of-these]'])
    expect(talk.taps('Status')).toEqual(['On Tuesday.'])
    expect(offer().says('status')).toEqual(['On Tuesday.'])
    const other = offer()
    expect(other.taps('[none-of-these]')).toEqual(['[nothing]'])
    expect(of(other.effects, 'unhandled')).toEqual([{ kind: 'unhandled', text: 'technician' }])
  })
})

describe('a button of an old question', () => {
  test('is explained, and the open question asked again', () => {
    const talk = booking('Li')
    const washer = talk.token('washer')
    talk.feed({ kind: 'tapped', token: washer })
    expect(talk.feed({ kind: 'tapped', token: washer })).toMatchObject([{ kind: 'say', text: '[stale]\n\naddress?' }])
    expect(talk.feed({ kind: 'tapped', token: 'nonsense' })).toMatchObject([{ kind: 'say' }])
  })

  test('is explained when nothing is open any more', () => {
    const talk = booking('Li')
    const washer = talk.token('washer')
    talk.says('cancel')
    expect(talk.feed({ kind: 'tapped', token: washer })).toMatchObject([{ kind: 'say', text: '[stale]' }])
  })
})

describe('danger (F0, R-016)', () => {
  test('stops everything at any step, and calls a person with the highest priority', () => {
    const talk = booking('Li')
    expect(talk.says('there is smoke')).toEqual(['STOP: electrical'])
    expect(talk.effects.at(-1)).toEqual({ kind: 'hand-over', reason: 'hazard', priority: 'SAFETY' })
    expect(talk.stack()).toEqual(['safety.2'])
    expect(talk.slots()).toEqual({ name: 'Li', hazard: 'electrical' })
  })

  test('is heard in comments, edits, captions and deep links too', () => {
    const comment = aFlow('comment', { examples: ['comment'] }, ask('words', { verbatim: true, person: true }), end())
    const talk = talkTo(aCatalogue(comment))
    talk.says('comment')
    expect(talk.says('smoke everywhere')).toEqual(['STOP: electrical'])
    for (const event of [
      { kind: 'edited', text: 'smoke' },
      { kind: 'said', text: 'smoke', media: [{ ref: 'm', kind: 'photo' }] },
      { kind: 'commanded', name: 'book', payload: 'smoke' },
    ] as const) {
      expect(of(booking().feed(event), 'hand-over')).toMatchObject([{ priority: 'SAFETY' }])
    }
  })

  test('may be denied in answer to a safety question', () => {
    const check = aFlow(
      'check',
      { examples: ['check'], slots: { smell: 'yes-no' } },
      ask('smell', { safety: true }),
      say('Good.'),
      end(),
    )
    const talk = talkTo(aCatalogue(check))
    talk.says('check')
    expect(talk.says('no, no smoke')).toEqual(['Good.'])
  })

  test('calls a person with the highest priority even if the flow for it is broken', () => {
    const broken = aCatalogue(book)
    const catalogue = { ...broken, flows: new Map([...broken.flows, ['safety', aFlow('safety', {}, go('nowhere'))]]) }
    const talk = talkTo(catalogue)
    talk.says('smoke')
    expect(of(talk.effects, 'hand-over')).toMatchObject([{ reason: 'failed', priority: 'SAFETY' }])
  })
})

test('thanks are answered and nothing is asked again', () => {
  const talk = booking('Li')
  expect(talk.says('thanks')).toEqual(['[you-are-welcome]'])
  expect(talk.says('washer')).toEqual(['address?'])
})
