/**
 * Text within Telegram's limits. Pure. Lengths are UTF-16 units: Telegram counts an emoji as one or two, so this is never
 * too much.
 */

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

/** Half of a surrogate pair alone is no text, and Telegram refuses a message that contains one. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD')
}

/** A seam nearer to the start than this share of the limit would leave a stump of a message. */
const STUMP = 1 / 4

function cutAt(text: string, limit: number): number {
  const window = text.slice(0, limit)
  const least = limit * STUMP
  const paragraph = window.lastIndexOf('\n\n')
  if (paragraph >= least) return paragraph
  const line = window.lastIndexOf('\n')
  if (line >= least) return line
  const sentence = lastEnd(window, /[.!?…](?=\s)|[。!?;]/g)
  if (sentence >= least) return sentence
  const word = lastEnd(window, /\s/g)
  return word >= least ? word : betweenCharacters(text, limit)
}

function lastEnd(text: string, pattern: RegExp): number {
  let end = -1
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length
  return end
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Units looked at before a cut: longer than any emoji made of several (a family of four has 11). */
const REACH = 64

/** The last place at or before `limit` that stands between two characters as a reader sees them. */
function betweenCharacters(text: string, limit: number): number {
  let start = Math.max(0, limit - REACH)
  if (isLowSurrogate(text, start)) start += 1
  let cut = -1
  for (const { index } of characters.segment(text.slice(start, limit + REACH))) {
    if (index > 0 && start + index <= limit) cut = start + index
  }
  if (cut > 0) return cut
  return isLowSurrogate(text, limit) ? limit - 1 : limit
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return unit >= 0xdc00 && unit <= 0xdfff
}
