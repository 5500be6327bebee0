/**
 * What a button carries (at most 64 bytes, Telegram callback_data).
 *
 *   a7:2                      choice 2 of question a7      a7:unknown   "I don't know"
 *   a7:n1                     flow 1 of those offered      a7:none      none of these
 *   a7:person                 a person, whichever question it hung on
 *   ~rate-visit.stars|#17|4   a lasting button: flow and step, the carried slot, the choice
 *
 * The carried slot travels as JSON; of an object only its `id` does, marked `#`, and comes back as `{ id }`. What else
 * belongs to it the flow loads with an action.
 */
import type { Value } from './flow.ts'
import { isTable } from './turn.ts'

export type Token =
  | { readonly kind: 'asked'; readonly ask: string; readonly what: string }
  | {
      readonly kind: 'lasting'
      readonly flow: string
      readonly step: string
      readonly carried: Value
      readonly what: string
    }

/** Telegram: callback_data is 1 to 64 bytes. */
export const LONGEST_TOKEN = 64

export function askedToken(ask: string, what: string): string {
  return `${ask}:${what}`
}

/** Nothing when the carried value has no short form or the token would be too long. */
export function lastingToken(flow: string, step: string, carried: Value, what: string): string | undefined {
  const value = writeCarried(carried)
  const token = `~${flow}.${step}|${value}|${what}`
  return value === undefined || new TextEncoder().encode(token).length > LONGEST_TOKEN ? undefined : token
}

/** Nothing for what no button of ours carries. */
export function readToken(token: string): Token | undefined {
  if (!token.startsWith('~')) {
    const [ask, what, ...more] = token.split(':')
    if (ask === undefined || ask === '' || what === undefined || more.length > 0) return undefined
    return { kind: 'asked', ask, what }
  }
  const match = /^~([^.|]+)\.([^|]+)\|(.*)\|([^|]+)$/.exec(token)
  const [, flow, step, value, what] = match ?? []
  const carried = readCarried(value ?? '')
  if (flow === undefined || step === undefined || what === undefined || carried === undefined) return undefined
  return { kind: 'lasting', flow, step, carried, what }
}

/** How a value travels in a button. Also tells whether two values are the same thing to a button. */
export function writeCarried(value: Value): string | undefined {
  if (isTable(value)) {
    const id = value.id
    return typeof id === 'string' || typeof id === 'number' ? `#${JSON.stringify(id)}` : undefined
  }
  return Array.isArray(value) ? undefined : JSON.stringify(value)
}

function readCarried(text: string): Value | undefined {
  const isId = text.startsWith('#')
  try {
    const value: unknown = JSON.parse(isId ? text.slice(1) : text)
    if (typeof value !== 'string' && typeof value !== 'number') return isId || value !== null ? undefined : null
    return isId ? { id: value } : value
  } catch {
    return undefined
  }
}
