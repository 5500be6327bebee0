/** An app of a few lines for tests of the fake Slack itself: it keeps what comes and answers what it is told. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LogLevel, WebClient } from '@slack/web-api'
import type { FakeSlack, Json } from './fake-slack-types.ts'

export type Got = {
  readonly headers: IncomingHttpHeaders
  readonly raw: string
  readonly body: Json
  readonly event: Json
}
export type Reply = { readonly status?: number; readonly json?: Json } | 'never'

export type FakeApp = {
  readonly url: string
  readonly got: readonly Got[]
  /** Answers of the next requests; 200 and nothing when there are none. */
  answers(...replies: readonly Reply[]): void
  /** Trigger id of the newest interaction. */
  trigger(): string
  close(): Promise<void>
}

export async function startFakeApp(): Promise<FakeApp> {
  const got: Got[] = []
  const replies: Reply[] = []
  const server = createServer(async (request, response) => {
    let raw = ''
    for await (const chunk of request) raw += chunk
    const body = bodyOf(raw, request.headers['content-type'] ?? '')
    got.push({ headers: request.headers, raw, body, event: (body.event ?? {}) as Json })
    const reply = replies.shift() ?? {}
    if (reply === 'never') return
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' })
    if (body.type === 'url_verification') return void response.end(JSON.stringify({ challenge: body.challenge }))
    response.end(reply.json ? JSON.stringify(reply.json) : '')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    got,
    answers: (...more) => void replies.push(...more),
    trigger: () => String(got.findLast(({ body }) => body.trigger_id !== undefined)?.body.trigger_id),
    close: async () => {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function bodyOf(raw: string, type: string): Json {
  if (!type.includes('urlencoded')) return JSON.parse(raw)
  const fields = Object.fromEntries(new URLSearchParams(raw))
  return fields.payload === undefined ? fields : JSON.parse(fields.payload)
}

const nothing = () => {}
const QUIET = { debug: nothing, info: nothing, warn: nothing, error: nothing, setLevel: nothing, setName: nothing }

/** Slack's own client in front of the fake: it never tries again and says nothing. */
export function clientOf(slack: FakeSlack, token = slack.botToken, timeout = 0): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: { ...QUIET, getLevel: () => LogLevel.ERROR },
  })
}
