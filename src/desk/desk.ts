/** The staff's side as the assistant sees it. */
import type { DeskPort } from '../assistant/desk-port.ts'
import type { Service } from '../service/service.ts'
import { raiseEscalation } from './raise.ts'
import { raiseTask } from './raise-task.ts'
import { runDeskCommand } from './run-command.ts'

/** The desk of a service: everything it does happens in the transaction it is handed. */
export function createDesk(service: Service): DeskPort {
  return {
    run: (inbound, context) => runDeskCommand(inbound, { ...context, service }),
    raise: (raised, context) => raiseEscalation(raised, { ...context, service }),
    task: raiseTask,
  }
}
