/** The stack of open flows: opened, left, unwound. The last frame speaks. Slots and timers of a flow go when it goes. */
import type { Frame, Opening } from './conversation.ts'
import type { Flow, Step, Values } from './flow.ts'
import { resolve } from './scope.ts'
import { isOfCase, type Shadowed, shadowedBy, uncovered } from './shadow.ts'
import { change, emit, empty, fill, MOST_REMEMBERED, scopeOf, setAsked, setOpening, type Turn } from './turn.ts'

/** Interrupted flows that are remembered; one more, and the oldest is dropped. */
const MOST_INTERRUPTED = 5
/** Frames at once, called ones included. */
const MOST_FRAMES = 12
/** The step of a frame that has run past its last one. */
const PAST_THE_END = ''

export type Position = { readonly frame: Frame; readonly flow: Flow; readonly step: Step | undefined }

/** Where the frame that speaks stands; nothing when no flow is open. `step` is absent past the last one. */
export function position(turn: Turn): Position | undefined {
  const frame = turn.conversation.stack.at(-1)
  const flow = frame === undefined ? undefined : turn.catalogue.flows.get(frame.flow)
  if (frame === undefined || flow === undefined) return undefined
  return { frame, flow, step: stepOf(flow, frame.step) }
}

export function stepOf(flow: Flow, id: string): Step | undefined {
  return flow.steps.find(step => step.id === id)
}

function stepAfter(flow: Flow, id: string): string {
  const index = flow.steps.findIndex(step => step.id === id)
  return flow.steps[index + 1]?.id ?? PAST_THE_END
}

/** Index of the open flow of that name, or -1. */
export function indexOf(turn: Turn, flow: string): number {
  return turn.conversation.stack.findLastIndex(frame => frame.flow === flow)
}

/** Index of the flow the customer is in, below the flows it called. */
export function baseIndex(turn: Turn): number {
  return turn.conversation.stack.findLastIndex(frame => frame.how !== 'call')
}

/** Puts the frame that speaks to another step of its flow. Throws when there is no such step. */
export function moveTo(turn: Turn, id: string): void {
  const flow = position(turn)?.flow
  if (flow !== undefined && stepOf(flow, id) === undefined) throw new Error(`${flow.name} has no step "${id}"`)
  replaceTop(turn, { step: id })
}

/** Puts the frame that speaks behind its step. */
export function moveOn(turn: Turn): void {
  const at = position(turn)
  if (at !== undefined) replaceTop(turn, { step: stepAfter(at.flow, at.frame.step) })
}

export function replaceTop(turn: Turn, parts: Partial<Frame>): void {
  const { stack } = turn.conversation
  const top = stack.at(-1)
  if (top !== undefined) change(turn, { stack: [...stack.slice(0, -1), { ...top, ...parts }] })
}

/** Remembers an answered question for "back". */
export function leaveTrail(turn: Turn, ask: string): void {
  const top = turn.conversation.stack.at(-1)
  if (top === undefined) return
  replaceTop(turn, { trail: [...top.trail.filter(id => id !== ask), ask].slice(-MOST_REMEMBERED) })
}

/** What was answered before cannot be taken back any more, in this flow and in those that called it. */
export function closeTrail(turn: Turn): void {
  const base = baseIndex(turn)
  change(turn, {
    stack: turn.conversation.stack.map((frame, index) => (index < base ? frame : { ...frame, trail: [] })),
  })
}

/** Opens a flow with values of its own: they hold while it is open, and then what they shadowed is back. */
export function bring(turn: Turn, flow: Flow, how: 'digression' | 'notice', values: Values): void {
  const shadowed = shadowedBy(turn, { ...flow.sets, ...values })
  if (shadowed?.whole === true) {
    empty(
      turn,
      Object.keys(turn.conversation.slots).filter(name => isOfCase(turn, name)),
    )
  }
  open(turn, flow, how, values, shadowed)
}

/** Opens a flow on top of what is open and fills its slots. Throws when calls are nested without end. */
export function open(turn: Turn, flow: Flow, how: Frame['how'], values: Values = {}, shadowed?: Shadowed): void {
  const { stack } = turn.conversation
  const interrupts = how !== 'call' && stack.length > 0
  const interrupted: Opening = { ...openingOf(turn) }
  const frame: Frame = {
    flow: flow.name,
    step: flow.steps[0]?.id ?? PAST_THE_END,
    how: how === 'digression' && stack.length === 0 ? 'start' : how,
    trail: [],
    ...(interrupts ? { interrupted } : {}),
    ...(shadowed === undefined ? {} : { shadowed }),
  }
  change(turn, { revision: turn.catalogue.revision })
  setStack(turn, withinLimits([...stack, frame]))
  if (how !== 'call') setOpening(turn, undefined)
  fill(
    turn,
    Object.fromEntries(Object.entries(flow.sets).map(([name, value]) => [name, resolve(value, scopeOf(turn))])),
  )
  fill(turn, values)
}

