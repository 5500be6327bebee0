/**
 * What follows from every change of a visit, whoever made it: untrue messages and timers are dropped, its promises are set
 * anew, the customer's card of it is brought up to date, and a new time goes to their calendar. Asked once at the end of a
 * turn, so that nobody who changes a visit can forget it (peers I31, I32).
 */
import type { Event } from '../flow/event.ts'
import type { Language } from '../flow/flow.ts'
import { calendarEvent, calendarFile, changesCalendar } from '../service/calendar-event.ts'
import type { Document, DocumentFile } from '../service/document.ts'
import type { Service } from '../service/service.ts'
import type { Visit } from '../service/visit.ts'
import { cardDates } from '../service/visit-card.ts'
import { keepPromises, type Reminders } from '../service/visit-promises.ts'
import { caseValues, visitValues } from '../service/visit-values.ts'
import { findCase } from '../store/cases.ts'
import { waitsOf } from '../store/progress.ts'
import type { Tx, VisitChange } from '../store/sql.ts'
import type { Timer } from '../store/timers.ts'

/** The flow that says how a visit stands. */
export const CARD = 'visit-card'

/** What a turn lends: where its timers are, and how it speaks. */
export type ChangedTurn = Reminders & {
  readonly tx: Tx
  readonly service: Service
  readonly conversationId: string
  readonly language: Language
  /** Timers of the turn that are not stored yet. */
  readonly timers: Timer[]
  outdated(ids: readonly number[]): void
  give(document: Document, file: DocumentFile): Promise<void>
  /** Says a notice; nothing where a conversation goes on with flows that do not know it yet. */
  tell(event: Extract<Event, { kind: 'notice' }>): Promise<void>
}

/** `changes` are those of the turn, in order. Visits that follow a customer to another conversation are left to its turns. */
export async function followChanges(changes: readonly VisitChange[], turn: ChangedTurn): Promise<void> {
  for (const { voided } of changes) turn.outdated(voided)
  for (const { before, after } of joined(changes)) {
    if (after.conversationId !== turn.conversationId) continue
    dropOutdated(turn.timers, after)
    keepPromises(after, turn.service.policy, turn)
    await tell(before, after, turn)
  }
}

/** Of each visit, what it was before the turn and what it is now. */
function joined(changes: readonly VisitChange[]): readonly Pick<VisitChange, 'before' | 'after'>[] {
  const visits = new Map<number, Pick<VisitChange, 'before' | 'after'>>()
  for (const { before, after } of changes)
    visits.set(after.id, { before: (visits.get(after.id) ?? { before }).before, after })
  return [...visits.values()]
}

/** The turn's own timers, as the store drops those of earlier turns. */
function dropOutdated(timers: Timer[], { id, revision, startsAt, state }: Visit): void {
  const kept = timers.filter(({ flow, values }) => {
    const told = values.visit as Partial<Visit> | number | null | undefined
    if (flow === 'desk' || flow === 'silent' || typeof told !== 'object' || told?.id !== id) return true
    return state !== 'CANCELLED' && (Number(told.revision) >= revision || told.startsAt === startsAt)
  })
  timers.splice(0, timers.length, ...kept)
}

/** The card, and what belongs in a calendar. */
async function tell(before: Visit | null, after: Visit, turn: ChangedTurn): Promise<void> {
  const { tx, service, language } = turn
  const theCase = await findCase(tx, after.caseId)
  if (!theCase) return
  const known = caseValues(theCase)
  const dates = cardDates(after, await waitsOf(tx, after), service.outlets)
  const values = { visit: visitValues(after, service.outlets), case: known, dates }
  await turn.tell({ kind: 'notice', flow: CARD, values })
  if (!changesCalendar(before, after)) return
  const event = calendarEvent(after, { number: String(known.number), language, outlets: service.outlets, now: tx.now })
  await turn.give(event, calendarFile(event, language))
}
