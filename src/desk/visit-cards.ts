/** Visits as cards for whoever dispatches: who, where, when, and what may be done with them now. */
import type { Text } from '../flow/flow.ts'
import { type BillingClass, type CaseType, caseNumber, type Priority } from '../service/case.ts'
import { movesOfStaff } from '../service/move-visit.ts'
import { findOutlet, findTechnician, isOutOfArea, trainedTechnicians } from '../service/outlets.ts'
import type { Service } from '../service/service.ts'
import { type Block, type Delay, OVER, type Proposal, type Visit, type VisitState } from '../service/visit.ts'
import { isCarriedOver } from '../service/visit-promises.ts'
import type { Warranty } from '../service/warranty.ts'
import { windowLabel } from '../service/windows.ts'
import { meantAsset } from '../store/assets.ts'
import { json, numberOrNull, type Row, type Sql } from '../store/sql.ts'
import { toVisit } from '../store/visits.ts'
import type { VisitMove } from './command.ts'
import { maskAddress, maskPhone, maskText } from './mask.ts'
import { type PreVisit, readPreVisit } from './pre-visit.ts'
import { byBeginning, byNeed, type Waiting } from './urgency.ts'
import { type Around, readAround } from './visit-around.ts'
import { VISIT_MOVES } from './visit-forms.ts'
import { codesOf, type Offers, offersOf, type ShownForm, shownForms } from './visit-offers.ts'
import { warrantyIn } from './visit-warranty.ts'
import { type DeskWords, symptomIn } from './words.ts'

export type VisitCard = {
  readonly id: number
  readonly conversation: string
  /** `C1007`. */
  readonly case: string
  readonly priority: Priority
  /** Phone and address are masked until the visit is somebody's. */
  readonly customer: { readonly name: string; readonly phone: string; readonly address: string }
  readonly appliance: string | null
  readonly model: string | null
  /** In both languages where the flows have words for it, else the customer's own. */
  readonly symptom: Text | string | null
  readonly outlet: Text
  readonly technician: { readonly id: string; readonly name: Text } | null
  /** Who may be assigned: trained for the appliance and free then; the one whose window was chosen comes first. */
  readonly candidates: readonly string[]
  readonly state: VisitState
  readonly startsAt: number
  readonly endsAt: number
  readonly window: Text
  readonly moves: readonly VisitMove[]
  /** Goes back with every command, so that an old card is refused. */
  readonly revision: number
  /** What the customer and the technician tell each other at the door. */
  readonly code: string
  readonly type: CaseType
  /** Which time somebody comes for it, and whether the repaired appliance comes back with it. */
  readonly round: number
  readonly fromWorkshop: boolean
  readonly billingClass: BillingClass | null
  readonly warranty: Warranty
  /** What else is to be known of the case: `REPEAT` … */
  readonly flags: readonly string[]
  /** Beyond what the outlet serves: how far, and who allowed it. */
  readonly distanceKm: number | null
  readonly isOutOfArea: boolean
  readonly outOfAreaBy: string | null
  readonly delay: Delay | null
  readonly proposal: (Pick<Proposal, 'startsAt' | 'endsAt' | 'reason'> & { readonly window: Text }) | null
  readonly block: Block | null
  readonly etaAt: number | null
  /** What is known of the fault beforehand; only on a card that is read alone. */
  readonly preVisit?: PreVisit
  /** The codes that stand above, in words. */
  readonly codes: Readonly<Record<string, Text>>
  readonly offers: Offers
  /** The form of each move, for a desk that does not draw it from `formOf`. */
  readonly forms: Partial<Record<VisitMove, ShownForm>>
} & Around

/** Visits that are not over, and those that ended less than `case.inactive` ago, which come last. */
export async function readVisitCards(sql: Sql, service: Service, words: DeskWords, now: number): Promise<VisitCard[]> {
  const rows = await sql.all<Row>(
    `${SELECT} WHERE visit.state NOT IN (${OVER.map(() => '?').join(',')}) OR visit.updated_at > ?`,
    [...OVER, now - service.policy.case.inactive],
  )
  return toCards(sql, rows, { service, words, now })
}

/** One visit, over or not; undefined when there is none of that number. */
export async function readVisitCard(
  sql: Sql,
  id: number,
  service: Service,
  words: DeskWords,
  now: number,
): Promise<VisitCard | undefined> {
  const rows = await sql.all<Row>(`${SELECT} WHERE visit.id = ?`, [id])
  const [row] = rows
  const [card] = await toCards(sql, rows, { service, words, now })
  return row && card && { ...card, preVisit: await readPreVisit(sql, { caseId: Number(row.case_id) }) }
}

