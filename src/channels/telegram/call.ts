/** Calls of the Bot API as plain data, and what a message made by them is called afterwards. Pure. */
import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types'

export type Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

/** Bytes that go with the call. */
export type Upload = { readonly name: string; readonly bytes: Uint8Array }

/** One of the files that are sent together. */
export type AlbumItem = {
  readonly type: 'photo' | 'video' | 'audio' | 'document'
  readonly media: Upload
  readonly caption?: string
}

type InChat<Fields> = { readonly chat_id: number } & Fields
type Captioned = { readonly caption?: string }

export type Call =
  | { readonly method: 'sendMessage'; readonly payload: InChat<{ text: string; reply_markup?: Markup }> }
  | { readonly method: 'sendPhoto'; readonly payload: InChat<{ photo: Upload } & Captioned> }
  | { readonly method: 'sendVideo'; readonly payload: InChat<{ video: Upload } & Captioned> }
  | { readonly method: 'sendVoice'; readonly payload: InChat<{ voice: Upload } & Captioned> }
  | { readonly method: 'sendAudio'; readonly payload: InChat<{ audio: Upload } & Captioned> }
  | { readonly method: 'sendDocument'; readonly payload: InChat<{ document: Upload } & Captioned> }
  | { readonly method: 'sendMediaGroup'; readonly payload: InChat<{ media: readonly AlbumItem[] }> }
  | { readonly method: 'sendLocation'; readonly payload: InChat<{ latitude: number; longitude: number }> }
  | { readonly method: 'editMessageText'; readonly payload: InChat<{ message_id: number; text: string }> }
  | { readonly method: 'editMessageCaption'; readonly payload: InChat<{ message_id: number; caption: string }> }
  | { readonly method: 'editMessageReplyMarkup'; readonly payload: InChat<{ message_id: number }> }
  | { readonly method: 'deleteMessages'; readonly payload: InChat<{ message_ids: readonly number[] }> }

/** What carries out an outbound: calls in order, and the parts of the message that were there before and stay. */
export type Rendered = { readonly calls: readonly Call[]; readonly stays: readonly Part[] }

/**
 * One platform message of those an outbound became: words, a file with words under it, a file without, or a place. They are
 * changed by different methods, so the id we give away tells which it is.
 */
export type Part = { readonly kind: 'text' | 'captioned' | 'file' | 'place'; readonly id: number }

const SIGNS = { text: '', captioned: 'c', file: 'f', place: 'p' } as const
const KINDS = new Map<string, Part['kind']>([
  ['', 'text'],
  ['c', 'captioned'],
  ['f', 'file'],
  ['p', 'place'],
])

/** `Delivery.message` of these parts: `12`, or `11,c12,f13`. */
export function nameParts(parts: readonly Part[]): string {
  return parts.map(({ kind, id }) => `${SIGNS[kind]}${id}`).join(',')
}

/** The parts behind a `Delivery.message`; none if it is not one of ours. */
export function readParts(message: string): readonly Part[] {
  const parts: Part[] = []
  for (const name of message.split(',')) {
    const [, sign, digits] = /^([cfp]?)([1-9]\d{0,15})$/.exec(name) ?? []
    const kind = sign === undefined ? undefined : KINDS.get(sign)
    if (kind === undefined) return []
    parts.push({ kind, id: Number(digits) })
  }
  return parts
}

/** The parts a call made, whose answer named these messages. */
export function partsOf({ method, payload }: Call, ids: readonly number[]): readonly Part[] {
  switch (method) {
    case 'sendMessage':
      return ids.map(id => ({ kind: 'text', id }))
    case 'sendLocation':
      return ids.map(id => ({ kind: 'place', id }))
    case 'sendMediaGroup':
      return ids.map((id, at) => ({ kind: payload.media[at]?.caption === undefined ? 'file' : 'captioned', id }))
    case 'sendPhoto':
    case 'sendVideo':
    case 'sendVoice':
    case 'sendAudio':
    case 'sendDocument':
      return ids.map(id => ({ kind: payload.caption === undefined ? 'file' : 'captioned', id }))
    default:
      return []
  }
}
