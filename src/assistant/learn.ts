/** What the customer told of themselves, kept in the customer's file. */
import type { Effect } from '../flow/event.ts'
import { recordChange } from '../store/audit.ts'
import type { ConversationRow } from '../store/conversations.ts'
import type { Tx } from '../store/sql.ts'

const COLUMNS: Readonly<Record<string, string>> = { name: 'name', phone: 'phone', address: 'address' }

/** Writes a customer slot to the customer's row, creating it with the first thing learned; the old value is audited. */
export async function learn(
  tx: Tx,
  row: ConversationRow,
  effect: Extract<Effect, { kind: 'learned' }>,
): Promise<ConversationRow> {
  const column = COLUMNS[effect.slot]
  if (!column || typeof effect.value !== 'string') return row
  let { customerId } = row
  if (customerId === null) {
    const [created] = await tx.all<{ id: number }>(
      `insert into customer (${column}, language, created_at, updated_at) values (?, ?, ?, ?) returning id`,
      [effect.value, row.state.language, tx.now, tx.now],
    )
    customerId = created?.id ?? null
  } else {
    await tx.run(`update customer set ${column} = ?, updated_at = ? where id = ?`, [effect.value, tx.now, customerId])
  }
  if (effect.before !== undefined && effect.before !== null) {
    await recordChange(tx, {
      actor: 'customer',
      entity: 'customer',
      entityId: customerId ?? 0,
      was: String(effect.before),
      became: effect.value,
      data: { slot: effect.slot },
    })
  }
  return { ...row, customerId }
}
