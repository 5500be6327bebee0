import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advance } from '../../../src/flow/advance.ts'
import type { Catalogue } from '../../../src/flow/catalogue.ts'
import { type Conversation, newConversation } from '../../../src/flow/conversation.ts'
import type { Effect, Event } from '../../../src/flow/event.ts'
import { LONGEST_TOKEN } from '../../../src/flow/token.ts'
import { NOW, of } from '../../support/flow-builders.ts'
import { shop, wreck } from '../../support/wild-flows.ts'

const SAYINGS = [
  'book a visit',
  'my washer leaks',
  'how much',
  'washer',
  'Li Wei',
  '+8613812345678',
  '12 Long Road',
  'yes',
  'no',
  'no idea',
  '1',
  '2',
  '2024-05-01',
  'fine',
  'cancel',
  'back',
  'restart',
  'human',
  'thanks',
  'that is wrong',
  'no, the address is 14 Long Road',
  'no, the day is wrong',
  'no, +8613900000000',
  'smoke',
  'no smoke',
  '你好',
  '🙂',
  '',
  '__proto__',
]

/** An event, or the wish to tap a button seen before: the newest, or any of them. */
type Move = Event | { readonly kind: 'taps-again'; readonly which: number }

const media = fc.array(
  fc.record({
    ref: fc.constantFrom('m1', 'm2'),
    kind: fc.constantFrom('photo' as const, 'voice' as const, 'sticker' as const),
  }),
  { minLength: 1, maxLength: 3 },
)
const flowName = fc.constantFrom('book', 'rate', 'news', 'contact', 'language', 'nobody', 'silent')
const timerValues = fc.constantFrom(
  {},
  { visit: { id: 17 } },
  { flow: 'book', step: 'day', ask: 'a3' },
  { flow: 'rate', step: 'stars', ask: 'a1' },
)
const said = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...SAYINGS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
)
const fromCustomer: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: said.map(text => ({ kind: 'said' as const, text })) },
  { weight: 6, arbitrary: fc.nat(8).map(which => ({ kind: 'taps-again' as const, which })) },
  said.chain(text => media.map(sent => ({ kind: 'said' as const, text, media: sent }))),
  media.map(sent => ({ kind: 'sent' as const, media: sent })),
  fc.constant({ kind: 'shared' as const, what: 'contact' as const, phone: '8613812345678', name: 'Li' }),
  fc.constant({ kind: 'shared' as const, what: 'location' as const, latitude: 31, longitude: 121 }),
  fc.record({
    kind: fc.constant('commanded' as const),
    name: fc.constantFrom('book', 'language', 'cancel', 'human', 'back', 'restart', 'what'),
    payload: fc.constantFrom('', 'abc', 'smoke'),
  }),
  said.map(text => ({ kind: 'edited' as const, text })),
  fc.constant({ kind: 'unreadable' as const, what: 'poll' }),
  fc
    .oneof(fc.constantFrom('~rate.stars|#17|1', '~rate.stars|null|99', '~x.y|z|0', ':', 'a1:', 'a1:none'), fc.string())
    .map(token => ({ kind: 'tapped' as const, token })),
)
const fromElsewhere: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant('due' as const), key: fc.constant('k'), flow: flowName, values: timerValues }),
  fc.record({ kind: fc.constant('notice' as const), flow: flowName, values: timerValues }),
  fc.constant({ kind: 'handed-back' as const }),
  fc.record({
    kind: fc.constant('done' as const),
    outcome: fc.constantFrom('ok', 'failed', 'odd'),
    values: fc.constant({}),
  }),
)
const moves = fc.array(
  fc.tuple(
    fc.oneof({ weight: 5, arbitrary: fromCustomer }, { weight: 1, arbitrary: fromElsewhere }),
    fc.nat(9),
    fc.constantFrom(1, 60_000, 3_600_000),
  ),
  { maxLength: 40 },
)
const catalogues = fc.constantFrom(shop, wreck)

