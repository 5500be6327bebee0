/** An agent's files as calls of the Bot API. Pure. */
import type { OutboundFile } from '../../assistant/channel.ts'
import type { AlbumItem, Call, Upload } from './call.ts'
import { CAPTION_LIMIT, splitText } from './text.ts'

/** Most bytes of a photo; a bigger one goes as a document (Bot API, sendPhoto). */
export const PHOTO_LIMIT = 10 * 1024 * 1024
/** Most bytes of any other file, and of the files of one call (Bot API, sendDocument). */
export const UPLOAD_LIMIT = 50 * 1024 * 1024
/** Files of an album (Bot API, sendMediaGroup: 2-10). */
const ALBUM_LIMIT = 10
/** Most characters of a file name before its ending. */
const NAME_LIMIT = 100

type Way = AlbumItem['type'] | 'voice'

/** What travels as what: endings that Telegram knows a content type by, the first for files without one. */
const TYPES: Readonly<Record<string, { readonly way: Way; readonly endings: readonly string[] }>> = {
  'image/jpeg': { way: 'photo', endings: ['jpg', 'jpeg'] },
  'image/png': { way: 'photo', endings: ['png'] },
  'image/webp': { way: 'photo', endings: ['webp'] },
  'video/mp4': { way: 'video', endings: ['mp4'] },
  'audio/ogg': { way: 'voice', endings: ['ogg', 'oga', 'opus'] },
  'audio/mpeg': { way: 'audio', endings: ['mp3'] },
  'audio/mp4': { way: 'audio', endings: ['m4a'] },
  'audio/x-m4a': { way: 'audio', endings: ['m4a'] },
  'application/pdf': { way: 'document', endings: ['pdf'] },
}
const TYPE_OF_ENDING = new Map(
  Object.entries(TYPES).flatMap(([type, { endings }]) => endings.map(ending => [ending, type] as const)),
)

type Ready = { readonly way: Way; readonly upload: Upload }

/**
 * The calls that send files in their order, with `text` under the first of them; a text that is too long for that goes
 * before them. Neighbours that may stand in one album do: photos with videos, documents with documents, audio with audio.
 * `bytes` are those of `files`, in the same order.
 */
export function renderFiles(
  chat: number,
  text: string,
  files: readonly OutboundFile[],
  bytes: readonly Uint8Array[],
): readonly Call[] {
  const words = text.trim() === '' ? [] : splitText(text.trim())
  const [first = ''] = words
  const under = files.length > 0 && words.length === 1 && first.length <= CAPTION_LIMIT ? first : undefined
  const before = under === undefined ? words : []
  const ready = files.map((file, at) => readyFile(file, bytes[at] ?? new Uint8Array()))
  return [
    ...before.map(part => ({ method: 'sendMessage', payload: { chat_id: chat, text: part } }) as const),
    ...groupsOf(ready).map((group, at) => callOf(chat, group, at === 0 ? under : undefined)),
  ]
}

/** The same without photos: Telegram refuses pictures that are too long and thin, or that it cannot read. */
export function asDocuments(call: Call): Call | undefined {
  if (call.method === 'sendPhoto') {
    const { photo, ...rest } = call.payload
    return { method: 'sendDocument', payload: { ...rest, document: photo } }
  }
  if (call.method !== 'sendMediaGroup' || !call.payload.media.some(({ type }) => type === 'photo')) return undefined
  const media = call.payload.media.map(item => ({ ...item, type: 'document' as const }))
  return { method: 'sendMediaGroup', payload: { ...call.payload, media } }
}

function readyFile(file: OutboundFile, bytes: Uint8Array): Ready {
  const type = typeOf(file)
  const known = type === undefined ? undefined : TYPES[type]
  return { way: wayOf(file, known?.way, bytes.length), upload: { name: nameOf(file, known?.endings), bytes } }
}

function typeOf({ mime, name }: OutboundFile): string | undefined {
  return mime?.split(';')[0]?.trim().toLowerCase() ?? TYPE_OF_ENDING.get(endingOf(name ?? ''))
}

function wayOf({ kind }: OutboundFile, way: Way | undefined, size: number): Way {
  if (way === 'audio' && kind === 'voice') return 'voice'
  return way === undefined || (way === 'photo' && size > PHOTO_LIMIT) ? 'document' : way
}

/** The name stands bare in the request's head, where quotes, semicolons and line ends would break it off. */
function nameOf({ name = '', kind }: OutboundFile, endings: readonly string[] | undefined): string {
  const clean = name.replace(/[\p{Cc}\p{Surrogate}"';\\/]/gu, '_').trim()
  const ending = endingOf(clean)
  const stem = [...(ending === '' ? clean : clean.slice(0, -ending.length - 1))].slice(0, NAME_LIMIT).join('') || kind
  if (endings === undefined || endings.includes(ending)) return ending === '' ? stem : `${stem}.${ending}`
  return `${stem}.${ending === '' ? '' : `${ending}.`}${endings[0]}`
}

function endingOf(name: string): string {
  return /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** Files that go in one call. A voice message always goes alone. */
function groupsOf(files: readonly Ready[]): readonly (readonly Ready[])[] {
  const groups: Ready[][] = []
  for (const file of files) {
    const group = groups.at(-1)
    if (group && fits(file, group)) group.push(file)
    else groups.push([file])
  }
  return groups
}

function fits(file: Ready, group: readonly Ready[]): boolean {
  const [first] = group
  if (first === undefined || group.length === ALBUM_LIMIT || file.way === 'voice') return false
  const size = group.reduce((sum, { upload }) => sum + upload.bytes.length, file.upload.bytes.length)
  return size <= UPLOAD_LIMIT && familyOf(first.way) === familyOf(file.way)
}

function familyOf(way: Way): Way {
  return way === 'video' ? 'photo' : way
}

function callOf(chat_id: number, group: readonly Ready[], caption: string | undefined): Call {
  const under = caption === undefined ? {} : { caption }
  const [first] = group
  if (first && group.length === 1) return single({ chat_id, ...under }, first)
  const media = group.map(({ way, upload }, at) => {
    const type = way === 'voice' ? 'document' : way
    return { type, media: upload, ...(at === 0 ? under : {}) }
  })
  return { method: 'sendMediaGroup', payload: { chat_id, media } }
}

function single(rest: { chat_id: number; caption?: string }, { way, upload }: Ready): Call {
  switch (way) {
    case 'photo':
      return { method: 'sendPhoto', payload: { ...rest, photo: upload } }
    case 'video':
      return { method: 'sendVideo', payload: { ...rest, video: upload } }
    case 'voice':
      return { method: 'sendVoice', payload: { ...rest, voice: upload } }
    case 'audio':
      return { method: 'sendAudio', payload: { ...rest, audio: upload } }
    case 'document':
      return { method: 'sendDocument', payload: { ...rest, document: upload } }
  }
}
