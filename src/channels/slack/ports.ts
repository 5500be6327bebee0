/** What Slack is built from: its settings, the assistant's door, and what it asks of the rest of the house. */
import type { Logger } from 'pino'
import type { Channel, ReadFile, Receive } from '../../assistant/channel.ts'
import type { Home } from '../../assistant/home.ts'
import type { Board } from '../../desk/board.ts'
import type { TechnicianCard } from '../../desk/cards.ts'
import type { DeskInbound, Role, SubmittedCommand } from '../../desk/command.ts'
import type { Language } from '../../flow/flow.ts'

/** One of several processes may do something; it has to say again and again that it still lives. */
export type Lease = {
  /** Whether this process has it now, for the next while. */
  take(): Promise<boolean>
  drop(): Promise<void>
}

export type SlackOptions = {
  readonly botToken: string
  /** Ends with a slash. */
  readonly apiUrl: string
  readonly door:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string }
  readonly pace: Channel['pace']
  readonly receive: Receive
  readonly log: Logger
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Whether the customer has spoken in this conversation before. */
  isKnown(conversation: string): Promise<boolean>
  readonly readFile: ReadFile
  /** What a customer's App Home shows. */
  home(conversation: string): Promise<Home>
  /** Who opens the socket, of several processes. */
  readonly socketLease: Lease
  readonly desk?: SlackDeskOptions
}

export type SlackDeskOptions = {
  /** Id of the staff's channel: the head office. */
  readonly channel: string
  /** Ids of the channels of outlets that have one of their own; none by default. */
  readonly outletChannels?: () => readonly string[]
  readonly managerGroup?: string
  readonly language: Language
  /** IANA name of the shop's time zone. */
  readonly zone: string
  /** Slack users and user groups that have a role; an empty list: every member of the channel. */
  readonly roles: Readonly<Record<Role, readonly string[]>>
  /** Whether a plain post in a thread goes to the customer (`customer`) or stays among the staff (`internal`). */
  readonly relay: 'internal' | 'customer'
  /** To name those who may be sent; who is not among them is shown by id. */
  readonly technicians?: () => readonly Pick<TechnicianCard, 'id' | 'name'>[]
  readonly board: Board
  readonly pace: Channel['pace']
  /** `updateId` tells a redelivery: the same command is never done twice. */
  submit(inbound: DeskInbound, updateId: string): SubmittedCommand
}
