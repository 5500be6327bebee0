/** What the operator reads when the house stands: where to go, and what is switched on. */
import { styleText } from 'node:util'
import type { Config } from './config.ts'
import type { Loaded } from './content.ts'

export function printWelcome(options: {
  readonly config: Config
  /** Where the server listens. */
  readonly url: string
  readonly colour: boolean
  readonly loaded: Loaded
  readonly write: (text: string) => void
}): void {
  const { config, url, loaded } = options
  const bold = (text: string) => (options.colour ? styleText('bold', text) : text)
  const dim = (text: string) => (options.colour ? styleText('dim', text) : text)
  const lines = [
    bold('Aftercare is ready.'),
    config.playground ? `  Playground   ${bold(url)}` : `  Listening    ${url}`,
    `  Telegram     ${telegramLine(config)}`,
    `  Slack        ${slackLine(config)}`,
    `  API          ${apiLine(options)}`,
    `  Flows        ${loaded.content.flows.size} in ${config.flows}, revision ${loaded.content.revision}`,
    `  Database     ${config.databaseUrl}`,
    dim('  Stop with Ctrl+C; nothing is lost.'),
  ]
  options.write(`\n${lines.join('\n')}\n\n`)
}

function telegramLine({ telegram }: Config): string {
  if (!telegram) return 'off (set TELEGRAM_BOT_TOKEN to switch it on)'
  return telegram.webhook ? `webhook at ${telegram.webhook.url}` : 'long polling'
}

function slackLine({ slack }: Config): string {
  if (!slack) return 'off (set SLACK_BOT_TOKEN to switch it on)'
  const door = slack.door.kind === 'socket' ? 'a socket' : 'requests at /slack/events'
  return slack.staff ? `${door}, desk in ${slack.staff.channel}` : `${door}, no desk (set SLACK_STAFF_CHANNEL)`
}

function apiLine({ config, url }: { config: Config; url: string }): string {
  const names = config.apiClients.map(({ name }) => name)
  return names.length === 0
    ? 'off (set API_CLIENTS to switch it on)'
    : `${url}/api/v1/openapi.json, for ${names.join(', ')}`
}
