/**
 * A whole Aftercare behind a fake Telegram: the webhook, a database file, the shipped flows, and a clock that only tests
 * move. What no correct program sends to Telegram, and every error in the log, fails the test at `close`.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { parse, stringify } from 'yaml'
import { type App, createApp } from '../../src/app.ts'
import type { DeskCommand, DeskOutcome, Staff } from '../../src/desk/command.ts'
import type { Cell, Row } from '../../src/store/sql.ts'
import { telegramChannel } from '../../src/telegram.ts'
import { type FakeTelegram, startFakeTelegram } from './fake-telegram.ts'
import { type Content, MONDAY_MORNING, shippedContent } from './house.ts'
import { staffOf } from './staff.ts'

export type TelegramHouse = {
  readonly telegram: FakeTelegram
  readonly app: App
  /** Folder of the database and of the files of customers. */
  readonly folder: string
  /** Log lines from `error` upwards. A test that expects some takes them out. */
  readonly errors: string[]
  /** Resolves when everything that came in is answered and heard. */
  settled(): Promise<void>
  /** A command of the staff for one conversation; what it leads to is heard when this resolves. */
  desk(conversation: string, command: DeskCommand, staff?: Staff): Promise<DeskOutcome>
  rows<R extends Row = Row>(sql: string, parameters?: readonly Cell[]): Promise<readonly R[]>
  /** The process ends as it should, and another begins with the same database. */
  restart(): Promise<void>
  /** Ends everything and throws when something was wrong that no test looks at. */
  close(): Promise<void>
}

export type TelegramHouseOptions = Content & {
  /** Where the clock stands. */
  readonly now?: number
}

const SECRET = 'secret-of-the-acceptance-tests'

export async function openTelegramHouse(options: TelegramHouseOptions): Promise<TelegramHouse> {
  const telegram = await startFakeTelegram()
  const folder = await mkdtemp(join(tmpdir(), 'aftercare-'))
  const errors: string[] = []
  const sink = new Writable({
    write(line, _, done) {
      errors.push(String(line))
      done()
    },
  })
  const port = await freePort()
  const begin = async () => {
    const begun = await createApp({
      config: { databaseUrl: `sqlite:${join(folder, 'aftercare.sqlite')}` },
      loaded: options.loaded,
      catalogue: options.catalogue,
      log: pino({ level: 'error' }, sink),
      clock: { now: () => options.now ?? MONDAY_MORNING },
      random: below => Math.floor(below / 2),
      channels: [
        telegramChannel({
          token: telegram.token,
          apiRoot: telegram.apiRoot,
          webhook: { url: `http://127.0.0.1:${port}/telegram/webhook`, secret: SECRET },
        }),
      ],
    })
    const registered = telegram.called('setWebhook', (telegram.calls.get('setWebhook') ?? 0) + 1)
    await begun.server.listen({ host: '127.0.0.1', port })
    await begun.start()
    await registered
    return begun
  }
  let app = await begin()
  return {
    telegram,
    get app() {
      return app
    },
    folder,
    errors,
    settled: () => app.worker.drain(),
    async desk(conversation, command, staff = staffOf('Wei')) {
      const outcome = await app.runDesk({ conversation, staff, command })
      await app.worker.drain()
      return outcome
    },
    rows: (sql, parameters) => app.database.read(reader => reader.all(sql, parameters)),
    async restart() {
      await app.stop()
      app = await begin()
    },
    async close() {
      await app.stop()
      await telegram.close()
      await rm(folder, { recursive: true, force: true })
      const faults = [...telegram.violations.map(violation => `violation: ${violation}`), ...errors].slice(0, 5)
      if (faults.length > 0) throw new Error(`What no test looked at:\n${faults.join('\n')}`)
    },
  }
}

/** The address is part of the webhook, and known only once somebody has listened. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

/**
 * The shipped flows from a copy that a test may change (`change` is given its folder) and, unless it says otherwise, with
 * a pace at which nobody waits for wall-clock time.
 */
export async function changedContent(
  change: (folder: string) => Promise<void> = async () => {},
  pace: Readonly<Record<string, unknown>> = { perSecond: 1_000_000, burst: 1_000_000 },
): Promise<Content> {
  const folder = await mkdtemp(join(tmpdir(), 'aftercare-flows-'))
  try {
    await cp('flows', folder, { recursive: true })
    await changeYaml<{ channels: { telegram: object } }>(join(folder, 'policy.yaml'), policy => {
      Object.assign(policy.channels.telegram, pace)
    })
    await change(folder)
    return await shippedContent(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Changes a YAML file in place. */
export async function changeYaml<T>(path: string, change: (values: T) => void): Promise<void> {
  const values = parse(await readFile(path, 'utf8')) as T
  change(values)
  await writeFile(path, stringify(values))
}
