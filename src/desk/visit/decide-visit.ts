/** A manager's word about a visit: the way is worth it, something is due for the delay. */
import type { Visit } from '../../service/visit.ts'
import { findCase } from '../../store/cases.ts'
import { addTask } from '../../store/tasks.ts'
import { findVisit } from '../../store/visits.ts'
import type { CommandContext } from '../context.ts'
import { notice, saveMoved } from './carry-out.ts'
import type { Decide } from './decisions.ts'
import { askToCall } from './lateness.ts'

/** Approved, the visit may be assigned. */
export const decideDistance: Decide = async (task, { approve }, context) => {
  const visit = await visitOf(task.data?.visit, context)
  if (!visit) return { ok: false, why: 'not-found' }
  const km = task.data?.distanceKm
  const allowed = {
    ...visit,
    outOfAreaBy: context.staff.id,
    distanceKm: typeof km === 'number' ? km : visit.distanceKm,
    updatedAt: context.now,
  }
  if (approve) await saveMoved(visit, allowed, context.staff.id, context)
  // Refused, somebody settles with the customer how it goes on.
  else {
    await addTask(context.tx, {
      conversationId: visit.conversationId,
      caseId: visit.caseId,
      kind: 'reassign',
      data: { visit: visit.id, startsAt: visit.startsAt },
    })
  }
  return { ok: true, events: [] }
}

/** Approved, the customer hears of it, without any amount; a colleague settles it with them. */
export const decideRemedy: Decide = async (task, { approve }, context) => {
  const visit = await visitOf(task.data?.visit, context)
  const theCase = visit && (await findCase(context.tx, visit.caseId))
  if (!visit || !theCase) return { ok: false, why: 'not-found' }
  if (!approve) return { ok: true, events: [] }
  await askToCall(visit, 'remedy', context)
  const remedy = task.data?.remedy ?? context.service.policy.late.remedy
  return { ok: true, events: [notice('late-remedy', visit, theCase, { remedy }, context)] }
}

async function visitOf(id: unknown, { tx, conversation }: CommandContext): Promise<Visit | undefined> {
  const visit = typeof id === 'number' ? await findVisit(tx, id) : undefined
  return visit?.conversationId === conversation ? visit : undefined
}
