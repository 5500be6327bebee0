/** What a command of the staff may use: the transaction of the turn it is taken in, and who owns the conversation. */
import type { DeskContext } from '../assistant/desk-port.ts'
import type { Service } from '../service/service.ts'

export type CommandContext = DeskContext & {
  readonly service: Service
  /** `channel:native id` of the conversation whose turn it is. */
  readonly conversation: string
  /** Name of the member of staff. */
  readonly staff: string
}
