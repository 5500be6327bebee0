/**
 * HTTP to one server, for grammY and for file downloads: undici's pool behind a function shaped like `fetch`. Node's own
 * `fetch` costs six times the CPU of a call.
 */
import type { Readable } from 'node:stream'
import type { ApiClientOptions } from 'grammy'
import { Pool } from 'undici'

export type Http = {
  /** The part of `fetch` that grammY uses: string or stream bodies, headers, abort signals, and a JSON answer. */
  readonly fetch: NonNullable<ApiClientOptions['fetch']>
  /** The bytes at a path of the server; undefined if there are more than `limit` of them. Rejects when there is no answer. */
  download(path: string, limit: number): Promise<{ status: number; bytes: Uint8Array | undefined }>
}

/** Enough for a hundred customers at once; a waiting call costs less than another TLS handshake. */
const CONNECTIONS = 64
const CONNECT_TIMEOUT_MS = 10_000
/** Longer than a long poll: grammY cuts every single call shorter than this. */
const ANSWER_TIMEOUT_MS = 90_000

type Init = { method?: string; headers?: Record<string, string>; body?: string | Readable; signal?: AbortSignal }

/** A client of the server at `root`, such as `https://api.telegram.org`. Idle connections do not keep the process alive. */
export function createHttp(root: string): Http {
  const { origin } = new URL(root)
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
  })
  const fetch = async (url: string | URL, init: Init = {}) => {
    const { statusCode, body } = await pool.request({
      path: String(url).slice(origin.length),
      method: init.method === 'POST' ? 'POST' : 'GET',
      headers: { 'content-type': init.headers?.['content-type'] ?? 'application/json' },
      body: init.body ?? null,
      ...(init.signal ? { signal: init.signal } : {}),
    })
    return { ok: statusCode < 300, status: statusCode, json: () => body.json() }
  }
  return {
    // grammY names node-fetch's type but calls no more of it than this.
    fetch: fetch as unknown as Http['fetch'],
    async download(path, limit) {
      const { statusCode, body } = await pool.request({ path, method: 'GET' })
      const chunks: Uint8Array[] = []
      let size = 0
      for await (const chunk of body) {
        size += chunk.length
        // Leaving the loop destroys the body, and with it the connection.
        if (size > limit) return { status: statusCode, bytes: undefined }
        chunks.push(chunk)
      }
      return { status: statusCode, bytes: Buffer.concat(chunks, size) }
    },
  }
}
