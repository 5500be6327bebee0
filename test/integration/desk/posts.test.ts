import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InboundContent } from '../../../src/assistant/channel.ts'
import { createDesk } from '../../../src/desk/desk.ts'
import { TIMER } from '../../../src/desk/roles.ts'
import { findCase, saveCase } from '../../../src/store/cases.ts'
import { addMedia } from '../../../src/store/media.ts'
import type { Tx } from '../../../src/store/sql.ts'
import { replyOf } from '../../support/staff.ts'
import { ANNA, addBookedVisit, addOpenCase, type DeskWorld, openDesk, service, words } from './desk-world.ts'

let world: DeskWorld
beforeEach(async () => {
  world = await openDesk({ isDrawn: true })
})
afterEach(() => world.close())

const card = (thread: string, priority = 1) => ({ thread, post: { kind: 'card' }, ask: 'card', priority })
const CARD = card('desk:escalation:1')
const text: InboundContent = { kind: 'text', text: 'Are you there?' }
/** A millisecond later, in a commit of its own. */
async function later<T>(work: () => Promise<T>): Promise<T> {
  world.now += 1
  return work()
}
const kinds = () => world.posts.map(({ post }) => post.kind)

describe('of an escalation', () => {
  test('the card is posted when it is raised, and again with every change', async () => {
    await world.raise()
    expect(world.posts).toEqual([CARD])
    for (const command of [
      { do: 'claim', escalation: 1 },
      { do: 'prioritise', escalation: 1, priority: 'HIGH' },
      { do: 'assign', escalation: 1, to: { id: 'wang', name: 'Wang' } },
    ] as const) {
      await later(() => world.run('li', command))
      expect(world.posts).toEqual([CARD])
    }
    await later(() => world.run('wang', { do: 'resolve', escalation: 1 }))
    expect(world.posts).toEqual([CARD])
  })

  test('nothing is posted once it is over', async () => {
    await world.raise()
    await world.run('li', { do: 'claim', escalation: 1 })
    await world.run('li', { do: 'hand-back', escalation: 1 })
    await later(() => world.hear({ kind: 'text', text: 'Thanks' }, '7'))
    expect(world.posts).toEqual([])
  })

  test('a hazard goes before everything else', async () => {
    await world.raise({ priority: 'SAFETY' })
    expect(world.posts).toEqual([card('desk:escalation:1', 0)])
    await later(() => world.hear(text, '7'))
    expect(world.posts.map(({ priority }) => priority)).toEqual([0, 0])
  })

  test('each level from the second on is told once (R-020)', async () => {
    await world.raise()
    for (const level of [2, 3]) {
      await world.run(TIMER, { do: 'raise-level', escalation: 1 })
      expect(world.posts).toEqual([
        CARD,
        { thread: 'desk:escalation:1', post: { kind: 'level', level, priority: 'MEDIUM' }, ask: null, priority: 1 },
      ])
      await world.hear(text)
      expect(kinds()).toEqual(['card', 'line'])
    }
  })

  test('a level that was reached before somebody claimed it is not told afterwards', async () => {
    await world.raise()
    await world.touch(tx => tx.run("update escalation set level = 2, state = 'CLAIMED'"))
    expect(kinds()).toEqual(['card'])
  })
})

describe('files from before there was a thread', () => {
  const photo = (tx: Tx, caseId: number | null, author: 'customer' | 'agent' = 'customer', conversationId = ANNA) =>
    addMedia(tx, { conversationId, caseId, author, kind: 'photo', channel: 'telegram', file: 'F' })
  const files = () => world.posts.flatMap(({ post }) => (post.kind === 'file' ? [post.media] : []))

  test('are posted after the first card, at most five, newest last, and only then', async () => {
    await world.touch(async tx => {
      for (let n = 0; n < 7; n += 1) await photo(tx, null)
    })
    await world.raise()
    expect(kinds()).toEqual(['card', 'file', 'file', 'file', 'file', 'file'])
    expect(files()).toEqual([3, 4, 5, 6, 7])
    await later(() => world.hear(text, '7'))
    expect(files()).toEqual([])
  })

  test('are the customer’s own for this case', async () => {
    const caseId = await addOpenCase(world)
    await world.touch(async tx => {
      await photo(tx, caseId + 1)
      await photo(tx, caseId, 'agent')
      await photo(tx, caseId, 'customer', 'telegram:2')
      await photo(tx, caseId)
    })
    await world.raise({ caseId })
    expect(files()).toEqual([4])
  })
})

