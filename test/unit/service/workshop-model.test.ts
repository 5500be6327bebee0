import { expect, test } from 'vitest'
import {
  type LoanerLoan,
  missingForClosing,
  moveWorkshop,
  nextWorkshopStates,
  WITH_US,
  WORKSHOP_STATES,
  type WorkshopRepair,
  type WorkshopState,
} from '../../../src/service/workshop.ts'
import { workshopDuesOf } from '../../../src/service/workshop-promises.ts'
import { randomFrom } from '../../support/random.ts'

const STEPS = 20_000
const HOUR = 3_600_000
const POLICY = { workshop: { warn: 24 * HOUR } }
const WHO = ['customer', 'staff', 'visit'] as const

/** Rulebook section D in its own words, kept apart from the code's table. */
const SECTION_D: Readonly<Record<WorkshopState, readonly WorkshopState[]>> = {
  PROPOSED: ['CONSENTED', 'DECLINED'],
  DECLINED: [],
  CONSENTED: ['IN_TRANSIT', 'IN_WORKSHOP'],
  IN_TRANSIT: ['IN_WORKSHOP'],
  IN_WORKSHOP: ['WAITING_PART', 'READY'],
  WAITING_PART: ['IN_WORKSHOP', 'READY'],
  READY: ['RETURN_SCHEDULED'],
  RETURN_SCHEDULED: ['RETURNED'],
  RETURNED: [],
}

const proposed: WorkshopRepair = {
  id: 1,
  visitId: 2,
  caseId: 3,
  conversationId: 'web:1',
  state: 'PROPOSED',
  reason: 'long-test',
  condition: 'one scratch',
  promisedReturnAt: 100 * HOUR,
  receipt: null,
  receiptReclaimedAt: null,
  stages: [],
}

test(`${STEPS.toLocaleString('en')} random steps take no forbidden arrow and reach every stage`, () => {
  const random = randomFrom(20_261_122)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const faults: string[] = []
  const reached = new Set<WorkshopState>()
  let refused = 0
  let now = 0
  let repair = proposed
  for (let step = 0; step < STEPS; step += 1) {
    now += HOUR
    const who = pick(WHO)
    const to = pick(WORKSHOP_STATES)
    const after = moveWorkshop(repair, to, who, now)
    if (!after) {
      refused += 1
      if (SECTION_D[repair.state].length > 0 || repair.state === to) continue
      repair = proposed
      continue
    }
    if (!SECTION_D[repair.state].includes(after.state)) faults.push(`${repair.state} leads to ${after.state}`)
    if (repair.state === 'PROPOSED' && who !== 'customer') faults.push(`${who} agreed for the customer`)
    if (after.stages.at(-1)?.state !== after.state || after.stages.at(-1)?.at !== now)
      faults.push('a stage without its time')
    const isOwed = workshopDuesOf(after, undefined, POLICY).has('broken')
    if (isOwed !== (WITH_US.includes(after.state) && after.state !== 'RETURN_SCHEDULED')) {
      faults.push(`${after.state}: the promised return`)
    }
    reached.add(after.state)
    repair = after
  }
  expect(faults).toEqual([])
  expect([...reached].sort()).toEqual(WORKSHOP_STATES.filter(state => state !== 'PROPOSED').sort())
  expect(refused).toBeGreaterThan(STEPS / 20)
})

test('every arrow of section D belongs to somebody, and nobody has another', () => {
  for (const state of WORKSHOP_STATES) {
    const arrows = WHO.flatMap(who => nextWorkshopStates(state, who))
    expect([...arrows].sort(), state).toEqual([...SECTION_D[state]].sort())
  }
})

const loan: LoanerLoan = {
  id: 1,
  loanerId: 'fridge-1',
  workshopRepairId: 1,
  caseId: 3,
  state: 'OUT',
  outAt: 1,
  dueAt: 100 * HOUR,
  inAt: null,
}

test('a loaner falls due when theirs is ready, and never in the breath that says so', () => {
  const ready = (at: number): WorkshopRepair => ({ ...proposed, state: 'READY', stages: [{ state: 'READY', at }] })
  const due = (repair: WorkshopRepair, lent: LoanerLoan) => workshopDuesOf(repair, lent, POLICY).get('loaner')
  expect(due({ ...proposed, state: 'IN_WORKSHOP' }, loan)).toBeUndefined()
  expect(due(ready(10 * HOUR), loan)).toBe(100 * HOUR)
  expect(due(ready(99 * HOUR), loan)).toBe(123 * HOUR)
  expect(due(ready(10 * HOUR), { ...loan, state: 'RETURNED' })).toBeUndefined()
  expect(due({ ...ready(10 * HOUR), state: 'RETURN_SCHEDULED' }, loan)).toBeUndefined()
})

test('R-064 closing needs the return, the receipt, the loaner and the acceptance', () => {
  const returned: WorkshopRepair = { ...proposed, state: 'RETURNED', receiptReclaimedAt: 1 }
  expect(missingForClosing({ ...proposed, state: 'READY' }, loan, false)).toEqual([
    'return',
    'receipt',
    'loaner',
    'acceptance',
  ])
  expect(missingForClosing(returned, { ...loan, state: 'OVERDUE' }, true)).toEqual(['loaner'])
  expect(missingForClosing(returned, { ...loan, state: 'RETURNED' }, true)).toEqual([])
  expect(missingForClosing({ ...proposed, state: 'DECLINED' }, undefined, false)).toEqual([])
})
