/** What lies around visits, for their cards: a bounded number of queries, however many visits there are. */
import type { Text } from '../flow/flow.ts'
import { type Quote, type QuoteLine, totalOf } from '../service/quote.ts'
import type { VisitState } from '../service/visit.ts'
import { isComingBack, nextWorkshopStates, type WorkshopState } from '../service/workshop.ts'
import { json, type Row, type Sql, toJson } from '../store/sql.ts'

/** Instants are epoch milliseconds, amounts yuan. */
export type Around = {
  /** Every state it came to, oldest first. */
  readonly timeline: readonly { readonly what: VisitState; readonly at: number }[]
  /** The newest. */
  readonly quote: QuoteOnCard | null
  readonly parts: readonly PartOnCard[]
  readonly workshop: WorkshopOnCard | null
}

export type QuoteOnCard = {
  readonly state: Quote['state']
  readonly plan: string
  readonly lines: readonly { readonly name: Text; readonly qty: number; readonly total: number }[]
  readonly total: number
}

export type PartOnCard = {
  readonly id: number
  readonly part: string
  readonly qty: number
  readonly etaAt: number
  readonly state: string
  /** Where it may go on to. */
  readonly next: readonly string[]
}

export type WorkshopOnCard = {
  readonly id: number
  readonly state: string
  readonly reason: string
  readonly promisedReturnAt: number
  readonly loaner: { readonly id: string; readonly state: string } | null
  readonly next: readonly string[]
}

/** Where the staff may move a part, by the state it is in. */
const PART_NEXT: Readonly<Record<string, readonly string[]>> = {
  APPROVED: ['SHIPPED', 'RECEIVED'],
  SHIPPED: ['RECEIVED', 'RETURNED'],
  RECEIVED: ['USED', 'RETURNED'],
}

type Visited = { readonly id: number; readonly caseId: number; readonly round: number }

/** By the id of the visit. */
export async function readAround(
  sql: Sql,
  visits: readonly Visited[],
): Promise<(visit: Visited) => Around & { readonly fromWorkshop: boolean }> {
  if (visits.length === 0) return () => ({ ...NOTHING, fromWorkshop: false })
  const ids = toJson(visits.map(({ id }) => id))
  const cases = toJson(visits.map(({ caseId }) => caseId))
  const stages = await sql.all<Row>(
    `SELECT entity_id, became, at FROM audit_event
     WHERE entity = 'visit' AND entity_id IN (SELECT CAST(value AS TEXT) FROM json_each(?)) AND (was IS NULL OR was <> became)
     ORDER BY id`,
    [ids],
  )
  const quotes = await sql.all<Row>(
    `SELECT * FROM quote WHERE visit_id IN (${EACH}) AND state <> 'REPLACED' ORDER BY id`,
    [ids],
  )
  const parts = await sql.all<Row>(`SELECT * FROM part_request WHERE visit_id IN (${EACH}) ORDER BY id`, [ids])
  const repairs = await sql.all<Row>(
    `SELECT workshop_repair.*, loaner_loan.loaner_id, loaner_loan.state AS loan_state FROM workshop_repair
     LEFT JOIN loaner_loan ON loaner_loan.workshop_repair_id = workshop_repair.id
     WHERE workshop_repair.case_id IN (${EACH}) ORDER BY workshop_repair.id, loaner_loan.id`,
    [cases],
  )
  return ({ id, caseId, round }) => {
    const quote = quotes.findLast(row => row.visit_id === id)
    const workshop = repairs.findLast(row => row.case_id === caseId)
    return {
      timeline: stages
        .filter(row => Number(row.entity_id) === id)
        .map(row => ({ what: row.became as VisitState, at: Number(row.at) })),
      quote: quote ? toQuote(quote) : null,
      parts: parts.filter(row => row.visit_id === id).map(toPart),
      workshop: workshop ? toWorkshop(workshop) : null,
      fromWorkshop: isComingBack(workshop && { state: workshop.state as WorkshopState }, round),
    }
  }
}

const EACH = 'SELECT value FROM json_each(?)'
const NOTHING: Around = { timeline: [], quote: null, parts: [], workshop: null }

function toQuote(row: Row): QuoteOnCard {
  const lines = json<readonly QuoteLine[]>(row.lines ?? null)
  return {
    state: row.state as QuoteOnCard['state'],
    plan: row.plan as string,
    lines: lines.map(({ name, qty, total }) => ({ name, qty, total })),
    total: totalOf(lines),
  }
}

function toPart(row: Row): PartOnCard {
  const state = row.state as string
  return {
    id: Number(row.id),
    part: row.part as string,
    qty: Number(row.qty),
    etaAt: Number(row.eta_at),
    state,
    next: PART_NEXT[state] ?? [],
  }
}

function toWorkshop(row: Row): WorkshopOnCard {
  const state = row.state as string
  return {
    id: Number(row.id),
    state,
    reason: row.reason as string,
    promisedReturnAt: Number(row.promised_return_at),
    loaner:
      row.loaner_id === null || row.loaner_id === undefined
        ? null
        : { id: row.loaner_id as string, state: row.loan_state as string },
    next: nextWorkshopStates(state as WorkshopState, 'staff'),
  }
}
