/** A visit came to nothing, and no other time is chosen: the customer is asked once more, then somebody calls. */
import { findCase } from '../../store/cases.ts'
import { openEscalationOf } from '../../store/escalations.ts'
import { partsOfVisit, partsThereAt } from '../../store/parts.ts'
import type { Tx } from '../../store/sql.ts'
import { notice } from './carry-out.ts'
import type { Due } from './dues.ts'
import { askToCall } from './lateness.ts'

/** No part is coming yet, or none will: a second visit is no use, and somebody is asked to settle it. */
async function isUndecided(tx: Tx, visitId: number): Promise<boolean> {
  const state = (await partsOfVisit(tx, visitId)).filter(part => part.state !== 'RETURNED').at(-1)?.state
  return state === 'REQUESTED' || state === 'REFUSED'
}

/** Not where a person is talking with the customer already. `partAt`: no time is free before that instant. */
export const chooseTime: Due = async (visit, context) => {
  const { tx } = context
  const theCase = await findCase(tx, visit.caseId)
  if (!theCase) return { ok: false, why: 'not-found' }
  if (await openEscalationOf(tx, visit.conversationId)) return { ok: true, events: [] }
  if (visit.state === 'AWAITING_PART' && (await isUndecided(tx, visit.id))) return { ok: true, events: [] }
  const partAt = visit.state === 'AWAITING_PART' ? await partsThereAt(tx, visit.id) : undefined
  const values = partAt === undefined ? {} : { partAt }
  return { ok: true, events: [notice('choose-time', visit, theCase, values, context)] }
}

export const timeNotChosen: Due = async (visit, context) => {
  await askToCall(visit, 'choose-time', context)
  return { ok: true, events: [] }
}
