/** A manager decides what only a manager may. */
import type { DeskCommand, DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'

export async function decideTask(
  _: Extract<DeskCommand, { do: 'decide-task' }>,
  __: CommandContext,
): Promise<DeskOutcome> {
  return { ok: false, why: 'not-possible-now' }
}
