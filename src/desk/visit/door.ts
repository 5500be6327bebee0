/** Orders at the door: nobody opens, somebody does, the owner is out, no work is possible now. */
import type { Visit } from '../../service/visit.ts'
import { recordChange } from '../../store/audit.ts'
import { addTask } from '../../store/tasks.ts'
import type { VisitMove } from '../command.ts'
import type { CommandContext } from '../context.ts'
import type { Prepare } from './prepare.ts'

/** after the wait and a call; the centre hears of it. */
const leftNote: Prepare = async ({ case: theCase, details }, context) => ({
  details: { wasCalled: details.called === true, doorWait: context.service.policy.arrival.door },
  after: async visit => {
    await addTask(context.tx, {
      conversationId: visit.conversationId,
      caseId: theCase.id,
      kind: 'centre-informed',
      data: { visit: visit.id, by: context.staff.name, at: context.now },
    })
    return undefined
  },
})

/** the code of the reason stays with the visit's record, and the customer reads it in words. */
const postpone: Prepare = async ({ details: { reason } }, context) => {
  if (typeof reason !== 'string') return { refused: { ok: false, why: 'reason-missing' } }
  return {
    details: { reason },
    after: async visit => {
      await noteReason(visit, reason, context)
      return { values: { obstacle: reason } }
    },
  }
}

async function noteReason({ id, state }: Visit, reason: string, { tx, staff }: CommandContext): Promise<void> {
  await recordChange(tx, {
    actor: staff.id,
    entity: 'visit',
    entityId: id,
    was: state,
    became: state,
    data: { postponed: reason },
  })
}

/** What the other orders at the door need is said by the move itself. */
export const AT_THE_DOOR: Partial<Record<VisitMove, Prepare>> = { 'left-note': leftNote, postpone }
