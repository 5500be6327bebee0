/** What the customer did, in the case's thread. */
import type { KnownBlock } from '@slack/web-api'
import type { ThreadLine } from '../../../desk/board.ts'
import { contextLine, escapeText, LIMITS, markup, plainSection, shorten, splitText, withinBudget } from '../blocks.ts'
import { word } from './house-words.ts'
import { type Drawn, type Look, time } from './look.ts'
import { say } from './words.ts'

/** A file is uploaded beside it: the line has its name and caption. */
export function drawLine(line: ThreadLine, look: Look): Drawn {
  const name = line.customer ?? say(look.language, 'customer')
  const key = line.what.kind === 'edited' ? 'edited' : 'lineBy'
  const by = contextLine(say(look.language, key, { name, time: time(line.at, look) }))
  const { text, blocks } = contentOf(line.what, look)
  return {
    text: escapeText(shorten(`${name}: ${text}`, NOTIFIED)),
    blocks: withinBudget([by, ...blocks]),
  }
}

/** Characters of a text in a notification: the blocks have the whole. */
const NOTIFIED = 500

type Content = { readonly text: string; readonly blocks: readonly KnownBlock[] }

function contentOf(what: ThreadLine['what'], look: Look): Content {
  const { language } = look
  switch (what.kind) {
    case 'said':
    case 'edited':
      return said(what.text)
    case 'tapped':
      return said(say(language, 'tapped', { label: what.label }))
    case 'file': {
      const kind = word(language, 'file', what.file.kind)
      const sent = `📎 ${say(language, 'sentFile', { what: what.file.name ?? kind })}`
      return said(what.caption === '' ? sent : `${sent}\n${what.caption}`)
    }
    case 'location':
      return place(what, look)
    case 'contact':
      return said(say(language, 'contact', { value: [what.name, what.phone].filter(Boolean).join(' ') }))
    case 'deleted':
      return aside(`🗑️ ${say(language, 'deletedLine')}`)
    case 'reachable':
      return aside(say(language, what.reachable ? 'unblockedUs' : 'blockedUs'))
    case 'unsupported':
      return aside(say(language, 'unsupported', { what: what.what }))
  }
}

/** All of it, in as many paragraphs as it takes. */
function said(text: string): Content {
  return { text, blocks: splitText(text, LIMITS.section).map(plainSection) }
}

function aside(text: string): Content {
  return { text, blocks: [plainSection(text)] }
}

/** A link of numbers alone: nothing that somebody wrote stands in it. */
function place({ latitude, longitude }: { latitude: number; longitude: number }, look: Look): Content {
  const { language } = look
  const text = `📍 ${say(language, 'location', { latitude, longitude })}`
  const url = `https://www.openstreetmap.org/?mlat=${Number(latitude)}&mlon=${Number(longitude)}#map=16/${Number(latitude)}/${Number(longitude)}`
  const map = markup(`<${escapeText(url)}|${escapeText(say(language, 'showMap'))}>`)
  return { text, blocks: [plainSection(text), { type: 'context', elements: [map] }] }
}
