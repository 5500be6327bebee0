import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ReadFile } from '../../../src/assistant/channel.ts'
import { addMedia, mediaState, postponeMedia } from '../../../src/store/media.ts'
import { rows, words } from '../../support/arrivals.ts'
import { type Content, createRecorder, type House, openHouse, shippedContent } from '../../support/house.ts'
import { replyOf, staffOf } from '../../support/staff.ts'

let content: Content
let folder: string
let house: House
let readFile: ReadFile

beforeAll(async () => {
  content = await shippedContent()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-files-'))
  house = await openHouse({
    ...content,
    databaseUrl: `sqlite:${join(folder, 'aftercare.sqlite')}`,
    channels: [
      parts => {
        readFile = parts.readFile
        return { channel: createRecorder('desktop').channel }
      },
    ],
  })
})
afterEach(async () => {
  await house.app.stop()
  await rm(folder, { recursive: true, force: true })
})

const KEPT = { kind: 'kept', bytes: Buffer.from([1, 2, 3]) }
const media = () =>
  rows<{ id: number }>(house, 'select id, author, channel, file, conversation_id from media order by id')

test('files of an agent are fetched from where they lie, like those of customers', async () => {
  await house.does({ kind: 'file', file: { kind: 'photo', file: 'F1' } })
  await house.does(words('I want to talk to a person'))
  const file = { kind: 'file', file: 'F2', name: 'manual.pdf', channel: 'desktop' } as const
  const command = replyOf(1, '', { files: [file] })
  await house.app.runDesk({ conversation: 'test:1', staff: staffOf('Wei'), command })
  await house.app.worker.drain()
  expect(await media()).toEqual([
    { id: 1, author: 'customer', channel: 'test', file: 'F1', conversation_id: 'test:1' },
    { id: 2, author: 'agent', channel: 'desktop', file: 'F2', conversation_id: 'test:1' },
  ])
  expect([await readFile(1), await readFile(2)]).toEqual([KEPT, KEPT])
  expect(house.recorder.sent.at(-1)?.content).toEqual({
    kind: 'files',
    text: '',
    files: [{ media: 2, kind: 'file', name: 'manual.pdf' }],
  })
})

test('files of an agent are fetched at once, not when the next customer sends one', async () => {
  await house.does(words('I want to talk to a person'))
  const command = replyOf(1, '', { files: [{ kind: 'photo', file: 'F1', channel: 'desktop' }] })
  await house.app.runDesk({ conversation: 'test:1', staff: staffOf('Wei'), command })
  // Finishes what has begun, and begins nothing.
  await house.app.stop()
  house = await openHouse({ ...content, databaseUrl: `sqlite:${join(folder, 'aftercare.sqlite')}` })
  expect(await house.app.database.read(sql => mediaState(sql, 1))).toEqual({ kind: 'kept', path: '1' })
})

test('a file is coming until it was fetched, and lost when it never was, was taken away, or is unknown', async () => {
  const { database, clock, worker } = house.app
  const begin = { conversationId: 'test:1', caseId: null, kind: 'photo', channel: 'test', file: 'F1' }
  const id = await database.transaction(clock.now(), tx => addMedia(tx, begin))
  expect(await readFile(id)).toEqual({ kind: 'coming' })
  await worker.drain()
  expect(await readFile(id)).toEqual(KEPT)
  await rm(join(folder, 'media', String(id)))
  expect(await readFile(id)).toEqual({ kind: 'lost' })
  const never = await database.transaction(clock.now(), async tx => {
    const added = await addMedia(tx, begin)
    await postponeMedia(tx, added, null)
    return added
  })
  expect(await readFile(never)).toEqual({ kind: 'lost' })
  expect(await readFile(99)).toEqual({ kind: 'lost' })
})
