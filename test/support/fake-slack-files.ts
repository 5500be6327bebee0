/** Files: uploads in three steps, what is known of a file, and its bytes. */

import { breach, isRefusal, type Method, refused } from './fake-slack-answers.ts'
import { refusalOfContent, threadFor, writable } from './fake-slack-chat.ts'
import { isObject } from './fake-slack-schema.ts'
import {
  addMessage,
  BOT_USER,
  type FakeSlackState,
  fileJson,
  freshId,
  removeMessage,
  tellPosted,
} from './fake-slack-state.ts'
import type { FakeSlackChannel, FakeSlackFile, Json } from './fake-slack-types.ts'

function sharesOf(state: FakeSlackState, file: FakeSlackFile): Json {
  const shares: Record<string, Json> = { public: {}, private: {} }
  for (const channel of state.channels.values()) {
    const found = channel.messages.filter(one => !one.deleted && one.files.includes(file))
    const kind = shares[channel.kind === 'public' ? 'public' : 'private']
    if (found.length > 0 && kind)
      kind[channel.id] = found.map(({ ts, threadTs }) => ({
        ts,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      }))
  }
  return shares
}

const begin: Method['run'] = (state, args) => {
  const length = Number(args.length)
  if (!Number.isInteger(length) || length < 1)
    return breach(state, 'files.getUploadURLExternal', 'invalid_arguments', `length ${args.length}`)
  const id = freshId(state, 'F')
  state.uploads.set(id, { name: String(args.filename), length, bytes: undefined, done: false })
  return { ok: true, upload_url: `${state.root}/upload/v1/${id}`, file_id: id }
}

/** Takes the bytes of an upload: HTTP status and text. */
export function receiveUpload(state: FakeSlackState, id: string, bytes: Uint8Array): { status: number; text: string } {
  const upload = state.uploads.get(id)
  if (upload === undefined) {
    state.violations.push('upload: there is no such address')
    return { status: 404, text: 'not found' }
  }
  if (bytes.length !== upload.length) {
    state.violations.push(`upload: ${bytes.length} bytes, ${upload.length} were promised`)
    return { status: 400, text: 'wrong length' }
  }
  upload.bytes = bytes
  return { status: 200, text: `OK - ${bytes.length}` }
}

const complete: Method['run'] = (state, args) => {
  const method = 'files.completeUploadExternal'
  const wanted = Array.isArray(args.files) ? args.files.filter(isObject) : []
  if (wanted.length === 0) return breach(state, method, 'invalid_arguments', 'files must be a list')
  const uploads = wanted.map(({ id }) => state.uploads.get(String(id)))
  if (uploads.some(one => one?.bytes === undefined || one.done)) return breach(state, method, 'file_not_found')
  let target: { channel: FakeSlackChannel; threadTs: string | undefined } | undefined
  if (args.channel_id !== undefined) {
    if (state.people.has(String(args.channel_id)))
      return breach(state, method, 'invalid_channel', 'a user, not a channel')
    const channel = writable(state, args.channel_id, false)
    if (isRefusal(channel)) return channel
    const thread = threadFor(state, method, channel, args.thread_ts)
    if (thread && isRefusal(thread)) return thread
    target = { channel, threadTs: thread?.threadTs }
  }
  const comment = args.initial_comment
  const refusal = comment === undefined ? undefined : refusalOfContent(state, method, { text: comment })
  if (refusal) return refusal
  const files = wanted.map(({ id, title }) => {
    const upload = state.uploads.get(String(id))
    if (upload) upload.done = true
    const name = upload?.name ?? ''
    const bytes = upload?.bytes ?? new Uint8Array()
    const file = {
      id: String(id),
      name,
      mimetype: mimeOf(name),
      bytes,
      size: bytes.length,
      user: BOT_USER,
      deleted: false,
    }
    const made: FakeSlackFile = { ...file, title: typeof title === 'string' ? title : name }
    state.files.set(made.id, made)
    return made
  })
  if (target) {
    const { channel, threadTs } = target
    const message = addMessage(state, channel, { user: BOT_USER, text: String(comment ?? ''), files, threadTs })
    void tellPosted(state, channel, message)
  }
  return { ok: true, files: files.map(file => ({ ...fileJson(state, file), shares: sharesOf(state, file) })) }
}

const MIME: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  pdf: 'application/pdf',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  txt: 'text/plain',
}
function mimeOf(name: string): string {
  return MIME[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'
}

const info: Method['run'] = (state, args) => {
  const file = state.files.get(String(args.file))
  if (file === undefined) return refused('file_not_found')
  if (file.deleted) return refused('file_deleted')
  return { ok: true, file: { ...fileJson(state, file), shares: sharesOf(state, file) }, comments: [] }
}

const remove: Method['run'] = (state, args) => {
  const file = state.files.get(String(args.file))
  if (file === undefined) return refused('file_not_found')
  if (file.deleted) return refused('file_deleted')
  if (file.user !== BOT_USER) return breach(state, 'files.delete', 'cant_delete_file', 'a file of somebody else')
  file.deleted = true
  // A message of files alone goes with the last of them.
  for (const channel of state.channels.values())
    for (const message of channel.messages)
      if (
        !message.deleted &&
        message.text === '' &&
        message.files.includes(file) &&
        message.files.every(one => one.deleted)
      )
        void removeMessage(state, channel, message)
  return { ok: true }
}

const LOGIN_PAGE = '<!DOCTYPE html><html><title>Sign in to your workspace</title></html>'

/** The bytes behind a `url_private`. Slack answers a stranger with a page to sign in, and 200. */
export function download(state: FakeSlackState, path: string, token: string) {
  const id = /^\/files-pri\/T[^-]+-(F[^/]+)\//.exec(path)?.[1] ?? ''
  const file = state.files.get(id)
  if (token !== state.botToken || !state.scopes.has('files:read')) {
    state.violations.push('download: without the token or its scope files:read')
    return { status: 200, type: 'text/html; charset=utf-8', bytes: Buffer.from(LOGIN_PAGE) }
  }
  if (file === undefined || file.deleted) return { status: 404, type: 'text/html', bytes: Buffer.from('gone') }
  return { status: 200, type: file.mimetype, bytes: Buffer.from(file.bytes) }
}

export const FILES: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    args: { 'filename!': 'text', 'length!': 'number', alt_text: 'text', snippet_type: 'text' },
    run: begin,
  },
  'files.completeUploadExternal': {
    scopes: ['files:write'],
    args: { 'files!': 'json', channel_id: 'text', thread_ts: 'text', initial_comment: 'text' },
    run: complete,
  },
  'files.info': { scopes: ['files:read'], args: { 'file!': 'text' }, run: info },
  'files.delete': { scopes: ['files:write'], args: { 'file!': 'text' }, run: remove },
}
