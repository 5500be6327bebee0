/** A visit as an event of a customer's calendar. Pure. */
import type { Language, Text } from '../flow/flow.ts'
import type { CalendarDocument } from './document.ts'
import { findTechnician, type Outlets } from './outlets.ts'
import type { Visit } from './visit.ts'

/**
 * Whether what stands in the calendar has changed: the visit is new, its time or place is another, or it is cancelled. Who
 * comes is no business of a calendar.
 */
export function changesCalendar(before: Visit | null, after: Visit): boolean {
  if (before === null) return true
  if (after.state === 'CANCELLED') return before.state !== 'CANCELLED'
  return before.startsAt !== after.startsAt || before.endsAt !== after.endsAt || before.address !== after.address
}

/** `now` is the instant of the transaction; `number` the case as the customer knows it. */
export function calendarEvent(
  visit: Visit,
  {
    number,
    language,
    outlets,
    now,
  }: { readonly number: string; readonly language: Language; readonly outlets: Outlets; readonly now: number },
): CalendarDocument {
  const isCancelled = visit.state === 'CANCELLED'
  return {
    kind: 'calendar',
    uid: `visit-${visit.id}@aftercare.invalid`,
    sequence: visit.sequence,
    method: isCancelled ? 'CANCEL' : 'REQUEST',
    // A visit takes place whether or not the customer confirms it; only a proposal leaves its time open.
    status: isCancelled ? 'CANCELLED' : visit.state === 'RESCHEDULE_PROPOSED' ? 'TENTATIVE' : 'CONFIRMED',
    startsAt: visit.startsAt,
    endsAt: visit.endsAt,
    stampedAt: now,
    summary: SUMMARY[language].replace('{number}', number),
    description: describe(visit, language, outlets),
    location: visit.address,
  }
}

const SUMMARY: Text = { en: 'Engineer visit ({number})', zh: '工程师上门（服务单{number}）' }

/** The code is for the door, and the technician's name may still change: who comes is told in the chat. */
function describe(visit: Visit, language: Language, outlets: Outlets): string {
  const technician = visit.technicianId === null ? undefined : findTechnician(outlets, visit.technicianId)
  const lines: readonly Text[] = [
    ...(technician ? [{ en: `Engineer: ${technician.name.en}`, zh: `工程师：${technician.name.zh}` }] : []),
    {
      en: 'To change or cancel the visit, write to us in the chat.',
      zh: '如需改期或取消，请在聊天中告诉我们。',
    },
  ]
  return lines.map(line => line[language]).join('\n')
}

/** What the file is called, and what is said above it. */
export function calendarFile(event: CalendarDocument, language: Language) {
  const said: Text = event.method === 'CANCEL' ? TAKE_OUT : event.sequence === 0 ? TAKE_IN : TAKE_OVER
  return { name: 'visit.ics', mime: 'text/calendar', text: said[language] }
}

const TAKE_IN: Text = { en: 'For your calendar.', zh: '可以添加到您的日历。' }
const TAKE_OVER: Text = { en: 'The change for your calendar.', zh: '日历更新，打开即可同步这次改动。' }
const TAKE_OUT: Text = { en: 'Open it to take the visit out of your calendar.', zh: '打开即可从日历中移除这次上门。' }