describe('what a customer does while a person is wanted', () => {
  beforeEach(() => world.raise())
  const line = (inbox: number, ask: string | null) => ({
    thread: 'desk:escalation:1',
    post: { kind: 'line', inbox },
    ask,
    priority: 1,
  })

  test('is a line in the thread, known by its message, claimed or not', async () => {
    expect(await world.hear(text, '7')).toBe(1)
    expect(world.posts).toEqual([CARD, line(1, 'line:7')])
    await world.run('li', { do: 'claim', escalation: 1 })
    await later(() => world.hear({ kind: 'tap', token: 't' }))
    expect(world.posts).toEqual([CARD, line(2, null)])
  })

  test('is drawn anew, as it was changed last, when somebody may read it whole (R-098)', async () => {
    await world.hear(text, '7')
    await later(() => world.hear({ kind: 'text', text: 'My number is 13812345678' }, '8'))
    await later(() => world.hear({ kind: 'edit', text: 'It is 13987654321', message: '8' }, '8'))
    await later(() => world.hear({ kind: 'tap', token: 't' }))
    await later(() => world.run('li', { do: 'claim', escalation: 1 }))
    const again = (inbox: number) => ({ ...line(inbox, null), post: { kind: 'line', inbox, again: true } })
    expect(world.posts).toEqual([CARD, again(1), again(3)])
    await later(() => world.run('wang', { do: 'assign', escalation: 1, to: { id: 'wang', name: 'Wang' } }))
    expect(world.posts).toEqual([CARD])
  })

  test('is a line of no name when it changes an earlier one', async () => {
    await world.hear({ kind: 'edit', text: 'Is anybody there?', message: '7' }, '7')
    expect(world.posts).toEqual([CARD, line(1, null)])
    await world.hear({ kind: 'deleted', message: '7' }, '7')
    expect(world.posts).toEqual([CARD, line(2, null)])
  })

  test('is nothing in the thread of another conversation', async () => {
    await world.hear(text, '7', 'telegram:2')
    expect(world.posts).toEqual([])
  })
})

test('the words that raised it stand on the card', async () => {
  await world.database.transaction(world.now, async tx => {
    const desk = createDesk(service, { isDrawn: () => true, language: 'zh', words })
    const context = {
      tx,
      now: tx.now,
      ownership: world.owner,
      setOwner: () => {},
      remind: () => {},
      forget: () => {},
      send: () => {},
      give: async () => {},
    }
    const raised = { conversationId: ANNA, caseId: null, reason: 'hazard', priority: 'HIGH', summary: {} } as const
    await desk.raise(raised, context)
    const heard = [{ conversationId: ANNA, inbox: 1, message: '7' }]
    const posts = await desk.posts(tx, { conversations: [ANNA], heard })
    expect(posts).toEqual([
      {
        conversationId: 'desk:escalation:1',
        payload: { kind: 'post', post: { kind: 'card' } },
        author: 'notice',
        priority: 1,
        ask: 'card',
        language: 'zh',
      },
    ])
  })
})

describe('of a visit', () => {
  test('the card is posted when it is booked, moved, or its case changes', async () => {
    const visit = await addBookedVisit(world)
    await world.touch(async () => {})
    expect(world.posts).toEqual([card(`desk:visit:${visit.id}`)])
    await later(() => world.run('li', { do: 'move-visit', visit: visit.id, move: 'assign', revision: 1 }))
    expect(world.posts).toEqual([card(`desk:visit:${visit.id}`)])
    await later(() => world.touch(tx => prioritise(tx, visit.caseId, 'SAFETY')))
    expect(world.posts).toEqual([card(`desk:visit:${visit.id}`, 0)])
    await later(() => world.hear(text))
    expect(world.posts).toEqual([])
  })

  test('that was over before anybody was shown it stays unshown', async () => {
    const visit = await addBookedVisit(world)
    const cancel = (tx: Tx) => tx.run("update visit set state = 'CANCELLED'")
    await world.database.transaction(world.now, cancel)
    await later(() => world.touch(tx => prioritise(tx, visit.caseId, 'HIGH')))
    expect(world.posts).toEqual([])
  })

  async function prioritise(tx: Tx, caseId: number, priority: 'SAFETY' | 'HIGH') {
    const before = await findCase(tx, caseId)
    if (before) await saveCase(tx, before, { ...before, priority, updatedAt: tx.now }, 'staff')
  }
})

