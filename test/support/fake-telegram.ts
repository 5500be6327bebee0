/**
 * A Telegram for tests and benchmarks: an HTTP server that speaks the Bot API on one side and is a row of customers on the
 * other. It is as strict as Telegram; what no correct program would send is refused and stands in `violations`, which every
 * test should find empty. Runs in the test's own process or in another: only HTTP joins it to the bot.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ApiAnswer } from './fake-telegram-answers.ts'
import { METHODS } from './fake-telegram-methods.ts'
import { parseMultipart } from './fake-telegram-multipart.ts'
import { type BotCommand, createState, type FakeWebhook } from './fake-telegram-state.ts'
import { createUpdates } from './fake-telegram-updates.ts'
import { createUser, type FakeUser, type FakeUserOptions } from './fake-telegram-user.ts'

export type FaultOptions = { readonly retry_after?: number; readonly description?: string }

export type Hold = {
  /** Resolves when a call is held, its message already in front of the customer. */
  readonly reached: Promise<void>
  /** Answers what is held and holds no more. */
  release(): void
}

export type FakeTelegram = {
  /** To be given to the bot as API root. */
  readonly apiRoot: string
  readonly token: string
  user(options: FakeUserOptions): FakeUser
  /** Breaches of the Bot API, each as `method: what`. */
  readonly violations: readonly string[]
  /** How often each method was called, faults included. */
  readonly calls: ReadonlyMap<string, number>
  /** Payloads of the newest calls of a method, oldest first; at most 200. */
  payloads(method: string): readonly Readonly<Record<string, unknown>>[]
  /** Resolves when a method has been called so often in all; rejects after the deadline (ms). */
  called(method: string, times?: number, within?: number): Promise<void>
  /** The next call of the method fails: with a status, or (`drop`) its connection dies. Several stand in line. */
  next(method: string, fault: number | 'drop', options?: FaultOptions): void
  /** From now on calls of the method take effect and get no answer until released. */
  hold(method: string): Hold
  /** Every update is delivered so many times: at once to a webhook, in one batch to getUpdates. */
  deliverEach(times: number): void
  /** HTTP statuses the webhook answered with, and how often; 0: no answer. */
  readonly statuses: ReadonlyMap<number, number>
  /** Command menus by language code; the default is ''. */
  readonly commands: ReadonlyMap<string, readonly BotCommand[]>
  readonly webhook: () => FakeWebhook | undefined
  /** Taps nobody has answered, by query id. */
  unanswered(): readonly string[]
  /** Sends any update as it stands: for kinds no customer here can make. `chat` gives the order. */
  update(kind: string, body: unknown, chat?: number): Promise<void>
  /** A file to be fetched by its id; getFile tells `size`, which need not be true. */
  file(id: string, bytes: Uint8Array, size?: number): void
  close(): Promise<void>
}

const PAYLOADS_KEPT = 200

