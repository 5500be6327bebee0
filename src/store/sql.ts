/**
 * The narrow door to the database for hot rows: SQL in, plain rows out, always inside the one transaction of a batch.
 * SQLite gives JSON columns as strings; `json` and `toJson` are the only places that know it.
 */

import type { Visit } from '../service/visit.ts'

/**
 * `before` is null of a visit that is new. `voided`: rows of the outbox that became untrue with it. `actor` and `data` as
 * the audit has them.
 */
export type VisitChange = {
  readonly actor: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly before: Visit | null
  readonly after: Visit
  readonly voided: readonly number[]
}

export type Cell = string | number | null
export type Row = Readonly<Record<string, Cell>>

export type Sql = {
  all<T = Row>(sql: string, params?: readonly Cell[]): Promise<T[]>
  run(sql: string, params?: readonly Cell[]): Promise<void>
}

/** A transaction: everything a turn writes goes through one of these, or not at all. */
export type Tx = Sql & {
  /** The instant of this transaction, epoch milliseconds; the same for all it writes. */
  readonly now: number
  /** Visits that it wrote, in order: the turn sees to what follows from each change, whoever made it. */
  readonly visits: VisitChange[]
}

export function json<T>(cell: Cell): T {
  return JSON.parse(cell as string) as T
}

/** A number that may be missing. PostgreSQL gives 64-bit integers as text. */
export function numberOrNull(cell: Cell | undefined): number | null {
  return cell === null || cell === undefined ? null : Number(cell)
}

export function toJson(value: unknown): string {
  return JSON.stringify(value)
}
