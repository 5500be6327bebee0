import { expect, test } from 'vitest'
import { type MoveDetails, moveVisit } from '../../../src/service/move-visit.ts'
import { VISIT_STATES, type Visit, type VisitState } from '../../../src/service/visit.ts'
import { duesOf } from '../../../src/service/visit-promises.ts'
import {
  FINAL_STATES,
  type Move,
  type Mover,
  type Tells,
  TRANSITIONS,
  type Transition,
  transitionOf,
} from '../../../src/service/visit-transitions.ts'
import { randomFrom } from '../../support/random.ts'
import { sampleService } from '../../support/sample-service.ts'
import { aVisit } from '../../support/visits.ts'

const STEPS = 100_000
/** Milliseconds: a machine with much else to do takes its time. */
const PATIENCE = 120_000
const { policy } = sampleService()
const MOVERS: readonly Mover[] = ['customer', 'bot', 'staff']
const MOVES: readonly Move[] = [...new Set(TRANSITIONS.map(({ move }) => move))]

/**
 * Rulebook section D in the words of the rulebook, kept apart from the code's table: where a state may lead, by any hand.
 * Staying is always allowed where the code has a reason to.
 */
const SECTION_D: Readonly<Record<VisitState, readonly VisitState[]>> = {
  REQUESTED: ['ASSIGNED', 'CONFIRMED', 'UNCONFIRMED', 'RESCHEDULE_PROPOSED', 'STAFF_NO_SHOW', 'CANCELLED'],
  ASSIGNED: ['CONFIRMED', 'UNCONFIRMED', 'RESCHEDULE_PROPOSED', 'REQUESTED', 'EN_ROUTE', 'STAFF_NO_SHOW', 'CANCELLED'],
  CONFIRMED: ['RESCHEDULE_PROPOSED', 'REQUESTED', 'EN_ROUTE', 'STAFF_NO_SHOW', 'CANCELLED'],
  UNCONFIRMED: ['CONFIRMED', 'RESCHEDULE_PROPOSED', 'REQUESTED', 'EN_ROUTE', 'STAFF_NO_SHOW', 'CANCELLED'],
  RESCHEDULE_PROPOSED: ['CONFIRMED', 'UNCONFIRMED', 'REQUESTED', 'STAFF_NO_SHOW', 'CANCELLED'],
  EN_ROUTE: ['ARRIVED', 'ASSIGNED', 'REQUESTED', 'RESCHEDULE_PROPOSED', 'STAFF_NO_SHOW', 'CANCELLED'],
  ARRIVED: ['ARRIVED_NO_ANSWER', 'AWAITING_QUOTE', 'WORKING', 'BLOCKED', 'REQUESTED', 'CANCELLED'],
  ARRIVED_NO_ANSWER: ['ARRIVED', 'MISSED_CUSTOMER', 'REQUESTED', 'CANCELLED'],
  MISSED_CUSTOMER: ['REQUESTED', 'CANCELLED'],
  STAFF_NO_SHOW: ['ARRIVED', 'REQUESTED', 'CANCELLED'],
  AWAITING_QUOTE: ['WORKING', 'DECLINED', 'CANCELLED'],
  DECLINED: ['AWAITING_QUOTE', 'CANCELLED'],
  WORKING: ['AWAITING_QUOTE', 'AWAITING_PART', 'PULLED_BACK', 'BLOCKED', 'COMPLETED', 'CANCELLED'],
  AWAITING_PART: ['REQUESTED', 'WORKING', 'CANCELLED'],
  PULLED_BACK: ['REQUESTED'],
  BLOCKED: ['WORKING', 'AWAITING_QUOTE', 'REQUESTED', 'CANCELLED'],
  COMPLETED: ['AWAITING_ACCEPTANCE', 'ACCEPTED'],
  AWAITING_ACCEPTANCE: ['ACCEPTED'],
  ACCEPTED: [],
  CANCELLED: [],
}

/** States in which somebody of ours is on the way or there: never without a name. */
const NEEDS_TECHNICIAN: readonly VisitState[] = ['ASSIGNED', 'EN_ROUTE', 'ARRIVED', 'WORKING', 'COMPLETED', 'ACCEPTED']

