/**
 * A campaign of kills: the real program on a real database file behind a fake Telegram, customers who never stop talking,
 * and `kill -9` at random and at chosen moments. Nothing in `src` knows of it: a moment is reached through what the program
 * does to the world, a call that gets no answer, a lock that is not free, a webhook that was just acknowledged.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram.ts'
import { answers, freePort, type Program, startProgram } from '../support/program.ts'
import { randomFrom } from '../support/random.ts'
import { openSqliteFile, type SqliteFile, withSqliteFile } from '../support/sqlite-file.ts'
import { type Customer, live, mend, newCustomer } from './customers.ts'
import { type Ledger, readLedger } from './ledger.ts'

export type Campaign = {
  readonly telegram: FakeTelegram
  /** Those who go round. */
  readonly customers: readonly Customer[]
  /** Those who were told that they would be asked how it is. */
  readonly waiting: readonly Customer[]
  readonly deaths: readonly { readonly moment: string; readonly lastMessage: number }[]
  /** Of the customers' timers, how many fell due while nobody was there to see it. */
  readonly dueWhileDead: number
  /** The books as some of the deaths left them, and as they were at the end. */
  readonly ledgers: readonly Ledger[]
  /** What the program logged as an error, all its lives together. */
  readonly errors: readonly string[]
  /** Opens the database that the campaign left behind. */
  read<T>(work: (file: SqliteFile) => Promise<T>): Promise<T>
  /** Takes everything away. */
  close(): Promise<void>
}

export type CampaignOptions = {
  readonly seed: number
  readonly kills: number
  readonly customers: number
  /** Customers with a timer: every other one falls due while the program is dead, the rest at some time in between. */
  readonly waiting: number
  /** The ends of its lives, in turn. */
  readonly moments: readonly Moment[]
}

const HOUR_MS = 3_600_000
/** Longest wait for the program to do something at all (ms). */
const PATIENCE_MS = 60_000
/** Longest time from the first message of a life to its kill, or to the wait for the moment of the kill (ms). */
const LONGEST_LIFE_MS = 1_200
/** So often the books are looked at between a death and the next life. */
const LOOK_EVERY = 5
/** A life and the start of the next take at least so long (ms). */
const SHORTEST_LIFE_MS = 1_000
const ASK_AGAIN_MS = 50

