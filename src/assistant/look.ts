/** Where a conversation stands, for those who want to see the flow at work: the playground's inspector, the terminal. */
import type { Owner } from '../flow/conversation.ts'
import type { Language, Values } from '../flow/flow.ts'
import { readConversations } from '../store/conversations.ts'
import type { Sql } from '../store/sql.ts'
import { timersOf } from '../store/timers.ts'

export type Look = {
  readonly owner: Owner
  readonly language: Language
  /** Flow and step that speak, if any is open. */
  readonly flow?: string
  readonly step?: string
  readonly revision?: string
  /** The open flows, the one that speaks last. */
  readonly stack: readonly { readonly flow: string; readonly step: string; readonly how: string }[]
  readonly slots: Values
  /** `dueAt` in epoch milliseconds. */
  readonly timers: readonly { readonly key: string; readonly flow: string; readonly dueAt: number }[]
}

/** Undefined for a conversation nobody has spoken in. */
export async function lookAt(sql: Sql, conversationId: string): Promise<Look | undefined> {
  const row = (await readConversations(sql, [conversationId])).get(conversationId)
  if (!row) return undefined
  const { stack, slots, language, revision } = row.state
  const top = stack.at(-1)
  const timers = await timersOf(sql, conversationId)
  return {
    owner: row.owner,
    language,
    ...(top && { flow: top.flow, step: top.step }),
    ...(revision !== '' && { revision }),
    stack: stack.map(({ flow, step, how }) => ({ flow, step, how })),
    slots,
    timers: timers.map(({ key, flow, dueAt }) => ({ key, flow, dueAt })),
  }
}
