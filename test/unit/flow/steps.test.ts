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
  handOver,
  heard,
  NOW,
  of,
  remind,
  say,
  set,
  talkTo,
  when,
} from '../../support/flow-builders.ts'

const MINUTE = 60_000

describe('what is said in one turn', () => {
  test('is one message, paragraph by paragraph, up to the question and its buttons', () => {
    const greet = aFlow(
      'greet',
      { examples: ['hello'] },
      say('One.'),
      say('Two.'),
      ask('kind', { choices: choices('a', 'b') }),
      end(),
    )
    const talk = talkTo(aCatalogue(greet))
    talk.says('hello')
    expect(talk.effects).toEqual([
      {
        kind: 'say',
        names: ['greet.1', 'greet.2', 'greet.kind'],
        text: 'One.\n\nTwo.\n\nkind?',
        buttons: [
          { label: 'a', token: 'a1:0' },
          { label: 'b', token: 'a1:1' },
        ],
        ask: 'a1',
      },
    ])
  })

  test('is one message also when an action runs in between', () => {
    const book = aFlow('book', { examples: ['book'] }, say('One moment.'), act('reserve'), say('Done.'), end())
    const talk = talkTo(aCatalogue(book))
    expect(talk.says('book')).toEqual(['One moment.\n\nDone.'])
    expect(talk.conversation).not.toHaveProperty('unfinished')
  })

  test('leaves a text that tells to stop alone in its message', () => {
    const gas = aFlow(
      'gas',
      { examples: ['gas'] },
      say('I see.'),
      say('Leave the house.'),
      handOver('gas', 'SAFETY'),
      say('After.'),
      end(),
    )
    const talk = talkTo(aCatalogue(gas))
    expect(talk.says('gas')).toEqual(['I see.', 'Leave the house.'])
    expect(talk.effects.at(-1)).toEqual({ kind: 'hand-over', reason: 'gas', priority: 'SAFETY' })
  })

  test('is in the language of the conversation', () => {
    const talk = talkTo(aCatalogue(aFlow('greet', { examples: ['hello'] }, say('Hello.'), end())))
    talk.conversation = { ...talk.conversation, language: 'zh' }
    expect(talk.says('hello')).toEqual(['〔Hello.〕'])
  })
})

describe('an action', () => {
  const book = aFlow(
    'book',
    { examples: ['book'], slots: { window: 'text', visit: 'any' } },
    set({ window: 'Monday' }),
    act('reserve', { taken: 'sorry' }, { with: { window: '{window}', within: '48h' } }),
    say('Booked {visit.code}.'),
    end(),
    say('Taken.', { id: 'sorry' }),
    end(),
  )

  test('is asked for last, with its arguments worked out, and the frame stands at it', () => {
    const talk = talkTo(aCatalogue(book), { reserve: () => ({ outcome: 'ok', values: { visit: { code: 'V7' } } }) })
    talk.says('book')
    expect(of(talk.effects, 'do')).toEqual([
      { kind: 'do', action: 'reserve', args: { window: 'Monday', within: '48h' } },
    ])
    expect(heard(talk.effects)).toEqual(['Booked V7.'])
  })

  test('goes to the branch of its outcome', () => {
    expect(talkTo(aCatalogue(book), { reserve: () => ({ outcome: 'taken' }) }).says('book')).toEqual(['Taken.'])
  })

  test('with an outcome that has no branch becomes an apology and a person', () => {
    const talk = talkTo(aCatalogue(book), { reserve: () => ({ outcome: 'exploded' }) })
    expect(talk.says('book')).toEqual(['[failed]'])
    expect(of(talk.effects, 'hand-over')).toMatchObject([
      { reason: 'failed', fault: 'book.2 has no branch for "exploded"' },
    ])
    expect(talk.stack()).toEqual([])
  })

  test('whose result nobody waits for is passed over', () => {
    const talk = talkTo(aCatalogue(book))
    expect(talk.feed({ kind: 'done', outcome: 'ok', values: { window: 'x' } })).toEqual([])
    expect(talk.slots()).toEqual({})
  })
})

describe('a called flow', () => {
  const contact = aFlow(
    'contact',
    { slots: { phone: { type: 'phone', keep: 'customer' }, why: { type: 'text', keep: 'flow' } } },
    ask('phone'),
    end(),
  )

  test('runs with its values and comes back to the step after the call', () => {
    const book = aFlow(
      'book',
      { examples: ['book'] },
      call('contact', { why: 'to book' }),
      say('Thanks, {phone}.'),
      end(),
    )
    const talk = talkTo(aCatalogue(book, contact))
    talk.says('book')
    expect(talk.slots()).toEqual({ why: 'to book' })
    expect(talk.says('+8613812345678')).toEqual(['Thanks, +8613812345678.'])
    expect(talk.slots()).toEqual({ phone: '+8613812345678' })
  })

  test('that calls itself without end becomes an apology and a person', () => {
    const loop = aFlow('loop', { examples: ['loop'] }, call('loop'), end())
    expect(talkTo(aCatalogue(loop)).says('loop')).toEqual(['[failed]'])
  })
})

