/** What the assistant asks of the staff's side. The desk implements it; `app.ts` brings the two together. */
import type { DeskInbound, DeskOutcome } from '../desk/command.ts'
import type { Owner } from '../flow/conversation.ts'
import type { Event } from '../flow/event.ts'
import type { Values } from '../flow/flow.ts'
import type { Tx } from '../store/sql.ts'

export type Ownership = { readonly owner: Owner; readonly agent: string | null }

export type DeskContext = {
  readonly tx: Tx
  readonly now: number
  readonly ownership: Ownership
  setOwner(owner: Owner, agent: string | null): void
  remind(timer: { key: string; at: number; flow: string; values: Values }): void
  forget(key: string): void
}

export type Raised = {
  readonly conversationId: string
  readonly caseId: number | null
  readonly reason: string
  readonly priority: 'SAFETY' | 'HIGH' | 'MEDIUM' | 'LOW'
  /** Flow, step and slots at the moment of the hand-over. */
  readonly summary: Values
}

/** `unhandled`: nobody understood it · `aside`: it failed again and again · `unreachable`, `undelivered`. */
export type TaskKind = 'unhandled' | 'aside' | 'unreachable' | 'undelivered'

export type DeskPort = {
  run(inbound: DeskInbound, context: DeskContext): Promise<DeskOutcome>
  /** Opens an escalation, or joins the open one of the conversation. Gives what the customer must hear about it, if anything. */
  raise(raised: Raised, context: DeskContext): Promise<Event | undefined>
  task(tx: Tx, task: { conversationId: string; caseId: number | null; kind: TaskKind; text: string }): Promise<void>
}
