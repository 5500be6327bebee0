/** One conversation as it was: both sides in order, for a desk or a customer who comes back to the page. */
import type { Sql } from '../store/sql.ts'
import { type HistoryLine, maskLine, readLines } from './lines.ts'

/** The last `limit` lines, oldest first; empty for a conversation nobody has spoken in. */
export async function readHistory(sql: Sql, conversationId: string, limit: number): Promise<HistoryLine[]> {
  return (await readLines(sql, [conversationId], limit)).get(conversationId) ?? []
}

/** The same for whoever may not read everything yet: masked while the conversation waits for somebody to claim it. */
export async function readHistoryOfDesk(sql: Sql, conversationId: string, limit: number): Promise<HistoryLine[]> {
  const lines = await readHistory(sql, conversationId, limit)
  const [row] = await sql.all<{ owner: string; address: string | null }>(
    `SELECT conversation.owner, customer.address FROM conversation
     LEFT JOIN customer ON customer.id = conversation.customer_id WHERE conversation.id = ?`,
    [conversationId],
  )
  if (row?.owner !== 'waiting') return lines
  return lines.map(line => maskLine(line, row.address === null ? [] : [row.address]))
}
