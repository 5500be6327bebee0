/** Staff say how urgent something is; the promise of a first contact follows. */
import { OPEN_STATES } from '../service/case.ts'
import { findCase, saveCase } from '../store/cases.ts'
import { type Escalation, prioritiseEscalation } from '../store/escalations.ts'
import type { DeskCommand, DeskOutcome } from './command.ts'
import type { CommandContext } from './context.ts'
import { escalationHere, isOver } from './ownership.ts'
import { armLevel } from './raise.ts'
import { HIGHEST_LEVEL } from './raise-level.ts'

/** Changes the escalation and the open case it is about. A hazard that nobody has claimed calls somebody sooner. */
export async function prioritise(
  { escalation: id, priority }: Extract<DeskCommand, { do: 'prioritise' }>,
  context: CommandContext,
): Promise<DeskOutcome> {
  const found = await escalationHere(id, context)
  if (!found) return { ok: false, why: 'not-found' }
  if (isOver(found)) return { ok: false, why: 'not-possible-now' }
  if (found.priority === priority) return { ok: true, events: [] }
  const changed = await prioritiseEscalation(context.tx, found, priority, context.staff.id)
  if (!changed) return { ok: false, why: 'not-possible-now' }
  await prioritiseCase(changed, context)
  if (changed.state === 'RAISED' && priority === 'SAFETY' && changed.level < HIGHEST_LEVEL) armLevel(changed, context)
  return { ok: true, events: [] }
}

async function prioritiseCase({ caseId, priority }: Escalation, { tx, now, staff }: CommandContext): Promise<void> {
  const before = caseId === null ? undefined : await findCase(tx, caseId)
  if (!before || !OPEN_STATES.includes(before.state)) return
  await saveCase(tx, before, { ...before, priority, priorityReason: 'staff', updatedAt: now }, staff.id)
}
