/** Moving the playground's clock: from timer to timer, so that each fires at its own hour and may arm the next. */
import type { Database } from '../store/database.ts'
import { nextTimer, nextTimerAt } from '../store/timers.ts'
import type { MovableClock } from './clock.ts'
import type { Worker } from './worker.ts'

export type TimeTravel = {
  now(): number
  /** Milliseconds the clock was moved in all. */
  offset(): number
  /** The earliest timer of any conversation. */
  nextTimer(): Promise<{ conversation: string; key: string; flow: string; dueAt: number } | undefined>
  moveBy(ms: number): Promise<void>
  /** To the next timer, if there is one, and fires it. */
  moveToNextTimer(): Promise<void>
}

export function createTimeTravel(options: { database: Database; clock: MovableClock; worker: Worker }): TimeTravel {
  const { database, clock, worker } = options
  const next = () => database.read(nextTimerAt)

  async function moveTo(target: number): Promise<void> {
    await worker.drain()
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const due = await next()
      if (due === undefined || due > target) break
      await clock.moveTo(due)
      await worker.drain()
    }
    await clock.moveTo(target)
    await worker.drain()
  }

  return {
    now: clock.now,
    offset: clock.offset,
    nextTimer: async () => {
      const timer = await database.read(nextTimer)
      return timer && { conversation: timer.conversationId, key: timer.key, flow: timer.flow, dueAt: timer.dueAt }
    },
    moveBy: ms => moveTo(clock.now() + ms),
    moveToNextTimer: async () => {
      const due = await next()
      if (due !== undefined) await moveTo(due)
    },
  }
}

/** Bounds a catalogue whose timers arm each other without end. */
const MOST_STEPS = 1_000
