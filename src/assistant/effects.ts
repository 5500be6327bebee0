/** From what the engine wants to the rows that make it so. Collected over a turn, written once per batch. */

import type { Catalogue } from '../flow/catalogue.ts'
import type { Effect } from '../flow/event.ts'
import type { Language } from '../flow/flow.ts'
import type { Author, NewOutboxRow, Payload } from '../store/outbox.ts'
import type { Timer } from '../store/timers.ts'

/** What a turn writes, besides the rows that actions and the desk write themselves. */
export type Writes = {
  readonly messages: NewOutboxRow[]
  readonly timers: Timer[]
  readonly forgotten: { readonly conversationId: string; readonly key: string }[]
}

export type EffectContext = {
  readonly conversationId: string
  readonly language: Language
  readonly author: Author
  readonly priority: number
  readonly catalogue: Catalogue
  /** What a notice is about. */
  readonly about?: NewOutboxRow['about']
  /** Moves a timer out of quiet hours, no later than `latest`. */
  readonly outOfQuietHours: (at: number, latest: number | undefined) => number
}

/** Adds the rows of one effect. Effects that need the database (`do`, `hand-over`, …) are the turn's, not this one's. */
export function addEffect(writes: Writes, effect: Effect, context: EffectContext): void {
  switch (effect.kind) {
    case 'say':
      writes.messages.push(sayRow(effect, context))
      return
    case 'settle':
      writes.messages.push(message(context, effect.ask, { kind: 'settle', label: effect.label }))
      return
    case 'remind': {
      const at = effect.quiet ? context.outOfQuietHours(effect.at, effect.latest) : effect.at
      const { key, flow, values } = effect
      forgetFrom(writes.forgotten, context.conversationId, key)
      writes.timers.push({ conversationId: context.conversationId, key, dueAt: at, flow, values })
      return
    }
    case 'forget': {
      const kept = writes.timers.filter(timer => timer.key !== effect.key)
      writes.timers.splice(0, writes.timers.length, ...kept)
      writes.forgotten.push({ conversationId: context.conversationId, key: effect.key })
      return
    }
    default:
      return
  }
}

/** A timer that is armed again in the same turn must not be forgotten by it. */
function forgetFrom(forgotten: Writes['forgotten'], conversationId: string, key: string): void {
  const index = forgotten.findIndex(other => other.conversationId === conversationId && other.key === key)
  if (index >= 0) forgotten.splice(index, 1)
}

/** The message of a `say`; of one that lives, as if there were none of its key yet. */
export function sayRow(effect: Extract<Effect, { kind: 'say' }>, context: EffectContext): NewOutboxRow {
  return message(context, effect.ask ?? effect.living ?? null, sayPayload(effect, context))
}

function message(context: EffectContext, ask: string | null, payload: Payload): NewOutboxRow {
  const { conversationId, language, author, priority, about } = context
  return { conversationId, language, author, priority, ask, payload, ...(about && { about }) }
}

function sayPayload(effect: Extract<Effect, { kind: 'say' }>, context: EffectContext): Payload {
  const { names, text, buttons, request, ask } = effect
  const payload: { kind: string; [key: string]: unknown } = { kind: 'text', names, text }
  if (buttons && buttons.length > 0) payload.buttons = buttons
  if (ask !== undefined) payload.ask = ask
  if (effect.living !== undefined) payload.living = true
  if (request) {
    const label = context.catalogue.repair.texts[request === 'contact' ? 'share-contact' : 'share-location']
    payload.request = { kind: request, label: label[context.language] }
  }
  return payload
}

/** Replies first, then the buttons they settle: the customer waits for the former. */
export function inSendingOrder(messages: readonly NewOutboxRow[]): NewOutboxRow[] {
  return [
    ...messages.filter(row => row.payload.kind !== 'settle'),
    ...messages.filter(row => row.payload.kind === 'settle'),
  ]
}
