/**
 * What was sent and is not yet marked as sent on disk. Until it is, it keeps its place among the channel's parallel sends
 * and its conversation waits: killed at any moment, at most that many messages repeat.
 */
import type { Logger } from 'pino'
import type { Database } from '../store/database.ts'
import { type Author, markSent } from '../store/outbox.ts'
import type { DeskPort } from './desk-port.ts'
import { orNone, storeReceipts } from './staff-posts.ts'

/** Outbox row and the platform's id of the message. */
export type Sent = { readonly id: number; readonly message: string | null; readonly author: Author }

/** Rows of agents among them: the staff are shown that these have arrived. */
export function agentsOf(sent: readonly Sent[]): number[] {
  return sent.flatMap(({ id, author }) => (author === 'agent' ? [id] : []))
}

/** Marks for one commit. */
export type TakenMarks = {
  readonly sent: readonly Sent[]
  /** They are on disk. */
  stored(): void
  /** They are not, and are for the next commit. */
  putBack(): void
}

export type Marks = {
  /** Resolves when it is on disk. */
  add(sent: Sent): Promise<void>
  /** Everything sent since the last call, to go along with a commit. */
  take(): TakenMarks
  /** From now on nobody else commits: marks are committed as they come. */
  commitAlone(): Promise<void>
}

type Waiting = { readonly sent: Sent; readonly done: () => void }

export function createMarks(options: {
  readonly database: Database
  readonly desk: Pick<DeskPort, 'receipts'>
  readonly now: () => number
  readonly log: Logger
  /** Something is to go along with a commit, within milliseconds. */
  readonly wakeSoon: () => void
}): Marks {
  let waiting: Waiting[] = []
  let alone = false

  function take(): TakenMarks {
    const taken = waiting
    waiting = []
    return {
      sent: taken.map(({ sent }) => sent),
      stored: () => {
        for (const { done } of taken) done()
      },
      putBack: () => {
        waiting.unshift(...taken)
      },
    }
  }

  async function commitWaiting(): Promise<void> {
    const taken = take()
    if (taken.sent.length === 0) return
    try {
      // What the staff are to be shown of it waits in the outbox for the next start.
      await options.database.transaction(options.now(), async tx => {
        await markSent(tx, taken.sent)
        await orNone(tx, options.log, () => storeReceipts(tx, options.desk, agentsOf(taken.sent)))
      })
    } catch (error) {
      // The process ends: there is no later commit to wait for, and the next start sends these again.
      options.log.error({ err: error, sent: taken.sent.length }, 'what was sent could not be marked')
    }
    taken.stored()
  }

  return {
    add: sent =>
      new Promise(done => {
        waiting.push({ sent, done })
        if (alone) void commitWaiting()
        else options.wakeSoon()
      }),
    take,
    commitAlone: () => {
      alone = true
      return commitWaiting()
    },
  }
}
