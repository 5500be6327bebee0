/**
 * The worker: takes batches while anything is due, hands what they say to delivery, and sleeps until the next timer or
 * until it is woken. `tick` is one round, for tests and for moving the playground's clock.
 */
import type { Logger } from 'pino'
import type { DeskOutcome } from '../desk/command.ts'
import type { Database } from '../store/database.ts'
import type { OutboxRow } from '../store/outbox.ts'
import { type BatchOptions, type BatchResult, takeBatch } from './batch.ts'
import type { Deliver } from './deliver.ts'
import type { Fetcher } from './fetcher.ts'
import type { Marks } from './marks.ts'
import type { Door } from './receive.ts'

export type Worker = {
  start(): void
  /** Finishes the batch in hand and takes no other. */
  stop(): Promise<void>
  /** Something may be due. */
  wake(): void
  /** Something can wait a few milliseconds for a commit that others need, too. */
  wakeSoon(): void
  /** Takes everything that is due now; resolves when it is committed and, unless it must wait, delivered. Once started. */
  drain(): Promise<void>
}

export type WorkerOptions = BatchOptions & {
  readonly database: Database
  readonly door: Door
  readonly deliver: Deliver
  readonly marks: Marks
  readonly fetcher: Fetcher
  readonly log: Logger
  /** Told after each commit which conversations it touched. */
  readonly changed: (conversations: readonly string[]) => void
  /** Told after the commit what a desk command came to. */
  readonly decided: (updateId: string, outcome: DeskOutcome) => void
}

export function createWorker(options: WorkerOptions): Worker {
  const { agenda } = options
  let running = false
  let stopped = false
  let woken = false
  let round: Promise<number> | undefined
  let sleeping: (() => void) | undefined
  let loop: Promise<void> | undefined
  let soon: NodeJS.Timeout | undefined

  /** One round at a time: stores what came in and what was sent, takes what is due. Gives how many events were taken. */
  async function tick(): Promise<number> {
    while (round) await round.catch(() => undefined)
    round = commitRound()
    try {
      return await round
    } finally {
      round = undefined
    }
  }

  async function commitRound(): Promise<number> {
    const arrivals = options.door.admit()
    const marks = options.marks.take()
    let stored = false
    let result: BatchResult
    try {
      const onDisk = (receipts: readonly OutboxRow[]) => {
        stored = true
        options.deliver.offer(receipts)
        arrivals.stored()
        marks.stored()
      }
      result = await takeBatch({ arrivals: arrivals.rows, sent: marks.sent, stored: onDisk }, options)
    } catch (error) {
      if (!stored) {
        arrivals.refused(error)
        marks.putBack()
      }
      throw error
    }
    options.deliver.drop(result.voided)
    options.deliver.offer(result.messages)
    for (const [updateId, outcome] of result.outcomes) options.decided(updateId, outcome)
    if (result.files) options.fetcher.wake()
    if (result.taken > 0) options.changed(result.conversations)
    return result.taken
  }

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false
      try {
        await tick()
        if (!woken && !stopped && !agenda.mayHaveInbox() && !agenda.mayHaveTimers(options.now())) await sleepUntilDue()
      } catch (error) {
        options.log.error({ err: error }, 'the worker could not read what is due; it tries again')
        await sleep(RETRY_MS)
      }
    }
  }

  /** Until the next timer or until woken, and not too long: then everything is looked up again. */
  async function sleepUntilDue(): Promise<void> {
    const untilTimer = Math.max(1, (agenda.timerAt() ?? 0) - options.now())
    await sleep(Math.min(LONGEST_SLEEP_MS, untilTimer))
    if (woken || untilTimer < LONGEST_SLEEP_MS) return
    agenda.forget()
    options.fetcher.wake()
  }

  function sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timeout = setTimeout(resolve, ms)
      sleeping = () => {
        clearTimeout(timeout)
        resolve()
      }
    })
  }

  function wake(): void {
    woken = true
    sleeping?.()
    sleeping = undefined
  }

  function wakeSoon(): void {
    soon ??= setTimeout(() => {
      soon = undefined
      wake()
    }, SOON_MS)
  }

  return {
    start() {
      if (running) return
      running = true
      loop = run()
      // What an earlier process did not bring home is fetched now: a case's thread waits for it.
      options.fetcher.wake()
    },
    async stop() {
      stopped = true
      clearTimeout(soon)
      wake()
      await loop
      await round
      await options.fetcher.stop()
    },
    wake,
    wakeSoon,
    async drain() {
      do agenda.forget()
      while ((await tick()) > 0)
      await options.deliver.idle()
      options.fetcher.wake()
      await options.fetcher.idle()
    },
  }
}

/** A safety net: another process, or a clock that was set, may have made something due. */
const LONGEST_SLEEP_MS = 5_000
const RETRY_MS = 1_000
/** Marks wait so long for company: a customer who answers at once shares the commit. */
const SOON_MS = 4
