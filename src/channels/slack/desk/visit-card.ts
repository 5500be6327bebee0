/** A technician's visit: who and where, how far it is, and the moves that are possible now. */
import type { ActionsBlock, ConfirmationDialog, KnownBlock, StaticSelect } from '@slack/web-api'
import type { VisitMove } from '../../../desk/command.ts'
import type { Subject } from '../../../desk/post.ts'
import type { VisitCard } from '../../../desk/visit-cards.ts'
import { optionText } from '../../../desk/visit-form-words.ts'
import { contextLine, factsSection, LIMITS, plainSection, plainText, withinBudget } from '../blocks.ts'
import { encodeMove, OTHER_MOVES } from './button.ts'
import {
  actions,
  buttonCalled,
  confirmation,
  fact,
  faultFacts,
  headline,
  more,
  priorityText,
  summary,
} from './card-parts.ts'
import { option } from './form-parts.ts'
import { word } from './house-words.ts'
import { type Drawn, dayAndTime, inLanguage, type Look, technicianName, timeBeside } from './look.ts'
import { aroundBlocks, aroundButtons } from './visit-around.ts'
import { moveLabel, shownMoves } from './visit-moves.ts'
import { say } from './words.ts'

export function drawVisit(card: VisitCard, look: Look): Drawn {
  const { language } = look
  const state = word(language, 'visit', card.state)
  const window = inLanguage(card.window, look)
  const facts = factsSection(factsOf(card, look))
  const standing = standingLines(card, look)
  const more = standing.length === 0 ? [] : [plainSection(standing.join('\n'))]
  const around = aroundBlocks(card, look)
  const candidates = card.moves.includes('assign') ? [contextLine(candidatesText(card, look))] : []
  const timeline = card.timeline.length === 0 ? [] : [contextLine(timelineText(card, look))]
  const blocks: KnownBlock[] = [
    headline([`🔧 ${say(language, 'visit')}`, card.case, card.customer.name]),
    plainSection(`${state} · ${window}`),
    ...facts,
    ...more,
    ...around,
    ...timeline,
    ...candidates,
    actions(elements(card, look)),
    ...aroundButtons(card, look),
  ]
  return {
    text: summary([say(language, 'visit'), state, window, card.customer.name, card.case]),
    blocks: withinBudget(blocks, [candidates, timeline, ...around.map(block => [block]).toReversed(), more, facts]),
  }
}

function factsOf(card: VisitCard, look: Look): string[] {
  const { language } = look
  const technician = card.technician ? inLanguage(card.technician.name, look) : say(language, 'nobodyYet')
  return [
    ...fact(look, 'technician', technician),
    ...fact(look, 'outlet', inLanguage(card.outlet, look)),
    ...fact(look, 'address', card.customer.address),
    ...fact(look, 'phone', card.customer.phone),
    ...faultFacts(card.appliance, card.symptom, look),
    ...fact(look, 'priority', priorityText(card.priority, look)),
    ...fact(look, 'code', card.code),
    warrantyText(card, look),
  ]
}

function warrantyText({ warranty: { status, end } }: VisitCard, { language }: Look): string {
  const value = word(language, 'warranty', status)
  return end === undefined ? say(language, 'warranty', { value }) : say(language, 'warrantyUntil', { value, end })
}

/** What is unusual about it, one line each. */
function standingLines(card: VisitCard, look: Look): string[] {
  const { language } = look
  const because = (what: string, why: string | null) =>
    why === null ? what : say(language, 'because', { what, why: optionText(why)[language] })
  const kind = [
    ...(card.type === 'REPAIR' ? [] : [say(language, 'type', { value: word(language, 'type', card.type) })]),
    ...(card.round > 1 ? [say(language, 'round', { value: card.round })] : []),
    ...(card.fromWorkshop ? [say(language, 'fromWorkshop')] : []),
    ...fact(look, 'billingClass', card.billingClass && optionText(card.billingClass)[language]),
    ...fact(look, 'flags', card.flags.map(flag => word(language, 'flag', flag)).join(say(language, 'comma'))),
  ]
  return [
    ...(kind.length === 0 ? [] : [kind.join(' · ')]),
    ...areaLine(card, look),
    ...preVisitLine(card, look),
    ...(card.delay === null ? [] : [because(lateText(card.delay, look), card.delay.reason)]),
    ...fact(look, 'eta', card.state === 'EN_ROUTE' && card.etaAt !== null ? dayAndTime(card.etaAt, look) : null),
    ...(card.proposal === null || card.state !== 'RESCHEDULE_PROPOSED'
      ? []
      : [because(say(language, 'proposed', { value: inLanguage(card.proposal.window, look) }), card.proposal.reason)]),
    ...obstacleLine(card, look),
    ...(card.block?.until == null || card.state !== 'BLOCKED'
      ? []
      : [
          say(language, 'blocked', {
            why: optionText(card.block.reason)[language],
            time: dayAndTime(card.block.until, look),
          }),
        ]),
  ]
}

