/** What a command of the staff may use: the transaction of the turn it is taken in, and who owns the conversation. */
import type { DeskContext } from '../assistant/desk-port.ts'
import type { Service } from '../service/service.ts'
import type { Staff } from './command.ts'

export type CommandContext = DeskContext & {
  readonly service: Service
  /** `channel:native id` of the conversation whose turn it is. */
  readonly conversation: string
  /** Who gives the command. */
  readonly staff: Staff
}
