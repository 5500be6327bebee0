/** From the environment to a configuration, or to everything that is wrong with it, told at once. */
import { z } from 'zod'

export type Config = {
  /** `sqlite:PATH`. */
  readonly databaseUrl: string
  readonly host: string
  readonly port: number
  readonly logLevel: string
  /** Folder of the flows. */
  readonly flows: string
  readonly playground: boolean
  readonly telegram?: {
    readonly token: string
    readonly apiRoot: string
    /** Absent: long polling. */
    readonly webhook?: { readonly url: string; readonly secret: string }
  }
  readonly slack?: SlackConfig
  /** Programs that may use the API; none: there is no API. */
  readonly apiClients: readonly {
    readonly name: string
    readonly roles: readonly ('agent' | 'dispatcher' | 'technician' | 'manager')[]
    readonly token: string
  }[]
}

export type SlackConfig = {
  readonly botToken: string
  /** Ends with a slash: `https://slack.com/api/`. */
  readonly apiUrl: string
  /** How Slack reaches us: over a socket that we open, or at `POST /slack/events`, signed. */
  readonly door:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string }
  readonly staff?: {
    /** Id of the channel in which the staff work. */
    readonly channel: string
    /** Id of the user group that is called when nobody answers. */
    readonly managerGroup?: string
  }
}

export type Environment = Readonly<Record<string, string | undefined>>

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const API_ROLE = '(?:agent|dispatcher|technician|manager)'
const API_CLIENT = `[a-z0-9-]{1,40}:${API_ROLE}(?:\\+${API_ROLE})*:[\\w-]{32,128}`

const url = z.url({ protocol: /^https?$/, error: 'is not an http(s) address' })

