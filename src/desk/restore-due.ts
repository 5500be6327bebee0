/** A machine was to work again by a stated time. */
import { DONE } from '../service/visit.ts'
import { caseValues } from '../service/visit-values.ts'
import { findCase } from '../store/cases.ts'
import { liftLevel, openEscalationOf } from '../store/escalations.ts'
import { visitsOfCase } from '../store/visits.ts'
import type { DeskOutcome } from './command.ts'
import type { CommandContext } from './context.ts'
import { raiseEscalation } from './raise.ts'

/** The level of the duty manager (section D, "Escalation"). */
const MANAGER = 2

/** Calls the duty manager, and the customer hears that we are late, unless the case is solved or the work is done. */
export async function restoreDue(id: number, context: CommandContext): Promise<DeskOutcome> {
  const { tx, conversation } = context
  const theCase = await findCase(tx, id)
  if (theCase?.conversationId !== conversation) return { ok: false, why: 'not-found' }
  const isOver = theCase.resolvedAt !== null || theCase.closedAt !== null || theCase.state === 'CANCELLED'
  const isDone = (await visitsOfCase(tx, id)).some(({ state }) => DONE.includes(state))
  if (isOver || isDone) return { ok: false, why: 'not-possible-now' }
  const { priority } = theCase
  const summary = { flow: 'restore-overdue', step: null, slots: { case: caseValues(theCase) } }
  const away = await raiseEscalation(
    { conversationId: conversation, caseId: id, reason: 'restore-overdue', priority, summary },
    context,
  )
  const open = await openEscalationOf(tx, conversation)
  if (open) await liftLevel(tx, open.id, MANAGER)
  const notice = { kind: 'notice', flow: 'restore-overdue', values: { case: caseValues(theCase) } } as const
  return { ok: true, events: away ? [notice, away] : [notice] }
}
