/** A technician in danger: managers are called at once, the customer hears nothing. */
import type { Values } from '../../flow/flow.ts'
import type { Tx } from '../../store/sql.ts'
import { addTask } from '../../store/tasks.ts'
import { lastPlaceOf } from '../../store/technicians.ts'
import { DANGER } from '../task-cards.ts'
import type { Prepare } from './prepare.ts'

export const sos: Prepare = async ({ visit, case: theCase }, { tx, now, staff }) => ({
  details: {},
  after: async () => {
    await addTask(tx, {
      conversationId: visit.conversationId,
      caseId: theCase.id,
      kind: DANGER,
      data: {
        visit: visit.id,
        by: staff.name,
        at: now,
        address: visit.address,
        ...(visit.technicianId !== null && { technician: visit.technicianId }),
        ...(visit.technicianId !== null && (await placeValues(tx, visit.technicianId))),
      },
    })
    return undefined
  },
})

async function placeValues(tx: Tx, technician: string): Promise<Values> {
  const place = await lastPlaceOf(tx, technician)
  return place ? { lastPlace: `${place.latitude}, ${place.longitude}`, lastPlaceAt: place.at } : {}
}
