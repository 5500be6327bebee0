/** An escalation that nobody claimed in time goes up: from the agents to the duty manager, and on. */
import { findEscalation, raiseLevel as storeLevel } from '../store/escalations.ts'
import type { DeskOutcome } from './command.ts'
import type { CommandContext } from './context.ts'
import { armLevel } from './raise.ts'

/** Section D, "Escalation": `level 1..3`. */
export const HIGHEST_LEVEL = 3

/** One level up and the timer armed again, until somebody claims it or there is nobody above. */
export async function raiseLevel(id: number, context: CommandContext): Promise<DeskOutcome> {
  const found = await findEscalation(context.tx, id)
  if (found?.conversationId !== context.conversation) return { ok: false, why: 'not-found' }
  if (found.level >= HIGHEST_LEVEL) return { ok: false, why: 'not-possible-now' }
  const raised = await storeLevel(context.tx, id)
  if (!raised) return { ok: false, why: 'not-possible-now' }
  if (raised.level < HIGHEST_LEVEL) armLevel(raised, context)
  return { ok: true, events: [] }
}
