/** The bytes of a file a customer sent. */
import type { Api } from 'grammy'
import { whyOf } from './delivery.ts'
import type { Http } from './http.ts'

/** Most bytes a bot may download (Bot API, getFile). */
export const FILE_LIMIT = 20 * 1024 * 1024

/** A file could not be had. `code` says whether trying again may help: only `unreachable` can pass. */
export class FileError extends Error {
  readonly code: 'too-big' | 'gone' | 'unreachable'
  constructor(code: FileError['code'], message: string) {
    super(message)
    this.name = 'FileError'
    this.code = code
  }
}

/**
 * Asks where the file lies and downloads it. A link lives for an hour, so it is asked for anew each time. Rejects with a
 * `FileError`, which carries no cause: the address in it would hold the bot's token.
 */
export async function fetchFile(file: string, api: Api, http: Http, root: { path: string; token: string }) {
  const found = await api.getFile(file).catch((error: unknown) => {
    const why = whyOf(error)
    if (/too big/.test(why)) throw new FileError('too-big', 'the file is bigger than a bot may download')
    throw new FileError(why.startsWith('400') ? 'gone' : 'unreachable', `the file was not found: ${why}`)
  })
  if (found.file_path === undefined) throw new FileError('gone', 'Telegram has no download for the file')
  const path = `${root.path}/file/bot${root.token}/${found.file_path}`
  const { status, bytes } = await http.download(path, FILE_LIMIT).catch((error: unknown) => {
    throw new FileError('unreachable', `the file could not be downloaded: ${whyOf(error)}`)
  })
  if (status === 404) throw new FileError('gone', 'the file is no longer there')
  if (status !== 200) throw new FileError('unreachable', `the file could not be downloaded: status ${status}`)
  if (bytes === undefined) throw new FileError('too-big', 'the file is bigger than a bot may download')
  return bytes
}
