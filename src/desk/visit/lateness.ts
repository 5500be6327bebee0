/** Late: told by the technician, or seen by the clock; two tiers, and a manager's word about what is due. */
import type { Values } from '../../flow/flow.ts'
import type { Delay, Visit } from '../../service/visit.ts'
import { agreedAt, latenessOf } from '../../service/visit-promises.ts'
import { DELAY_REASONS, isOneOf } from '../../service/visit-reasons.ts'
import { findCase } from '../../store/cases.ts'
import { addTask } from '../../store/tasks.ts'
import type { DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { askOnce } from './ask-once.ts'
import { carryOut, notice } from './carry-out.ts'
import type { Prepare } from './prepare.ts'
import { reasonTold } from './told.ts'

const MINUTE_MS = 60_000

/** so many minutes after the agreed time, for a reason or none. */
export const late: Prepare = async ({ visit, details: { minutes, reason } }, context) => {
  if (typeof minutes !== 'number')
    return { refused: { ok: false, why: 'details-wrong', values: { fields: ['minutes'] } } }
  const { now, service } = context
  const etaAt = agreedAt(visit, service.policy) + minutes * MINUTE_MS
  if (etaAt <= now) return { refused: { ok: false, why: 'details-wrong', values: { fields: ['minutes'] } } }
  const isLong = minutes * MINUTE_MS > service.policy.arrival.tier
  const delay: Delay = {
    minutes,
    reason: isOneOf(DELAY_REASONS, reason) ? reason : null,
    etaAt,
    tier: isLong || visit.delay?.tier === 2 ? 2 : 1,
    toldAt: now,
  }
  return {
    details: { delay },
    after: async after => {
      await askForRemedy(after, context)
      return { values: toldOf(delay) }
    },
  }
}

/** nobody is there shortly before the agreed time, and nobody has said anything. */
export function warnLate(visit: Visit, context: CommandContext): Promise<DeskOutcome> {
  return seenLate(
    visit,
    'warn-late',
    { minutes: null, reason: null, etaAt: null, tier: 1, toldAt: context.now },
    context,
  )
}

/** beyond the first tier; what was known of the delay stays. */
export function markLate(visit: Visit, context: CommandContext): Promise<DeskOutcome> {
  const reason = visit.delay?.reason ?? null
  return seenLate(visit, 'mark-late', { minutes: null, reason, etaAt: null, tier: 2, toldAt: context.now }, context)
}

async function seenLate(
  visit: Visit,
  move: 'warn-late' | 'mark-late',
  delay: Delay,
  context: CommandContext,
): Promise<DeskOutcome> {
  const theCase = await findCase(context.tx, visit.caseId)
  if (!theCase) return { ok: false, why: 'not-found' }
  const carried = await carryOut({ visit, case: theCase }, move, 'bot', context, { delay })
  if ('ok' in carried) return { ok: false, why: carried.why }
  if (move === 'warn-late') await askToCall(visit, 'late', context)
  await askForRemedy(carried.visit, context)
  const isDue = latenessOf(visit, context.service.policy, context.now).minutes > 0
  const values = { ...toldOf(delay), warned: !isDue }
  return { ok: true, events: [notice(carried.tells, carried.visit, carried.case, values, context)] }
}

function toldOf({ minutes, reason, tier }: Delay): Values {
  return { tier, ...(minutes !== null && { minutes }), ...reasonTold(reason) }
}

/** Somebody calls: the card has the number. */
export async function askToCall(visit: Visit, why: string, { tx }: CommandContext): Promise<void> {
  await addTask(tx, {
    conversationId: visit.conversationId,
    caseId: visit.caseId,
    kind: 'call-customer',
    data: { visit: visit.id, why, phone: visit.phone, startsAt: visit.startsAt },
  })
}

/** K-10, R-125: asked once a visit, of a manager; the customer hears nothing of it before. */
async function askForRemedy(visit: Visit, { tx, service }: CommandContext): Promise<void> {
  const { remedy } = service.policy.late
  if (visit.delay?.tier !== 2 || remedy === 'none') return
  const { minutes } = visit.delay
  await askOnce(tx, visit, 'late-remedy', { remedy, ...(minutes !== null && { minutes }) })
}
