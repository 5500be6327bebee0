/**
 * What the playground needs from the rest of the house. It keeps nothing itself: every page load asks again.
 */
import type { FastifyBaseLogger } from 'fastify'
import type { Receive } from '../../assistant/channel.ts'
import type { DeskInbound, DeskOutcome } from '../../desk/command.ts'
import type { Owner } from '../../flow/conversation.ts'
import type { Language, Values } from '../../flow/flow.ts'

/** A file of a message; `file` is the handle that `Uploads` gave. */
export type HistoryMedia = { readonly kind: string; readonly file: string; readonly name?: string }

/** One line of a conversation as both sides see it, oldest first. */
export type HistoryLine = {
  /** The customer's lines: their update id. Ours: the message id that `Channel.send` returned. */
  readonly id: string
  readonly from: 'customer' | 'bot' | 'agent'
  /** Epoch milliseconds. */
  readonly at: number
  readonly text: string
  readonly media?: readonly HistoryMedia[]
  /** Buttons that can still be pressed. */
  readonly buttons?: readonly { readonly label: string; readonly token: string }[]
  readonly request?: { readonly kind: 'contact' | 'location'; readonly label: string }
  /** The answer that took the place of the buttons; empty: they just went away. */
  readonly settled?: string
}

/** A timer that will fall due. */
export type DueTimer = {
  readonly conversation: string
  readonly key: string
  readonly flow: string
  /** Epoch milliseconds. */
  readonly dueAt: number
}

/** The assistant's clock, which the playground may move forward (never back). */
export type PlaygroundClock = {
  /** Epoch milliseconds. */
  now(): number
  /** How far the clock is ahead of the machine's, in milliseconds. */
  offset(): number
  /** Resolves when the timers that fell due on the way were taken. */
  moveBy(ms: number): Promise<void>
  /** Does nothing when no timer is armed. */
  moveToNextTimer(): Promise<void>
  /** The earliest timer of any conversation. */
  nextTimer(): Promise<DueTimer | undefined>
}

/** The staff's side. `Cards` is plain data the desk made; the page draws it. */
export type PlaygroundDesk<Cards = unknown> = {
  cards(): Promise<Cards>
  run(command: DeskInbound): Promise<DeskOutcome>
}

/** Where a conversation stands, for the inspector. */
export type Look = {
  readonly owner: Owner
  readonly language: Language
  readonly flow?: string
  readonly step?: string
  readonly revision?: string
  /** The open flows, the one that speaks last. */
  readonly stack: readonly { readonly flow: string; readonly step: string; readonly how: string }[]
  readonly slots: Values
  readonly timers: readonly Omit<DueTimer, 'conversation'>[]
}

/** Files that customers of the playground send. `read` throws when the handle is unknown. */
export type Uploads = {
  /** Resolves when the bytes are on disk. `name` only lends its ending. */
  save(bytes: Uint8Array, name: string): Promise<string>
  read(file: string): Promise<Uint8Array>
}

export type WebOptions = {
  readonly receive: Receive
  readonly clock: PlaygroundClock
  readonly desk: PlaygroundDesk
  readonly uploads: Uploads
  history(conversation: string): Promise<readonly HistoryLine[]>
  /** Undefined for a conversation nobody has spoken in. */
  look(conversation: string): Promise<Look | undefined>
  /** IANA name of the shop's time zone. */
  readonly zone: string
  readonly log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>
}
