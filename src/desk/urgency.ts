/**
 * The order in which things are done: SAFETY, what stayed over from yesterday, HIGH, MEDIUM, LOW, the nearest
 * promise of a contract, key customers, then the instant. Pure.
 */
import type { Priority } from '../service/case.ts'

const RANK: Readonly<Record<Priority, number>> = { SAFETY: 0, HIGH: 1, MEDIUM: 2, LOW: 3 }

type Urgent = {
  readonly priority: Priority
  /** Epoch milliseconds, as is `dueAt`. */
  readonly at: number
  /** Nobody was assigned by the evening before. */
  readonly isCarriedOver?: boolean
  /** By when a contract has somebody there. */
  readonly dueAt?: number | null
  readonly isKey?: boolean
}

/** Compares for `sort`: the more urgent first, of equals the earlier. */
export function byUrgency(one: Urgent, other: Urgent): number {
  return (
    danger(one) - danger(other) ||
    after(one.isCarriedOver) - after(other.isCarriedOver) ||
    RANK[one.priority] - RANK[other.priority] ||
    promised(one) - promised(other) ||
    after(one.isKey) - after(other.isKey) ||
    one.at - other.at
  )
}

/** A visit in a list. */
export type Waiting = Urgent & { readonly isOver: boolean }

/** The order of a queue: what is over comes last. */
export function byNeed(one: Waiting, other: Waiting): number {
  return Number(one.isOver) - Number(other.isOver) || byUrgency(one, other)
}

/** The order of a day: what stayed over from the day before, then by the clock. */
export function byBeginning(one: Urgent, other: Urgent): number {
  return after(one.isCarriedOver) - after(other.isCarriedOver) || one.at - other.at
}

function danger({ priority }: Urgent): number {
  return priority === 'SAFETY' ? 0 : 1
}

function after(isFirst = false): number {
  return isFirst ? 0 : 1
}

/** Without a promise it comes behind every promise; a number that can be subtracted from itself. */
function promised({ dueAt }: Urgent): number {
  return dueAt ?? Number.MAX_SAFE_INTEGER
}
