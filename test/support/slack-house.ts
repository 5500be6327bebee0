/**
 * A whole Aftercare behind a fake Slack, and a fake Telegram where a test wants both: a database file, the shipped flows,
 * and a clock that only tests move. What no correct program sends, every error in the log and every secret in it fail the
 * test at `close`.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { parse } from 'yaml'
import { type App, createApp } from '../../src/app.ts'
import type { DeskCommand, DeskOutcome, Staff } from '../../src/desk/command.ts'
import { slackChannel } from '../../src/slack.ts'
import type { Cell, Row } from '../../src/store/sql.ts'
import { telegramChannel } from '../../src/telegram.ts'
import { startFakeSlack } from './fake-slack.ts'
import type { FakeSlack, FakeSlackChannel, FakeSlackOptions, FakeSlackUser } from './fake-slack-types.ts'
import { type FakeTelegram, startFakeTelegram } from './fake-telegram.ts'
import { freePort } from './free-port.ts'
import { type Content, MONDAY_MORNING } from './house.ts'
import { staffOf } from './staff.ts'
import { changedContent, changeYaml } from './telegram-house.ts'

export type SlackHouse = {
  readonly slack: FakeSlack
  /** Only where the test asked for it. */
  readonly telegram: FakeTelegram
  /** The staff's channel; only where there are staff. */
  readonly desk: FakeSlackChannel
  /** The staff, in the order in which they were named. */
  readonly staff: readonly FakeSlackUser[]
  readonly app: App
  /** Address of the server, without a slash at the end. */
  readonly origin: string
  /** Folder of the database and of the files of customers. */
  readonly folder: string
  /** Log lines from `error` upwards. A test that expects some takes them out. */
  readonly errors: string[]
  /** Resolves when everything that came in is answered and heard. */
  settled(): Promise<void>
  /** A command of the staff for one conversation, past the desk in Slack. */
  command(conversation: string, command: DeskCommand, staff?: Staff): Promise<DeskOutcome>
  rows<R extends Row = Row>(sql: string, parameters?: readonly Cell[]): Promise<readonly R[]>
  /** The process ends as it should, and another begins with the same database. */
  restart(): Promise<void>
  /** Ends everything and throws when something was wrong that no test looks at. */
  close(): Promise<void>
}

export type SlackHouseOptions = Content & {
  /** Where the clock stands. */
  readonly now?: number
  /** `http` by default. */
  readonly door?: 'http' | 'socket'
  /** Members of the staff's channel; without any there is no desk. */
  readonly staff?: readonly { readonly id: string; readonly name: string }[]
  /** Those of the staff who are in the group of the managers. */
  readonly managers?: readonly string[]
  readonly telegram?: boolean
  readonly fake?: FakeSlackOptions
}

export const STAFF_CHANNEL = 'C0STAFF'
export const MANAGER_GROUP = 'S0MANAGERS'
const WEBHOOK_SECRET = 'secret-of-the-acceptance-tests'