test(
  `${STEPS.toLocaleString('en')} random steps over all roles take no forbidden arrow, reach every state and leave every one that is not final`,
  () => {
    const dice = randomFrom(20_261_122)
    const random = (below: number) => Math.floor(dice() * below)
    const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
    const reached = new Set<VisitState>(['REQUESTED'])
    const left = new Set<VisitState>()
    const taken = new Set<string>()
    const faults: string[] = []
    let refused = 0
    let now = 1_000_000
    let visit = aVisit({ state: 'REQUESTED' })
    for (let step = 0; step < STEPS; step += 1) {
      now += 1 + random(600_000)
      if (FINAL_STATES.includes(visit.state) && random(2) === 0) {
        visit = aVisit({ state: 'REQUESTED', startsAt: now, endsAt: now + 7_200_000 })
      }
      const [move, who] = chosen(visit, taken, pick, random)
      const result = moveVisit(visit, move, who, now, detailsFor(visit, random, now))
      const arrow = transitionOf(visit.state, move, who)
      if (!result.ok) {
        refused += 1
        continue
      }
      const before = visit
      visit = result.visit
      faults.push(
        ...faultsOf(before, visit, result.tells, arrow).map(fault => `${before.state} ${move} ${who}: ${fault}`),
      )
      reached.add(visit.state)
      if (visit.state !== before.state) left.add(before.state)
      taken.add(`${before.state} ${move} ${who}`)
    }
    expect(faults).toEqual([])
    expect([...reached].sort()).toEqual([...VISIT_STATES].sort())
    expect([...left].sort()).toEqual(VISIT_STATES.filter(state => !FINAL_STATES.includes(state)).sort())
    expect([...taken].sort()).toEqual(
      TRANSITIONS.flatMap(one => one.who.map(who => `${one.from} ${one.move} ${who}`)).sort(),
    )
    expect(refused, 'guards and missing arrows were met, too').toBeGreaterThan(STEPS / 20)
  },
  PATIENCE,
)

function faultsOf(before: Visit, after: Visit, tells: Tells, arrow: Transition | undefined): string[] {
  const isAnother = before.technicianId !== null && after.technicianId !== before.technicianId
  const isMoved = after.startsAt !== before.startsAt || isAnother
  const dues = [...duesOf(after, policy).values()]
  const checks: readonly (readonly [boolean, string])[] = [
    [arrow !== undefined, 'there is no such arrow'],
    [after.state === before.state || SECTION_D[before.state].includes(after.state), `leads to ${after.state}`],
    [tells === arrow?.tells, `tells ${tells}`],
    [after.revision >= before.revision && after.sequence >= before.sequence, 'a number fell'],
    [!isMoved || after.revision > before.revision, 'what was told still counts'],
    [!NEEDS_TECHNICIAN.includes(after.state) || after.technicianId !== null, `${after.state} without a technician`],
    [dues.every(at => Number.isFinite(at)), 'something falls due never'],
  ]
  return checks.filter(([holds]) => !holds).map(([, fault]) => fault)
}

test('only what is accepted or cancelled is final', () => {
  expect(FINAL_STATES).toEqual(['ACCEPTED', 'CANCELLED'])
})

/** Mostly something that is possible, half of the time something that has not been done yet; sometimes anything at all. */
function chosen(
  visit: Visit,
  taken: ReadonlySet<string>,
  pick: <T>(list: readonly T[]) => T,
  random: (below: number) => number,
): [Move, Mover] {
  if (random(4) === 0) return [pick(MOVES), pick(MOVERS)]
  const ways = TRANSITIONS.filter(one => one.from === visit.state).flatMap(one =>
    one.who.map(who => ({ move: one.move, who, isNew: !taken.has(`${one.from} ${one.move} ${who}`) })),
  )
  const fresh = ways.filter(({ isNew }) => isNew)
  // Ends are rare, or the walk would never get to the far states.
  const usual = ways.filter(({ move }) => move !== 'cancel' || random(12) === 0)
  const way = pick(fresh.length > 0 && random(2) === 0 ? fresh : usual)
  return way ? [way.move, way.who] : ['cancel', 'staff']
}

/** What a move may need, at random whole or with something missing. */
function detailsFor(visit: Visit, random: (below: number) => number, now: number): MoveDetails {
  const often = () => random(5) > 0
  const technicianId = ['li-ming', 'wang-fang', 'zhao-lei'][random(3)] as string
  const startsAt = now + random(10) * 3_600_000
  const whole = Object.fromEntries(
    ['testRun', 'noOtherFaults', 'cleaned', 'demonstrated', 'explained'].map(name => [name, true] as const),
  )
  return {
    technician: { id: technicianId, skills: often() ? ['refrigerator'] : [] },
    appliance: 'refrigerator',
    isOutOfArea: !often(),
    isBillingConflict: !often(),
    despite: often() ? ['billing-conflict'] : [],
    window: { startsAt, endsAt: startsAt + 7_200_000, outletId: 'shanghai' },
    proposal: { startsAt, endsAt: startsAt + 7_200_000, reason: null, technicianId },
    checklist: often() ? ['tools'] : [],
    checklistNeeded: ['tools'],
    delay: { minutes: 10, reason: null, etaAt: null, tier: random(2) === 0 ? 1 : 2, toldAt: now },
    wasCalled: often(),
    doorWait: 60_000,
    ...(often() ? {} : { hindrance: 'quote-needed' as const }),
    ...(often() && { block: { reason: 'meal', until: now + 1 } }),
    ...(often() && { partAt: now + 86_400_000 }),
    isWorkshopReady: often(),
    isWithUs: !often(),
    form: often() ? { ...whole, cause: 'pump', measures: 'replaced', parts: 'none' } : {},
    ...(often() && { acceptance: { by: 'customer', at: visit.updatedAt, method: 'chat' as const } }),
  }
}