/** What the customer has said before anybody was there. */
function obstacleLine({ block }: VisitCard, { language }: Look): string[] {
  if (block?.until !== null) return []
  return [say(language, 'obstacle', { why: optionText(block.reason)[language] })]
}

function areaLine({ isOutOfArea, distanceKm, outOfAreaBy }: VisitCard, { language }: Look): string[] {
  if (!isOutOfArea || distanceKm === null) return []
  const km = Math.round(distanceKm)
  return [
    outOfAreaBy === null ? say(language, 'tooFar', { km }) : say(language, 'tooFarAllowed', { km, by: outOfAreaBy }),
  ]
}

/** What technicians found where model and symptom were the same. */
function preVisitLine({ preVisit, state }: VisitCard, look: Look): string[] {
  if (!preVisit || !BEFORE_WORK.includes(state)) return []
  const { language } = look
  const comma = say(language, 'comma')
  const known = [
    ...fact(look, 'likely', preVisit.causes.join(comma)),
    ...fact(look, 'bring', preVisit.parts.join(comma)),
    ...(preVisit.needsLoaner ? [say(language, 'mayNeedLoaner')] : []),
    ...(preVisit.isNewFault ? [say(language, 'newFault')] : []),
  ]
  return known.length === 0 ? [] : [`🔎 ${known.join(' · ')}`]
}

const BEFORE_WORK: readonly VisitCard['state'][] = [
  'REQUESTED',
  'ASSIGNED',
  'CONFIRMED',
  'UNCONFIRMED',
  'RESCHEDULE_PROPOSED',
  'EN_ROUTE',
  'ARRIVED',
]

function lateText({ minutes, toldAt }: NonNullable<VisitCard['delay']>, look: Look): string {
  const time = dayAndTime(toldAt, look)
  return minutes === null ? say(look.language, 'late1', { time }) : say(look.language, 'lateBy', { minutes, time })
}

function candidatesText({ candidates }: VisitCard, look: Look): string {
  const { language } = look
  if (candidates.length === 0) return say(language, 'noCandidates')
  const names = candidates.map(id => technicianName(id, look)).join(say(language, 'comma'))
  return say(language, 'candidates', { names })
}

/** `Requested Sat 21 Nov 10:00 → Assigned 10:05`. */
function timelineText({ timeline }: VisitCard, look: Look): string {
  return timeline
    .map(({ what, at }, place) => {
      const before = timeline[place - 1]
      const when = before === undefined ? dayAndTime(at, look) : timeBeside(at, before.at, look)
      return `${word(look.language, 'visit', what)} ${when}`
    })
    .join(' → ')
}

function elements(card: VisitCard, look: Look): ActionsBlock['elements'] {
  const subject: Subject = { kind: 'visit', id: card.id }
  const { buttons, others, asked } = shownMoves(card)
  const button = (move: VisitMove) => ({
    do: `visit-${move}` as const,
    subject,
    conversation: card.conversation,
    revision: card.revision,
  })
  return [
    ...buttons.map(({ move, isNext }) =>
      buttonCalled(moveLabel(move, card, look), button(move), isNext ? { style: 'primary' } : {}),
    ),
    ...(others.length === 0 ? [] : [otherMoves(others, card, look)]),
    ...asked.map(move =>
      buttonCalled(moveLabel(move, card, look), button(move), { style: 'danger', confirm: askBefore(move, look) }),
    ),
    more(look, subject, true),
  ]
}

function otherMoves(moves: readonly VisitMove[], card: VisitCard, look: Look): StaticSelect {
  return {
    type: 'static_select',
    action_id: OTHER_MOVES,
    placeholder: plainText(say(look.language, 'otherMoves'), LIMITS.placeholder),
    options: moves.map(move => option(moveLabel(move, card, look), encodeMove(move, card.id, card.revision))),
  }
}

function askBefore(move: VisitMove, look: Look): ConfirmationDialog {
  return move === 'sos'
    ? confirmation(look, { title: 'sosTitle', text: 'sosText', confirm: 'callHelp', deny: 'notNeeded' }, 'danger')
    : confirmation(
        look,
        { title: 'cancelTitle', text: 'cancelText', confirm: 'cancelVisit', deny: 'keepVisit' },
        'danger',
      )
}
