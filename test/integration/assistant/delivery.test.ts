import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Delivery } from '../../../src/assistant/channel.ts'
import type { VisitMove } from '../../../src/desk/command.ts'
import type { Values } from '../../../src/flow/flow.ts'
import { arrives, createGate, rows, textsTo, words } from '../../support/arrivals.ts'
import { type Content, type House, openHouse } from '../../support/house.ts'
import { CHECKLIST, COMPLETION_FORM, HOUR_MS, LINES, MODEL, moveToReminder, RECEIPT } from '../../support/journey.ts'
import { staffOf } from '../../support/staff.ts'
import { changedContent, changeYaml } from '../../support/telegram-house.ts'

const later = (everyone: boolean): Delivery => ({ kind: 'later', afterMs: 5, everyone })
const unknown: Delivery = { kind: 'unknown', why: 'no answer in time' }
const refused: Delivery = { kind: 'refused', why: '400 Bad Request' }
const unreachable: Delivery = { kind: 'unreachable', why: '403 Forbidden' }
const ATTEMPTS = 3
const WEI = staffOf('Wei')

let content: Content
let house: House

beforeAll(async () => {
  // The shortest back-off the policy can say; messages are given up after three attempts.
  content = await changedContent(folder =>
    changeYaml<{ worker: object }>(join(folder, 'policy.yaml'), policy => {
      Object.assign(policy.worker, { deliveries: ATTEMPTS, backOff: { first: '1s', most: '1s' } })
    }),
  )
})
beforeEach(async () => {
  house = await openHouse(content)
})
afterEach(() => house.app.stop())

/** Three messages of one customer and one of another, at once. */
async function fourArrive(): Promise<void> {
  const said = ["my washer won't drain", 'no, nothing like that', 'Hose is fine, no drain']
  await Promise.all([
    ...said.map(text => arrives(house, '1', words(text))),
    arrives(house, '2', { kind: 'command', name: 'help', payload: '' }),
  ])
}

/** Waits until nothing is pending any more, attempt by attempt. */
async function allSent(): Promise<void> {
  for (;;) {
    await house.app.worker.drain()
    const pending = await rows(house, "select id from outbox where state = 'pending'")
    if (pending.length === 0) return
    await new Promise(resolve => setImmediate(resolve))
  }
}

const outbox = (customer: string) =>
  rows<{ text: string; state: string; attempts: number }>(
    house,
    "select payload ->> 'text' as text, state, attempts from outbox where conversation_id = ? and payload ->> 'kind' = 'text' order by id",
    [`test:${customer}`],
  )

async function expectAllHeardInOrder(): Promise<void> {
  for (const customer of ['1', '2']) {
    const stored = await outbox(customer)
    expect(textsTo(house, customer)).toEqual(stored.map(({ text }) => text))
    expect(new Set(stored.map(({ state }) => state))).toEqual(new Set(['sent']))
  }
  expect(textsTo(house, '1')).toHaveLength(3)
}

describe('a platform that asks to wait', () => {
  test.each([
    ['in one conversation', false],
    ['everywhere', true],
  ])('%s gets everything later, in order and once', async (_, everyone) => {
    house.recorder.deliveries.push(later(everyone), later(everyone), later(everyone))
    await fourArrive()
    await allSent()
    await expectAllHeardInOrder()
    expect((await outbox('1')).map(({ attempts }) => attempts)).toEqual([0, 0, 0])
    expect(await rows(house, 'select id from staff_task')).toEqual([])
  })
})

describe('a message of which nobody knows whether it arrived', () => {
  test('is sent again before anything behind it, and counted', async () => {
    house.recorder.deliveries.push(unknown)
    await arrives(house, '1', words("my washer won't drain"))
    await house.app.worker.drain()
    await Promise.all([
      arrives(house, '1', words('no, nothing like that')),
      arrives(house, '1', words('Hose is fine, no drain')),
      arrives(house, '2', { kind: 'command', name: 'help', payload: '' }),
    ])
    await allSent()
    await expectAllHeardInOrder()
    expect((await outbox('1')).map(({ attempts }) => attempts)).toEqual([1, 0, 0])
  })

  test('is given up after the attempts of the policy, shown to a person, and what is behind it goes out', async () => {
    house.recorder.deliveries.push(unknown, unknown, unknown)
    await arrives(house, '1', words("my washer won't drain"))
    await house.app.worker.drain()
    await arrives(house, '1', words('no, nothing like that'))
    await allSent()
    const [first, second] = await outbox('1')
    expect(first).toMatchObject({ state: 'failed', attempts: ATTEMPTS })
    expect(second).toMatchObject({ state: 'sent', attempts: 0 })
    expect(textsTo(house, '1')).toEqual([second?.text])
    expect(await rows(house, 'select kind, text from staff_task')).toEqual([{ kind: 'undelivered', text: first?.text }])
  })
})

