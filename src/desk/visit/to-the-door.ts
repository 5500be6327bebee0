/** Orders up to the door, by move. */
import { findTechnician } from '../../service/outlets.ts'
import { bookingOf, reassignWindow } from '../../store/bookings.ts'
import type { VisitMove } from '../command.ts'
import { AT_THE_DOOR } from './door.ts'
import type { Prepare } from './prepare.ts'

const assign: Prepare = async ({ visit, case: theCase, details }, { tx, service }) => {
  const id = details.technician ?? (await bookingOf(tx, visit.id))?.technicianId
  const technician = typeof id === 'string' ? findTechnician(service.outlets, id) : undefined
  if (!technician) return { refused: { ok: false, why: 'not-found' } }
  if (!(await reassignWindow(tx, visit.id, technician.id))) {
    return { refused: { ok: false, why: 'window-taken', values: { technician: technician.id } } }
  }
  return { details: { technician, appliance: theCase.appliance } }
}

const onTheWay: Prepare = async ({ details: { minutes, checklist } }, { now, service }) => {
  const ticked = Array.isArray(checklist) ? checklist.map(String) : []
  const etaAt = typeof minutes === 'number' ? now + minutes * 60_000 : null
  return {
    details: { checklist: ticked, checklistNeeded: service.policy.dispatch.checklist, etaAt },
    after: async () => (typeof minutes === 'number' ? { values: { minutes } } : undefined),
  }
}

export const TO_THE_DOOR: Partial<Record<VisitMove, Prepare>> = {
  assign,
  'on-the-way': onTheWay,
  ...AT_THE_DOOR,
}
