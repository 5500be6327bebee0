/** Ratings on disk: one per subject, however often it is tapped (R-078, peers I45, I46). */
import { json, type Row, type Tx, toJson } from './sql.ts'

export type Rating = {
  readonly id: number
  readonly caseId: number
  /** `visit:12`, or `case:7` for a case solved without a visit. */
  readonly subject: string
  readonly score: number
  readonly reasons: readonly string[]
  readonly comment: string | null
  /** Earlier scores, oldest first. */
  readonly history: readonly { readonly score: number; readonly until: number }[]
  /** Epoch milliseconds of the first score: the window for changes counts from here. */
  readonly createdAt: number
  readonly updatedAt: number
}

export async function findRating(tx: Tx, subject: string): Promise<Rating | undefined> {
  const [row] = await tx.all<Row>('SELECT * FROM rating WHERE subject = ?', [subject])
  return row && toRating(row)
}

/** The latest rating of a case, of whichever of its visits. */
export async function latestRatingOf(tx: Tx, caseId: number): Promise<Rating | undefined> {
  const [row] = await tx.all<Row>('SELECT * FROM rating WHERE case_id = ? ORDER BY created_at DESC, id DESC LIMIT 1', [
    caseId,
  ])
  return row && toRating(row)
}

/** Stores a score; an earlier one of the same subject goes into its history. */
export async function putScore(
  tx: Tx,
  rating: { readonly caseId: number; readonly subject: string; readonly score: number },
  before: Rating | undefined,
): Promise<void> {
  const history = before ? [...before.history, { score: before.score, until: tx.now }] : []
  await tx.run(
    `INSERT INTO rating (case_id, subject, score, reasons, history, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (subject) DO UPDATE
       SET score = excluded.score, history = excluded.history, updated_at = excluded.updated_at`,
    [rating.caseId, rating.subject, rating.score, toJson([]), toJson(history), tx.now, tx.now],
  )
}

export async function putReasons(tx: Tx, subject: string, reasons: readonly string[]): Promise<void> {
  await tx.run('UPDATE rating SET reasons = ?, updated_at = ? WHERE subject = ?', [toJson(reasons), tx.now, subject])
}

export async function putComment(tx: Tx, subject: string, comment: string): Promise<void> {
  await tx.run('UPDATE rating SET comment = ?, updated_at = ? WHERE subject = ?', [comment, tx.now, subject])
}

function toRating(row: Row): Rating {
  return {
    id: Number(row.id),
    caseId: Number(row.case_id),
    subject: row.subject as string,
    score: Number(row.score),
    reasons: json<string[]>(row.reasons ?? '[]'),
    comment: row.comment as string | null,
    history: json<Rating['history']>(row.history ?? '[]'),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  }
}