const variables = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^sqlite:.+/, 'must look like sqlite:PATH, for example sqlite:data/aftercare.sqlite')
    .default('sqlite:data/aftercare.sqlite'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(0, 'must be 0 to 65535')
    .max(65_535, 'must be 0 to 65535')
    .default(3000),
  LOG_LEVEL: z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`).default('info'),
  AFTERCARE_FLOWS: z.string().min(1).default('./flows'),
  PLAYGROUND: z.enum(['on', 'off'], 'must be on or off').optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^[\w:-]+$/, 'does not look like a bot token of @BotFather, such as 123456:ABC-DEF')
    .optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{1,256}$/, 'must be 1 to 256 of the characters A-Z a-z 0-9 _ -')
    .optional(),
  TELEGRAM_WEBHOOK_URL: url.optional(),
  TELEGRAM_API_ROOT: url.default('https://api.telegram.org'),
  API_CLIENTS: z
    .string()
    .regex(
      new RegExp(`^${API_CLIENT}(,${API_CLIENT})*$`),
      'must look like dispatch:dispatcher+technician:TOKEN, with a token of 32 to 128 letters, digits, - or _; several are joined by commas',
    )
    .optional(),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-[\w-]+$/, 'does not look like a bot token of Slack, such as xoxb-123-456-abc')
    .optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^\w{16,128}$/, 'does not look like a signing secret of Slack (letters and digits; see Basic Information)')
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-[\w-]+$/, 'does not look like an app-level token of Slack, such as xapp-1-A1-2-abc')
    .optional(),
  SLACK_API_URL: url.default('https://slack.com/api/'),
  SLACK_STAFF_CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]{2,}$/, 'must be the id of a channel, such as C0123ABCD (channel details, at the bottom)')
    .optional(),
  SLACK_MANAGER_GROUP: z
    .string()
    .regex(/^S[A-Z0-9]{2,}$/, 'must be the id of a user group, such as S0123ABCD')
    .optional(),
})

/** Reads the environment. Empty variables count as absent. `problems` are sentences for the operator, one per fault. */
export function parseConfig(
  environment: Environment,
): { readonly config: Config; readonly problems: readonly [] } | { readonly problems: readonly string[] } {
  const given = Object.fromEntries(
    Object.keys(variables.shape)
      .map(name => [name, environment[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = variables.safeParse(given)
  const problems = parsed.success ? [] : parsed.error.issues.map(issue => `${String(issue.path[0])} ${issue.message}`)
  problems.push(...webhookProblems(given), ...slackProblems(given))
  if (!parsed.success || problems.length > 0) return { problems }
  const values = parsed.data
  const telegram = telegramOf(values)
  const slack = slackOf(values)
  return {
    problems: [],
    config: {
      databaseUrl: values.DATABASE_URL,
      host: values.HOST,
      port: values.PORT,
      logLevel: values.LOG_LEVEL,
      flows: values.AFTERCARE_FLOWS,
      playground: values.PLAYGROUND ? values.PLAYGROUND === 'on' : !telegram && !slack,
      ...(telegram && { telegram }),
      ...(slack && { slack }),
      apiClients: apiClientsOf(values.API_CLIENTS),
    },
  }
}

/** `name:role+role:token`, several joined by commas. */
function apiClientsOf(text: string | undefined): Config['apiClients'] {
  return (text?.split(',') ?? []).map(client => {
    const [name = '', roles = '', token = ''] = client.split(':')
    return { name, roles: roles.split('+') as Config['apiClients'][number]['roles'], token }
  })
}

function webhookProblems(given: Environment): string[] {
  const problems: string[] = []
  if (given.TELEGRAM_WEBHOOK_URL && !given.TELEGRAM_WEBHOOK_SECRET) {
    problems.push('TELEGRAM_WEBHOOK_SECRET is missing: with a webhook, anybody could otherwise speak as Telegram')
  }
  if (!given.TELEGRAM_BOT_TOKEN && (given.TELEGRAM_WEBHOOK_URL || given.TELEGRAM_WEBHOOK_SECRET)) {
    problems.push('TELEGRAM_BOT_TOKEN is missing, but there are settings for a webhook')
  }
  return problems
}

function telegramOf(values: z.output<typeof variables>): Config['telegram'] {
  if (!values.TELEGRAM_BOT_TOKEN) return undefined
  const { TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret } = values
  return {
    token: values.TELEGRAM_BOT_TOKEN,
    apiRoot: values.TELEGRAM_API_ROOT,
    ...(url && secret && { webhook: { url, secret } }),
  }
}

function slackProblems(given: Environment): string[] {
  const problems: string[] = []
  if (given.SLACK_BOT_TOKEN && !given.SLACK_APP_TOKEN && !given.SLACK_SIGNING_SECRET) {
    problems.push(
      'SLACK_SIGNING_SECRET is missing: with it Slack calls this server; with SLACK_APP_TOKEN instead, this server calls Slack',
    )
  }
  const others = SLACK_NEEDS_TOKEN.filter(name => given[name])
  if (!given.SLACK_BOT_TOKEN && others.length > 0) {
    problems.push(`SLACK_BOT_TOKEN is missing, but there is ${others.join(', ')}`)
  }
  if (given.SLACK_MANAGER_GROUP && !given.SLACK_STAFF_CHANNEL) {
    problems.push('SLACK_STAFF_CHANNEL is missing: without a channel for the staff there is nowhere to call a manager')
  }
  return problems
}

const SLACK_NEEDS_TOKEN = ['SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'SLACK_STAFF_CHANNEL', 'SLACK_MANAGER_GROUP']

function slackOf(values: z.output<typeof variables>): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = values
  if (!botToken || !(appToken || signingSecret)) return undefined
  const { SLACK_STAFF_CHANNEL: channel, SLACK_MANAGER_GROUP: managerGroup } = values
  return {
    botToken,
    apiUrl: `${values.SLACK_API_URL.replace(/\/+$/, '')}/`,
    door: appToken ? { kind: 'socket', appToken } : { kind: 'http', signingSecret: signingSecret ?? '' },
    ...(channel && { staff: { channel, ...(managerGroup && { managerGroup }) } }),
  }
}