/**
 * Visits that begin in a span of time (epoch milliseconds, `to` not included), by their beginning, what stayed over from the
 * day before first; cancelled ones are left out.
 */
export async function readVisitCardsBetween(
  sql: Sql,
  span: { readonly from: number; readonly to: number },
  service: Service,
  words: DeskWords,
  now: number,
): Promise<VisitCard[]> {
  const rows = await sql.all<Row>(
    `${SELECT} WHERE visit.starts_at >= ? AND visit.starts_at < ? AND visit.state <> 'CANCELLED' ORDER BY visit.id`,
    [span.from, span.to],
  )
  return toCards(sql, rows, { service, words, now }, byBeginning)
}

/** What a technician has to do: visits that are not over, the next first, at most `MOST_OF_TECHNICIAN`. */
export async function readVisitCardsOfTechnician(
  sql: Sql,
  technicianId: string,
  service: Service,
  words: DeskWords,
  now: number,
): Promise<VisitCard[]> {
  const rows = await sql.all<Row>(
    `${SELECT} WHERE visit.technician_id = ? AND visit.state NOT IN (${OVER.map(() => '?').join(',')})
     ORDER BY visit.starts_at, visit.id LIMIT ?`,
    [technicianId, ...OVER, MOST_OF_TECHNICIAN],
  )
  return toCards(sql, rows, { service, words, now }, byBeginning)
}

/** As many buttons as a phone shows without a search. */
const MOST_OF_TECHNICIAN = 8

/** Every visit of a case, oldest first. */
export async function readVisitCardsOf(
  sql: Sql,
  caseId: number,
  service: Service,
  words: DeskWords,
  now: number,
): Promise<VisitCard[]> {
  const rows = await sql.all<Row>(`${SELECT} WHERE visit.case_id = ?`, [caseId])
  return (await toCards(sql, rows, { service, words, now })).sort((one, other) => one.id - other.id)
}

const SELECT = `SELECT visit.*, service_case.appliance, service_case.symptom_code, service_case.model_no, service_case.free_text,
   service_case.priority AS case_priority, service_case.type AS case_type, service_case.billing_class, service_case.arrival_due_at,
   service_case.flags AS case_flags, service_case.warranty_proof, service_case.purchased_on AS told_purchase,
   asset.appliance AS asset_appliance, asset.purchased_on AS asset_purchase, asset.proven, asset.warranty_end
 FROM visit LEFT JOIN service_case ON service_case.id = visit.case_id
 LEFT JOIN asset ON asset.id = (SELECT ${meantAsset('meant')} FROM (
   SELECT service_case.appliance, service_case.model_no, service_case.serial_no,
     COALESCE(service_case.customer_id, (SELECT customer_id FROM conversation WHERE id = service_case.conversation_id)) AS customer_id,
     (SELECT phone FROM visit AS newest WHERE newest.case_id = service_case.id ORDER BY id DESC LIMIT 1) AS phone) AS meant)`

async function toCards(
  sql: Sql,
  rows: readonly Row[],
  known: Known,
  order: (one: Waiting, other: Waiting) => number = byNeed,
): Promise<VisitCard[]> {
  const visits = rows.map(row => ({ row, visit: toVisit(row) }))
  const taken = await readTaken(
    sql,
    visits.map(({ visit }) => visit),
    known.now,
  )
  const around = await readAround(
    sql,
    visits.map(({ visit }) => visit),
  )
  return visits
    .map(({ row, visit }) => ({
      card: toCard(visit, row, around(visit), taken, known),
      at: visit.startsAt,
      priority: (row.case_priority ?? 'MEDIUM') as Priority,
      isOver: OVER.includes(visit.state),
      isCarriedOver: isCarriedOver(visit, known.service.policy, known.now),
      dueAt: numberOrNull(row.arrival_due_at),
      isKey: flagsIn(row).includes('KEY'),
    }))
    .sort(order)
    .map(({ card }) => card)
}

type Known = { readonly service: Service; readonly words: DeskWords; readonly now: number }

type Taken = { technicianId: string; startsAt: number; endsAt: number; visitId: number | null }

