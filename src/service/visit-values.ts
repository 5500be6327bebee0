/** A visit and a case as the flows know them: what actions and notices put into the slots `visit` and `case`. Pure. */
import type { Values } from '../flow/flow.ts'
import { caseNumber, type ServiceCase } from './case.ts'
import { findOutlet, findTechnician, type Outlets } from './outlets.ts'
import type { Visit } from './visit.ts'
import { windowLabel } from './windows.ts'

/**
 * `{ id, caseId, startsAt, endsAt, window, code, revision, state, address, completedAt, technician, permitNo }`: instants in epoch
 * milliseconds, `window` and `technician` as texts in both languages. `technician` and `permitNo` are there once one is
 * assigned (`has(visit.technician)`); the customer needs both and the code at the door. `completedAt` is there
 * once the work is done: the rating counts from it.
 */
export function visitValues(visit: Visit, outlets: Outlets): Values {
  const technician = visit.technicianId === null ? undefined : findTechnician(outlets, visit.technicianId)
  return {
    id: visit.id,
    caseId: visit.caseId,
    startsAt: visit.startsAt,
    endsAt: visit.endsAt,
    window: windowLabel(visit, findOutlet(outlets, visit.outletId).zone),
    code: visit.code,
    revision: visit.revision,
    state: visit.state,
    address: visit.address,
    ...(visit.completedAt !== null && { completedAt: visit.completedAt }),
    ...(technician && { technician: technician.name, permitNo: technician.permitNo }),
  }
}

/** `{ id, number, type, state, priority }`, and `resolvedAt` (epoch milliseconds) once it is solved. */
export function caseValues({ id, type, state, priority, flags, resolvedAt }: ServiceCase): Values {
  return {
    id,
    number: caseNumber(id),
    type,
    state,
    priority,
    repeat: flags.includes('REPEAT'),
    ...(resolvedAt !== null && { resolvedAt }),
  }
}
