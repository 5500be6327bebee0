import { expect, test } from 'vitest'
import { createLanes } from '../../../src/assistant/lanes.ts'
import { createGovernor } from '../../../src/assistant/pace.ts'
import type { OutboxRow } from '../../../src/store/outbox.ts'

const FAST = { perSecond: 1_000_000, sameConversationMs: 0, burst: 1_000_000, parallel: 1 }

function row(id: number, conversationId: string, priority: number): OutboxRow {
  return {
    id,
    conversationId,
    priority,
    payload: { kind: 'text' },
    author: 'bot',
    ask: null,
    language: 'en',
    attempts: 0,
  }
}

/** Lanes one message wide, of which the first message is held until `release`. */
function holding(parallel = 1) {
  const sent: number[] = []
  let release = () => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  const lanes = createLanes({
    governor: createGovernor(FAST),
    parallel,
    send: async ({ id }) => {
      sent.push(id)
      await released
      return 'done'
    },
  })
  return { lanes, sent, release: () => release() }
}

test('among conversations replies go before notices, reminders and surveys', async () => {
  const { lanes, sent, release } = holding()
  lanes.push(row(1, 'first', 0))
  lanes.push(row(2, 'survey', 3))
  lanes.push(row(3, 'reminder', 2))
  lanes.push(row(4, 'notice', 1))
  lanes.push(row(5, 'reply', 0))
  release()
  await lanes.idle()
  expect(sent).toEqual([1, 5, 4, 3, 2])
})

test('within a conversation the order stays, and a reply takes along what stands before it', async () => {
  const { lanes, sent, release } = holding()
  lanes.push(row(1, 'first', 0))
  lanes.push(row(2, 'a', 3))
  lanes.push(row(3, 'b', 2))
  lanes.push(row(4, 'a', 0))
  release()
  await lanes.idle()
  expect(sent).toEqual([1, 2, 4, 3])
})

test('one message of a conversation is under way at a time, and others do not wait for it', async () => {
  const { lanes, sent, release } = holding(10)
  lanes.push(row(1, 'a', 0))
  lanes.push(row(2, 'a', 0))
  lanes.push(row(3, 'b', 0))
  expect(sent).toEqual([1, 3])
  release()
  await lanes.idle()
  expect(sent).toEqual([1, 3, 2])
})

test('what is dropped is not sent; what is under way is not called back', async () => {
  const { lanes, sent, release } = holding(10)
  lanes.push(row(1, 'a', 0))
  lanes.push(row(2, 'a', 0))
  lanes.push(row(3, 'a', 0))
  lanes.drop(new Set([1, 2]))
  release()
  await lanes.idle()
  expect(sent).toEqual([1, 3])
})

test('what needed no call to the platform does not slow what comes behind it', async () => {
  const sent: number[] = []
  const lanes = createLanes({
    governor: createGovernor({ perSecond: 1, sameConversationMs: 3_600_000, burst: 1, parallel: 1 }),
    parallel: 1,
    send: async ({ id }) => {
      sent.push(id)
      return id < 4 ? 'free' : 'done'
    },
  })
  for (const id of [1, 2, 3, 4]) lanes.push(row(id, 'desk:escalation:1', 1))
  await lanes.idle()
  expect(sent).toEqual([1, 2, 3, 4])
})