describe('conditions and jumps', () => {
  test('pass over a step whose condition is false, and branch', () => {
    const flow = aFlow(
      'sum',
      { examples: ['sum'], slots: { count: 'number' }, sets: { count: 2 } },
      say('Never.', { when: 'count > 2' }),
      when('count == 2', 'two', 'other'),
      say('Other.', { id: 'other' }),
      end(),
      say('Two.', { id: 'two' }),
      go('bye'),
      say('Skipped.'),
      say('Bye.', { id: 'bye' }),
      end(),
    )
    expect(talkTo(aCatalogue(flow)).says('sum')).toEqual(['Two.\n\nBye.'])
  })

  test('in a circle without a question become an apology and a person', () => {
    const circle = aFlow('circle', { examples: ['circle'] }, say('Round.', { id: 'top' }), go('top'))
    const talk = talkTo(aCatalogue(circle))
    expect(talk.says('circle')).toEqual(['[failed]'])
    expect(of(talk.effects, 'hand-over')).toHaveLength(1)
  })

  test('in a circle of actions become an apology and a person', () => {
    const circle = aFlow('circle', { examples: ['circle'] }, act('look', {}, { id: 'top' }), go('top'))
    expect(talkTo(aCatalogue(circle)).says('circle')).toEqual(['[failed]'])
  })
})

describe('timers', () => {
  test('are armed from an instant or from now, by durations of the policy', () => {
    const later = aFlow('later', {}, say('Hello again.'), end())
    const flow = aFlow(
      'plan',
      { examples: ['plan'], sets: { visit: { id: 7, endsAt: NOW } } },
      remind('later', {
        key: 'later:{visit.id}',
        from: 'visit.endsAt',
        after: 'recheck.repeat',
        latest: 'rating.window',
        quiet: true,
      }),
      remind('later', { before: 'booking.hold', with: { visit: '{visit}' } }),
      { kind: 'forget', key: 'old:{visit.id}' },
      say('Planned.'),
      end(),
    )
    const talk = talkTo(aCatalogue(flow, later))
    talk.says('plan')
    const latest = NOW + 72 * 60 * MINUTE
    expect(talk.effects.slice(0, 3)).toEqual([
      { kind: 'remind', key: 'later:7', at: NOW + 30 * MINUTE, flow: 'later', values: {}, quiet: true, latest },
      {
        kind: 'remind',
        key: 'later',
        at: NOW - 10 * MINUTE,
        flow: 'later',
        values: { visit: { id: 7, endsAt: NOW } },
        quiet: false,
      },
      { kind: 'forget', key: 'old:7' },
    ])
  })
})

describe('slots', () => {
  test('live as long as they are declared to: the flow, the case, the customer', () => {
    const slots = {
      windows: { type: 'any', keep: 'flow' },
      appliance: { type: 'text', keep: 'case' },
      phone: { type: 'phone', keep: 'customer' },
      case: { type: 'any', keep: 'case' },
    } as const
    const fill = aFlow(
      'fill',
      { examples: ['fill'], slots },
      set({ windows: [1], appliance: 'fridge', phone: '+86138', case: { id: 1 } }),
      ask('ready', { choices: choices('y') }),
      end(),
    )
    const close = aFlow('close', { examples: ['close'] }, set({ case: null }), say('Closed.'), end())
    const talk = talkTo(aCatalogue(fill, close))
    talk.says('fill')
    expect(of(talk.effects, 'learned')).toEqual([{ kind: 'learned', slot: 'phone', value: '+86138' }])
    talk.taps('y')
    expect(Object.keys(talk.slots())).toEqual(['appliance', 'phone', 'case', 'ready'])
    talk.says('close')
    expect(talk.slots()).toEqual({ phone: '+86138' })
  })

  test('called language change the language at once', () => {
    const flow = aFlow(
      'language',
      { command: 'language', slots: { language: 'choice' } },
      ask('language', { always: true, choices: choices('en', 'zh') }),
      say('Done.'),
      end(),
    )
    const talk = talkTo(aCatalogue(flow))
    talk.commands('language')
    expect(talk.taps('zh')).toEqual(['〔Done.〕'])
    expect(of(talk.effects, 'language')).toEqual([{ kind: 'language', language: 'zh' }])
  })
})

describe('a broken flow', () => {
  test('jumped out of by name of a missing step becomes an apology and a person', () => {
    const talk = talkTo(aCatalogue(aFlow('odd', { examples: ['odd'] }, go('nowhere'))))
    expect(talk.says('odd')).toEqual(['[failed]'])
    expect(of(talk.effects, 'hand-over')).toMatchObject([
      { reason: 'failed', priority: 'MEDIUM', fault: 'odd has no step "nowhere"' },
    ])
  })

  test('started by a timer or by staff is told to staff only, and what is open stays open', () => {
    const odd = aFlow('odd', {}, go('nowhere'))
    const talk = talkTo(
      aCatalogue(odd, aFlow('book', { examples: ['book'] }, ask('day', { choices: choices('Mon') }), end())),
    )
    talk.says('book')
    const before = talk.conversation
    talk.feed({ kind: 'notice', flow: 'odd', values: {} })
    expect(talk.effects).toMatchObject([{ kind: 'hand-over', reason: 'failed' }])
    expect(talk.conversation).toEqual(before)
  })

  test('of which a step is gone starts over with what is known', () => {
    const flow = (id: string) =>
      aFlow(
        'book',
        { examples: ['book'], slots: { name: 'name', day: 'choice' } },
        ask('name'),
        ask('day', { id, choices: choices('Mon') }),
        end(),
      )
    const before = talkTo(aCatalogue(flow('day')))
    before.says('book')
    before.says('Li')
    const after = talkTo(aCatalogue(flow('which-day')), {}, before.conversation)
    expect(after.says('what now')).toEqual([expect.stringContaining('day?')])
    expect(after.slots()).toEqual({ name: 'Li' })
  })
})

test('an ask that names an unknown policy duration becomes an apology and a person', () => {
  const flow = aFlow('wait', { examples: ['wait'] }, ask('x', { silent: { after: 'no.such', go: 'x' } }), end())
  expect(talkTo(aCatalogue(flow)).says('wait')).toEqual(['[failed]'])
})
