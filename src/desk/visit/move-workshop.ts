/** An appliance in the workshop goes a stage on, or is promised for another day. */
import type { Visit } from '../../service/visit.ts'
import { moveWorkshop as moved, WORKSHOP_STATES, type WorkshopState } from '../../service/workshop.ts'
import { keepWorkshopPromises } from '../../service/workshop-promises.ts'
import { saveLoan, saveWorkshop } from '../../store/workshops.ts'
import type { DeskCommand, DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { saveMoved } from './carry-out.ts'
import { factsOf, type WorkshopFacts, workshopNotice } from './workshop-facts.ts'

/** Until it is ready, its day may be promised anew. */
const DATED: readonly WorkshopState[] = ['CONSENTED', 'IN_TRANSIT', 'IN_WORKSHOP', 'WAITING_PART']

/**
 * The customer reads one line with its time for each stage. With the stage it is in and another `promisedReturnAt` (epoch
 * milliseconds) only the day changes. Refuses stages that section D does not have next, and a day that has passed.
 */
export async function moveWorkshop(
  { workshop: id, stage, details = {} }: Extract<DeskCommand, { do: 'move-workshop' }>,
  context: CommandContext,
): Promise<DeskOutcome> {
  const { now, staff, tx } = context
  const facts = await factsOf(id, context)
  if (!facts) return { ok: false, why: 'not-found' }
  const { workshop } = facts
  const promised = details.promisedReturnAt
  if (promised !== undefined && (typeof promised !== 'number' || promised <= now)) {
    return { ok: false, why: 'details-wrong', values: { fields: ['promisedReturnAt'] } }
  }
  const isRedated = promised !== undefined && promised !== workshop.promisedReturnAt
  const to = WORKSHOP_STATES.find(state => state === stage)
  const staged = to === workshop.state ? workshop : to && moved(workshop, to, 'staff', now)
  const isNothing = staged === workshop && !isRedated
  if (!staged || isNothing || (isRedated && !DATED.includes(staged.state)))
    return { ok: false, why: 'not-possible-now' }
  const after = { ...staged, promisedReturnAt: promised ?? workshop.promisedReturnAt }
  await saveWorkshop(tx, workshop, after, staff.id)
  const visit = isRedated ? await anotherDay(facts, context) : facts.visit
  const told = await keepLoan({ ...facts, visit, workshop: after }, context)
  if (after.state === 'READY')
    return { ok: true, events: [workshopNotice('workshop-ready', told, context, { at: now })] }
  const day = {
    at: now,
    redated: isRedated,
    moved: staged !== workshop,
    later: after.promisedReturnAt > workshop.promisedReturnAt,
  }
  return { ok: true, events: [workshopNotice('workshop-stage', told, context, day)] }
}

/** What was told of the earlier day holds no longer: it is void, and the customer's card says the new one. */
async function anotherDay({ visit }: WorkshopFacts, context: CommandContext): Promise<Visit> {
  const after = { ...visit, revision: visit.revision + 1, updatedAt: context.now }
  await saveMoved(visit, after, context.staff.id, context)
  return after
}

/** The loaner stays as long as the appliance is away. */
async function keepLoan(facts: WorkshopFacts, context: CommandContext): Promise<WorkshopFacts> {
  const { workshop, loan } = facts
  const dueAt = workshop.promisedReturnAt
  const kept = loan?.state === 'OUT' && loan.dueAt !== dueAt ? { ...loan, dueAt } : loan
  if (kept && kept !== loan) await saveLoan(context.tx, kept)
  keepWorkshopPromises(workshop, kept, context.service.policy, context)
  return { ...facts, loan: kept }
}
