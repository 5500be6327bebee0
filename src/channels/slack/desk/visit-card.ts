/** A technician's visit: who and where, how far it is, and the moves that are possible now. */
import type { Button, ConfirmationDialog, KnownBlock } from '@slack/web-api'
import type { VisitMove } from '../../../desk/command.ts'
import type { Subject } from '../../../desk/post.ts'
import type { VisitCard } from '../../../desk/visit-cards.ts'
import { contextLine, factsSection, plainSection, withinBudget } from '../blocks.ts'
import {
  actions,
  confirmation,
  deskButton,
  fact,
  faultFacts,
  headline,
  more,
  priorityText,
  summary,
} from './card-parts.ts'
import { word } from './house-words.ts'
import { type Drawn, dayAndTime, inLanguage, type Look, technicianName, timeBeside } from './look.ts'
import { say, type WordKey } from './words.ts'

export function drawVisit(card: VisitCard, look: Look): Drawn {
  const { language } = look
  const state = word(language, 'visit', card.state)
  const window = inLanguage(card.window, look)
  const facts = factsSection(factsOf(card, look))
  const candidates = card.moves.includes('assign') ? [contextLine(candidatesText(card, look))] : []
  const timeline = card.timeline.length === 0 ? [] : [contextLine(timelineText(card, look))]
  const blocks: KnownBlock[] = [
    headline([`🔧 ${say(language, 'visit')}`, card.case, card.customer.name]),
    plainSection(`${state} · ${window}`),
    ...facts,
    ...timeline,
    ...candidates,
    actions([...buttons(card, look), more(look, { kind: 'visit', id: card.id }, true)]),
  ]
  return {
    text: summary([say(language, 'visit'), state, window, card.customer.name, card.case]),
    blocks: withinBudget(blocks, [candidates, timeline, facts]),
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
  ]
}

function candidatesText({ candidates }: VisitCard, look: Look): string {
  const { language } = look
  if (candidates.length === 0) return say(language, 'noCandidates')
  const names = candidates.map(id => technicianName(id, look)).join(say(language, 'comma'))
  return say(language, 'candidates', { names })
}

/** `requested Sat 21 Nov 10:00 → assigned 10:05`. */
function timelineText({ timeline }: VisitCard, look: Look): string {
  return timeline
    .map(({ what, at }, place) => {
      const before = timeline[place - 1]
      const when = before === undefined ? dayAndTime(at, look) : timeBeside(at, before.at, look)
      return `${word(look.language, 'step', what)} ${when}`
    })
    .join(' → ')
}

const BUTTONS: Readonly<Record<VisitMove, WordKey>> = {
  assign: 'assignTechnician',
  'on-the-way': 'onTheWay',
  arrived: 'arrived',
  complete: 'complete',
  cancel: 'cancelVisit',
}

/** The way of a visit that goes well; what leads on along it stands out. */
const ONWARD: readonly VisitMove[] = ['on-the-way', 'arrived', 'complete']

function buttons(card: VisitCard, look: Look): Button[] {
  const subject: Subject = { kind: 'visit', id: card.id }
  return card.moves.map(move => {
    const key = move === 'assign' && card.technician !== null ? 'changeTechnician' : BUTTONS[move]
    const isNext = ONWARD.includes(move) || (move === 'assign' && card.technician === null)
    return deskButton(
      look,
      key,
      { do: `visit-${move}`, subject, conversation: card.conversation, revision: card.revision },
      move === 'cancel' ? { style: 'danger', confirm: askBeforeCancel(look) } : isNext ? { style: 'primary' } : {},
    )
  })
}

function askBeforeCancel(look: Look): ConfirmationDialog {
  const keys = { title: 'cancelTitle', text: 'cancelText', confirm: 'cancelVisit', deny: 'keepVisit' } as const
  return confirmation(look, keys, 'danger')
}
