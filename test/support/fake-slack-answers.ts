/** How methods of the Web API are described, and how they say no. */
import type { FakeSlackState } from './fake-slack-state.ts'
import type { Json } from './fake-slack-types.ts'

export type ArgumentKind = 'text' | 'flag' | 'json' | 'number'

export type Method = {
  /** The token needs one of them; none: any token will do. */
  readonly scopes: readonly string[]
  /** By name; a name that ends with `!` must be there. */
  readonly args: Readonly<Record<string, ArgumentKind>>
  readonly run: (state: FakeSlackState, args: Json) => Json
}

export type Refusal = {
  readonly ok: false
  readonly error: string
  readonly response_metadata?: { readonly messages: readonly string[] }
}

export const refused = (error: string, ...messages: readonly string[]): Refusal => ({
  ok: false,
  error,
  ...(messages.length > 0 ? { response_metadata: { messages: messages.map(one => `[ERROR] ${one}`) } } : {}),
})

export const isRefusal = (found: object): found is Refusal => 'ok' in found && 'error' in found

/** Something no correct program sends: refused, and remembered for the test to find. */
export function breach(state: FakeSlackState, method: string, error: string, ...faults: readonly string[]): Refusal {
  state.violations.push(`${method}: ${error}${faults.length > 0 ? ` (${faults.join('; ')})` : ''}`)
  return refused(error, ...faults)
}
