/**
 * Where a long text may be cut, on whatever platform. Pure. Lengths are UTF-16 units.
 */

/** Half of a surrogate pair alone is no text, and platforms refuse a message that contains one. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD')
}

/** A seam nearer to the start than this share of what fits would leave a stump of a message. */
const STUMP = 1 / 4

/** The best seam within `limit` units: the last paragraph that fits, else a line, a sentence, a word, a character. */
export function cutAt(text: string, limit: number): number {
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
export function betweenCharacters(text: string, limit: number): number {
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
