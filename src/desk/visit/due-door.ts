/** A door stayed closed for `arrival.door`: somebody calls the customer. */
import type { Visit } from '../../service/visit.ts'
import { addTask } from '../../store/tasks.ts'
import type { DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'

/** Asks for the call while the technician is still waiting. */
export async function doorCall(visit: Visit, { tx }: CommandContext): Promise<DeskOutcome> {
  if (visit.state !== 'ARRIVED_NO_ANSWER') return { ok: false, why: 'not-possible-now' }
  await addTask(tx, {
    conversationId: visit.conversationId,
    caseId: visit.caseId,
    kind: 'call-customer',
    data: { visit: visit.id, why: 'door', phone: visit.phone, since: visit.noAnswerAt },
  })
  return { ok: true, events: [] }
}
