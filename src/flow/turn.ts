/**
 * One turn in the making: the conversation as it is by now, the effects so far, and the paragraphs that wait to become
 * one message. The rest of the engine works on it; it never leaves `advance.ts`, which hands out plain results.
 */

import type { Catalogue } from './catalogue.ts'
import type { Asked, Conversation, Said } from './conversation.ts'
import { parseDuration } from './duration.ts'
import type { Effect, Understanding } from './event.ts'
import type { Flow, Language, Slot, Text, Value, Values } from './flow.ts'
import { LANGUAGES } from './flow.ts'
import type { RepairText } from './repair-content.ts'
import { type Scope, valueAt } from './scope.ts'
import { renderText } from './text.ts'

export type Turn = {
  readonly catalogue: Catalogue
  readonly now: number
  conversation: Conversation
  readonly effects: Effect[]
  /** Said, but not yet a message. */
  said: Said[]
  /** Steps run in this turn, also before an action; see `spend`. */
  steps: number
  /** A customer waits for an answer: the turn may not end without one. */
  owed: boolean
  /** Danger was heard in this turn: whatever else breaks, a person is called at once. */
  danger: boolean
}

type SayEffect = Extract<Effect, { kind: 'say' }>

/** A guard against flows that run in circles; usual turns take fewer than twenty. */
const MOST_STEPS = 400
/** Marks and paths of a trail or a list of read questions that are kept. */
export const MOST_REMEMBERED = 20

/** A turn goes on where an action made it wait: with what was said before, and what was spent. */
export function beginTurn(catalogue: Catalogue, before: Conversation, now: number): Turn {
  const { unfinished, ...conversation } = before
  const { said = [], steps = 0, owed = false } = unfinished ?? {}
  return { catalogue, now, conversation, effects: [], said: [...said], steps, owed, danger: false }
}

/** Counts work; throws when a turn does too much, which `advance` turns into a hand-over. */
export function spend(turn: Turn, cost = 1): void {
  turn.steps += cost
  if (turn.steps > MOST_STEPS) throw new Error(`the flow runs in circles: more than ${MOST_STEPS} steps in one turn`)
}

export function scopeOf(turn: Turn): Scope {
  const { policy } = turn.catalogue
  const { slots, language } = turn.conversation
  return { slots, policy, language, now: turn.now, zone: zoneOf(policy) }
}

function zoneOf(policy: Values): string {
  const region = policy.region
  const zone = isTable(region) ? region.zone : undefined
  return typeof zone === 'string' ? zone : 'UTC'
}

export function isTable(value: Value | undefined): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Changes parts of the conversation. */
export function change(turn: Turn, parts: Partial<Conversation>): void {
  turn.conversation = { ...turn.conversation, ...parts }
}

export function setAsked(turn: Turn, asked: Asked | undefined): void {
  const { asked: _, ...rest } = turn.conversation
  turn.conversation = asked === undefined ? rest : { ...rest, asked }
}

/** Replaces the opening sentence; without one, later questions look nowhere. */
export function setOpening(turn: Turn, opening: string | undefined, read: readonly string[] = []): void {
  const { opening: _, read: __, ...rest } = turn.conversation
  turn.conversation = opening === undefined ? rest : { ...rest, opening, ...(read.length > 0 ? { read } : {}) }
}

/** Adds a paragraph to the message that is being made. */
export function say(turn: Turn, name: string, text: Text, extra: Values = {}): void {
  const scope = scopeOf(turn)
  addSaid(turn, name, renderText(text, { ...scope, slots: { ...scope.slots, ...extra } }).trim())
}

/** Adds a line to the message that lives under a key; what is said otherwise is no part of it. */
export function sayLiving(turn: Turn, name: string, text: Text, living: string): void {
  addSaid(turn, name, renderText(text, scopeOf(turn)).trim(), living)
}

function addSaid(turn: Turn, name: string, text: string, living?: string): void {
  if (text === '') return
  if (turn.said.some(paragraph => paragraph.living !== living)) flush(turn)
  turn.said.push({ name, text, ...(living === undefined ? {} : { living }) })
}

export function sayRepair(turn: Turn, which: RepairText, extra: Values = {}): void {
  say(turn, `repair.${which}`, turn.catalogue.repair.texts[which], extra)
}

export function repairLabel(turn: Turn, which: RepairText): string {
  return renderText(turn.catalogue.repair.texts[which], scopeOf(turn))
}

