import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Delivery } from '../../../src/assistant/channel.ts'
import type { Sender } from '../../../src/assistant/deliver.ts'
import type { DeskCommand, DeskOutcome } from '../../../src/desk/command.ts'
import { arrives, createGate, inboundOf, rows, textsTo, words } from '../../support/arrivals.ts'
import {
  type Content,
  createDeskRecorder,
  type DeskRecorder,
  type House,
  type HouseOptions,
  MONDAY_MORNING,
  openHouse,
} from '../../support/house.ts'
import { LINES } from '../../support/journey.ts'
import { replyOf, staffOf } from '../../support/staff.ts'
import { changedContent, changeYaml } from '../../support/telegram-house.ts'

const lines = LINES.en
const refused: Delivery = { kind: 'refused', why: '400 Bad Request' }
const unknown: Delivery = { kind: 'unknown', why: 'no answer in time' }
const unreachable: Delivery = { kind: 'unreachable', why: '403 Forbidden' }

let content: Content
let folder: string
let house: House
let desk: DeskRecorder
let instants = 0

beforeAll(async () => {
  // What does not arrive at once is given up.
  content = await changedContent(flows =>
    changeYaml<{ worker: object }>(join(flows, 'policy.yaml'), policy => {
      Object.assign(policy.worker, { deliveries: 1, postings: 2, backOff: { first: '1s', most: '1s' } })
    }),
  )
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-relays-'))
  await open()
})
afterEach(async () => {
  await house.app.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Every transaction has an instant of its own: what bears the same was written in the same commit. */
async function open(options: Partial<HouseOptions> = {}): Promise<void> {
  desk = createDeskRecorder()
  house = await openHouse({
    ...content,
    databaseUrl: `sqlite:${join(folder, 'aftercare.sqlite')}`,
    now: () => MONDAY_MORNING + ++instants,
    desk: desk.sender,
    ...options,
  })
}

async function reopen(options: Partial<HouseOptions> = {}): Promise<void> {
  await house.app.stop()
  await open(options)
}

async function order(command: DeskCommand, name = 'Wei'): Promise<DeskOutcome> {
  const outcome = await house.app.runDesk({ conversation: 'test:1', staff: staffOf(name), command })
  await house.app.worker.drain()
  return outcome
}

/** The customer asks for a person and Wei takes it: escalation 1. */
async function claim(): Promise<void> {
  await house.does(words(lines.human))
  expect(await order({ do: 'claim', escalation: 1 })).toMatchObject({ ok: true })
}

/** Posts about what became of a relay, in the order they were written. */
const receipts = (relay = 1) =>
  rows<{ created_at: number; state: string }>(
    house,
    "select created_at, state from outbox where conversation_id = 'desk:escalation:1' and ask = ? order by id",
    [`relay:${relay}`],
  )

const agentRows = () =>
  rows<{ id: number; state: string; sent_at: number | null }>(
    house,
    "select id, state, sent_at from outbox where author = 'agent' order by id",
  )

const tasks = () =>
  rows<{ kind: string; created_at: number }>(house, 'select kind, created_at from staff_task order by id')

describe('what became of the words of an agent is written in the commit', () => {
  test('that marks them as sent, and shown to the staff', async () => {
    await claim()
    await order(replyOf(1, 'Good morning.'))
    const [written, arrived, ...more] = await receipts()
    expect(await agentRows()).toEqual([{ id: expect.any(Number), state: 'sent', sent_at: arrived?.created_at }])
    expect(arrived?.created_at).toBeGreaterThan(written?.created_at ?? 0)
    expect(more).toEqual([])
    expect((await receipts()).map(({ state }) => state)).toEqual(['sent', 'sent'])
    expect(desk.posted.at(-1)?.payload).toEqual({ kind: 'post', post: { kind: 'relay', relay: 1 } })
  })

  test('that marks them at the very end, and is shown after the restart', async () => {
    const gate = createGate()
    await claim()
    await reopen({ channels: [gate.channel] })
    const outcome = house.app.runDesk({
      conversation: 'test:1',
      staff: staffOf('Wei'),
      command: replyOf(1, 'Good morning.'),
    })
    await gate.reached(1)
    expect(await outcome).toMatchObject({ ok: true })
    const stopped = house.app.stop()
    gate.open()
    await stopped
    await open()
    const [row] = await agentRows()
    expect(row?.state).toBe('sent')
    expect((await receipts()).at(-1)?.created_at).toBe(row?.sent_at)
    await house.app.worker.drain()
    expect(desk.posted.at(-1)?.payload).toMatchObject({ post: { kind: 'relay', relay: 1 } })
    expect(textsTo(house, '1')).toEqual([])
  })

  test.each<[string, Delivery]>([
    ['refuses them', refused],
    ['gives them up', unknown],
  ])('that %s, with the task', async (_, delivery) => {
    await claim()
    house.recorder.deliveries.push(delivery)
    await order(replyOf(1, 'Good morning.'))
    expect((await agentRows()).map(({ state }) => state)).toEqual(['failed'])
    const [task, ...more] = await tasks()
    expect([task?.kind, more]).toEqual(['undelivered', []])
    expect((await receipts()).at(-1)).toEqual({ created_at: task?.created_at, state: 'sent' })
  })

  test('that finds the customer unreachable, for everything that waited', async () => {
    const gate = createGate()
    await house.does(words(lines.human))
    await reopen({ channels: [gate.channel] })
    const staff = staffOf('Wei')
    await house.app.runDesk({ conversation: 'test:1', staff, command: { do: 'claim', escalation: 1 } })
    await gate.reached(1)
    for (const text of ['Good morning.', 'Are you there?']) {
      await house.app.runDesk({ conversation: 'test:1', staff, command: replyOf(1, text) })
    }
    gate.open(unreachable)
    await house.app.worker.drain()
    expect((await agentRows()).map(({ state }) => state)).toEqual(['void', 'void'])
    const [conversation] = await rows<{ unreachable_at: number }>(house, 'select unreachable_at from conversation')
    for (const relay of [1, 2]) expect((await receipts(relay)).at(-1)?.created_at).toBe(conversation?.unreachable_at)
    expect((await tasks()).map(({ kind }) => kind)).toEqual(['unreachable'])
    // The task has its card, though no turn was taken.
    expect(desk.posted.map(({ conversationId }) => conversationId)).toContain('desk:task:1')
  })
})

describe('words of an agent', () => {
  test('come after what the turn says by itself', async () => {
    await house.does(words(lines.human))
    await order(replyOf(1, 'This is Wei.'))
    expect(textsTo(house, '1').slice(-2)).toEqual([expect.stringContaining('Wei is handling'), 'This is Wei.'])
    expect(house.recorder.sent.map(({ author }) => author).slice(-2)).toEqual(['notice', 'agent'])
  })

  test('that can be undone go out when their time is over', async () => {
    await claim()
    await order({ do: 'reply', escalation: 1, content: { text: 'Good morning.' }, wait: true })
    expect(textsTo(house, '1')).not.toContain('Good morning.')
    await house.app.time.moveToNextTimer()
    expect(textsTo(house, '1').at(-1)).toBe('Good morning.')
  })

  test('are changed and taken back where they stand', async () => {
    await claim()
    await order({ do: 'reply', escalation: 1, content: { text: 'At nine.' }, post: 'C1:1', wait: false })
    const [said] = await agentRows()
    await order({ do: 'edit-reply', post: 'C1:1', text: 'At ten.' })
    await order({ do: 'delete-reply', post: 'C1:1' })
    expect(house.recorder.sent.slice(-2).map(sent => sent.content)).toEqual([
      { kind: 'edit', message: `m${said?.id}`, text: 'At ten.' },
      { kind: 'delete', message: `m${said?.id}` },
    ])
    expect((await agentRows()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
  })

  test('are taken back whole when an edit has made them more than one', async () => {
    await claim()
    await order({ do: 'reply', escalation: 1, content: { text: 'At nine.' }, post: 'C1:1', wait: false })
    house.recorder.deliveries.push({ kind: 'sent', message: 'one,two' })
    await order({ do: 'edit-reply', post: 'C1:1', text: 'At ten, and …' })
    await order({ do: 'edit-reply', post: 'C1:1', text: 'At ten.' })
    await order({ do: 'delete-reply', post: 'C1:1' })
    expect(house.recorder.sent.slice(-2).map(sent => sent.content)).toEqual([
      { kind: 'edit', message: 'one,two', text: 'At ten.' },
      { kind: 'delete', message: 'one,two' },
    ])
  })

  test('that wait for their files hold up nobody else', async () => {
    await claim()
    house.recorder.deliveries.push({ kind: 'later', afterMs: 60_000, everyone: false })
    const file = { kind: 'file', file: 'F1', name: 'manual.pdf', channel: 'test' } as const
    await order(replyOf(1, 'The manual', { files: [file] }))
    await order(replyOf(1, 'And this behind it'))
    await house.does(words(lines.opening), { id: '2' })
    expect(textsTo(house, '2')).toHaveLength(1)
    expect((await agentRows()).map(({ state }) => state)).toEqual(['pending', 'pending'])
  })
})

const nextTurn = () => new Promise(resolve => setImmediate(resolve))

/** The same desk, far away. */
function slowly(sender: Sender): Sender {
  return {
    ...sender,
    async send(row) {
      for (let turns = 0; turns < 100; turns += 1) await nextTurn()
      return sender.send(row)
    },
  }
}

describe('what the staff are to be shown', () => {
  test('is asked for once in a commit, however many customers are in it', async () => {
    const customers = ['1', '2', '3']
    await house.app.door.receive(customers.map(id => inboundOf(house, id, words(lines.human))))
    await house.app.worker.drain()
    expect(desk.posted.map(({ conversationId, ask }) => `${conversationId} ${ask}`).sort()).toEqual(
      customers.map(id => `desk:escalation:${id} card`),
    )
  })

  test('has been shown when everything is said to be delivered', async () => {
    const gate = createGate()
    await claim()
    await reopen({ channels: [gate.channel], desk: slowly(createDeskRecorder().sender) })
    const command = replyOf(1, 'Good morning.')
    house.app.submitDesk({ conversation: 'test:1', staff: staffOf('Wei'), command }, 'U1')
    const delivered = house.app.worker.drain()
    await gate.reached(1)
    // The desk has nothing left to show until the customer has the message.
    while ((await receipts()).some(({ state }) => state === 'pending')) await nextTurn()
    gate.open()
    await delivered
    expect((await receipts()).map(({ state }) => state)).toEqual(['sent', 'sent'])
  })

  test('has the message that broke its turn, too', async () => {
    await claim()
    await arrives(house, '1', { kind: 'file', file: { file: 'f' } } as never)
    await house.app.worker.drain()
    const [aside] = await rows<{ id: number }>(house, "select id from inbox where state = 'aside'")
    const posts = desk.posted.map(({ payload }) => payload.post)
    expect(posts).toContainEqual({ kind: 'line', inbox: aside?.id })
    expect(desk.posted.map(({ conversationId }) => conversationId)).toContain('desk:task:1')
  })

  test.each<[string, Delivery]>([
    ['refused', refused],
    ['for nobody', unreachable],
  ])('is no work for the staff when it is %s, and what is behind it goes out (peers I56)', async (_, delivery) => {
    desk.deliveries.push(delivery)
    await claim()
    expect(await tasks()).toEqual([])
    const posts = await rows<{ state: string }>(house, "select state from outbox where conversation_id like 'desk:%'")
    expect(posts.map(({ state }) => state)).toEqual(['failed', 'sent'])
    expect(desk.posted).toHaveLength(1)
  })
})

test('what the staff are shown is tried for longer than what a customer is told', async () => {
  desk.deliveries.push(unknown)
  await claim()
  const posts = await rows<{ state: string; attempts: number }>(
    house,
    "select state, attempts from outbox where conversation_id like 'desk:%' order by id limit 1",
  )
  expect(posts).toEqual([{ state: 'pending', attempts: 1 }])
})

test('what the staff cannot be shown holds up no customer and no agent', async () => {
  await house.app.database.transaction(1, tx =>
    tx.run(
      `create trigger broken before insert on outbox when new.conversation_id like 'desk:%'
       begin select raise(abort, 'broken'); end`,
    ),
  )
  await claim()
  house.recorder.deliveries.push({ kind: 'sent', message: 'm1' }, refused)
  for (const text of ['Good morning.', 'Are you there?']) await order(replyOf(1, text))
  await house.does(words('yes'))
  expect((await agentRows()).map(({ state }) => state)).toEqual(['sent', 'failed'])
  expect(await rows(house, "select id from inbox where state <> 'done' or attempts > 0")).toEqual([])
  expect((await tasks()).map(({ kind }) => kind)).toEqual(['undelivered'])
})

test('a customer who takes a message back can be reached again, and hears nothing of it', async () => {
  await house.does(words(lines.opening))
  await house.does({ kind: 'reachable', reachable: false })
  const heard = house.recorder.sent.length
  await house.does({ kind: 'deleted', message: 'm1' })
  expect(await rows(house, 'select unreachable_at from conversation')).toEqual([{ unreachable_at: null }])
  expect(house.recorder.sent).toHaveLength(heard)
})
