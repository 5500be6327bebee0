/** After the work: accepted, not solved, seen differently, and the report (R-059, R-072, R-073, R-079, K-22, K-24). */
import { reopenCase, type ServiceCase } from '../../service/case.ts'
import { afterWork, withAfterWork } from '../../service/completion.ts'
import { missingInReport, owesReport, repairReport, reportDocument, reportValues } from '../../service/repair-report.ts'
import { DONE, type Visit } from '../../service/visit.ts'
import { caseValues, visitValues } from '../../service/visit-values.ts'
import { findCase, saveCase } from '../../store/cases.ts'
import { replacedAt } from '../../store/parts.ts'
import { quotesOfVisit } from '../../store/quotes.ts'
import { addTask } from '../../store/tasks.ts'
import { saveVisit } from '../../store/visits.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { acceptVisit } from './acceptance.ts'
import { currentVisit, FAILED, ok } from './known.ts'

export const COMPLETION_ACTIONS: Actions = {
  'accept-visit': { outcomes: ['settled'], needs: [], gives: ['visit', 'case'], run: (_, context) => accept(context) },
  'refuse-work': { outcomes: ['settled'], needs: [], gives: ['visit', 'case'], run: (_, context) => refuse(context) },
  'dispute-finding': {
    outcomes: ['settled'],
    needs: [],
    gives: ['visit', 'case'],
    run: (_, context) => dispute(context),
  },
  'give-report': {
    outcomes: ['given', 'later', 'not-owed'],
    needs: [],
    gives: ['report', 'case'],
    run: (_, context) => giveReport(context),
  },
}

type Done = { readonly visit: Visit; readonly case: ServiceCase }

/** The visit in the slot, when its work is done. */
async function doneVisit(context: ActionContext): Promise<Done | undefined> {
  const visit = await currentVisit(context)
  const theCase = visit && DONE.includes(visit.state) ? await findCase(context.tx, visit.caseId) : undefined
  return visit && theCase && { visit, case: theCase }
}

function valuesOf({ visit, case: theCase }: Done, { service }: ActionContext) {
  return { visit: visitValues(visit, service.outlets), case: caseValues(theCase) }
}

/** `settled`: accepted already, or open again. */
async function accept(context: ActionContext): Promise<ActionResult> {
  const done = await doneVisit(context)
  if (!done) return FAILED
  const accepted = await acceptVisit(done.visit, done.case, 'chat', context)
  return accepted ? ok(valuesOf(accepted, context)) : { outcome: 'settled', values: valuesOf(done, context) }
}

/** the case is open again, and nobody asks any more whether the work is accepted. */
async function refuse(context: ActionContext): Promise<ActionResult> {
  const done = await doneVisit(context)
  if (!done) return FAILED
  const reopened = await reopen(done, 'the customer says it is not solved', context)
  return reopened ? ok(valuesOf(reopened, context)) : { outcome: 'settled', values: valuesOf(done, context) }
}

async function reopen({ visit, case: theCase }: Done, why: string, context: ActionContext): Promise<Done | undefined> {
  const { tx, now } = context
  const reopened = reopenCase(theCase, why, now)
  if (!reopened.ok) return undefined
  await saveCase(tx, theCase, reopened.case, 'customer', { why })
  const after: Visit = { ...withAfterWork(visit, { refusedAt: now }), updatedAt: now }
  await saveVisit(tx, visit, after, 'customer', { why })
  return { visit: after, case: reopened.case }
}

/** On the case: another engineer than the last is to come. */
export const SECOND_OPINION = 'SECOND-OPINION'

/** R-059, K-22: who sees it differently is right to ask; somebody else looks at it. */
async function dispute(context: ActionContext): Promise<ActionResult> {
  const done = await doneVisit(context)
  if (done?.visit.completion?.outcome !== 'no-fault') return FAILED
  if (done.case.flags.includes(SECOND_OPINION)) return { outcome: 'settled', values: valuesOf(done, context) }
  const reopened = await reopen(done, 'the customer wants a second opinion', context)
  if (!reopened) return { outcome: 'settled', values: valuesOf(done, context) }
  const flagged = { ...reopened.case, flags: [...reopened.case.flags, SECOND_OPINION] }
  await saveCase(context.tx, reopened.case, flagged, 'customer', { flag: SECOND_OPINION })
  const { id, caseId, conversationId, technicianId, completion } = done.visit
  await addTask(context.tx, {
    conversationId,
    caseId,
    kind: 'second-opinion',
    data: { visit: id, notTechnician: technicianId, finding: completion?.cause ?? null },
  })
  return ok(valuesOf({ visit: reopened.visit, case: flagged }, context))
}

/**
 * once, as a message and as a document. What lacks its cause is `given` as late as it is owed: a person is asked for
 * it meanwhile.
 */
async function giveReport(context: ActionContext): Promise<ActionResult> {
  const { tx, now, service, conversation } = context
  const done = await doneVisit(context)
  if (!done) return FAILED
  if (!owesReport(done)) return { outcome: 'not-owed' }
  if (afterWork(done.visit).reportSentAt !== undefined) return { outcome: 'given' }
  const isDue = now >= (done.visit.completedAt ?? now) + service.policy.report.within
  if (!isDue && missingInReport(repairReport(done)).length > 0) return { outcome: 'later' }
  const after: Visit = { ...withAfterWork(done.visit, { reportSentAt: now }), updatedAt: now }
  await saveVisit(tx, done.visit, after, 'bot', { report: true })
  const approved = (await quotesOfVisit(tx, after.id)).findLast(({ state }) => state === 'APPROVED')
  const facts = {
    visit: after,
    case: done.case,
    lines: approved?.lines ?? [],
    replaced: await replacedAt(tx, after.id),
  }
  const { document, file } = reportDocument(facts, conversation.language, service)
  await context.give(document, file)
  return ok({ report: reportValues(repairReport(facts)), case: caseValues(done.case) })
}
