/** What a visit on its way keeps, and what holds it back. */
import { expect, test } from 'vitest'
import { movesOfStaff, moveVisit } from '../../../src/service/move-visit.ts'
import type { Outlets } from '../../../src/service/outlets-file.ts'
import { atPlace } from '../../../src/service/visit-place.ts'
import { agreedAt, duesOf } from '../../../src/service/visit-promises.ts'
import { sampleService } from '../../support/sample-service.ts'
import { aVisit } from '../../support/visits.ts'

const { policy, outlets } = sampleService()
const MINUTE = 60_000
const PROPOSAL = { startsAt: 5000, endsAt: 6000, reason: null, technicianId: 'li-ming' } as const

test('R-103 given a place beyond the radius, when somebody sets out, then they wait for a manager', () => {
  const visit = aVisit({ state: 'ASSIGNED', technicianId: 'li-ming' })
  expect(moveVisit(visit, 'on-the-way', 'staff', 1, { isOutOfArea: true })).toEqual({ ok: false, why: 'out-of-area' })
  const allowed = { ...visit, outOfAreaBy: 'slack:U1' }
  expect(moveVisit(allowed, 'on-the-way', 'staff', 1, { isOutOfArea: true })).toMatchObject({ ok: true })
})

test('R-103 given a place beyond the radius, when the customer accepts a proposal, then the time is theirs and nobody is sent', () => {
  const visit = aVisit({ state: 'RESCHEDULE_PROPOSED', technicianId: 'wang-fang', proposal: PROPOSAL })
  const far = moveVisit(visit, 'accept-proposal', 'customer', 1, { isOutOfArea: true })
  expect(far).toMatchObject({ ok: true, visit: { state: 'CONFIRMED', startsAt: 5000, technicianId: null } })
  const near = moveVisit(visit, 'accept-proposal', 'customer', 1)
  expect(near).toMatchObject({ visit: { technicianId: 'li-ming' } })
})

test('R-103 given a place beyond the radius, when the customer chooses another time, then nobody is sent before a manager says so', () => {
  const outlet = outlets.outlets[0]
  const narrow: Outlets = { ...outlets, outlets: [{ ...outlet, radiusKm: 60 }] }
  const before = aVisit({ state: 'CONFIRMED', technicianId: 'li-ming', outletId: outlet.id, distanceKm: 75 })
  expect(atPlace(narrow, before, before)).toMatchObject({ state: 'CONFIRMED', technicianId: null })
  expect(atPlace(narrow, before, { ...before, state: 'ASSIGNED' })).toMatchObject({ state: 'REQUESTED' })
  const allowed = { ...before, outOfAreaBy: 'slack:U1' }
  expect(atPlace(narrow, allowed, allowed)).toBe(allowed)
})

test('given a later time that was told, then nobody is missed before it', () => {
  const visit = aVisit({ state: 'EN_ROUTE', technicianId: 'li-ming', startsAt: 0, endsAt: 120 * MINUTE })
  const agreed = agreedAt(visit, policy)
  expect(duesOf(visit, policy).get('no-show')).toBe(agreed + policy.arrival.noShow)
  const told = { ...visit, etaAt: agreed + 90 * MINUTE }
  expect(duesOf(told, policy).get('no-show')).toBe(agreed + 90 * MINUTE + policy.arrival.noShow)
})

test('given a no-show, when the technician is there after all, then the work goes on; without one nobody arrives', () => {
  const missed = aVisit({ state: 'STAFF_NO_SHOW', technicianId: 'li-ming' })
  expect(moveVisit(missed, 'arrived', 'staff', 7)).toMatchObject({
    ok: true,
    tells: 'visit-arrived',
    visit: { state: 'ARRIVED', arrivedAt: 7 },
  })
  const nobodys = { ...missed, technicianId: null }
  expect(moveVisit(nobodys, 'arrived', 'staff', 7)).toMatchObject({ ok: false })
  expect([missed, nobodys].map(visit => movesOfStaff(visit).includes('arrived'))).toEqual([true, false])
})

test('given somebody on the way, when another time is proposed, then nobody is on the way any more', () => {
  const visit = aVisit({ state: 'EN_ROUTE', technicianId: 'li-ming', enRouteAt: 5, etaAt: 9, checklist: ['tools'] })
  const proposed = moveVisit(visit, 'propose', 'staff', 7, { proposal: PROPOSAL })
  expect(proposed).toMatchObject({ visit: { enRouteAt: null, etaAt: null, checklist: [] } })
})
