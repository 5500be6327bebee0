/** A person lets a conversation go: the bot goes on, or the matter is finished (section D, "Escalation"). */
import { type CaseState, moveCase, type ServiceCase } from '../service/case.ts'
import { OVER } from '../service/visit.ts'
import { caseValues } from '../service/visit-values.ts'
import { findCase, saveCase } from '../store/cases.ts'
import { endEscalation } from '../store/escalations.ts'
import { visitsOfCase } from '../store/visits.ts'
import type { DeskOutcome } from './command.ts'
import type { CommandContext } from './context.ts'
import { escalationHere, refusedToEnd } from './ownership.ts'
import { sendWaiting } from './send-relay.ts'

/**
 * Lets the conversation go: `HANDED_BACK`, the bot goes on at the step it waits at, or `RESOLVED`, the person has
 * finished the matter. A case that was escalated for safety goes on with it: only a person may let it. Of a case
 * that is resolved with it the customer is asked whether it is, instead of going on where the talk was. Replies that
 * could still be undone go out before anything else is said.
 */
export async function letGo(
  { escalation: id }: { readonly escalation: number },
  state: 'HANDED_BACK' | 'RESOLVED',
  context: CommandContext,
): Promise<DeskOutcome> {
  const found = await escalationHere(id, context)
  if (!found) return { ok: false, why: 'not-found' }
  const refusal = refusedToEnd(context.staff, found)
  if (refusal) return refusal
  const ended = await endEscalation(context.tx, id, context.staff.id, state)
  if (!ended) return { ok: false, why: 'not-yours' }
  await sendWaiting(id, context)
  const released = ended.caseId === null ? undefined : await releaseCase(ended.caseId, state, context)
  context.setOwner('bot', null)
  if (released?.state !== 'RESOLVED') return { ok: true, events: [{ kind: 'handed-back' }] }
  return { ok: true, events: [{ kind: 'notice', flow: 'resolved', values: { case: caseValues(released) } }] }
}

/**
 * The case where the end of its escalation has moved it. A person finishes only what waited for one, and a case whose visit
 * is still to come goes on with it.
 */
async function releaseCase(
  id: number,
  state: 'HANDED_BACK' | 'RESOLVED',
  { tx, now, staff }: CommandContext,
): Promise<ServiceCase | undefined> {
  const before = await findCase(tx, id)
  if (!before || !mayRelease(before.state, state)) return undefined
  const visits = await visitsOfCase(tx, id)
  const awaited = visits.some(visit => !OVER.includes(visit.state))
  const next = awaited ? 'SCHEDULED' : state === 'RESOLVED' ? 'RESOLVED' : 'OPEN'
  const moved = moveCase(before, next, 'staff', now)
  if (!moved.ok) return undefined
  await saveCase(tx, before, moved.case, staff.id)
  return moved.case
}

/** A case that was escalated goes on either way; one that was opened again is finished by a person. */
function mayRelease(before: CaseState, state: 'HANDED_BACK' | 'RESOLVED'): boolean {
  return before === 'ESCALATED' || (before === 'REOPENED' && state === 'RESOLVED')
}
