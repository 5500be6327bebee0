/** Telegram as a channel: updates in by webhook or polling, messages out through grammY's client. */
import type { FastifyPluginAsync } from 'fastify'
import { Api, GrammyError } from 'grammy'
import type { Update } from 'grammy/types'
import type { Logger } from 'pino'
import type { Channel, ReadFile, Receive } from '../../assistant/channel.ts'
import type { Text } from '../../flow/flow.ts'
import { whyOf } from './delivery.ts'
import { fetchFile } from './files.ts'
import { createHttp } from './http.ts'
import { ALLOWED_UPDATES, toInbound } from './inbound.ts'
import { type Polling, pauseAfter, poll } from './polling.ts'
import { keepTrying, registrationSteps, tryAll } from './registration.ts'
import { createSender } from './sender.ts'
import { webhookRoutes } from './webhook.ts'

export type TelegramOptions = {
  readonly token: string
  /** `https://api.telegram.org`, or a Bot API server of one's own. */
  readonly apiRoot: string
  /** Absent: updates are asked for. `secret`: 1-256 of `A-Za-z0-9_-`. */
  readonly webhook?: { readonly url: string; readonly secret: string }
  readonly receive: Receive
  /** Bytes of what agents send. */
  readonly readFile: ReadFile
  readonly log: Logger
  readonly pace: Channel['pace']
  /** The command menu: names of 1-32 `a-z0-9_`. */
  readonly commands: readonly { readonly name: string; readonly about: Text }[]
  /** Now, in epoch milliseconds. */
  readonly clock: () => number
}

export type Telegram = {
  readonly channel: Channel & Required<Pick<Channel, 'fetchFile' | 'start' | 'stop'>>
  /** `POST /telegram/webhook`; absent when polling. */
  readonly routes?: FastifyPluginAsync
}

/** How long Telegram holds a getUpdates that finds nothing (s). */
const POLL_S = 50
/** After that a call counts as lost (s); what it asked for may have happened. */
const CALL_TIMEOUT_S = 30
/** The same for a call that carries files, the biggest through a slow line (s). */
const UPLOAD_TIMEOUT_S = 300

/**
 * The channel, and the route to mount when Telegram calls us. Neither `send` nor `start` rejects: refusals and outages are
 * deliveries and log lines, and registration goes on in the background until it succeeds. `stop` ends the receiving and
 * waits for what is in hand; `send` works on after it, for the worker's last messages. The token never reaches a log.
 */
export function createTelegram(options: TelegramOptions): Telegram {
  const { token, webhook, log } = options
  const apiRoot = options.apiRoot.replace(/\/+$/, '')
  const http = createHttp(apiRoot)
  const client = { apiRoot, fetch: http.fetch }
  const api = new Api(token, { ...client, timeoutSeconds: CALL_TIMEOUT_S })
  const uploadApi = new Api(token, { ...client, timeoutSeconds: UPLOAD_TIMEOUT_S })
  const pollApi = new Api(token, { ...client, timeoutSeconds: POLL_S + CALL_TIMEOUT_S })
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  const inBackground = (work: Promise<void>) => {
    const done = work.finally(() => running.delete(done))
    running.add(done)
  }
  let username: string | undefined
  const steps = registrationSteps(api, {
    commands: options.commands,
    ...(webhook ? { webhook } : {}),
    named: name => {
      username = name
    },
  })
  const take = createTake(options, api, () => username, inBackground)
  const channel: Telegram['channel'] = {
    name: 'telegram',
    pace: options.pace,
    send: createSender({ api, uploadApi, readFile: options.readFile, log }),
    fetchFile: file => fetchFile(file, api, http, { path: new URL(apiRoot).pathname.replace(/\/$/, ''), token }),
    async start() {
      const left = await tryAll(steps, log)
      if (left.length > 0) inBackground(keepTrying(left, log, stopping.signal))
      if (!webhook) inBackground(poll(pollingOf(pollApi, take, log), stopping.signal))
    },
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
  return { channel, ...(webhook ? { routes: webhookRoutes(webhook.secret, update => take([update])) } : {}) }
}

/** Hands updates to the assistant and then answers the taps among them. Rejects, and has said why, if they were not stored. */
function createTake(
  options: TelegramOptions,
  api: Api,
  username: () => string | undefined,
  inBackground: (work: Promise<void>) => void,
): (updates: readonly Update[]) => Promise<void> {
  const { log } = options
  /** An update that cannot even be read would fail the same each time it came again, and hold up its chat for a day. */
  const read = (update: Update) => {
    const name = username()
    try {
      const inbound = toInbound(update, { receivedAt: options.clock(), ...(name ? { username: name } : {}) })
      if (inbound) return [inbound]
      log.debug({ updateId: update.update_id }, 'telegram: nothing to do for an update')
    } catch (error) {
      log.error({ err: error, updateId: update.update_id }, 'telegram: an update could not be read and is dropped')
    }
    return []
  }
  /** The button stops spinning. A query that is too old by now has stopped by itself. */
  const answerTap = async (query: string) => {
    try {
      await api.answerCallbackQuery(query)
    } catch (error) {
      log.debug({ why: whyOf(error) }, 'telegram: a tap was not answered')
    }
  }
  return async updates => {
    try {
      const inbounds = updates.flatMap(read)
      if (inbounds.length > 0) await options.receive(inbounds)
    } catch (error) {
      log.error({ err: error, updateId: updates[0]?.update_id }, 'telegram: updates were not stored; they come again')
      throw error
    }
    for (const { callback_query: query } of updates) if (query) inBackground(answerTap(query.id))
  }
}

function pollingOf(api: Api, take: Polling['take'], log: Logger): Polling {
  return {
    ask: (offset, signal) =>
      api.getUpdates(
        { ...(offset === undefined ? {} : { offset }), timeout: POLL_S, allowed_updates: ALLOWED_UPDATES },
        // grammY names the signal of an old polyfill; the platform's own does the same.
        signal as NonNullable<Parameters<Api['getUpdates']>[1]>,
      ),
    take,
    failed: (error, failures) => {
      const asked = error instanceof GrammyError ? (error.parameters.retry_after ?? 0) * 1000 : 0
      const waitMs = Math.max(asked, pauseAfter(failures))
      log.warn({ why: whyOf(error), waitMs }, 'telegram: no updates for now; trying again')
      return waitMs
    },
  }
}
