/** Leases: of several processes on one database one may do something, for as long as it says again that it still lives. */
import type { Database } from './database.ts'
import { toJson } from './sql.ts'

export type LeaseOptions = {
  readonly database: Database
  /** Key of the `setting` row that all who compete share, such as `slack.socket`. */
  readonly key: string
  /** Unique to this process. */
  readonly owner: string
  /** Milliseconds that a lease lasts after each `take`. */
  readonly lastsMs: number
  /** Epoch milliseconds by a clock that nobody moves: the competitors compare theirs. */
  readonly now: () => number
}

/**
 * `take` is a compare-and-swap: it resolves to true when nobody has the lease, it ran out, or it is ours already, and then
 * it lasts `lastsMs` from now. `drop` gives it back and leaves another owner's alone.
 */
export function createLease(options: LeaseOptions): { take(): Promise<boolean>; drop(): Promise<void> } {
  const { database, key, owner } = options
  return {
    async take() {
      const now = options.now()
      const taken = await database.transaction(now, tx =>
        tx.all(
          `insert into setting (key, value) values (?, ?)
           on conflict (key) do update set value = excluded.value
             where setting.value ->> 'owner' = ? or setting.value ->> 'until' <= ?
           returning key`,
          [key, toJson({ owner, until: now + options.lastsMs }), owner, now],
        ),
      )
      return taken.length > 0
    },
    async drop() {
      await database.transaction(options.now(), tx =>
        tx.run(`delete from setting where key = ? and value ->> 'owner' = ?`, [key, owner]),
      )
    },
  }
}
