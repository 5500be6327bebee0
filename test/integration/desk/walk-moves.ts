/** How each arrow of section D is taken on the real desk: by whom, with which details, through which action. */
import type { ActionResult } from '../../../src/assistant/action.ts'
import type { Role, Staff, VisitMove } from '../../../src/desk/command.ts'
import { MAY_MOVE } from '../../../src/desk/roles.ts'
import type { Value, Values } from '../../../src/flow/flow.ts'
import type { Visit } from '../../../src/service/visit.ts'
import { type Move, type Mover, type Transition, transitionOf } from '../../../src/service/visit-transitions.ts'
import { addCase, saveCase } from '../../../src/store/cases.ts'
import { COMPLETION_FORM } from '../../support/journey.ts'
import { ANNA, service } from './desk-world.ts'
import type { WalkWorld } from './walk-world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const HOME = '12 Long Road, Minhang, Shanghai'

export type Dice = { below(most: number): number; pick<T>(list: readonly T[]): T }

export type Attempt = {
  readonly ok: boolean
  /** Everything that was done at once, the arrow itself first. */
  readonly path: readonly Transition[]
  /** Flows that the customer is told with. */
  readonly told: readonly string[]
  /** A role, the customer or a timer. */
  readonly by: string
}

/** The visit of a new case, booked as customers book it. */
export async function bookAnother(world: WalkWorld, dice: Dice): Promise<number> {
  const year = String(new Date(world.now).getUTCFullYear())
  const caseId = await world.write(async tx => {
    const added = await addCase(tx, {
      conversationId: ANNA,
      state: 'OPEN',
      appliance: 'washing-machine',
      modelNo: 'XQB80',
      serialNo: null,
      symptomCode: 'washer-no-drain',
      freeText: 'it does not drain',
      priority: 'MEDIUM',
      priorityReason: 'default',
      flags: [],
    })
    await saveCase(tx, added, { ...added, purchasedOn: year }, 'test')
    return added.id
  })
  const slots = { case: { id: caseId }, name: 'Anna Long', phone: '+8613812345678', address: HOME }
  const window = await freeWindow(world, dice, slots)
  await world.act('hold-window', { window }, slots)
  const { outcome, values } = await world.act('book-visit', {}, slots)
  if (outcome !== 'ok' || !values) throw new Error(`No visit could be booked: ${outcome}`)
  return Number((values.visit as Values).id)
}

async function freeWindow(world: WalkWorld, dice: Dice, slots: Values): Promise<Value> {
  const { values } = await world.act('find-windows', {}, slots)
  const windows = (values?.windows ?? []) as readonly { readonly value: string }[]
  return windows.length === 0 ? '' : dice.pick(windows).value
}

export async function attempt(
  world: WalkWorld,
  visit: Visit,
  { move }: Transition,
  who: Mover,
  dice: Dice,
): Promise<Attempt> {
  await prepare(world, visit, move)
  return who === 'staff' ? orderOf(world, visit, move as VisitMove, dice) : actionOf(world, visit, move, who, dice)
}

/** What must have happened before, and is no move of the visit. */
async function prepare(world: WalkWorld, visit: Visit, move: Move): Promise<void> {
  if (move === 'left-note') world.now = Math.max(world.now, (visit.noAnswerAt ?? 0) + service.policy.arrival.door)
  if (move === 'reschedule' && visit.state === 'PULLED_BACK') {
    const [repair] = await world.rows(`SELECT MAX(id) AS id FROM workshop_repair WHERE visit_id = ${visit.id}`)
    for (const stage of ['IN_TRANSIT', 'IN_WORKSHOP', 'READY']) {
      await world.order(staffOf('dispatcher', visit), { do: 'move-workshop', workshop: Number(repair?.id), stage })
    }
  }
}

function staffOf(role: Role, { technicianId }: Visit): Staff {
  const id = role === 'technician' && technicianId !== null ? `technician:${technicianId}` : role
  return { id, name: role, roles: [role] }
}

async function orderOf(world: WalkWorld, visit: Visit, move: VisitMove, dice: Dice): Promise<Attempt> {
  const role = move === 'accept' ? 'manager' : dice.pick(MAY_MOVE[move].filter(one => one !== 'agent'))
  const details = await detailsOf(world, visit, move, dice)
  const { id, revision } = visit
  const outcome = await world.order(staffOf(role, visit), { do: 'move-visit', visit: id, revision, move, details })
  if (!outcome.ok) return { ok: false, path: [], told: [], by: role }
  const after: readonly (readonly [Move, Mover])[] =
    move !== 'complete' ? [] : details.signedSheet === true ? [['accept', 'staff']] : [['await-acceptance', 'bot']]
  const told = outcome.events.flatMap(event => (event.kind === 'notice' ? [event.flow] : []))
  return { ok: true, path: pathOf(visit, [[move, 'staff'], ...after]), told, by: role }
}

