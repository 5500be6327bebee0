import { describe, expect, test } from 'vitest'
import { createAgenda } from '../../../src/assistant/agenda.ts'

describe('the agenda', () => {
  test('knows nothing at first, so everything is looked up', () => {
    const agenda = createAgenda()
    expect([agenda.mayHaveInbox(), agenda.mayHaveTimers(0)]).toEqual([true, true])
  })

  test('looks for events until it found none, or took as many as arrived', () => {
    const agenda = createAgenda()
    agenda.took(0)
    expect(agenda.mayHaveInbox()).toBe(false)
    agenda.arrived(3)
    agenda.took(2)
    expect(agenda.mayHaveInbox()).toBe(true)
    agenda.took(1)
    expect(agenda.mayHaveInbox()).toBe(false)
  })

  test('waits for the earliest timer, also one that was armed since', () => {
    const agenda = createAgenda()
    agenda.nextIs(1_000)
    expect([agenda.mayHaveTimers(999), agenda.mayHaveTimers(1_000)]).toEqual([false, true])
    agenda.armed(500)
    expect([agenda.timerAt(), agenda.mayHaveTimers(500)]).toEqual([500, true])
    agenda.nextIs(undefined)
    expect(agenda.mayHaveTimers(Number.MAX_SAFE_INTEGER)).toBe(false)
  })

  test('forgets what it knew when others may have changed it', () => {
    const agenda = createAgenda()
    agenda.took(0)
    agenda.nextIs(undefined)
    agenda.forget()
    expect([agenda.mayHaveInbox(), agenda.mayHaveTimers(0)]).toEqual([true, true])
  })
})
