/**
 * The door Slack knocks at: events, interactivity and slash commands at one address. Nothing is read before the signature
 * is known to be Slack's.
 *
 * A signed request that somebody recorded can be sent again for five minutes. It changes nothing: every request carries an
 * id (`CHANNEL:ts` of a message, `event_id`, `trigger_id`) that the inbox takes once, however often and through whichever
 * process it comes; and Slack opens a form for a `trigger_id` once.
 */
import { isValidSlackRequest } from '@slack/bolt'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Take } from './take.ts'

/** Where Slack's requests are accepted. */
export const EVENTS_PATH = '/slack/events'
/** Bytes. The longest message is 40,000 characters with its blocks; a view 250 kB. */
const BODY_LIMIT = 1024 * 1024
/** How old, or how much ahead of our clock, a request may be (s). */
const WINDOW_S = 300

export type HttpDoorOptions = {
  readonly signingSecret: string
  readonly take: Take
  /** Epoch milliseconds by the world's clock: Slack signs with it, wherever the shop's clock stands. */
  readonly now: () => number
  readonly log: Logger
}

/**
 * 401, and nothing more, without a signature of the last five minutes; 413 above 1 MB; 415 for what is neither JSON nor a
 * form; 400 for what cannot be read; 503 when it was not stored, so that Slack brings it again; else 200.
 */
export function httpDoor({ signingSecret, take, now, log }: HttpDoorOptions): FastifyPluginAsync {
  const refusals = createRefusals(log)
  return async scope => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      ['application/json', 'application/x-www-form-urlencoded'],
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
      (_, body, done) => done(null, body),
    )
    scope.post(EVENTS_PATH, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const raw = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''
      const fault = faultOf(request, raw, signingSecret, now())
      if (fault) {
        refusals.count(fault)
        return reply.code(401).send()
      }
      const body = read(raw, request.headers['content-type'])
      if (!body) return reply.code(400).send()
      if (body.type === 'url_verification') return reply.send({ challenge: String(body.challenge) })
      if (body.ssl_check !== undefined) return reply.send()
      const answer = await take({ body, ...retryOf(request) })
      if (answer.kind === 'again') return reply.code(503).send()
      return answer.response === undefined ? reply.send() : reply.send(answer.response)
    })
  }
}

type Fault = 'headers missing' | 'stale' | 'forged'

function faultOf(request: FastifyRequest, body: string, signingSecret: string, now: number): Fault | undefined {
  const signature = request.headers['x-slack-signature']
  const timestamp = Number(request.headers['x-slack-request-timestamp'] ?? Number.NaN)
  if (typeof signature !== 'string' || !Number.isSafeInteger(timestamp)) return 'headers missing'
  if (Math.abs(now / 1000 - timestamp) > WINDOW_S) return 'stale'
  const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp }
  return isValidSlackRequest({ signingSecret, body, headers, nowMilliseconds: now }) ? undefined : 'forged'
}

/** One line for the first of a kind, the second, the fourth, the eighth …: a flood of them must not fill the disk. */
function createRefusals(log: Logger) {
  const counts = new Map<Fault, number>()
  return {
    count(why: Fault) {
      const count = (counts.get(why) ?? 0) + 1
      counts.set(why, count)
      if (Number.isInteger(Math.log2(count))) log.warn({ why, count }, 'slack: a request was refused')
    },
  }
}

/** JSON; or a form that holds JSON (`payload`), a slash command, or a check of our certificate. */
function read(raw: string, contentType: string | undefined): Record<string, unknown> | undefined {
  try {
    if (!contentType?.startsWith('application/x-www-form-urlencoded')) return objectOf(JSON.parse(raw))
    const form = new URLSearchParams(raw)
    const payload = form.get('payload')
    return payload === null ? Object.fromEntries(form) : objectOf(JSON.parse(payload))
  } catch {
    return undefined
  }
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
}

function retryOf({ headers }: FastifyRequest): { retryNum?: number; retryReason?: string } {
  const number = Number(headers['x-slack-retry-num'])
  const reason = headers['x-slack-retry-reason']
  return {
    ...(Number.isSafeInteger(number) && { retryNum: number }),
    ...(typeof reason === 'string' && { retryReason: reason }),
  }
}
