/**
 * What the playground needs from the rest of the house. It keeps nothing itself: every page load asks again.
 */
import type { FastifyBaseLogger } from 'fastify'
import type { ReadFile, Receive } from '../../assistant/channel.ts'
import type { Look } from '../../assistant/look.ts'
import type { RelayCard } from '../../desk/board.ts'
import type { DeskCards } from '../../desk/cards.ts'
import type { DeskInbound, DeskOutcome } from '../../desk/command.ts'
import type { HistoryLine } from '../../desk/lines.ts'
import type { Offered } from '../../desk/visit-offers.ts'

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

export type PlaygroundDesk = {
  /** What is open, with the last replies to those who wait. */
  cards(): Promise<DeskCards & { readonly relays: readonly RelayCard[] }>
  /** Free windows that may be proposed for a visit. */
  windows(visit: number): Promise<readonly Offered[]>
  run(command: DeskInbound): Promise<DeskOutcome>
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
  /** Bytes of what agents send. */
  readonly readFile: ReadFile
  /** Both sides, oldest first, what waits for delivery included. Our lines are called `out:` and the `Outbound` id. */
  history(conversation: string): Promise<readonly HistoryLine[]>
  /** The bytes of a kept file (`HistoryFile.media`), undefined when there is none. `name` tells what it may be shown as. */
  media(id: number): Promise<{ readonly bytes: Uint8Array; readonly name?: string } | undefined>
  /** Undefined for a conversation nobody has spoken in. */
  look(conversation: string): Promise<Look | undefined>
  /** IANA name of the shop's time zone. */
  readonly zone: string
  readonly log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>
}
