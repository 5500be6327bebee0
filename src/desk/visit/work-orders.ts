/** Orders around the work itself: begun, standing still, gone on with, left. */
import type { ServiceCase, WarrantyProof } from '../../service/case.ts'
import { isRepaired } from '../../service/case-fields.ts'
import { leftWithoutReport } from '../../service/completion.ts'
import { saveCase } from '../../store/cases.ts'
import { partsOfVisit, savePart } from '../../store/parts.ts'
import { quotesOfVisit } from '../../store/quotes.ts'
import { addTask } from '../../store/tasks.ts'
import type { VisitMove } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { keepProof } from './asset-clocks.ts'
import type { Prepare } from './prepare.ts'
import { warrantyOfCase } from './warranty.ts'

/**
 * R-052, K-15: after warranty nothing is begun before the customer has approved its charges; R-119: nor while a plan waits
 * for them. A warranty that is to be verified needs the proof, which the technician has seen, or an approved quote; what
 * we bring, set up, inspect before its warranty ends or teach by agreement needs none.
 */
const begin: Prepare = async ({ visit, case: theCase, details: { purchasedOn } }, context) => {
  const quotes = await quotesOfVisit(context.tx, visit.id)
  if (quotes.some(({ state }) => state === 'DRAFT' || state === 'SENT')) {
    return { refused: { ok: false, why: 'quote-open' } }
  }
  const proof = typeof purchasedOn === 'string' ? readProof(purchasedOn, context) : null
  if (purchasedOn !== undefined && !proof) {
    return { refused: { ok: false, why: 'details-wrong', values: { fields: ['purchasedOn'] } } }
  }
  const seen: ServiceCase = proof ? { ...theCase, warrantyProof: proof } : theCase
  const isFree = quotes.some(({ state }) => state === 'APPROVED') || (await isCovered(seen, context))
  return {
    details: isFree ? {} : { hindrance: 'quote-needed' },
    after: async () => {
      if (!proof) return undefined
      await saveCase(context.tx, theCase, { ...seen, updatedAt: context.now }, context.staff.id)
      await keepProof(seen, proof, context)
      return undefined
    },
  }
}

/** A day of sale as exact as it is printed. */
function readProof(purchasedOn: string, { staff, now }: CommandContext): WarrantyProof | null {
  return /^\d{4}(-\d\d(-\d\d)?)?$/.test(purchasedOn) ? { by: staff.id, at: now, purchasedOn } : null
}

/** Where nothing is repaired no warranty decides: what costs anything there is a quote that the customer approves. */
async function isCovered(theCase: ServiceCase, context: CommandContext): Promise<boolean> {
  if (!isRepaired(theCase)) return true
  return (await warrantyOfCase(theCase, context)).status === 'ACTIVE'
}

/** Until when is always said; an unknown fault is the technical department's to look at. */
const block: Prepare = async ({ visit, details: { blockReason, until } }, context) => {
  if (typeof blockReason !== 'string') return { refused: { ok: false, why: 'reason-missing' } }
  if (typeof until !== 'number') return { refused: { ok: false, why: 'date-missing' } }
  if (until <= context.now) return { refused: { ok: false, why: 'details-wrong', values: { fields: ['until'] } } }
  const standstill = { reason: blockReason, until }
  return {
    details: { block: standstill },
    after: async () => {
      if (blockReason === 'unknown-fault') {
        await addTask(context.tx, {
          conversationId: visit.conversationId,
          caseId: visit.caseId,
          kind: 'tech-department',
          data: { visit: visit.id, until, by: context.staff.name },
        })
      }
      return { values: { block: standstill } }
    },
  }
}

/** Out of AWAITING_PART: the technician has fetched it. */
const resume: Prepare = async ({ visit }, { tx, staff }) => ({
  details: {},
  after: async () => {
    if (visit.state !== 'AWAITING_PART') return { values: { fetched: false } }
    const coming = (await partsOfVisit(tx, visit.id)).filter(
      ({ state }) => state === 'REQUESTED' || state === 'APPROVED' || state === 'SHIPPED',
    )
    for (const part of coming) {
      await savePart(tx, part, { ...part, state: 'RECEIVED', approvedBy: part.approvedBy ?? staff.id }, staff.id)
    }
    return { values: { fetched: true } }
  },
})

/** */
const leaveSite: Prepare = async ({ visit }, { tx, staff, now }) => ({
  details: {},
  after: async () => {
    if (leftWithoutReport(visit)) {
      await addTask(tx, {
        conversationId: visit.conversationId,
        caseId: visit.caseId,
        kind: 'left-without-report',
        data: { visit: visit.id, by: staff.name, at: now },
      })
    }
    return undefined
  },
})

export const WORK_ORDERS: Partial<Record<VisitMove, Prepare>> = { begin, block, resume, 'leave-site': leaveSite }
