/** A part that was asked for goes on its way, and the customer hears of another day. */
import { CHANGEABLE, type Visit } from '../../service/visit.ts'
import { findCase } from '../../store/cases.ts'
import { findPart, type PartRequest, type PartState, savePart } from '../../store/parts.ts'
import { findVisit } from '../../store/visits.ts'
import type { DeskCommand, DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { notice } from './carry-out.ts'
import { ON_ORDER, partValues } from './part-orders.ts'

/** What may follow; what was fetched nearby is received without being sent. */
const NEXT: Readonly<Partial<Record<PartState, readonly PartState[]>>> = {
  APPROVED: ['SHIPPED', 'RECEIVED'],
  SHIPPED: ['RECEIVED', 'RETURNED'],
  RECEIVED: ['USED', 'RETURNED'],
}

/** `etaAt` (epoch milliseconds) is another day than was told; the state may stay what it is then. */
export async function movePart(
  { part: id, state, etaAt }: Extract<DeskCommand, { do: 'move-part' }>,
  context: CommandContext,
): Promise<DeskOutcome> {
  const part = await findPart(context.tx, id)
  const visit = part && (await findVisit(context.tx, part.visitId))
  if (!visit || visit.conversationId !== context.conversation) return { ok: false, why: 'not-found' }
  const next = state === part.state ? part.state : NEXT[part.state]?.find(one => one === state)
  const isLater = etaAt !== undefined && etaAt !== part.etaAt
  if (!next || (next === part.state && !(isLater && ON_ORDER.includes(part.state)))) {
    return { ok: false, why: 'not-possible-now' }
  }
  if (isLater && etaAt <= context.now) return { ok: false, why: 'details-wrong', values: { fields: ['etaAt'] } }
  const after: PartRequest = { ...part, state: next, etaAt: etaAt ?? part.etaAt }
  await savePart(context.tx, part, after, context.staff.id)
  if (!isLater || !mustHear(visit, after)) return { ok: true, events: [] }
  const theCase = await findCase(context.tx, visit.caseId)
  if (!theCase) return { ok: false, why: 'not-found' }
  return { ok: true, events: [notice('visit-part', visit, theCase, partValues(after, true, context), context)] }
}

/** Who waits for it, and who has a second time that is too early by now; nobody before it is allowed. */
function mustHear({ state, startsAt }: Visit, { etaAt, state: ofPart }: PartRequest): boolean {
  if (ofPart === 'REQUESTED') return false
  return state === 'AWAITING_PART' || (CHANGEABLE.includes(state) && startsAt < etaAt)
}
