/** Escalations of a commit's conversations, and what their threads have of them already. */
import type { Priority } from '../service/case.ts'
import { type EscalationState, isOpenEscalation } from '../store/escalations.ts'
import { numberOrNull, type Row, type Tx, toJson } from '../store/sql.ts'
import { threadOf } from './post.ts'

export type EscalationNow = {
  readonly id: number
  readonly conversationId: string
  readonly priority: Priority
  readonly level: number
  readonly state: EscalationState
  readonly isOpen: boolean
  /** Somebody claimed it in this transaction: what was masked may be read now. */
  readonly isClaimedNow: boolean
  /** Nothing of it has been shown yet. */
  readonly isNew: boolean
  /** The highest level its thread has been told; 0 for none. */
  readonly levelShown: number
  /** Media rows of what the customer sent for the case before there was a thread, newest last; of a new one only. */
  readonly earlierFiles: readonly number[]
}

/** Those that are open or ended in this transaction. */
export async function readEscalationsNow(tx: Tx, conversations: readonly string[]): Promise<EscalationNow[]> {
  const rows = await tx.all<Row>(
    `SELECT id, conversation_id, case_id, priority, level, state, claimed_at FROM escalation
     WHERE conversation_id IN (SELECT value FROM json_each(?)) AND (state IN ('RAISED', 'CLAIMED') OR ended_at = ?)
     ORDER BY id`,
    [toJson(conversations), tx.now],
  )
  if (rows.length === 0) return []
  const shown = await readShown(
    tx,
    rows.map(({ id }) => Number(id)),
  )
  const fresh = rows.filter(({ id }) => !shown.has(Number(id)))
  const files = await readFiles(tx, fresh)
  return rows.map(row => {
    const id = Number(row.id)
    const state = row.state as EscalationState
    return {
      id,
      conversationId: row.conversation_id as string,
      priority: row.priority as Priority,
      level: Number(row.level),
      state,
      isOpen: isOpenEscalation(state),
      isClaimedNow: state === 'CLAIMED' && numberOrNull(row.claimed_at) === tx.now,
      isNew: !shown.has(id),
      levelShown: shown.get(id) ?? 0,
      earlierFiles: files.get(id) ?? [],
    }
  })
}

/** By escalation whose thread has any post: the highest level that was told there. */
async function readShown(tx: Tx, escalations: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const threads = new Map(escalations.map(id => [threadOf({ kind: 'escalation', id }), id]))
  const rows = await tx.all<{ conversation_id: string; level: number | null }>(
    `SELECT conversation_id, MAX(CASE WHEN ask IS NULL THEN payload ->> '$.post.level' END) AS level FROM outbox
     WHERE conversation_id IN (SELECT value FROM json_each(?)) GROUP BY conversation_id`,
    [toJson([...threads.keys()])],
  )
  return new Map(rows.map(({ conversation_id, level }) => [threads.get(conversation_id) ?? 0, Number(level ?? 0)]))
}

/** Files of the customer for the case of each escalation; for one without a case, those that no case has. */
async function readFiles(tx: Tx, escalations: readonly Row[]): Promise<ReadonlyMap<number, readonly number[]>> {
  if (escalations.length === 0) return new Map()
  const rows = await tx.all<Row>(
    `SELECT id, conversation_id, case_id FROM media
     WHERE conversation_id IN (SELECT value FROM json_each(?)) AND author = 'customer' ORDER BY id`,
    [toJson(escalations.map(({ conversation_id }) => conversation_id))],
  )
  return new Map(
    escalations.map(escalation => {
      const caseId = numberOrNull(escalation.case_id)
      const own = rows.filter(
        row => row.conversation_id === escalation.conversation_id && numberOrNull(row.case_id) === caseId,
      )
      return [Number(escalation.id), own.slice(-FILES_SHOWN).map(({ id }) => Number(id))]
    }),
  )
}

/** Files from before the thread; the card tells how many there are. */
const FILES_SHOWN = 5
