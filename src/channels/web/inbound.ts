/** What the page may post as a customer, and its translation into `Inbound` (pure). */
import { z } from 'zod'
import type { Inbound, InboundContent } from '../../assistant/channel.ts'

/** Most characters of one message, as on Telegram (core.telegram.org/bots/api, sendMessage). */
const LONGEST_TEXT = 4096
/** Most bytes of a file sent in the playground, and of its base64 form. */
export const LARGEST_FILE = 5_000_000
/** Most bytes of a request: the largest file in base64 and its frame. */
export const LARGEST_BODY = Math.ceil((LARGEST_FILE * 4) / 3) + 20_000

export const conversationSchema = z.string().regex(/^web:[a-z0-9-]{1,40}$/, 'must look like web:abc-123')

const name = z.string().trim().min(1).max(100)
const content = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string().trim().min(1).max(LONGEST_TEXT) }),
  z.strictObject({ kind: z.literal('tap'), token: z.string().min(1).max(64) }),
  z.strictObject({
    kind: z.literal('command'),
    name: z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/),
    payload: z.string().max(64).default(''),
  }),
  z.strictObject({ kind: z.literal('contact'), phone: z.string().trim().min(3).max(30), name: name.optional() }),
  z.strictObject({
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
  }),
  z.strictObject({
    kind: z.literal('file'),
    name: z.string().min(1).max(200),
    mime: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/),
    /** The bytes. */
    data: z
      .base64()
      .min(4)
      .max(Math.ceil(LARGEST_FILE / 3) * 4),
    caption: z.string().trim().max(1024).optional(),
    album: z.string().max(64).optional(),
  }),
])

/** A customer's message as the page posts it. `id` is made by the page: posted twice, it counts once (peers I1). */
export const messageSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
  conversation: conversationSchema,
  name: name.optional(),
  language: z.enum(['en', 'zh']).optional(),
  content,
})
export type PostedMessage = z.infer<typeof messageSchema>

/** `file` is the handle of the upload, for a message that carries one. */
export function toInbound(posted: PostedMessage, at: number, file?: string): Inbound {
  return {
    channel: 'web',
    updateId: posted.id,
    conversation: posted.conversation,
    at,
    message: posted.id,
    from: {
      ...(posted.name === undefined ? {} : { name: posted.name }),
      ...(posted.language === undefined ? {} : { language: posted.language }),
    },
    content: toContent(posted.content, file ?? ''),
  }
}

function toContent(posted: PostedMessage['content'], file: string): InboundContent {
  switch (posted.kind) {
    case 'text': {
      const command = /^\/([a-z][a-z0-9_-]{0,31})(?:\s+(.*))?$/su.exec(posted.text)
      if (command?.[1] === undefined) return posted
      return { kind: 'command', name: command[1], payload: command[2]?.trim() ?? '' }
    }
    case 'contact':
      return { kind: 'contact', phone: posted.phone, ...(posted.name === undefined ? {} : { name: posted.name }) }
    case 'file':
      return {
        kind: 'file',
        file: {
          kind: fileKind(posted.mime),
          file,
          name: posted.name,
          mime: posted.mime,
          size: Buffer.byteLength(posted.data, 'base64'),
        },
        ...(posted.caption ? { caption: posted.caption } : {}),
        ...(posted.album === undefined ? {} : { album: posted.album }),
      }
    default:
      return posted
  }
}

/** What a file of this content type is taken for. */
export function fileKind(mime: string): 'photo' | 'video' | 'audio' | 'file' {
  const family = mime.split('/')[0]
  if (family === 'image') return 'photo'
  return family === 'video' || family === 'audio' ? family : 'file'
}
