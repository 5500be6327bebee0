/** How events and interactions reach the app: signed HTTP requests or the socket, and events again until they are taken. */
import { createHmac } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FakeSlackSockets } from './fake-slack-socket.ts'
import { APP_ID, BOT_USER, changed, type FakeSlackState, freshId, OLD_TOKEN, TEAM } from './fake-slack-state.ts'
import type { Acknowledgement, Forgery, Json, SentEvent } from './fake-slack-types.ts'

export type Kind = 'events_api' | 'interactive' | 'slash_commands'
export type Retry = { readonly num: number; readonly reason: string }
/** `reason`: why it has to be sent again, by Slack's words. */
export type Sent = Acknowledgement & { readonly reason?: string; readonly final?: boolean }

export type FakeSlackDoor = {
  /** Resolves when it was taken or given up; waits for a door while there is none. */
  event(event: Json): Promise<SentEvent>
  interact(kind: 'interactive' | 'slash_commands', payload: Json): Promise<Acknowledgement>
  redeliver(which: string, newEventId: boolean): Promise<Acknowledgement>
  forge(forgery: Forgery): Promise<Acknowledgement>
  verifyUrl(): Promise<boolean>
  deliverTo(url: string | undefined): void
  readonly statuses: ReadonlyMap<number, number>
  readonly events: readonly SentEvent[]
  /** How much is under way. */
  readonly pending: number
  close(): Promise<void>
}

