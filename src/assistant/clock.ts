/** The clock of the house. The playground's can be moved; everybody else's is the computer's. */
import type { Database } from '../store/database.ts'
import { json, toJson } from '../store/sql.ts'

export type Clock = {
  /** Epoch milliseconds. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

export type MovableClock = Clock & {
  /** Milliseconds ahead of the clock it stands on. */
  offset(): number
  /** Moves on to an instant; never back. Remembered over a restart. */
  moveTo(at: number): Promise<void>
}

const KEY = 'clock.offset'

/** A clock that runs with `base`, ahead of it by as much as it was moved in this database. */
export async function createMovableClock(database: Database, base: Clock): Promise<MovableClock> {
  const [row] = await database.read(sql => sql.all<{ value: string }>('select value from setting where key = ?', [KEY]))
  let offset = row ? json<number>(row.value) : 0
  return {
    now: () => base.now() + offset,
    offset: () => offset,
    moveTo: async at => {
      const ahead = at - base.now()
      if (ahead <= offset) return
      offset = ahead
      await database.transaction(base.now(), tx =>
        tx.run(
          'insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
          [KEY, toJson(offset)],
        ),
      )
    },
  }
}
