import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { missingInForm } from '../../../src/service/completion.ts'
import { type MoveDetails, movesOfStaff, moveVisit } from '../../../src/service/move-visit.ts'
import { CHANGEABLE, isCurrent, ON_SITE, OVER, type Visit, type VisitState } from '../../../src/service/visit.ts'
import { latenessOf } from '../../../src/service/visit-promises.ts'
import { type Move, type Mover, TRANSITIONS } from '../../../src/service/visit-transitions.ts'
import { sampleService } from '../../support/sample-service.ts'
import { aVisit } from '../../support/visits.ts'

const FORM = {
  testRun: true,
  noOtherFaults: true,
  cleaned: true,
  demonstrated: true,
  explained: true,
  cause: 'pump blocked',
  measures: 'pump cleaned',
  parts: 'none',
}
const LI = { id: 'li-ming', skills: ['washing-machine'] }

function moved(visit: Visit, move: Move, who: Mover, details: MoveDetails = {}): Visit {
  const result = moveVisit(visit, move, who, 500, { appliance: 'washing-machine', ...details })
  if (!result.ok) throw new Error(`${visit.state} ${move}: ${result.why}`)
  return result.visit
}

test('a visit goes from the request to the acceptance and keeps when each stage was', () => {
  const assigned = moved(aVisit(), 'assign', 'staff', { technician: LI })
  expect(assigned).toMatchObject({ state: 'ASSIGNED', technicianId: 'li-ming', assignedAt: 500, revision: 1 })
  const confirmed = moved(assigned, 'confirm', 'customer')
  const arrived = moved(moved(confirmed, 'on-the-way', 'staff'), 'arrived', 'staff')
  expect(arrived).toMatchObject({ state: 'ARRIVED', enRouteAt: 500, arrivedAt: 500 })
  const completed = moved(moved(arrived, 'begin', 'staff'), 'complete', 'staff', { form: FORM })
  expect(completed).toMatchObject({ state: 'COMPLETED', completedAt: 500, completion: FORM })
  const waiting = moved(completed, 'await-acceptance', 'bot')
  const acceptance = { by: 'customer', at: 500, method: 'chat' } as const
  expect(moved(waiting, 'accept', 'customer', { acceptance })).toMatchObject({ state: 'ACCEPTED', acceptance })
})

test('the case goes along: in service on arrival, resolved on acceptance, open again after a cancellation', () => {
  const caseAfter = (state: VisitState, move: Move) =>
    TRANSITIONS.find(one => one.from === state && one.move === move)?.case
  expect(caseAfter('EN_ROUTE', 'arrived')).toBe('IN_SERVICE')
  expect(caseAfter('WORKING', 'complete')).toBeUndefined()
  expect(caseAfter('AWAITING_ACCEPTANCE', 'accept')).toBe('RESOLVED')
  expect(caseAfter('ASSIGNED', 'cancel')).toBe('OPEN')
})

describe('who may', () => {
  test('a customer cancels a visit until the technician sets out, and moves it until work begins', () => {
    const may = (state: VisitState, move: Move) =>
      moveVisit(aVisit({ state, technicianId: 'li-ming' }), move, 'customer', 500).ok
    for (const state of CHANGEABLE)
      expect([may(state, 'cancel'), may(state, 'reschedule')], state).toEqual([true, true])
    for (const state of ['EN_ROUTE', 'ARRIVED', 'BLOCKED'] as const) {
      expect([may(state, 'cancel'), may(state, 'reschedule')], state).toEqual([false, true])
    }
    for (const state of ['WORKING', ...OVER] as const) {
      expect([may(state, 'cancel'), may(state, 'reschedule')], state).toEqual([false, false])
    }
  })

  test('a customer never does what staff do', () => {
    const staffMoves: readonly Move[] = ['assign', 'on-the-way', 'arrived', 'complete']
    const customers = TRANSITIONS.filter(({ who }) => who.includes('customer')).map(({ move }) => move)
    expect(customers.filter(move => staffMoves.includes(move))).toEqual([])
  })

  test('what is cancelled or accepted stays so', () => {
    const after = TRANSITIONS.filter(({ from }) => from === 'CANCELLED' || from === 'ACCEPTED')
    // A cause that becomes known is added to the report.
    expect(after.map(({ move, to }) => [move, to])).toEqual([['add-finding', 'ACCEPTED']])
  })

  test('every state and move leads to one state at most', () => {
    const arrows = TRANSITIONS.map(({ from, move }) => `${from} ${move}`)
    expect(new Set(arrows).size).toBe(arrows.length)
  })

  test('nobody sets out before somebody is assigned, and the desk is not offered it', () => {
    const unassigned = aVisit({ state: 'CONFIRMED' })
    expect(moveVisit(unassigned, 'on-the-way', 'staff', 500)).toEqual({ ok: false, why: 'not-possible-now' })
    expect(movesOfStaff(unassigned)).not.toContain('on-the-way')
    expect(movesOfStaff({ ...unassigned, technicianId: 'li-ming' })).toContain('on-the-way')
    expect(movesOfStaff(aVisit({ state: 'ACCEPTED' }))).toEqual([])
  })
})

