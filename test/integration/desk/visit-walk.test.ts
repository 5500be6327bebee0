/** The state machine of a visit, walked at random where it runs: the desk's door, the customer's actions, the timers. */
import { expect, test } from 'vitest'
import { TIMER } from '../../../src/desk/roles.ts'
import { CHANGEABLE, type Visit, type VisitState } from '../../../src/service/visit.ts'
import { duesOf, type VisitDue } from '../../../src/service/visit-promises.ts'
import { FINAL_STATES, type Mover, TRANSITIONS, type Transition } from '../../../src/service/visit-transitions.ts'
import { saveVisit } from '../../../src/store/visits.ts'
import { randomFrom } from '../../support/random.ts'
import { service } from './desk-world.ts'
import { type Attempt, attempt, bookAnother, type Dice, pathOf } from './walk-moves.ts'
import { openWalk, type WalkWorld } from './walk-world.ts'

const MOVES = 2_000
const MINUTE = 60_000

/** What falls due and moves nothing, by what the customer reads then. */
const ONLY_TOLD: Readonly<Partial<Record<VisitDue, string>>> = {
  acceptance: 'visit-acceptance',
  report: 'repair-report',
  'choose-time': 'choose-time',
}
const TIMED: readonly string[] = ['warn-late', 'mark-late', 'no-show']

const nameOf = ({ from, move }: Transition) => `${from} ${move}`
const EVERY_ARROW = [...new Set(TRANSITIONS.map(nameOf))]

test(`${MOVES} moves on the real desk: each is the arrow of section D, told, asked, noted and promised as the table says, and every arrow is taken`, async () => {
  const roll = randomFrom(20_261_122)
  const below = (most: number) => Math.floor(roll() * most)
  const dice: Dice = { below, pick: list => list[below(list.length)] as never }
  const world = await openWalk(below)
  const walk = createWalk(world, dice)
  await walk.go()
  await world.close()
  expect(walk.faults).toEqual([])
  expect(EVERY_ARROW.filter(arrow => !walk.taken.has(arrow))).toEqual([])
  expect([...walk.movers].sort()).toEqual(['customer', 'dispatcher', 'flow', 'manager', 'technician', 'timer'])
  expect(walk.refused, 'guards were met, too').toBeGreaterThan(MOVES / 50)
})

function createWalk(world: WalkWorld, dice: Dice) {
  const taken = new Set<string>()
  const movers = new Set<string>()
  const faults: string[] = []
  let accepted = 0
  let refused = 0
  let id = 0

  async function go(): Promise<void> {
    id = await bookAnother(world, dice)
    for (let step = 0; accepted < MOVES && step < 4 * MOVES; step += 1) {
      await comesTo(world.now + dice.below(10) * MINUTE)
      const visit = await current()
      const way = chosen(visit, taken, dice)
      if (TIMED.includes(way.arrow.move)) await comesTo(dueOf(visit, way.arrow) ?? world.now)
      else await check(visit, () => attempt(world, visit, way.arrow, way.who, dice))
    }
  }

  /** The visit that goes on; another one when it is over. */
  async function current(): Promise<Visit> {
    const visit = await world.visit(id)
    if (FINAL_STATES.includes(visit.state) && (isTaken(visit.state) || dice.below(2) === 0)) {
      id = await bookAnother(world, dice)
      return world.visit(id)
    }
    if (visit.state !== 'AWAITING_ACCEPTANCE' || isTaken('COMPLETED')) return visit
    // The desk asks for the acceptance at once: COMPLETED alone is what somebody put there.
    await world.write(tx => saveVisit(tx, visit, { ...visit, state: 'COMPLETED' }, 'test'))
    return world.visit(id)
  }

  function isTaken(state: VisitState): boolean {
    return TRANSITIONS.every(arrow => arrow.from !== state || taken.has(nameOf(arrow)))
  }

  /** The clock goes on, and everything that is due by then happens in its turn. */
  async function comesTo(instant: number): Promise<void> {
    for (;;) {
      const [next] = [...world.armed].sort(([, one], [, other]) => one.at - other.at)
      if (!next || next[1].at > instant) break
      const [key, { at, values }] = next
      world.armed.delete(key)
      world.now = Math.max(world.now, at)
      if (values.do === 'visit-due') await fallsDue(Number(values.visit), values.due as VisitDue)
    }
    world.now = Math.max(world.now, instant)
  }

  async function fallsDue(of: number, due: VisitDue): Promise<void> {
    const visit = await world.visit(of)
    await check(visit, async () => {
      const outcome = await world.order(TIMER, { do: 'visit-due', visit: of, due })
      const told = outcome.ok ? outcome.events.flatMap(event => (event.kind === 'notice' ? [event.flow] : [])) : []
      const isMove = outcome.ok && TIMED.includes(due)
      if (!isMove && told.some(flow => flow !== ONLY_TOLD[due])) faults.push(`${due} tells ${told}`)
      const path = isMove ? pathOf(visit, [[due as Transition['move'], 'bot']]) : []
      return { ok: isMove, path, told, by: 'timer' }
    })
  }

  async function check(before: Visit, move: () => Promise<Attempt>): Promise<void> {
    const [last] = await world.rows(`SELECT (SELECT COALESCE(MAX(id), 0) FROM staff_task) AS task,
      (SELECT COALESCE(MAX(id), 0) FROM audit_event) AS audit`)
    const done = await move()
    const after = await world.visit(before.id)
    if (!done.ok) {
      refused += done.by === 'timer' ? 0 : 1
      if (after.state !== before.state) faults.push(`${before.state} became ${after.state} without a move`)
      return
    }
    accepted += 1
    movers.add(done.by)
    for (const arrow of done.path) taken.add(nameOf(arrow))
    const tasks = await world.rows(`SELECT kind FROM staff_task WHERE id > ${Number(last?.task)}`)
    const audit = await world.rows(`SELECT was, became FROM audit_event WHERE id > ${Number(last?.audit)}
      AND entity = 'visit' AND entity_id = '${before.id}'`)
    const found = faultsOf(before, after, done, { tasks: tasks.map(({ kind }) => String(kind)), audit })
    const isSame = JSON.stringify(before) === JSON.stringify(after)
    // A word that changes nothing arms nothing that has fallen due.
    found.push(...(isSame ? [] : await promisesOf(after)), ...(await bookingsOf(after)))
    faults.push(...found.map(fault => `${before.state} ${done.path[0]?.move} by ${done.by}: ${fault}`))
  }

  async function promisesOf(visit: Visit): Promise<string[]> {
    const owed = [...duesOf(visit, service.policy)].map(([due, at]) => `visit:${visit.id}:${due} ${at}`)
    const armed = [...world.armed]
      .filter(([key]) => key.startsWith(`visit:${visit.id}:`))
      .map(([key, { at }]) => `${key} ${at}`)
    return `${owed.sort()}` === `${armed.sort()}` ? [] : [`armed ${armed}, owed ${owed}`]
  }

  async function bookingsOf(visit: Visit): Promise<string[]> {
    const overlaps = await world.rows(`SELECT one.id FROM booking AS one JOIN booking AS other
      ON other.technician_id = one.technician_id AND other.id > one.id
        AND other.starts_at < one.ends_at AND other.ends_at > one.starts_at
      WHERE one.state = 'booked' AND other.state = 'booked'`)
    const own = await world.rows(`SELECT technician_id, starts_at FROM booking
      WHERE visit_id = ${visit.id} AND state = 'booked'`)
    const isOwn =
      own.length === 1 &&
      Number(own[0]?.starts_at) === visit.startsAt &&
      (visit.technicianId === null || own[0]?.technician_id === visit.technicianId)
    return [
      ...(overlaps.length === 0 ? [] : ['two visits at one time']),
      ...(isOwn || !HAS_WINDOW.includes(visit.state) ? [] : [`its windows are ${JSON.stringify(own)}`]),
    ]
  }

  return {
    go,
    taken,
    movers,
    faults,
    get refused() {
      return refused
    },
  }
}

