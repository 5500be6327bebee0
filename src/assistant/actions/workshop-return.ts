/** What an appliance in the workshop means for the visit that brings it back and for its case. */
import type { ServiceCase } from '../../service/case.ts'
import type { Visit } from '../../service/visit.ts'
import { visitValues } from '../../service/visit-values.ts'
import { missingForClosing, moveWorkshop, WITH_US } from '../../service/workshop.ts'
import { keepWorkshopPromises } from '../../service/workshop-promises.ts'
import { addTask } from '../../store/tasks.ts'
import { visitsOfCase } from '../../store/visits.ts'
import { loanOf, saveWorkshop, workshopOfVisit, workshopsOfCase } from '../../store/workshops.ts'
import type { ActionContext, ActionResult } from '../action.ts'

/** The visit stands where its appliance was taken along, and that is not ready yet. */
export async function isStillInWorkshop({ tx }: ActionContext, { id, state }: Visit): Promise<boolean> {
  return state === 'PULLED_BACK' && (await workshopOfVisit(tx, id))?.state !== 'READY'
}

/**
 * A visit that nobody comes for unless another time is chosen: `stranded`, or `in-workshop` with the instant of the promised
 * return, `backAt` (epoch milliseconds), while no time can be chosen yet.
 */
export async function strandedAt(context: ActionContext, visit: Visit): Promise<ActionResult> {
  const values = { visit: visitValues(visit, context.service.outlets) }
  if (!(await isStillInWorkshop(context, visit))) return { outcome: 'stranded', values }
  const workshop = await workshopOfVisit(context.tx, visit.id)
  return { outcome: 'in-workshop', values: { ...values, backAt: workshop?.promisedReturnAt ?? null } }
}

/** The customer's appliance is in our hands: somebody has to bring it. */
export async function isWithUs({ tx }: ActionContext, { id }: Visit): Promise<boolean> {
  const workshop = await workshopOfVisit(tx, id)
  return workshop !== undefined && WITH_US.includes(workshop.state)
}

/** The visit has a time again; nothing changes where no appliance is waiting for it. */
export async function scheduleReturn(context: ActionContext, { id }: Visit): Promise<void> {
  const { tx, now, service } = context
  const workshop = await workshopOfVisit(tx, id)
  const scheduled = workshop && moveWorkshop(workshop, 'RETURN_SCHEDULED', 'visit', now)
  if (!workshop || !scheduled) return
  await saveWorkshop(tx, workshop, scheduled, 'customer')
  keepWorkshopPromises(scheduled, await loanOf(tx, workshop.id), service.policy, context)
}

/** What of R-064 keeps a case open; the staff are told by name. */
export async function unsettledAfterWorkshop(
  { tx }: ActionContext,
  { id: caseId, conversationId }: ServiceCase,
): Promise<readonly string[]> {
  const workshops = await workshopsOfCase(tx, caseId)
  if (workshops.length === 0) return []
  const visits = await visitsOfCase(tx, caseId)
  const missing: string[] = []
  for (const workshop of workshops) {
    const isAccepted = visits.some(({ id, acceptance }) => id === workshop.visitId && acceptance !== null)
    missing.push(...missingForClosing(workshop, await loanOf(tx, workshop.id), isAccepted))
  }
  if (missing.length > 0) {
    await addTask(tx, { conversationId, caseId, kind: 'return-incomplete', data: { missing: [...new Set(missing)] } })
  }
  return missing
}
