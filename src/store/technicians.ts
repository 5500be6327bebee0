/** The chats in which technicians work, and the codes by which they register them. */
import { createHash } from 'node:crypto'
import type { VisitState } from '../service/visit.ts'
import { type Row, type Sql, type Tx, toJson } from './sql.ts'

/** Keeps a code's hash until `expiresAt` (epoch milliseconds); an earlier code of the technician is void. */
export async function storeTechnicianCode(
  tx: Tx,
  code: string,
  technicianId: string,
  expiresAt: number,
): Promise<void> {
  await tx.run('DELETE FROM technician_code WHERE technician_id = ? AND used_at IS NULL', [technicianId])
  await tx.run(
    `INSERT INTO technician_code (hash, technician_id, expires_at) VALUES (?, ?, ?)
     ON CONFLICT (hash) DO UPDATE SET technician_id = excluded.technician_id, expires_at = excluded.expires_at,
       used_at = NULL`,
    [hashOf(code), technicianId, expiresAt],
  )
}

/** Compare-and-swap: gives the technician whose code it is, once, while it holds. */
export async function useTechnicianCode(tx: Tx, code: string): Promise<string | undefined> {
  const [row] = await tx.all<Row>(
    `UPDATE technician_code SET used_at = ? WHERE hash = ? AND used_at IS NULL AND expires_at > ?
     RETURNING technician_id`,
    [tx.now, hashOf(code), tx.now],
  )
  return row?.technician_id as string | undefined
}

/** From now on the technician works in that chat, too. */
export async function addTechnicianChat(tx: Tx, conversationId: string, technicianId: string): Promise<void> {
  await tx.run(
    `INSERT INTO technician_chat (conversation_id, technician_id, created_at) VALUES (?, ?, ?)
     ON CONFLICT (conversation_id) DO UPDATE SET technician_id = excluded.technician_id`,
    [conversationId, technicianId, tx.now],
  )
}

export async function dropTechnicianChat(tx: Tx, conversationId: string): Promise<void> {
  await tx.run('DELETE FROM technician_chat WHERE conversation_id = ?', [conversationId])
}

/** Whose chat it is; undefined for a customer's. */
export async function technicianOfChat(sql: Sql, conversationId: string): Promise<string | undefined> {
  const [row] = await sql.all<Row>('SELECT technician_id FROM technician_chat WHERE conversation_id = ?', [
    conversationId,
  ])
  return row?.technician_id as string | undefined
}

/** Where a technician's chats last showed them to be, and when (epoch milliseconds); undefined when they never did. */
export async function lastPlaceOf(
  sql: Sql,
  technicianId: string,
): Promise<{ readonly latitude: number; readonly longitude: number; readonly at: number } | undefined> {
  const [row] = await sql.all<Row>(
    `SELECT inbox.payload ->> '$.content.latitude' AS latitude, inbox.payload ->> '$.content.longitude' AS longitude,
       inbox.payload ->> '$.at' AS at
     FROM inbox JOIN technician_chat ON technician_chat.conversation_id = inbox.conversation_id
     WHERE technician_chat.technician_id = ? AND inbox.payload ->> '$.content.kind' = 'location'
     ORDER BY inbox.id DESC LIMIT 1`,
    [technicianId],
  )
  return row && { latitude: Number(row.latitude), longitude: Number(row.longitude), at: Number(row.at) }
}

/** Chats in which the technician can be reached. */
export async function chatsOfTechnician(tx: Tx, technicianId: string): Promise<readonly string[]> {
  const rows = await tx.all<{ id: string }>(
    `SELECT chat.conversation_id AS id FROM technician_chat AS chat
     JOIN conversation ON conversation.id = chat.conversation_id AND conversation.unreachable_at IS NULL
     WHERE chat.technician_id = ? ORDER BY chat.created_at, chat.conversation_id`,
    [technicianId],
  )
  return rows.map(({ id }) => id)
}

/**
 * Where the technician is: of the visits they came to since `since` (epoch milliseconds) and have not left, one in the states
 * `first`, or else one in `others`; the one they came to last.
 */
export async function visitAtHand(
  tx: Tx,
  technicianId: string,
  {
    first,
    others,
    since,
  }: { readonly first: readonly VisitState[]; readonly others: readonly VisitState[]; readonly since: number },
): Promise<{ readonly visitId: number; readonly caseId: number } | undefined> {
  const [row] = await tx.all<Row>(
    `SELECT id, case_id FROM visit WHERE technician_id = ? AND state IN (SELECT value FROM json_each(?))
       AND left_at IS NULL AND COALESCE(arrived_at, no_answer_at) >= ?
     ORDER BY CASE WHEN state IN (SELECT value FROM json_each(?)) THEN 0 ELSE 1 END,
       COALESCE(arrived_at, no_answer_at) DESC, id DESC LIMIT 1`,
    [technicianId, toJson([...first, ...others]), since, toJson(first)],
  )
  return row && { visitId: Number(row.id), caseId: Number(row.case_id) }
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex')
}
