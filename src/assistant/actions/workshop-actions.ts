/** The customer's word on a repair in the workshop: nothing is taken along before it (R-060, R-061, R-062, K-21). */
import type { Values } from '../../flow/flow.ts'
import type { ServiceCase } from '../../service/case.ts'
import { receiptDocument, receiptOf, workshopValues } from '../../service/custody-receipt.ts'
import { moveVisit } from '../../service/move-visit.ts'
import { tariffItem } from '../../service/tariff.ts'
import type { Visit } from '../../service/visit.ts'
import { caseValues, visitValues } from '../../service/visit-values.ts'
import { type LoanerLoan, moveWorkshop, type WorkshopRepair } from '../../service/workshop.ts'
import { keepWorkshopPromises } from '../../service/workshop-promises.ts'
import { findCase } from '../../store/cases.ts'
import { countMediaOf } from '../../store/media.ts'
import { partsOfVisit } from '../../store/parts.ts'
import { quotesOfVisit } from '../../store/quotes.ts'
import { findVisit, saveVisit } from '../../store/visits.ts'
import { findWorkshop, loanOf, saveLoan, saveWorkshop } from '../../store/workshops.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { FAILED, isRecord, ok } from './known.ts'

export const WORKSHOP_ACTIONS: Actions = {
  'accept-workshop': {
    outcomes: ['outdated'],
    needs: ['loaner'],
    gives: ['workshop', 'visit', 'case'],
    run: ({ loaner }, context) => accept(loaner === true, context),
  },
  'decline-workshop': {
    outcomes: ['outdated'],
    needs: [],
    gives: ['workshop', 'visit', 'case'],
    run: (_, context) => decline(context),
  },
  'find-part-numbers': {
    outcomes: ['none'],
    needs: [],
    gives: ['partNumbers'],
    run: (_, context) => findPartNumbers(context),
  },
}

const OUTDATED: ActionResult = { outcome: 'outdated' }

type Proposed = {
  readonly workshop: WorkshopRepair
  readonly loan: LoanerLoan | undefined
  readonly visit: Visit
  readonly case: ServiceCase
}

/** Only while it is open: a newer proposal has declined it, so that its buttons agree to nothing. */
async function openProposal(context: ActionContext): Promise<Proposed | undefined> {
  const { tx } = context
  const workshop = await namedWorkshop(context)
  if (workshop?.state !== 'PROPOSED') return undefined
  const visit = await findVisit(tx, workshop.visitId)
  const theCase = await findCase(tx, workshop.caseId)
  if (!visit || !theCase) return undefined
  return { workshop, loan: await loanOf(tx, workshop.id), visit, case: theCase }
}

/** The one in the slot, if it is this customer's. */
async function namedWorkshop({ conversation, conversationId, tx }: ActionContext): Promise<WorkshopRepair | undefined> {
  const { workshop: named } = conversation.slots
  const id = isRecord(named) ? named.id : undefined
  const workshop = typeof id === 'number' ? await findWorkshop(tx, id) : undefined
  return workshop?.conversationId === conversationId ? workshop : undefined
}

/** The receipt is written with the consent, and given as a message and a document. */
async function accept(withLoaner: boolean, context: ActionContext): Promise<ActionResult> {
  const { tx, now, service, conversation } = context
  const proposed = await openProposal(context)
  const moved = proposed && moveVisit(proposed.visit, 'accept-workshop', 'customer', now)
  const agreed = proposed && moveWorkshop(proposed.workshop, 'CONSENTED', 'customer', now)
  if (!agreed || !moved?.ok) return OUTDATED
  const { workshop, visit, case: theCase } = proposed
  const photos = await countMediaOf(tx, theCase.id)
  const consented = { ...agreed, receipt: receiptOf(workshop, theCase, visit, { photos, takenAt: now }) }
  await saveWorkshop(tx, workshop, consented, 'customer')
  const loan = await settleLoan(proposed, withLoaner, context)
  await saveVisit(context.tx, visit, moved.visit, 'customer', { workshop: workshop.id, loaner: loan?.loanerId ?? null })
  keepWorkshopPromises(consented, loan, service.policy, context)
  const facts = { workshop: consented, visit: moved.visit, case: theCase, loaner: loanerOf(loan, context) }
  const { document, file } = receiptDocument(facts, conversation.language, service)
  await context.give(document, file)
  return ok({
    workshop: workshopValues(facts, service),
    visit: visitValues(moved.visit, service.outlets),
    case: caseValues(theCase),
  })
}

/** Lent until the promised return; undefined when none goes with the customer. */
async function settleLoan(
  { loan, workshop }: Proposed,
  isWanted: boolean,
  { tx, now }: ActionContext,
): Promise<LoanerLoan | undefined> {
  if (loan?.state !== 'OFFERED') return undefined
  const settled: LoanerLoan = isWanted
    ? { ...loan, state: 'OUT', outAt: now, dueAt: workshop.promisedReturnAt }
    : { ...loan, state: 'DECLINED' }
  await saveLoan(tx, settled)
  return isWanted ? settled : undefined
}

function loanerOf(loan: LoanerLoan | undefined, { service }: ActionContext) {
  return service.outlets.loaners.find(({ id }) => id === loan?.loanerId)
}

/** The visit goes on at home, and the technician hears of it. */
async function decline(context: ActionContext): Promise<ActionResult> {
  const { tx, now, service } = context
  const proposed = await openProposal(context)
  const moved = proposed && moveVisit(proposed.visit, 'decline-workshop', 'customer', now)
  const declined = proposed && moveWorkshop(proposed.workshop, 'DECLINED', 'customer', now)
  if (!declined || !moved?.ok) return OUTDATED
  const { workshop, visit, case: theCase } = proposed
  await saveWorkshop(tx, workshop, declined, 'customer')
  await settleLoan(proposed, false, context)
  await saveVisit(context.tx, visit, moved.visit, 'customer', { workshop: workshop.id })
  const facts = { workshop: declined, visit: moved.visit, case: theCase, loaner: undefined }
  return ok({
    workshop: workshopValues(facts, service),
    visit: visitValues(moved.visit, service.outlets),
    case: caseValues(theCase),
  })
}

/** K-21: of the parts that were asked for or quoted; `none`: somebody has to look it up. */
async function findPartNumbers(context: ActionContext): Promise<ActionResult> {
  const { tx, service } = context
  const workshop = await namedWorkshop(context)
  if (!workshop) return FAILED
  const ordered = (await partsOfVisit(tx, workshop.visitId)).map(({ part }) => part)
  const quoted = (await quotesOfVisit(tx, workshop.visitId)).flatMap(({ lines }) =>
    lines.flatMap(({ code }) => code ?? []),
  )
  const known = [...new Set([...ordered, ...quoted])].flatMap(code => {
    const item = tariffItem(service.products, code)
    return item?.kind === 'part' || item?.kind === 'small-part' ? [{ code, name: item.name }] : []
  })
  if (known.length === 0) return { outcome: 'none' }
  const lines: Values = {
    en: known.map(({ code, name }) => `${name.en}: ${code}`).join('\n'),
    zh: known.map(({ code, name }) => `${name.zh}：${code}`).join('\n'),
  }
  return ok({ partNumbers: lines })
}
