/** The open question: what may be chosen, how it is put, and what happens when it is answered or given up. */
import type { Asked } from './conversation.ts'
import type { Button, Expecting } from './event.ts'
import type { AskStep, Flow, Language, Slot, Text, Value } from './flow.ts'
import { leaveTrail, moveOn, moveTo, position, silentKey } from './frames.ts'
import { valueAt } from './scope.ts'
import { renderText } from './text.ts'
import { askedToken, lastingToken } from './token.ts'
import {
  change,
  declaration,
  duration,
  emit,
  fill,
  flush,
  isTable,
  MOST_REMEMBERED,
  repairLabel,
  say,
  scopeOf,
  setAsked,
  setOpening,
  slotValue,
  type Turn,
} from './turn.ts'

export type Option = {
  readonly value: Value
  readonly label: Text
  readonly also?: Readonly<Record<Language, readonly string[]>>
  readonly go?: string
}

export type Question = {
  readonly flow: Flow
  readonly step: AskStep
  readonly slot: Slot
  readonly asked: Asked
  readonly options: readonly Option[]
}

/** An answer that was read. `label` stands where the buttons were; `slot` is where it goes if not to the slot asked. */
export type Answer = { readonly value: Value; readonly label: string; readonly go?: string; readonly slot?: string }

/** How a question is put. */
export type Manner = {
  /** In other words, if the flow has them. */
  readonly again?: boolean
  readonly misses?: number
  /** Flows offered behind the question's own buttons. */
  readonly nearest?: readonly string[]
  /** A person is offered whatever the flow says. */
  readonly person?: boolean
}

/** The question that waits for an answer; nothing when no flow is open or it waits for something else. */
export function openQuestion(turn: Turn): Question | undefined {
  const at = position(turn)
  const { asked } = turn.conversation
  if (asked === undefined || at?.step?.kind !== 'ask') return undefined
  const { flow, step } = at
  return { flow, step, slot: slotAsked(turn, step), asked, options: optionsOf(turn, step, asked) }
}

export function slotAsked(turn: Turn, step: AskStep): Slot {
  return declaration(turn, step.slot) ?? { name: step.slot, type: 'text', keep: 'flow' }
}

/** What may be chosen: written in the flow, computed by an action, or yes and no. */
export function optionsOf(turn: Turn, step: AskStep, asked?: Asked): readonly Option[] {
  const { choices } = step
  if (choices === undefined) return slotAsked(turn, step).type === 'yes-no' ? yesAndNo(turn) : []
  if ('from' in choices) return asked?.offered ?? computed(turn, choices.from)
  return choices
}

function yesAndNo(turn: Turn): readonly Option[] {
  const { texts, words } = turn.catalogue.repair
  return [
    { value: true, label: texts.yes, also: words.yes },
    { value: false, label: texts.no, also: words.no },
  ]
}

/** What may be chosen depends on the moment: a lasting button then carries the value, not its place. */
export function isComputed({ choices }: AskStep): boolean {
  return choices !== undefined && 'from' in choices
}

function computed(turn: Turn, from: string): NonNullable<Asked['offered']> {
  const list = valueAt(from, scopeOf(turn))
  if (!Array.isArray(list)) return []
  return list.flatMap((item: Value) => {
    if (!isTable(item) || !isTable(item.label)) return []
    const { en, zh } = item.label
    if (typeof en !== 'string' || typeof zh !== 'string') return []
    return [{ value: item.value ?? null, label: { en, zh } }]
  })
}

/** The question as far as understanding free text needs it. */
export function expectingOf(turn: Turn, step: AskStep, options: readonly Option[]): Expecting {
  return { slot: step.slot, type: slotAsked(turn, step).type, safety: step.safety, choices: options }
}

/** Puts a question: the frame stands at it until it is answered. */
export function ask(turn: Turn, flow: Flow, step: AskStep, manner: Manner = {}): void {
  giveUp(turn)
  const { choices } = step
  const offered = choices !== undefined && 'from' in choices ? computed(turn, choices.from) : undefined
  const asked = nextAsked(turn, manner, offered)
  const again = manner.again === true && step.again !== undefined
  say(turn, again ? `${flow.name}.${step.id}.again` : `${flow.name}.${step.id}`, (again && step.again) || step.say)
  const buttons = buttonsOf(turn, flow, step, asked, manner.person === true)
  if (buttons.length > 0 && step.lasting === undefined) setAsked(turn, { ...asked, settles: true })
  flush(turn, { buttons, ask: asked.id, ...(step.request === undefined ? {} : { request: step.request }) })
  if (step.silent === undefined) return
  const values = { flow: flow.name, step: step.id, ask: asked.id }
  const at = turn.now + duration(turn, step.silent.after)
  emit(turn, { kind: 'remind', key: silentKey(flow.name, step.id), at, flow: 'silent', values, quiet: true })
}

