/** One case with everything about it, and its conversation. */
import type { KnownBlock, ModalView } from '@slack/web-api'
import type { CaseCard } from '../../../desk/board.ts'
import type { HistoryLine } from '../../../desk/lines.ts'
import { contextLine, factsSection, LIMITS, plainSection, shorten, total, withinBudget } from '../blocks.ts'
import { channelOf, fact, faultFacts, headline, isTold, label, priorityFact, summary } from './card-parts.ts'
import { view } from './form-parts.ts'
import { word } from './house-words.ts'
import { type Drawn, dayAndTime, inLanguage, type Look } from './look.ts'
import { asParagraph, historyText } from './said.ts'
import { say } from './words.ts'

/** As an answer to `/aftercare case`. */
export function drawCase(card: CaseCard, look: Look): Drawn {
  return {
    text: summary([say(look.language, 'case', { number: card.number }), stateOf(card, look), card.customer.name]),
    blocks: caseBlocks(card, look),
  }
}

/** As a window over the channel. */
export function caseView(card: CaseCard, look: Look): ModalView {
  return view(look, 'desk:case', say(look.language, 'caseTitle'), caseBlocks(card, look))
}

/** The newest lines that Slack takes, the newest last. */
export function historyView(lines: readonly HistoryLine[], customer: string | null, look: Look): ModalView {
  const { language } = look
  const shown: KnownBlock[] = []
  const newest = lines.at(-1)?.at ?? 0
  for (const line of lines.toReversed()) {
    const block = plainSection(historyText(line, customer, look, newest))
    const isFull = total(shown) + total(block) > LIMITS.total - RESERVE || shown.length >= LIMITS.viewBlocks - 1
    if (isFull && shown.length > 0) break
    shown.unshift(block)
  }
  const left = lines.length - shown.length
  return view(look, 'desk:history', say(language, 'historyTitle'), [
    ...(left > 0 ? [contextLine(say(language, 'newestOnly', { count: shown.length }))] : []),
    ...(shown.length === 0 ? [plainSection(say(language, 'noLines'))] : shown),
  ])
}

/** For the line that says what is left out. */
const RESERVE = 200

function stateOf({ state }: CaseCard, { language }: Look): string {
  return word(language, 'case', state)
}

function caseBlocks(card: CaseCard, look: Look): KnownBlock[] {
  const { language } = look
  const words =
    isTold(card.words) && card.words !== card.symptom ? [label(look, 'words'), plainSection(card.words)] : []
  const visits = card.visits.map(visit => plainSection(visitText(visit, look)))
  const lines = asParagraph(card.lines.map(line => historyText(line, card.customer.name, look, card.openedAt)))
  const said = lines === '' ? [] : [label(look, 'lastLines'), plainSection(lines)]
  const facts = factsSection(factsOf(card, look))
  const rating = card.rating === null ? [] : [plainSection(ratingText(card.rating, look))]
  const blocks = [
    headline([say(language, 'case', { number: card.number }), stateOf(card, look), card.customer.name]),
    ...facts,
    ...words,
    ...visits,
    ...rating,
    ...said,
  ]
  return withinBudget(blocks, [said, words, ...visits.map(visit => [visit]).toReversed(), rating, facts])
}

function factsOf(card: CaseCard, look: Look): string[] {
  const { language } = look
  const { phone, address } = card.customer
  return [
    ...faultFacts(card.appliance, card.symptom, look),
    ...fact(look, 'phone', phone),
    ...fact(look, 'address', address),
    priorityFact(card.priority, card.priorityReason, look),
    say(language, 'owner', { value: card.owner ?? say(language, 'nobodyYet') }),
    say(language, 'openedAt', { value: dayAndTime(card.openedAt, look) }),
    ...fact(look, 'channel', channelOf(card.conversation, look)),
  ]
}

/** `🔧 Sat 21 Nov, 14:00–16:00 · On the way · Li Ming`. */
function visitText({ window, state, technician }: CaseCard['visits'][number], look: Look): string {
  const name = technician === null ? null : inLanguage(technician.name, look)
  return `🔧 ${[inLanguage(window, look), word(look.language, 'visit', state), name].filter(isTold).join(' · ')}`
}

/** Characters of a comment on a rating. */
const COMMENT = 2000

function ratingText({ score, comment }: NonNullable<CaseCard['rating']>, { language }: Look): string {
  return isTold(comment)
    ? say(language, 'ratingComment', { score, comment: shorten(comment, COMMENT) })
    : say(language, 'rating', { score })
}
