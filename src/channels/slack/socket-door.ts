/**
 * The door we open ourselves: a socket to Slack, where nobody can reach us. Of several processes one has it (peers I59):
 * Slack would spread what comes over all of them, each with a part of a conversation.
 *
 * An envelope that is not acknowledged in 3 s comes again, over this socket or the next.
 */
import { SocketModeClient } from '@slack/socket-mode'
import type { Logger } from 'pino'
import { pause, pauseAfter } from './pause.ts'
import type { Lease } from './ports.ts'
import type { SlackRequest, Take } from './take.ts'
import { clientOptions, quietLogger, whyOf } from './web-client.ts'

export type SocketDoorOptions = {
  /** With the scope `connections:write`. */
  readonly appToken: string
  readonly apiUrl: string
  readonly take: Take
  readonly lease: Lease
  /** Milliseconds between two looks at the lease; three fit into what it lasts. */
  readonly everyMs: number
  readonly log: Logger
}

export type SocketDoor = {
  /** Tries to have the socket until it is stopped. Returns at once. */
  start(): void
  /** Closes the socket and finishes what came through it. */
  stop(): Promise<void>
}

/** A connection that Slack has not greeted by then is given up (ms). */
const GREETING_MS = 20_000
/** So long a closing socket is waited for (ms). */
const FAREWELL_MS = 3_000

type Envelope = {
  readonly ack: (response?: Record<string, unknown> | string) => Promise<void>
  readonly body: SlackRequest['body']
  readonly retry_num?: number
  readonly retry_reason?: string
}

export function createSocketDoor(options: SocketDoorOptions): SocketDoor {
  const { lease, log } = options
  const stopping = new AbortController()
  const inHand = new Set<Promise<void>>()
  let running = Promise.resolve()

  async function answer({ ack, body, retry_num: retryNum, retry_reason: retryReason }: Envelope): Promise<void> {
    const given = await options.take({
      body,
      ...(retryNum !== undefined && { retryNum }),
      ...(retryReason !== undefined && { retryReason }),
    })
    if (given.kind === 'again') return
    try {
      await ack(given.response as Parameters<Envelope['ack']>[0])
    } catch (error) {
      log.warn({ why: whyOf(error) }, 'slack: the socket closed before an answer; it comes again')
    }
  }

  const hasLease = async () => {
    try {
      return await lease.take()
    } catch (error) {
      log.error({ err: error }, 'slack: nobody knows who has the socket')
      return false
    }
  }

  /** From the greeting until it closes, by whichever side. Whether it lived until a look at the lease at least. */
  async function converse(socket: Socket): Promise<boolean> {
    const end = new AbortController()
    const ends = AbortSignal.any([end.signal, stopping.signal])
    socket.closed.then(() => end.abort())
    let lived = false
    while (!ends.aborted) {
      await pause(options.everyMs, ends)
      if (ends.aborted) break
      lived = true
      if (await hasLease()) continue
      log.warn('slack: another process has the socket now')
      end.abort()
    }
    await Promise.all(inHand)
    await socket.close()
    return lived
  }

  async function keepSocket(): Promise<void> {
    let failures = 0
    while (!stopping.signal.aborted) {
      if (!(await hasLease())) {
        await pause(options.everyMs, stopping.signal)
        continue
      }
      const socket = createSocket(options, envelope => {
        const done = answer(envelope).finally(() => inHand.delete(done))
        inHand.add(done)
      })
      try {
        await socket.open(stopping.signal)
        log.info('slack: the socket is open')
        // Slack renews sockets every few hours: the next one is opened at once, unless this one died young.
        failures = (await converse(socket)) ? 0 : failures + 1
      } catch (error) {
        await socket.close()
        failures += 1
        log.warn({ why: whyOf(error) }, 'slack: no socket; trying again')
      }
      if (failures > 0) await pause(pauseAfter(failures), stopping.signal)
    }
  }

  return {
    start() {
      running = keepSocket()
    },
    async stop() {
      stopping.abort()
      await running
      await Promise.all(inHand)
      await lease.drop().catch((error: unknown) => log.warn({ err: error }, 'slack: the socket is not given back'))
    },
  }
}

type Socket = {
  /** Resolves when Slack has greeted; rejects when it does not, or the signal is given. */
  open(signal: AbortSignal): Promise<void>
  close(): Promise<void>
  /** Resolves when it is closed after it was open. */
  readonly closed: Promise<void>
}

/**
 * One connection. The client's own reconnecting is off: when it cannot ask for a new address, it leaves a rejected promise
 * that nobody can catch, and the process ends.
 */
function createSocket({ appToken, apiUrl, log }: SocketDoorOptions, hear: (envelope: Envelope) => void): Socket {
  const { logger, ...client } = clientOptions(apiUrl, log)
  const socket = new SocketModeClient({
    appToken,
    logger: quietLogger(log),
    autoReconnectEnabled: false,
    clientOptions: client,
  })
  const closed = new Promise<void>(resolve => socket.once('disconnected', () => resolve()))
  socket.on('slack_event', hear)
  let isGivenUp = false
  return {
    closed,
    open: async signal => {
      const decided = new AbortController()
      const opened = socket.start().then(() => {
        // It was given up while its address was asked for.
        if (isGivenUp) void socket.disconnect()
      })
      const gaveUp = pause(GREETING_MS, AbortSignal.any([signal, decided.signal])).then(() => {
        if (!decided.signal.aborted) throw new Error(signal.aborted ? 'stopped' : 'no greeting in time')
      })
      opened.catch(() => undefined)
      await Promise.race([opened, gaveUp]).finally(() => decided.abort())
    },
    close: async () => {
      isGivenUp = true
      await Promise.race([socket.disconnect(), pause(FAREWELL_MS, new AbortController().signal)])
    },
  }
}
