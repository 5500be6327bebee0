/** The inbox: what came in, stored once, taken one event per conversation at a time. */
import { json, type Sql, type Tx, toJson } from './sql.ts'

export type InboxRow = {
  readonly id: number
  readonly updateId: string
  readonly conversationId: string
  readonly kind: 'customer' | 'desk'
  readonly payload: unknown
  readonly receivedAt: number
  readonly attempts: number
}

export type NewInboxRow = {
  readonly channel: string
  readonly updateId: string
  readonly conversationId: string
  readonly kind: 'customer' | 'desk'
  readonly payload: unknown
}

/** Stores what is new; a redelivery (same channel and update) is passed over (peers I1). */
export async function storeInbox(tx: Tx, rows: readonly NewInboxRow[]): Promise<void> {
  if (rows.length === 0) return
  const table = rows.map(row => [row.channel, row.updateId, row.conversationId, row.kind, row.payload])
  await tx.run(
    `insert into inbox (channel, update_id, conversation_id, kind, payload, received_at, state, attempts)
     select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value -> 4, ?, 'new', 0 from json_each(?) where true
     on conflict (channel, update_id) do nothing`,
    [tx.now, toJson(table)],
  )
}

/** The oldest event of each of up to `limit` conversations that have one waiting. */
export async function takeInbox(sql: Sql, limit: number): Promise<InboxRow[]> {
  const rows = await sql.all<RawInboxRow>(
    `select id, update_id, conversation_id, kind, payload, received_at, attempts from inbox where id in (
       select min(id) from inbox where state = 'new' group by conversation_id order by min(id) limit ?
     ) order by id`,
    [limit],
  )
  return rows.map(row => ({
    id: row.id,
    updateId: row.update_id,
    conversationId: row.conversation_id,
    kind: row.kind,
    payload: json(row.payload),
    receivedAt: row.received_at,
    attempts: row.attempts,
  }))
}

type RawInboxRow = {
  id: number
  update_id: string
  conversation_id: string
  kind: 'customer' | 'desk'
  payload: string
  received_at: number
  attempts: number
}

/** Marks events as done, in the transaction that holds what they led to. */
export async function finishInbox(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await tx.run(`update inbox set state = 'done' where id in (select value from json_each(?))`, [toJson(ids)])
}

/** What a desk command came to, kept with the command. */
export async function storeResult(tx: Tx, id: number, result: unknown): Promise<void> {
  await tx.run('update inbox set result = ? where id = ?', [toJson(result), id])
}

/** What a desk command came to; undefined while it waits, or when there is no such command. */
export async function findResult(sql: Sql, channel: string, updateId: string): Promise<unknown> {
  const [row] = await sql.all<{ result: string }>(
    'select result from inbox where channel = ? and update_id = ? and result is not null',
    [channel, updateId],
  )
  return row && json(row.result)
}

/** The channel under which the orders of the staff are stored. */
export const DESK_COMMANDS = 'desk'

/** What came in under that id; undefined when nothing did. */
export async function findPayload(sql: Sql, channel: string, updateId: string): Promise<unknown> {
  const [row] = await sql.all<{ payload: string }>('select payload from inbox where channel = ? and update_id = ?', [
    channel,
    updateId,
  ])
  return row && json(row.payload)
}

/** Counts a failed attempt; after the last one the event is set aside, and everything behind it goes on. */
export async function failInbox(tx: Tx, id: number, error: string, aside: boolean): Promise<void> {
  await tx.run(`update inbox set attempts = attempts + 1, error = ?, state = ? where id = ?`, [
    error,
    aside ? 'aside' : 'new',
    id,
  ])
}