export async function startFakeTelegram(options: { token?: string; port?: number } = {}): Promise<FakeTelegram> {
  const state = createState(options.token ?? '4242:fake-token-for-tests')
  const updates = createUpdates(state)
  const calls = new Map<string, number>()
  const payloads = new Map<string, Record<string, unknown>[]>()
  const callWatchers = new Set<() => void>()
  const faults = new Map<string, { fault: number | 'drop'; options: FaultOptions }[]>()
  const holds = new Map<string, { reach: () => void; released: Promise<void> }>()

  const count = (method: string, payload: Record<string, unknown>) => {
    calls.set(method, (calls.get(method) ?? 0) + 1)
    const kept = payloads.get(method) ?? []
    kept.push(payload)
    if (kept.length > 2 * PAYLOADS_KEPT) kept.splice(0, PAYLOADS_KEPT)
    payloads.set(method, kept)
  }

  const carryOut = async (method: string, payload: Record<string, unknown>): Promise<ApiAnswer | 'drop'> => {
    const fault = faults.get(method)?.shift()
    if (fault) return fault.fault === 'drop' ? 'drop' : faultAnswer(fault.fault, fault.options)
    if (method === 'getUpdates') return updates.poll(payload)
    const run = METHODS[method]
    if (run === undefined) {
      state.violations.push(`${method}: unknown method`)
      return { ok: false, error_code: 404, description: 'Not Found: method not found' }
    }
    const answer = run(state, payload)
    if (method === 'setWebhook' || method === 'deleteWebhook') updates.changed()
    return answer
  }

  const callMethod = async (method: string, request: IncomingMessage, response: ServerResponse) => {
    const payload = await payloadOf(request)
    count(method, payload ?? {})
    const hold = holds.get(method)
    // All but getUpdates take effect before this returns.
    const answering = payload ? carryOut(method, payload) : faultAnswer(400, { description: 'Bad Request: no JSON' })
    for (const watch of callWatchers) watch()
    const answer = await answering
    if (hold) {
      hold.reach()
      await hold.released
    }
    if (answer === 'drop') return void request.socket.destroy()
    const body = JSON.stringify(answer)
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    response.writeHead(answer.ok ? 200 : answer.error_code, headers).end(body)
  }

  const server = createServer((request, response) => {
    const [, file, token, rest = ''] = /^(\/file)?\/bot([^/]+)\/(.*)$/.exec(request.url ?? '') ?? []
    if (token === undefined) return void response.writeHead(404).end()
    if (decodeURIComponent(token) !== state.token) {
      response.writeHead(401, { 'content-type': 'application/json' })
      return void response.end('{"ok":false,"error_code":401,"description":"Unauthorized"}')
    }
    if (file) {
      const found = [...state.files.values()].find(({ path }) => path === rest)
      return void (found ? response.writeHead(200).end(found.bytes) : response.writeHead(404).end())
    }
    // A client that died in the middle of its request is no business of ours.
    callMethod(rest.split('?')[0] ?? '', request, response).catch(() => request.socket.destroy())
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    apiRoot: `http://127.0.0.1:${port}`,
    token: state.token,
    user: one => createUser(state, updates, one),
    violations: state.violations,
    calls,
    payloads: method => (payloads.get(method) ?? []).slice(-PAYLOADS_KEPT),
    called: (method, times = 1, within = 10_000) =>
      new Promise((resolve, reject) => {
        const enough = () => {
          if ((calls.get(method) ?? 0) < times) return
          end()
          resolve()
        }
        const timer = setTimeout(() => {
          end()
          reject(new Error(`${method} was called ${calls.get(method) ?? 0} times in ${within} ms, not ${times}`))
        }, within)
        const end = () => {
          clearTimeout(timer)
          callWatchers.delete(enough)
        }
        callWatchers.add(enough)
        enough()
      }),
    next: (method, fault, faultOptions = {}) => {
      faults.set(method, [...(faults.get(method) ?? []), { fault, options: faultOptions }])
    },
    hold: method => {
      let release = () => {}
      let reach = () => {}
      const released = new Promise<void>(resolve => {
        release = resolve
      })
      const reached = new Promise<void>(resolve => {
        reach = resolve
      })
      holds.set(method, { reach, released })
      return {
        reached,
        release: () => {
          holds.delete(method)
          release()
        },
      }
    },
    deliverEach: times => {
      updates.copies = times
    },
    statuses: updates.statuses,
    commands: state.commands,
    webhook: () => state.webhook,
    unanswered: () => [...state.queries].filter(([, times]) => times === 0).map(([id]) => id),
    update: (kind, body, chat = 0) => updates.deliver(chat, kind, body),
    file: (id, bytes, size = bytes.length) => {
      state.files.set(id, { path: `documents/${id}`, bytes, size })
    },
    close: async () => {
      await updates.close()
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  409: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  429: 'Too Many Requests: retry later',
}

function faultAnswer(code: number, { retry_after, description }: FaultOptions): ApiAnswer {
  return {
    ok: false,
    error_code: code,
    description: description ?? DESCRIPTIONS[code] ?? 'Internal Server Error',
    ...(retry_after === undefined ? {} : { parameters: { retry_after } }),
  }
}

/** The payload of a call, or undefined if it cannot be read. */
async function payloadOf(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const chunks: Buffer[] = []
  await new Promise((resolve, reject) => {
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', resolve)
    request.on('error', reject)
  })
  const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
  const boundary = /multipart\/form-data; ?boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1]
  if (boundary !== undefined) return parseMultipart(body, boundary)
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
