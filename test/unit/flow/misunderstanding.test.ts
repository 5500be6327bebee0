import { describe, expect, test } from 'vitest'
import { book, booking, complain, status } from '../../support/booking-flows.ts'
import { aCatalogue, aFlow, ask, end, go, labels, of, say, talkTo, text } from '../../support/flow-builders.ts'

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

  test('and "yes" to the offer of a person calls one', () => {
    const nobody = talkTo(aCatalogue(book))
    for (const words of ['a', 'b', 'c']) nobody.says(words)
    expect(nobody.says('yes')).toEqual(['[hand-over]'])
    const talk = booking('Li', 'x', 'y', 'z')
    expect(talk.says('yes')).toEqual(['[hand-over]'])
    expect(of(booking('Li', 'x').feed({ kind: 'said', text: 'yes' }), 'hand-over')).toEqual([])
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