function openingOf(turn: Turn): Opening {
  const { opening, read } = turn.conversation
  return { ...(opening === undefined ? {} : { opening }), ...(read === undefined ? {} : { read }) }
}

function withinLimits(stack: readonly Frame[]): readonly Frame[] {
  const starts = stack.flatMap((frame, index) => (frame.how === 'call' ? [] : [index]))
  if (stack.length <= MOST_FRAMES && starts.length <= MOST_INTERRUPTED) return stack
  const second = starts[1]
  if (second === undefined) throw new Error(`flows call each other more than ${MOST_FRAMES} deep`)
  return withinLimits(stack.slice(second))
}

/** Ends the frame that speaks. */
export function leave(turn: Turn): void {
  unwind(turn, turn.conversation.stack.length - 2)
}

/** Ends every frame above the one at that index; -1 ends all. The openings they interrupted are in force again. */
export function unwind(turn: Turn, index: number): void {
  const { stack } = turn.conversation
  const lowest = stack.slice(index + 1).find(frame => frame.interrupted !== undefined)
  setStack(turn, stack.slice(0, index + 1))
  if (lowest?.interrupted !== undefined) setOpening(turn, lowest.interrupted.opening, lowest.interrupted.read)
  if (index < 0) setOpening(turn, undefined)
}

/** Ends the frame at that index and all above it, to open its flow afresh. What called it does not call it once more. */
export function drop(turn: Turn, index: number): void {
  const called = turn.conversation.stack[index]?.how === 'call'
  unwind(turn, index - 1)
  if (called) moveOn(turn)
}

/** Replaces the stack. Slots that live as long as a flow go with it, and so do timers that wait for its answers. */
export function setStack(turn: Turn, stack: readonly Frame[]): void {
  const before = turn.conversation.stack
  change(turn, { stack, ...(stack.length === 0 ? { revision: '' } : {}) })
  const isOpen = new Set(stack.map(frame => frame.flow))
  const gone = before.filter(frame => !isOpen.has(frame.flow))
  const kept = new Set([...isOpen].flatMap(name => flowSlots(turn, name)))
  empty(
    turn,
    gone.flatMap(frame => flowSlots(turn, frame.flow)).filter(name => !kept.has(name)),
  )
  uncover(turn, before, stack)
  for (const frame of gone) {
    const step = turn.catalogue.flows.get(frame.flow)
    const at = step === undefined ? undefined : stepOf(step, frame.step)
    if (at?.kind === 'ask' && at.silent !== undefined) emit(turn, { kind: 'forget', key: silentKey(frame.flow, at.id) })
  }
}

/** Gives back what the flows that ended had put aside, as it was before the lowest of them. */
function uncover(turn: Turn, before: readonly Frame[], stack: readonly Frame[]): void {
  const kept = new Set(stack.map(frame => frame.shadowed))
  const above = before.slice(before.findLastIndex(({ shadowed }) => shadowed !== undefined && kept.has(shadowed)) + 1)
  const shadowed = above.find(frame => frame.shadowed !== undefined)?.shadowed
  if (shadowed !== undefined) change(turn, { slots: uncovered(turn, shadowed) })
}

function flowSlots(turn: Turn, name: string): string[] {
  const flow = turn.catalogue.flows.get(name)
  return Object.values(flow?.slots ?? {})
    .filter(slot => slot.keep === 'flow')
    .map(slot => slot.name)
}

/** Key of the timer that waits for the answer to a question. */
export function silentKey(flow: string, step: string): string {
  return `silent:${flow}.${step}`
}

/** Makes the stack fit the catalogue: a flow that is gone is dropped, one whose step is gone starts over. */
export function mend(turn: Turn): void {
  const { stack } = turn.conversation
  const known = stack.flatMap(frame => {
    const flow = turn.catalogue.flows.get(frame.flow)
    if (flow === undefined) return []
    if (stepOf(flow, frame.step) !== undefined) return [frame]
    return [{ ...frame, step: flow.steps[0]?.id ?? PAST_THE_END, trail: [] }]
  })
  if (known.length === stack.length && known.every((frame, index) => frame === stack[index])) return
  setAsked(turn, undefined)
  setStack(turn, known)
}
