/** Escalations on disk: a conversation that needs a person, until one has taken it and let it go (section D). */
import type { Priority } from '../service/case.ts'
import { recordChange } from './audit.ts'
import { json, numberOrNull, type Row, type Tx, toJson } from './sql.ts'

export type EscalationState = 'RAISED' | 'CLAIMED' | 'HANDED_BACK' | 'RESOLVED'

/** Somebody is wanted, or at it. */
export function isOpenEscalation(state: EscalationState): boolean {
  return state === 'RAISED' || state === 'CLAIMED'
}

export type Escalation = {
  readonly id: number
  readonly conversationId: string
  readonly caseId: number | null
  readonly reason: string
  readonly priority: Priority
  /** 1 at first; one more each time nobody claimed it in time. */
  readonly level: number
  readonly state: EscalationState
  /** Id of the member of staff who owns it, and the name that people read. */
  readonly claimedBy: string | null
  readonly claimedName: string | null
  readonly raisedAt: number
  /** When somebody had it first; another owner later does not change it. */
  readonly claimedAt: number | null
  readonly endedAt: number | null
  /** Flow, step and slots at the moment of the hand-over. */
  readonly summary: unknown
}

/** A member of staff. */
export type Owner = { readonly id: string; readonly name: string }

export type NewEscalation = Pick<Escalation, 'conversationId' | 'caseId' | 'reason' | 'priority' | 'summary'>

/** Raises one. A conversation that is already waiting keeps its escalation, which takes the higher priority. */
export async function raiseEscalation(tx: Tx, begin: NewEscalation): Promise<Escalation> {
  const open = await openEscalationOf(tx, begin.conversationId)
  if (open) {
    const priority = RANK[begin.priority] > RANK[open.priority] ? begin.priority : open.priority
    await tx.run('UPDATE escalation SET priority = ?, case_id = COALESCE(?, case_id) WHERE id = ?', [
      priority,
      begin.caseId,
      open.id,
    ])
    return { ...open, priority, caseId: begin.caseId ?? open.caseId }
  }
  const [row] = await tx.all<Row>(
    `INSERT INTO escalation (conversation_id, case_id, reason, priority, level, state, raised_at, summary)
     VALUES (?, ?, ?, ?, 1, 'RAISED', ?, ?) RETURNING *`,
    [begin.conversationId, begin.caseId, begin.reason, begin.priority, tx.now, toJson(begin.summary)],
  )
  if (!row) throw new Error('A new escalation was not given back by the database')
  const raised = toEscalation(row)
  await recordChange(tx, {
    actor: 'bot',
    entity: 'escalation',
    entityId: raised.id,
    was: null,
    became: 'RAISED',
    data: { reason: begin.reason, priority: begin.priority },
  })
  return raised
}

/** Compare-and-swap: only the first who claims a raised escalation has it. */
export async function claimEscalation(tx: Tx, id: number, staff: Owner): Promise<Escalation | undefined> {
  const [row] = await tx.all<Row>(
    `UPDATE escalation SET state = 'CLAIMED', claimed_by = ?, claimed_name = ?, claimed_at = ?
     WHERE id = ? AND state = 'RAISED' RETURNING *`,
    [staff.id, staff.name, tx.now, id],
  )
  if (!row) return undefined
  await recordChange(tx, { actor: staff.id, entity: 'escalation', entityId: id, was: 'RAISED', became: 'CLAIMED' })
  return toEscalation(row)
}

/** Gives an open escalation to somebody, whoever had it. `undefined` when it is over. */
export async function assignEscalation(
  tx: Tx,
  before: Escalation,
  to: Owner,
  actor: string,
): Promise<Escalation | undefined> {
  const [row] = await tx.all<Row>(
    `UPDATE escalation SET state = 'CLAIMED', claimed_by = ?, claimed_name = ?, claimed_at = COALESCE(claimed_at, ?)
     WHERE id = ? AND state IN ('RAISED', 'CLAIMED') RETURNING *`,
    [to.id, to.name, tx.now, before.id],
  )
  if (!row) return undefined
  await recordChange(tx, {
    actor,
    entity: 'escalation',
    entityId: before.id,
    was: before.state,
    became: 'CLAIMED',
    data: { from: before.claimedBy, to: to.id },
  })
  return toEscalation(row)
}

