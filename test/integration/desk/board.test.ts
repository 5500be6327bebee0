import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InboundContent } from '../../../src/assistant/channel.ts'
import type { Board, Late } from '../../../src/desk/board.ts'
import type { DeskCommand, Staff } from '../../../src/desk/command.ts'
import { createBoard } from '../../../src/desk/read-board.ts'
import { TIMER } from '../../../src/desk/roles.ts'
import { moveVisit } from '../../../src/service/move-visit.ts'
import { addMedia } from '../../../src/store/media.ts'
import { markAttempt, markSent, storeOutbox } from '../../../src/store/outbox.ts'
import { findVisit, saveVisit } from '../../../src/store/visits.ts'
import { replyOf } from '../../support/staff.ts'
import {
  ANNA,
  addBookedVisit,
  addCustomer,
  addOpenCase,
  type DeskWorld,
  MONDAY_10,
  openDesk,
  service,
  WINDOW,
  words,
} from './desk-world.ts'

const HOUR = 3_600_000

let world: DeskWorld
let board: Board
beforeEach(async () => {
  world = await openDesk({ isDrawn: true })
  board = createBoard({ database: world.database, service, words, now: () => world.now })
})
afterEach(() => world.close())

/** Rows of the outbox with what was asked for are sent, as the platform would name them. */
async function sends(ask: string, message: string): Promise<void> {
  const rows = await world.rows(`SELECT id FROM outbox WHERE ask = '${ask}' AND state = 'pending'`)
  await world.touch(tx =>
    markSent(
      tx,
      rows.map(row => ({ id: Number(row.id), message })),
    ),
  )
}

const claimed = (staff: string | Staff = 'li') => world.run(staff, { do: 'claim', escalation: 1 })
const replies = (text: string, more: Partial<DeskCommand & { do: 'reply' }> = {}) =>
  world.run('li', { ...replyOf(1, text), ...more } as DeskCommand)

describe('a card', () => {
  test('shows an escalation that waits, one that is claimed and one that is over', async () => {
    await world.raise()
    const read = async () => {
      const card = await board.card({ kind: 'escalation', id: 1 })
      return card?.kind === 'escalation' ? card.card : undefined
    }
    expect(await read()).toMatchObject({ state: 'RAISED', owner: null, endedAt: null })
    await claimed({ id: 'slack:U1', name: 'Li Wei', roles: ['agent'] })
    expect(await read()).toMatchObject({ state: 'CLAIMED', owner: { id: 'slack:U1', name: 'Li Wei' } })
    await world.run({ id: 'slack:U1', name: 'Li Wei', roles: ['agent'] }, { do: 'resolve', escalation: 1 })
    expect(await read()).toMatchObject({ state: 'RESOLVED', endedAt: world.now })
  })

  test('of a subject that does not exist is none', async () => {
    for (const kind of ['escalation', 'visit', 'task'] as const) {
      expect(await board.card({ kind, id: 99 })).toBeUndefined()
    }
  })

  test('of a task says by whom it was done', async () => {
    await world.touch(tx =>
      tx.run(
        `INSERT INTO staff_task (conversation_id, kind, text, state, created_at) VALUES ('${ANNA}', 'unhandled', 'Hm?', 'OPEN', 1)`,
      ),
    )
    await world.run({ id: 'slack:U1', name: 'Li Wei', roles: ['agent'] }, { do: 'finish-task', task: 1 })
    expect(await board.card({ kind: 'task', id: 1 })).toMatchObject({ card: { done: { by: 'Li Wei', at: world.now } } })
  })

  test('is found by its post, and the newest post counts', async () => {
    await world.raise()
    expect(await board.cardPost({ kind: 'escalation', id: 1 })).toBeUndefined()
    await sends('card', '1700.1')
    expect(await board.cardPost({ kind: 'escalation', id: 1 })).toBe('1700.1')
    await world.hear({ kind: 'text', text: 'Hello?' }, '7')
    await sends('card', '1700.2')
    expect(await board.cardPost({ kind: 'escalation', id: 1 })).toBe('1700.2')
    expect(await board.subjectAt('1700.1')).toEqual({ kind: 'escalation', id: 1 })
    expect(await board.subjectAt('1700.9')).toBeUndefined()
  })
})

