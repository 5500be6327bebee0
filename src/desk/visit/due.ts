/** A promise of a visit falls due: whether it still holds is seen now. */
import type { DeskCommand, DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'

export async function visitDue(_: Extract<DeskCommand, { do: 'visit-due' }>, __: CommandContext): Promise<DeskOutcome> {
  return { ok: false, why: 'not-possible-now' }
}
