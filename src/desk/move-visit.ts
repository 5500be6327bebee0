/** Staff move a visit through its states (section D, "Visit"), and the customer is told each time. */
import type { Event } from '../flow/event.ts'
import type { Values } from '../flow/flow.ts'
import { type CaseState, moveCase, type ServiceCase } from '../service/case.ts'
import { findTechnician, trainedTechnicians } from '../service/outlets.ts'
import { moveVisit as moved, type Visit } from '../service/visit.ts'
import { caseValues, visitValues } from '../service/visit-values.ts'
import { bookingOf, freeWindowOf, reassignWindow } from '../store/bookings.ts'
import { findCase, saveCase } from '../store/cases.ts'
import { findVisit, saveVisit } from '../store/visits.ts'
import type { DeskCommand, DeskOutcome } from './command.ts'
import type { CommandContext } from './context.ts'

type Order = Extract<DeskCommand, { do: 'move-visit' }>

/**
 * Refuses a card that shows an older revision (`outdated`), a technician without the skill (`not-trained`, with the
 * `candidates` who have it, R-122) or without the time (`window-taken`), a completion form with empty boxes
 * (`form-incomplete`, with what is `missing`, R-071), and every arrow that section D does not know.
 */
export async function moveVisit(order: Order, context: CommandContext): Promise<DeskOutcome> {
  const { tx, staff, now } = context
  const visit = await findVisit(tx, order.visit)
  if (visit?.conversationId !== context.conversation) return { ok: false, why: 'not-found' }
  if (order.revision !== visit.revision) return { ok: false, why: 'outdated', values: { revision: visit.revision } }
  const serviceCase = await findCase(tx, visit.caseId)
  const technician = order.move === 'assign' ? await chosenTechnician(order, visit, context) : undefined
  if (order.move === 'assign' && !technician) return { ok: false, why: 'not-found' }
  const appliance = serviceCase?.appliance ?? null
  const result = moved(visit, order.move, 'staff', now, {
    appliance,
    ...(technician && { technician }),
    ...(order.form && { form: order.form }),
  })
  if (!result.ok) return refusal(result, visit, appliance, context)
  if (technician && !(await reassignWindow(tx, visit.id, technician.id))) {
    return { ok: false, why: 'window-taken', values: { technician: technician.id } }
  }
  if (order.move === 'cancel') await freeWindowOf(tx, visit.id)
  await saveVisit(tx, visit, result.visit, staff.id)
  const caseAfter = serviceCase && result.case ? await takeCaseAlong(serviceCase, result.case, context) : serviceCase
  return { ok: true, events: [progress(order, result.visit, caseAfter, context)] }
}

/** The technician of the order, or the one whose window the customer chose. */
async function chosenTechnician(order: Order, visit: Visit, { tx, service }: CommandContext) {
  const id = order.technician ?? (await bookingOf(tx, visit.id))?.technicianId
  return id === undefined ? undefined : findTechnician(service.outlets, id)
}

type Refused = Extract<ReturnType<typeof moved>, { ok: false }>

function refusal(result: Refused, visit: Visit, appliance: string | null, { service }: CommandContext): DeskOutcome {
  if (result.why === 'form-incomplete') return { ok: false, why: result.why, values: { missing: result.missing } }
  if (result.why !== 'not-trained') return { ok: false, why: result.why }
  const trained = trainedTechnicians(service.outlets, visit.outletId, appliance ?? undefined)
  return { ok: false, why: result.why, values: { candidates: trained.map(({ id }) => id) } }
}

/** A case that may not take that step stays where it is, as one that was escalated meanwhile. */
async function takeCaseAlong(before: ServiceCase, to: CaseState, { tx, staff, now }: CommandContext) {
  const result = moveCase(before, to, 'staff', now)
  if (!result.ok) return before
  await saveCase(tx, before, result.case, staff.id)
  return result.case
}

/** What the customer is told: the flow `visit-progress` with the visit as the actions give it. */
function progress(order: Order, visit: Visit, serviceCase: ServiceCase | undefined, context: CommandContext): Event {
  const values: Values = {
    visit: visitValues(visit, context.service.outlets),
    ...(serviceCase && { case: caseValues(serviceCase) }),
    move: order.move,
    ...(order.minutes !== undefined && { minutes: order.minutes }),
    ...(order.move === 'complete' && {
      testRun: visit.completion?.testRun === true,
      words: serviceCase?.freeText ?? null,
      ...(serviceCase?.appliance && { appliance: serviceCase.appliance }),
    }),
  }
  return { kind: 'notice', flow: 'visit-progress', values }
}
