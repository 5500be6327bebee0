/** Runs the frame that speaks, step by step, until a question, an action, a hand-over or the end makes it wait. */
import { readOpening } from './answer.ts'
import { evaluate } from './expression.ts'
import type { AskStep, DoStep, Flow, RemindStep, Step, Value, Values } from './flow.ts'
import { closeTrail, leave, moveOn, moveTo, open, type Position, position, stepOf, unwind } from './frames.ts'
import { ask, askForAnew, giveUp, lookNoMore, optionsOf } from './question.ts'
import { interpolate, resolve, valueAt } from './scope.ts'
import { reunite } from './shadow.ts'
import {
  change,
  duration,
  emit,
  fill,
  flush,
  isAnswered,
  isFilled,
  isTable,
  say,
  sayLiving,
  sayRepair,
  scopeOf,
  slotValue,
  spend,
  type Turn,
} from './turn.ts'

type Going = 'on' | 'waits'

/** An action costs more than a step, so that a flow that calls actions in a circle stops after some thirty. */
const COST_OF_ACTION = 12

export function run(turn: Turn): void {
  for (;;) {
    const at = position(turn)
    if (at === undefined) return
    spend(turn)
    const going = at.step === undefined ? end(turn, false) : runStep(turn, at, at.step)
    if (going === 'waits') return
  }
}

function runStep(turn: Turn, at: Position, step: Step): Going {
  if (step.when !== undefined && !holds(turn, step.when)) return pass(turn)
  switch (step.kind) {
    case 'say':
      return speak(turn, at.flow, step)
    case 'ask':
      return arriveAtQuestion(turn, at.flow, step)
    case 'do':
      return act(turn, step)
    case 'call':
      open(turn, flowNamed(turn, step.flow), 'call', resolveAll(turn, step.with))
      return 'on'
    case 'if': {
      const target = holds(turn, step.condition) ? step.go : step.otherwise
      return target === undefined ? pass(turn) : jump(turn, target)
    }
    case 'go':
      return jump(turn, step.go)
    case 'set':
      setSlots(turn, at.flow, resolveAll(turn, step.values))
      return pass(turn)
    case 'remind':
      remind(turn, step)
      return pass(turn)
    case 'forget':
      emit(turn, { kind: 'forget', key: interpolate(step.key, scopeOf(turn)) })
      return pass(turn)
    case 'hand-over':
      flush(turn)
      emit(turn, { kind: 'hand-over', reason: step.reason, priority: step.priority })
      return 'waits'
    case 'end':
      return end(turn, step.all)
  }
}

/** What is emptied is asked anew, not found again in the sentence that opened the flow. */
function setSlots(turn: Turn, flow: Flow, values: Values) {
  const emptied = Object.keys(values).filter(name => values[name] === null && isFilled(turn, name))
  for (const name of emptied) askForAnew(turn, flow, name)
  fill(turn, values)
}

function holds(turn: Turn, condition: string): boolean {
  return evaluate(condition, scopeOf(turn)) === true
}

function pass(turn: Turn): Going {
  moveOn(turn)
  return 'on'
}

function jump(turn: Turn, step: string): Going {
  moveTo(turn, step)
  return 'on'
}

export function flowNamed(turn: Turn, name: string): Flow {
  const flow = turn.catalogue.flows.get(name)
  if (flow === undefined) throw new Error(`there is no flow "${name}"`)
  return flow
}

/** A text that tells somebody to stop stands alone in its message: what to do now, and nothing else (F0). */
function speak(turn: Turn, flow: Flow, step: Extract<Step, { kind: 'say' }>): Going {
  const next = flow.steps[flow.steps.indexOf(step) + 1]
  const alone = next?.kind === 'hand-over' && next.priority === 'SAFETY'
  if (alone) flush(turn)
  const name = `${flow.name}.${step.id}`
  if (step.living === undefined) say(turn, name, step.say)
  else sayLiving(turn, name, step.say, interpolate(step.living, scopeOf(turn)))
  if (alone) flush(turn)
  return pass(turn)
}