/** Makes an open escalation as urgent as staff say. `undefined` when it is over. */
export async function prioritiseEscalation(
  tx: Tx,
  before: Escalation,
  priority: Priority,
  actor: string,
): Promise<Escalation | undefined> {
  const [row] = await tx.all<Row>(
    "UPDATE escalation SET priority = ? WHERE id = ? AND state IN ('RAISED', 'CLAIMED') RETURNING *",
    [priority, before.id],
  )
  if (!row) return undefined
  await recordChange(tx, {
    actor,
    entity: 'escalation',
    entityId: before.id,
    was: before.state,
    became: before.state,
    data: { priority },
  })
  return toEscalation(row)
}

/** Ends a claimed escalation; only who claimed it can. `undefined` when it is not theirs or already over. */
export async function endEscalation(
  tx: Tx,
  id: number,
  staff: string,
  state: 'HANDED_BACK' | 'RESOLVED',
): Promise<Escalation | undefined> {
  const [row] = await tx.all<Row>(
    "UPDATE escalation SET state = ?, ended_at = ? WHERE id = ? AND state = 'CLAIMED' AND claimed_by = ? RETURNING *",
    [state, tx.now, id, staff],
  )
  if (!row) return undefined
  await recordChange(tx, { actor: staff, entity: 'escalation', entityId: id, was: 'CLAIMED', became: state })
  return toEscalation(row)
}

/** One level up, if still nobody has claimed it. */
export async function raiseLevel(tx: Tx, id: number): Promise<Escalation | undefined> {
  const [row] = await tx.all<Row>(
    "UPDATE escalation SET level = level + 1 WHERE id = ? AND state = 'RAISED' RETURNING *",
    [id],
  )
  if (!row) return undefined
  const raised = toEscalation(row)
  await recordChange(tx, {
    actor: 'bot',
    entity: 'escalation',
    entityId: id,
    was: 'RAISED',
    became: 'RAISED',
    data: { level: raised.level },
  })
  return raised
}

/** At least that level, whoever has it; undefined when it is over, or was as high already. */
export async function liftLevel(tx: Tx, id: number, level: number): Promise<Escalation | undefined> {
  const [row] = await tx.all<Row>(
    "UPDATE escalation SET level = ? WHERE id = ? AND level < ? AND state IN ('RAISED', 'CLAIMED') RETURNING *",
    [level, id, level],
  )
  if (!row) return undefined
  const lifted = toEscalation(row)
  const { state } = lifted
  await recordChange(tx, {
    actor: 'bot',
    entity: 'escalation',
    entityId: id,
    was: state,
    became: state,
    data: { level },
  })
  return lifted
}

/** Begins the key of every level timer; the id of the escalation follows. */
export const LEVEL_TIMER = 'escalation:'

export function levelTimer(escalation: number): string {
  return `${LEVEL_TIMER}${escalation}`
}

export async function findEscalation(tx: Tx, id: number): Promise<Escalation | undefined> {
  const [row] = await tx.all<Row>('SELECT * FROM escalation WHERE id = ?', [id])
  return row && toEscalation(row)
}

/** The escalation of a conversation that is raised or claimed, if any: there is at most one. */
export async function openEscalationOf(tx: Tx, conversationId: string): Promise<Escalation | undefined> {
  const [row] = await tx.all<Row>(
    "SELECT * FROM escalation WHERE conversation_id = ? AND state IN ('RAISED', 'CLAIMED') ORDER BY id DESC LIMIT 1",
    [conversationId],
  )
  return row && toEscalation(row)
}

const RANK: Readonly<Record<Priority, number>> = { LOW: 0, MEDIUM: 1, HIGH: 2, SAFETY: 3 }

/** A row of the table `escalation`, whichever query it came from. */
export function toEscalation(row: Row): Escalation {
  return {
    id: Number(row.id),
    conversationId: row.conversation_id as string,
    caseId: numberOrNull(row.case_id),
    reason: row.reason as string,
    priority: row.priority as Priority,
    level: Number(row.level),
    state: row.state as EscalationState,
    claimedBy: row.claimed_by as string | null,
    claimedName: row.claimed_name as string | null,
    raisedAt: Number(row.raised_at),
    claimedAt: numberOrNull(row.claimed_at),
    endedAt: numberOrNull(row.ended_at),
    summary: json<unknown>(row.summary ?? 'null'),
  }
}
