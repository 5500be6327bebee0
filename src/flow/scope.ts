/** What names in flows stand for while a step runs: slots, the policy, the language and the time. */
import type { Language, Value, Values } from './flow.ts'

export type Scope = {
  readonly slots: Values
  readonly policy: Values
  readonly language: Language
  /** Epoch milliseconds. */
  readonly now: number
  /** IANA time zone in which instants are told, `policy.region.zone`. */
  readonly zone: string
}

/**
 * The value a dotted path names: `policy.booking.hold`, `language`, `now`, and slots as `visit.startsAt` or
 * `slots.visit.startsAt`. Nothing when any part of the path is missing; `null` only for a slot that holds `null`.
 */
export function valueAt(path: string, scope: Scope): Value | undefined {
  if (!path.includes('.')) return rootValue(path, scope)
  const parts = path.split('.')
  const first = parts[0] ?? ''
  let value: Value | undefined = rootValue(first, scope)
  for (let index = 1; index < parts.length; index += 1) {
    if (value === null || typeof value !== 'object') return undefined
    const part: string = parts[index] ?? ''
    value = Object.hasOwn(value, part) ? (value as Values)[part] : undefined
  }
  return value
}

function rootValue(name: string, scope: Scope): Value | undefined {
  if (name === 'policy') return scope.policy
  if (name === 'slots') return scope.slots
  if (name === 'language') return scope.language
  if (name === 'now') return scope.now
  return Object.hasOwn(scope.slots, name) ? scope.slots[name] : undefined
}

const WHOLE = /^\{([A-Za-z][\w.]*)\}$/
const PART = /\{([A-Za-z][\w.]*)\}/g

/** The path in a string that is exactly `{a.path}`; nothing for any other string. */
export function wholePlaceholder(text: string): string | undefined {
  return WHOLE.exec(text)?.[1]
}

/** Every `{a.path}` in a template such as a timer key. */
export function partsOf(template: string): string[] {
  return [...template.matchAll(PART)].map(match => match[1] ?? '')
}

/** Puts plain values into a template: `confirm:{visit.id}` becomes `confirm:17`. What is missing becomes nothing. */
export function interpolate(template: string, scope: Scope): string {
  return template.replace(PART, (_all, path: string) => {
    const value = valueAt(path, scope)
    if (value === undefined || value === null) return ''
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  })
}

/**
 * A value as a step wrote it, with every string that is exactly `{slot.path}` replaced by that value itself (`null` when
 * it is missing), inside lists and objects too. Other strings are taken as written.
 */
export function resolve(value: Value, scope: Scope): Value {
  if (typeof value === 'string') {
    const path = wholePlaceholder(value)
    return path === undefined ? value : (valueAt(path, scope) ?? null)
  }
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item: Value) => resolve(item, scope))
  return Object.fromEntries(Object.entries(value as Values).map(([key, item]) => [key, resolve(item, scope)]))
}
