/** The page's way to the server. */

/** An answer other than 2xx; `body` is the server's JSON. Status 0: the server was not reached. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {any} body
   */
  constructor(status, body) {
    super(body?.message ?? `The server answered ${status}`)
    this.status = status
    this.body = body
  }
}

/**
 * @param {string} path
 * @param {unknown} [body] posted when given
 */
export async function call(path, body) {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  let response
  try {
    response = await fetch(`/playground/${path}`, init)
  } catch {
    throw new Refused(0, null)
  }
  const json = await response.json().catch(() => null)
  if (!response.ok) throw new Refused(response.status, json)
  return json
}

/** @param {string} path @param {string} conversation */
export const callAbout = (path, conversation) => call(`${path}?conversation=${encodeURIComponent(conversation)}`)

/**
 * Listens to the server until the returned function is called. `onOpen` also runs after every reconnection: what was
 * missed must be read again.
 * @param {{ onEvent(event: any): void, onOpen(): void, onLost(): void }} listener
 */
export function listen(listener) {
  const source = new EventSource('/playground/events')
  source.onopen = listener.onOpen
  source.onerror = listener.onLost
  source.onmessage = message => listener.onEvent(JSON.parse(message.data))
  return () => source.close()
}

/** @param {File} file @returns {Promise<string>} base64 */
export async function readBase64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

/**
 * The same work, but never twice at once: what is asked for meanwhile is done once more at the end.
 * @param {() => Promise<unknown>} work
 */
export function calm(work) {
  let running = false
  let again = false
  return async () => {
    if (running) {
      again = true
      return
    }
    running = true
    try {
      do {
        again = false
        await work()
      } while (again)
    } finally {
      running = false
    }
  }
}
