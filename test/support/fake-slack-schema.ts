/** Small rules that JSON is held against: each adds what is wrong to `faults`, with the place. */
import type { Json } from './fake-slack-types.ts'

export type Rule = (value: unknown, at: string, faults: string[]) => void

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Lengths in UTF-16 units, the strictest way to count. */
export function string(max: number, min = 1): Rule {
  return (value, at, faults) => {
    if (typeof value !== 'string') faults.push(`${at}: must be a string`)
    else if (value.length > max) faults.push(`${at}: must be no more than ${max} characters, not ${value.length}`)
    else if (value.length < min) faults.push(`${at}: must be at least ${min} characters`)
    else if (/\p{Surrogate}/u.test(value)) faults.push(`${at}: has half a character`)
  }
}

export function matching(pattern: RegExp): Rule {
  return (value, at, faults) => {
    if (typeof value !== 'string' || !pattern.test(value)) faults.push(`${at}: must match ${pattern}`)
  }
}

export const boolean: Rule = (value, at, faults) => {
  if (typeof value !== 'boolean') faults.push(`${at}: must be a boolean`)
}

export function integer(min: number, max: number): Rule {
  return (value, at, faults) => {
    if (!Number.isInteger(value) || Number(value) < min || Number(value) > max)
      faults.push(`${at}: must be a whole number from ${min} to ${max}`)
  }
}

export function oneOf(...allowed: readonly unknown[]): Rule {
  return (value, at, faults) => {
    if (!allowed.includes(value)) faults.push(`${at}: must be one of ${allowed.join(', ')}`)
  }
}

export const anything: Rule = () => {}

export function list(rule: Rule, max: number, min = 1): Rule {
  return (value, at, faults) => {
    if (!Array.isArray(value)) return void faults.push(`${at}: must be a list`)
    if (value.length > max) faults.push(`${at}: no more than ${max} items allowed, not ${value.length}`)
    if (value.length < min) faults.push(`${at}: must have at least ${min} items`)
    for (const [index, item] of value.entries()) rule(item, `${at}/${index}`, faults)
  }
}

/** Fields by name; a name that ends with `!` must be there. A field of another name is wrong. */
export function object(fields: Readonly<Record<string, Rule>>): Rule {
  const rules = new Map(Object.entries(fields).map(([name, rule]) => [name.replace('!', ''), rule]))
  const required = Object.keys(fields).flatMap(name => (name.endsWith('!') ? [name.slice(0, -1)] : []))
  return (value, at, faults) => {
    if (!isObject(value)) return void faults.push(`${at}: must be an object`)
    for (const name of required) if (value[name] === undefined) faults.push(`${at}: missing required field ${name}`)
    for (const [name, field] of Object.entries(value)) {
      const rule = rules.get(name)
      if (rule === undefined) faults.push(`${at}: unknown field ${name}`)
      else if (field !== undefined) rule(field, `${at}/${name}`, faults)
    }
  }
}

/** One of several kinds of object, told by `type`. */
export function byType(kinds: Readonly<Record<string, Rule>>): Rule {
  return (value, at, faults) => {
    const type = isObject(value) ? String(value.type) : ''
    const rule = Object.hasOwn(kinds, type) ? kinds[type] : undefined
    if (rule === undefined) faults.push(`${at}: unsupported type ${type}`)
    else rule(value, at, faults)
  }
}

export function all(...rules: readonly Rule[]): Rule {
  return (value, at, faults) => {
    for (const rule of rules) rule(value, at, faults)
  }
}

/** A rule over a whole object whose fields were looked at before. */
export function holds(test: (value: Json) => boolean, what: string): Rule {
  return (value, at, faults) => {
    if (isObject(value) && !test(value)) faults.push(`${at}: ${what}`)
  }
}

export function check(rule: Rule, value: unknown, at = ''): string[] {
  const faults: string[] = []
  rule(value, at, faults)
  return faults
}

const MARKUP =
  /^<([@#][A-Z0-9]+|!(channel|here|everyone|subteam\^\w+|date\^[^<>]+)|(https?:\/\/|mailto:|tel:)[^<>|]+)(\|[^<>]*)?>/

/** Where a text of Slack's markup has a `&` or `<` that is neither an entity nor markup: somebody did not escape it. */
export function unescapedIn(text: string): string | undefined {
  for (const { index } of text.matchAll(/&(?!(amp|lt|gt);)|</g))
    if (!MARKUP.test(text.slice(index))) return text.slice(index, index + 20)
  return undefined
}

/** Every `<` and `&` of a text in Slack's markup is escaped or means something. */
export const escaped: Rule = (value, at, faults) => {
  const bare = typeof value === 'string' ? unescapedIn(value) : undefined
  if (bare !== undefined) faults.push(`${at}: is not escaped at "${bare}"`)
}