describe('R-122: only a trained technician is assigned', () => {
  test('a technician without the skill is refused', () => {
    const details = { technician: { id: 'x', skills: ['refrigerator'] }, appliance: 'washing-machine' }
    expect(moveVisit(aVisit(), 'assign', 'staff', 500, details)).toEqual({ ok: false, why: 'not-trained' })
  })

  test('while nobody knows the appliance, anybody may go', () => {
    expect(moveVisit(aVisit(), 'assign', 'staff', 500, { technician: LI, appliance: null }).ok).toBe(true)
  })

  test('nobody is no technician', () => {
    expect(moveVisit(aVisit(), 'assign', 'staff', 500).ok).toBe(false)
  })
})

describe('R-071: the completion form', () => {
  test('an empty form is refused with everything that is missing', () => {
    const visit = aVisit({ state: 'WORKING', technicianId: 'li-ming' })
    expect(moveVisit(visit, 'complete', 'staff', 500, { form: {} })).toEqual({
      ok: false,
      why: 'form-incomplete',
      missing: ['testRun', 'noOtherFaults', 'cleaned', 'demonstrated', 'explained', 'cause', 'measures', 'parts'],
    })
  })

  test('R-029: no test run is an answer; an unticked box is none', () => {
    expect(missingInForm({ ...FORM, testRun: false })).toEqual([])
    expect(missingInForm({ ...FORM, cleaned: false })).toEqual(['cleaned'])
  })

  test('R-074: "none" is an answer for the parts, blanks are not', () => {
    expect(missingInForm({ ...FORM, parts: '  ' })).toEqual(['parts'])
  })
})

describe('the revision', () => {
  test('stays when the first technician is assigned: nothing was taken back', () => {
    expect(moved(aVisit(), 'assign', 'staff', { technician: LI }).revision).toBe(1)
  })

  test('goes up when another technician comes', () => {
    const visit = aVisit({ state: 'CONFIRMED', technicianId: 'wang-fang' })
    expect(moved(visit, 'assign', 'staff', { technician: LI })).toMatchObject({ revision: 2, state: 'CONFIRMED' })
  })

  test('goes up with another time, which has to be assigned and confirmed anew', () => {
    const visit = aVisit({ state: 'CONFIRMED', technicianId: 'li-ming', assignedAt: 5 })
    const window = { startsAt: 3000, endsAt: 4000, outletId: 'hangzhou' }
    expect(moved(visit, 'reschedule', 'customer', { window })).toMatchObject({
      ...window,
      state: 'REQUESTED',
      technicianId: null,
      assignedAt: null,
      revision: 2,
    })
  })

  test('peers I31, I32: what was said of another time, or of a visit that is over, no longer holds', () => {
    const visit = aVisit({ revision: 2, startsAt: 3000 })
    expect(isCurrent(visit, { revision: 2 })).toBe(true)
    expect(isCurrent(visit, { revision: 1 })).toBe(false)
    expect(isCurrent(visit, { revision: 1, startsAt: 1000 })).toBe(false)
    for (const state of ['EN_ROUTE', 'ARRIVED', 'COMPLETED', 'CANCELLED'] as const) {
      expect(isCurrent(aVisit({ state }), { revision: 1, startsAt: 1000 })).toBe(false)
    }
  })

  test('what was said of the time still holds when only the technician is another', () => {
    expect(isCurrent(aVisit({ revision: 2, startsAt: 1000 }), { revision: 1, startsAt: 1000 })).toBe(true)
  })
})

test('whatever is tried, nobody is on the way or there who was not assigned, and another time is another revision', () => {
  const moves: readonly Move[] = [...new Set(TRANSITIONS.map(({ move }) => move))]
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...moves), fc.constantFrom<Mover>('customer', 'bot', 'staff')), {
        maxLength: 30,
      }),
      path => {
        let visit = aVisit()
        for (const [move, who] of path) {
          const window = { startsAt: visit.startsAt + 1, endsAt: visit.endsAt + 1, outletId: 'shanghai' }
          const result = moveVisit(visit, move, who, 500, { technician: LI, form: FORM, window })
          if (!result.ok) continue
          if (result.visit.startsAt !== visit.startsAt) expect(result.visit.revision).toBe(visit.revision + 1)
          if ([...ON_SITE, 'EN_ROUTE'].includes(result.visit.state)) expect(result.visit.technicianId).not.toBeNull()
          visit = result.visit
        }
      },
    ),
  )
})

describe('how late it is', () => {
  const policy = { arrival: { ...sampleService().policy.arrival, agreed: 'end' as const } }
  const visit = aVisit({ endsAt: 0 })

  test.each([
    [-1, 0, 1],
    [10, 10, 1],
    [15, 15, 1],
    [16, 16, 2],
  ])('R-041, R-042: %i minutes after the agreed time', (after, minutes, tier) => {
    expect(latenessOf(visit, policy, after * 60_000)).toEqual({ minutes, tier })
  })
})
