/** A person takes a conversation, or is given it (section D, "Escalation"). */
import { assignEscalation, type Escalation, findEscalation } from '../store/escalations.ts'
import type { DeskCommand, DeskOutcome } from './command.ts'
import type { CommandContext } from './context.ts'
import { escalationHere, isOver, own, take } from './ownership.ts'

type Claim = Extract<DeskCommand, { do: 'claim' }>
type Assign = Extract<DeskCommand, { do: 'assign' }>

/** Of two who claim at once one has it, and the other hears who (`already-claimed`, `by`). The customer hears who it is. */
export async function claim({ escalation: id }: Claim, context: CommandContext): Promise<DeskOutcome> {
  const found = await escalationHere(id, context)
  if (!found) return { ok: false, why: 'not-found' }
  const told = await take(id, context)
  return told ? { ok: true, events: [told] } : notClaimable((await findEscalation(context.tx, id)) ?? found)
}

function notClaimable(escalation: Escalation): DeskOutcome {
  if (isOver(escalation)) return { ok: false, why: 'not-possible-now' }
  return { ok: false, why: 'already-claimed', values: { by: escalation.claimedName } }
}

/** Somebody has it, whoever had it before. The customer hears the name only if it is another person than before. */
export async function assign({ escalation: id, to }: Assign, context: CommandContext): Promise<DeskOutcome> {
  const found = await escalationHere(id, context)
  if (!found) return { ok: false, why: 'not-found' }
  if (found.state === 'CLAIMED' && found.claimedBy === to.id) return { ok: true, events: [] }
  const assigned = await assignEscalation(context.tx, found, to, context.staff.id)
  if (!assigned) return { ok: false, why: 'not-possible-now' }
  return { ok: true, events: [await own(id, to, context)] }
}
