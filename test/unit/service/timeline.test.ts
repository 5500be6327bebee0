import { expect, test } from 'vitest'
import { type CaseState, OPEN_STATES, type ServiceCase } from '../../../src/service/case.ts'
import { type Stage, type TimelineFacts, timelineOf } from '../../../src/service/timeline.ts'
import { VISIT_STATES, type VisitState } from '../../../src/service/visit.ts'
import { sampleService } from '../../support/sample-service.ts'
import { aVisit } from '../../support/visits.ts'

const NINE = Date.parse('2026-11-23T09:00:00+08:00')
const HOUR = 3_600_000
const { outlets } = sampleService()

function timeline(changes: Partial<ServiceCase>, facts: Partial<TimelineFacts> = {}): { en: string; zh: string } {
  const theCase = { id: 7, state: 'OPEN', openedAt: NINE, resolvedAt: null, closedAt: null, ...changes } as ServiceCase
  return timelineOf({ case: theCase, stages: [], outlets, zone: 'Asia/Shanghai', ...facts })
}

function stage(at: number, was: VisitState | null, became: VisitState, startsAt: number | null = null): Stage {
  return { visit: 12, at, was, became, startsAt, technicianId: null }
}

test('R-124: a case without a visit says so', () => {
  expect(timeline({})).toEqual({
    en: '✓ Mon 23 Nov, 09:00 – we noted your report\n→ No visit has been booked yet',
    zh: '✓ 11月23日 周一 09:00 已登记报修\n→ 尚未预约上门',
  })
})

test('R-124: the workshop and a second round stand in it in their order, with the promised return', () => {
  const { en } = timeline(
    { state: 'IN_SERVICE' },
    {
      stages: [
        stage(NINE + HOUR, null, 'REQUESTED', NINE + 5 * HOUR),
        stage(NINE + 2 * HOUR, 'REQUESTED', 'REQUESTED', NINE + 30 * HOUR),
        stage(NINE + 30 * HOUR, 'WORKING', 'PULLED_BACK'),
      ],
      visit: aVisit({ state: 'PULLED_BACK' }),
      waits: {
        partAt: null,
        workshop: { promisedReturnAt: NINE + 100 * HOUR, stages: [{ state: 'IN_WORKSHOP', at: NINE + 50 * HOUR }] },
      },
    },
  )
  expect(en.split('\n').map(line => line.replace(/^.*– /, ''))).toEqual([
    'we noted your report',
    'you booked a visit',
    'the time is now Tue 24 Nov, 15:00',
    'the appliance went to the workshop',
    'arrived in the workshop',
    '→ Promised back by Fri 27 Nov, 13:00',
  ])
})

test('a closed case ends with its closing', () => {
  expect(timeline({ state: 'CLOSED', closedAt: NINE + HOUR }).en).toMatch(/10:00 – the case was closed$/)
})

test('in every state of case and visit both languages have the same lines, none empty, none with "soon" or a gap', () => {
  const states: readonly CaseState[] = [...OPEN_STATES, 'RESOLVED', 'CLOSED', 'CANCELLED']
  for (const state of states) {
    for (const visit of VISIT_STATES) {
      const { en, zh } = timeline(
        { state },
        { stages: [stage(NINE, null, 'REQUESTED'), stage(NINE, 'REQUESTED', visit)], visit: aVisit({ state: visit }) },
      )
      expect(zh.split('\n').length, `${state} ${visit}`).toBe(en.split('\n').length)
      expect([...en.split('\n'), ...zh.split('\n')].every(line => line.trim() !== '')).toBe(true)
      expect(`${en}${zh}`).not.toMatch(/\bsoon\b|很快|尽快|\{|undefined/)
    }
  }
})
