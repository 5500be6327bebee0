/** The repair report is owed within three hours; shortly before, a person is asked for what it lacks. */
import { missingInReport, owesReport, repairReport } from '../../service/repair-report.ts'
import { findCase } from '../../store/cases.ts'
import { addTask } from '../../store/tasks.ts'
import { notice } from './carry-out.ts'
import type { Due } from './dues.ts'

export const reportMissing: Due = async (visit, { tx }) => {
  const theCase = await findCase(tx, visit.caseId)
  if (!theCase) return { ok: false, why: 'not-found' }
  if (!owesReport({ visit, case: theCase })) return { ok: true, events: [] }
  const missing = missingInReport(repairReport({ visit, case: theCase }))
  if (missing.length > 0) {
    await addTask(tx, {
      conversationId: visit.conversationId,
      caseId: visit.caseId,
      kind: 'report-missing',
      data: { visit: visit.id, missing: [...missing] },
    })
  }
  return { ok: true, events: [] }
}

/** The flow gives it, and notes that it was given. */
export const reportDue: Due = async (visit, context) => {
  const theCase = await findCase(context.tx, visit.caseId)
  if (!theCase) return { ok: false, why: 'not-found' }
  if (!owesReport({ visit, case: theCase })) return { ok: true, events: [] }
  return { ok: true, events: [notice('repair-report', visit, theCase, {}, context)] }
}
