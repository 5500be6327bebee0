/** A visit as the service sees it, for tests of what is done with one. */
import type { Visit } from '../../src/service/visit.ts'

/** Requested, nobody assigned; `changes` say what is different. */
export function aVisit(changes: Partial<Visit> = {}): Visit {
  return {
    id: 12,
    caseId: 7,
    conversationId: 'web:1',
    technicianId: null,
    outletId: 'shanghai',
    state: 'REQUESTED',
    startsAt: 1000,
    endsAt: 2000,
    code: '0042',
    revision: 1,
    sequence: 0,
    round: 1,
    name: 'Ms Chen',
    phone: '+8613812345678',
    address: '1 Long Road',
    distanceKm: null,
    outOfAreaBy: null,
    checklist: [],
    proposal: null,
    delay: null,
    block: null,
    assignedAt: null,
    enRouteAt: null,
    etaAt: null,
    arrivedAt: null,
    noAnswerAt: null,
    entryAllowedAt: null,
    workingAt: null,
    completedAt: null,
    leftAt: null,
    cancelledAt: null,
    completion: null,
    acceptance: null,
    createdAt: 1,
    updatedAt: 1,
    ...changes,
  }
}
