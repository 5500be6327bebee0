/** Everything the staff see, as plain data for any desk to draw. A fixed number of queries, however many cards there are. */
import type { Service } from '../service/service.ts'
import type { Sql } from '../store/sql.ts'
import { type EscalationCard, readEscalationCards } from './escalation-cards.ts'
import { readTaskCards, type TaskCard } from './task-cards.ts'
import { readVisitCards, type VisitCard } from './visit-cards.ts'
import type { DeskWords } from './words.ts'

export type TechnicianCard = {
  readonly id: string
  readonly name: { readonly en: string; readonly zh: string }
  readonly skills: readonly string[]
}

/** Each list is sorted by urgency: SAFETY, HIGH, MEDIUM, LOW, then what has waited longest or comes first. */
export type DeskCards = {
  readonly escalations: readonly EscalationCard[]
  readonly visits: readonly VisitCard[]
  readonly tasks: readonly TaskCard[]
  readonly technicians: readonly TechnicianCard[]
}

/** What is open at the instant `now`. */
export async function readCards(sql: Sql, service: Service, words: DeskWords, now: number): Promise<DeskCards> {
  return {
    escalations: await readEscalationCards(sql, words, now),
    visits: await readVisitCards(sql, service, words, now),
    tasks: await readTaskCards(sql, service.policy.region.zone),
    technicians: service.outlets.technicians.map(({ id, name, skills }) => ({ id, name, skills })),
  }
}
