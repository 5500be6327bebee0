/** A person takes a conversation, answers in it, and lets it go again (section D, "Escalation"). */

import { type CaseState, moveCase, type ServiceCase } from '../service/case.ts'
import { OVER } from '../service/visit.ts'
import { caseValues } from '../service/visit-values.ts'
import { findCase, saveCase } from '../store/cases.ts'
import { claimEscalation, type Escalation, endEscalation, findEscalation } from '../store/escalations.ts'
import type { Tx } from '../store/sql.ts'
import { visitsOfCase } from '../store/visits.ts'
import type { DeskOutcome } from './command.ts'
import type { CommandContext } from './context.ts'
import { levelTimer } from './raise.ts'

type Order = { readonly escalation: number }

/**
 * Compare-and-swap: of two who claim at once one has it, and the other hears who (`already-claimed`, `by`). The customer
 * hears who it is.
 */
export async function claim({ escalation: id }: Order, context: CommandContext): Promise<DeskOutcome> {
  const found = await escalationHere(id, context)
  if (!found) return { ok: false, why: 'not-found' }
  const claimed = await claimEscalation(context.tx, id, context.staff)
  if (!claimed) return notClaimable((await findEscalation(context.tx, id)) ?? found)
  context.forget(levelTimer(id))
  context.setOwner('agent', context.staff)
  return { ok: true, events: [{ kind: 'notice', flow: 'claimed', values: { agent: context.staff } }] }
}

function notClaimable(escalation: Escalation): DeskOutcome {
  if (escalation.state !== 'CLAIMED') return { ok: false, why: 'not-possible-now' }
  return { ok: false, why: 'already-claimed', values: { by: escalation.claimedBy } }
}

/** Words of the agent for the customer; nobody else speaks while somebody owns the conversation. */
export async function reply(order: Order & { readonly text: string }, context: CommandContext): Promise<DeskOutcome> {
  const text = order.text.trim()
  if (text === '') return { ok: false, why: 'empty-text' }
  const refusal = refusedTo(context.staff, await escalationHere(order.escalation, context))
  return refusal ?? { ok: true, events: [], relay: text }
}

/**
 * Lets the conversation go: `HANDED_BACK`, the bot goes on at the step it waits at, or `RESOLVED`, the person has
 * finished the matter. A case that was escalated for safety goes on with it: only a person may let it. Of a case
 * that is resolved with it the customer is asked whether it is, instead of going on where the talk was.
 */
export async function letGo(
  { escalation: id }: Order,
  state: 'HANDED_BACK' | 'RESOLVED',
  context: CommandContext,
): Promise<DeskOutcome> {
  const found = await escalationHere(id, context)
  const refusal = refusedTo(context.staff, found)
  if (refusal) return refusal
  const ended = await endEscalation(context.tx, id, context.staff, state)
  if (!ended) return { ok: false, why: 'not-yours' }
  const released = ended.caseId === null ? undefined : await releaseCase(context.tx, ended.caseId, state, context)
  context.setOwner('bot', null)
  if (released?.state !== 'RESOLVED') return { ok: true, events: [{ kind: 'handed-back' }] }
  return { ok: true, events: [{ kind: 'notice', flow: 'resolved', values: { case: caseValues(released) } }] }
}

/**
 * The case where the end of its escalation has moved it. A person finishes only what waited for one, and a case whose visit
 * is still to come goes on with it.
 */
async function releaseCase(
  tx: Tx,
  id: number,
  state: 'HANDED_BACK' | 'RESOLVED',
  context: CommandContext,
): Promise<ServiceCase | undefined> {
  const before = await findCase(tx, id)
  if (!before || !mayRelease(before.state, state)) return undefined
  const visits = await visitsOfCase(tx, id)
  const awaited = visits.some(visit => !OVER.includes(visit.state))
  const next = awaited ? 'SCHEDULED' : state === 'RESOLVED' ? 'RESOLVED' : 'OPEN'
  const moved = moveCase(before, next, 'staff', context.now)
  if (!moved.ok) return undefined
  await saveCase(tx, before, moved.case, context.staff)
  return moved.case
}

/** A case that was escalated goes on either way; one that was opened again is finished by a person. */
function mayRelease(before: CaseState, state: 'HANDED_BACK' | 'RESOLVED'): boolean {
  return before === 'ESCALATED' || (before === 'REOPENED' && state === 'RESOLVED')
}

function refusedTo(staff: string, escalation: Escalation | undefined): DeskOutcome | undefined {
  if (!escalation) return { ok: false, why: 'not-found' }
  if (escalation.state === 'HANDED_BACK' || escalation.state === 'RESOLVED')
    return { ok: false, why: 'not-possible-now' }
  if (escalation.claimedBy !== staff) return { ok: false, why: 'not-yours', values: { by: escalation.claimedBy } }
  return undefined
}

/** A command is taken in the turn of its conversation: an escalation of another one is none of its business. */
async function escalationHere(id: number, context: CommandContext): Promise<Escalation | undefined> {
  const found = await findEscalation(context.tx, id)
  return found?.conversationId === context.conversation ? found : undefined
}
