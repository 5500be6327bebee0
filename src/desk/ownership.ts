/** Whose an escalation is: found, taken, and who is refused because it is another's (section D, "Escalation"). */
import type { Event } from '../flow/event.ts'
import { releaseHold } from '../store/bookings.ts'
import { claimEscalation, type Escalation, findEscalation, isOpenEscalation, levelTimer } from '../store/escalations.ts'
import type { DeskOutcome, Staff } from './command.ts'
import type { CommandContext } from './context.ts'
import { mayCommand } from './roles.ts'

/** A command is taken in the turn of its conversation: an escalation of another one is none of its business. */
export async function escalationHere(id: number, context: CommandContext): Promise<Escalation | undefined> {
  const found = await findEscalation(context.tx, id)
  return found?.conversationId === context.conversation ? found : undefined
}

/**
 * Compare-and-swap: who claims a raised escalation first has it, with the conversation. Gives what the customer hears, or
 * undefined when somebody else was first.
 */
export async function take(escalation: number, context: CommandContext): Promise<Event | undefined> {
  const claimed = await claimEscalation(context.tx, escalation, context.staff)
  return claimed && own(escalation, context.staff, context)
}

/** The conversation is theirs from now on; nobody is called any more. Gives what the customer hears. */
export async function own(escalation: number, to: Pick<Staff, 'id' | 'name'>, context: CommandContext): Promise<Event> {
  // What the customer was about to book with the bot is settled with a person now.
  await releaseHold(context.tx, context.conversation)
  context.forget(levelTimer(escalation))
  context.setOwner('agent', to.id)
  return { kind: 'notice', flow: 'claimed', values: { agent: to.name } }
}

export function isOver({ state }: Escalation): boolean {
  return !isOpenEscalation(state)
}

/** Why somebody who does not own it may not act on it; `by` is the owner's name, null while nobody has claimed it. */
export function refusedTo(staff: Staff, escalation: Escalation): DeskOutcome | undefined {
  if (isOver(escalation)) return { ok: false, why: 'not-possible-now' }
  if (escalation.claimedBy === staff.id) return undefined
  return { ok: false, why: 'not-yours', values: { by: escalation.claimedName } }
}

/**
 * Like `refusedTo`, for what ends the work of a colleague: not even a manager does that over their head. `assign` says
 * whether they may assign it to themselves, and then end it.
 */
export function refusedToEnd(staff: Staff, escalation: Escalation): DeskOutcome | undefined {
  const refused = refusedTo(staff, escalation)
  if (!refused || refused.ok || refused.why !== 'not-yours' || escalation.claimedBy === null) return refused
  const mayAssign = mayCommand(staff, { do: 'assign', escalation: escalation.id, to: staff })
  return { ...refused, values: { ...refused.values, assign: mayAssign } }
}
