/** A plan with its charges goes to the customer, or to a manager first. */
import type { Values } from '../../flow/flow.ts'
import { needsManager, type Quote, quoteValues, readLines, totalOf } from '../../service/quote.ts'
import { type PriceFacts, postWarrantyOf } from '../../service/tariff.ts'
import { findCase } from '../../store/cases.ts'
import { addQuote, findQuote, settleQuote } from '../../store/quotes.ts'
import { addTask } from '../../store/tasks.ts'
import { findVisit } from '../../store/visits.ts'
import type { CommandContext } from '../context.ts'
import { carryOut, notice } from './carry-out.ts'
import type { Decide } from './decisions.ts'
import type { Ordered, Prepare } from './prepare.ts'
import { warrantyOfCase } from './warranty.ts'

/** A charge beyond the tariff keeps the quote with a manager; the customer hears of it once it is approved. */
export const quote: Prepare = async (ordered, context) => {
  const { visit, case: theCase, details } = ordered
  const { tx, staff } = context
  const read = readLines(details, await priceFacts(ordered, context))
  const fields = [...(typeof details.plan === 'string' ? [] : ['plan']), ...(read.ok ? [] : read.fields)]
  if (typeof details.plan !== 'string' || !read.ok)
    return { refused: { ok: false, why: 'details-wrong', values: { fields } } }
  const asked = {
    visitId: visit.id,
    caseId: theCase.id,
    conversationId: visit.conversationId,
    plan: details.plan,
    lines: read.lines,
    createdBy: staff.id,
  }
  if (!needsManager(read.lines)) {
    return {
      details: {},
      after: async () => ({ values: { quote: quoteValues(await addQuote(tx, { ...asked, state: 'SENT' })) } }),
    }
  }
  return {
    details: {},
    kept: async () => {
      const draft = await addQuote(tx, { ...asked, state: 'DRAFT' })
      await addTask(tx, {
        conversationId: visit.conversationId,
        caseId: theCase.id,
        kind: 'approve-quote',
        text: draft.plan,
        data: taskData(draft, staff.name),
      })
      return { ok: true, events: [] }
    },
  }
}

async function priceFacts({ case: theCase }: Ordered, context: CommandContext): Promise<PriceFacts> {
  const { policy, products } = context.service
  const { status } = await warrantyOfCase(theCase, context)
  return { products, warranty: status, postWarranty: postWarrantyOf(policy, theCase.profile) }
}

/** What the manager decides about: amounts in yuan. */
function taskData({ id, visitId, lines }: Quote, by: string): Values {
  const beyond = lines.filter(({ code }) => code === null)
  return {
    quote: id,
    visit: visitId,
    by,
    total: totalOf(lines),
    beyond: beyond.map(({ name, total, class: group }) => ({ name: name.en, total, class: group })),
  }
}

/** Approved, it goes to the customer now; refused, the technician makes another one. */
export const decideQuote: Decide = async (task, { approve }, context) => {
  const draft = await findQuote(context.tx, Number(task.data?.quote))
  if (draft?.state !== 'DRAFT') return { ok: false, why: 'not-possible-now' }
  if (!approve) {
    await settleQuote(context.tx, draft, 'REFUSED', context.staff.id)
    return { ok: true, events: [] }
  }
  const visit = await findVisit(context.tx, draft.visitId)
  const theCase = visit && (await findCase(context.tx, visit.caseId))
  if (!theCase) return { ok: false, why: 'not-found' }
  const carried = await carryOut({ visit, case: theCase }, 'quote', 'staff', context)
  if ('ok' in carried) return { ok: false, why: carried.why }
  const sent = await settleQuote(context.tx, draft, 'SENT', context.staff.id)
  return {
    ok: true,
    events: [notice(carried.tells, carried.visit, carried.case, { quote: quoteValues(sent) }, context)],
  }
}
