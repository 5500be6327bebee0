/**
 * What a flow may `do:`. An action is the only bridge from a flow to the after-sales rules: it runs inside the turn's
 * transaction, so that what it books is remembered together with what the customer is told, or neither.
 */
import type { DeskInbound } from '../desk/command.ts'
import type { Conversation } from '../flow/conversation.ts'
import type { ActionSignature, Values } from '../flow/flow.ts'
import type { Document, DocumentFile } from '../service/document.ts'
import type { Service } from '../service/service.ts'
import type { Tx } from '../store/sql.ts'
import type { Timer } from '../store/timers.ts'
import type { DeskPort } from './desk-port.ts'

export type ActionContext = {
  readonly tx: Tx
  /** Epoch milliseconds. */
  readonly now: number
  readonly service: Service
  /** `channel:native id` of the customer's conversation. */
  readonly conversationId: string
  readonly conversation: Conversation
  /** Whose conversation it is, once the customer has told anything of themselves. */
  readonly customerId: number | null
  /** Arms or drops timers that no flow declares (promises of the desk); committed with the turn. */
  readonly remind: (timer: { key: string; at: number; flow: string; values: Values }) => void
  readonly forget: (key: string) => void
  /** Arms a timer of another conversation: a technician's chat. */
  readonly notify: (timer: Timer) => void
  /** Gives the customer a document of ours, after everything the turn says by itself; committed with the turn. */
  readonly give: (document: Document, file: DocumentFile) => Promise<void>
  /** The staff's side, for technicians who work in chats. */
  readonly desk: Pick<DeskPort, 'visitCard' | 'visitsOfTechnician' | 'windowsFor'>
  /** An order of a technician on a visit of somebody else's conversation: taken in a turn of that one. */
  readonly order: (inbound: DeskInbound) => void
  /** A whole number from 0 up to, not including, `below`. Randomness is a parameter. */
  readonly random: (below: number) => number
}

export type ActionResult = { readonly outcome: string; readonly values?: Values }

/** `run` returns outcome `ok` or one of `outcomes`; an expected failure is an outcome, never an exception. */
export type Action = ActionSignature & {
  run(args: Values, context: ActionContext): Promise<ActionResult>
}

/** By the name that stands in the YAML: the same string finds both ends. */
export type Actions = Readonly<Record<string, Action>>
