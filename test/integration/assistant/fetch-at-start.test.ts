import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addMedia } from '../../../src/store/media.ts'
import { createRecorder, openHouse, shippedContent } from '../../support/house.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-fetch-'))
  // Nothing is found because a while has passed.
  vi.useFakeTimers({ toFake: ['setTimeout'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

test('a file that an earlier process did not bring home is fetched at the next start, which a thread waits for', async () => {
  const content = await shippedContent()
  const databaseUrl = `sqlite:${join(folder, 'aftercare.sqlite')}`
  const before = await openHouse({ ...content, databaseUrl })
  await before.app.database.transaction(before.app.clock.now(), tx =>
    addMedia(tx, { conversationId: 'desktop:1', caseId: null, kind: 'photo', channel: 'desktop', file: 'F1' }),
  )
  await before.app.stop()

  const { channel } = createRecorder('desktop')
  let tell = (_file: string) => {}
  const asked = new Promise<string>(resolve => {
    tell = resolve
  })
  const fetchFile = async (file: string) => {
    tell(file)
    return new Uint8Array([1])
  }
  const after = await openHouse({ ...content, databaseUrl, channels: [() => ({ channel: { ...channel, fetchFile } })] })
  expect(await asked).toBe('F1')
  await after.app.stop()
})
