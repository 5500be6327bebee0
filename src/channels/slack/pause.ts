/** Waiting between attempts, in a way that never holds up the end of the process. */
import { setTimeout as sleep } from 'node:timers/promises'

/** Pauses after failures: doubled each time, from the first to the last (ms). */
const FIRST_PAUSE_MS = 500
const LAST_PAUSE_MS = 30_000

/** Milliseconds to wait after so many failures in a row, the first being 1. */
export function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LAST_PAUSE_MS)
}

/** Waits, or returns at once when the signal is given. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
}
