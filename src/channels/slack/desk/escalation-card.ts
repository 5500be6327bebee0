/** A customer who waits for a person: enough to begin without asking the customer again (R-098, SYS-09). */
import type { ActionsBlock, KnownBlock } from '@slack/web-api'
import type { EscalationCard } from '../../../desk/escalation-cards.ts'
import type { Subject } from '../../../desk/post.ts'
import { contextLine, factsSection, plainSection, withinBudget } from '../blocks.ts'
import type { DeskAction } from './button.ts'
import {
  actions,
  channelOf,
  confirmation,
  deskButton,
  fact,
  faultFacts,
  headline,
  isTold,
  label,
  more,
  priorityFact,
  priorityText,
  summary,
} from './card-parts.ts'
import { word } from './house-words.ts'
import { type Drawn, dayAndTime, inLanguage, type Look, timeBeside } from './look.ts'
import { asParagraph, filesInWords, historyText } from './said.ts'
import { say } from './words.ts'

export function drawEscalation(card: EscalationCard, look: Look): Drawn {
  const { language } = look
  const reason = word(language, 'reason', card.reason)
  const customer = card.customer.name ?? say(language, 'customer')
  const urgency = priorityText(card.priority, look)
  const lines = card.state === 'RAISED' ? paragraph(look, 'lastLines', linesText(card, look)) : []
  const tried = paragraph(look, 'tried', triedText(card, look))
  const words = isTold(card.words) && card.words !== card.symptom ? paragraph(look, 'words', card.words) : []
  const facts = factsSection(factsOf(card, look))
  const blocks: KnownBlock[] = [
    headline([urgency, card.case, customer]),
    plainSection(reason),
    contextLine(standing(card, look)),
    ...facts,
    ...words,
    ...tried,
    ...filesLine(card, look),
    ...lines,
    ...ending(card, look),
  ]
  return {
    text: summary([urgency, reason, customer, card.case, ownerText(card, look)]),
    blocks: withinBudget(blocks, [lines, tried, words, facts]),
  }
}

function paragraph(look: Look, key: 'lastLines' | 'tried' | 'words', text: string): KnownBlock[] {
  return text === '' ? [] : [label(look, key), plainSection(text)]
}

/** Since when, by when, how far up, and where the customer is. */
function standing(card: EscalationCard, look: Look): string {
  const { language } = look
  const channel = channelOf(card.conversation, look)
  const parts = [
    say(language, 'since', { time: dayAndTime(card.at, look) }),
    ...(card.promiseDueAt === null
      ? []
      : [say(language, 'promise', { time: timeBeside(card.promiseDueAt, card.at, look) })]),
    ...(card.level > 1 ? [say(language, card.level > 2 ? 'level3' : 'level2')] : []),
    ...(channel === undefined ? [] : [say(language, 'via', { channel })]),
  ]
  return parts.join(' · ')
}

function factsOf(card: EscalationCard, look: Look): string[] {
  const { language } = look
  const { phone, address } = card.customer
  return [
    ...faultFacts(card.appliance, card.symptom, look),
    ...fact(look, 'phone', phone),
    ...fact(look, 'address', address),
    priorityFact(card.priority, card.priorityReason, look),
    ...(card.state === 'RAISED' ? [say(language, 'owner', { value: say(language, 'nobodyYet') })] : []),
    ...fact(look, 'caseState', card.caseState === null ? null : word(language, 'case', card.caseState)),
    ...fact(look, 'stands', placeOf(card)),
  ]
}

/** The flow and the step; a step that nobody named has a number, which tells nobody anything. */
function placeOf({ flow, step }: EscalationCard): string {
  return [flow, step !== null && /^\d+$/.test(step) ? null : step].filter(isTold).join(' · ')
}

function triedText({ tried }: EscalationCard, look: Look): string {
  return asParagraph(
    tried.map(({ question, answer }) => `• ${inLanguage(question, look)} → ${answerText(answer, look)}`),
  )
}

/** Numbers from here on are instants (September 2001 and later), not counts. */
const FIRST_INSTANT = 1_000_000_000_000

function answerText(answer: EscalationCard['tried'][number]['answer'], look: Look): string {
  if (answer === 'unknown') return say(look.language, 'unknown')
  if (typeof answer === 'boolean') return say(look.language, answer ? 'yes' : 'no')
  if (typeof answer === 'number') return answer >= FIRST_INSTANT ? dayAndTime(answer, look) : String(answer)
  return inLanguage(answer, look)
}

function filesLine({ media }: EscalationCard, look: Look): KnownBlock[] {
  if (media.length === 0) return []
  return [contextLine(`📎 ${say(look.language, 'inThread', { what: filesInWords(media, look) })}`)]
}

function linesText({ lines, customer }: EscalationCard, look: Look): string {
  return asParagraph(lines.map(line => historyText(line, customer.name, look)))
}

/** Who has it or how it ended, and what can be done about it; what is over can only be looked at. */
function ending(card: EscalationCard, look: Look): KnownBlock[] {
  const state = ownerText(card, look)
  const shown: KnownBlock[] = state === null ? [] : [plainSection(state)]
  return card.state === 'RAISED' || card.state === 'CLAIMED' ? [...shown, actions(buttons(card, look))] : shown
}

function ownerText({ state, owner, endedAt, at }: EscalationCard, look: Look): string | null {
  const { language } = look
  if (state === 'RAISED') return null
  const name = owner?.name
  if (state === 'CLAIMED') return say(language, 'claimedBy', { name: name ?? say(language, 'nobodyYet') })
  const time = endedAt === null ? '' : timeBeside(endedAt, at, look)
  if (name === undefined) return say(language, state === 'RESOLVED' ? 'resolved' : 'handedBack', { time })
  return say(language, state === 'RESOLVED' ? 'resolvedBy' : 'handedBackBy', { name, time })
}

function buttons(card: EscalationCard, look: Look): ActionsBlock['elements'] {
  const subject: Subject = { kind: 'escalation', id: card.id }
  const button = (what: DeskAction) => ({ do: what, subject, conversation: card.conversation })
  const primary = { style: 'primary' } as const
  const first =
    card.state === 'RAISED'
      ? [deskButton(look, 'claim', button('claim'), primary), deskButton(look, 'reply', button('reply'))]
      : [
          deskButton(look, 'reply', button('reply'), primary),
          deskButton(look, 'handBack', button('hand-back')),
          deskButton(look, 'resolve', button('resolve'), {
            confirm: confirmation(look, {
              title: 'resolveTitle',
              text: 'resolveText',
              confirm: 'resolve',
              deny: 'notYet',
            }),
          }),
        ]
  return [
    ...first,
    deskButton(look, 'assign', button('assign')),
    deskButton(look, 'changePriority', button('priority')),
    more(look, subject, card.case !== null),
  ]
}