const CUSTOMER = new Set(['said', 'sent', 'shared', 'tapped', 'commanded', 'edited', 'unreadable'])
const WINDOWS = ['Mon', 'Tue'].map(day => ({ value: day, label: { en: day, zh: `${day}。` } }))

/** Plays moves as a caller would: runs actions with outcomes by chance, and lets a person own what is handed over. */
function play(
  catalogue: Catalogue,
  script: readonly (readonly [Move, number, number])[],
  seen: (turn: Played) => void,
) {
  let conversation = newConversation('en')
  let now = NOW
  const tokens: string[] = []
  for (const [move, chance, later] of script) {
    now += later
    const event =
      move.kind === 'taps-again' ? { kind: 'tapped' as const, token: tokens.at(-1 - move.which) ?? 'a0:0' } : move
    if (event.kind === 'handed-back') conversation = { ...conversation, owner: 'bot' }
    const before = conversation
    const turn = finish(catalogue, before, event, now, chance)
    conversation = turn.conversation
    seen({ before, event, ...turn, now })
    for (const effect of of(turn.effects, 'say')) tokens.push(...(effect.buttons ?? []).map(button => button.token))
    if (of(turn.effects, 'hand-over').length > 0 && chance > 4) conversation = { ...conversation, owner: 'waiting' }
    if (chance === 9) conversation = { ...conversation, owner: 'bot' }
  }
  return { conversation, now }
}

type Played = {
  readonly before: Conversation
  readonly event: Event
  readonly conversation: Conversation
  readonly effects: readonly Effect[]
  readonly now: number
}

/** One event with all its actions. */
function finish(catalogue: Catalogue, before: Conversation, event: Event, now: number, chance: number) {
  const effects: Effect[] = []
  let conversation = before
  let next: Event | undefined = event
  for (let count = 0; next !== undefined; count += 1) {
    const result = advance(catalogue, conversation, next, now)
    conversation = structuredClone(result.conversation)
    effects.push(...result.effects)
    expect(result.effects.slice(0, -1).map(effect => effect.kind)).not.toContain('do')
    expect(count).toBeLessThan(60)
    const outcome = (chance + count) % 4 === 3 ? 'failed' : 'ok'
    const values = { windows: WINDOWS, visit: { id: 17 } }
    next = result.effects.at(-1)?.kind === 'do' ? { kind: 'done', outcome, values } : undefined
  }
  return { conversation, effects }
}

function holds(property: (turn: Played, catalogue: Catalogue) => void) {
  fc.assert(
    fc.property(catalogues, moves, (catalogue, script) => {
      play(catalogue, script, turn => property(turn, catalogue))
    }),
    { numRuns: 150 },
  )
}

function isOut(conversation: Conversation, effects: readonly Effect[]): boolean {
  return conversation.stack.length === 0 || effects.some(effect => effect.kind === 'hand-over')
}

