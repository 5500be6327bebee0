/** What the staff's desk in Slack is made from. */
import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { ReadFile } from '../../../assistant/channel.ts'
import type { Known } from '../identity.ts'
import type { SlackDeskOptions } from '../ports.ts'

export type DeskParts = {
  /** Buttons, forms, shortcuts and the slash command are registered on it. */
  readonly app: Pick<App, 'action' | 'view' | 'shortcut' | 'command'>
  readonly web: WebClient
  readonly options: SlackDeskOptions
  readonly log: Logger
  /** Epoch milliseconds. */
  readonly clock: () => number
  readonly readFile: ReadFile
  /** Who we are, once it is known: our own posts and reactions are nobody's. */
  identity(): Known
}
