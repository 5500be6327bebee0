/** The door of the desk: one command of the staff, taken in the turn of its conversation. */
import type { DeskContext } from '../assistant/desk-port.ts'
import type { Service } from '../service/service.ts'
import { deleteReply, editReply, retryReply, undoReply } from './change-reply.ts'
import { assign, claim } from './claim.ts'
import type { DeskInbound, DeskOutcome } from './command.ts'
import type { CommandContext } from './context.ts'
import { letGo } from './let-go.ts'
import { moveVisit } from './move-visit.ts'
import { prioritise } from './prioritise.ts'
import { raiseLevel } from './raise-level.ts'
import { reply, sendReply } from './reply.ts'
import { restoreDue } from './restore-due.ts'
import { notAllowed } from './roles.ts'
import { finishTask } from './tasks.ts'
import { announceDelivery } from './visit/announce-delivery.ts'
import { decideTask } from './visit/decide-task.ts'
import { visitDue } from './visit/due.ts'
import { workshopDue } from './visit/due-workshop.ts'
import { movePart } from './visit/move-part.ts'
import { moveWorkshop } from './visit/move-workshop.ts'

/**
 * Does what the command says, in the turn's transaction, or refuses with a reason and leaves everything as it was. Who has
 * none of the roles it needs is refused first. The caller feeds `events` to the engine.
 */
export async function runDeskCommand(
  { conversation, staff, command }: DeskInbound,
  context: DeskContext & { readonly service: Service },
): Promise<DeskOutcome> {
  const refusal = notAllowed(staff, command)
  if (refusal) return refusal
  const here: CommandContext = { ...context, conversation, staff }
  switch (command.do) {
    case 'claim':
      return claim(command, here)
    case 'assign':
      return assign(command, here)
    case 'prioritise':
      return prioritise(command, here)
    case 'reply':
      return reply(command, here)
    case 'send-reply':
      return sendReply(command.relay, here)
    case 'undo-reply':
      return undoReply(command, here)
    case 'edit-reply':
      return editReply(command, here)
    case 'delete-reply':
      return deleteReply(command, here)
    case 'retry-reply':
      return retryReply(command, here)
    case 'hand-back':
      return letGo(command, 'HANDED_BACK', here)
    case 'resolve':
      return letGo(command, 'RESOLVED', here)
    case 'move-visit':
      return moveVisit(command, here)
    case 'visit-due':
      return visitDue(command, here)
    case 'workshop-due':
      return workshopDue(command, here)
    case 'decide-task':
      return decideTask(command, here)
    case 'move-workshop':
      return moveWorkshop(command, here)
    case 'move-part':
      return movePart(command, here)
    case 'announce-delivery':
      return announceDelivery(command, here)
    case 'finish-task':
      return finishTask(command.task, here)
    case 'restore-due':
      return restoreDue(command.case, here)
    case 'raise-level':
      return raiseLevel(command.escalation, here)
  }
}
