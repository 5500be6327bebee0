/** Plans with their charges, on disk. */
import type { Quote, QuoteLine, QuoteState } from '../service/quote.ts'
import { recordChange } from './audit.ts'
import { json, numberOrNull, type Row, type Tx, toJson } from './sql.ts'
import { settleAbout } from './tasks.ts'

export type NewQuote = Pick<Quote, 'visitId' | 'caseId' | 'conversationId' | 'plan' | 'lines' | 'createdBy'> & {
  readonly state: 'DRAFT' | 'SENT'
}

/** Takes the place of what was asked before and not answered: that cannot be approved any more. */
export async function addQuote(tx: Tx, quote: NewQuote): Promise<Quote> {
  for (const open of await openQuotesOf(tx, quote.visitId)) await settleQuote(tx, open, 'REPLACED', quote.createdBy)
  const [row] = await tx.all<Row>(
    `INSERT INTO quote (visit_id, case_id, conversation_id, plan, lines, state, created_by, created_at, sent_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
    [
      quote.visitId,
      quote.caseId,
      quote.conversationId,
      quote.plan,
      toJson(quote.lines),
      quote.state,
      quote.createdBy,
      tx.now,
      quote.state === 'SENT' ? tx.now : null,
    ],
  )
  if (!row) throw new Error('A new quote was not given back by the database')
  const added = toQuote(row)
  await recordChange(tx, {
    actor: quote.createdBy,
    entity: 'quote',
    entityId: added.id,
    was: null,
    became: added.state,
    data: { visit: quote.visitId },
  })
  return added
}

/** The customer decides, or a manager does; `actor` is whoever it was. */
export async function settleQuote(
  tx: Tx,
  quote: Quote,
  state: Exclude<QuoteState, 'DRAFT'>,
  actor: string,
): Promise<Quote> {
  const isSent = state === 'SENT'
  const after: Quote = {
    ...quote,
    state,
    approvedBy: isSent ? actor : quote.approvedBy,
    sentAt: isSent ? tx.now : quote.sentAt,
    decidedAt: isSent ? null : tx.now,
  }
  await tx.run('UPDATE quote SET state = ?, approved_by = ?, sent_at = ?, decided_at = ? WHERE id = ?', [
    state,
    after.approvedBy,
    after.sentAt,
    after.decidedAt,
    quote.id,
  ])
  // Nobody has to approve it any more.
  if (state === 'REPLACED') await settleAbout(tx, 'approve-quote', 'quote', quote.id, actor)
  await recordChange(tx, { actor, entity: 'quote', entityId: quote.id, was: quote.state, became: state })
  return after
}

export async function findQuote(tx: Tx, id: number): Promise<Quote | undefined> {
  const [row] = await tx.all<Row>('SELECT * FROM quote WHERE id = ?', [id])
  return row && toQuote(row)
}

/** All of a visit, oldest first. */
export async function quotesOfVisit(tx: Tx, visitId: number): Promise<Quote[]> {
  const rows = await tx.all<Row>('SELECT * FROM quote WHERE visit_id = ? ORDER BY id', [visitId])
  return rows.map(toQuote)
}

async function openQuotesOf(tx: Tx, visitId: number): Promise<Quote[]> {
  return (await quotesOfVisit(tx, visitId)).filter(({ state }) => state === 'DRAFT' || state === 'SENT')
}

function toQuote(row: Row): Quote {
  return {
    id: Number(row.id),
    visitId: Number(row.visit_id),
    caseId: Number(row.case_id),
    conversationId: row.conversation_id as string,
    plan: row.plan as string,
    lines: json<QuoteLine[]>(row.lines ?? '[]'),
    state: row.state as QuoteState,
    createdBy: row.created_by as string,
    approvedBy: row.approved_by as string | null,
    createdAt: Number(row.created_at),
    sentAt: numberOrNull(row.sent_at),
    decidedAt: numberOrNull(row.decided_at),
  }
}
