/** Names for the files we upload. Slack tells by a name's ending how to show a file. */
import type { InboundFile } from '../../assistant/channel.ts'

type Told = { readonly media: number } & Pick<InboundFile, 'kind' | 'name' | 'mime'>

const BY_TYPE: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'image/gif': '.gif',
  'video/mp4': '.mp4',
  'audio/ogg': '.ogg',
  'audio/mpeg': '.mp3',
  'audio/mp4': '.m4a',
  'application/pdf': '.pdf',
}

/** How the files people send begin. */
const BY_BYTES: readonly (readonly [RegExp, string])[] = [
  [/^\xff\xd8\xff/, '.jpg'],
  [/^\x89PNG/, '.png'],
  [/^GIF8/, '.gif'],
  [/^RIFF....WEBP/s, '.webp'],
  [/^OggS/, '.ogg'],
  [/^ID3/, '.mp3'],
  [/^%PDF/, '.pdf'],
  [/^....ftypM4A/s, '.m4a'],
  [/^....ftyp/s, '.mp4'],
]

/** Its own name, or its kind and number with the ending of its type, or of its first bytes. */
export function uploadName({ kind, media, name, mime }: Told, bytes: Uint8Array): string {
  const own = name?.trim()
  if (own) return own
  const begins = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  const ending = BY_TYPE[mime?.split(';')[0] ?? ''] ?? BY_BYTES.find(([pattern]) => pattern.test(begins))?.[1] ?? ''
  return `${kind}-${media}${ending}`
}
