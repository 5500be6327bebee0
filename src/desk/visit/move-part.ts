/** A part that was asked for goes on its way. */
import type { DeskCommand, DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'

export async function movePart(_: Extract<DeskCommand, { do: 'move-part' }>, __: CommandContext): Promise<DeskOutcome> {
  return { ok: false, why: 'not-possible-now' }
}
