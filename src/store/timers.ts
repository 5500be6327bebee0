/** Timers: promises with a date, one per key and conversation. Rows, so that a restart forgets none. */
import type { Values } from '../flow/flow.ts'
import { json, type Sql, type Tx, toJson } from './sql.ts'

export type Timer = {
  readonly conversationId: string
  /** Arming the same key again moves the timer. */
  readonly key: string
  readonly dueAt: number
  /** Flow to start, `silent` for a question nobody answered, or `desk` for a promise of the staff. */
  readonly flow: string
  readonly values: Values
}

export type TimerRow = Timer & { readonly id: number }

/** Up to `limit` due timers, the earliest of each conversation. */
export async function takeTimers(sql: Sql, now: number, limit: number): Promise<TimerRow[]> {
  const rows = await sql.all<RawTimer>(
    `select id, conversation_id, key, due_at, flow, payload from timer where due_at <= ? order by due_at, id limit ?`,
    [now, limit],
  )
  const first = new Map<string, TimerRow>()
  for (const row of rows) if (!first.has(row.conversation_id)) first.set(row.conversation_id, fromRaw(row))
  return [...first.values()]
}

/** The timer that falls due first, of any conversation. */
export async function nextTimer(sql: Sql): Promise<TimerRow | undefined> {
  const [row] = await sql.all<RawTimer>(
    'select id, conversation_id, key, due_at, flow, payload from timer order by due_at, id limit 1',
  )
  return row && fromRaw(row)
}

/** When the next timer falls due, in epoch milliseconds. */
export async function nextTimerAt(sql: Sql): Promise<number | undefined> {
  const [row] = await sql.all<{ due: number | null }>('select min(due_at) as due from timer')
  return row?.due ?? undefined
}

export async function timersOf(sql: Sql, conversationId: string): Promise<TimerRow[]> {
  const rows = await sql.all<RawTimer>(
    'select id, conversation_id, key, due_at, flow, payload from timer where conversation_id = ? order by due_at, id',
    [conversationId],
  )
  return rows.map(fromRaw)
}

type RawTimer = { id: number; conversation_id: string; key: string; due_at: number; flow: string; payload: string }

function fromRaw(row: RawTimer): TimerRow {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    key: row.key,
    dueAt: row.due_at,
    flow: row.flow,
    values: json<Values>(row.payload),
  }
}

export async function armTimers(tx: Tx, timers: readonly Timer[]): Promise<void> {
  if (timers.length === 0) return
  const latest = new Map(timers.map(timer => [`${timer.conversationId} ${timer.key}`, timer]))
  const table = [...latest.values()].map(timer => [
    timer.conversationId,
    timer.key,
    timer.dueAt,
    timer.flow,
    timer.values,
  ])
  await tx.run(
    `insert into timer (conversation_id, key, due_at, flow, payload)
     select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value -> 4 from json_each(?) where true
     on conflict (conversation_id, key) do update set due_at = excluded.due_at, flow = excluded.flow,
       payload = excluded.payload`,
    [toJson(table)],
  )
}

export async function dropTimers(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run('delete from timer where id in (select value from json_each(?))', [toJson(ids)])
}

export async function forgetTimers(
  tx: Tx,
  keys: readonly { readonly conversationId: string; readonly key: string }[],
): Promise<void> {
  if (keys.length === 0) return
  await tx.run(
    'delete from timer where (conversation_id, key) in (select value ->> 0, value ->> 1 from json_each(?))',
    [toJson(keys.map(({ conversationId, key }) => [conversationId, key]))],
  )
}

/** Puts a timer off that could not be taken, so that it does not hold up the others. */
export async function postponeTimer(tx: Tx, id: number, dueAt: number): Promise<void> {
  await tx.run('update timer set due_at = ? where id = ?', [dueAt, id])
}