describe('a line of the customer', () => {
  const what = async (content: InboundContent, message?: string) =>
    (await board.line(await world.hear(content, message)))?.what

  beforeEach(async () => {
    await addCustomer(world)
    await world.touch(tx => tx.run("UPDATE conversation SET owner = 'waiting'"))
  })
  const owned = () => world.touch(tx => tx.run("UPDATE conversation SET owner = 'agent'"))

  test('is masked until somebody has claimed the conversation, and whole afterwards (R-098)', async () => {
    const inbox = await world.hear({ kind: 'text', text: 'Call me: 13812345678' }, '7')
    expect((await board.line(inbox))?.what).toEqual({ kind: 'said', text: 'Call me: 138****5678' })
    const place = await world.hear({ kind: 'location', latitude: 31.23456, longitude: 121.45678 }, '8')
    expect((await board.line(place))?.what).toEqual({ kind: 'location', latitude: 31.23, longitude: 121.46 })
    await owned()
    expect((await board.line(inbox))?.what).toEqual({ kind: 'said', text: 'Call me: 13812345678' })
    expect((await board.line(place))?.what).toEqual({ kind: 'location', latitude: 31.23456, longitude: 121.45678 })
  })

  test('has no label and no file name that tells who or where the customer is, until then (R-098)', async () => {
    const token = 'address:yes'
    const buttons = [{ label: 'Yes, 13812345678', token }]
    await world.touch(tx =>
      storeOutbox(tx, [
        {
          conversationId: ANNA,
          payload: { kind: 'text', names: [], text: 'Right?', buttons },
          author: 'bot',
          priority: 0,
          ask: 'phone',
          language: 'en',
        },
      ]),
    )
    const file = { kind: 'file', file: 'F1', name: 'bill 13812345678.pdf', mime: 'application/pdf' } as const
    const inboxes = [await world.hear({ kind: 'tap', token }, '7'), await world.hear({ kind: 'file', file }, '8')]
    const shown = async () => JSON.stringify(await Promise.all(inboxes.map(inbox => board.line(inbox))))
    expect(await shown()).not.toContain('13812345678')
    expect(JSON.stringify(await board.history(ANNA, 10))).not.toContain('bill')
    await owned()
    expect((await shown()).match(/13812345678/g)).toHaveLength(2)
  })

  test('is masked in the whole conversation, too, until then (R-098)', async () => {
    await world.hear({ kind: 'text', text: 'Call me: 13812345678' }, '7')
    await world.hear({ kind: 'location', latitude: 31.23456, longitude: 121.45678 }, '8')
    const texts = async () => (await board.history(ANNA, 10)).map(line => line.text)
    expect(await texts()).toEqual(['Call me: 138****5678', '31.23, 121.45'])
    await owned()
    expect(await texts()).toEqual(['Call me: 13812345678', '31.23456, 121.45678'])
  })

  test('says what was done, for everything that can be', async () => {
    await owned()
    expect(await what({ kind: 'text', text: 'Hello' })).toEqual({ kind: 'said', text: 'Hello' })
    expect(await what({ kind: 'command', name: 'status', payload: '' })).toEqual({ kind: 'said', text: '/status' })
    expect(await what({ kind: 'contact', phone: '+8613812345678' })).toEqual({
      kind: 'contact',
      name: null,
      phone: '+8613812345678',
    })
    expect(await what({ kind: 'unsupported', what: 'poll' })).toEqual({ kind: 'unsupported', what: 'poll' })
    expect(await what({ kind: 'tap', token: 'unknown' })).toEqual({ kind: 'tapped', label: '…' })
    expect(await what({ kind: 'reachable', reachable: false })).toEqual({ kind: 'reachable', reachable: false })
  })

  test('is found by the file that came with it', async () => {
    await owned()
    const file = { kind: 'photo', file: 'F1' } as const
    await world.hear({ kind: 'file', file, caption: 'here it drips' }, '7')
    await world.touch(async tx => {
      await addMedia(tx, { conversationId: ANNA, caseId: null, channel: 'telegram', ...file })
    })
    expect((await board.lineOfFile(1))?.what).toEqual({
      kind: 'file',
      media: 1,
      file: { kind: 'photo' },
      caption: 'here it drips',
    })
    expect(await board.lineOfFile(2)).toBeUndefined()
  })

  test('names the message that was edited or deleted, and not its own', async () => {
    const edit = await board.line(await world.hear({ kind: 'edit', text: 'Hello!', message: '7' }, '7'))
    const deletion = await board.line(await world.hear({ kind: 'deleted', message: '7' }))
    expect([edit?.message, edit?.what]).toEqual(['7', { kind: 'edited', text: 'Hello!' }])
    expect([deletion?.message, deletion?.what]).toEqual(['7', { kind: 'deleted' }])
  })

  test('of a row that is no customer’s is none', async () => {
    expect(await board.line(99)).toBeUndefined()
  })
})