/** Sends off what was said as one message. A question passes its buttons. */
export function flush(turn: Turn, question: Partial<Pick<SayEffect, 'buttons' | 'request' | 'ask'>> = {}): void {
  if (turn.said.length === 0) return
  const { buttons, ...rest } = question
  const living = turn.said[0]?.living
  turn.effects.push({
    kind: 'say',
    names: turn.said.map(paragraph => paragraph.name),
    text: turn.said.map(paragraph => paragraph.text).join(living === undefined ? '\n\n' : '\n'),
    ...(living === undefined ? {} : { living }),
    ...(buttons !== undefined && buttons.length > 0 ? { buttons } : {}),
    ...rest,
  })
  turn.said = []
}

export function emit(turn: Turn, effect: Effect): void {
  turn.effects.push(effect)
}

/** Something was said or begun that answers the customer. */
export function isAnswered(turn: Turn): boolean {
  return turn.said.length > 0 || turn.effects.some(effect => ['say', 'do', 'hand-over'].includes(effect.kind))
}

/** A number of the policy, such as `understand.digress`; `otherwise` when the file does not say. */
export function policyNumber(turn: Turn, table: string, key: string, otherwise: number): number {
  const found = turn.catalogue.policy[table]
  const value = isTable(found) ? found[key] : undefined
  return typeof value === 'number' ? value : otherwise
}

/** Milliseconds of a duration of the policy; 0 when none is named. */
export function duration(turn: Turn, path: string | undefined): number {
  if (path === undefined) return 0
  const value = valueAt(`policy.${path}`, scopeOf(turn))
  const length = typeof value === 'string' ? parseDuration(value) : undefined
  if (length === undefined) throw new Error(`the policy has no duration ${path}`)
  return length
}

/** How a slot is declared: by the flow that speaks, by one that is open, or by any. All that declare it agree. */
export function declaration(turn: Turn, name: string): Slot | undefined {
  const { flows } = turn.catalogue
  for (const frame of turn.conversation.stack.toReversed()) {
    const slot = slotOf(flows.get(frame.flow), name)
    if (slot !== undefined) return slot
  }
  for (const flow of flows.values()) {
    const slot = slotOf(flow, name)
    if (slot !== undefined) return slot
  }
  return undefined
}

export function slotOf(flow: Flow | undefined, name: string): Slot | undefined {
  return flow !== undefined && Object.hasOwn(flow.slots, name) ? flow.slots[name] : undefined
}

export function isFilled(turn: Turn, name: string): boolean {
  return slotValue(turn, name) !== null
}

/** What a slot holds; `null` when it is empty. */
export function slotValue(turn: Turn, name: string): Value {
  const { slots } = turn.conversation
  return Object.hasOwn(slots, name) ? (slots[name] ?? null) : null
}

/** Fills slots; `null` empties. Tells what was learned of the customer, and lets the case's slots go with the case. */
export function fill(turn: Turn, values: Values): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || name === '__proto__') continue
    const before = slotValue(turn, name)
    const { [name]: _, ...others } = turn.conversation.slots
    change(turn, { slots: value === null ? others : { ...others, [name]: value } })
    if (name === 'language') followLanguage(turn, value)
    if (declaration(turn, name)?.keep === 'customer' && JSON.stringify(before) !== JSON.stringify(value)) {
      emit(turn, { kind: 'learned', slot: name, value, ...(before === null ? {} : { before }) })
    }
  }
  if (Object.hasOwn(values, 'case') && values.case === null) dropCaseSlots(turn)
}

/** Empties slots without telling anybody: the customer takes an answer back before giving another. */
export function empty(turn: Turn, names: readonly string[]): void {
  const kept = Object.entries(turn.conversation.slots).filter(([name]) => !names.includes(name))
  change(turn, { slots: Object.fromEntries(kept) })
}

function dropCaseSlots(turn: Turn): void {
  empty(
    turn,
    Object.keys(turn.conversation.slots).filter(name => (declaration(turn, name)?.keep ?? 'case') === 'case'),
  )
}

/** The conversation goes on in that language, if it is one of ours and another than now. */
export function followLanguage(turn: Turn, value: Value | undefined): void {
  const language: Language | undefined = LANGUAGES.find(known => known === value)
  if (language === undefined || language === turn.conversation.language) return
  change(turn, { language })
  emit(turn, { kind: 'language', language })
}

/** Understanding of a sentence of which only the meaning of the words counts, not an open question. */
export function understandAlone(turn: Turn, text: string): Understanding {
  return turn.catalogue.understand(text, { language: turn.conversation.language, now: turn.now, known: [] })
}
