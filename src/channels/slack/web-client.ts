/** Slack's Web API client, set up so that our own queues decide when to try again, and a log that holds no secrets. */
import { LogLevel, type webApi } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'

/** After that a call counts as lost (ms); what it asked for may have happened. */
const CALL_TIMEOUT_MS = 15_000
/** Most characters of a line that Slack's packages log. */
const LINE = 300

/**
 * Options of every client: no retries and no waiting of its own (the defaults are ten retries in half an hour, and no time
 * limit), because delivery has an order, a pace and attempts to count. A 429 is an error with the seconds to wait.
 */
export function clientOptions(apiUrl: string, log: Logger) {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    logger: quietLogger(log),
  } satisfies webApi.WebClientOptions
}

/** `apiUrl` ends with a slash. */
export function createWebClient(token: string, apiUrl: string, log: Logger): WebClient {
  return new WebClient(token, clientOptions(apiUrl, log))
}

type SlackLogger = NonNullable<webApi.WebClientOptions['logger']>

/**
 * What Slack's packages log, into ours. Their debug lines hold whole requests, with tokens and what customers wrote: those
 * are dropped, whatever our level. Of the rest only sentences and names of errors pass, cut short and without secrets.
 * Their errors are warnings here: each reaches us as a rejection, too, and who meets it knows whether it is one.
 */
export function quietLogger(log: Logger): SlackLogger {
  const line = (parts: readonly unknown[]) => `slack: ${parts.map(wordsOf).join(' ').slice(0, LINE)}`
  return {
    debug: () => {},
    info: (...parts: unknown[]) => log.debug(line(parts)),
    warn: (...parts: unknown[]) => log.warn(line(parts)),
    error: (...parts: unknown[]) => log.warn(line(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}

function wordsOf(part: unknown): string {
  if (part instanceof Error) return withoutSecrets(`${part.name}: ${part.message}`)
  return typeof part === 'string' ? withoutSecrets(part) : ''
}

/** Tokens, and the address of a socket, which is a secret too. */
export function withoutSecrets(text: string): string {
  return text.replace(/\bx(?:ox[a-z]|app)-[\w-]+/g, '[token]').replace(/\b(?:wss?|https?):\/\/\S+/g, '[address]')
}

/**
 * What went wrong, fit for a log: Slack's own error code, or that of the network. Never the error itself, which carries
 * the response and so what customers wrote.
 */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the call failed'
  if ('data' in error && isRecord(error.data) && typeof error.data.error === 'string') return error.data.error
  if ('statusCode' in error && typeof error.statusCode === 'number') return `status ${error.statusCode}`
  const cause = 'original' in error && error.original instanceof Error ? error.original : error
  const inner = cause.cause instanceof Error ? cause.cause : cause
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : withoutSecrets(inner.name)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
