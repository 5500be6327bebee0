/** The door of the desk: one command of the staff, taken in the turn of its conversation. */
import type { DeskContext } from '../assistant/desk-port.ts'
import type { Service } from '../service/service.ts'
import { claim, letGo, reply } from './claim.ts'
import type { DeskInbound, DeskOutcome } from './command.ts'
import type { CommandContext } from './context.ts'
import { moveVisit } from './move-visit.ts'
import { raiseLevel } from './raise-level.ts'
import { finishTask } from './tasks.ts'

/**
 * Does what the command says, in the turn's transaction, or refuses with a reason and leaves everything as it was. The
 * caller feeds `events` to the engine and writes `relay` to the outbox in the agent's name.
 */
export function runDeskCommand(
  { conversation, staff, command }: DeskInbound,
  context: DeskContext & { readonly service: Service },
): Promise<DeskOutcome> {
  const here: CommandContext = { ...context, conversation, staff }
  switch (command.do) {
    case 'claim':
      return claim(command, here)
    case 'reply':
      return reply(command, here)
    case 'hand-back':
      return letGo(command, 'HANDED_BACK', here)
    case 'resolve':
      return letGo(command, 'RESOLVED', here)
    case 'move-visit':
      return moveVisit(command, here)
    case 'finish-task':
      return finishTask(command.task, here)
    case 'raise-level':
      return raiseLevel(command.escalation, here)
  }
}
