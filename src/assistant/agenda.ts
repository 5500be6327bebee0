/**
 * What this process knows of what may be due, so that it need not ask the database each round: bounds, never facts. Too
 * early is a look for nothing; too late cannot be, but for what another process does, and that is looked up again and again.
 */

export type Agenda = {
  /** Events may wait in the inbox. */
  mayHaveInbox(): boolean
  /** Timers may be due at that instant (epoch milliseconds). */
  mayHaveTimers(now: number): boolean
  /** No timer falls due before; undefined: nobody knows. */
  timerAt(): number | undefined
  arrived(events: number): void
  /** That many events were taken; none: there are none. */
  took(events: number): void
  /** A timer was armed, or the earliest one is known. */
  armed(dueAt: number): void
  /** None is due now; this is when the next one is (undefined: there is none). */
  nextIs(dueAt: number | undefined): void
  /** Look for everything again. */
  forget(): void
}

export function createAgenda(): Agenda {
  let waiting = Number.POSITIVE_INFINITY
  let earliest: number | undefined

  return {
    mayHaveInbox: () => waiting > 0,
    mayHaveTimers: now => earliest === undefined || earliest <= now,
    timerAt: () => earliest,
    arrived: events => {
      waiting += events
    },
    took: events => {
      waiting = events === 0 ? 0 : Math.max(0, waiting - events)
    },
    armed: dueAt => {
      if (earliest !== undefined) earliest = Math.min(earliest, dueAt)
    },
    nextIs: dueAt => {
      earliest = dueAt ?? Number.POSITIVE_INFINITY
    },
    forget: () => {
      waiting = Number.POSITIVE_INFINITY
      earliest = undefined
    },
  }
}
