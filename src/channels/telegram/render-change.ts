/** What an agent changes or takes back, as calls of the Bot API. Pure. */

import { wellFormed } from '../seams.ts'
import { type Call, type Part, type Rendered, readParts } from './call.ts'
import { CAPTION_LIMIT, splitOff, splitText, TEXT_LIMIT } from './text.ts'

/** Most messages of one deleteMessages (Bot API). */
const DELETE_LIMIT = 100

/**
 * The new words fill the places of the old ones in their order. What then stands empty is deleted, what finds no place is
 * sent as a further message. Nothing to call if there is no place for words, or no words for the only place.
 */
export function renderEdit(chat_id: number, message: string, text: string): Rendered {
  const parts = placesFor(readParts(message))
  let rest = wellFormed(text.trim())
  const edits: Call[] = []
  const gone: Part[] = []
  for (const part of parts) {
    if (part.kind !== 'text' && part.kind !== 'captioned') continue
    const [head, more] = splitOff(rest, part.kind === 'text' ? TEXT_LIMIT : CAPTION_LIMIT)
    rest = more
    if (part.kind === 'captioned') {
      edits.push({ method: 'editMessageCaption', payload: { chat_id, message_id: part.id, caption: head } })
    } else if (head === '') gone.push(part)
    else edits.push({ method: 'editMessageText', payload: { chat_id, message_id: part.id, text: head } })
  }
  const stays = parts.filter(part => !gone.includes(part))
  if (stays.length === 0 || (edits.length === 0 && gone.length === 0)) return { calls: [], stays: [] }
  const further = rest === '' ? [] : splitText(rest)
  return {
    calls: [
      ...edits,
      ...deletionsOf(chat_id, gone),
      ...further.map(one => ({ method: 'sendMessage', payload: { chat_id, text: one } }) as const),
    ],
    stays,
  }
}

/** Files that came without words can carry some under the first of them. */
function placesFor(parts: readonly Part[]): readonly Part[] {
  if (parts.some(({ kind }) => kind === 'text' || kind === 'captioned')) return parts
  const file = parts.find(({ kind }) => kind === 'file')
  return parts.map(part => (part === file ? { ...part, kind: 'captioned' } : part))
}

/** Takes back every message that an outbound became. */
export function renderDelete(chat: number, message: string): Rendered {
  return { calls: deletionsOf(chat, readParts(message)), stays: [] }
}

function deletionsOf(chat_id: number, parts: readonly Part[]): readonly Call[] {
  const calls: Call[] = []
  for (let at = 0; at < parts.length; at += DELETE_LIMIT) {
    const message_ids = parts.slice(at, at + DELETE_LIMIT).map(({ id }) => id)
    calls.push({ method: 'deleteMessages', payload: { chat_id, message_ids } })
  }
  return calls
}
