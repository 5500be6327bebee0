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
}

export type Environment = Readonly<Record<string, string | undefined>>

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

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
  problems.push(...webhookProblems(given))
  if (!parsed.success || problems.length > 0) return { problems }
  const values = parsed.data
  const telegram = telegramOf(values)
  return {
    problems: [],
    config: {
      databaseUrl: values.DATABASE_URL,
      host: values.HOST,
      port: values.PORT,
      logLevel: values.LOG_LEVEL,
      flows: values.AFTERCARE_FLOWS,
      playground: values.PLAYGROUND ? values.PLAYGROUND === 'on' : telegram === undefined,
      ...(telegram && { telegram }),
    },
  }
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