/** A move whose details may be right or not: the guards are met, too. */
async function detailsOf(world: WalkWorld, visit: Visit, move: VisitMove, dice: Dice): Promise<Values> {
  const { now } = world
  switch (move) {
    case 'assign': {
      const technician = dice.pick(service.outlets.technicians).id
      return { ...(dice.below(2) === 0 && { technician }), despiteBillingConflict: true }
    }
    case 'propose': {
      const windows = await world.write(tx => world.desk.windowsFor(tx, visit.id))
      return { window: windows.length === 0 ? '' : dice.pick(windows).value, reason: 'traffic' }
    }
    case 'on-the-way':
      return { checklist: dice.below(8) === 0 ? [] : [...service.policy.dispatch.checklist], minutes: 20 }
    case 'late':
      return { minutes: dice.pick([10, 30]), reason: dice.pick(['traffic', 'other']) }
    case 'left-note':
      return { called: true }
    case 'postpone':
      return { reason: 'meal' }
    case 'begin':
      return { purchasedOn: String(new Date(now).getUTCFullYear()) }
    case 'quote': {
      const card = await world.write(tx => world.desk.visitCard(tx, visit.id))
      return { plan: 'a new pump', tariff: [card?.offers.tariff[0]?.value ?? ''] }
    }
    case 'part':
      return { part: 'pump', qty: 1, partAt: now + DAY }
    case 'propose-workshop':
      return { workshopReason: 'special-tools', condition: 'a scratch', promisedReturnAt: now + 3 * DAY }
    case 'block':
      return { blockReason: dice.pick(['meal', 'unknown-fault']), until: now + HOUR }
    case 'complete':
      return completionOf(world, visit, dice)
    case 'add-finding':
      return { cause: 'drain pump blocked' }
    case 'accept':
      return { method: 'override', why: 'told us on the phone' }
    default:
      return {}
  }
}

async function completionOf(world: WalkWorld, visit: Visit, dice: Dice): Promise<Values> {
  const card = await world.write(tx => world.desk.visitCard(tx, visit.id))
  const signedSheet = dice.below(3) === 0
  if (signedSheet) {
    await world.write(tx =>
      tx.run(
        `INSERT INTO media (conversation_id, case_id, kind, author, channel, file, attempts, created_at)
         VALUES (?, ?, 'photo', 'agent', 'telegram', 'sheet', 0, ?)`,
        [ANNA, visit.caseId, world.now],
      ),
    )
  }
  return {
    ...COMPLETION_FORM,
    ...(dice.below(2) === 0 && { cause: 'unknown' }),
    ...(card?.fromWorkshop && { receiptReclaimed: true, loanerReturned: true }),
    ...(signedSheet && { signedSheet }),
  }
}

async function actionOf(world: WalkWorld, visit: Visit, move: Move, who: Mover, dice: Dice): Promise<Attempt> {
  const result = await act(world, visit, move, dice)
  const by = who === 'bot' ? 'flow' : 'customer'
  if (result?.outcome !== 'ok') return { ok: false, path: [], told: [], by }
  // Another time that the customer has chosen is given to whom it belongs, and confirmed.
  const after: readonly (readonly [Move, Mover])[] =
    move === 'reschedule'
      ? [
          ['assign', 'bot'],
          ['confirm', 'customer'],
        ]
      : []
  return { ok: true, path: pathOf(visit, [[move, who], ...after]), told: [], by }
}

async function act(world: WalkWorld, visit: Visit, move: Move, dice: Dice): Promise<ActionResult | undefined> {
  const slots: Values = {
    visit: { id: visit.id, revision: visit.revision, startsAt: visit.startsAt },
    case: { id: visit.caseId },
  }
  const newest = async (table: string) => {
    const [row] = await world.rows(`SELECT MAX(id) AS id FROM ${table} WHERE visit_id = ${visit.id}`)
    return { id: Number(row?.id) }
  }
  switch (move) {
    case 'reschedule':
      return world.act('rebook-visit', { window: await freeWindow(world, dice, slots) }, slots)
    case 'correct-address':
      return world.act('correct-address', {}, { ...slots, address: `${dice.below(90)} Long Road, Minhang, Shanghai` })
    case 'accept-proposal':
    case 'refuse-proposal':
      return world.act(move, { proposal: `${visit.id}/${visit.proposal?.startsAt}` }, slots)
    case 'confirm':
      return world.act('confirm-visit', {}, slots)
    case 'leave-unconfirmed':
      return world.act('mark-unconfirmed', {}, slots)
    case 'answered':
      return world.act('answer-door', {}, slots)
    case 'approve-quote':
    case 'decline-quote':
      return world.act(move, {}, { ...slots, quote: await newest('quote') })
    case 'accept-workshop':
    case 'decline-workshop':
      return world.act(move, { loaner: true }, { ...slots, workshop: await newest('workshop_repair') })
    case 'allow-entry':
      return world.act(move, {}, slots)
    case 'accept':
      return world.act('accept-visit', {}, slots)
    case 'cancel':
      return world.act('cancel-visit', {}, slots)
    default:
      return undefined
  }
}

/** The arrows behind one another; throws where section D has none. */
export function pathOf({ state }: Visit, moves: readonly (readonly [Move, Mover])[]): Transition[] {
  let from = state
  return moves.map(([move, who]) => {
    const arrow = transitionOf(from, move, who)
    if (!arrow) throw new Error(`Section D has no ${who} who may ${move} from ${from}`)
    from = arrow.to
    return arrow
  })
}
