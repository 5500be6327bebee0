/**
 * The front door. What a customer did is stored once and only then acknowledged; nothing else happens here, so that a
 * webhook is answered in milliseconds (peers I7). Calls that come in together share one commit.
 */
import type { Database } from '../store/database.ts'
import { type NewInboxRow, storeInbox } from '../store/inbox.ts'
import type { Inbound, Receive } from './channel.ts'

export type Door = {
  readonly receive: Receive
  /** Stores any inbox rows, a customer's or a desk's. */
  store(rows: readonly NewInboxRow[]): Promise<void>
}

/** `wake` is called after each commit: something is waiting for a turn. */
export function createDoor(options: { database: Database; now: () => number; wake: () => void }): Door {
  type Caller = { rows: readonly NewInboxRow[]; done: () => void; failed: (error: unknown) => void }
  let waiting: Caller[] = []
  let busy = false

  async function commitWaiting(): Promise<void> {
    if (busy) return
    busy = true
    while (waiting.length > 0) {
      const callers = waiting
      waiting = []
      try {
        await options.database.transaction(options.now(), tx =>
          storeInbox(
            tx,
            callers.flatMap(caller => caller.rows),
          ),
        )
        for (const caller of callers) caller.done()
        options.wake()
      } catch (error) {
        for (const caller of callers) caller.failed(error)
      }
    }
    busy = false
  }

  const store = (rows: readonly NewInboxRow[]) =>
    new Promise<void>((done, failed) => {
      waiting.push({ rows, done, failed })
      void commitWaiting()
    })

  return { store, receive: inbounds => store(inbounds.map(toRow)) }
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
