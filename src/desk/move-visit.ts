/** Staff move a visit through its states (section D, "Visit"), and the customer is told as the table of arrows says. */
import type { Values } from '../flow/flow.ts'
import { moveVisit as moved, type Refusal } from '../service/move-visit.ts'
import { trainedTechnicians } from '../service/outlets.ts'
import type { Visit } from '../service/visit.ts'
import { isComingBack } from '../service/workshop.ts'
import { freeWindowOf } from '../store/bookings.ts'
import { findCase } from '../store/cases.ts'
import { findVisit } from '../store/visits.ts'
import { workshopOfVisit } from '../store/workshops.ts'
import type { DeskCommand, DeskOutcome, Staff } from './command.ts'
import type { CommandContext } from './context.ts'
import { notice, saveMoved, takeCaseAlong } from './visit/carry-out.ts'
import { ON_SITE_ORDERS } from './visit/on-site.ts'
import { nothingMore } from './visit/prepare.ts'
import { TO_THE_DOOR } from './visit/to-the-door.ts'
import { readDetails } from './visit-details.ts'

type Order = Extract<DeskCommand, { do: 'move-visit' }>

/**
 * Refuses a card that shows an older revision (`outdated`), details that are not as the form has them (`details-wrong`),
 * what a guard of the move refuses, and every arrow that section D does not know; then nothing has changed.
 */
export async function moveVisit(order: Order, context: CommandContext): Promise<DeskOutcome> {
  const { tx, staff, now } = context
  const visit = await findVisit(tx, order.visit)
  if (visit?.conversationId !== context.conversation) return { ok: false, why: 'not-found' }
  if (isAnothers(visit, staff)) return { ok: false, why: 'not-yours' }
  if (order.revision !== visit.revision) return { ok: false, why: 'outdated', values: { revision: visit.revision } }
  const theCase = await findCase(tx, visit.caseId)
  if (!theCase) return { ok: false, why: 'not-found' }
  const fromWorkshop = isComingBack(await workshopOfVisit(tx, visit.id), visit.round)
  const facts = { type: theCase.type, fromWorkshop }
  const read = readDetails(order.move, order.details ?? {}, facts)
  if (!read.ok) return { ok: false, why: 'details-wrong', values: { fields: read.fields } }
  const prepare = TO_THE_DOOR[order.move] ?? ON_SITE_ORDERS[order.move] ?? nothingMore
  const prepared = await prepare({ visit, case: theCase, details: read.details, facts }, context)
  if ('refused' in prepared) return prepared.refused
  const result = moved(visit, order.move, 'staff', now, prepared.details)
  if (!result.ok) return refusal(result, visit, theCase.appliance, context)
  if (prepared.kept) return prepared.kept()
  if (order.move === 'cancel') await freeWindowOf(tx, visit.id)
  await saveMoved(visit, result.visit, staff.id, context, order.move)
  const caseAfter = result.case ? await takeCaseAlong(theCase, result.case, context) : theCase
  const after = await prepared.after?.(result.visit)
  if (result.tells === 'nothing' || result.tells === 'reply' || after?.silent) return { ok: true, events: [] }
  return { ok: true, events: [notice(result.tells, result.visit, caseAfter, after?.values ?? {}, context)] }
}

/** From a technician's chat only that technician's own visits are moved. */
function isAnothers({ technicianId }: Visit, { id }: Staff): boolean {
  return id.startsWith(TECHNICIAN) && id !== `${TECHNICIAN}${technicianId}`
}

/** Begins the id of a technician who works in a chat. */
const TECHNICIAN = 'technician:'

function refusal(
  { ok, ...refused }: { ok: false } & Refusal,
  visit: Visit,
  appliance: string | null,
  { service }: CommandContext,
): DeskOutcome {
  if (refused.why === 'not-trained') {
    const trained = trainedTechnicians(service.outlets, visit.outletId, appliance ?? undefined)
    return { ok, why: refused.why, values: { candidates: trained.map(({ id }) => id) } }
  }
  const { why, ...values } = refused
  return Object.keys(values).length === 0 ? { ok, why } : { ok, why, values: values as Values }
}
