/** What the staff are shown of a commit: asked of the desk, stored in the same transaction, and given to be delivered. */
import type { Logger } from 'pino'
import { type OutboxRow, storeOutbox } from '../store/outbox.ts'
import type { Tx } from '../store/sql.ts'
import type { DeskPort, Touched } from './desk-port.ts'

/** Asked when everything else of the commit is written. */
export async function storePosts(tx: Tx, desk: Pick<DeskPort, 'posts'>, touched: Touched): Promise<OutboxRow[]> {
  return storeOutbox(tx, await desk.posts(tx, touched))
}

/** What became of these rows of agents; nothing is asked when there are none. */
export async function storeReceipts(
  tx: Tx,
  desk: Pick<DeskPort, 'receipts'>,
  agents: readonly number[],
): Promise<OutboxRow[]> {
  return agents.length === 0 ? [] : storeOutbox(tx, await desk.receipts(tx, agents))
}

/** As asked for, or nothing and a line in the log: what the staff are shown must not hold up what customers are told. */
export async function orNone(tx: Tx, log: Logger, ask: () => Promise<OutboxRow[]>): Promise<OutboxRow[]> {
  await tx.run('savepoint staff_posts')
  try {
    const rows = await ask()
    await tx.run('release savepoint staff_posts')
    return rows
  } catch (error) {
    log.error({ err: error }, 'what the staff are to be shown could not be written')
    await tx.run('rollback to savepoint staff_posts')
    await tx.run('release savepoint staff_posts')
    return []
  }
}
