/** A visit came to nothing, and no other time is chosen: the customer is asked once more, then somebody calls. */
import { findCase } from '../../store/cases.ts'
import { openEscalationOf } from '../../store/escalations.ts'
import { partsThereAt } from '../../store/parts.ts'
import { notice } from './carry-out.ts'
import type { Due } from './dues.ts'
import { askToCall } from './lateness.ts'

/** Not where a person is talking with the customer already. `partAt`: no time is free before that instant. */
export const chooseTime: Due = async (visit, context) => {
  const { tx } = context
  const theCase = await findCase(tx, visit.caseId)
  if (!theCase) return { ok: false, why: 'not-found' }
  if (await openEscalationOf(tx, visit.conversationId)) return { ok: true, events: [] }
  const partAt = visit.state === 'AWAITING_PART' ? await partsThereAt(tx, visit.id) : undefined
  const values = partAt === undefined ? {} : { partAt }
  return { ok: true, events: [notice('choose-time', visit, theCase, values, context)] }
}

export const timeNotChosen: Due = async (visit, context) => {
  await askToCall(visit, 'choose-time', context)
  return { ok: true, events: [] }
}
