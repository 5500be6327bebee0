import { describe, expect, test } from 'vitest'
import { createGovernor } from '../../../src/assistant/pace.ts'

const PACE = { perSecond: 10, sameConversationMs: 1000, burst: 2, parallel: 5 }

describe('the send governor', () => {
  test('lets so many out at once and then the rate', () => {
    const governor = createGovernor(PACE)
    expect(governor.waitForAll(4_000)).toBe(0)
    for (let index = 0; index < 10; index += 1) {
      expect(governor.waitForAll(5_000)).toBe(0)
      governor.count(`c${index}`, 5_000, true)
    }
    expect(governor.waitForAll(5_000)).toBe(100)
    expect(governor.waitForAll(5_100)).toBe(0)
  })

  test('begins at the rate: an earlier process may have used up the second', () => {
    const governor = createGovernor(PACE)
    expect(governor.waitForAll(5_000)).toBe(0)
    governor.count('a', 5_000, true)
    expect(governor.waitForAll(5_000)).toBe(100)
  })

  test('is gentler to one conversation, after a short burst', () => {
    const governor = createGovernor(PACE)
    governor.count('a', 0, true)
    governor.count('a', 0, true)
    expect(governor.waitForOne('a', 0, true)).toBe(1000)
    expect(governor.waitForOne('b', 0, true)).toBe(0)
    expect(governor.waitForOne('a', 1000, true)).toBe(0)
  })

  test('gives back what did not go out after all', () => {
    const governor = createGovernor({ ...PACE, perSecond: 1, burst: 1 })
    expect(governor.waitForAll(0)).toBe(0)
    governor.count('a', 0, true)
    expect([governor.waitForAll(0), governor.waitForOne('a', 0, true)]).toEqual([1000, 1000])
    governor.uncount('a', true)
    expect([governor.waitForAll(0), governor.waitForOne('a', 0, true)]).toEqual([0, 0])
  })

  test('keeps the silence a platform asks for, everywhere or in one conversation', () => {
    const governor = createGovernor(PACE)
    governor.pauseUntil(700, 'a')
    expect([governor.waitForOne('a', 200, true), governor.waitForOne('b', 200, true)]).toEqual([500, 0])
    governor.pauseUntil(900)
    expect(governor.waitForAll(200)).toBe(700)
  })

  test('does not slow a channel that has no pace', () => {
    const governor = createGovernor({ ...PACE, sameConversationMs: 0 })
    for (let index = 0; index < 5; index += 1) governor.count('a', 0, true)
    expect(governor.waitForOne('a', 0, true)).toBe(0)
  })

  test('does not count replaced buttons as messages to a conversation, but keeps a silence for them, too', () => {
    const governor = createGovernor(PACE)
    for (let index = 0; index < 5; index += 1) governor.count('a', 0, false)
    expect(governor.waitForOne('a', 0, true)).toBe(0)
    governor.pauseUntil(300, 'a')
    expect(governor.waitForOne('a', 0, false)).toBe(300)
  })
})
