/** Ratings: asked once for each visit, changeable for a while, heard when they are low. */
import type { Value, Values } from '../../flow/flow.ts'
import { reopenCase, type ServiceCase } from '../../service/case.ts'
import { withAfterWork } from '../../service/completion.ts'
import { isLow, isScore, mayChangeScore, ratingSubject } from '../../service/rating.ts'
import { DONE, type Visit } from '../../service/visit.ts'
import { caseValues } from '../../service/visit-values.ts'
import { recordChange } from '../../store/audit.ts'
import { findCase, saveCase } from '../../store/cases.ts'
import { findRating, putComment, putReasons, putScore, type Rating } from '../../store/ratings.ts'
import type { Tx } from '../../store/sql.ts'
import { saveVisit, visitsOf } from '../../store/visits.ts'
import type { ActionContext, ActionResult, Actions } from '../action.ts'
import { acceptVisit } from './acceptance.ts'
import { currentCase, currentVisit, FAILED, OK, ok } from './known.ts'

export const RATING_ACTIONS: Actions = {
  'rating-wanted': {
    outcomes: ['given', 'not-done'],
    needs: [],
    gives: [],
    run: (_, context) => isWanted(context),
  },
  'save-rating': { outcomes: ['locked'], needs: ['score'], gives: ['rating', 'case'], run: saveScore },
  'save-rating-reasons': { outcomes: [], needs: ['reasons'], gives: ['rating'], run: saveReasons },
  'save-rating-comment': { outcomes: [], needs: ['comment'], gives: ['rating'], run: saveComment },
}

/** What is rated: the visit once it is done, else the case once it is solved (peers I45, I49). */
type Rated = { readonly subject: string; readonly case: ServiceCase; readonly visit?: Visit; readonly isDone: boolean }

async function ratedIn(context: ActionContext): Promise<Rated | undefined> {
  const { tx, conversationId } = context
  const named = await currentVisit(context)
  if (named && DONE.includes(named.state)) return ratedVisit(tx, named)
  const theCase = await currentCase(context)
  if (theCase) {
    const isDone = theCase.state === 'RESOLVED' || theCase.state === 'CLOSED'
    return { subject: ratingSubject({ case: theCase.id }), case: theCase, isDone }
  }
  // Somebody who wants to rate long after the conversation was about anything means the last visit.
  const last = (await visitsOf(tx, conversationId, DONE)).at(-1)
  return last && ratedVisit(tx, last)
}

async function ratedVisit(tx: Tx, visit: Visit): Promise<Rated | undefined> {
  const theCase = await findCase(tx, visit.caseId)
  return theCase && { subject: ratingSubject({ visit: visit.id }), case: theCase, visit, isDone: true }
}

async function isWanted(context: ActionContext): Promise<ActionResult> {
  const rated = await ratedIn(context)
  if (!rated) return { outcome: 'not-done' }
  if (await findRating(context.tx, rated.subject)) return { outcome: 'given' }
  return rated.isDone ? OK : { outcome: 'not-done' }
}

async function saveScore(args: Values, context: ActionContext): Promise<ActionResult> {
  const { tx, now, service } = context
  const score = Number(args.score)
  const rated = await ratedIn(context)
  if (!rated || !isScore(score)) return FAILED
  const before = await findRating(tx, rated.subject)
  if (!before && !rated.isDone) return FAILED
  if (before && before.score !== score && !mayChangeScore(before.createdAt, now, service.policy)) {
    return { outcome: 'locked', values: { rating: ratingValue(before, false, context) } }
  }
  const isNews = before?.score !== score
  if (isNews) {
    await putScore(tx, { caseId: rated.case.id, subject: rated.subject, score }, before)
    await recordChange(tx, {
      actor: 'customer',
      entity: 'rating',
      entityId: rated.case.id,
      was: before ? String(before.score) : null,
      became: String(score),
      data: { subject: rated.subject },
    })
    await settleCase(context, rated, score)
  }
  const theCase = (await findCase(tx, rated.case.id)) ?? rated.case
  return ok({ rating: ratingValue({ score }, before !== undefined && isNews, context), case: caseValues(theCase) })
}

/**
 * a low score opens the case again, and nobody asks any more for acceptance; any other is the customer's acceptance
 * of the visit (R-072, K-24).
 */
async function settleCase(context: ActionContext, { case: theCase, visit }: Rated, score: number): Promise<void> {
  const { tx, now, service } = context
  if (!isLow(score, service.policy)) {
    if (visit) await acceptVisit(visit, theCase, 'rating', context)
    return
  }
  const reopened = reopenCase(theCase, `rated ${score}`, now)
  if (reopened.ok) await saveCase(tx, theCase, reopened.case, 'customer', { score })
  if (!visit) return
  const refused = { ...withAfterWork(visit, { refusedAt: now }), updatedAt: now }
  await saveVisit(tx, visit, refused, 'customer', { score })
}

async function saveReasons(args: Values, context: ActionContext): Promise<ActionResult> {
  const rating = await givenRating(context)
  if (!rating) return FAILED
  const chosen = reasonsIn(args.reasons)
  // One tap names one reason; another tap adds another.
  const reasons = Array.isArray(args.reasons) ? chosen : [...new Set([...rating.reasons, ...chosen])]
  await putReasons(context.tx, rating.subject, reasons)
  return ok({ rating: ratingValue(rating, false, context) })
}

async function saveComment(args: Values, context: ActionContext): Promise<ActionResult> {
  const rating = await givenRating(context)
  if (!rating || typeof args.comment !== 'string') return FAILED
  await putComment(context.tx, rating.subject, args.comment)
  return ok({ rating: ratingValue(rating, false, context) })
}

async function givenRating(context: ActionContext): Promise<Rating | undefined> {
  const rated = await ratedIn(context)
  return rated && (await findRating(context.tx, rated.subject))
}

function reasonsIn(value: Value | undefined): readonly string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.filter((one): one is string => typeof one === 'string' && one !== '')
}

function ratingValue({ score }: Pick<Rating, 'score'>, changed: boolean, { service }: ActionContext): Values {
  return { score, changed, low: isLow(score, service.policy) }
}
