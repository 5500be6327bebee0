import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { type BuiltChannel, createApp } from '../../src/app.ts'
import { createUploads } from '../../src/channels/web/uploads.ts'
import { playground } from '../../src/playground.ts'
import type { ChannelHouse } from './channel-rig.ts'
import { openWebPages } from './customer-web.ts'
import { freePort } from './free-port.ts'
import { type Content, MONDAY_MORNING } from './house.ts'
import { staffOf } from './staff.ts'

/** Aftercare with its playground, without a browser. */
export async function openWebRig({ loaded, catalogue }: Content): Promise<ChannelHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'aftercare-web-'))
  const errors: string[] = []
  const sink = new Writable({
    write(line, _, done) {
      errors.push(String(line))
      done()
    },
  })
  const port = await freePort()
  let copies = 1
  let people = 0
  let marks = 0
  let built: BuiltChannel | undefined
  const pages = openWebPages(`http://127.0.0.1:${port}`, () => copies)
  const begin = async () => {
    const app = await createApp({
      config: { databaseUrl: `sqlite:${join(folder, 'aftercare.sqlite')}` },
      loaded,
      catalogue,
      log: pino({ level: 'error' }, sink),
      clock: { now: () => MONDAY_MORNING },
      random: below => Math.floor(below / 2),
      channels: [
        parts => {
          built = playground(parts)
          return built
        },
      ],
    })
    await app.server.listen({ host: '127.0.0.1', port })
    await app.start()
    await pages.listen()
    return app
  }
  let app = await begin()
  const settled = async () => {
    await app.worker.drain()
    marks += 1
    const read = pages.reads(`mark-${marks}`)
    built?.changed?.([`mark-${marks}`])
    await read
  }
  return {
    platform: 'web',
    get app() {
      return app
    },
    folder,
    errors,
    person({ language = 'en', name = 'Anna' } = {}) {
      people += 1
      return pages.person({ id: `customer-${people}`, name, language })
    },
    repeats(times) {
      copies = times
    },
    settled,
    async desk(conversation, command) {
      const outcome = await app.runDesk({ conversation, staff: staffOf('Wei'), command })
      await settled()
      return outcome
    },
    async staffFile({ name, mime, bytes }, kind) {
      const file = await createUploads(join(folder, 'uploads')).save(bytes, name)
      return { channel: 'web', kind, file, name, mime, size: bytes.length }
    },
    troubles: () => {
      throw new Error('The playground takes everything')
    },
    loses: () => Promise.reject(new Error('Nobody is out of reach in the playground')),
    finds: () => Promise.reject(new Error('Nobody is out of reach in the playground')),
    async restart() {
      await app.stop()
      app = await begin()
    },
    rows: (sql, parameters) => app.database.read(reader => reader.all(sql, parameters)),
    async close() {
      await app.stop()
      await rm(folder, { recursive: true, force: true })
      if (errors.length > 0) throw new Error(`What no test looked at:\n${errors.slice(0, 5).join('\n')}`)
    },
  }
}
