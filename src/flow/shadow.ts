/**
 * What a timer, a notice or a lasting button brings holds only while its flow is open: a recheck of one case that speaks
 * over the talk about another leaves that talk its own case, visit and answers.
 *
 * Another matter (a case or visit that is not the one in the slots) puts every slot of the case aside; the frame keeps
 * them and gives them back when it ends, whatever was made of the brought case meanwhile. The same matter puts nothing
 * aside: what is learned of it stays, and a case that is closed or put aside stays so. When the case that a flow finds
 * out to be about is the one put aside (a button carried only its visit), the two become one.
 */
import type { Frame } from './conversation.ts'
import type { Value, Values } from './flow.ts'
import { change, declaration, isTable, type Turn } from './turn.ts'

/** Slots put aside; `whole`: all of the case, so that what is there afterwards goes when they come back. */
export type Shadowed = NonNullable<Frame['shadowed']>

/** What is put aside when these values are brought; nothing where they shadow nothing. */
export function shadowedBy(turn: Turn, values: Values): Shadowed | undefined {
  const { slots, stack } = turn.conversation
  const ofCase = Object.entries(slots).filter(([name]) => isOfCase(turn, name))
  if (isAnotherMatter(turn, values)) {
    const known = ofCase.filter(([, value]) => value !== null)
    return known.length === 0 && stack.length === 0 ? undefined : { whole: true, slots: Object.fromEntries(known) }
  }
  const own = Object.keys(values).filter(name => declaration(turn, name)?.keep === 'flow' && slots[name] !== undefined)
  if (own.length === 0) return undefined
  return { whole: false, slots: Object.fromEntries(own.map(name => [name, slots[name] ?? null])) }
}

export function isOfCase(turn: Turn, name: string): boolean {
  return (declaration(turn, name)?.keep ?? 'case') === 'case'
}

/** The case decides if it is brought, else any other thing with an id, such as a visit. */
function isAnotherMatter(turn: Turn, values: Values): boolean {
  const { slots } = turn.conversation
  const things = Object.keys(values).filter(name => isOfCase(turn, name) && idOf(values[name]) !== undefined)
  const telling = things.includes('case') ? ['case'] : things
  return telling.some(name => idOf(values[name]) !== idOf(slots[name]))
}

/** The number or name of a case or visit, whether the slot holds all of it or only `{ id }`. */
function idOf(value: Value | undefined): Value | undefined {
  return isTable(value) ? value.id : undefined
}

/** The slots as they are when the flow that brought its own values has ended. */
export function uncovered(turn: Turn, { whole, slots }: Shadowed): Values {
  const now = Object.entries(turn.conversation.slots)
  const kept = now.filter(([name]) => !(whole && isOfCase(turn, name)) && !Object.hasOwn(slots, name))
  return { ...Object.fromEntries(kept), ...slots }
}

/**
 * If the case in the slots is the one that was put aside, they become one: what was put aside and is not known anew
 * holds beside it, and nothing is given back later.
 */
export function reunite(turn: Turn): void {
  const { stack, slots } = turn.conversation
  const index = stack.findLastIndex(frame => frame.shadowed?.whole === true)
  const frame = stack[index]
  const id = idOf(slots.case)
  if (frame?.shadowed === undefined || id === undefined || id !== idOf(frame.shadowed.slots.case)) return
  const { shadowed, ...rest } = frame
  change(turn, { slots: { ...shadowed.slots, ...slots }, stack: stack.with(index, rest) })
}
