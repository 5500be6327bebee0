/** Tasks about a visit that settle themselves when the visit changes: what they asked for has happened, or is moot. */
import type { Visit, VisitState } from '../service/visit.ts'
import { recordChange } from './audit.ts'
import type { Tx } from './sql.ts'
import { type StaffTask, toTask } from './tasks.ts'

type Change = { readonly before: Visit; readonly after: Visit }

/** A kind of task, of `call-customer` with why somebody calls, and when it is settled. */
type Settled = {
  readonly kind: string
  readonly why?: string
  readonly when: (change: Change) => boolean
}

const isOver = ({ after }: Change) => after.state === 'CANCELLED' || after.state === 'ACCEPTED'
const isAnotherTime = ({ before, after }: Change) => after.startsAt !== before.startsAt
const isMoot = (change: Change) => isOver(change) || isAnotherTime(change)
const isGivenTo = ({ before, after }: Change) =>
  after.technicianId !== null && after.technicianId !== before.technicianId
const isElsewhere = ({ before, after }: Change) =>
  after.address !== before.address || after.outletId !== before.outletId
/** The visit has left the state that the task is about. */
const hasLeft =
  (...states: readonly VisitState[]) =>
  ({ before, after }: Change) =>
    states.includes(before.state) && !states.includes(after.state)
const isIn =
  (...states: readonly VisitState[]) =>
  ({ after }: Change) =>
    states.includes(after.state)
const either =
  (...all: readonly Settled['when'][]) =>
  (change: Change) =>
    all.some(holds => holds(change))

const SETTLED: readonly Settled[] = [
  { kind: 'reassign', when: either(isMoot, isGivenTo) },
  { kind: 'unassigned', when: either(isMoot, isGivenTo) },
  { kind: 'out-of-area', when: either(isOver, isGivenTo, isElsewhere) },
  { kind: 'late-remedy', when: isIn('CANCELLED') },
  // Another time does not settle it: the customer was told that a manager calls.
  { kind: 'no-show', when: isOver },
  { kind: 'approve-quote', when: isIn('CANCELLED') },
  { kind: 'approve-part', when: isIn('CANCELLED') },
  { kind: 'accept-visit', when: isOver },
  { kind: 'left-without-report', when: isIn('COMPLETED', 'CANCELLED') },
  { kind: 'confirm-visit', when: either(isMoot, isIn('CONFIRMED', 'EN_ROUTE')) },
  { kind: 'call-customer', why: 'unconfirmed', when: either(isMoot, isIn('CONFIRMED', 'EN_ROUTE')) },
  { kind: 'call-customer', why: 'proposal', when: hasLeft('RESCHEDULE_PROPOSED') },
  { kind: 'call-customer', why: 'late', when: either(isMoot, isIn('ARRIVED')) },
  { kind: 'call-customer', why: 'door', when: hasLeft('ARRIVED_NO_ANSWER') },
  {
    kind: 'call-customer',
    why: 'choose-time',
    when: hasLeft('MISSED_CUSTOMER', 'STAFF_NO_SHOW', 'AWAITING_PART'),
  },
]

/** Closes what the change of a visit settles. Nobody has done these tasks: the audit says whose move it was. */
export async function settleTasks(tx: Tx, change: Change, actor: string): Promise<void> {
  const settled = SETTLED.filter(({ when }) => when(change))
  if (settled.length === 0) return
  const { id, conversationId, state } = change.after
  const rows = await tx.all(
    `SELECT * FROM staff_task WHERE conversation_id = ? AND state = 'OPEN' AND data ->> '$.visit' = ?`,
    [conversationId, id],
  )
  for (const task of rows.map(toTask).filter(task => settled.some(one => isOf(task, one)))) {
    await tx.run("UPDATE staff_task SET state = 'DONE', done_at = ? WHERE id = ?", [tx.now, task.id])
    const data = { settledBy: `visit:${id}`, visit: state }
    await recordChange(tx, { actor, entity: 'task', entityId: task.id, was: 'OPEN', became: 'DONE', data })
  }
}

function isOf({ kind, data }: StaffTask, settled: Settled): boolean {
  return kind === settled.kind && (settled.why === undefined || data?.why === settled.why)
}
