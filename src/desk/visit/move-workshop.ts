/** An appliance in the workshop goes a stage on. */
import type { DeskCommand, DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'

export async function moveWorkshop(
  _: Extract<DeskCommand, { do: 'move-workshop' }>,
  __: CommandContext,
): Promise<DeskOutcome> {
  return { ok: false, why: 'not-possible-now' }
}
