import { expect, test } from 'vitest'
import { type CaseState, OPEN_STATES, type ServiceCase } from '../../../src/service/case.ts'
import { timelineOf } from '../../../src/service/timeline.ts'

const NINE = Date.parse('2026-11-23T09:00:00+08:00')

function timeline(changes: Partial<ServiceCase>): { en: string; zh: string } {
  const theCase = {
    id: 7,
    state: 'OPEN',
    openedAt: NINE,
    resolvedAt: null,
    closedAt: null,
    ...changes,
  } as ServiceCase
  return timelineOf({ case: theCase, zone: 'Asia/Shanghai' })
}

test('R-124: a case without a visit says so', () => {
  expect(timeline({})).toEqual({
    en: '✓ Mon 23 Nov, 09:00 – we noted your report\n→ No visit has been booked yet',
    zh: '✓ 11月23日 周一 09:00 已登记报修\n→ 尚未预约上门',
  })
})

test('a closed case ends with its closing', () => {
  expect(timeline({ state: 'CLOSED', closedAt: NINE + 3_600_000 }).en).toMatch(/10:00 – the case was closed$/)
})

test('in every state both languages have the same number of lines, and none is empty', () => {
  const states: readonly CaseState[] = [...OPEN_STATES, 'RESOLVED', 'CLOSED', 'CANCELLED']
  for (const state of states) {
    const { en, zh } = timeline({ state })
    expect(zh.split('\n').length, state).toBe(en.split('\n').length)
    expect([...en.split('\n'), ...zh.split('\n')].every(line => line.trim() !== '')).toBe(true)
  }
})
