/** Somebody is assigned: trained, on duty, within reach, and under a billing class that fits. */
import type { BillingClass, ServiceCase } from '../../service/case.ts'
import { type MoveDetails, moveVisit } from '../../service/move-visit.ts'
import { distanceTo, findOutlet, findTechnician, isOutOfArea } from '../../service/outlets.ts'
import { isOnDuty } from '../../service/roster.ts'
import type { Visit } from '../../service/visit.ts'
import { billingClassFor, isBillingConflict } from '../../service/warranty.ts'
import { bookingOf, reassignWindow } from '../../store/bookings.ts'
import { saveCase } from '../../store/cases.ts'
import { addTask } from '../../store/tasks.ts'
import type { CommandContext } from '../context.ts'
import { readPreVisit } from '../pre-visit.ts'
import type { Ordered, Prepare } from './prepare.ts'
import { warrantyOfCase } from './warranty.ts'

export const assign: Prepare = async (order, context) => {
  const { visit, case: theCase } = order
  const { tx, now, service } = context
  const id = order.details.technician ?? (await bookingOf(tx, visit.id))?.technicianId
  const technician = typeof id === 'string' ? findTechnician(service.outlets, id) : undefined
  if (!technician) return { refused: { ok: false, why: 'not-found' } }
  const billingClass = await billingClassOf(order, context)
  const details: MoveDetails = {
    technician,
    appliance: theCase.appliance,
    isOutOfArea: isBeyondReach(visit, theCase, context),
    isBillingConflict: isBillingConflict(billingClass, (await warrantyOfCase(theCase, context)).status),
    ...(order.details.despiteBillingConflict === true && { despite: ['billing-conflict'] }),
  }
  // What the guards refuse must not have touched the window.
  const result = moveVisit(visit, 'assign', 'staff', now, details)
  if (!result.ok) {
    if (result.why === 'out-of-area') await askForDistance(visit, theCase, context)
    return { details }
  }
  const isTaken = !isOnDuty(technician, findOutlet(service.outlets, technician.outlet), visit)
  if (isTaken || !(await reassignWindow(tx, visit.id, technician.id, technician.buffer))) {
    return { refused: { ok: false, why: 'window-taken', values: { technician: technician.id } } }
  }
  return {
    details,
    after: async assigned => {
      const fixed = { ...theCase, billingClass, updatedAt: now }
      if (billingClass !== theCase.billingClass) await saveCase(tx, theCase, fixed, context.staff.id)
      await askTechnicalDepartment(assigned, theCase, context)
      return visit.technicianId === null || visit.technicianId === technician.id
        ? undefined
        : { values: { replaced: true } }
    },
  }
}

/** What is chosen, else what was fixed before, else what warranty and contract say; null while nobody can say. */
async function billingClassOf(
  { case: theCase, details }: Ordered,
  context: CommandContext,
): Promise<BillingClass | null> {
  if (typeof details.billingClass === 'string') return details.billingClass as BillingClass
  const { status } = await warrantyOfCase(theCase, context)
  return theCase.billingClass ?? billingClassFor(status, theCase.profile) ?? null
}

function kilometresTo(visit: Visit, theCase: ServiceCase, { service }: CommandContext): number | null {
  const outlet = findOutlet(service.outlets, visit.outletId)
  return visit.distanceKm ?? theCase.distanceKm ?? distanceTo(outlet, visit.address) ?? null
}

/** */
export function isBeyondReach(visit: Visit, theCase: ServiceCase, context: CommandContext): boolean {
  return isOutOfArea(findOutlet(context.service.outlets, visit.outletId), kilometresTo(visit, theCase, context))
}

/** a manager is asked once about a place, however often somebody tries, and again once that was settled. */
export async function askForDistance(visit: Visit, theCase: ServiceCase, context: CommandContext): Promise<void> {
  const km = kilometresTo(visit, theCase, context)
  const { id: outlet, radiusKm } = findOutlet(context.service.outlets, visit.outletId)
  const [asked] = await context.tx.all(
    `SELECT id FROM staff_task WHERE kind = 'out-of-area' AND state = 'OPEN' AND conversation_id = ?
       AND data ->> '$.visit' = ? AND data ->> '$.distanceKm' IS ? LIMIT 1`,
    [visit.conversationId, visit.id, km],
  )
  if (asked) return
  await addTask(context.tx, {
    conversationId: visit.conversationId,
    caseId: visit.caseId,
    kind: 'out-of-area',
    data: {
      visit: visit.id,
      startsAt: visit.startsAt,
      ...(km !== null && { distanceKm: km }),
      ...(radiusKm !== undefined && { radiusKm }),
      outlet,
      address: visit.address,
    },
  })
}

/** a fault that nobody has seen at this model is looked into before somebody goes. */
async function askTechnicalDepartment(visit: Visit, theCase: ServiceCase, { tx }: CommandContext): Promise<void> {
  const known = await readPreVisit(tx, visit)
  if (!known.isNewFault) return
  const [asked] = await tx.all(
    "SELECT id FROM staff_task WHERE case_id = ? AND kind = 'tech-department' AND data LIKE '%NEW_FAULT%' LIMIT 1",
    [theCase.id],
  )
  if (asked) return
  await addTask(tx, {
    conversationId: visit.conversationId,
    caseId: theCase.id,
    kind: 'tech-department',
    data: { visit: visit.id, flag: 'NEW_FAULT', model: theCase.modelNo, appliance: theCase.appliance },
  })
}
