/** One-time codes by which a customer shows on a second platform who they are on the first. */
import { createHash } from 'node:crypto'
import type { Row, Tx } from './sql.ts'

/** Keeps a code's hash until `expiresAt` (epoch milliseconds); an earlier code of the conversation is void. */
export async function storeJoinCode(tx: Tx, code: string, conversationId: string, expiresAt: number): Promise<void> {
  await tx.run('DELETE FROM join_code WHERE conversation_id = ? AND used_at IS NULL', [conversationId])
  await tx.run(
    `INSERT INTO join_code (hash, conversation_id, expires_at) VALUES (?, ?, ?)
     ON CONFLICT (hash) DO UPDATE SET conversation_id = excluded.conversation_id, expires_at = excluded.expires_at,
       used_at = NULL, used_by = NULL`,
    [hashOf(code), conversationId, expiresAt],
  )
}

/** Compare-and-swap: gives the conversation that the code was made in, once, while the code holds. */
export async function useJoinCode(tx: Tx, code: string, usedBy: string): Promise<string | undefined> {
  const [row] = await tx.all<Row>(
    `UPDATE join_code SET used_at = ?, used_by = ?
     WHERE hash = ? AND used_at IS NULL AND expires_at > ? AND conversation_id <> ? RETURNING conversation_id`,
    [tx.now, usedBy, hashOf(code), tx.now, usedBy],
  )
  return row?.conversation_id as string | undefined
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex')
}