test('a message that the platform refuses is shown to a person, and the next one goes out', async () => {
  house.recorder.deliveries.push(refused)
  await house.does(words("my washer won't drain"))
  await house.does(words('no, nothing like that'))
  const [first, second] = await outbox('1')
  expect(first).toMatchObject({ state: 'failed' })
  expect(textsTo(house, '1')).toEqual([second?.text])
  expect(await rows(house, 'select kind, text, conversation_id from staff_task')).toEqual([
    { kind: 'undelivered', text: first?.text, conversation_id: 'test:1' },
  ])
})

test('to a customer who cannot be reached nothing more is sent, and it is one task, until they write again', async () => {
  const gate = createGate()
  await house.app.stop()
  house = await openHouse({ ...content, channels: [gate.channel] })
  await arrives(house, '1', words("my washer won't drain"))
  await gate.reached(1)
  await arrives(house, '1', words('no, nothing like that'))
  await arrives(house, '1', words('Hose is fine, no drain'))
  // The staff's command is taken behind all of them.
  await house.app.runDesk({ conversation: 'test:1', staff: WEI, command: { do: 'finish-task', task: 1 } })
  gate.open(unreachable)
  await house.app.worker.drain()
  expect((await outbox('1')).map(({ state }) => state)).toEqual(['void', 'void', 'void'])
  expect(gate.given).toHaveLength(1)
  await house.does({ kind: 'reachable', reachable: false })
  expect(await rows(house, 'select kind from staff_task')).toEqual([{ kind: 'unreachable' }])

  await house.does(words('Clean, still no drain'))
  expect(textsTo(house, '1', gate.given)).toHaveLength(2)
  expect(await rows(house, 'select unreachable_at from conversation')).toEqual([{ unreachable_at: null }])
})

const WHOLE_VISIT: readonly (readonly [VisitMove, Values])[] = [
  ['assign', {}],
  ['on-the-way', { checklist: CHECKLIST }],
  ['arrived', {}],
  ['begin', RECEIPT],
  ['complete', COMPLETION_FORM],
]

test('replies, notices, reminders and surveys are stored in that order of urgency (peers 4a)', async () => {
  const lines = LINES.en
  const said = [lines.opening, lines.safe, lines.hoseFine, lines.filterClean, lines.name, '13812345678', lines.home]
  for (const text of [...said, MODEL, lines.bought, lines.noWish]) await house.does(words(text))
  const window = house.recorder.sent.flatMap(({ content: sent }) =>
    sent.kind === 'text' ? (sent.buttons ?? []).filter(({ label }) => /\d\d:\d\d–/.test(label)) : [],
  )
  await house.does({ kind: 'tap', token: window.at(-1)?.token ?? '' })
  await house.does(words(lines.confirm))
  await moveToReminder({ app: house.app, rows: sql => rows(house, sql) })
  for (const [move, details] of WHOLE_VISIT) {
    const [visit] = await rows<{ id: number; revision: number }>(house, 'select id, revision from visit')
    const { id = 0, revision = 0 } = visit ?? {}
    const command = { do: 'move-visit', visit: id, revision, move, details } as const
    const outcome = await house.app.runDesk({ conversation: 'test:1', staff: WEI, command })
    expect(outcome).toMatchObject({ ok: true })
  }
  await house.app.time.moveBy(24 * HOUR_MS)
  const priorities = await rows<{ name: string; priority: number; author: string }>(
    house,
    "select payload ->> '$.names[0]' as name, priority, author from outbox where payload ->> 'kind' = 'text' order by id",
  )
  const of = (name: RegExp) => priorities.filter(row => name.test(row.name)).map(row => row.priority)
  expect(new Set(of(/^(safety-check|washer-no-drain|book-visit)\./))).toEqual(new Set([0]))
  expect(of(/^visit-(assigned|on-the-way|arrived|working|completed)\./)).toEqual([1, 1, 1, 1, 1])
  expect(of(/^confirm-visit\./)).toEqual([2])
  expect(of(/^rate-visit\./)).toEqual([3])
})
