/** The outbox: what is to be said, in order per conversation, until the platform has it. */
import type { Language } from '../flow/flow.ts'
import { json, type Sql, type Tx, toJson } from './sql.ts'

export type Author = 'bot' | 'notice' | 'agent'

/** The channel's `OutboundContent`; of a settling one only the label, the rest is looked up when it is sent. */
export type Payload = { readonly kind: string; readonly [key: string]: unknown }

/** A message to be stored. */
export type NewOutboxRow = {
  readonly conversationId: string
  readonly payload: Payload
  readonly author: Author
  /** Interactive replies 0, notices 1, reminders 2, surveys 3: lower goes first. */
  readonly priority: number
  readonly ask: string | null
  readonly language: Language
  /** What it is about, `visit:12`, and the revision it tells of: void in the transaction that changes it. */
  readonly about?: { readonly subject: string; readonly revision: number }
}

export type OutboxRow = NewOutboxRow & { readonly id: number; readonly attempts: number }

/** Stores messages and gives them back with their ids, in the same order. */
export async function storeOutbox(tx: Tx, rows: readonly NewOutboxRow[]): Promise<OutboxRow[]> {
  if (rows.length === 0) return []
  const table = rows.map(row => [
    row.conversationId,
    { language: row.language, ...row.payload },
    row.author,
    row.priority,
    row.ask,
    row.about?.subject ?? null,
    row.about?.revision ?? null,
  ])
  const inserted = await tx.all<{ id: number }>(
    `insert into outbox (conversation_id, payload, author, priority, ask, subject, revision, due_at, state, attempts, created_at)
     select value ->> 0, value -> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, ?, 'pending', 0, ? from json_each(?)
     returning id`,
    [tx.now, tx.now, toJson(table)],
  )
  const ids = inserted.map(row => row.id).sort((a, b) => a - b)
  return rows.map((row, index) => ({ ...row, id: ids[index] as number, attempts: 0 }))
}

/** Everything that still waits to be sent, oldest first. */
export async function pendingOutbox(sql: Sql): Promise<OutboxRow[]> {
  const rows = await sql.all<RawOutbox>(
    `select id, conversation_id, payload, author, priority, ask, attempts from outbox where state = 'pending' order by id`,
  )
  return rows.map(row => {
    const { language, ...payload } = json<Payload & { language: Language }>(row.payload)
    return {
      id: row.id,
      conversationId: row.conversation_id,
      payload,
      author: row.author,
      priority: row.priority,
      ask: row.ask,
      language,
      attempts: row.attempts,
    }
  })
}

type RawOutbox = {
  id: number
  conversation_id: string
  payload: string
  author: Author
  priority: number
  ask: string | null
  attempts: number
}

/** The sent message that asked a question: the platform's id and the text, for replacing its buttons. */
export async function sentQuestion(
  sql: Sql,
  conversationId: string,
  ask: string,
): Promise<{ message: string; text: string } | undefined> {
  const [row] = await sql.all<{ message: string | null; payload: string }>(
    `select message, payload from outbox where conversation_id = ? and ask = ? and state = 'sent' and message is not null
     order by id limit 1`,
    [conversationId, ask],
  )
  return row?.message ? { message: row.message, text: json<{ text: string }>(row.payload).text } : undefined
}

/**
 * What the customer has of an agent's message, oldest first: the platform's ids, for changing it and taking it back. Words
 * that were edited may have become more parts than they were: the newest edit names them all.
 */
export function sentRelay(
  sql: Sql,
  conversationId: string,
  ask: string,
): Promise<readonly { readonly message: string; readonly kind: 'text' | 'files' | 'location' }[]> {
  return sql.all(
    `select case when payload ->> 'kind' = 'location' then message else coalesce(
         (select edit.message from outbox as edit
          where edit.conversation_id = outbox.conversation_id and edit.ask = outbox.ask and edit.state = 'sent'
            and edit.message is not null and edit.payload ->> 'kind' = 'edit' order by edit.id desc limit 1),
         message) end as message,
       payload ->> 'kind' as kind
     from outbox
     where conversation_id = ? and ask = ? and state = 'sent' and message is not null
       and payload ->> 'kind' in ('text', 'files', 'location') order by id`,
    [conversationId, ask],
  )
}

/** What a message that lives under `ask` says, or will say once everything that waits is sent; undefined: there is none. */
export async function livingText(sql: Sql, conversationId: string, ask: string): Promise<string | undefined> {
  const [row] = await sql.all<{ text: string }>(
    `select payload ->> 'text' as text from outbox where conversation_id = ? and ask = ? and ask like 'visit:%'
       and state in ('pending', 'sent') order by id desc limit 1`,
    [conversationId, ask],
  )
  return row?.text
}

/** The platform's id of the message that lives under `ask`; undefined when none has arrived. */
export async function sentLiving(sql: Sql, conversationId: string, ask: string): Promise<string | undefined> {
  const [row] = await sql.all<{ message: string }>(
    `select message from outbox where conversation_id = ? and ask = ? and ask like 'visit:%' and state = 'sent'
       and message is not null order by id desc limit 1`,
    [conversationId, ask],
  )
  return row?.message
}

export async function markSent(
  tx: Tx,
  sent: readonly { readonly id: number; readonly message: string | null }[],
): Promise<void> {
  if (sent.length === 0) return
  await tx.run(
    `update outbox set state = 'sent', sent_at = ?, message = told.message
     from (select value ->> 0 as id, value ->> 1 as message from json_each(?)) as told where outbox.id = told.id`,
    [tx.now, toJson(sent.map(({ id, message }) => [id, message]))],
  )
}

/** An attempt that did not arrive; `failed` ends it. */
export async function markAttempt(tx: Tx, id: number, error: string, failed: boolean): Promise<void> {
  await tx.run('update outbox set attempts = attempts + 1, error = ?, state = ? where id = ?', [
    error,
    failed ? 'failed' : 'pending',
    id,
  ])
}

/** Output of an earlier owner, or to somebody unreachable, is never sent: gives the ids that were still waiting. */
export async function voidOutbox(tx: Tx, conversationId: string, authors: readonly Author[]): Promise<number[]> {
  const rows = await tx.all<{ id: number }>(
    `update outbox set state = 'void' where conversation_id = ? and state = 'pending'
     and author in (${authors.map(() => '?').join(',')}) returning id`,
    [conversationId, ...authors],
  )
  return rows.map(row => row.id)
}