/** Runs it all, until everything is answered and the program has stopped by itself. Leaves nothing behind when it fails. */
export async function runCampaign(options: CampaignOptions): Promise<Campaign> {
  const folder = await mkdtemp(join(tmpdir(), 'aftercare-crash-'))
  const telegram = await startFakeTelegram()
  const lives: Program[] = []
  const close = async () => {
    await lives.at(-1)?.kill('SIGKILL')
    await telegram.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return { ...(await wage(options, join(folder, 'aftercare.sqlite'), telegram, lives)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function wage(
  options: CampaignOptions,
  path: string,
  telegram: FakeTelegram,
  lives: Program[],
): Promise<Omit<Campaign, 'close'>> {
  const random = randomFrom(options.seed)
  const port = await freePort()
  const start = async () => {
    const program = startProgram({ port, environment: environmentOf(telegram, path, port) })
    lives.push(program)
    await program.ready()
    return program
  }
  let accepted = () => {}
  const make = (id: number) => newCustomer(telegram, id, () => accepted())
  const customers = Array.from({ length: options.customers }, (_, index) => make(1 + index))
  const waiting = Array.from({ length: options.waiting }, (_, index) => make(1001 + index))

  let program = await start()
  await Promise.all(waiting.map(mend))
  await runDry(path)
  await stopPolitely(program)
  const clock = await setClock(path)
  for (const [index, customer] of waiting.entries()) {
    await moveTimer(path, customer, clock() + (index % 2 === 0 ? HOUR_MS : random() * options.kills * SHORTEST_LIFE_MS))
  }
  const dueInDeath = waiting.filter((_, index) => index % 2 === 0)
  /** Deaths from one timer that falls due in one to the next. */
  const between = Math.max(1, Math.min(3, Math.floor(options.kills / dueInDeath.length)))
  let dueWhileDead = 0

  program = await start()
  const deaths: { moment: string; lastMessage: number }[] = []
  const ledgers: Ledger[] = []
  let stopped = false
  const journeys = Promise.all(customers.map(customer => live(customer, random, () => stopped)))
  journeys.catch(() => {
    stopped = true
  })
  for (let kill = 0; kill < options.kills && !stopped; kill += 1) {
    const moment = options.moments[kill % options.moments.length] ?? atOnce
    await telegram.called('sendMessage', (telegram.calls.get('sendMessage') ?? 0) + 1, PATIENCE_MS)
    await pause(random() * LONGEST_LIFE_MS)
    await moment({
      telegram,
      path,
      program,
      acknowledged: () =>
        new Promise(resolve => {
          accepted = resolve
        }),
    })
    const heard = [...customers, ...waiting].flatMap(({ user }) => user.messages.at(-1)?.id ?? 0)
    deaths.push({ moment: moment.name, lastMessage: Math.max(...heard) })
    if (kill % LOOK_EVERY === 0) ledgers.push(await withSqliteFile(path, readLedger))
    const customer = kill % between === 0 ? dueInDeath[dueWhileDead] : undefined
    if (customer) {
      await moveTimer(path, customer, clock())
      dueWhileDead += 1
    }
    program = await start()
  }
  stopped = true
  await journeys
  await runDry(path)
  await stopPolitely(program)
  ledgers.push(await withSqliteFile(path, readLedger))
  return {
    telegram,
    ledgers,
    customers,
    waiting,
    deaths,
    dueWhileDead,
    errors: lives.flatMap(life => life.stdout().split('\n').filter(isError)),
    read: work => withSqliteFile(path, work),
  }
}

/** Under the shipped flows and with the shipped pace. */
export function environmentOf(telegram: FakeTelegram, path: string, port: number): Record<string, string> {
  return {
    DATABASE_URL: `sqlite:${path}`,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram/webhook`,
    TELEGRAM_WEBHOOK_SECRET: 'a-secret-of-the-crash-tests',
  }
}

export type Moment = (scene: {
  readonly telegram: FakeTelegram
  readonly path: string
  readonly program: Program
  /** Resolves when the next update is answered with 200. */
  readonly acknowledged: () => Promise<void>
}) => Promise<unknown>

/** Asked to stop, it finishes what is in hand. */
export const politely: Moment = ({ program }) => stopPolitely(program)

/** Whatever it is doing. */
const atOnce: Moment = ({ program }) => program.kill('SIGKILL')

/** A message is in front of the customer, and Telegram has not yet said so: after the commit, before "sent". */
const whileSending: Moment = async ({ telegram, program }) => {
  const hold = telegram.hold('sendMessage')
  await hold.reached
  await program.kill('SIGKILL')
  hold.release()
}

/**
 * Somebody else holds the write lock, so that the program waits with an event or a mark in hand: before its commit. It has
 * one connection, so that it then does not answer whether it is ready either.
 */
const beforeCommit: Moment = async ({ path, program }) => {
  const other = await openSqliteFile(path)
  await other.all('begin immediate')
  while (await answers(`${program.url}/readyz`, ASK_AGAIN_MS));
  await program.kill('SIGKILL')
  await other.all('rollback')
  await other.close()
}

/** Telegram has just been told that the update need not come again. */
const onceAcknowledged: Moment = async ({ program, acknowledged }) => {
  await acknowledged()
  await program.kill('SIGKILL')
}

/**
 * All the ways to be killed. While somebody else holds the lock nothing can be marked as sent, but sending goes on, so that
 * each such death repeats several messages at once: it comes up less often than the others.
 */
export const DEATHS: readonly Moment[] = [
  atOnce,
  whileSending,
  atOnce,
  beforeCommit,
  onceAcknowledged,
  atOnce,
  whileSending,
  atOnce,
  atOnce,
  onceAcknowledged,
]

/** Resolves when everything that came in is taken, everything to be said is said, and no timer is overdue. */
export async function runDry(path: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const [left] = await withSqliteFile(path, file => file.all<{ inbox: number; outbox: number; timers: number }>(LEFT))
    if (left && left.inbox + left.outbox + left.timers === 0) return
    if (Date.now() > deadline) throw new Error(`There is always something left: ${JSON.stringify(left)}`)
    await pause(ASK_AGAIN_MS)
  }
}

const LEFT = `select
  (select count(*) from inbox where state = 'new') as inbox,
  (select count(*) from outbox where state = 'pending') as outbox,
  (select count(*) from timer where due_at <=
    unixepoch('subsec') * 1000 + (select coalesce(max(value), 0) from setting where key = 'clock.offset')) as timers`

export async function stopPolitely(program: Program): Promise<void> {
  const { code, signal } = await program.kill('SIGTERM')
  if (code !== 0) throw new Error(`SIGTERM ended in ${code ?? signal}:\n${program.stderr()}\n${program.stdout()}`)
}

/**
 * Sets the house's clock ahead to a Monday, 10:05 in Shanghai: people are at work, and no reminder of a visit falls due
 * within the hour (they go out at 08:00, 14:00, 16:00 and 20:00). Gives the clock.
 */
export async function setClock(path: string): Promise<() => number> {
  const monday = Date.UTC(2026, 10, 23, 2, 5)
  const week = 7 * 24 * HOUR_MS
  const offset = monday + Math.max(0, Math.ceil((Date.now() - monday) / week)) * week - Date.now()
  await withSqliteFile(path, file =>
    file.all("insert or replace into setting (key, value) values ('clock.offset', ?)", [JSON.stringify(offset)]),
  )
  return () => Date.now() + offset
}

/** The customer's timer falls due at `at`, whatever it was set to. */
async function moveTimer(path: string, customer: Customer, at: number): Promise<void> {
  const moved = await withSqliteFile(path, file =>
    file.all('update timer set due_at = ? where conversation_id = ? returning id', [
      Math.round(at),
      customer.user.conversation,
    ]),
  )
  if (moved.length !== 1) throw new Error(`${customer.user.conversation} has ${moved.length} timers`)
}

/** Of pino's lines those from `error` upwards, and what is no line of pino's at all. */
export function isError(line: string): boolean {
  if (line === '') return false
  const level = /^\{"level":(\d+)/.exec(line)?.[1]
  return level === undefined || Number(level) >= 50
}
