/** What a customer sees of their own matters at a glance, where a platform has a place for it. */
import { LANGUAGES, type Language, type Text } from '../flow/flow.ts'
import { caseNumber, OPEN_STATES } from '../service/case.ts'
import { findOutlet, findTechnician } from '../service/outlets.ts'
import { applianceName } from '../service/products.ts'
import type { Service } from '../service/service.ts'
import { ON_SITE, OVER, STRANDED, type Visit, type VisitState } from '../service/visit.ts'
import { windowLabel } from '../service/windows.ts'
import type { Row, Sql } from '../store/sql.ts'
import { toVisit } from '../store/visits.ts'

export type HomeCase = {
  /** `C1007`. */
  readonly number: string
  readonly appliance: Text | string | null
  readonly problem: Text | string | null
  readonly openedAt: number
  readonly state: string
}

export type HomeVisit = {
  readonly case: string
  readonly window: Text
  readonly state: string
  readonly technician: Text | null
}

export type Home = {
  readonly language: Language
  /** Open cases, newest first. */
  readonly cases: readonly HomeCase[]
  /** The visit that comes next, if one is booked. */
  readonly visit: HomeVisit | null
}

/** A symptom in the flows' words; `said` is what the customer said of it. */
export type SymptomWords = (code: string | null, said: string | null) => Text | string | null

/**
 * What is open for the person behind a conversation: in this conversation and those whose ids begin with it (a user's
 * threads), and in all others of the same customer once it is known who that is. Somebody who has never written has
 * nothing, and English.
 */
export async function readHome(
  sql: Sql,
  service: Pick<Service, 'products' | 'outlets'>,
  symptom: SymptomWords,
  conversation: string,
  now: number,
): Promise<Home> {
  const [known] = await sql.all<Row>(`select state ->> 'language' as language from conversation where id = ?`, [
    conversation,
  ])
  const cases = await sql.all<Row>(
    `select id, state, appliance, symptom_code, free_text, opened_at from service_case
     where conversation_id in (${THEIRS}) and state in (${marks(OPEN_STATES)}) order by id desc`,
    [...theirs(conversation), ...OPEN_STATES],
  )
  const visits = await sql.all<Row>(
    `select * from visit where conversation_id in (${THEIRS}) and state not in (${marks(OVER)}) order by starts_at, id`,
    [...theirs(conversation), ...OVER],
  )
  const visit = visits.map(toVisit).find(each => isToCome(each, now))
  return {
    language: LANGUAGES.find(language => language === known?.language) ?? 'en',
    cases: cases.map(row => toHomeCase(row, service, symptom)),
    visit: visit ? toHomeVisit(visit, service) : null,
  }
}

const THEIRS = `select theirs.id from conversation as theirs where theirs.id = ? or theirs.id > ? and theirs.id < ?
  or theirs.customer_id = (select mine.customer_id from conversation as mine where mine.id = ?)`

/** `0` comes after `/`: a span is looked up in the index, a pattern would be compared with every conversation there is. */
function theirs(conversation: string): readonly string[] {
  return [conversation, `${conversation}/`, `${conversation}0`, conversation]
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}

/**
 * A window that has passed while nobody set out is no visit to look forward to; one that is going on is, and so is one
 * that waits for its part or for the workshop.
 */
function isToCome({ state, endsAt }: Visit, now: number): boolean {
  return endsAt > now || GOING_ON.includes(state)
}

const GOING_ON: readonly VisitState[] = ['EN_ROUTE', ...ON_SITE, ...STRANDED]

function toHomeCase(row: Row, { products }: Pick<Service, 'products'>, symptom: SymptomWords): HomeCase {
  const appliance = row.appliance as string | null
  return {
    number: caseNumber(Number(row.id)),
    appliance: appliance === null ? null : (applianceName(products, appliance) ?? appliance),
    problem: symptom(row.symptom_code as string | null, row.free_text as string | null),
    openedAt: Number(row.opened_at),
    state: row.state as string,
  }
}

function toHomeVisit(visit: Visit, { outlets }: Pick<Service, 'outlets'>): HomeVisit {
  const technician = visit.technicianId === null ? undefined : findTechnician(outlets, visit.technicianId)
  return {
    case: caseNumber(visit.caseId),
    window: windowLabel(visit, findOutlet(outlets, visit.outletId).zone),
    state: visit.state,
    technician: technician?.name ?? null,
  }
}