export async function openSlackHouse(options: SlackHouseOptions): Promise<SlackHouse> {
  const slack = await startFakeSlack({ ...(await installed()), ...options.fake })
  const telegram = options.telegram ? await startFakeTelegram() : undefined
  const staff = (options.staff ?? []).map(person => slack.user(person))
  const desk =
    staff.length > 0 ? slack.channel({ id: STAFF_CHANNEL, name: 'desk', members: staff, isPrivate: true }) : undefined
  if (options.managers) slack.group({ id: MANAGER_GROUP, handle: 'managers', members: options.managers })
  const folder = await mkdtemp(join(tmpdir(), 'aftercare-'))
  const { errors, leaks, log } = createLog([slack.botToken, slack.appToken, slack.signingSecret])
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const begin = async () => {
    const begun = await createApp({
      config: { databaseUrl: `sqlite:${join(folder, 'aftercare.sqlite')}` },
      loaded: options.loaded,
      catalogue: options.catalogue,
      log,
      clock: { now: () => options.now ?? MONDAY_MORNING },
      random: below => Math.floor(below / 2),
      channels: [
        slackChannel({
          botToken: slack.botToken,
          apiUrl: slack.apiUrl,
          door:
            options.door === 'socket'
              ? { kind: 'socket', appToken: slack.appToken }
              : { kind: 'http', signingSecret: slack.signingSecret },
          ...(desk && { staff: { channel: desk.id, ...(options.managers && { managerGroup: MANAGER_GROUP }) } }),
        }),
        ...(telegram
          ? [
              telegramChannel({
                token: telegram.token,
                apiRoot: telegram.apiRoot,
                webhook: { url: `${origin}/telegram/webhook`, secret: WEBHOOK_SECRET },
              }),
            ]
          : []),
      ],
    })
    const asked = slack.calls('auth.test').length
    await begun.server.listen({ host: '127.0.0.1', port })
    await begun.start()
    if (options.door === 'socket') await slack.connected()
    else slack.deliverTo(`${origin}/slack/events`)
    await telegram?.called('setWebhook')
    await slack.called('auth.test', asked + 1)
    return begun
  }
  let app = await begin()
  return {
    slack,
    get telegram() {
      return asked(telegram, 'telegram')
    },
    get desk() {
      return asked(desk, 'staff')
    },
    staff,
    get app() {
      return app
    },
    origin,
    folder,
    errors,
    async settled() {
      await slack.idle()
      await app.worker.drain()
      // Slack tells the app of its own posts, too.
      await slack.idle()
    },
    async command(conversation, command, member = staffOf('Wei')) {
      const outcome = await app.runDesk({ conversation, staff: member, command })
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
      await slack.close()
      await telegram?.close()
      await rm(folder, { recursive: true, force: true })
      const violations = [...slack.violations, ...(telegram?.violations ?? [])]
      const faults = [...violations.map(violation => `violation: ${violation}`), ...errors, ...leaks].slice(0, 5)
      if (faults.length > 0) throw new Error(`What no test looked at:\n${faults.join('\n')}`)
    },
  }
}

/** The app as the manifest installs it: whoever calls what it gives no scope for finds out here. */
async function installed(): Promise<Pick<FakeSlackOptions, 'scopes' | 'events'>> {
  const { oauth_config: oauth, settings } = parse(await readFile('slack-manifest.yaml', 'utf8')) as {
    oauth_config: { scopes: { bot: string[] } }
    settings: { event_subscriptions: { bot_events: string[] } }
  }
  return { scopes: oauth.scopes.bot, events: settings.event_subscriptions.bot_events }
}

function asked<T>(thing: T | undefined, option: keyof SlackHouseOptions): T {
  if (thing === undefined) throw new Error(`This house was opened without \`${option}\``)
  return thing
}

/** Every line is looked through for secrets; those from `error` upwards are kept. */
function createLog(secrets: readonly string[]) {
  const errors: string[] = []
  const leaks: string[] = []
  const sink = new Writable({
    write(chunk, _, done) {
      const line = String(chunk)
      if (/^{"level":[56]0,/.test(line)) errors.push(line)
      if (secrets.some(secret => line.includes(secret))) leaks.push(`a secret in the log: ${line}`)
      done()
    },
  })
  return { errors, leaks, log: pino({ level: 'debug' }, sink) }
}

/**
 * The shipped flows from a copy that a test may change (`change` is given its folder), with paces on both platforms at
 * which nobody waits for wall-clock time.
 */
export function slackContent(change: (folder: string) => Promise<void> = async () => {}): Promise<Content> {
  return changedContent(async folder => {
    await changeYaml<{ channels: { slack: object; desk: object } }>(join(folder, 'policy.yaml'), ({ channels }) => {
      Object.assign(channels.slack, QUICK)
      Object.assign(channels.desk, QUICK)
    })
    await change(folder)
  })
}

const QUICK = { perSecond: 1_000_000, burst: 1_000_000 }
