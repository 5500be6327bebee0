/** A whole Aftercare with one channel for its customers: the same house for tests that run on every channel. */
import type { App } from '../../src/app.ts'
import type { DeskCommand, DeskOutcome, StaffFile } from '../../src/desk/command.ts'
import type { Language } from '../../src/flow/flow.ts'
import type { Cell, Row } from '../../src/store/sql.ts'
import { openSlackRig } from './channel-rig-slack.ts'
import { openTelegramRig } from './channel-rig-telegram.ts'
import { openWebRig } from './channel-rig-web.ts'
import type { Person, Upload } from './customer.ts'
import type { Content } from './house.ts'

export type Platform = 'telegram' | 'slack' | 'web'

/** What a platform does to a message that is sent next, once. */
export type Trouble =
  /** "Too many requests", for a second. */
  | 'busy'
  /** An error of the server. */
  | 'down'
  /** The connection dies unanswered; the message was not taken. */
  | 'drop'
  /** It will never take this one. */
  | 'refused'

export type ChannelHouse = {
  readonly platform: Platform
  readonly app: App
  /** Folder of the database and of the files of customers. */
  readonly folder: string
  /** Log lines from `error` upwards. A test that expects some takes them out. */
  readonly errors: string[]
  /** Somebody nobody knows yet. */
  person(options?: { readonly language?: Language; readonly name?: string }): Person
  /** From now on the platform tells of everything so many times. */
  repeats(copies: number): void
  /** Resolves when everything that came in is answered and heard. */
  settled(): Promise<void>
  /** A command of the staff for one conversation; what it leads to is heard when this resolves. */
  desk(conversation: string, command: DeskCommand): Promise<DeskOutcome>
  /** A file of one of the staff, as a reply names it. */
  staffFile(file: Upload, kind: StaffFile['kind']): Promise<StaffFile>
  /** Only where a platform can refuse (`CAN`). */
  troubles(trouble: Trouble): void
  /** The customer blocks us, or their account is closed, and the next message finds it out. */
  loses(person: Person): Promise<void>
  /** They can be reached again, and the platform says so if it ever does. */
  finds(person: Person): Promise<void>
  /** The process ends as it should, and another begins with the same database. */
  restart(): Promise<void>
  rows<R extends Row = Row>(sql: string, parameters?: readonly Cell[]): Promise<readonly R[]>
  /** Ends everything and throws when something was wrong that no test looks at. */
  close(): Promise<void>
}

/** What the platforms have. What one has not, the tests of that thing leave out for it, and nothing else. */
export const CAN = {
  /** Customers change what they said. Nothing in the playground does. */
  edit: { telegram: true, slack: true, web: false },
  /** Customers take back what they said, and we hear of it. Telegram does not tell bots. */
  delete: { telegram: false, slack: true, web: false },
  /** Customers type `/status`. Slack keeps what begins with a slash to itself: there they use words and App Home. */
  commands: { telegram: true, slack: false, web: true },
  /** A button that asks for a place. In Slack a place is a link to a map, or words. */
  locationRequest: { telegram: true, slack: false, web: true },
  /** Things nobody can read: a poll, a post without words. The page of the playground posts none. */
  oddity: { telegram: true, slack: true, web: false },
  /** The platform can refuse what we send. A page of ours does not. */
  refuse: { telegram: true, slack: true, web: false },
  /** A customer can be out of reach. */
  lose: { telegram: true, slack: true, web: false },
} as const satisfies Readonly<Record<string, Readonly<Record<Platform, boolean>>>>

export const PLATFORMS: readonly Platform[] = ['telegram', 'slack', 'web']

export function platformsThat(can: keyof typeof CAN): readonly Platform[] {
  return PLATFORMS.filter(platform => CAN[can][platform])
}

const RIGS = { telegram: openTelegramRig, slack: openSlackRig, web: openWebRig }

/** `content` must be of `slackContent`, or everybody waits for wall-clock time. */
export function openChannelHouse(platform: Platform, content: Content): Promise<ChannelHouse> {
  return RIGS[platform](content)
}
