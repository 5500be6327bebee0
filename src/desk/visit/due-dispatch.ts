/** Nobody was assigned by the evening; a time that staff asked for was not answered. */
import type { Visit } from '../../service/visit.ts'
import type { DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { askOnce } from './ask-once.ts'
import { askToCall } from './lateness.ts'

export async function unassigned(visit: Visit, { tx }: CommandContext): Promise<DeskOutcome> {
  await askOnce(tx, visit, 'unassigned', { outlet: visit.outletId })
  return { ok: true, events: [] }
}

export async function proposalUnanswered(visit: Visit, context: CommandContext): Promise<DeskOutcome> {
  await askToCall(visit, 'proposal', context)
  return { ok: true, events: [] }
}
