/** A calendar file of one event (RFC 5545, RFC 5546). */
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { CalendarDocument } from '../service/document.ts'

const PRODUCT = { company: 'Aftercare', product: 'Visits', language: 'EN' }
/** A request names who organises it; nobody reads mail there (RFC 2606), the chat is where a visit is changed. */
const ORGANIZER = { name: 'Aftercare', email: 'noreply@aftercare.invalid' }

export function calendarFile(event: CalendarDocument): Uint8Array {
  const calendar = ical({ prodId: PRODUCT, method: ICalCalendarMethod[event.method] })
  calendar.createEvent({
    id: event.uid,
    sequence: event.sequence,
    status: ICalEventStatus[event.status],
    start: new Date(event.startsAt),
    end: new Date(event.endsAt),
    stamp: new Date(event.stampedAt),
    summary: event.summary,
    description: event.description,
    location: event.location,
    organizer: ORGANIZER,
  })
  return Buffer.from(calendar.toString(), 'utf8')
}
