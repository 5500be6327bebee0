/** The technician suggests a repair in the workshop; nothing moves before the customer agrees. */
import { workshopValues } from '../../service/custody-receipt.ts'
import { findLoaner, type Loaner } from '../../service/outlets.ts'
import { isOneOf, WORKSHOP_REASONS } from '../../service/visit-reasons.ts'
import { WITH_US, type WorkshopRepair } from '../../service/workshop.ts'
import { addTask } from '../../store/tasks.ts'
import { addLoan, addWorkshop, loanersOut, loanOf, saveLoan, workshopOfVisit } from '../../store/workshops.ts'
import type { CommandContext } from '../context.ts'
import type { Ordered, Prepare } from './prepare.ts'

/** Only the newest proposal counts; what was offered with an earlier one is free again. */
export const proposeWorkshop: Prepare = async (ordered, context) => {
  const { visit, case: theCase, details } = ordered
  const { tx, now, service, staff } = context
  const { workshopReason, condition, promisedReturnAt } = details
  if (!isOneOf(WORKSHOP_REASONS, workshopReason)) return { refused: { ok: false, why: 'reason-missing' } }
  if (typeof promisedReturnAt !== 'number') return { refused: { ok: false, why: 'date-missing' } }
  const isPast = promisedReturnAt <= now
  if (typeof condition !== 'string' || isPast) {
    const fields = [...(typeof condition === 'string' ? [] : ['condition']), ...(isPast ? ['promisedReturnAt'] : [])]
    return { refused: { ok: false, why: 'details-wrong', values: { fields } } }
  }
  const before = await workshopOfVisit(tx, visit.id)
  if (before && WITH_US.includes(before.state)) return { refused: { ok: false, why: 'not-possible-now' } }
  return {
    details: {},
    after: async current => {
      if (before) await takeBackOffer(before, context)
      const { id: visitId, caseId, conversationId } = visit
      const proposal = { visitId, caseId, conversationId, reason: workshopReason, condition, promisedReturnAt }
      const workshop = await addWorkshop(tx, proposal, staff.id)
      const loaner = await offerLoaner(workshop, ordered, context)
      return { values: { workshop: workshopValues({ workshop, visit: current, case: theCase, loaner }, service) } }
    },
  }
}

async function takeBackOffer({ id }: WorkshopRepair, { tx }: CommandContext): Promise<void> {
  const loan = await loanOf(tx, id)
  if (loan?.state === 'OFFERED') await saveLoan(tx, { ...loan, state: 'DECLINED' })
}

/** one of the outlet's own; where none is free somebody looks for one. */
async function offerLoaner(
  workshop: WorkshopRepair,
  { visit, case: theCase }: Ordered,
  { tx, service, staff }: CommandContext,
): Promise<Loaner | undefined> {
  const { appliance } = theCase
  const out = await loanersOut(tx)
  const loaner = appliance ? findLoaner(service.outlets, { outlet: visit.outletId, appliance, out }) : undefined
  if (loaner) {
    await addLoan(tx, {
      loanerId: loaner.id,
      workshopRepairId: workshop.id,
      caseId: theCase.id,
      dueAt: workshop.promisedReturnAt,
    })
    return loaner
  }
  await addTask(tx, {
    conversationId: visit.conversationId,
    caseId: theCase.id,
    kind: 'loaner-missing',
    data: { visit: visit.id, workshop: workshop.id, appliance, by: staff.name },
  })
  return undefined
}

/** What is in our hands must be brought back: such a visit is moved, not called off. */
export const cancel: Prepare = async ({ visit }, { tx }) => {
  const workshop = await workshopOfVisit(tx, visit.id)
  return { details: { isWithUs: workshop !== undefined && WITH_US.includes(workshop.state) } }
}
