/** Files by Slack: those of customers and staff fetched with the bot's token, ours uploaded. Never by a public address. */
import type { WebClient } from '@slack/web-api'
import type { Delivery } from '../../assistant/channel.ts'
import { slackDelivery } from './delivery.ts'
import { fileId } from './ids.ts'
import { whyOf } from './web-client.ts'

/** A file could not be had. `code` says whether trying again may help: only `unreachable` can pass. */
export class FileError extends Error {
  readonly code: 'too-big' | 'gone' | 'unreachable'
  constructor(code: FileError['code'], message: string) {
    super(message)
    this.name = 'FileError'
    this.code = code
  }
}

export type FetchOptions = {
  readonly token: string
  /** Ends with a slash. */
  readonly apiUrl: string
  /** Most bytes. */
  readonly limit: number
}

/** Time for a download or an upload, milliseconds. */
const TRANSFER_MS = 60_000
const MOST_REDIRECTS = 3

/**
 * Asks Slack where the file lies and downloads it. The bot's token goes along only to Slack's own hosts. Rejects with a
 * `FileError`, which carries no cause: an address of Slack's may hold a secret.
 */
export async function fetchSlackFile(web: WebClient, file: string, options: FetchOptions): Promise<Uint8Array> {
  const { file: found } = await web.files.info({ file }).catch((error: unknown) => {
    const why = whyOf(error)
    const code = /^file_(?:not_found|deleted)$|^access_denied$/.test(why) ? 'gone' : 'unreachable'
    throw new FileError(code, `the file was not found: ${why}`)
  })
  if (!found?.url_private || found.is_external || found.mode === 'tombstone' || !URL.canParse(found.url_private)) {
    throw new FileError('gone', 'Slack has no download for the file')
  }
  if ((found.size ?? 0) > options.limit) throw new FileError('too-big', 'the file is bigger than we keep')
  const address = new URL(found.url_private)
  if (!isSlack(address, options.apiUrl)) throw new FileError('gone', 'the file does not lie on a host of Slack')
  const response = await download(address, options).catch((error: unknown) => {
    throw error instanceof FileError ? error : new FileError('unreachable', `no download: ${nameOf(error)}`)
  })
  const bytes = await readBytes(response, options.limit)
  // Without the right scope Slack answers with the page of its sign-in.
  if (isPage(response) && !/html/i.test(`${found.mimetype} ${found.filetype}`)) {
    throw new FileError('unreachable', 'Slack asks to sign in instead of giving the file')
  }
  return bytes
}

/** Whether the bot's token may be sent there. */
export function isSlack(address: URL, apiUrl: string): boolean {
  if (address.origin === new URL(apiUrl).origin) return true
  return address.protocol === 'https:' && /(?:^|\.)slack\.com$/.test(address.hostname)
}

async function download(address: URL, { token, apiUrl }: FetchOptions): Promise<Response> {
  let at = address
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await fetch(at.href, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(TRANSFER_MS),
    })
    if (response.status < 300 || response.status >= 400) return checked(response)
    await response.body?.cancel()
    const next = response.headers.get('location')
    if (next === null || !URL.canParse(next, at.href)) break
    at = new URL(next, at)
    if (!isSlack(at, apiUrl)) break
  }
  throw new FileError('unreachable', 'the download leads elsewhere')
}

async function checked(response: Response): Promise<Response> {
  if (response.status === 200) return response
  await response.body?.cancel()
  const isGone = response.status === 404 || response.status === 410
  throw new FileError(isGone ? 'gone' : 'unreachable', `the file could not be downloaded: status ${response.status}`)
}

async function readBytes(response: Response, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > limit) throw new FileError('too-big', 'the file is bigger than we keep')
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof FileError ? error : new FileError('unreachable', `the download broke off: ${nameOf(error)}`)
  }
  return Buffer.concat(chunks)
}

function isPage(response: Response): boolean {
  return /^text\/html\b/i.test(response.headers.get('content-type') ?? '')
}

/** Never the message, which may hold the address. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}

export type Upload = { readonly bytes: Uint8Array; readonly name: string; readonly mime?: string }

export type UploadOptions = {
  /** A channel's id, not a user's: that of the direct messages comes from conversations.open. */
  readonly channel: string
  readonly threadTs?: string
  readonly files: readonly Upload[]
  /** Markup: escape what people said. */
  readonly comment?: string
}

/**
 * Shares files in one message. Never rejects. `Delivery.message` names the files; Slack tells the message they stand in
 * only later.
 */
export async function uploadToSlack(
  web: WebClient,
  { channel, threadTs, files, comment }: UploadOptions,
): Promise<{ readonly files: readonly string[]; readonly delivery: Delivery }> {
  try {
    const uploaded: { id: string; title: string }[] = []
    for (const { bytes, name, mime } of files) {
      const place = await web.files.getUploadURLExternal({ filename: name, length: bytes.length })
      if (!place.upload_url || !place.file_id) return failed('Slack has no place for the file')
      const { status } = await fetch(place.upload_url, {
        method: 'POST',
        body: bytes,
        headers: { 'content-type': mime ?? 'application/octet-stream' },
        signal: AbortSignal.timeout(TRANSFER_MS),
      })
      if (status !== 200) return failed(`upload status ${status}`)
      uploaded.push({ id: place.file_id, title: name })
    }
    const [first, ...others] = uploaded
    if (!first) return { files: [], delivery: { kind: 'refused', why: 'there are no files' } }
    await web.files.completeUploadExternal({
      files: [first, ...others],
      ...(threadTs === undefined ? { channel_id: channel } : { channel_id: channel, thread_ts: threadTs }),
      ...(comment ? { initial_comment: comment } : {}),
    })
    const ids = uploaded.map(({ id }) => id)
    return { files: ids, delivery: { kind: 'sent', message: ids.map(fileId).join(',') } }
  } catch (error) {
    return { files: [], delivery: slackDelivery(error, 'upload') }
  }
}

function failed(why: string) {
  return { files: [], delivery: { kind: 'unknown', why } } as const
}
