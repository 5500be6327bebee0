/** What is said when something was not understood, or may mean several things. */
import type { Expecting, Understanding } from './event.ts'
import type { SlotType } from './flow.ts'
import { indexOf } from './frames.ts'
import { ask, giveUp, nearestButtons, nextAsked, openQuestion, personButton, type Question } from './question.ts'
import type { RepairText } from './repair-content.ts'
import { askedToken } from './token.ts'
import { emit, flush, policyNumber, repairLabel, sayRepair, setAsked, setOpening, type Turn } from './turn.ts'

/** Flows offered when it is not clear what is meant. */
const MOST_OFFERED = 3
const INVALID: Readonly<Partial<Record<SlotType, RepairText>>> = {
  phone: 'invalid.phone',
  date: 'invalid.date',
  number: 'invalid.number',
  choice: 'invalid.choice',
  text: 'invalid.text',
  name: 'invalid.text',
  address: 'invalid.text',
  model: 'invalid.text',
  photo: 'invalid.photo',
}

/** Nobody could read this answer: other words, then the nearest flows, then a person. */
export function misunderstood(turn: Turn, question: Question, text: string, understood: Understanding) {
  emit(turn, { kind: 'unhandled', text })
  const misses = question.asked.misses + 1
  const { flow, step, slot } = question
  if (isTooMany(turn, misses)) {
    sayRepair(turn, 'too-many')
    return ask(turn, flow, step, { again: true, misses, person: true })
  }
  const nearest = misses === 1 ? [] : nearestFlows(turn, understood)
  if (nearest.length > 0) {
    sayRepair(turn, 'nearest')
    return ask(turn, flow, step, { misses, nearest })
  }
  const invalid = INVALID[slot.type]
  if (invalid !== undefined) sayRepair(turn, invalid)
  else if (step.again === undefined || misses > 1) sayRepair(turn, 'again')
  ask(turn, flow, step, { again: true, misses })
}

function isTooMany(turn: Turn, misses: number): boolean {
  return misses > policyNumber(turn, 'understand', 'misses', 2)
}

/** The last thing said was whether a person is wanted; "yes" means that, unless the open question takes a yes. */
export function isPersonOffered(turn: Turn): boolean {
  return isTooMany(turn, turn.conversation.asked?.misses ?? 0) && openQuestion(turn)?.slot.type !== 'yes-no'
}

/** Flows that may be meant and can be named, best first. */
function nearestFlows(turn: Turn, understood: Understanding): string[] {
  return understood.intents
    .map(intent => intent.flow)
    .filter(name => turn.catalogue.flows.get(name)?.title !== undefined && indexOf(turn, name) < 0)
    .slice(0, MOST_OFFERED)
}

/** Offers the flows that may be meant, with "none of these" under them. */
export function offerNearest(turn: Turn, text: string, understood: Understanding) {
  const nearest = nearestFlows(turn, understood)
  if (nearest.length === 0) return nothing(turn, text, understood)
  const misses = turn.conversation.asked?.misses ?? 0
  giveUp(turn)
  setOpening(turn, text)
  const asked = nextAsked(turn, { misses, nearest })
  setAsked(turn, { ...asked, settles: true })
  sayRepair(turn, 'nearest')
  const none = { label: repairLabel(turn, 'none-of-these'), token: askedToken(asked.id, 'none') }
  flush(turn, { buttons: [...nearestButtons(turn, asked), none], ask: asked.id })
}

/** Nothing we know is near this: it is listed for staff, and a person is offered, with the nearest if any. */
export function nothing(turn: Turn, text: string, understood?: Understanding) {
  if (text !== '') emit(turn, { kind: 'unhandled', text })
  const question = openQuestion(turn)
  if (question !== undefined) {
    sayRepair(turn, 'nothing')
    return ask(turn, question.flow, question.step, { misses: question.asked.misses, person: true })
  }
  const misses = (turn.conversation.asked?.misses ?? 0) + 1
  giveUp(turn)
  const nearest = understood === undefined ? [] : nearestFlows(turn, understood)
  const asked = nextAsked(turn, { misses, nearest })
  setAsked(turn, { ...asked, settles: true })
  sayRepair(turn, isTooMany(turn, misses) ? 'too-many' : 'nothing')
  flush(turn, { buttons: [...nearestButtons(turn, asked), personButton(turn, asked)], ask: asked.id })
}

/** Flows that were offered are choices like any other: they may be typed, by name or number. */
export function offered(turn: Turn): Expecting | undefined {
  const choices = (turn.conversation.asked?.nearest ?? []).flatMap(name => {
    const label = turn.catalogue.flows.get(name)?.title
    return label === undefined ? [] : [{ label }]
  })
  return choices.length === 0 ? undefined : { slot: '', type: 'choice', safety: false, choices }
}
