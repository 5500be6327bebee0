/**
 * The playground has no accounts, so it answers only to this machine: the connection, the Host header (against DNS
 * rebinding) and the Origin header (against other sites) must all be local.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']
const LOOPBACK_ADDRESSES = ['127.0.0.1', '::1', '::ffff:127.0.0.1']

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

/** Whether a Host header names this machine. */
export function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined || !/^[\w.-]+(:\d+)?$|^\[[0-9a-f:]+\](:\d+)?$/i.test(host)) return false
  return LOOPBACK_NAMES.includes(host.replace(/:\d+$/, '').toLowerCase())
}

/** Whether an Origin header, if there is one, is the page this very host served. */
export function isSameOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin === undefined || origin.toLowerCase() === `http://${host}`.toLowerCase()
}

/** A fastify onRequest hook: security headers for everybody, 403 for strangers. */
export async function guardLoopback(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  reply.headers(SECURITY_HEADERS)
  const { host, origin } = request.headers
  const local =
    LOOPBACK_ADDRESSES.includes(request.socket.remoteAddress ?? '') &&
    isLoopbackHost(host) &&
    isSameOrigin(origin, host)
  if (local) return undefined
  return reply.code(403).send({ error: 'not-local', message: 'The playground answers only to this computer.' })
}