export function createDoor(
  state: FakeSlackState,
  sockets: FakeSlackSockets,
  options: { readonly ackWithin: number; readonly retryDelays: readonly number[] },
): FakeSlackDoor {
  const agent = new Agent({ keepAlive: true })
  const closing = new AbortController()
  // Every event that waits for its redelivery listens.
  setMaxListeners(0, closing.signal)
  const statuses = new Map<number, number>()
  const events: (SentEvent & { readonly body: Json })[] = []
  let url: string | undefined
  let pending = 0

  /** One request; an answer that takes too long is a violation, and Slack listens no longer. */
  const post = (body: string, headers: Readonly<Record<string, string>>) =>
    new Promise<Sent>(resolve => {
      if (url === undefined) return resolve(NO_ANSWER)
      const end = (sent: Sent) => {
        clearTimeout(timer)
        statuses.set(sent.status, (statuses.get(sent.status) ?? 0) + 1)
        resolve(sent)
      }
      const out = request(url, {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      })
      const timer = setTimeout(() => {
        state.violations.push(`acknowledgement: later than ${options.ackWithin} ms`)
        out.destroy()
        end({ ...NO_ANSWER, reason: 'http_timeout' })
      }, options.ackWithin)
      out.on('error', () => end({ ...NO_ANSWER, reason: 'connection_failed' }))
      out.on('response', response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('error', () => end({ ...NO_ANSWER, reason: 'connection_failed' }))
        response.on('end', () => {
          const status = response.statusCode ?? 0
          const acknowledged = status >= 200 && status < 300
          const text = Buffer.concat(chunks).toString('utf8')
          const final = response.headers['x-slack-no-retry'] === '1'
          end({ acknowledged, status, body: bodyOf(text), ...(acknowledged ? {} : { reason: 'http_error' }), final })
        })
      })
      out.end(body)
    })

  const signed = (body: string, contentType: string, more: Readonly<Record<string, string>> = {}) => {
    const at = String(Math.floor(state.clock() / 1000))
    return post(body, { 'content-type': contentType, ...signature(state.signingSecret, at, body), ...more })
  }

  const send = (kind: Kind, payload: Json, retry?: Retry): Promise<Sent> => {
    if (url === undefined) return sockets.send(kind, payload, retry)
    const again = retry && { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.reason }
    if (kind === 'events_api') return signed(JSON.stringify(payload), 'application/json', again)
    const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>)
    return signed(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded')
  }

  const underWay = async <T>(work: () => Promise<T>): Promise<T> => {
    pending += 1
    try {
      return await work()
    } finally {
      pending -= 1
      changed(state)
    }
  }

  const aDoor = () =>
    new Promise<void>(resolve => {
      const look = () => {
        if (url === undefined && sockets.count === 0 && !closing.signal.aborted) return
        state.watchers.delete(look)
        resolve()
      }
      state.watchers.add(look)
      look()
    })

  const bodyOfEvent = (event: Json, event_id: string): Json => ({
    token: OLD_TOKEN,
    team_id: TEAM.id,
    api_app_id: APP_ID,
    event,
    type: 'event_callback',
    event_id,
    event_time: Math.floor(state.clock() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: TEAM.id, user_id: BOT_USER, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${event_id}`,
  })

  /** Sends it, and again as often as Slack does it; a socket that dies does not count. */
  const deliver = async (sent: SentEvent & { readonly body: Json }) => {
    let retry: Retry | undefined
    for (let used = 0; !closing.signal.aborted; ) {
      await aDoor()
      if (closing.signal.aborted) break
      sent.attempts += 1
      const answer = await send('events_api', sent.body, retry)
      if (answer.acknowledged) {
        sent.acknowledged = true
        return
      }
      const reason = answer.reason ?? 'unknown_error'
      retry = { num: sent.attempts, reason }
      if (reason === 'socket_closed') continue
      const pause = options.retryDelays[used]
      used += 1
      if (pause === undefined || answer.final === true) break
      await sleep(pause, undefined, { signal: closing.signal }).catch(() => undefined)
    }
    sent.lost = true
  }

  return {
    statuses,
    events,
    get pending() {
      return pending
    },
    deliverTo: to => {
      url = to
      changed(state)
    },
    event: event =>
      underWay(async () => {
        const eventId = freshId(state, 'Ev')
        const sent = {
          eventId,
          event,
          body: bodyOfEvent(event, eventId),
          attempts: 0,
          acknowledged: false,
          lost: false,
        }
        events.push(sent)
        await deliver(sent)
        return sent
      }),
    interact: (kind, payload) => underWay(() => send(kind, payload)),
    redeliver: (which, newEventId) =>
      underWay(async () => {
        const old = which === 'last' ? events.at(-1) : events.find(one => one.eventId === which)
        if (old === undefined) throw new Error(`there is no event ${which}`)
        if (newEventId) return send('events_api', bodyOfEvent(old.event, freshId(state, 'Ev')))
        return send('events_api', old.body, { num: 1, reason: 'http_timeout' })
      }),
    forge: ({ signature: kind, body, contentType = 'application/json' }) => {
      const stranger = {
        type: 'message',
        channel_type: 'im',
        channel: 'D0FORGED',
        user: 'U0FORGED',
        text: 'hi',
        ts: '1.000001',
      }
      const raw = body ?? JSON.stringify(bodyOfEvent(stranger, freshId(state, 'Ev')))
      const at = String(Math.floor(state.clock() / 1000) - (kind === 'stale' ? 360 : 0))
      const secret = kind === 'wrong' ? 'not-the-secret' : state.signingSecret
      return post(raw, { 'content-type': contentType, ...(kind === 'none' ? {} : signature(secret, at, raw)) })
    },
    verifyUrl: async () => {
      const challenge = freshId(state, 'challenge')
      const { status, body } = await signed(
        JSON.stringify({ token: OLD_TOKEN, challenge, type: 'url_verification' }),
        'application/json',
      )
      return status === 200 && (body === challenge || (typeof body === 'object' && body.challenge === challenge))
    },
    close: async () => {
      closing.abort()
      changed(state)
      agent.destroy()
    },
  }
}

const NO_ANSWER: Sent = { acknowledged: false, status: 0, body: undefined }

function signature(secret: string, timestamp: string, body: string) {
  const hex = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${hex}` }
}

function bodyOf(text: string): Json | string | undefined {
  if (text === '') return undefined
  try {
    const parsed = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? parsed : text
  } catch {
    return text
  }
}
