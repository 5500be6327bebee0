/**
 * What every flow can do without saying so: a person, cancel, back, restart, and stop for a danger. The words that open
 * these and the texts are content (`flows/repair.yaml`).
 */
import { LONGEST_OPENING } from './answer.ts'
import type { Frame } from './conversation.ts'
import type { AskStep, Flow } from './flow.ts'
import { baseIndex, open, replaceTop, setStack, unwind } from './frames.ts'
import { giveUp } from './question.ts'
import { askOnce, flowNamed, run } from './steps.ts'
import { declaration, emit, empty, fill, flush, sayRepair, setOpening, type Turn } from './turn.ts'

/** Calls a person; everything stays as it is until the conversation is handed back. */
export function callPerson(turn: Turn) {
  sayRepair(turn, 'hand-over')
  flush(turn)
  emit(turn, { kind: 'hand-over', reason: 'asked', priority: 'MEDIUM' })
}

/**
 * Danger (F0, R-016): everything else ends, and the flow `safety` tells what to do and calls a person. It has the words
 * in its slot `said`, if it declares one: how far away a machine stands may be among them.
 */
export function stop(turn: Turn, hazard: string, said: string) {
  turn.danger = true
  giveUp(turn)
  unwind(turn, -1)
  const flow = flowNamed(turn, 'safety')
  const words = 'said' in flow.slots ? { said: said.slice(0, LONGEST_OPENING) } : {}
  open(turn, flow, 'start', { hazard, ...words })
  run(turn)
}

/** Ends what is open. Flows that have to tidy up after themselves do so first, the innermost at once. */
export function cancel(turn: Turn) {
  const { stack, asked } = turn.conversation
  if (stack.length === 0 && asked === undefined) return sayRepair(turn, 'nothing-to-cancel')
  giveUp(turn)
  const tidying = tidyingFrames(turn)
  setStack(turn, tidying)
  setOpening(turn, undefined)
  if (tidying.length === 0) sayRepair(turn, 'cancelled')
  else run(turn)
}

/** Frames that tidy up, lowest first. Each speaks of its own matter: what it or a flow it came from put aside stays so. */
function tidyingFrames(turn: Turn): Frame[] {
  let shadowed: Frame['shadowed']
  return turn.conversation.stack.flatMap((frame): Frame[] => {
    shadowed ??= frame.shadowed
    const step = turn.catalogue.flows.get(frame.flow)?.cancelled
    if (step === undefined || frame.how === 'cancel') return []
    const tidies: Frame = { flow: frame.flow, step, how: 'cancel', trail: [], ...(shadowed && { shadowed }) }
    shadowed = undefined
    return [tidies]
  })
}

/** Puts the question before the open one again, and forgets what was answered since. */
export function back(turn: Turn) {
  const { stack } = turn.conversation
  const base = baseIndex(turn)
  const index = stack.findLastIndex((frame, at) => at >= base && frame.trail.length > 0)
  const frame = stack[index]
  const last = frame?.trail.at(-1)
  if (frame === undefined || last === undefined) {
    sayRepair(turn, 'nothing-to-go-back-to')
    return askOnce(turn)
  }
  giveUp(turn)
  empty(
    turn,
    stack.slice(index + 1).flatMap(above => slotsAsked(turn, above.flow, above.trail)),
  )
  unwind(turn, index)
  empty(turn, slotsAsked(turn, frame.flow, [last]))
  replaceTop(turn, { step: last, trail: frame.trail.slice(0, -1) })
  askOnce(turn)
}

function slotsAsked(turn: Turn, flow: string, steps: readonly string[]): string[] {
  return asksOf(turn.catalogue.flows.get(flow))
    .filter(step => steps.includes(step.id))
    .map(step => step.slot)
}

export function asksOf(flow: Flow | undefined): AskStep[] {
  return (flow?.steps ?? []).filter(step => step.kind === 'ask')
}

/**
 * Starts the flow over. What it asked is forgotten, except what belongs to the customer (name, phone, address). With
 * nothing open it is the flow of `/start` that starts.
 */
export function restart(turn: Turn) {
  const base = turn.conversation.stack[baseIndex(turn)]
  const flow = base === undefined ? undefined : turn.catalogue.flows.get(base.flow)
  if (base === undefined || flow === undefined) return welcome(turn)
  giveUp(turn)
  const asked = turn.conversation.stack
    .slice(baseIndex(turn))
    .flatMap(frame => asksOf(turn.catalogue.flows.get(frame.flow)).map(step => step.slot))
  empty(
    turn,
    asked.filter(name => declaration(turn, name)?.keep !== 'customer'),
  )
  unwind(turn, baseIndex(turn))
  setOpening(turn, undefined)
  fill(turn, flow.sets)
  replaceTop(turn, { step: flow.steps[0]?.id ?? '', trail: [] })
  sayRepair(turn, 'restarted')
  run(turn)
}

function welcome(turn: Turn) {
  const flow = [...turn.catalogue.flows.values()].find(each => each.start.command?.name === 'start')
  if (flow === undefined) return sayRepair(turn, 'nothing-to-cancel')
  giveUp(turn)
  open(turn, flow, 'start')
  run(turn)
}

/** A button of an old question was tapped. */
export function stale(turn: Turn) {
  sayRepair(turn, 'stale')
  askOnce(turn)
}
