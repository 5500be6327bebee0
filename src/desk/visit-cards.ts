/** Visits as cards for whoever dispatches: who, where, when, and what may be done with them now. */
import type { Text } from '../flow/flow.ts'
import { caseNumber, type Priority } from '../service/case.ts'
import { movesOfStaff } from '../service/move-visit.ts'
import { findOutlet, findTechnician, trainedTechnicians } from '../service/outlets.ts'
import type { Service } from '../service/service.ts'
import { OVER, type Visit, type VisitState } from '../service/visit.ts'
import { windowLabel } from '../service/windows.ts'
import { numberOrNull, type Row, type Sql } from '../store/sql.ts'
import { toVisit } from '../store/visits.ts'
import type { VisitMove } from './command.ts'
import { maskAddress, maskPhone, maskText } from './mask.ts'
import { byUrgency } from './urgency.ts'
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
  /** What has happened, oldest first. */
  readonly timeline: readonly { readonly what: TimelineStep; readonly at: number }[]
}

export type TimelineStep = 'requested' | 'assigned' | 'confirmed' | 'on-the-way' | 'arrived' | 'completed' | 'cancelled'

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
  return (await toCards(sql, rows, { service, words, now }))[0]
}

/** Visits that begin in a span of time (epoch milliseconds, `to` not included), by their beginning; cancelled ones are left out. */
export async function readVisitCardsBetween(
  sql: Sql,
  span: { readonly from: number; readonly to: number },
  service: Service,
  words: DeskWords,
  now: number,
): Promise<VisitCard[]> {
  const rows = await sql.all<Row>(
    `${SELECT} WHERE visit.starts_at >= ? AND visit.starts_at < ? AND visit.state <> 'CANCELLED'`,
    [span.from, span.to],
  )
  const cards = await toCards(sql, rows, { service, words, now })
  return cards.sort((one, other) => one.startsAt - other.startsAt || one.id - other.id)
}

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

const SELECT = `SELECT visit.*, service_case.appliance, service_case.symptom_code, service_case.free_text,
   service_case.priority AS case_priority,
   (SELECT CASE became WHEN 'CONFIRMED' THEN at END FROM audit_event
      WHERE entity = 'visit' AND entity_id = CAST(visit.id AS TEXT) AND (was IS NULL OR was <> became)
        AND became IN ('REQUESTED', 'ASSIGNED', 'CONFIRMED', 'UNCONFIRMED')
      ORDER BY id DESC LIMIT 1) AS confirmed_at
 FROM visit LEFT JOIN service_case ON service_case.id = visit.case_id`

async function toCards(sql: Sql, rows: readonly Row[], known: Known): Promise<VisitCard[]> {
  const visits = rows.map(row => ({ row, visit: toVisit(row) }))
  const taken = await readTaken(
    sql,
    visits.map(({ visit }) => visit),
    known.now,
  )
  return visits
    .map(({ row, visit }) => ({
      card: toCard(visit, row, taken, known),
      at: visit.startsAt,
      priority: (row.case_priority ?? 'MEDIUM') as Priority,
      isOver: OVER.includes(visit.state),
    }))
    .sort((one, other) => Number(one.isOver) - Number(other.isOver) || byUrgency(one, other))
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

function toCard(visit: Visit, row: Row, taken: readonly Taken[], { service, words }: Known): VisitCard {
  const outlet = findOutlet(service.outlets, visit.outletId)
  const technician = visit.technicianId === null ? undefined : findTechnician(service.outlets, visit.technicianId)
  const appliance = (row.appliance ?? null) as string | null
  const moves = movesOfStaff(visit).filter(isVisitMove)
  const symptom = symptomIn(words, row.symptom_code as string | null, row.free_text as string | null)
  const { name, phone, address } = visit
  // Where it is in the city is enough to choose who goes; whoever goes needs the rest.
  const isMasked = visit.technicianId === null
  return {
    id: visit.id,
    conversation: visit.conversationId,
    case: caseNumber(visit.caseId),
    priority: (row.case_priority ?? 'MEDIUM') as Priority,
    customer: isMasked ? { name, phone: maskPhone(phone), address: maskAddress(address) } : { name, phone, address },
    appliance,
    symptom: isMasked && typeof symptom === 'string' ? maskText(symptom, [address]) : symptom,
    outlet: outlet.name,
    technician: technician ? { id: technician.id, name: technician.name } : null,
    candidates: moves.includes('assign') ? candidates(visit, appliance, taken, service) : [],
    state: visit.state,
    startsAt: visit.startsAt,
    endsAt: visit.endsAt,
    window: windowLabel(visit, outlet.zone),
    moves,
    revision: visit.revision,
    code: visit.code,
    timeline: timeline(visit, numberOrNull(row.confirmed_at)),
  }
}

const VISIT_MOVES: readonly VisitMove[] = ['assign', 'on-the-way', 'arrived', 'complete', 'cancel']

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

/** A confirmation counts until the visit is moved: it is read from the record of the changes. */
function timeline(visit: Visit, confirmedAt: number | null): VisitCard['timeline'] {
  const steps: readonly (readonly [TimelineStep, number | null])[] = [
    ['requested', visit.createdAt],
    ['assigned', visit.assignedAt],
    ['confirmed', confirmedAt],
    ['on-the-way', visit.enRouteAt],
    ['arrived', visit.arrivedAt],
    ['completed', visit.completedAt],
    ['cancelled', visit.cancelledAt],
  ]
  return steps.flatMap(([what, at]) => (at === null ? [] : [{ what, at }]))
}
