/** People: asked to do something, and when they are there. */
import type { Values } from '../../flow/flow.ts'
import { staffHoursAt } from '../../service/staff-hours.ts'
import { addTask } from '../../store/tasks.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { currentCase, currentVisit, FAILED, OK, ok } from './known.ts'

export const STAFF_ACTIONS: Actions = {
  'ask-staff-to-call': { outcomes: [], needs: ['kind'], gives: [], run: askStaffToCall },
  'staff-hours': { outcomes: [], needs: [], gives: ['staffed'], run: (_, context) => staffHours(context) },
}

/** `text`: what the customer wrote, if that is what it is about; the visit it is about, if there is one. */
async function askStaffToCall({ kind, text }: Values, context: ActionContext): Promise<ActionResult> {
  if (typeof kind !== 'string') return FAILED
  const theCase = await currentCase(context)
  const visit = await currentVisit(context)
  await addTask(context.tx, {
    conversationId: context.conversationId,
    caseId: theCase?.id ?? null,
    kind,
    ...(typeof text === 'string' && { text }),
    ...(visit && { data: { visit: visit.id, startsAt: visit.startsAt } }),
  })
  return OK
}

/** Whether somebody is there now, and when somebody will be. */
async function staffHours({ now, service }: ActionContext): Promise<ActionResult> {
  return ok({ staffed: staffHoursAt(service, now) })
}
