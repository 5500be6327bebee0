/**
 * The door Telegram knocks at. It answers 200 only for what is on disk: everything else Telegram brings again, with
 * growing pauses, for 24 hours.
 */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyPluginAsync } from 'fastify'
import type { Update } from 'grammy/types'

/** Where updates are accepted. */
export const WEBHOOK_PATH = '/telegram/webhook'
/** Bytes; the longest update (4096 characters with markup, quoted) stays far below. */
const BODY_LIMIT = 1024 * 1024
/** Seconds Telegram is asked to wait after a failure (it honours `Retry-After` up to an hour). */
const RETRY_AFTER_S = 2

/**
 * 401 without the right secret, before the body is read; 400 for what is no update; 503 when `take` rejects. Updates are
 * taken side by side, as many as Telegram sends at once.
 */
export function webhookRoutes(secret: string, take: (update: Update) => Promise<void>): FastifyPluginAsync {
  const expected = Buffer.from(secret)
  const isOurs = (given: unknown) => {
    if (typeof given !== 'string') return false
    const bytes = Buffer.from(given)
    return bytes.length === expected.length && timingSafeEqual(bytes, expected)
  }
  return async app => {
    app.post(
      WEBHOOK_PATH,
      {
        bodyLimit: BODY_LIMIT,
        onRequest: async (request, reply) => {
          if (isOurs(request.headers['x-telegram-bot-api-secret-token'])) return
          return reply.code(401).send({ error: 'the secret is missing or wrong' })
        },
      },
      async (request, reply) => {
        if (!isUpdate(request.body)) return reply.code(400).send({ error: 'not an update' })
        try {
          await take(request.body)
        } catch {
          return reply.code(503).header('retry-after', RETRY_AFTER_S).send({ error: 'try again' })
        }
        return reply.code(200).send()
      },
    )
  }
}

/** Only that it is one: what stands in it is read with care by `toInbound`, since Telegram adds kinds every month. */
function isUpdate(body: unknown): body is Update {
  return typeof body === 'object' && body !== null && 'update_id' in body && Number.isSafeInteger(body.update_id)
}
