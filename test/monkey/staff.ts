/** Staff who claim, answer, hand back and move visits in any order, also where they may not. */
import type { DeskCommand, DeskOutcome, Staff, VisitMove } from '../../src/desk/command.ts'
import type { Values } from '../../src/flow/flow.ts'
import type { Row } from '../../src/store/sql.ts'
import { rows } from '../support/arrivals.ts'
import type { House } from '../support/house.ts'
import { CHECKLIST, RECEIPT } from '../support/journey.ts'
import { replyOf, staffOf } from '../support/staff.ts'
import type { Dice } from './dice.ts'

/** Begins every text an agent writes, so that it can be told from the bot's. */
export const AGENT = 'Agent:'
const STAFF = ['Wei', 'Min']
/** Now and then anything at all that needs no words of its own. */
const MOVES: readonly VisitMove[] = [
  'assign',
  'confirm',
  'on-the-way',
  'late',
  'arrived',
  'no-answer',
  'answered',
  'left-note',
  'owner-absent',
  'postpone',
  'begin',
  'quote',
  'complete',
  'resume',
  'accept',
  'cancel',
]

type Order = { readonly conversation: string; readonly staff: Staff; readonly command: DeskCommand }
type OpenEscalation = Row & { id: number; conversation_id: string; state: string; claimed_by: string | null }
type OpenRelay = Row & { id: number; conversation_id: string; post: string; staff_id: string }
type LiveVisit = Row & { id: number; conversation_id: string; state: string; revision: number }

/** One round of the desk's work; gives what each command came to. */
export async function staffAct(house: House, dice: Dice): Promise<readonly DeskOutcome[]> {
  const escalations = await openEscalations(house)
  const visits = await rows<LiveVisit>(
    house,
    "select id, conversation_id, state, revision from visit where state not in ('ACCEPTED', 'CANCELLED')",
  )
  const relays = await rows<OpenRelay>(
    house,
    `select id, conversation_id, post, staff_id from relay where post is not null and escalation_id in (
       select id from escalation where state = 'CLAIMED')`,
  )
  const technicians = house.app.service.outlets.technicians.map(({ id }) => id)
  const orders = [
    ...escalations.filter(() => dice.chance(0.8)).map(escalation => onEscalation(escalation, dice)),
    ...relays.filter(() => dice.chance(0.3)).map(relay => onRelay(relay, dice)),
    ...visits.filter(() => dice.chance(0.35)).map(visit => onVisit(visit, technicians, dice)),
  ]
  return giveAll(house, orders)
}

export function openEscalations(house: House): Promise<readonly OpenEscalation[]> {
  const open = "select id, conversation_id, state, claimed_by from escalation where state in ('RAISED', 'CLAIMED')"
  return rows<OpenEscalation>(house, open)
}

/** Every open escalation is claimed and handed back. */
export async function handAllBack(house: House): Promise<readonly DeskOutcome[]> {
  const open = await openEscalations(house)
  const raised = open.filter(({ state }) => state === 'RAISED')
  const claims = raised.map(({ id, conversation_id: conversation }): Order => {
    return { conversation, staff: staffOf('Wei'), command: { do: 'claim', escalation: id } }
  })
  const ends = open.map(({ id, conversation_id: conversation, claimed_by: name }): Order => {
    return { conversation, staff: staffOf(name ?? 'Wei'), command: { do: 'hand-back', escalation: id } }
  })
  return [...(await giveAll(house, claims)), ...(await giveAll(house, ends))]
}

async function giveAll(house: House, orders: readonly Order[]): Promise<DeskOutcome[]> {
  const outcomes = Promise.all(orders.map(order => house.app.runDesk(order)))
  await house.app.worker.drain()
  return outcomes
}

function onEscalation({ id, conversation_id: conversation, state, claimed_by }: OpenEscalation, dice: Dice): Order {
  const name = dice.chance(0.05) ? dice.one(STAFF) : (claimed_by ?? dice.one(STAFF))
  const staff = staffOf(name)
  if (state === 'RAISED' && dice.chance(0.9)) return { conversation, staff, command: { do: 'claim', escalation: id } }
  const command = dice.weighted<DeskCommand>([
    [2, replyOf(id, `${AGENT} 您好, this is ${name}.`)],
    [0.1, replyOf(id, ' ')],
    [2, inPost(id, name, dice)],
    [0.3, { do: 'assign', escalation: id, to: staffOf(dice.one(STAFF)) }],
    [0.3, { do: 'prioritise', escalation: id, priority: dice.one(['SAFETY', 'HIGH', 'MEDIUM', 'LOW']) }],
    [2, { do: 'hand-back', escalation: id }],
    [1, { do: 'resolve', escalation: id }],
  ])
  return { conversation, staff, command }
}

