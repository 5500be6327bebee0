/**
 * What technicians hear of their visits. A commit that moved a visit arms a timer, due at once, in each chat of whoever has
 * it, or had it until now: their conversation takes it like any other event, in a turn of its own.
 */
import type { DeskInbound, DeskOutcome } from '../desk/command.ts'
import type { Value, Values } from '../flow/flow.ts'
import type { Visit } from '../service/visit.ts'
import type { Tx, VisitChange } from '../store/sql.ts'
import { chatsOfTechnician } from '../store/technicians.ts'
import type { Timer } from '../store/timers.ts'
import { type Heard, heardOf } from './technician-heard.ts'

/** Timers whose key begins so are said over whatever is open, as notices are: they do not wait for a pause. */
export const AT_ONCE = 'now:'

/** Of the visits that were changed in this transaction. */
export async function technicianNews(tx: Tx): Promise<Timer[]> {
  const timers: Timer[] = []
  for (const changes of byVisit(tx.visits)) {
    for (const technician of concerned(changes)) timers.push(...(await newsFor(technician, changes, tx)))
  }
  return timers
}

function byVisit(changes: readonly VisitChange[]): readonly (readonly VisitChange[])[] {
  const ids = [...new Set(changes.map(({ after }) => after.id))]
  return ids.map(id => changes.filter(({ after }) => after.id === id))
}

function concerned(changes: readonly VisitChange[]): ReadonlySet<string> {
  const ids = changes.flatMap(({ before, after }) => [before?.technicianId, after.technicianId])
  return new Set(ids.filter(id => typeof id === 'string'))
}

async function newsFor(technician: string, changes: readonly VisitChange[], tx: Tx): Promise<Timer[]> {
  const visit = changes.at(-1)?.after
  const heard = heardOf(changes, technician)
  if (!visit || (visit.technicianId === technician && !heard)) return []
  const flow = visit.technicianId === technician ? 'technician-visit' : 'technician-lost'
  // One of each change: the next one must not take its place before the chat has heard it.
  const key = `visit:${visit.id}:${await lastChangeOf(tx, visit)}`
  return toChats(tx, technician, flow, key, { visitId: visit.id, news: newsOf(heard) })
}

/** What the audit counts it as. */
async function lastChangeOf(tx: Tx, { id }: Visit): Promise<number> {
  const [row] = await tx.all<{ id: number }>(
    "SELECT max(id) AS id FROM audit_event WHERE entity = 'visit' AND entity_id = ?",
    [String(id)],
  )
  return Number(row?.id ?? 0)
}

function newsOf(heard: Heard | undefined): Value {
  return heard ? { ...heard } : null
}

/** What the customer says to whoever comes, in words; empty when the technician has no chat, and somebody must call. */
export async function wordsForTechnician(tx: Tx, visit: Visit, words: Values): Promise<Timer[]> {
  if (visit.technicianId === null) return []
  const { what = null, reason = null } = words
  const values = { visitId: visit.id, what, because: reason }
  return toChats(tx, visit.technicianId, 'technician-told', `told:${visit.id}:${what}`, values)
}

async function toChats(tx: Tx, technician: string, flow: string, key: string, values: Values): Promise<Timer[]> {
  const chats = await chatsOfTechnician(tx, technician)
  return chats.map(conversationId => ({ conversationId, key: `${AT_ONCE}${key}`, dueAt: tx.now, flow, values }))
}

/** What an order of a technician came to, for the chat it was given in; a success is told by the visit itself. */
export function refusalNews(
  { answerTo, command }: DeskInbound,
  { why, values = {} }: Extract<DeskOutcome, { ok: false }>,
  now: number,
): Timer | undefined {
  if (answerTo === undefined || command.do !== 'move-visit') return undefined
  const { visit, move, details = {} } = command
  return {
    conversationId: answerTo,
    key: `${AT_ONCE}answer:${visit}:${move}:${now}`,
    dueAt: now,
    flow: 'technician-refused',
    values: { ...values, why, visitId: visit, order: move, details },
  }
}
