/** Conversation rows: read and written for a whole batch of turns at once. */
import type { Conversation, Owner } from '../flow/conversation.ts'
import { json, type Sql, type Tx, toJson } from './sql.ts'

export type ConversationRow = {
  readonly id: string
  readonly channel: string
  readonly customerId: number | null
  readonly displayName: string | null
  readonly state: Conversation
  readonly owner: Owner
  /** Goes up with every change of owner. */
  readonly ownerVersion: number
  /** Who owns it, while the owner is an agent. */
  readonly agent: string | null
  readonly caseId: number | null
  readonly unreachableAt: number | null
  readonly createdAt: number
}

export async function readConversations(sql: Sql, ids: readonly string[]): Promise<Map<string, ConversationRow>> {
  if (ids.length === 0) return new Map()
  const rows = await sql.all<RawConversation>(
    `select id, channel, customer_id, display_name, state, owner, owner_version, agent, case_id, unreachable_at, created_at
     from conversation where id in (select value from json_each(?))`,
    [toJson(ids)],
  )
  return new Map(rows.map(row => [row.id, fromRaw(row)]))
}

function fromRaw(row: RawConversation): ConversationRow {
  return {
    id: row.id,
    channel: row.channel,
    customerId: row.customer_id,
    displayName: row.display_name,
    state: { ...json<Conversation>(row.state), owner: row.owner },
    owner: row.owner,
    ownerVersion: row.owner_version,
    agent: row.agent,
    caseId: row.case_id,
    unreachableAt: row.unreachable_at,
    createdAt: row.created_at,
  }
}

type RawConversation = {
  id: string
  channel: string
  customer_id: number | null
  display_name: string | null
  state: string
  owner: Owner
  owner_version: number
  agent: string | null
  case_id: number | null
  unreachable_at: number | null
  created_at: number
}

export async function writeConversations(tx: Tx, rows: readonly ConversationRow[]): Promise<void> {
  if (rows.length === 0) return
  const table = rows.map(row => [
    row.id,
    row.channel,
    row.customerId,
    row.displayName,
    row.state,
    row.state.revision === '' ? null : row.state.revision,
    row.owner,
    row.ownerVersion,
    row.agent,
    row.caseId,
    row.state.heardAt,
    row.unreachableAt,
    row.createdAt,
  ])
  await tx.run(
    `insert into conversation (id, channel, customer_id, display_name, state, revision, owner, owner_version, agent,
       case_id, heard_at, unreachable_at, created_at, updated_at)
     select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value -> 4, value ->> 5, value ->> 6, value ->> 7,
       value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, ? from json_each(?) where true
     on conflict (id) do update set customer_id = excluded.customer_id, display_name = excluded.display_name,
       state = excluded.state, revision = excluded.revision, owner = excluded.owner,
       owner_version = excluded.owner_version, agent = excluded.agent, case_id = excluded.case_id,
       heard_at = excluded.heard_at, unreachable_at = excluded.unreachable_at, updated_at = excluded.updated_at`,
    [tx.now, toJson(table)],
  )
}

/** Revisions of the flows that somebody is still in the middle of. */
export async function liveRevisions(sql: Sql): Promise<string[]> {
  const rows = await sql.all<{ revision: string }>(
    'select distinct revision from conversation where revision is not null',
  )
  return rows.map(row => row.revision)
}
