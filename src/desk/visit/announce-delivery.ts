/** Goods are in stock: the customer is asked when they may be delivered. */
import type { Values } from '../../flow/flow.ts'
import { OPEN_STATES, type ServiceCase } from '../../service/case.ts'
import { dayOf, dayOfDate } from '../../service/local-time.ts'
import { findAppliance } from '../../service/products.ts'
import { caseValues } from '../../service/visit-values.ts'
import { addCase, casesOf, saveCase } from '../../store/cases.ts'
import { visitsOfCase } from '../../store/visits.ts'
import type { DeskCommand, DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'

type Announcement = Extract<DeskCommand, { do: 'announce-delivery' }>

/**
 * Opens a case of its own, or sets the day of one that nobody has arranged yet. Refuses an appliance that the catalogue does
 * not have, a date that is none, and one that has passed (`details-wrong`).
 */
export async function announceDelivery(
  { appliance: value, readyOn }: Announcement,
  context: CommandContext,
): Promise<DeskOutcome> {
  const { now, service } = context
  const appliance = findAppliance(service.products, value)
  const day = dayOfDate(readyOn)
  const isToCome = day !== undefined && day >= dayOf(now, service.policy.region.zone)
  const fields = [...(appliance ? [] : ['appliance']), ...(isToCome ? [] : ['readyOn'])]
  if (!appliance || fields.length > 0) return { ok: false, why: 'details-wrong', values: { fields } }
  const theCase = await deliveryCase(appliance.value, readyOn, context)
  const values: Values = {
    case: caseValues(theCase),
    appliance: appliance.value,
    goods: appliance.name,
    readyOn,
    caseType: 'DELIVERY',
  }
  return { ok: true, events: [{ kind: 'notice', flow: 'arrange-delivery', values }] }
}

async function deliveryCase(appliance: string, readyOn: string, context: CommandContext): Promise<ServiceCase> {
  const { tx, conversation, staff, now } = context
  const open = await casesOf(tx, conversation, OPEN_STATES)
  for (const one of open) {
    if (one.type !== 'DELIVERY' || one.appliance !== appliance) continue
    if ((await visitsOfCase(tx, one.id)).length > 0) continue
    const again = { ...one, readyOn, updatedAt: now }
    await saveCase(tx, one, again, staff.id)
    return again
  }
  return addCase(tx, {
    conversationId: conversation,
    type: 'DELIVERY',
    state: 'OPEN',
    appliance,
    modelNo: null,
    serialNo: null,
    symptomCode: null,
    freeText: null,
    priority: 'MEDIUM',
    priorityReason: 'delivery',
    flags: [],
    readyOn,
  })
}
