/** A move of a visit that the rules allow becomes true: saved, its case taken along, the customer told. */
import type { Event } from '../../flow/event.ts'
import type { Values } from '../../flow/flow.ts'
import { type CaseState, moveCase, type ServiceCase } from '../../service/case.ts'
import { type MoveDetails, type MoveResult, moveVisit } from '../../service/move-visit.ts'
import type { Visit } from '../../service/visit.ts'
import type { Move, Mover, Tells } from '../../service/visit-transitions.ts'
import { caseValues, visitValues } from '../../service/visit-values.ts'
import { saveCase } from '../../store/cases.ts'
import { saveVisit } from '../../store/visits.ts'
import type { CommandContext } from '../context.ts'

export type Carried = { readonly visit: Visit; readonly case: ServiceCase; readonly tells: Tells }

/** Takes an arrow that is not an order of its own: the bot's, or one that another order brings with it. */
export async function carryOut(
  before: { readonly visit: Visit; readonly case: ServiceCase },
  move: Move,
  who: Mover,
  context: CommandContext,
  details: MoveDetails = {},
): Promise<Carried | Extract<MoveResult, { ok: false }>> {
  const result = moveVisit(before.visit, move, who, context.now, details)
  if (!result.ok) return result
  const actor = who === 'staff' ? context.staff.id : who
  await saveMoved(before.visit, result.visit, actor, context, move)
  const theCase = result.case ? await takeCaseAlong(before.case, result.case, context) : before.case
  return { visit: result.visit, case: theCase, tells: result.tells }
}

/** `move` is kept in the audit. */
export async function saveMoved(
  before: Visit,
  after: Visit,
  actor: string,
  context: CommandContext,
  move?: Move,
): Promise<void> {
  const { revision, startsAt, technicianId: technician } = after
  const data = { revision, startsAt, technician, ...(move && { move }) }
  await saveVisit(context.tx, before, after, actor, data)
}

/** A case that may not take that step stays where it is, as one that was escalated meanwhile. */
export async function takeCaseAlong(
  before: ServiceCase,
  to: CaseState,
  { tx, staff, now }: CommandContext,
): Promise<ServiceCase> {
  const result = moveCase(before, to, 'staff', now)
  if (!result.ok) return before
  await saveCase(tx, before, result.case, staff.id)
  return result.case
}

/** What the customer is told: the flow that the arrow names, with the visit and the case as the actions give them. */
export function notice(
  flow: string,
  visit: Visit,
  serviceCase: ServiceCase,
  more: Values,
  { service }: Pick<CommandContext, 'service'>,
): Event {
  return {
    kind: 'notice',
    flow,
    values: { visit: visitValues(visit, service.outlets), case: caseValues(serviceCase), ...more },
  }
}
