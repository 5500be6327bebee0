/** Asking Telegram for updates, where there is no address it could bring them to. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Update } from 'grammy/types'

/** Pauses after failures: doubled each time, from the first to the last (ms). */
const FIRST_PAUSE_MS = 500
const LAST_PAUSE_MS = 30_000

/** Milliseconds to wait after so many failures in a row, the first being 1. */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LAST_PAUSE_MS)
}

/** Waits, or returns at once when the signal is given. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}

export type Polling = {
  /** Next updates from `offset` on; waits for some. Asking for an offset tells Telegram to forget all before it. */
  readonly ask: (offset: number | undefined, signal: AbortSignal) => Promise<readonly Update[]>
  /** Resolves when the updates are on disk. */
  readonly take: (updates: readonly Update[]) => Promise<void>
  /** Told of each failure; returns how long to wait (ms). */
  readonly failed: (error: unknown, failures: number) => number
}

/**
 * Asks until the signal is given, then finishes the batch in hand and resolves. The offset moves only after `take` has
 * resolved: what was not stored is asked for again. Never rejects.
 */
export async function poll(polling: Polling, signal: AbortSignal): Promise<void> {
  let offset: number | undefined
  let failures = 0
  while (!signal.aborted) {
    try {
      const updates = await polling.ask(offset, signal)
      if (updates.length > 0) await polling.take(updates)
      const last = updates.at(-1)
      if (last) offset = last.update_id + 1
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      await pause(polling.failed(error, failures), signal)
    }
  }
}
