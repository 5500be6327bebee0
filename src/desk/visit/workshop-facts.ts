/** What belongs to an appliance in the workshop, looked up for an order of the staff or a timer. */
import type { Event } from '../../flow/event.ts'
import type { Values } from '../../flow/flow.ts'
import type { ServiceCase } from '../../service/case.ts'
import { workshopValues } from '../../service/custody-receipt.ts'
import type { Visit } from '../../service/visit.ts'
import type { LoanerLoan, WorkshopRepair } from '../../service/workshop.ts'
import { findCase } from '../../store/cases.ts'
import { findVisit } from '../../store/visits.ts'
import { findWorkshop, loanOf } from '../../store/workshops.ts'
import type { CommandContext } from '../context.ts'
import { notice } from './carry-out.ts'

export type WorkshopFacts = {
  readonly workshop: WorkshopRepair
  readonly loan: LoanerLoan | undefined
  readonly visit: Visit
  readonly case: ServiceCase
}

/** Undefined when there is no such repair of this customer. */
export async function factsOf(id: number, { tx, conversation }: CommandContext): Promise<WorkshopFacts | undefined> {
  const workshop = await findWorkshop(tx, id)
  const visit = workshop && (await findVisit(tx, workshop.visitId))
  const theCase = workshop && (await findCase(tx, workshop.caseId))
  if (!visit || !theCase || visit.conversationId !== conversation) return undefined
  return { workshop, loan: await loanOf(tx, workshop.id), visit, case: theCase }
}

/** What the customer is told: the flow of that name, with the slot `workshop`. */
export function workshopNotice(flow: string, facts: WorkshopFacts, context: CommandContext, more: Values = {}): Event {
  const { workshop, loan, visit, case: theCase } = facts
  const isLent = loan?.state === 'OUT' || loan?.state === 'OVERDUE'
  const loaner = isLent ? context.service.outlets.loaners.find(({ id }) => id === loan.loanerId) : undefined
  const values = workshopValues({ workshop, visit, case: theCase, loaner }, context.service)
  return notice(flow, visit, theCase, { workshop: { ...values, ...more } }, context)
}
