/** "No, the address is 12 Long Road": what is known is changed at any time, and what depends on it is done again. */
import { readCorrection, typedValue } from './answer.ts'
import type { Frame } from './conversation.ts'
import type { Understanding } from './event.ts'
import type { AskStep, Flow, Slot, Value } from './flow.ts'
import { moveTo, unwind } from './frames.ts'
import { expectingOf, giveUp, lookNoMore, type Option, optionsOf } from './question.ts'
import { asksOf } from './repair.ts'
import { askOnce, run } from './steps.ts'
import { renderText } from './text.ts'
import { declaration, empty, fill, isFilled, sayRepair, scopeOf, type Turn } from './turn.ts'

/** Slots that are filled and may be corrected. */
export function knownSlots(turn: Turn): Slot[] {
  return Object.keys(turn.conversation.slots).flatMap(name => {
    const slot = declaration(turn, name)
    return slot === undefined || slot.type === 'any' || !isFilled(turn, name) ? [] : [slot]
  })
}

/** "No, the address is …". Tells whether it was about something that is known. */
export function correct(turn: Turn, correction: NonNullable<Understanding['correction']>): boolean {
  const known = knownSlots(turn)
  const { language } = turn.conversation
  const read = turn.catalogue.understand(correction.text, { language, now: turn.now, known: [] })
  const fitting = known.filter(slot => typedValue(slot, read) !== undefined)
  const slot = known.find(each => each.name === correction.slot) ?? (fitting.length === 1 ? fitting[0] : undefined)
  if (slot === undefined || (correction.slot !== undefined && slot.name !== correction.slot)) return false
  const step = askFor(turn, slot.name)
  const options = step === undefined ? [] : optionsOf(turn, step)
  const expecting = step === undefined ? undefined : expectingOf(turn, step, options)
  const understood = turn.catalogue.understand(correction.text, {
    language,
    now: turn.now,
    known: [],
    ...(expecting === undefined ? {} : { expecting }),
  })
  const value = readCorrection(slot, correction.text, understood, options)
  return value === undefined ? askAnew(turn, slot) : store(turn, slot, value, options)
}

function askFor(turn: Turn, slot: string): AskStep | undefined {
  const open = turn.conversation.stack.toReversed().flatMap(frame => turn.catalogue.flows.get(frame.flow) ?? [])
  for (const flow of [...open, ...turn.catalogue.flows.values()]) {
    const step = asksOf(flow).find(each => each.slot === slot)
    if (step !== undefined) return step
  }
  return undefined
}

/** What is wrong was said, but not what is right: the question is put again, if its flow is open. */
function askAnew(turn: Turn, slot: Slot): boolean {
  const { stack } = turn.conversation
  const asksIt = (frame: Frame): AskStep | undefined =>
    asksOf(turn.catalogue.flows.get(frame.flow)).find(step => step.slot === slot.name)
  const index = stack.findLastIndex(frame => asksIt(frame) !== undefined)
  const frame = stack[index]
  const step = frame === undefined ? undefined : asksIt(frame)
  if (frame === undefined || step === undefined) return false
  giveUp(turn)
  unwind(turn, index)
  empty(turn, [slot.name])
  lookNoMore(turn, `${frame.flow}.${step.id}`)
  moveTo(turn, step.id)
  askOnce(turn)
  return true
}

function store(turn: Turn, slot: Slot, value: Value, options: readonly Option[]): true {
  fill(turn, { [slot.name]: value })
  sayKnown(turn, 'corrected', slot, value, options)
  const { stack } = turn.conversation
  const index = stack.findLastIndex(frame => turn.catalogue.flows.get(frame.flow)?.slots[slot.name] !== undefined)
  const frame = stack[index]
  const flow = frame === undefined ? undefined : turn.catalogue.flows.get(frame.flow)
  const target = flow?.slots[slot.name]?.corrected
  if (frame !== undefined && flow !== undefined && target !== undefined && isPast(flow, frame.step, target)) {
    giveUp(turn)
    unwind(turn, index)
    moveTo(turn, target)
    run(turn)
  } else askOnce(turn)
  return true
}

function isPast(flow: Flow, step: string, target: string): boolean {
  const order = (id: string): number => flow.steps.findIndex(each => each.id === id)
  return order(step) >= order(target)
}

/** Says what a slot holds now, in the customer's words. */
export function sayKnown(
  turn: Turn,
  which: 'corrected' | 'noted',
  slot: Slot,
  value: Value,
  options: readonly Option[] = [],
): void {
  const { language } = turn.conversation
  const label = options.find(option => option.value === value)?.label
  const shown = label === undefined ? value : renderText(label, scopeOf(turn))
  sayRepair(turn, which, { slot: slot.called?.[language][0] ?? slot.name, value: shown })
}
