/** What belongs to a customer follows them from one of their conversations to another. */
import { recordChange } from './audit.ts'
import type { Row, Tx } from './sql.ts'

/**
 * Open cases that this customer has in other conversations, unless a person is wanted or at work there: also since a moment
 * ago, in an earlier turn of this transaction, whose conversation is written at its end.
 */
export async function casesElsewhere(
  tx: Tx,
  customerId: number,
  conversationId: string,
  states: readonly string[],
): Promise<{ readonly id: number; readonly conversationId: string; readonly state: string }[]> {
  // CROSS: the few conversations of the customer come first, not all the open cases of the shop.
  const rows = await tx.all<Row>(
    `SELECT service_case.id, service_case.conversation_id, service_case.state FROM conversation
     CROSS JOIN service_case
     WHERE service_case.conversation_id = conversation.id AND conversation.customer_id = ? AND conversation.id <> ? AND conversation.owner = 'bot'
       AND NOT EXISTS (SELECT 1 FROM escalation WHERE escalation.conversation_id = conversation.id
         AND escalation.state IN ('RAISED', 'CLAIMED'))
       AND service_case.state IN (${states.map(() => '?').join(', ')})`,
    [customerId, conversationId, ...states],
  )
  return rows.map(row => ({
    id: Number(row.id),
    conversationId: row.conversation_id as string,
    state: row.state as string,
  }))
}

/**
 * Moves a case with its visits, their windows and quotes, its tasks and its promises: from now on the customer is written to
 * in `to`. A timer whose key is taken there stays where it is. What is promised counts from when a visit was last moved, and
 * following does not move it: only the case is touched, by which the desk draws its cards anew.
 */
export async function followCustomer(
  tx: Tx,
  found: { readonly id: number; readonly conversationId: string; readonly state: string },
  to: string,
): Promise<void> {
  const { id, conversationId: from, state } = found
  await tx.run('UPDATE service_case SET conversation_id = ?, updated_at = ? WHERE id = ?', [to, tx.now, id])
  for (const table of OF_A_CASE) await tx.run(`UPDATE ${table} SET conversation_id = ? WHERE case_id = ?`, [to, id])
  await tx.run(
    `UPDATE booking SET conversation_id = ?
     WHERE state = 'booked' AND visit_id IN (SELECT id FROM visit WHERE visit.case_id = ?)`,
    [to, id],
  )
  await moveTimers(tx, { id, from, to })
  await recordChange(tx, {
    actor: 'customer',
    entity: 'case',
    entityId: id,
    was: state,
    became: state,
    data: { conversation: { was: from, became: to } },
  })
}

const OF_A_CASE = ['visit', 'workshop_repair', 'quote', 'staff_task'] as const

/** Those of this case alone: what is promised of the customer's other cases stays with them, and so does an escalation. */
async function moveTimers(
  tx: Tx,
  { id, from, to }: { readonly id: number; readonly from: string; readonly to: string },
): Promise<void> {
  await tx.run(
    `UPDATE timer SET conversation_id = ? WHERE conversation_id = ? AND flow <> 'silent'
       AND (payload ->> '$.case' = ? OR payload ->> '$.case.id' = ?
         OR payload ->> '$.visit' IN (SELECT visit.id FROM visit WHERE visit.case_id = ?)
         OR payload ->> '$.visit.id' IN (SELECT visit.id FROM visit WHERE visit.case_id = ?)
         OR payload ->> '$.workshop' IN (SELECT workshop_repair.id FROM workshop_repair WHERE workshop_repair.case_id = ?))
       AND payload ->> '$.escalation' IS NULL
       AND NOT EXISTS (SELECT 1 FROM timer AS taken WHERE taken.conversation_id = ? AND taken.key = timer.key)`,
    [to, from, id, id, id, id, id, to],
  )
}

/** The customer of a conversation, made now if there is none yet. The conversation's own turn remembers it. */
export async function makeCustomer(tx: Tx, language: string): Promise<number> {
  const [row] = await tx.all<Row>(
    'INSERT INTO customer (language, created_at, updated_at) VALUES (?, ?, ?) RETURNING id',
    [language, tx.now, tx.now],
  )
  if (!row) throw new Error('A new customer was not given back by the database')
  return Number(row.id)
}

export type KnownCustomer = {
  readonly id: number
  readonly name: string | null
  readonly phone: string | null
  readonly address: string | null
}

export async function customerOf(tx: Tx, conversationId: string): Promise<KnownCustomer | undefined> {
  const [row] = await tx.all<Row>(
    `SELECT customer.id, customer.name, customer.phone, customer.address FROM conversation
     JOIN customer ON customer.id = conversation.customer_id WHERE conversation.id = ?`,
    [conversationId],
  )
  return row && { ...(row as unknown as KnownCustomer), id: Number(row.id) }
}

/** Two customers turn out to be one: what the first lacks is taken from the second, and everything else is the first's. */
export async function mergeCustomers(tx: Tx, into: number, other: number): Promise<void> {
  await tx.run(
    `UPDATE customer SET
       name = COALESCE(customer.name, other.name),
       phone = COALESCE(customer.phone, other.phone),
       address = COALESCE(customer.address, other.address),
       updated_at = ?
     FROM (SELECT name, phone, address FROM customer WHERE id = ?) AS other WHERE customer.id = ?`,
    [tx.now, other, into],
  )
  await tx.run('UPDATE service_case SET customer_id = ? WHERE customer_id = ?', [into, other])
  await tx.run('UPDATE conversation SET customer_id = ? WHERE customer_id = ?', [into, other])
  await recordChange(tx, {
    actor: 'customer',
    entity: 'customer',
    entityId: into,
    was: null,
    became: 'joined',
    data: { other },
  })
}
