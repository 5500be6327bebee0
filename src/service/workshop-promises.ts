/**
 * What is owed for an appliance in the workshop and for its loaner, and when it falls due, as a function of
 * both: whoever saves one of them sets the promises anew. Pure.
 */
import type { Policy } from './policy.ts'
import type { Reminders } from './visit-promises.ts'
import type { LoanerLoan, WorkshopRepair, WorkshopState } from './workshop.ts'

/** `at-risk`: the promised return is near · `broken`: it has passed · `loaner`: the loaner is to come back. */
export const WORKSHOP_DUES = ['at-risk', 'broken', 'loaner'] as const
export type WorkshopDue = (typeof WORKSHOP_DUES)[number]

/** With us, and not ready to be brought back. */
const IN_WORK: readonly WorkshopState[] = ['CONSENTED', 'IN_TRANSIT', 'IN_WORKSHOP', 'WAITING_PART']

/** Nothing of ours keeps the loaner with the customer any more: theirs waits to be brought, or is back. */
const DONE_WITH: readonly WorkshopState[] = ['READY', 'RETURNED']

/** Every instant (epoch milliseconds) at which something of it falls due. */
export function workshopDuesOf(
  { state, promisedReturnAt, stages }: WorkshopRepair,
  loan: LoanerLoan | undefined,
  { workshop }: Pick<Policy, 'workshop'>,
): ReadonlyMap<WorkshopDue, number> {
  const dues = new Map<WorkshopDue, number>()
  if (IN_WORK.includes(state)) dues.set('at-risk', promisedReturnAt - workshop.warn)
  // What is ready was not brought back by itself: until a day is agreed, the promise stands.
  if (IN_WORK.includes(state) || state === 'READY') dues.set('broken', promisedReturnAt)
  if (loan?.state === 'OUT' && loan.dueAt !== null && DONE_WITH.includes(state)) {
    // Ready later than promised was our doing: nobody is reminded in the same breath.
    const since = stages.at(-1)?.at ?? loan.dueAt
    dues.set('loaner', Math.max(loan.dueAt, since + workshop.warn))
  }
  return dues
}

/** Sets the timers of a workshop repair to what is owed for it now. */
export function keepWorkshopPromises(
  repair: WorkshopRepair,
  loan: LoanerLoan | undefined,
  policy: Pick<Policy, 'workshop'>,
  { remind, forget }: Reminders,
): void {
  const dues = workshopDuesOf(repair, loan, policy)
  for (const due of WORKSHOP_DUES) {
    const key = `workshop:${repair.id}:${due}`
    const at = dues.get(due)
    if (at === undefined) forget(key)
    else remind({ key, at, flow: 'desk', values: { do: 'workshop-due', workshop: repair.id, due } })
  }
}
