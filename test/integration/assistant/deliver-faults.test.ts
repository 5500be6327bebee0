/** Delivery when the fault is ours. */
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Delivery } from '../../../src/assistant/channel.ts'
import { createDeliver } from '../../../src/assistant/deliver.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import { type OutboxRow, storeOutbox } from '../../../src/store/outbox.ts'

const THREAD = 'desk:escalation:1'

let database: Database
beforeEach(async () => {
  database = await openDatabase('sqlite::memory:')
})
afterEach(() => database.close())

/** Delivers two posts of one thread with these answers, and gives what the rows say then. `broken`: commits that fail first. */
async function delivered(answers: readonly (() => Promise<Delivery>)[], { broken = 0 } = {}) {
  const left = [...answers]
  let failures = broken
  const failing: Database = {
    ...database,
    transaction: (now, work) => {
      if (failures === 0) return database.transaction(now, work)
      failures -= 1
      return Promise.reject(new Error('the disk is full'))
    },
  }
  let finished = () => {}
  const all = new Promise<void>(resolve => {
    finished = resolve
  })
  const desk = { task: async () => {}, posts: async () => [], receipts: async () => [] }
  const deliver = createDeliver({
    database: failing,
    senders: new Map([
      [
        'desk',
        {
          pace: { perSecond: 1000, sameConversationMs: 0, burst: 9, parallel: 1 },
          send: async () => {
            const answer = left.shift()
            if (left.length === 0) finished()
            if (!answer) throw new Error('nobody expected another attempt')
            return answer()
          },
        },
      ],
    ]),
    desk,
    isOfStaff: () => true,
    now: () => 1,
    log: pino({ level: 'silent' }),
    marks: {
      add: async () => {},
      take: () => ({ sent: [], stored: () => {}, putBack: () => {} }),
      commitAlone: async () => {},
    },
    limits: { attempts: 1, ofStaff: 300, firstMs: 1, mostMs: 1 },
  })
  const post = {
    conversationId: THREAD,
    payload: { kind: 'post' },
    author: 'notice',
    priority: 1,
    language: 'en',
  } as const
  const rows: OutboxRow[] = await database.transaction(1, tx =>
    storeOutbox(tx, [
      { ...post, ask: 'one' },
      { ...post, ask: 'two' },
    ]),
  )
  deliver.offer(rows)
  await all
  await deliver.idle()
  await deliver.stop()
  return database.read(sql => sql.all('select ask, state, error from outbox order by id'))
}

const faulty = () => Promise.reject(new TypeError('cannot be drawn'))
const sent = async (): Promise<Delivery> => ({ kind: 'sent' })
const refused = async (): Promise<Delivery> => ({ kind: 'refused', why: 'too long' })

test('a post that cannot be drawn is given up soon, and the thread goes on', async () => {
  expect(await delivered([faulty, sent])).toMatchObject([{ state: 'failed', error: 'TypeError: cannot be drawn' }, {}])
})

test('what became of a post is found out once more when it could not be kept', async () => {
  expect(await delivered([refused, refused, sent], { broken: 1 })).toMatchObject([
    { state: 'failed', error: 'too long' },
    {},
  ])
})