describe('a message of an agent', () => {
  const state = async () => (await board.relay(1))?.state
  const fails = (asks: string) =>
    world.touch(async tx => {
      const rows = await tx.all<{ id: number }>(`SELECT id FROM outbox WHERE ask = '${asks}' AND state = 'pending'`)
      for (const { id } of rows) await markAttempt(tx, id, 'the chat is closed', true)
    })

  beforeEach(async () => {
    await world.raise()
    await claimed()
  })

  test('waits, is undone, is on its way, is delivered', async () => {
    await replies('One moment', { wait: true })
    expect(await board.relay(1)).toMatchObject({ state: 'waiting', until: world.now + service.policy.desk.undo })
    await world.run(TIMER, { do: 'send-reply', relay: 1 })
    expect(await state()).toBe('sending')
    await sends('relay:1', '42')
    expect(await board.relay(1)).toMatchObject({ state: 'delivered', deliveredAt: world.now, staff: 'li' })
    await replies('Never mind', { wait: true })
    await world.run('li', { do: 'undo-reply', relay: 2 })
    expect((await board.relay(2))?.state).toBe('undone')
  })

  test('says why it could not be delivered', async () => {
    await replies('Hello')
    await fails('relay:1')
    expect(await board.relay(1)).toMatchObject({ state: 'failed', error: 'the chat is closed' })
  })

  test('says that the customer blocked us', async () => {
    await replies('Hello')
    await world.touch(async tx => {
      await tx.run(
        `INSERT INTO conversation (id, channel, state, owner, heard_at, unreachable_at, created_at, updated_at)
         VALUES ('${ANNA}', 'telegram', '{}', 'agent', 1, 5, 1, 1) ON CONFLICT (id) DO UPDATE SET unreachable_at = 5`,
      )
      await tx.run("UPDATE outbox SET state = 'void' WHERE ask = 'relay:1' AND state = 'pending'")
    })
    expect(await state()).toBe('blocked')
  })

  test('is edited and deleted as the customer sees it, and not when that failed', async () => {
    await replies('Helo', { post: 'C1:5' })
    await sends('relay:1', '42')
    await world.run('li', { do: 'edit-reply', post: 'C1:5', text: 'Hello' })
    expect(await board.relayAt('C1:5')).toMatchObject({ text: 'Hello', edited: true, state: 'delivered' })
    await fails('relay:1')
    expect(await board.relay(1)).toMatchObject({ edited: false, state: 'delivered', error: 'the chat is closed' })
    await world.run('li', { do: 'delete-reply', post: 'C1:5' })
    await sends('relay:1', '42')
    expect(await state()).toBe('deleted')
  })

  test('says for good whether the post was chosen as it is, and so follows its edits without a mark', async () => {
    await world.raise()
    await claimed()
    await replies('Helo', { post: 'C1:5', whole: true })
    await world.run('li', { do: 'edit-reply', post: 'C1:5', text: 'Hello' })
    expect(await board.relayAt('C1:5')).toMatchObject({ text: 'Hello', whole: true })
    await replies('Marked', { post: 'C1:6' })
    expect(await board.relayAt('C1:6')).not.toHaveProperty('whole')
  })
})

