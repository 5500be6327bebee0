/** One conversation as it was: both sides in order, for a desk or a customer who comes back to the page. */
import type { Sql } from '../store/sql.ts'
import { type HistoryLine, readLines } from './lines.ts'

/** The last `limit` lines, oldest first; empty for a conversation nobody has spoken in. */
export async function readHistory(sql: Sql, conversationId: string, limit: number): Promise<HistoryLine[]> {
  return (await readLines(sql, [conversationId], limit)).get(conversationId) ?? []
}
