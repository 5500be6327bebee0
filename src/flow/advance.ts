/**
 * The engine: a conversation and an event become the next conversation and what is to be done about it. Pure, and it
 * never throws: a flow that breaks while it runs becomes an apology and a person.
 */

import type { Catalogue } from './catalogue.ts'
import type { Conversation } from './conversation.ts'
import type { Effect, Event } from './event.ts'
import { bring, drop, indexOf, mend, moveOn, moveTo, position, unwind } from './frames.ts'
import { hearCommand, hearEdit, hearMedia, hearShared, hearTap, hearWords, start } from './hear.ts'
import { giveUp, openQuestion } from './question.ts'
import { stop } from './repair.ts'
import { askOnce, finish, flowNamed, run } from './steps.ts'
import {
  beginTurn,
  change,
  duration,
  emit,
  flush,
  isAnswered,
  isFilled,
  sayRepair,
  type Turn,
  understandAlone,
} from './turn.ts'

export type Advance = { readonly conversation: Conversation; readonly effects: readonly Effect[] }

type Of<Kind extends Event['kind']> = Extract<Event, { kind: Kind }>
type FromCustomer = Exclude<Event, Of<'due'> | Of<'notice'> | Of<'done'> | Of<'handed-back'>>

/** Actions passed over, at most, on the way to the words about a danger while a person owns the conversation. */
const MOST_ACTIONS_PASSED = 8

/**
 * Takes one event. After a `do` effect the caller runs the action and feeds `done`, with the conversation returned here,
 * before anything else. `now` is epoch milliseconds.
 */
export function advance(catalogue: Catalogue, conversation: Conversation, event: Event, now: number): Advance {
  const turn = beginTurn(catalogue, conversation, now)
  try {
    mend(turn)
    if (conversation.owner !== 'waiting') waitNoMore(turn)
    take(turn, event)
    oweNothing(turn)
    flush(turn)
    return { conversation: turn.conversation, effects: turn.effects }
  } catch (error) {
    return broken(turn, conversation, event, error)
  }
}

/** The next time a person is awaited the customer is told anew. */
function waitNoMore(turn: Turn) {
  const { toldToWait: _, ...rest } = turn.conversation
  turn.conversation = rest
}

function take(turn: Turn, event: Event) {
  switch (event.kind) {
    case 'done':
      return finish(turn, event.outcome, event.values)
    case 'notice':
      return notify(turn, event)
    case 'due':
      return fallDue(turn, event)
    case 'handed-back':
      return goOn(turn)
    default:
      change(turn, { heardAt: turn.now })
      return turn.conversation.owner === 'bot' ? hear(turn, event) : overhear(turn, event)
  }
}

function hear(turn: Turn, event: FromCustomer) {
  turn.owed = true
  catchUp(turn)
  if (turn.effects.at(-1)?.kind === 'do') return
  switch (event.kind) {
    case 'said':
      hearWords(turn, event.text, event.media)
      break
    case 'sent':
      hearMedia(turn, event.media)
      break
    case 'shared':
      hearShared(turn, event)
      break
    case 'tapped':
      hearTap(turn, event.token)
      break
    case 'commanded':
      hearCommand(turn, event.name, event.payload)
      break
    case 'edited':
      hearEdit(turn, event.text)
      break
    case 'unreadable':
      sayRepair(turn, 'unsupported')
      break
  }
}

/** A flow whose step is gone runs to its question without repeating itself: what was said just now may answer it. */
function catchUp(turn: Turn) {
  const step = position(turn)?.step
  if (step === undefined || step.kind === 'hand-over' || step.kind === 'do' || openQuestion(turn) !== undefined) return
  run(turn)
  if (openQuestion(turn) === undefined) return
  const kept = turn.effects.filter(effect => effect.kind !== 'say')
  turn.effects.splice(0, turn.effects.length, ...kept)
}

/** A flow that took an answer and said nothing leaves nobody without one. */
function oweNothing(turn: Turn) {
  if (!turn.owed || isAnswered(turn)) return
  if (position(turn)?.step?.kind === 'ask') askOnce(turn)
  else sayRepair(turn, 'you-are-welcome')
}

/**
 * While a person owns the conversation, or is awaited, the bot is silent, except about danger: it says what to do and
 * calls a person with the highest priority, and leaves everything else as it is. Who waits is told so, once.
 */
