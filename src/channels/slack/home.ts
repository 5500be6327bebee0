/** A customer's App Home: the next visit, the open cases, a way to book and a way to a person. Pure. */
import type { HomeView, KnownBlock, SectionBlock } from '@slack/types'
import type { Home, HomeCase, HomeVisit } from '../../assistant/home.ts'
import type { Language, Text } from '../../flow/flow.ts'
import { contextLine, LIMITS, markup, plainSection, plainText, shorten } from './blocks.ts'
import { CUSTOMER_WORDS, type CustomerWords } from './customer-words.ts'

/** `action_id`s of the buttons. */
export const HOME_BOOK = 'home:book'
export const HOME_HUMAN = 'home:human'

/** Open cases shown; of more than that the number is told. */
const MOST_CASES = 20
/** Units of a problem in the customer's own words. */
const PROBLEM = 200

/** The view as views.publish takes it. */
export function homeView(home: Home): HomeView {
  const words = CUSTOMER_WORDS[home.language]
  const isEmpty = home.visit === null && home.cases.length === 0
  return {
    type: 'home',
    blocks: [
      header(words.home.title),
      ...(isEmpty ? [plainSection(words.home.nobody)] : []),
      ...(home.visit ? visitBlocks(home.visit, home.language, words) : []),
      ...(home.cases.length > 0 ? caseBlocks(home.cases, home.language, words) : []),
      { type: 'divider' },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: HOME_BOOK,
            text: plainText(words.home.book, LIMITS.buttonText),
            ...(home.visit ? {} : { style: 'primary' }),
          },
          { type: 'button', action_id: HOME_HUMAN, text: plainText(words.home.human, LIMITS.buttonText) },
        ],
      },
      contextLine(words.home.language),
    ],
  }
}

function header(text: string): KnownBlock {
  return { type: 'header', text: plainText(text, LIMITS.header) }
}

function visitBlocks(visit: HomeVisit, language: Language, words: CustomerWords): readonly KnownBlock[] {
  const who = visit.technician ? words.home.technician(visit.technician[language]) : words.home.noTechnician
  const lines = [visit.window[language], words.visits[visit.state] ?? '', who]
  return [header(words.home.visit), section(lines), contextLine(visit.case)]
}

function caseBlocks(cases: readonly HomeCase[], language: Language, words: CustomerWords): readonly KnownBlock[] {
  const shown = cases.slice(0, MOST_CASES)
  const hidden = cases.length - shown.length
  return [
    header(words.home.cases),
    ...shown.flatMap(each => caseOf(each, language, words)),
    ...(hidden > 0 ? [contextLine(words.home.more(hidden))] : []),
  ]
}

function caseOf(each: HomeCase, language: Language, words: CustomerWords): readonly KnownBlock[] {
  const appliance = said(each.appliance, language) || words.home.unnamed
  const problem = shorten(said(each.problem, language), PROBLEM)
  return [
    section([`${each.number} · ${appliance}`, problem, words.cases[each.state] ?? '']),
    { type: 'context', elements: [markup(words.home.since(dayOf(each.openedAt)))] },
  ]
}

function section(lines: readonly string[]): SectionBlock {
  return plainSection(lines.filter(line => line !== '').join('\n'))
}

function said(text: Text | string | null, language: Language): string {
  return typeof text === 'string' || text === null ? (text ?? '') : text[language]
}

/** The day in the reader's own zone and form; where a client cannot, the day in UTC. */
function dayOf(at: number): string {
  return `<!date^${Math.floor(at / 1000)}^{date_short}|${new Date(at).toISOString().slice(0, 10)}>`
}
