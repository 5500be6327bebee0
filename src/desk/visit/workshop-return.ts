/** The appliance is back with the customer, the receipt with us, and so is the loaner. */
import type { Values } from '../../flow/flow.ts'
import type { Visit } from '../../service/visit.ts'
import { moveWorkshop } from '../../service/workshop.ts'
import { keepWorkshopPromises } from '../../service/workshop-promises.ts'
import { loanOf, saveLoan, saveWorkshop, workshopOfVisit } from '../../store/workshops.ts'
import type { CommandContext } from '../context.ts'
import type { Ordered } from './prepare.ts'

/** What the form of a return still lacks besides the receipt, which it asks for by itself. */
export async function missingOnReturn(
  { visit, facts, details }: Ordered,
  { tx }: Pick<CommandContext, 'tx'>,
): Promise<readonly string[]> {
  const workshop = facts.fromWorkshop ? await workshopOfVisit(tx, visit.id) : undefined
  const loan = workshop && (await loanOf(tx, workshop.id))
  const isLent = loan?.state === 'OUT' || loan?.state === 'OVERDUE'
  return isLent && details.loanerReturned !== true ? ['loanerReturned'] : []
}

/** Runs once such a visit is completed; gives `returned` for what the customer is told, nothing where none came back. */
export async function noteReturn(visit: Visit, { facts }: Ordered, context: CommandContext): Promise<Values> {
  const { tx, now, service, staff } = context
  const workshop = facts.fromWorkshop ? await workshopOfVisit(tx, visit.id) : undefined
  const returned = workshop && moveWorkshop(workshop, 'RETURNED', 'visit', now)
  if (!workshop || !returned) return {}
  const settled = { ...returned, receiptReclaimedAt: now }
  await saveWorkshop(tx, workshop, settled, staff.id)
  const loan = await loanOf(tx, workshop.id)
  const back =
    loan?.state === 'OUT' || loan?.state === 'OVERDUE' ? { ...loan, state: 'RETURNED' as const, inAt: now } : loan
  if (back && back !== loan) await saveLoan(tx, back)
  keepWorkshopPromises(settled, back, service.policy, context)
  return { returned: true, returnedAt: now }
}
