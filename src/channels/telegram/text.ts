/**
 * Text within Telegram's limits. Pure. Lengths are UTF-16 units: Telegram counts an emoji as one or two, so this is never
 * too much.
 */

import { betweenCharacters, cutAt, wellFormed } from '../seams.ts'

/** Most units of one message (Bot API, sendMessage: 1-4096 characters after entity parsing; we send no entities). */
export const TEXT_LIMIT = 4096
/** Most units under a file (Bot API, sendPhoto and others: 0-1024). */
export const CAPTION_LIMIT = 1024
/** Most units of a button: Telegram names no limit, clients cut off long ones. */
export const LABEL_LIMIT = 64

/**
 * Splits a text into messages: at the last paragraph that fits, else at a line, a sentence, a word, and only then between
 * two characters. White space at the seams is dropped, nothing else is. A text that fits comes back alone.
 */
export function splitText(text: string, limit = TEXT_LIMIT): readonly string[] {
  const parts: string[] = []
  let rest = wellFormed(text)
  while (rest.length > limit) {
    const [part, more] = splitOff(rest, limit)
    if (part !== '') parts.push(part)
    rest = more
  }
  if (rest !== '' || parts.length === 0) parts.push(rest)
  return parts
}

/** What fits into `limit` units, and what is left; the seam is found as in `splitText`. */
export function splitOff(text: string, limit: number): readonly [head: string, rest: string] {
  if (text.length <= limit) return [text, '']
  const cut = cutAt(text, limit)
  return [text.slice(0, cut).trimEnd(), text.slice(cut).trimStart()]
}

/** Shortens a text to `limit` units, ending in an ellipsis, never within a character. */
export function shorten(text: string, limit: number): string {
  const whole = wellFormed(text)
  return whole.length <= limit ? whole : `${whole.slice(0, betweenCharacters(whole, limit - 1)).trimEnd()}…`
}