describe('whatever happens, in whatever order', () => {
  test('every word, tap and photo of a customer is answered while the bot owns the conversation', () => {
    holds(({ before, event, effects }) => {
      if (!CUSTOMER.has(event.kind) || before.owner !== 'bot') return
      expect(effects.map(effect => effect.kind)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^(say|hand-over)$/)]),
      )
    })
  })

  test('the bot is silent while a person owns it, but for danger and for saying once that one is awaited', () => {
    holds(({ before, event, effects, conversation }) => {
      if (!CUSTOMER.has(event.kind) || before.owner === 'bot') return
      const { toldToWait, ...after } = conversation
      const { toldToWait: already, ...unchanged } = before
      expect(after).toEqual({ ...unchanged, heardAt: conversation.heardAt })
      if ('text' in event && event.text.includes('smoke')) return
      const once = before.owner === 'waiting' && already !== true && toldToWait === true
      expect(of(effects, 'say').map(effect => effect.names)).toEqual(once ? [['repair.waiting']] : [])
    })
  })

  test('the state is plain JSON, small, bounded in depth, and complete', () => {
    holds(({ conversation }) => {
      expect(JSON.parse(JSON.stringify(conversation))).toEqual(conversation)
      expect(JSON.stringify(conversation).length).toBeLessThan(8000)
      expect(conversation.stack.length).toBeLessThanOrEqual(12)
      expect(conversation).not.toHaveProperty('unfinished')
    })
  })

  test('messages are never empty, and buttons fit the platform (64 bytes) and differ', () => {
    holds(({ effects }) => {
      for (const effect of of(effects, 'say')) {
        expect(effect.text).not.toBe('')
        expect(effect.names.length).toBeGreaterThan(0)
        const tokens = (effect.buttons ?? []).map(button => button.token)
        for (const token of tokens) expect(Buffer.byteLength(token)).toBeLessThanOrEqual(LONGEST_TOKEN)
        expect(new Set(tokens).size).toBe(tokens.length)
      }
    })
  })

  test('"cancel" leads out', () => {
    holds(({ conversation, now }, catalogue) => {
      const bot = { ...conversation, owner: 'bot' as const }
      for (const chance of [0, 3]) {
        const turn = finish(catalogue, bot, { kind: 'commanded', name: 'cancel', payload: '' }, now, chance)
        expect(isOut(turn.conversation, turn.effects)).toBe(true)
      }
    })
  })

  test('"human" leads to a person', () => {
    holds(({ conversation, now }, catalogue) => {
      const bot = { ...conversation, owner: 'bot' as const }
      for (const event of [
        { kind: 'commanded', name: 'human', payload: '' },
        { kind: 'said', text: 'human' },
      ] as const) {
        expect(of(finish(catalogue, bot, event, now, 0).effects, 'hand-over')).toHaveLength(1)
      }
    })
  })

  test('a button that was answered is explained when it is delivered again', () => {
    holds(({ before, event, effects, conversation, now }, catalogue) => {
      if (event.kind !== 'tapped' || before.owner !== 'bot' || !event.token.startsWith(`${before.asked?.id}:`)) return
      if (/person$|none$/.test(event.token) || of(effects, 'hand-over').length > 0) return
      if (conversation.asked?.id === before.asked?.id) return
      const again = finish(catalogue, { ...conversation, owner: 'bot' }, event, now, 0)
      expect(of(again.effects, 'say').flatMap(effect => effect.names)).toContain('repair.stale')
    })
  })

  test('nothing is thrown from any state at all, not even one nobody could have made', () => {
    const anything = fc.record({
      version: fc.constant(1 as const),
      language: fc.constantFrom('en' as const, 'zh' as const),
      owner: fc.constantFrom('bot' as const, 'waiting' as const, 'agent' as const),
      revision: fc.constant('old'),
      stack: fc.array(
        fc.record({
          flow: flowName,
          step: fc.constantFrom('1', '2', '3', 'name', 'day', 'stars', 'look', ''),
          how: fc.constantFrom(
            'start' as const,
            'call' as const,
            'digression' as const,
            'notice' as const,
            'cancel' as const,
          ),
          trail: fc.array(fc.constantFrom('name', 'day', 'gone'), { maxLength: 3 }),
        }),
        { maxLength: 4 },
      ),
      slots: fc.dictionary(
        fc.constantFrom('name', 'day', 'visit', 'windows', 'photos', 'case'),
        fc.jsonValue() as fc.Arbitrary<string>,
      ),
      turn: fc.nat(99),
      heardAt: fc.nat(),
    })
    const event = fc.oneof(fromCustomer, fromElsewhere).filter((move): move is Event => move.kind !== 'taps-again')
    const openQuestion = fc.option(fc.record({ id: fc.constant('a1'), misses: fc.nat(3) }), { nil: undefined })
    fc.assert(
      fc.property(catalogues, anything, openQuestion, event, (catalogue, state, asked, next) => {
        const before: Conversation = JSON.parse(JSON.stringify({ ...state, asked }))
        const { conversation } = finish(catalogue, before, next, NOW, 0)
        expect(JSON.parse(JSON.stringify(conversation))).toEqual(conversation)
      }),
      { numRuns: 600 },
    )
  })
})
