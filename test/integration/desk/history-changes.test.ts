import { afterEach, beforeEach, expect, test } from 'vitest'
import type { InboundContent } from '../../../src/assistant/channel.ts'
import { readHistory } from '../../../src/desk/history.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import { storeInbox } from '../../../src/store/inbox.ts'
import { markAttempt, storeOutbox } from '../../../src/store/outbox.ts'

const HERE = 'slack:U1'
let database: Database
let instant: number

beforeEach(async () => {
  instant = Date.UTC(2026, 10, 23, 1, 0)
  database = await openDatabase('sqlite::memory:')
})
afterEach(() => database.close())

/** The customer does something; `message` is the platform's id of it. */
async function heard(content: InboundContent, message?: string, conversation = HERE): Promise<void> {
  instant += 1
  const updateId = String(instant)
  const payload = {
    channel: 'slack',
    updateId,
    conversation,
    at: instant,
    from: {},
    content,
    ...(message && { message }),
  }
  const row = { channel: 'slack', updateId, conversationId: conversation, kind: 'customer', payload } as const
  await database.transaction(instant, tx => storeInbox(tx, [row]))
}

/** An agent does something about the message `ask`; gives the row. */
async function agent(payload: { kind: string; [key: string]: unknown }, ask: string): Promise<number> {
  instant += 1
  const row = { conversationId: HERE, payload, author: 'agent', priority: 0, ask, language: 'en' } as const
  const [stored] = await database.transaction(instant, tx => storeOutbox(tx, [row]))
  return stored?.id ?? 0
}

const fail = (id: number) => database.transaction(instant, tx => markAttempt(tx, id, 'timeout', true))
const text = (words: string) => ({ kind: 'text', names: [], text: words })

async function lines(): Promise<object[]> {
  const history = await database.read(sql => readHistory(sql, HERE, 50))
  return history.map(({ text: said, files, edited, deleted }) => ({ text: said, files, edited, deleted }))
}

test('what a customer took back is not shown any more, nor what it was changed to before', async () => {
  await heard({ kind: 'text', text: 'my password is 1234' }, 'm1')
  await heard({ kind: 'text', text: 'my password is 12345' }, 'm1', 'slack:U2')
  await heard({ kind: 'edit', text: 'my password is 4321', message: 'm1' }, 'm1')
  await heard({ kind: 'file', file: { kind: 'photo', file: 'F1' }, caption: 'me' }, 'm2')
  await heard({ kind: 'text', text: 'the drum leaks' }, 'm3')
  await heard({ kind: 'deleted', message: 'm1' })
  await heard({ kind: 'deleted', message: 'm2' })
  expect(await lines()).toEqual([{ deleted: true }, { deleted: true }, { deleted: true }, { text: 'the drum leaks' }])
  expect(JSON.stringify(await database.read(sql => readHistory(sql, HERE, 50)))).not.toMatch(/password|F1/)
  expect(await database.read(sql => readHistory(sql, 'slack:U2', 50))).toMatchObject([{ text: 'my password is 12345' }])
})

test('what an agent changed shows its latest words, and what they took back none', async () => {
  await agent(text('At nine.'), 'relay:1')
  await agent(text('Goodbye.'), 'relay:2')
  await agent({ kind: 'edit', text: 'At ten.' }, 'relay:1')
  await agent({ kind: 'edit', text: 'At eleven.' }, 'relay:1')
  await agent({ kind: 'delete' }, 'relay:2')
  await fail(await agent({ kind: 'edit', text: 'Never.' }, 'relay:1'))
  expect(await lines()).toEqual([{ text: 'At eleven.', edited: true }, { deleted: true }])
})

test('files of an agent stand with their media ids, and a place beside them keeps its degrees', async () => {
  const files = [
    { media: 4, kind: 'photo' },
    { media: 5, kind: 'file', name: 'manual.pdf', mime: 'application/pdf' },
  ]
  const shown = [
    { media: 4, kind: 'photo' },
    { media: 5, kind: 'file', name: 'manual.pdf' },
  ]
  await agent({ kind: 'files', text: 'The manual', files }, 'relay:1')
  await agent({ kind: 'location', latitude: 31.2, longitude: 121.4 }, 'relay:1')
  await agent({ kind: 'files', text: '', files }, 'relay:2')
  expect(await lines()).toEqual([{ text: 'The manual', files: shown }, { text: '31.2, 121.4' }, { files: shown }])
  await agent({ kind: 'edit', text: '' }, 'relay:1')
  expect(await lines()).toEqual([{ files: shown, edited: true }, { text: '31.2, 121.4' }, { files: shown }])
  await agent({ kind: 'delete' }, 'relay:1')
  expect(await lines()).toEqual([{ deleted: true }, { deleted: true }, { files: shown }])
})

test('what failed and was sent once more is one line', async () => {
  await fail(await agent(text('At nine.'), 'relay:1'))
  await heard({ kind: 'text', text: 'hello?' }, 'm1')
  await agent(text('At nine.'), 'relay:1')
  expect(await lines()).toEqual([{ text: 'hello?' }, { text: 'At nine.' }])
})