/** Windows that are taken while any of these visits is going on. */
async function readTaken(sql: Sql, visits: readonly Visit[], now: number): Promise<Taken[]> {
  const open = visits.filter(visit => !OVER.includes(visit.state))
  if (open.length === 0) return []
  const rows = await sql.all<Row>(
    `SELECT technician_id, starts_at, ends_at, visit_id FROM booking
     WHERE starts_at < ? AND ends_at > ? AND (state = 'booked' OR held_until > ?)`,
    [Math.max(...open.map(visit => visit.endsAt)), Math.min(...open.map(visit => visit.startsAt)), now],
  )
  return rows.map(row => ({
    technicianId: row.technician_id as string,
    startsAt: Number(row.starts_at),
    endsAt: Number(row.ends_at),
    visitId: numberOrNull(row.visit_id),
  }))
}

function toCard(
  visit: Visit,
  row: Row,
  around: Around & { readonly fromWorkshop: boolean },
  taken: readonly Taken[],
  { service, words, now }: Known,
): VisitCard {
  const outlet = findOutlet(service.outlets, visit.outletId)
  const technician = visit.technicianId === null ? undefined : findTechnician(service.outlets, visit.technicianId)
  const appliance = (row.appliance ?? null) as string | null
  const type = (row.case_type ?? 'REPAIR') as CaseType
  const moves = movesOfStaff(visit).filter(isVisitMove)
  const symptom = symptomIn(words, row.symptom_code as string | null, row.free_text as string | null)
  const { name, phone, address, proposal } = visit
  // Where it is in the city is enough to choose who goes; whoever goes needs the rest.
  const isMasked = visit.technicianId === null
  const free = moves.includes('assign') ? candidates(visit, appliance, taken, service) : []
  return {
    id: visit.id,
    conversation: visit.conversationId,
    case: caseNumber(visit.caseId),
    priority: (row.case_priority ?? 'MEDIUM') as Priority,
    customer: isMasked ? { name, phone: maskPhone(phone), address: maskAddress(address) } : { name, phone, address },
    appliance,
    model: (row.model_no ?? null) as string | null,
    symptom: isMasked && typeof symptom === 'string' ? maskText(symptom, [address]) : symptom,
    outlet: outlet.name,
    technician: technician ? { id: technician.id, name: technician.name } : null,
    candidates: free,
    state: visit.state,
    startsAt: visit.startsAt,
    endsAt: visit.endsAt,
    window: windowLabel(visit, outlet.zone),
    moves,
    revision: visit.revision,
    code: visit.code,
    type,
    round: visit.round,
    billingClass: (row.billing_class ?? null) as BillingClass | null,
    warranty: warrantyIn(row, appliance, service, now),
    flags: flagsIn(row),
    distanceKm: visit.distanceKm,
    isOutOfArea: isOutOfArea(outlet, visit.distanceKm),
    outOfAreaBy: visit.outOfAreaBy,
    delay: visit.delay,
    proposal: proposal && {
      startsAt: proposal.startsAt,
      endsAt: proposal.endsAt,
      reason: proposal.reason,
      window: windowLabel(proposal, outlet.zone),
    },
    block: visit.block,
    etaAt: visit.etaAt,
    codes: codesOf([
      row.billing_class as string | null,
      visit.delay?.reason,
      proposal?.reason,
      visit.block?.reason,
      around.workshop?.reason,
      ...around.parts.map(({ part }) => part),
    ]),
    offers: offersOf({ candidates: free, appliance }, service),
    forms: shownForms(moves, { type, fromWorkshop: around.fromWorkshop }),
    ...around,
  }
}

function flagsIn(row: Row): readonly string[] {
  return row.case_flags ? json<readonly string[]>(row.case_flags) : []
}

function isVisitMove(move: string): move is VisitMove {
  return VISIT_MOVES.some(known => known === move)
}

function candidates(visit: Visit, appliance: string | null, taken: readonly Taken[], service: Service): string[] {
  const own = taken.find(other => other.visitId === visit.id)?.technicianId
  const busy = new Set(
    taken
      .filter(other => other.visitId !== visit.id && other.startsAt < visit.endsAt && other.endsAt > visit.startsAt)
      .map(other => other.technicianId),
  )
  return trainedTechnicians(service.outlets, visit.outletId, appliance ?? undefined)
    .map(({ id }) => id)
    .filter(id => !busy.has(id))
    .sort((one, other) => Number(other === own) - Number(one === own))
}
