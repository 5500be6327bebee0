/** Photos, voice messages and files of customers and agents. The row is written in the turn; the bytes are fetched afterwards. */
import type { Document } from '../service/document.ts'
import { json, type Row, type Sql, type Tx, toJson } from './sql.ts'

export type NewMedia = {
  readonly conversationId: string
  readonly caseId: number | null
  readonly kind: string
  /** Who sent it: the customer, unless it says otherwise. */
  readonly author?: 'customer' | 'agent' | 'technician'
  /** The platform it lies on. */
  readonly channel: string
  /** The platform's handle of the file. */
  readonly file: string
  readonly name?: string
  readonly mime?: string
  /** Bytes. */
  readonly size?: number
  readonly caption?: string
  readonly album?: string
}

export type PendingMedia = {
  readonly id: number
  readonly channel: string
  readonly file: string
  readonly kind: string
  readonly name: string | null
  readonly mime: string | null
  readonly attempts: number
}

/** Writes the row and gives its id; the bytes are due at once. */
export async function addMedia(tx: Tx, media: NewMedia): Promise<number> {
  const [row] = await tx.all<Row>(
    `INSERT INTO media (conversation_id, case_id, kind, author, channel, file, name, mime, size, caption, album, attempts,
       due_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?) RETURNING id`,
    [
      media.conversationId,
      media.caseId,
      media.kind,
      media.author ?? 'customer',
      media.channel,
      media.file,
      media.name ?? null,
      media.mime ?? null,
      media.size ?? null,
      media.caption ?? null,
      media.album ?? null,
      tx.now,
      tx.now,
    ],
  )
  if (!row) throw new Error('A new media row was not given back by the database')
  return Number(row.id)
}

/** A document of ours: only what it says is kept; nothing has to be fetched. */
export async function addDocument(
  tx: Tx,
  {
    conversationId,
    caseId,
    document,
    name,
    mime,
  }: Pick<NewMedia, 'conversationId' | 'caseId'> & { document: Document; name: string; mime: string },
): Promise<number> {
  const [row] = await tx.all<Row>(
    `INSERT INTO media (conversation_id, case_id, kind, author, channel, file, name, mime, document, attempts, created_at)
     VALUES (?, ?, 'file', 'bot', 'house', '', ?, ?, ?, 0, ?) RETURNING id`,
    [conversationId, caseId, name, mime, toJson(document), tx.now],
  )
  if (!row) throw new Error('A new document was not given back by the database')
  return Number(row.id)
}

/** Whether nothing of this album has been kept yet; its items arrive one by one (peers I54). */
export async function isFirstOfAlbum(tx: Tx, conversationId: string, album: string): Promise<boolean> {
  const kept = await tx.all('SELECT id FROM media WHERE conversation_id = ? AND album = ? LIMIT 1', [
    conversationId,
    album,
  ])
  return kept.length === 0
}

/** Files with a case what its conversation sent before it had one. */
export async function attachMedia(tx: Tx, conversationId: string, caseId: number): Promise<void> {
  await tx.run('UPDATE media SET case_id = ? WHERE conversation_id = ? AND case_id IS NULL', [caseId, conversationId])
}

/** Whether a case has a photo or a video of one of these authors that came since then (R-114, K-24). */
export async function hasMediaOf(
  tx: Tx,
  caseId: number,
  { since, of }: { readonly since: number; readonly of: readonly NonNullable<NewMedia['author']>[] },
): Promise<boolean> {
  const [found] = await tx.all<Row>(
    `SELECT id FROM media WHERE case_id = ? AND kind IN ('photo', 'video') AND created_at >= ?
       AND author IN (SELECT value FROM json_each(?)) LIMIT 1`,
    [caseId, since, toJson(of)],
  )
  return found !== undefined
}

/** How many photos and videos a case has, from whomever. */
export async function countMediaOf(tx: Tx, caseId: number): Promise<number> {
  const [counted] = await tx.all<Row>(
    "SELECT count(*) AS photos FROM media WHERE case_id = ? AND kind IN ('photo', 'video')",
    [caseId],
  )
  return Number(counted?.photos ?? 0)
}

/** Files whose bytes are still to be fetched and due, oldest first. */
export async function dueMedia(tx: Tx, limit: number): Promise<PendingMedia[]> {
  const rows = await tx.all<Row>('SELECT * FROM media WHERE due_at <= ? ORDER BY due_at, id LIMIT ?', [tx.now, limit])
  return rows.map(row => ({
    id: Number(row.id),
    channel: row.channel as string,
    file: row.file as string,
    kind: row.kind as string,
    name: row.name as string | null,
    mime: row.mime as string | null,
    attempts: Number(row.attempts),
  }))
}

/** Where the bytes of one file are, and what it was called. */
export async function findMedia(
  sql: Sql,
  id: number,
): Promise<{ path: string | null; name: string | null } | undefined> {
  const [row] = await sql.all<{ path: string | null; name: string | null }>(
    'SELECT path, name FROM media WHERE id = ?',
    [id],
  )
  return row
}

/** Whether the bytes of a file are there, are still to be fetched, or will never come. */
export type MediaState =
  | { readonly kind: 'kept'; readonly path: string }
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'coming' }
  | { readonly kind: 'lost' }

/** A file that nobody has heard of is lost. */
export async function mediaState(sql: Sql, id: number): Promise<MediaState> {
  const [row] = await sql.all<{ path: string | null; due_at: number | null; document: string | null }>(
    'SELECT path, due_at, document FROM media WHERE id = ?',
    [id],
  )
  if (row?.document) return { kind: 'document', document: json<Document>(row.document) }
  if (row?.path) return { kind: 'kept', path: row.path }
  return { kind: row && row.due_at !== null ? 'coming' : 'lost' }
}

/** The bytes are at `path`, below the data folder. */
export async function keepMedia(tx: Tx, id: number, path: string): Promise<void> {
  await tx.run('UPDATE media SET path = ?, due_at = NULL WHERE id = ?', [path, id])
}

/** They could not be fetched: tried again at `dueAt`, or never (`null`). */
export async function postponeMedia(tx: Tx, id: number, dueAt: number | null): Promise<void> {
  await tx.run('UPDATE media SET attempts = attempts + 1, due_at = ? WHERE id = ?', [dueAt, id])
}
