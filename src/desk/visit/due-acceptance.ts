/** The customer has not said whether the work is accepted: asked again, then a person takes it up (R-072, K-24). */
import { afterWork, withAfterWork } from '../../service/completion.ts'
import { shiftOutOfQuietHours } from '../../service/quiet-hours.ts'
import { findCase } from '../../store/cases.ts'
import { addTask } from '../../store/tasks.ts'
import { notice, saveMoved } from './carry-out.ts'
import type { Due } from './dues.ts'

/** Not at night, and not where the case is open again: somebody is talking with the customer then. */
export const acceptanceDue: Due = async (visit, context) => {
  const { tx, now, service } = context
  const theCase = await findCase(tx, visit.caseId)
  if (!theCase) return { ok: false, why: 'not-found' }
  const at = shiftOutOfQuietHours(now, undefined, service.policy)
  if (at > now) {
    const values = { do: 'visit-due', visit: visit.id, due: 'acceptance' }
    context.remind({ key: `visit:${visit.id}:acceptance`, at, flow: 'desk', values })
    return { ok: true, events: [] }
  }
  const asked = (afterWork(visit).acceptanceAsked ?? 0) + 1
  const after = { ...withAfterWork(visit, { acceptanceAsked: asked }), updatedAt: now }
  await saveMoved(visit, after, 'bot', context)
  if (theCase.state === 'REOPENED' || theCase.state === 'ESCALATED') return { ok: true, events: [] }
  if (asked <= service.policy.acceptance.attempts) {
    return { ok: true, events: [notice('visit-acceptance', after, theCase, { reminded: true }, context)] }
  }
  await addTask(tx, {
    conversationId: visit.conversationId,
    caseId: visit.caseId,
    kind: 'accept-visit',
    data: { visit: visit.id, completedAt: visit.completedAt, asked: asked - 1 },
  })
  return { ok: true, events: [] }
}
