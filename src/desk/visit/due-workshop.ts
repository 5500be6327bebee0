/** The promised return is near or has passed, or a loaner is to come back. */

import type { Values } from '../../flow/flow.ts'
import { shiftOutOfQuietHours } from '../../service/quiet-hours.ts'
import { workshopDuesOf } from '../../service/workshop-promises.ts'
import { addTask } from '../../store/tasks.ts'
import { saveLoan } from '../../store/workshops.ts'
import type { DeskCommand, DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { factsOf, type WorkshopFacts, workshopNotice } from './workshop-facts.ts'

type Due = Extract<DeskCommand, { do: 'workshop-due' }>

/** Refuses what is not owed any more, and what was said of this promised day already. */
export async function workshopDue({ workshop: id, due }: Due, context: CommandContext): Promise<DeskOutcome> {
  const { now, service } = context
  const facts = await factsOf(id, context)
  if (!facts) return { ok: false, why: 'not-found' }
  const at = workshopDuesOf(facts.workshop, facts.loan, service.policy).get(due)
  if (at === undefined || at > now) return { ok: false, why: 'not-possible-now' }
  if (due === 'at-risk') return atRisk(facts, context)
  // What the customer reads waits for the morning, and the staff's part of it with it.
  const told = shiftOutOfQuietHours(now, undefined, service.policy)
  if (told > now) {
    const values = { do: 'workshop-due', workshop: id, due }
    context.remind({ key: `workshop:${id}:${due}`, at: told, flow: 'desk', values })
    return { ok: true, events: [] }
  }
  return due === 'broken' ? broken(facts, context) : loanerDue(facts, context)
}

async function atRisk(facts: WorkshopFacts, context: CommandContext): Promise<DeskOutcome> {
  await ask('return-at-risk', facts, context)
  return { ok: true, events: [] }
}

/**
 * The customer hears it from us before they have to ask; a new day is named by a person. Of what is ready they know: only the
 * person is asked for, who agrees a day with them.
 */
async function broken(facts: WorkshopFacts, context: CommandContext): Promise<DeskOutcome> {
  const isNew = await ask('return-broken', facts, context)
  if (!isNew) return { ok: false, why: 'not-possible-now' }
  if (facts.workshop.state === 'READY') return { ok: true, events: [] }
  return { ok: true, events: [workshopNotice('workshop-late', facts, context)] }
}

/** A friendly word and a person who sees to it; never a fee. */
async function loanerDue(facts: WorkshopFacts, context: CommandContext): Promise<DeskOutcome> {
  const { loan } = facts
  if (!loan) return { ok: false, why: 'not-possible-now' }
  await saveLoan(context.tx, { ...loan, state: 'OVERDUE' })
  await ask('loaner-due', facts, context, { loaner: loan.loanerId })
  return { ok: true, events: [workshopNotice('loaner-due', facts, context)] }
}

/** Once for each promised day, whatever became of the task; false when it was asked before. */
async function ask(
  kind: string,
  { workshop, visit }: WorkshopFacts,
  { tx }: CommandContext,
  more: Values = {},
): Promise<boolean> {
  const { id, promisedReturnAt } = workshop
  const [asked] = await tx.all(
    `SELECT id FROM staff_task WHERE kind = ? AND case_id = ? AND json_extract(data, '$.workshop') = ?
       AND json_extract(data, '$.promisedReturnAt') = ? LIMIT 1`,
    [kind, visit.caseId, id, promisedReturnAt],
  )
  if (asked) return false
  await addTask(tx, {
    conversationId: visit.conversationId,
    caseId: visit.caseId,
    kind,
    data: { visit: visit.id, workshop: id, promisedReturnAt, ...more },
  })
  return true
}
