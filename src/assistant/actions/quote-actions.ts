/** The customer's word on a plan and what it costs: nothing is done before it. */
import { moveVisit } from '../../service/move-visit.ts'
import { type Quote, quoteValues } from '../../service/quote.ts'
import type { Visit } from '../../service/visit.ts'
import { visitValues } from '../../service/visit-values.ts'
import { findQuote, settleQuote } from '../../store/quotes.ts'
import { findVisit, saveVisit } from '../../store/visits.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { isRecord, ok } from './known.ts'

export const QUOTE_ACTIONS: Actions = {
  'approve-quote': {
    outcomes: ['outdated'],
    needs: [],
    gives: ['quote', 'visit'],
    run: (_, context) => decide(context, 'approve-quote'),
  },
  'decline-quote': {
    outcomes: ['outdated'],
    needs: [],
    gives: ['quote', 'visit'],
    run: (_, context) => decide(context, 'decline-quote'),
  },
}

const OUTDATED: ActionResult = { outcome: 'outdated' }

/** Only the plan that is open now: a button of an earlier one agrees to nothing. */
async function decide(context: ActionContext, move: 'approve-quote' | 'decline-quote'): Promise<ActionResult> {
  const { tx, now, service } = context
  const open = await openQuote(context)
  if (!open) return OUTDATED
  const moved = moveVisit(open.visit, move, 'customer', now)
  if (!moved.ok) return OUTDATED
  const settled = await settleQuote(tx, open.quote, move === 'approve-quote' ? 'APPROVED' : 'DECLINED', 'customer')
  await saveVisit(tx, open.visit, moved.visit, 'customer', { quote: settled.id })
  return ok({ quote: quoteValues(settled), visit: visitValues(moved.visit, service.outlets) })
}

async function openQuote(context: ActionContext): Promise<{ quote: Quote; visit: Visit } | undefined> {
  const { conversation, conversationId, tx } = context
  const { quote: named } = conversation.slots
  const id = isRecord(named) ? named.id : undefined
  const quote = typeof id === 'number' ? await findQuote(tx, id) : undefined
  if (quote?.conversationId !== conversationId || quote.state !== 'SENT') return undefined
  const visit = await findVisit(tx, quote.visitId)
  return visit && { quote, visit }
}
