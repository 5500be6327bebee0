/** Messages of agents on disk, from the moment they are written until they are taken back. */
import { json, numberOrNull, type Row, type Tx, toJson } from './sql.ts'

/** What the customer is to have. `media` is the id of the media row. */
export type StoredReply = {
  readonly text: string
  readonly files?: readonly {
    readonly media: number
    readonly kind: string
    readonly name?: string
    readonly mime?: string
  }[]
  readonly location?: { readonly latitude: number; readonly longitude: number }
  /** Somebody chose the post as it is; absent where a mark said that it is for the customer. */
  readonly whole?: true
}

export type Relay = {
  readonly id: number
  readonly escalationId: number
  readonly conversationId: string
  readonly staffId: string
  readonly staffName: string
  /** The desk's own id of the post it was written in; null for one from a form. */
  readonly post: string | null
  readonly content: StoredReply
  /** `undone` never reached the customer, `deleted` did. */
  readonly state: 'waiting' | 'sent' | 'undone' | 'deleted'
  readonly edited: boolean
  /** Epoch milliseconds until which it can be undone; null when it was sent at once. */
  readonly waitsUntil: number | null
}

export async function addRelay(tx: Tx, begin: Omit<Relay, 'id' | 'edited'>): Promise<Relay> {
  const [row] = await tx.all<Row>(
    `INSERT INTO relay (escalation_id, conversation_id, staff_id, staff_name, post, content, state, edited, waits_until,
       created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, FALSE, ?, ?, ?) RETURNING *`,
    [
      begin.escalationId,
      begin.conversationId,
      begin.staffId,
      begin.staffName,
      begin.post,
      toJson(begin.content),
      begin.state,
      begin.waitsUntil,
      tx.now,
      tx.now,
    ],
  )
  if (!row) throw new Error('A new relay was not given back by the database')
  return toRelay(row)
}

/** Writes what may change of a relay: its words and its state. */
export async function saveRelay(tx: Tx, { id, content, state, edited }: Relay): Promise<void> {
  await tx.run(
    `UPDATE relay SET content = ?, state = ?, edited = ${edited ? 'TRUE' : 'FALSE'}, updated_at = ? WHERE id = ?`,
    [toJson(content), state, tx.now, id],
  )
}

export async function findRelay(tx: Tx, id: number): Promise<Relay | undefined> {
  const [row] = await tx.all<Row>('SELECT * FROM relay WHERE id = ?', [id])
  return row && toRelay(row)
}

/** The relay that was written in this post of the desk. */
export async function findRelayOf(tx: Tx, post: string): Promise<Relay | undefined> {
  const [row] = await tx.all<Row>('SELECT * FROM relay WHERE post = ?', [post])
  return row && toRelay(row)
}

/** Relays of an escalation that can still be undone, in the order they were written. */
export async function waitingRelays(tx: Tx, escalation: number): Promise<Relay[]> {
  const rows = await tx.all<Row>("SELECT * FROM relay WHERE escalation_id = ? AND state = 'waiting' ORDER BY id", [
    escalation,
  ])
  return rows.map(toRelay)
}

/** An outbox row of a relay. */
export type RelayRow = {
  readonly payload: { readonly kind: string; readonly [key: string]: unknown }
  readonly state: 'pending' | 'sent' | 'void' | 'failed'
}

/** What the outbox has of a relay, the newest row of each kind of payload. */
export async function newestRowsOf(tx: Tx, { id, conversationId }: Relay): Promise<RelayRow[]> {
  const rows = await tx.all<Row>(
    'SELECT payload, state FROM outbox WHERE conversation_id = ? AND ask = ? ORDER BY id',
    [conversationId, relayAsk(id)],
  )
  const newest = new Map<string, RelayRow>()
  for (const row of rows) {
    const payload = json<RelayRow['payload']>(row.payload as string)
    newest.set(payload.kind, { payload, state: row.state as RelayRow['state'] })
  }
  return [...newest.values()]
}

/** What the outbox rows of a relay are known by. */
export function relayAsk(relay: number): string {
  return `relay:${relay}`
}

function toRelay(row: Row): Relay {
  return {
    id: Number(row.id),
    escalationId: Number(row.escalation_id),
    conversationId: row.conversation_id as string,
    staffId: row.staff_id as string,
    staffName: row.staff_name as string,
    post: row.post as string | null,
    content: json<StoredReply>(row.content as string),
    state: row.state as Relay['state'],
    edited: Boolean(row.edited),
    waitsUntil: numberOrNull(row.waits_until),
  }
}