/** Somebody is to come at the visit's time, and that time is nobody else's. */
const HAS_WINDOW: readonly VisitState[] = [...CHANGEABLE, 'EN_ROUTE']

type Noted = { readonly tasks: readonly string[]; readonly audit: readonly { was?: unknown; became?: unknown }[] }

function faultsOf(before: Visit, after: Visit, { path, told, by }: Attempt, { tasks, audit }: Noted): string[] {
  const [arrow] = path
  const isTold = by !== 'customer' && by !== 'flow' && arrow && arrow.tells !== 'nothing' && arrow.tells !== 'reply'
  const expected = isTold ? [arrow.tells] : []
  const asks: readonly string[] = path.flatMap(one => one.asks ?? [])
  const to = path.at(-1)?.to
  const isSame = JSON.stringify(before) === JSON.stringify(after)
  const isNoted = audit.some(({ was }) => was === before.state) && audit.at(-1)?.became === after.state
  const checks: readonly (readonly [boolean, string])[] = [
    [after.state === to, `leads to ${after.state}, not ${to}`],
    [`${told}` === `${expected}`, `tells ${told}, not ${expected}`],
    [tasks.every(kind => asks.includes(kind)), `asks for ${tasks}`],
    [isSame || isNoted, 'the audit does not say it'],
  ]
  return checks.filter(([holds]) => !holds).map(([, fault]) => fault)
}

function dueOf(visit: Visit, { move }: Transition): number | undefined {
  return duesOf(visit, service.policy).get(move as VisitDue)
}

type Way = { readonly arrow: Transition; readonly who: Mover }

/** Mostly towards an arrow that has not been taken, else anything that is possible. */
function chosen(visit: Visit, taken: ReadonlySet<string>, dice: Dice): Way {
  const here = TRANSITIONS.filter(
    ({ from, move }) =>
      from === visit.state && move !== 'await-acceptance' && (move !== 'cancel' || dice.below(8) === 0),
  )
  const near = dice.below(3) > 0 ? towards(visit.state, taken) : []
  const arrow = dice.pick(near.length > 0 ? near : here)
  const hands = arrow.who.filter(who => who !== 'bot' || arrow.who.length === 1)
  return { arrow, who: dice.pick(hands) }
}

/** Arrows of this state that begin the shortest way to one that has not been taken; none when all have. */
function towards(state: VisitState, taken: ReadonlySet<string>): readonly Transition[] {
  let front = TRANSITIONS.filter(({ from, move }) => from === state && move !== 'await-acceptance').map(arrow => ({
    first: arrow,
    arrow,
  }))
  const seen = new Set<VisitState>([state])
  while (front.length > 0) {
    const fresh = front.filter(({ arrow }) => !taken.has(nameOf(arrow)))
    if (fresh.length > 0) return fresh.map(({ first }) => first)
    const next = front.filter(({ arrow }) => !seen.has(arrow.to))
    for (const { arrow } of next) seen.add(arrow.to)
    front = next.flatMap(({ first, arrow }) =>
      TRANSITIONS.filter(({ from }) => from === arrow.to).map(other => ({ first, arrow: other })),
    )
  }
  return []
}