test('of a task the card is posted when it is added and when it is done', async () => {
  const desk = createDesk(service, { isDrawn: () => true, language: 'en', words })
  const task = { conversationId: ANNA, caseId: null, kind: 'unhandled', text: 'hm' } as const
  await world.touch(tx => desk.task(tx, task))
  expect(world.posts).toEqual([card('desk:task:1')])
  await later(() => world.hear(text))
  expect(world.posts).toEqual([])
  await later(() => world.run('li', { do: 'finish-task', task: 1 }))
  expect(world.posts).toEqual([card('desk:task:1')])
})

describe('of an agent’s message', () => {
  const relay = (id = 1) => ({
    thread: 'desk:escalation:1',
    post: { kind: 'relay', relay: id },
    ask: `relay:${id}`,
    priority: 1,
  })

  test('a post tells when it is written, changed, and taken back', async () => {
    await world.raise()
    const content = { text: 'Hello' }
    await later(() => world.run('li', { do: 'reply', escalation: 1, content, post: 'p', wait: true }))
    expect(world.posts).toEqual([CARD, relay()])
    await later(() => world.run(TIMER, { do: 'send-reply', relay: 1 }))
    expect(world.posts).toEqual([CARD, relay()])
    await later(() => world.run('li', { do: 'edit-reply', post: 'p', text: 'Hello Anna' }))
    expect(world.posts).toEqual([CARD, relay()])
    await later(() => world.run('li', { do: 'delete-reply', post: 'p' }))
    expect(world.posts).toEqual([CARD, relay()])
    await later(() => world.hear(text))
    expect(kinds()).toEqual(['card', 'line'])
  })

  test('a post tells what became of it, and only of agents’ messages', async () => {
    await world.raise({ priority: 'SAFETY' })
    await later(() => world.run('li', replyOf(1, 'Hello')))
    await later(() => world.run('li', replyOf(1, 'Anna')))
    const [first, second] = await world.rows("select id from outbox where author = 'agent' order by id")
    const [post] = await world.rows("select id from outbox where ask = 'relay:1' and author = 'notice' order by id")
    await later(() => world.receipts([Number(post?.id), Number(first?.id)]))
    expect(world.posts).toEqual([{ ...relay(), priority: 0 }])
    await later(() => world.receipts([Number(second?.id), Number(first?.id)]))
    expect(world.posts.map(({ ask }) => ask)).toEqual(['relay:1', 'relay:2'])
    await later(() => world.receipts([]))
    expect(world.posts).toEqual([])
  })
})

describe('while no desk draws threads', () => {
  test('nothing is looked up', async () => {
    const desk = createDesk(service, { isDrawn: () => false, language: 'en', words })
    const closed = () => Promise.reject(new Error('The database was asked'))
    const tx: Tx = { now: 0, visits: [], all: closed, run: closed }
    const heard = [{ conversationId: ANNA, inbox: 1 }]
    expect(await desk.posts(tx, { conversations: [ANNA], heard })).toEqual([])
    expect(await desk.receipts(tx, [1, 2])).toEqual([])
  })

  test('an escalation from then is shown whole when one does', async () => {
    await world.touch(async tx => {
      await addMedia(tx, { conversationId: ANNA, caseId: null, kind: 'photo', channel: 'telegram', file: 'F' })
      await tx.run(
        `insert into escalation (conversation_id, reason, priority, level, state, raised_at, summary)
         values (?, 'asked', 'LOW', 2, 'RAISED', 1, '{}')`,
        [ANNA],
      )
    })
    expect(kinds()).toEqual(['card', 'file', 'level'])
  })
})
