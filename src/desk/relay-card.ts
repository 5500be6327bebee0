/** A message of an agent, and what became of it: read from its row and from the outbox. */
import { json, numberOrNull, type Row, type Sql } from '../store/sql.ts'
import type { RelayCard, RelayState } from './board.ts'

export async function readRelay(sql: Sql, id: number): Promise<RelayCard | undefined> {
  const [row] = await sql.all<Row>('SELECT * FROM relay WHERE id = ?', [id])
  return row && toCard(sql, row)
}

/** The relay whose words stand in this post of the desk. */
export async function readRelayAt(sql: Sql, post: string): Promise<RelayCard | undefined> {
  const [row] = await sql.all<Row>('SELECT * FROM relay WHERE post = ?', [post])
  return row && toCard(sql, row)
}

type Sent = { kind: string; state: 'pending' | 'sent' | 'void' | 'failed'; error: string | null; sentAt: number | null }

type Content = {
  readonly text: string
  readonly files?: readonly { readonly kind: RelayCard['files'][number]['kind']; readonly name?: string }[]
  readonly location?: { readonly latitude: number; readonly longitude: number }
  readonly whole?: true
}

async function toCard(sql: Sql, row: Row): Promise<RelayCard> {
  const id = Number(row.id)
  const conversation = row.conversation_id as string
  const content = json<Content>(row.content ?? null)
  const sent = await readSent(sql, conversation, id)
  const original = sent.findLast(({ kind }) => !CHANGES.includes(kind))
  const change = sent.findLast(({ kind }) => CHANGES.includes(kind))
  const isChanged = change?.state === 'sent' || change?.state === 'pending'
  const [customer] = await sql.all<Row>('SELECT unreachable_at FROM conversation WHERE id = ?', [conversation])
  return {
    id,
    conversation,
    escalation: Number(row.escalation_id),
    staff: row.staff_name as string,
    text: content.text,
    files: (content.files ?? []).map(({ kind, name }) => ({ kind, name: name ?? null })),
    location: content.location ?? null,
    post: row.post as string | null,
    ...(content.whole && { whole: true }),
    state: stateOf(row.state as string, original, change, customer?.unreachable_at !== null),
    edited: Boolean(row.edited) && (change === undefined || isChanged),
    until: numberOrNull(row.waits_until),
    deliveredAt: original?.sentAt ?? null,
    error: change?.error ?? original?.error ?? null,
  }
}

/** Kinds of payload that change what was sent. */
const CHANGES = ['edit', 'delete']

function stateOf(state: string, original: Sent | undefined, change: Sent | undefined, isBlocked: boolean): RelayState {
  if (state === 'waiting' || state === 'undone') return state
  if (state === 'deleted' && (change?.state === 'sent' || change?.state === 'pending')) return 'deleted'
  switch (original?.state) {
    case 'sent':
      return 'delivered'
    case 'failed':
      return 'failed'
    case 'void':
      return isBlocked ? 'blocked' : 'failed'
    default:
      return 'sending'
  }
}

/** The rows of a relay in the order they were written. A conversation's index finds them. */
async function readSent(sql: Sql, conversation: string, relay: number): Promise<Sent[]> {
  const rows = await sql.all<Row>(
    `SELECT payload, state, error, sent_at FROM outbox WHERE conversation_id = ? AND ask = ? ORDER BY id`,
    [conversation, `relay:${relay}`],
  )
  return rows.map(row => ({
    kind: json<{ kind: string }>(row.payload ?? null).kind,
    state: row.state as Sent['state'],
    error: row.error as string | null,
    sentAt: numberOrNull(row.sent_at),
  }))
}
