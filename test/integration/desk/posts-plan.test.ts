import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDesk } from '../../../src/desk/desk.ts'
import { addMedia } from '../../../src/store/media.ts'
import type { Cell, Row, Tx } from '../../../src/store/sql.ts'
import { replyOf } from '../../support/staff.ts'
import { ANNA, addBookedVisit, type DeskWorld, openDesk, service, words } from './desk-world.ts'

let world: DeskWorld
beforeEach(async () => {
  world = await openDesk()
})
afterEach(() => world.close())

test('what the staff are shown is found by indexes, however long the shop has been open', async () => {
  await addBookedVisit(world)
  await world.touch(tx =>
    addMedia(tx, { conversationId: ANNA, caseId: null, kind: 'photo', channel: 'telegram', file: 'F' }),
  )
  await world.raise()
  await world.run('li', replyOf(1, 'Hello'))
  const desk = createDesk(service, { isDrawn: () => true, language: 'en', words })
  const plans: string[] = []
  await world.database.transaction(world.now, async tx => {
    const explained: Tx = {
      ...tx,
      all: async <T>(sql: string, params?: readonly Cell[]) => {
        const steps = await tx.all<Row>(`EXPLAIN QUERY PLAN ${sql}`, params)
        plans.push(...steps.map(({ detail }) => String(detail)))
        return tx.all<T>(sql, params)
      },
    }
    await tx.run(
      `insert into outbox (conversation_id, payload, author, priority, ask, due_at, state, attempts, created_at)
       values ('desk:escalation:1', '{"kind":"post","post":{"kind":"card"}}', 'notice', 1, 'card', 0, 'sent', 0, 0)`,
    )
    const heard = [{ conversationId: ANNA, inbox: 1, message: '7' }]
    await desk.posts(explained, { conversations: [ANNA], heard })
    await tx.run("delete from outbox where ask = 'card'")
    await desk.posts(explained, { conversations: [ANNA], heard })
    await desk.receipts(explained, [1])
  })
  expect(plans.filter(step => step.startsWith('SEARCH')).length).toBeGreaterThan(10)
  expect(plans.filter(step => /^SCAN (?!json_each)/.test(step))).toEqual([])
})
