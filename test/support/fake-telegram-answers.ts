/** How the Bot API answers, and what every method of the fake begins with. */
import type { FakeChat, FakeState } from './fake-telegram-state.ts'

export type ApiAnswer =
  | { ok: true; result: unknown }
  | { ok: false; error_code: number; description: string; parameters?: Record<string, number> }

export type Payload = Record<string, unknown>
export type Method = (state: FakeState, payload: Payload) => ApiAnswer

export const done = (result: unknown): ApiAnswer => ({ ok: true, result })
export const refusal = (error_code: number, description: string): ApiAnswer => ({ ok: false, error_code, description })

/** Something no correct program sends: refused, and remembered for the test to find. */
export function violation(state: FakeState, method: string, what: string): ApiAnswer {
  state.violations.push(`${method}: ${what}`)
  return refusal(400, `Bad Request: ${what}`)
}

/** The chat, or why nothing can be done there. A stranger or a customer who blocked us is no violation. */
export function reach(state: FakeState, payload: Payload): FakeChat | ApiAnswer {
  const chat = state.chats.get(Number(payload.chat_id))
  if (chat === undefined) return refusal(400, 'Bad Request: chat not found')
  return chat.blocked ? refusal(403, 'Forbidden: bot was blocked by the user') : chat
}
export const isAnswer = (found: FakeChat | ApiAnswer): found is ApiAnswer => 'ok' in found
