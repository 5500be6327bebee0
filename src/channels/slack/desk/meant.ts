/** For whom a post in a case's thread is. Works on the text as Slack sends it: `&`, `<` and `>` stand escaped in it. */

/** `mixed`: part of it is marked for the customer and part is not; nobody but the writer knows what was meant. */
export type Meant =
  | { readonly for: 'staff' }
  | { readonly for: 'customer'; readonly text: string }
  | { readonly for: 'unclear'; readonly why: 'mixed' }

/** `>`, also twice and three times as Slack's composer has it for longer quotes. */
const MARKER = /^\s*(?:&gt;){1,3}/
/** `>_<`, `>:(`, `>=`, `>.<`: faces and comparisons. A short name of an emoji (`:+1:`) is none of them. */
const NO_MARKER = /^\s*&gt;(?:[_.;=-]|&lt;|:(?![a-z+\d]))/
/** Keeps a post among the staff in a shop where posts go to the customer. */
const ASIDE = /^\s*\/\//

/**
 * Reads a post. Among the staff by default: only what is marked with `>` on every line that says something is for the
 * customer, without the markers. Where a shop has it that posts go to the customer, all do but those that begin with `//`.
 * A `>` that begins a post which goes on without it is `mixed`: a colleague's quote with a remark below it must not slip
 * out, and half of an answer must not get lost (peers I33).
 */
export function meantFor(text: string, relay: 'internal' | 'customer'): Meant {
  const lines = text.split('\n')
  const said = lines.filter(line => line.trim() !== '')
  const marked = said.filter(isMarked)
  if (relay === 'customer') {
    if (ASIDE.test(text)) return { for: 'staff' }
    return { for: 'customer', text: marked.length === said.length ? unmark(lines) : text }
  }
  if (said.length === 0 || !isMarked(said[0] ?? '')) return { for: 'staff' }
  // After `>>>` everything that follows belongs to the quote.
  const isLong = /^\s*(?:&gt;){3}/.test(said[0] ?? '')
  if (!isLong && marked.length < said.length) return { for: 'unclear', why: 'mixed' }
  return { for: 'customer', text: unmark(lines) }
}

function isMarked(line: string): boolean {
  return MARKER.test(line) && !NO_MARKER.test(line)
}

function unmark(lines: readonly string[]): string {
  return lines
    .map(line => (isMarked(line) ? line.replace(MARKER, '').replace(/^[ \u00a0\u3000]/, '') : line))
    .join('\n')
    .trim()
}

/** Two numbers of degrees with decimals, as maps copy them: `31.2304, 121.4737`. */
const DEGREES = /^(-?\d{1,2}\.\d+)\s*[,\uff0c]\s*(-?\d{1,3}\.\d+)$/

/** The place that a text names by its degrees, if it says nothing else. */
export function degreesIn(text: string): { readonly latitude: number; readonly longitude: number } | undefined {
  const match = DEGREES.exec(text.trim())
  const [latitude, longitude] = [Number(match?.[1]), Number(match?.[2])]
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined
}