/** A reply written in a post of the desk: with a file or a place, and time to undo it, or not. */
function inPost(escalation: number, name: string, dice: Dice): DeskCommand {
  const file = { kind: 'file', file: 'manual', name: 'manual.pdf', channel: 'test' } as const
  const content = {
    text: `${AGENT} 请看, ${name} again.`,
    ...(dice.chance(0.3) && { files: [file] }),
    ...(dice.chance(0.2) && { location: { latitude: 31.2, longitude: 121.4 } }),
  }
  return { do: 'reply', escalation, content, post: `C1:${dice.below(1_000_000)}`, wait: dice.chance(0.5) }
}

/** What becomes of a reply: changed, taken back, undone, or sent once more. */
function onRelay({ id, conversation_id: conversation, post, staff_id }: OpenRelay, dice: Dice): Order {
  const command = dice.weighted<DeskCommand>([
    [3, { do: 'edit-reply', post, text: `${AGENT} 更正 ${dice.below(100)}.` }],
    [1, { do: 'delete-reply', post }],
    [1, { do: 'undo-reply', relay: id }],
    [0.3, { do: 'retry-reply', relay: id }],
  ])
  return { conversation, staff: staffOf(staff_id), command }
}

function onVisit(visit: LiveVisit, technicians: readonly string[], dice: Dice): Order {
  const { id, conversation_id: conversation, state } = visit
  const likely = NEXT[state] ?? 'assign'
  const move = dice.chance(0.85) ? likely : dice.one(MOVES)
  const revision = visit.revision - (dice.chance(0.03) ? 1 : 0)
  const command: DeskCommand = {
    do: 'move-visit',
    visit: id,
    move,
    revision,
    details: detailsOf(move, technicians, dice),
  }
  return { conversation, staff: staffOf(dice.one(STAFF)), command }
}

const NEXT: Readonly<Record<string, VisitMove>> = {
  REQUESTED: 'assign',
  ASSIGNED: 'on-the-way',
  CONFIRMED: 'on-the-way',
  UNCONFIRMED: 'on-the-way',
  EN_ROUTE: 'arrived',
  ARRIVED_NO_ANSWER: 'answered',
  ARRIVED: 'begin',
  WORKING: 'complete',
}

/** What the forms ask for, mostly. */
function detailsOf(move: VisitMove, technicians: readonly string[], dice: Dice): Values {
  switch (move) {
    case 'assign':
      return dice.chance(0.5) ? { technician: dice.one([...technicians, 'nobody']) } : {}
    case 'on-the-way':
      return {
        ...(dice.chance(0.9) && { checklist: CHECKLIST }),
        ...(dice.chance(0.5) && { minutes: 1 + dice.below(90) }),
      }
    case 'late':
      return { minutes: 1 + dice.below(40), ...(dice.chance(0.5) && { reason: dice.one(['traffic', 'vehicle']) }) }
    case 'left-note':
      return { called: true }
    case 'postpone':
      return { reason: dice.one(['power-cut', 'meal', 'owner-leaving']) }
    case 'begin':
      return dice.chance(0.8) ? RECEIPT : {}
    case 'quote':
      return { plan: 'a new pump', tariff: ['call-out', 'labour-small'] }
    case 'accept':
      return { method: dice.one(['signed-sheet', 'override']), why: 'signed on paper' }
    case 'complete':
      return randomForm(dice)
    default:
      return {}
  }
}

function randomForm(dice: Dice): Values {
  if (dice.chance(0.1)) return {}
  const ticked = { noOtherFaults: true, cleaned: true, demonstrated: true, explained: true }
  return { ...ticked, testRun: dice.chance(0.8), cause: 'a coin in the pump', measures: 'removed', parts: 'none' }
}
