/** What was said and sent, as lines of text. */
import type { HistoryLine } from '../../../desk/lines.ts'
import { LIMITS, shorten, sizeOf } from '../blocks.ts'
import { isTold } from './card-parts.ts'
import { word } from './house-words.ts'
import { type Look, timeBeside } from './look.ts'
import { say } from './words.ts'

/** `10:31 Anna: it is wet`. `customer`: what the customer is called, if that is known. */
export function historyText(line: HistoryLine, customer: string | null, look: Look, beside = line.at): string {
  const values = { who: speaker(line, customer, look), text: contentText(line, look) }
  return say(look.language, 'historyLine', { time: timeBeside(line.at, beside, look), ...values })
}

function speaker({ from, edited }: HistoryLine, customer: string | null, { language }: Look): string {
  const name = from === 'customer' && isTold(customer) ? customer : word(language, 'from', from)
  return edited ? say(language, 'editedBy', { name }) : name
}

function contentText({ text, files, settled }: HistoryLine, look: Look): string {
  const parts = [
    text,
    files === undefined ? undefined : `📎 ${filesInWords(files, look)}`,
    settled === undefined ? undefined : `→ ${settled}`,
  ]
  return parts.filter(isTold).join(' ') || '…'
}

/** `3 photos, 1 voice message`, in the order in which the kinds first come. */
export function filesInWords(files: readonly { readonly kind: string }[], { language }: Look): string {
  const counts = new Map<string, number>()
  for (const { kind } of files) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts]
    .map(([kind, count]) =>
      say(language, 'countOf', { count, what: word(language, count > 1 ? 'files' : 'file', kind) }),
    )
    .join(say(language, 'comma'))
}

/** Lines as one paragraph. Where they are too much together, each keeps an equal share: none pushes the others out. */
export function asParagraph(lines: readonly string[]): string {
  const whole = lines.join('\n')
  if (sizeOf(whole) <= LIMITS.section) return whole
  const share = Math.floor(LIMITS.section / lines.length) - 1
  return lines.map(line => shorten(line, share)).join('\n')
}
