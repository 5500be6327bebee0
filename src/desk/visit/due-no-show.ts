/** The agreed time is long over and nobody of ours came: an apology, other times, and a manager who calls. */
import type { ServiceCase } from '../../service/case.ts'
import type { Visit } from '../../service/visit.ts'
import { agreedAt } from '../../service/visit-promises.ts'
import { findCase, saveCase } from '../../store/cases.ts'
import type { DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { askOnce } from './ask-once.ts'
import { carryOut, notice } from './carry-out.ts'

export async function noShow(visit: Visit, context: CommandContext): Promise<DeskOutcome> {
  const { tx, service } = context
  const found = await findCase(tx, visit.caseId)
  if (!found) return { ok: false, why: 'not-found' }
  const carried = await carryOut({ visit, case: found }, 'no-show', 'bot', context)
  if ('ok' in carried) return { ok: false, why: carried.why }
  const theCase = await urgent(carried.case, context)
  await askOnce(tx, carried.visit, 'no-show', {
    since: agreedAt(visit, service.policy),
    phone: visit.phone,
    ...(visit.technicianId !== null && { technician: visit.technicianId }),
  })
  return { ok: true, events: [notice(carried.tells, carried.visit, theCase, {}, context)] }
}

/** It stands above everything but danger, and says why. */
async function urgent(theCase: ServiceCase, { tx, now }: CommandContext): Promise<ServiceCase> {
  const isDanger = theCase.priority === 'SAFETY'
  const after: ServiceCase = {
    ...theCase,
    ...(!isDanger && { priority: 'HIGH', priorityReason: 'staff-no-show' }),
    flags: [...new Set([...theCase.flags, 'STAFF-NO-SHOW'])],
    updatedAt: now,
  }
  await saveCase(tx, theCase, after, 'bot')
  return after
}
