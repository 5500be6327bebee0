import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  belongs,
  type CaseState,
  caseNumber,
  mayCloseCase,
  mayMoveCase,
  moreUrgent,
  moveCase,
  OPEN_STATES,
  raised,
  reopenCase,
  type ServiceCase,
  triage,
} from '../../../src/service/case.ts'

const STATES: readonly CaseState[] = [...OPEN_STATES, 'RESOLVED', 'CLOSED', 'CANCELLED']

function aCase(changes: Partial<ServiceCase> = {}): ServiceCase {
  return {
    id: 7,
    conversationId: 'web:1',
    customerId: null,
    type: 'REPAIR',
    state: 'OPEN',
    appliance: 'refrigerator',
    modelNo: null,
    serialNo: null,
    purchasedOn: null,
    symptomCode: 'fridge-noise',
    freeText: null,
    wish: null,
    outcome: null,
    priority: 'MEDIUM',
    priorityReason: 'default',
    infoPending: [],
    flags: [],
    openedAt: 1,
    updatedAt: 1,
    resolvedAt: null,
    closedAt: null,
    profile: 'household',
    billingClass: null,
    warrantyProof: null,
    distanceKm: null,
    arrivalDueAt: null,
    restoreDueAt: null,
    readyOn: null,
    ...changes,
  }
}

test('the number a customer sees counts from a thousand', () => {
  expect(caseNumber(7)).toBe('C1007')
})

describe('states', () => {
  test('R-016: a case that was escalated is let go by staff only', () => {
    const next = STATES.filter(to => mayMoveCase('ESCALATED', to, 'bot') || mayMoveCase('ESCALATED', to, 'customer'))
    expect(next).toEqual([])
    expect(STATES.filter(to => mayMoveCase('ESCALATED', to, 'staff'))).toEqual(['OPEN', 'SCHEDULED', 'RESOLVED'])
  })

  test('a hazard may be raised in any state', () => {
    for (const from of STATES.filter(state => state !== 'ESCALATED')) {
      expect(mayMoveCase(from, 'ESCALATED', 'bot'), from).toBe(true)
    }
  })

  test('only what is resolved is closed; what is over is opened again, and work that is not accepted (R-079)', () => {
    expect(STATES.filter(from => mayMoveCase(from, 'CLOSED', 'staff'))).toEqual(['RESOLVED'])
    expect(STATES.filter(from => mayMoveCase(from, 'REOPENED', 'customer'))).toEqual([
      'IN_SERVICE',
      'RESOLVED',
      'CLOSED',
    ])
  })

  test('a visit that has begun cannot be cancelled away', () => {
    expect(mayMoveCase('IN_SERVICE', 'CANCELLED', 'staff')).toBe(false)
    expect(mayMoveCase('SCHEDULED', 'CANCELLED', 'customer')).toBe(true)
  })

  test('instants follow the states, whatever way a case goes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATES), { maxLength: 30 }), path => {
        let current = aCase({ state: 'DRAFT' })
        for (const [index, to] of path.entries()) {
          const moved = moveCase(current, to, 'staff', index + 2)
          if (!moved.ok) continue
          current = moved.case
          expect(current.state).toBe(to)
          expect(current.resolvedAt !== null && current.closedAt === null).toBe(to === 'RESOLVED')
          expect(current.closedAt !== null).toBe(to === 'CLOSED')
        }
      }),
    )
  })
})

describe('opening again', () => {
  test('raises the priority by one and says why', () => {
    const reopened = reopenCase(aCase({ state: 'CLOSED', closedAt: 5, resolvedAt: 4 }), 'rated 1', 9)
    expect(reopened).toMatchObject({
      ok: true,
      case: {
        state: 'REOPENED',
        priority: 'HIGH',
        priorityReason: 'reopened: rated 1',
        closedAt: null,
        resolvedAt: null,
      },
    })
  })

  test('never makes anything a matter of safety', () => {
    expect((['LOW', 'MEDIUM', 'HIGH', 'SAFETY'] as const).map(raised)).toEqual(['MEDIUM', 'HIGH', 'HIGH', 'SAFETY'])
  })
})

