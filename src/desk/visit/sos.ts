/** A technician in danger: managers are called at once, the customer hears nothing. */
import { addTask } from '../../store/tasks.ts'
import type { Prepare } from './prepare.ts'

export const sos: Prepare = async ({ visit, case: theCase }, { tx, now, staff }) => ({
  details: {},
  after: async () => {
    await addTask(tx, {
      conversationId: visit.conversationId,
      caseId: theCase.id,
      kind: 'staff-in-danger',
      data: {
        visit: visit.id,
        by: staff.name,
        at: now,
        address: visit.address,
        ...(visit.technicianId !== null && { technician: visit.technicianId }),
      },
    })
    return undefined
  },
})