/** Names a new question and makes it the open one. */
export function nextAsked(turn: Turn, manner: Manner, offered?: Asked['offered']): Asked {
  const number = turn.conversation.turn + 1
  const asked: Asked = {
    id: `a${number.toString(36)}`,
    misses: manner.misses ?? 0,
    ...(offered === undefined ? {} : { offered }),
    ...(manner.nearest === undefined || manner.nearest.length === 0 ? {} : { nearest: manner.nearest }),
  }
  change(turn, { turn: number })
  setAsked(turn, asked)
  return asked
}

function buttonsOf(turn: Turn, flow: Flow, step: AskStep, asked: Asked, person: boolean): Button[] {
  const scope = scopeOf(turn)
  const token = (what: string): string => {
    if (step.lasting === undefined) return askedToken(asked.id, what)
    return lastingToken(flow.name, step.id, slotValue(turn, step.lasting), what) ?? askedToken(asked.id, what)
  }
  const buttons = optionsOf(turn, step, asked).map((option, index) => ({
    label: renderText(option.label, scope),
    token: token(step.lasting !== undefined && isComputed(step) ? String(option.value) : String(index)),
  }))
  if (step.other !== undefined) buttons.push({ label: renderText(step.other.label, scope), token: token('other') })
  if (step.unknown) buttons.push({ label: repairLabel(turn, 'unknown'), token: token('unknown') })
  buttons.push(...nearestButtons(turn, asked))
  if (step.person || person) buttons.push(personButton(turn, asked))
  return buttons
}

export function nearestButtons(turn: Turn, asked: Asked): Button[] {
  return (asked.nearest ?? []).flatMap((name, index) => {
    const title = turn.catalogue.flows.get(name)?.title
    return title === undefined
      ? []
      : [{ label: renderText(title, scopeOf(turn)), token: askedToken(asked.id, `n${index}`) }]
  })
}

export function personButton(turn: Turn, asked: Asked): Button {
  return { label: repairLabel(turn, 'person'), token: askedToken(asked.id, 'person') }
}

/** The question stays unanswered for now: its buttons go away, unless they are made to last. */
export function giveUp(turn: Turn): void {
  settle(turn, '')
  setAsked(turn, undefined)
}

/** Puts the answer where the buttons were. Lasting buttons stay: they may be tapped again. */
export function settle(turn: Turn, label: string): void {
  const { asked } = turn.conversation
  if (asked?.settles === true) emit(turn, { kind: 'settle', ask: asked.id, label })
}

/** The question is answered: the slot is filled and the frame stands behind it, or where the choice leads. */
export function take(turn: Turn, question: Question, answer: Answer): void {
  const { flow, step } = question
  settle(turn, answer.label)
  setAsked(turn, undefined)
  if (step.silent !== undefined) emit(turn, { kind: 'forget', key: silentKey(flow.name, step.id) })
  leaveTrail(turn, step.id)
  if (answer.go === undefined) moveOn(turn)
  else moveTo(turn, answer.go)
  if (answer.slot !== undefined) askForAnew(turn, flow, answer.slot)
  fill(turn, { [answer.slot ?? step.slot]: answer.value })
}

/** The answer to that question (`flow.step`) is not looked for in the opening sentence again. */
export function lookNoMore(turn: Turn, name: string): void {
  const { opening, read = [] } = turn.conversation
  setOpening(turn, opening, [...read.filter(known => known !== name), name].slice(-MOST_REMEMBERED))
}

/** Whatever was said about the slot at the beginning: the questions for it are put. */
export function askForAnew(turn: Turn, flow: Flow, slot: string): void {
  for (const step of flow.steps)
    if (step.kind === 'ask' && step.slot === slot) lookNoMore(turn, `${flow.name}.${step.id}`)
}
