/** What agents sent to customers whose escalation is still open. */
import type { Row, Sql } from '../store/sql.ts'
import type { RelayCard } from './board.ts'
import { readRelay } from './relay-card.ts'

/** Replies of an escalation that are shown, the newest. */
const SHOWN = 5

/** The last replies of each open escalation, oldest first. For a desk of few cards: three queries for every reply. */
export async function readOpenRelays(sql: Sql): Promise<RelayCard[]> {
  const rows = await sql.all<Row>(
    `SELECT id FROM (
       SELECT relay.id, row_number() OVER (PARTITION BY relay.escalation_id ORDER BY relay.id DESC) AS place
       FROM relay JOIN escalation ON escalation.id = relay.escalation_id
       WHERE escalation.state IN ('RAISED', 'CLAIMED')) AS numbered
     WHERE place <= ? ORDER BY id`,
    [SHOWN],
  )
  const cards = await Promise.all(rows.map(row => readRelay(sql, Number(row.id))))
  return cards.filter(card => card !== undefined)
}