/** A question whose answer is known is passed over; else it is looked for in the opening sentence; else it is put. */
function arriveAtQuestion(turn: Turn, flow: Flow, step: AskStep): Going {
  if (!step.always && isFilled(turn, step.slot)) {
    const value = slotValue(turn, step.slot)
    const go = optionsOf(turn, step).find(option => option.value === value)?.go
    return go === undefined ? pass(turn) : jump(turn, go)
  }
  const { opening, read = [] } = turn.conversation
  const name = `${flow.name}.${step.id}`
  const answer = opening === undefined || read.includes(name) ? undefined : readOpening(turn, step, opening)
  if (answer !== undefined) {
    lookNoMore(turn, name)
    if (answer.go === undefined) moveOn(turn)
    else moveTo(turn, answer.go)
    fill(turn, { [step.slot]: answer.value })
    return 'on'
  }
  ask(turn, flow, step)
  return 'waits'
}

function act(turn: Turn, step: DoStep): Going {
  spend(turn, COST_OF_ACTION)
  const owed = turn.owed && !isAnswered(turn)
  change(turn, { unfinished: { said: turn.said, steps: turn.steps, owed } })
  turn.said = []
  emit(turn, { kind: 'do', action: step.action, args: resolveAll(turn, step.with) })
  return 'waits'
}

/** Takes the result of the action that the frame that speaks stands at. An action nobody waits for is passed over. */
export function finish(turn: Turn, outcome: string, values: Values): void {
  const at = position(turn)
  if (at?.step?.kind !== 'do') return
  const { step } = at
  fill(turn, values)
  reunite(turn)
  if (outcome === 'ok') {
    if (step.final === true) closeTrail(turn)
    moveOn(turn)
  } else {
    const target = Object.hasOwn(step.on, outcome) ? step.on[outcome] : undefined
    if (target === undefined) throw new Error(`${at.flow.name}.${step.id} has no branch for "${outcome}"`)
    moveTo(turn, target)
  }
  run(turn)
}

function remind(turn: Turn, step: RemindStep): void {
  const scope = scopeOf(turn)
  const from = step.from === undefined ? turn.now : valueAt(step.from, scope)
  if (typeof from !== 'number') throw new Error(`there is no instant in ${step.from}`)
  const shift = duration(turn, step.after) - duration(turn, step.before)
  emit(turn, {
    kind: 'remind',
    key: interpolate(step.key, scope),
    at: from + shift,
    flow: step.flow,
    values: resolveAll(turn, step.with),
    quiet: step.quiet,
    ...(step.latest === undefined ? {} : { latest: from + duration(turn, step.latest) }),
  })
}

function resolveAll(turn: Turn, values: Values): Values {
  const scope = scopeOf(turn)
  const resolved: Value = resolve(values, scope)
  return isTable(resolved) ? resolved : {}
}

/** Ends the flow that speaks, and goes back to what it was called from or what it interrupted. */
function end(turn: Turn, all: boolean): Going {
  const ended = turn.conversation.stack.at(-1)
  if (all) {
    giveUp(turn)
    unwind(turn, -1)
    return 'waits'
  }
  leave(turn)
  const at = position(turn)
  if (at === undefined) {
    if (ended?.how === 'cancel') sayRepair(turn, 'cancelled')
    return 'waits'
  }
  if (ended?.how === 'call') return pass(turn)
  if (ended?.how === 'cancel') return 'on'
  return resume(turn, at)
}

/** Back at what was interrupted. A question that is still open (a notice spoke over it) is left as it is. */
function resume(turn: Turn, at: Position): Going {
  const { step } = at
  // Whoever was called has let go while something else was asked.
  if (step?.kind === 'hand-over') return turn.conversation.owner === 'bot' ? pass(turn) : 'waits'
  if (step?.kind !== 'ask') return 'on'
  if (turn.conversation.asked !== undefined) return 'waits'
  if (step.always || !isFilled(turn, step.slot)) sayRepair(turn, 'returned')
  return 'on'
}

/** Puts the open question once more, or lets the flow go on to where it waits. */
export function askOnce(turn: Turn): void {
  const at = position(turn)
  if (at?.step?.kind === 'ask') ask(turn, at.flow, at.step)
  else if (at !== undefined && stepOf(at.flow, at.frame.step)?.kind !== 'hand-over') run(turn)
}