describe('what is late', () => {
  const kinds = async () => (await board.late()).map((late: Late) => late.kind)

  test('an escalation nobody claimed in time (R-020)', async () => {
    await world.raise()
    expect(await kinds()).toEqual([])
    await world.run(TIMER, { do: 'raise-level', escalation: 1 })
    expect(await kinds()).toEqual(['unclaimed'])
    await claimed()
    expect(await kinds()).toEqual([])
  })

  test('a visit without a technician shortly before, and one whose window is over', async () => {
    await addBookedVisit(world)
    expect(await kinds()).toEqual([])
    world.now = WINDOW.startsAt - service.policy.previsit.confirm + 1
    expect(await kinds()).toEqual(['unassigned'])
    world.now = WINDOW.endsAt + 1
    expect(await kinds()).toEqual(['not-arrived'])
  })

  test('work of an earlier day, and a case past its time to resolve (R-014)', async () => {
    const { id } = await addBookedVisit(world)
    world.now = WINDOW.startsAt
    await world.touch(async tx => {
      const visit = await findVisit(tx, id)
      if (visit) await saveVisit(tx, visit, { ...visit, state: 'ARRIVED', arrivedAt: world.now }, 'li')
    })
    expect(await kinds()).toEqual([])
    world.now += 9 * HOUR
    expect(await kinds()).toEqual(['not-completed'])
    world.now = MONDAY_10 + service.policy.sla.resolve.LOW + 1
    expect(await kinds()).toContain('unresolved')
  })
})

describe('what is going on', () => {
  test('lists the visits of the day, in order, without those that were cancelled', async () => {
    const visit = await addBookedVisit(world)
    expect(await board.today()).toEqual([])
    world.now = WINDOW.startsAt - HOUR
    expect((await board.today()).map(({ id }) => id)).toEqual([visit.id])
    await world.touch(async tx => {
      const cancelled = moveVisit(visit, 'cancel', 'customer', world.now)
      if (cancelled.ok) await saveVisit(tx, visit, cancelled.visit, 'customer')
    })
    expect(await board.today()).toEqual([])
  })

  test('says who has what in hand', async () => {
    await world.raise()
    expect(await board.who()).toEqual([])
    await claimed({ id: 'slack:U1', name: 'Li Wei', roles: ['agent'] })
    expect(await board.who()).toEqual([{ name: 'Li Wei', escalations: [{ id: 1, case: null, customer: null }] }])
  })

  test('shows nothing of a case that tells where its customer is while somebody is waited for (R-098)', async () => {
    await addCustomer(world)
    const id = await addOpenCase(world)
    await world.touch(tx => tx.run("UPDATE service_case SET symptom_code = 'other'"))
    await world.touch(tx =>
      tx.run(
        `INSERT INTO rating (case_id, subject, score, reasons, comment, history, created_at, updated_at)
         VALUES (${id}, 'case:${id}', 1, '[]', 'Call 13812345678', '[]', 1, 1)`,
      ),
    )
    expect(JSON.stringify(await board.findCase('C1001'))).toContain('13812345678')
    await world.raise()
    await world.touch(tx => tx.run("UPDATE conversation SET owner = 'waiting'"))
    expect(JSON.stringify(await board.findCase('C1001'))).not.toContain('13812345678')
  })

  test('finds a case by its number however it is written', async () => {
    await addOpenCase(world)
    for (const number of ['C1001', 'c1001', ' 1001 ']) expect((await board.findCase(number))?.id, number).toBe(1)
    for (const number of ['C1002', '1', 'my case', '']) expect(await board.findCase(number), number).toBeUndefined()
  })
})
