/** The HTTP side of the fake: reading requests, the Web API's manners, faults and the speed limit. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { breach, refused } from './fake-slack-answers.ts'
import { download, receiveUpload } from './fake-slack-files.ts'
import { argumentsOf, callMethod } from './fake-slack-methods.ts'
import { receiveResponse } from './fake-slack-response.ts'
import { isObject } from './fake-slack-schema.ts'
import type { FakeSlackSockets } from './fake-slack-socket.ts'
import { changed, type FakeSlackState } from './fake-slack-state.ts'
import type { ApiCall, Fault, Json } from './fake-slack-types.ts'
import { parseMultipart } from './fake-telegram-multipart.ts'

export type FakeSlackApi = {
  readonly calls: readonly ApiCall[]
  fail(method: string, fault: Fault): void
  hang(method: string): Promise<void>
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}

const POSTS = ['chat.postMessage', 'chat.postEphemeral']

export function createApi(state: FakeSlackState, sockets: FakeSlackSockets, burst: number | undefined): FakeSlackApi {
  const calls: ApiCall[] = []
  const faults = new Map<string, Fault[]>()
  const hangs = new Map<string, (() => void)[]>()
  const buckets = new Map<string, { left: number; at: number }>()

  /** A user id stands for the direct messages. */
  const placeOf = (channel: unknown) => String(channel).replace(/^U/, 'D')

  /** Whether another message may go to the channel now. */
  const tooFast = (channel: string): boolean => {
    if (burst === undefined) return false
    const now = state.clock()
    const bucket = buckets.get(channel) ?? { left: burst, at: now }
    bucket.left = Math.min(burst, bucket.left + (now - bucket.at) / 1000)
    bucket.at = now
    buckets.set(channel, bucket)
    if (bucket.left < 1) return true
    bucket.left -= 1
    return false
  }

  const carryOut = (method: string, raw: Json, token: string | undefined): Json => {
    if (token === undefined) return breach(state, method, 'not_authed')
    if (method === 'apps.connections.open') {
      if (token === state.appToken) return { ok: true, url: sockets.ticket() }
      return refused(token === state.botToken ? 'not_allowed_token_type' : 'invalid_auth')
    }
    if (token !== state.botToken) return refused(token === state.appToken ? 'not_allowed_token_type' : 'invalid_auth')
    return callMethod(state, method, raw)
  }

  const call = async (method: string, request: IncomingMessage, response: ServerResponse) => {
    const raw = fieldsOf(request, await bodyOf(request))
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    const done: ApiCall = {
      method,
      args: argumentsOf(method, raw),
      order: calls.length,
      at: state.clock(),
      answer: undefined,
    }
    calls.push(done)
    const answer = (status: number, body: Json, headers: Readonly<Record<string, string>> = {}) => {
      done.answer = body
      response
        .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
        .end(JSON.stringify(body))
      changed(state)
    }
    const fault = faults.get(method)?.shift()
    if (fault?.drop) {
      done.answer = refused('dropped')
      request.socket.destroy()
      return changed(state)
    }
    if (fault?.error !== undefined) return answer(200, refused(fault.error))
    if (fault?.status !== undefined) return answer(fault.status, refused('internal_error'))
    const slower = fault?.rateLimited ?? (POSTS.includes(method) && tooFast(placeOf(raw.channel)) ? 1 : undefined)
    if (slower !== undefined) return answer(429, refused('ratelimited'), { 'retry-after': String(slower) })
    const result = carryOut(method, raw, token)
    const reached = hangs.get(method)?.shift()
    if (reached === undefined) return answer(200, result)
    done.answer = result
    reached()
    changed(state)
  }

  return {
    calls,
    fail: (method, fault) => {
      const times = Array.from({ length: fault.times ?? 1 }, () => fault)
      faults.set(method, [...(faults.get(method) ?? []), ...times])
    },
    hang: method =>
      new Promise(resolve => {
        hangs.set(method, [...(hangs.get(method) ?? []), resolve])
      }),
    handle: async (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://slack')
      const [, door = '', rest = ''] = /^\/(api|upload\/v1|response|files-pri)\/(.*)$/.exec(pathname) ?? []
      if (door === 'api') return call(rest, request, response)
      const body = await bodyOf(request)
      if (door === 'upload/v1') {
        const { status, text } = receiveUpload(state, rest, uploadedIn(request, body))
        return void response.writeHead(status).end(text)
      }
      if (door === 'response') {
        const { status, text } = receiveResponse(state, rest, fieldsOf(request, body))
        return void response.writeHead(status).end(text)
      }
      if (door !== 'files-pri') return void response.writeHead(404).end()
      const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
      const { status, type, bytes } = download(state, pathname, token)
      response.writeHead(status, { 'content-type': type, 'content-length': bytes.length }).end(bytes)
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const boundaryOf = (request: IncomingMessage) =>
  /multipart\/form-data; ?boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1]

/** Arguments from the address, from a form or from JSON. */
function fieldsOf(request: IncomingMessage, body: Buffer): Json {
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://slack').searchParams)
  const type = request.headers['content-type'] ?? ''
  const boundary = boundaryOf(request)
  if (boundary !== undefined) return { ...query, ...parseMultipart(body, boundary) }
  if (!type.includes('application/json'))
    return { ...query, ...Object.fromEntries(new URLSearchParams(body.toString('utf8'))) }
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    return isObject(parsed) ? { ...query, ...parsed } : query
  } catch {
    return body.length === 0 ? query : { ...query, 'invalid json': true }
  }
}

/** The bytes of an upload: the one file of a form, or the body as it is. */
function uploadedIn(request: IncomingMessage, body: Buffer): Uint8Array {
  const boundary = boundaryOf(request)
  if (boundary === undefined) return Uint8Array.from(body)
  const file = Object.values(parseMultipart(body, boundary)).find(
    part => isObject(part) && part.bytes instanceof Uint8Array,
  )
  return isObject(file) ? (file.bytes as Uint8Array) : new Uint8Array()
}
