/** The answers to `/aftercare`: what is going on. */
import type { KnownBlock } from '@slack/web-api'
import type { Late, Workload } from '../../../desk/board.ts'
import type { VisitCard } from '../../../desk/visit-cards.ts'
import { contextLine, escapeText, LIMITS, plainSection, plainText, shorten, sizeOf } from '../blocks.ts'
import { isTold, priorityText } from './card-parts.ts'
import { word } from './house-words.ts'
import { type Drawn, dayAndTime, inLanguage, type Look } from './look.ts'
import { say } from './words.ts'

export type SlashOrder =
  | { readonly do: 'case'; readonly number: string }
  | { readonly do: 'today' | 'late' | 'who' | 'help' }

/** What follows `/aftercare`; whatever it does not know asks for help. A number alone is a case. */
export function parseSlash(text: string): SlashOrder {
  const [first = '', ...rest] = text.trim().toLowerCase().split(/\s+/)
  const number = /^#?(c?\d{1,12})$/.exec(first === 'case' ? rest.join('') : text.trim().toLowerCase())?.[1]
  if (number !== undefined) return { do: 'case', number: number.toUpperCase() }
  return (first === 'today' || first === 'late' || first === 'who') && rest.length === 0
    ? { do: first }
    : { do: 'help' }
}

/** `command`: what is typed, `/aftercare`. */
export function drawHelp(command: string, { language }: Look): Drawn {
  const text = say(language, 'help', { command })
  return { text: escapeText(text), blocks: [plainSection(text), contextLine(say(language, 'helpThread'))] }
}

/** Visits of the day. */
export function drawToday(visits: readonly VisitCard[], look: Look): Drawn {
  const { language } = look
  if (visits.length === 0) return drawSentence(say(language, 'noVisits'))
  const lines = visits.map(card => {
    const technician = card.technician === null ? say(language, 'unassigned') : inLanguage(card.technician.name, look)
    const state = word(language, 'visit', card.state)
    return [inLanguage(card.window, look), state, technician, card.case, card.customer.name, card.customer.address]
  })
  return drawList(say(language, 'today', { count: visits.length }), lines, look)
}

export function drawLate(late: readonly Late[], look: Look): Drawn {
  const { language } = look
  if (late.length === 0) return drawSentence(say(language, 'nothingLate'))
  const lines = late.map(one => {
    const since = say(language, 'since', { time: dayAndTime(one.since, look) })
    return [...urgencyAndCase(one, look), say(language, one.kind), since]
  })
  return drawList(say(language, 'late', { count: late.length }), lines, look)
}

function urgencyAndCase(late: Late, look: Look): (string | null)[] {
  if (late.kind === 'unresolved') return [word(look.language, 'priority', late.priority), late.case, late.customer]
  return [priorityText(late.card.priority, look), late.card.case, late.card.customer.name]
}

export function drawWho(workloads: readonly Workload[], look: Look): Drawn {
  const { language } = look
  if (workloads.length === 0) return drawSentence(say(language, 'nobodyBusy'))
  const lines = workloads.map(({ name, escalations }) => {
    const inHand = escalations.map(one =>
      [one.customer ?? say(language, 'customer'), one.case].filter(isTold).join(' '),
    )
    return [`${name}: ${inHand.join(say(language, 'comma')) || say(language, 'nothingInHand')}`]
  })
  return drawList(say(language, 'who'), lines, look)
}

/** There is no case of that number. */
export function drawNoCase(number: string, { language }: Look): Drawn {
  return drawSentence(say(language, 'noCase', { number: shorten(number, MOST_OF_A_NUMBER) }))
}

const MOST_OF_A_NUMBER = 40

function drawSentence(text: string): Drawn {
  return { text: escapeText(text), blocks: [plainSection(text)] }
}

/** Characters of one line of a list: names and addresses may be long. */
const LINE = 400

/** As many lines as one message takes; how many there are besides is said. */
function drawList(title: string, lines: readonly (readonly (string | null)[])[], look: Look): Drawn {
  const shown: string[] = []
  let size = 0
  for (const parts of lines) {
    const line = shorten(`• ${parts.filter(isTold).join(' · ')}`, LINE)
    size += sizeOf(line) + OVERHEAD
    if (size > LIMITS.total - RESERVE || shown.length >= LIMITS.blocks - 2) break
    shown.push(line)
  }
  const left = lines.length - shown.length
  const blocks: KnownBlock[] = [
    { type: 'header', text: plainText(title, LIMITS.header) },
    ...shown.map(plainSection),
    ...(left > 0 ? [contextLine(say(look.language, 'andMore', { count: left }))] : []),
  ]
  return { text: escapeText(title), blocks }
}

/** What a block has of text besides its own: names of types. */
const OVERHEAD = 20
/** For the title and what is said of the rest. */
const RESERVE = 500
