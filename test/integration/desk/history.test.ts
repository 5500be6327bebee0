import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InboundContent } from '../../../src/assistant/channel.ts'
import { readHistory } from '../../../src/desk/history.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import { storeInbox } from '../../../src/store/inbox.ts'
import { type Author, storeOutbox, voidOutbox } from '../../../src/store/outbox.ts'

const HERE = 'telegram:1'
const T0 = Date.UTC(2026, 10, 23, 1, 0)
let database: Database
let updates = 0

beforeEach(async () => {
  database = await openDatabase('sqlite::memory:')
})
afterEach(() => database.close())

async function heard(at: number, content: InboundContent, conversation = HERE) {
  updates += 1
  const updateId = String(updates)
  const payload = { channel: 'telegram', updateId, conversation, at, from: {}, content }
  await database.transaction(at, tx =>
    storeInbox(tx, [{ channel: 'telegram', updateId, conversationId: conversation, kind: 'customer', payload }]),
  )
}

async function said(
  at: number,
  payload: { kind: string; [key: string]: unknown },
  author: Author = 'bot',
  ask: string | null = null,
) {
  await database.transaction(at, tx =>
    storeOutbox(tx, [{ conversationId: HERE, payload, author, priority: 0, ask, language: 'en' }]),
  )
}

const question = {
  kind: 'text',
  names: ['book-visit.window'],
  text: 'When may we come?',
  buttons: [{ label: 'Today 16:00', token: 'q1:0' }],
  ask: 'q1',
}

describe('the history of a conversation', () => {
  test('tells both sides in order, with taps by their labels and settled questions', async () => {
    await heard(T0, { kind: 'text', text: 'my washer leaks' })
    await said(T0, question, 'bot', 'q1')
    await heard(T0 + 5, { kind: 'tap', token: 'q1:0' })
    await said(T0 + 5, { kind: 'settle', label: 'Today 16:00' }, 'bot', 'q1')
    await said(T0 + 5, { kind: 'text', names: ['book-visit.booked'], text: 'Booked.' })
    await said(T0 + 9, { kind: 'text', names: [], text: 'Li here.' }, 'agent')
    await said(T0 + 10, { kind: 'text', names: [], text: 'On the way.' }, 'notice')
    const lines = await database.read(sql => readHistory(sql, HERE, 50))
    expect(lines.map(line => [line.from, line.text, line.settled])).toEqual([
      ['customer', 'my washer leaks', undefined],
      ['bot', 'When may we come?', 'Today 16:00'],
      ['customer', 'Today 16:00', undefined],
      ['bot', 'Booked.', undefined],
      ['agent', 'Li here.', undefined],
      ['notice', 'On the way.', undefined],
    ])
    expect(lines[1]).toMatchObject({ at: T0, names: ['book-visit.window'], buttons: question.buttons, ask: 'q1' })
    expect(new Set(lines.map(line => line.id)).size).toBe(6)
  })

  test('shows photos by their media id, places, contacts, commands and edits', async () => {
    await database.transaction(T0, tx =>
      tx.run(
        `insert into media (conversation_id, kind, channel, file, attempts, created_at) values (?, 'photo', 'telegram', 'F1', 0, ?)`,
        [HERE, T0],
      ),
    )
    await heard(T0, { kind: 'file', file: { kind: 'photo', file: 'F1' }, caption: 'the puddle' })
    await heard(T0 + 1, { kind: 'file', file: { kind: 'voice', file: 'F2' } })
    await heard(T0 + 2, { kind: 'location', latitude: 30.2, longitude: 120.1 })
    await heard(T0 + 3, { kind: 'contact', phone: '+8613812345678', name: 'Anna' })
    await heard(T0 + 4, { kind: 'command', name: 'book', payload: '' })
    await heard(T0 + 5, { kind: 'edit', text: 'it leaks', message: '7' })
    await heard(T0 + 6, { kind: 'reachable', reachable: false })
    const lines = await database.read(sql => readHistory(sql, HERE, 50))
    expect(lines.map(({ text, files, edited }) => ({ text, files, edited }))).toEqual([
      { text: 'the puddle', files: [{ kind: 'photo', media: 1 }] },
      { text: undefined, files: [{ kind: 'voice' }] },
      { text: '30.2, 120.1' },
      { text: 'Anna +8613812345678' },
      { text: '/book' },
      { text: 'it leaks', edited: true },
    ])
  })

  test('leaves out what was void before it was sent, and other conversations', async () => {
    await said(T0, { kind: 'text', names: [], text: 'Too late.' })
    await database.transaction(T0, tx => voidOutbox(tx, HERE, ['bot']))
    await heard(T0, { kind: 'text', text: 'secret' }, 'telegram:2')
    expect(await database.read(sql => readHistory(sql, HERE, 50))).toEqual([])
  })

  test('gives the last lines when there are more', async () => {
    for (let n = 0; n < 6; n += 1) {
      await heard(T0 + 2 * n, { kind: 'text', text: `c${n}` })
      await said(T0 + 2 * n + 1, { kind: 'text', names: [], text: `b${n}` })
    }
    const lines = await database.read(sql => readHistory(sql, HERE, 3))
    expect(lines.map(line => line.text)).toEqual(['b4', 'c5', 'b5'])
  })
})