function overhear(turn: Turn, event: FromCustomer) {
  const words = event.kind === 'said' || event.kind === 'edited' ? event.text : undefined
  const said = words === undefined ? undefined : understandAlone(turn, words)
  if (words !== undefined && said?.hazard !== undefined) return warn(turn, said.hazard, words)
  const { owner, toldToWait } = turn.conversation
  if (owner !== 'waiting' || toldToWait === true || event.kind === 'edited' || said?.signal === 'thanks') return
  change(turn, { toldToWait: true })
  sayRepair(turn, 'waiting')
}

function warn(turn: Turn, hazard: string, words: string) {
  turn.danger = true
  const aside = beginTurn(turn.catalogue, turn.conversation, turn.now)
  stop(aside, hazard, words)
  for (let passed = 0; passed < MOST_ACTIONS_PASSED && aside.effects.at(-1)?.kind === 'do'; passed += 1) {
    aside.effects.pop()
    const { unfinished } = aside.conversation
    aside.said = [...(unfinished?.said ?? [])]
    finish(aside, 'ok', {})
  }
  flush(aside)
  for (const effect of aside.effects) {
    if (effect.kind === 'hand-over') emit(turn, effect)
    if (effect.kind === 'say') emit(turn, { kind: 'say', names: effect.names, text: effect.text })
  }
}

/** Staff did something the customer must hear of: said over whatever is open, which stays open. */
function notify(turn: Turn, event: Of<'notice'>) {
  const flow = flowNamed(turn, event.flow)
  const index = indexOf(turn, event.flow)
  if (index >= 0) {
    giveUp(turn)
    drop(turn, index)
  }
  bring(turn, flow, 'notice', event.values)
  run(turn)
}

/** A timer. It does not interrupt somebody who is answering just now, nor a person who took over. */
function fallDue(turn: Turn, event: Of<'due'>) {
  const { owner, heardAt, stack } = turn.conversation
  if (owner !== 'bot') return postpone(turn, event, true)
  if (event.flow === 'silent') return hearSilence(turn, event)
  const isBusy = openQuestion(turn) !== undefined && turn.now - heardAt < duration(turn, 'notify.busy')
  if (isBusy && stack.length > 0) return postpone(turn, event, false)
  start(turn, event.flow, { brought: event.values, afresh: true })
}

function postpone(turn: Turn, event: Of<'due'>, quiet: boolean) {
  const at = turn.now + duration(turn, 'notify.postpone')
  emit(turn, { kind: 'remind', key: event.key, at, flow: event.flow, values: event.values, quiet })
}

/** Nobody answered a question in time. */
function hearSilence(turn: Turn, event: Of<'due'>) {
  const { flow, step, ask } = event.values
  const { stack, asked } = turn.conversation
  const index = stack.findLastIndex(frame => frame.flow === flow && frame.step === step)
  if (index < 0) return
  if (index < stack.length - 1) return postpone(turn, event, false)
  const question = openQuestion(turn)
  if (question?.step.silent === undefined || asked?.id !== ask) return
  giveUp(turn)
  moveTo(turn, question.step.silent.go)
  run(turn)
}

/** A person gave the conversation back: it goes on behind the hand-over, or with the question, if it is still open. */
function goOn(turn: Turn) {
  sayRepair(turn, 'handed-back')
  const step = position(turn)?.step
  if (step?.kind === 'hand-over') {
    moveOn(turn)
    return run(turn)
  }
  if (step?.kind !== 'ask' || step.always || !isFilled(turn, step.slot)) return askOnce(turn)
  giveUp(turn)
  run(turn)
}

/** A flow broke. The customer gets an apology and a person; what staff or a timer started is only told to staff. */
function broken(turn: Turn, before: Conversation, event: Event, error: unknown): Advance {
  const danger = turn.danger || before.stack.some(frame => frame.flow === 'safety')
  const handOver: Effect = {
    kind: 'hand-over',
    reason: 'failed',
    priority: danger ? 'SAFETY' : 'MEDIUM',
    fault: error instanceof Error ? error.message : String(error),
  }
  if (event.kind === 'notice' || event.kind === 'due') return { conversation: before, effects: [handOver] }
  const { asked: _, opening: __, read: ___, unfinished: ____, ...rest } = before
  try {
    const sorry = beginTurn(turn.catalogue, { ...before, heardAt: turn.conversation.heardAt }, turn.now)
    giveUp(sorry)
    unwind(sorry, -1)
    sayRepair(sorry, 'failed')
    flush(sorry)
    return { conversation: sorry.conversation, effects: [...sorry.effects, handOver] }
  } catch {
    return { conversation: { ...rest, stack: [], revision: '' }, effects: [handOver] }
  }
}
