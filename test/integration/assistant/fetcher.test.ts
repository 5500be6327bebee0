/** Bytes of files come home by themselves, whatever else goes on. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Channel } from '../../../src/assistant/channel.ts'
import { createFetcher, type Fetcher } from '../../../src/assistant/fetcher.ts'
import { FileError } from '../../../src/channels/slack/files.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import { addMedia, mediaState } from '../../../src/store/media.ts'

let database: Database
let folder: string
let fetcher: Fetcher
beforeEach(async () => {
  database = await openDatabase('sqlite::memory:')
  folder = await mkdtemp(join(tmpdir(), 'fetcher-'))
})
afterEach(async () => {
  await fetcher.stop()
  await database.close()
  await rm(folder, { recursive: true })
})

/** A photo whose download goes as the attempts say, one after the other. */
async function photo(...attempts: readonly (() => Promise<Uint8Array>)[]): Promise<number> {
  const left = [...attempts]
  const channel: Channel = {
    name: 'test',
    pace: { perSecond: 1, sameConversationMs: 0, burst: 1, parallel: 1 },
    send: async () => ({ kind: 'sent' }),
    fetchFile: async () => {
      const attempt = left.shift()
      if (!attempt) throw new Error('nobody expected another attempt')
      return attempt()
    },
  }
  fetcher = createFetcher({
    database,
    channels: new Map([['test', channel]]),
    folder,
    now: () => Date.now(),
    log: pino({ level: 'silent' }),
    limits: { attempts: 3, firstMs: 1, mostMs: 1 },
  })
  const media = { conversationId: 'test:1', caseId: null, kind: 'photo', channel: 'test', file: 'F1' }
  return database.transaction(Date.now(), tx => addMedia(tx, media))
}

test('what failed is tried again without anybody who wakes', async () => {
  let arrived = () => {}
  const second = new Promise<void>(resolve => {
    arrived = resolve
  })
  const media = await photo(
    () => Promise.reject(new FileError('unreachable', 'the line is down')),
    async () => {
      arrived()
      return Uint8Array.from([1])
    },
  )
  fetcher.wake()
  await second
  await fetcher.idle()
  expect(await database.read(sql => mediaState(sql, media))).toMatchObject({ kind: 'kept' })
})

test.each(['gone', 'too-big'] as const)('what is %s is lost at once: nothing waits for it', async code => {
  const media = await photo(() => Promise.reject(new FileError(code, 'no such file')))
  fetcher.wake()
  await fetcher.idle()
  expect(await database.read(sql => mediaState(sql, media))).toEqual({ kind: 'lost' })
})
