/** The other side of Socket Mode: tickets, sockets, envelopes and their acknowledgements. */
import type { IncomingMessage, Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Kind, Retry, Sent } from './fake-slack-door.ts'
import { isObject } from './fake-slack-schema.ts'
import { APP_ID, changed, type FakeSlackState, freshId } from './fake-slack-state.ts'
import type { Json } from './fake-slack-types.ts'

const MOST_SOCKETS = 10
/** Between the word that a socket ends and its end (ms). */
const GRACE = 30

export type FakeSlackSockets = {
  /** Sockets that take envelopes. */
  readonly count: number
  /** An address that one socket may connect to, once. */
  ticket(): string
  /** To one of the sockets in turn. */
  send(kind: Kind, payload: Json, retry?: Retry): Promise<Sent>
  recycle(reason: string): void
  breakAll(): void
  close(): void
}

export function createSockets(state: FakeSlackState, server: Server, ackWithin: number): FakeSlackSockets {
  const wss = new WebSocketServer({ noServer: true })
  const tickets = new Set<string>()
  const open: WebSocket[] = []
  const waiting = new Map<string, { socket: WebSocket; kind: Kind; end: (sent: Sent) => void }>()
  const answered = new Set<string>()
  let turn = 0

  const leave = (socket: WebSocket) => {
    const at = open.indexOf(socket)
    if (at >= 0) open.splice(at, 1)
  }

  const take = (socket: WebSocket, raw: string) => {
    const message: unknown = JSON.parse(raw)
    const id = isObject(message) ? String(message.envelope_id) : ''
    const envelope = waiting.get(id)
    const payload = isObject(message) && isObject(message.payload) ? message.payload : undefined
    const empty = payload === undefined || Object.keys(payload).length === 0
    if (envelope === undefined) {
      state.violations.push(`socket: ${answered.has(id) ? 'acknowledged twice' : 'acknowledged an unknown envelope'}`)
      return
    }
    if (envelope.socket !== socket) state.violations.push('socket: acknowledged on another socket')
    if (envelope.kind === 'events_api' && !empty) state.violations.push('socket: an event takes no response payload')
    answered.add(id)
    envelope.end({ acknowledged: true, status: 200, body: empty ? undefined : payload })
  }

  const welcome = (socket: WebSocket) => {
    open.push(socket)
    socket.on('message', raw => take(socket, raw.toString()))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      leave(socket)
      for (const one of [...waiting.values()])
        if (one.socket === socket) one.end({ acknowledged: false, status: 0, body: undefined, reason: 'socket_closed' })
      changed(state)
    })
    if (open.length > MOST_SOCKETS) {
      state.violations.push(`socket: more than ${MOST_SOCKETS} at once`)
      leave(socket)
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }))
      setTimeout(() => socket.close(), GRACE)
      return
    }
    const hello = { type: 'hello', num_connections: open.length, connection_info: { app_id: APP_ID } }
    socket.send(JSON.stringify(hello))
    changed(state)
  }

  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    const ticket = new URL(request.url ?? '', 'http://slack').searchParams.get('ticket') ?? ''
    if (!tickets.delete(ticket)) {
      state.violations.push('socket: no such ticket, or used before')
      return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    }
    wss.handleUpgrade(request, socket, head, welcome)
  })

  return {
    get count() {
      return open.length
    },
    ticket: () => {
      const ticket = freshId(state, 'ticket-')
      tickets.add(ticket)
      return `${state.root.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${APP_ID}`
    },
    send: (kind, payload, retry) =>
      new Promise(resolve => {
        turn += 1
        const socket = open[turn % Math.max(open.length, 1)]
        if (socket === undefined)
          return resolve({ acknowledged: false, status: 0, body: undefined, reason: 'socket_closed' })
        const envelope_id = freshId(state, 'envelope-')
        const end = (sent: Sent) => {
          clearTimeout(timer)
          waiting.delete(envelope_id)
          resolve(sent)
        }
        const timer = setTimeout(() => {
          state.violations.push(`acknowledgement: later than ${ackWithin} ms`)
          answered.add(envelope_id)
          end({ acknowledged: false, status: 0, body: undefined, reason: 'timeout' })
        }, ackWithin)
        waiting.set(envelope_id, { socket, kind, end })
        const again = { retry_attempt: retry?.num ?? 0, retry_reason: retry?.reason ?? '' }
        const envelope = { envelope_id, type: kind, payload, accepts_response_payload: kind !== 'events_api', ...again }
        socket.send(JSON.stringify(envelope))
      }),
    recycle: reason => {
      for (const socket of [...open]) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'fake' } }))
        if (reason === 'warning') continue
        leave(socket)
        setTimeout(() => socket.close(), GRACE)
      }
      changed(state)
    },
    breakAll: () => {
      for (const socket of wss.clients) socket.terminate()
    },
    close: () => {
      for (const socket of wss.clients) socket.terminate()
      wss.close()
    },
  }
}
