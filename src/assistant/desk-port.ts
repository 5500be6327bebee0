/** What the assistant asks of the staff's side. The desk implements it; `app.ts` brings the two together. */
import type { DeskInbound, DeskOutcome } from '../desk/command.ts'
import type { VisitCard } from '../desk/visit-cards.ts'
import type { Owner } from '../flow/conversation.ts'
import type { Event } from '../flow/event.ts'
import type { Values } from '../flow/flow.ts'
import type { Document, DocumentFile } from '../service/document.ts'
import type { NewOutboxRow, Payload } from '../store/outbox.ts'
import type { Tx } from '../store/sql.ts'

export type Ownership = { readonly owner: Owner; readonly agent: string | null }

export type DeskContext = {
  readonly tx: Tx
  readonly now: number
  readonly ownership: Ownership
  setOwner(owner: Owner, agent: string | null): void
  remind(timer: { key: string; at: number; flow: string; values: Values }): void
  forget(key: string): void
  /** Gives the customer a document of ours, after everything the turn says by itself; committed with the turn. */
  give(document: Document, file: DocumentFile): Promise<void>
  /**
   * A message of an agent to the customer, after everything the turn says by itself, or `first`: before what it says from
   * then on. `ask` is what later rows refer to.
   */
  send(payload: Payload, ask: string, place?: 'first'): void
}

/** What a commit touched, for the posts of the staff. */
export type Touched = {
  readonly conversations: readonly string[]
  /** Inbox rows of customers that were taken. */
  readonly heard: readonly { readonly conversationId: string; readonly inbox: number; readonly message?: string }[]
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
  /** What the staff are to be shown of a commit; empty when no desk draws threads. Asked after everything is written. */
  posts(tx: Tx, touched: Touched): Promise<readonly NewOutboxRow[]>
  /** What the staff are to be shown of these rows of agents, which were sent, or given up, in this transaction. */
  receipts(tx: Tx, outbox: readonly number[]): Promise<readonly NewOutboxRow[]>
  /** A visit as its card shows it; undefined when there is none of that number. */
  visitCard(tx: Tx, id: number): Promise<VisitCard | undefined>
  /** What a technician has to do, the next first. */
  visitsOfTechnician(tx: Tx, technicianId: string): Promise<readonly VisitCard[]>
  /** Other times that may be proposed for a visit. */
  windowsFor(tx: Tx, id: number): Promise<VisitCard['offers']['windows']>
  task(tx: Tx, task: { conversationId: string; caseId: number | null; kind: TaskKind; text: string }): Promise<void>
}