describe('closing', () => {
  test('R-009: is refused without a follow-up result', () => {
    expect(mayCloseCase('RESOLVED', {}, 2)).toBe(false)
    expect(mayCloseCase('RESOLVED', { score: 3 }, 2)).toBe(true)
  })

  test('R-009: is refused before the case is resolved', () => {
    expect(mayCloseCase('OPEN', { score: 5 }, 2)).toBe(false)
  })

  test('R-079: is allowed when the customer says after all that it is solved', () => {
    expect(mayCloseCase('RESOLVED', { score: 1, confirmed: true }, 2)).toBe(true)
    expect(mayCloseCase('RESOLVED', { score: 1, confirmed: false }, 2)).toBe(false)
    expect(mayCloseCase('REOPENED', { confirmed: true }, 2)).toBe(false)
  })

  test('R-011: is refused after a low rating unless somebody takes it on with a reason', () => {
    expect(mayCloseCase('RESOLVED', { score: 2 }, 2)).toBe(false)
    expect(mayCloseCase('RESOLVED', { score: 2, override: { by: 'mei', why: '' } }, 2)).toBe(false)
    expect(mayCloseCase('RESOLVED', { score: 2, override: { by: 'mei', why: 'refunded' } }, 2)).toBe(true)
    expect(mayCloseCase('RESOLVED', { score: 2, override: { by: 'mei', why: 'refunded' } }, 2, ['receipt'])).toBe(false)
  })
})

describe('priority', () => {
  test.each([
    [{ outcome: 'STOP', rated: 'LOW' as const }, 'SAFETY', 'hazard'],
    [{ outcome: 'VISIT-H', rated: 'LOW' as const }, 'HIGH', 'urgent visit'],
    [{ outcome: 'VISIT', repeat: true, rated: 'LOW' as const }, 'HIGH', 'repeat fault'],
    [{ outcome: 'VISIT', symptom: 'fridge-noise', rated: 'LOW' as const }, 'LOW', 'symptom fridge-noise'],
    [{ outcome: 'VISIT' }, 'MEDIUM', 'default'],
    [{}, 'MEDIUM', 'default'],
  ])('R-013, R-016: %j is %s because of %s', (facts, priority, reason) => {
    expect(triage(facts)).toEqual({ priority, reason })
  })

  test('a later answer may raise a case and never lowers it', () => {
    const high = { priority: 'HIGH', reason: 'repeat fault' } as const
    const low = { priority: 'LOW', reason: 'symptom x' } as const
    expect(moreUrgent(high, low)).toBe(high)
    expect(moreUrgent(low, high)).toBe(high)
    expect(moreUrgent(high, { priority: 'HIGH', reason: 'other' })).toBe(high)
  })
})

describe('R-004: what is reported', () => {
  const leak = { appliance: 'washing-machine', symptomCode: 'washer-leak' }
  const unnamed = { appliance: null, symptomCode: null }

  test.each([
    [leak, { appliance: 'washing-machine', symptom: 'washer-leak' }, 'joins'],
    [leak, { appliance: 'washing-machine' }, 'joins'],
    [leak, {}, 'joins'],
    [leak, { appliance: 'washing-machine', symptom: 'washer-foam' }, 'other'],
    [leak, { appliance: 'refrigerator' }, 'other'],
    [leak, { appliance: 'refrigerator', symptom: 'washer-leak' }, 'other'],
    [unnamed, { appliance: 'refrigerator', symptom: 'fridge-noise' }, 'names'],
    [unnamed, { appliance: 'refrigerator' }, 'names'],
    [unnamed, {}, 'joins'],
    [{ appliance: 'refrigerator', symptomCode: null }, { appliance: 'refrigerator' }, 'joins'],
    [
      { appliance: 'refrigerator', symptomCode: null },
      { appliance: 'washing-machine', symptom: 'washer-leak' },
      'other',
    ],
  ] as const)('to the open case %j, the report %j is: %s', (open, fault, expected) => {
    expect(belongs(open, fault)).toBe(expected)
  })
})
