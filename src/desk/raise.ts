/** A conversation asks for a person: the escalation is opened, and the promise of a first contact is armed. */
import type { DeskContext, Raised } from '../assistant/desk-port.ts'
import type { Event } from '../flow/event.ts'
import type { Service } from '../service/service.ts'
import { staffHoursAt } from '../service/staff-hours.ts'
import { releaseHold } from '../store/bookings.ts'
import {
  type Escalation,
  levelTimer,
  openEscalationOf,
  raiseLevel,
  raiseEscalation as storeEscalation,
} from '../store/escalations.ts'
import { contactDueAt } from './first-contact.ts'

export type RaiseContext = DeskContext & { readonly service: Service }

/**
 * Opens an escalation, or joins the one that is open: a conversation never waits twice, and the higher priority stands.
 * An agent who owns the conversation keeps it. `summary` is kept for the card, with the reason. Who asks outside the hours
 * of the staff is to hear when they are back: the event says it.
 */
export async function raiseEscalation(raised: Raised, context: RaiseContext): Promise<Event | undefined> {
  const open = await openEscalationOf(context.tx, raised.conversationId)
  const { conversationId, caseId, reason, priority } = raised
  const summary = { ...raised.summary, reason }
  const stored = await storeEscalation(context.tx, { conversationId, caseId, reason, priority, summary })
  const isManagers = TO_MANAGER.includes(reason) && stored.level === 1 && stored.state === 'RAISED'
  const escalation = (isManagers && (await raiseLevel(context.tx, stored.id))) || stored
  if (escalation.state === 'CLAIMED') return undefined
  if (escalation.priority !== open?.priority) armLevel(escalation, context)
  // A window that was chosen is for others again: a person settles the time now.
  await releaseHold(context.tx, conversationId)
  context.setOwner('waiting', null)
  return open ? undefined : away(escalation, context)
}

/** A manager's from the beginning: an apology for a delay that was not accepted. */
const TO_MANAGER: readonly string[] = ['late-apology']

/** Outside their hours nobody is promised at once; a hazard calls somebody at any hour. */
function away({ priority }: Escalation, { service, now }: RaiseContext): Event | undefined {
  const { open, next } = staffHoursAt(service, now)
  if (open || priority === 'SAFETY') return undefined
  return { kind: 'notice', flow: 'away', values: { next } }
}

/** Arms the timer after which an unclaimed escalation goes up a level; it falls due as the command `raise-level`. */
export function armLevel(escalation: Escalation, context: RaiseContext): void {
  const at = contactDueAt(context.service, escalation.priority, context.now)
  if (at === undefined) return
  context.remind({
    key: levelTimer(escalation.id),
    at,
    flow: 'desk',
    values: { do: 'raise-level', escalation: escalation.id },
  })
}
