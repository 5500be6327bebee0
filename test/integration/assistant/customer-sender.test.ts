import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCustomerSender } from '../../../src/assistant/customer-sender.ts'
import type { Sender } from '../../../src/assistant/deliver.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import { markAttempt, markSent, type NewOutboxRow, type OutboxRow, storeOutbox } from '../../../src/store/outbox.ts'
import { createRecorder, type Recorder } from '../../support/house.ts'

let database: Database
let recorder: Recorder
let sender: Sender

beforeEach(async () => {
  database = await openDatabase('sqlite::memory:')
  recorder = createRecorder()
  sender = createCustomerSender(recorder.channel, database)
})
afterEach(() => database.close())

const FILES = { kind: 'files', text: 'The manual', files: [{ media: 1, kind: 'file' }] }
const PLACE = { kind: 'location', latitude: 31.2, longitude: 121.4 }
const text = (words: string) => ({ kind: 'text', names: [], text: words })

async function stored(payload: NewOutboxRow['payload'], more: Partial<NewOutboxRow> = {}): Promise<OutboxRow> {
  const row: NewOutboxRow = {
    conversationId: 'test:1',
    payload,
    author: 'agent',
    priority: 0,
    ask: 'relay:7',
    language: 'en',
    ...more,
  }
  const [made] = await database.transaction(1, tx => storeOutbox(tx, [row]))
  return made as OutboxRow
}

/** Sent before, as `message` on the platform. */
async function sent(message: string, payload: NewOutboxRow['payload'], more: Partial<NewOutboxRow> = {}) {
  const { id } = await stored(payload, more)
  await database.transaction(2, tx => markSent(tx, [{ id, message }]))
}

const contents = () => recorder.sent.map(({ content }) => content)

describe('a change of what an agent wrote', () => {
  test('goes to the message that arrived first, of this agent and this customer', async () => {
    const failed = await stored(text('At nine.'))
    await database.transaction(2, tx => markAttempt(tx, failed.id, 'timeout', true))
    await sent('m1', text('At nine.'), { conversationId: 'test:2' })
    await sent('m2', text('At eight.'), { ask: 'relay:6' })
    await sent('m3', text('At nine.'))
    expect(await sender.send(await stored({ kind: 'edit', text: 'At ten.' }))).toMatchObject({ kind: 'sent' })
    expect(await sender.send(await stored({ kind: 'delete' }))).toMatchObject({ kind: 'sent' })
    expect(contents()).toEqual([
      { kind: 'edit', message: 'm3', text: 'At ten.' },
      { kind: 'delete', message: 'm3' },
    ])
    expect(new Set(recorder.sent.map(({ author }) => author))).toEqual(new Set(['agent']))
  })

  test('goes to every part that an earlier edit has made of it', async () => {
    await sent('m1', text('At nine.'))
    await sent('m1,m2', { kind: 'edit', text: 'At ten, and …' })
    await sender.send(await stored({ kind: 'delete' }))
    expect(contents()).toEqual([{ kind: 'delete', message: 'm1,m2' }])
  })

  test('changes the words under files, and takes back all that was sent together', async () => {
    await sent('m1', FILES)
    await sent('m2', PLACE)
    await sender.send(await stored({ kind: 'edit', text: 'The new manual' }))
    await sender.send(await stored({ kind: 'delete' }))
    expect(contents()).toEqual([
      { kind: 'edit', message: 'm1', text: 'The new manual' },
      { kind: 'delete', message: 'm1' },
      { kind: 'delete', message: 'm2' },
    ])
  })

  test('leaves a place where it is, which has no words', async () => {
    await sent('m1', PLACE)
    expect(await sender.send(await stored({ kind: 'edit', text: 'Here' }))).toEqual({ kind: 'sent' })
    expect(contents()).toEqual([])
  })

  test.each([{ kind: 'edit', text: 'At ten.' }, { kind: 'delete' }])(
    'asks nothing of the platform when nothing had arrived: $kind',
    async payload => {
      await stored(text('At nine.'))
      expect(await sender.send(await stored(payload))).toEqual({ kind: 'sent' })
      expect(contents()).toEqual([])
    },
  )

  test('that the platform puts off is tried again as a whole', async () => {
    await sent('m1', FILES)
    await sent('m2', PLACE)
    const row = await stored({ kind: 'delete' })
    const later = { kind: 'later', afterMs: 5, everyone: false } as const
    recorder.deliveries.push({ kind: 'sent' }, later)
    expect(await sender.send(row)).toEqual(later)
    expect(await sender.send(row)).toMatchObject({ kind: 'sent' })
    expect(contents()).toEqual(['m1', 'm1', 'm2'].map(message => ({ kind: 'delete', message })))
  })
})

test('an answered question is settled where it stands, sent by this process or by an earlier one', async () => {
  const question = { kind: 'text', names: ['a'], text: 'Does it spin?', ask: 'q1' }
  await sent('m1', question, { author: 'bot', ask: 'q1' })
  const row = await stored({ ...question, text: 'Is it hot?', ask: 'q2' }, { author: 'bot', ask: 'q2' })
  await sender.send(row)
  for (const ask of ['q1', 'q2', 'q3'])
    await sender.send(await stored({ kind: 'settle', label: 'Yes' }, { author: 'bot', ask }))
  expect(contents().slice(1)).toEqual([
    { kind: 'settle', message: 'm1', text: 'Does it spin?', label: 'Yes' },
    { kind: 'settle', message: `m${row.id}`, text: 'Is it hot?', label: 'Yes' },
  ])
})
