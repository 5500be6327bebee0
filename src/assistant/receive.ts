/**
 * The front door. What a customer did waits here for the next commit and only then is acknowledged; nothing else happens,
 * so that a webhook is answered in milliseconds (peers I7). All who wait share one commit, and the turns it leads to.
 */
import type { NewInboxRow } from '../store/inbox.ts'
import type { Inbound, Receive } from './channel.ts'

/** Those who wait for the same commit. */
export type Arrivals = {
  readonly rows: readonly NewInboxRow[]
  /** It is on disk. */
  stored(): void
  /** It could not be stored; the platform will bring it again. */
  refused(error: unknown): void
}

export type Door = {
  readonly receive: Receive
  /** Resolves when the rows are on disk: a customer's or a desk's. */
  store(rows: readonly NewInboxRow[]): Promise<void>
  /** Everybody who waits now, for one commit. */
  admit(): Arrivals
}

/** `wake` is called when somebody waits. */
export function createDoor(wake: () => void): Door {
  type Caller = { rows: readonly NewInboxRow[]; stored: () => void; refused: (error: unknown) => void }
  let waiting: Caller[] = []

  const store = (rows: readonly NewInboxRow[]) =>
    new Promise<void>((stored, refused) => {
      waiting.push({ rows, stored, refused })
      wake()
    })

  return {
    store,
    receive: inbounds => store(inbounds.map(toRow)),
    admit() {
      const admitted = waiting
      waiting = []
      return {
        rows: admitted.flatMap(caller => caller.rows),
        stored: () => {
          for (const caller of admitted) caller.stored()
        },
        refused: error => {
          for (const caller of admitted) caller.refused(error)
        },
      }
    },
  }
}

function toRow(inbound: Inbound): NewInboxRow {
  return {
    channel: inbound.channel,
    updateId: inbound.updateId,
    conversationId: inbound.conversation,
    kind: 'customer',
    payload: inbound,
  }
}
