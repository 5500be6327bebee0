/** The order in which things are done: SAFETY, HIGH, MEDIUM, LOW, then the instant. Pure. */
import type { Priority } from '../service/case.ts'

const RANK: Readonly<Record<Priority, number>> = { SAFETY: 0, HIGH: 1, MEDIUM: 2, LOW: 3 }

type Urgent = { readonly priority: Priority; readonly at: number }

/** Compares for `sort`: the more urgent first, of equals the earlier. */
export function byUrgency(one: Urgent, other: Urgent): number {
  return RANK[one.priority] - RANK[other.priority] || one.at - other.at
}
