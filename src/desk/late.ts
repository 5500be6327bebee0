/** What should have happened by now, the most urgent first. */
import { caseNumber, OPEN_STATES, type Priority } from '../service/case.ts'
import { dayOf } from '../service/local-time.ts'
import type { Service } from '../service/service.ts'
import { CHANGEABLE, ON_SITE } from '../service/visit.ts'
import type { Row, Sql } from '../store/sql.ts'
import type { Late } from './board.ts'
import { readEscalationCards } from './escalation-cards.ts'
import { readVisitCards, type VisitCard } from './visit-cards.ts'
import type { DeskWords } from './words.ts'

type Known = { readonly service: Service; readonly words: DeskWords; readonly now: number }

/**
 * Escalations nobody claimed in time, visits without a technician that begin within `previsit.confirm`, visits
 * whose window is over and nobody arrived, work begun on an earlier day and not completed, cases past their time to
 * resolve.
 */
export async function readLate(sql: Sql, known: Known): Promise<Late[]> {
  const { words, now } = known
  const escalations = await readEscalationCards(sql, words, now)
  const unclaimed = escalations
    .filter(card => card.state === 'RAISED' && (card.level > 1 || (card.promiseDueAt ?? now) < now))
    .map((card): Late => ({ kind: 'unclaimed', card, since: card.at }))
  const visits = await readVisitCards(sql, known.service, words, now)
  return [...unclaimed, ...visits.flatMap(card => lateVisit(card, known)), ...(await unresolved(sql, known))]
}

function lateVisit(card: VisitCard, { service, now }: Known): Late[] {
  const { zone } = service.policy.region
  if (BEFORE_ARRIVAL.includes(card.state) && card.endsAt < now) {
    return [{ kind: 'not-arrived', card, since: card.endsAt }]
  }
  if (card.state === 'REQUESTED' && card.startsAt - now < service.policy.previsit.confirm) {
    return [{ kind: 'unassigned', card, since: card.startsAt - service.policy.previsit.confirm }]
  }
  const arrivedAt = card.timeline.findLast(({ what }) => what === 'ARRIVED')?.at
  if (ON_SITE.includes(card.state) && arrivedAt !== undefined && dayOf(arrivedAt, zone) < dayOf(now, zone)) {
    return [{ kind: 'not-completed', card, since: arrivedAt }]
  }
  return []
}

const BEFORE_ARRIVAL: readonly VisitCard['state'][] = [...CHANGEABLE, 'EN_ROUTE']

async function unresolved(sql: Sql, { service, now }: Known): Promise<Late[]> {
  const { resolve } = service.policy.sla
  const rows = await sql.all<Row>(
    `SELECT service_case.id, service_case.priority, service_case.opened_at, conversation.display_name,
       customer.name AS customer_name
     FROM service_case
     LEFT JOIN conversation ON conversation.id = service_case.conversation_id
     LEFT JOIN customer ON customer.id = COALESCE(service_case.customer_id, conversation.customer_id)
     WHERE service_case.state IN (${OPEN_STATES.map(() => '?').join(',')}) ORDER BY service_case.opened_at`,
    [...OPEN_STATES],
  )
  return rows.flatMap((row): Late[] => {
    const priority = row.priority as Priority
    const since = Number(row.opened_at) + resolve[priority]
    if (since >= now) return []
    const customer = (row.customer_name ?? row.display_name) as string | null
    return [{ kind: 'unresolved', case: caseNumber(Number(row.id)), customer, priority, since }]
  })
}
