/**
 * A campaign of kills during relays: the real program on a real database file between a fake Telegram and a fake Slack,
 * customers on both who never stop writing, and agents in Slack who never stop answering.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts'
import type { FakeSlackChannel } from '../support/fake-slack-types.ts'
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram.ts'
import { freePort, type Program, startProgram } from '../support/program.ts'
import { randomFrom } from '../support/random.ts'
import { type SqliteFile, withSqliteFile } from '../support/sqlite-file.ts'
import { changeYaml } from '../support/telegram-house.ts'
import { environmentOf, isError, runDry, setClock, stopPolitely } from './campaign.ts'
import { type Case, live, newCase } from './relay-cases.ts'
import type { Death, Scaffold } from './relay-deaths.ts'
import { inSlack, newAgent, onTelegram } from './relay-people.ts'

export type RelayCampaign = {
  readonly telegram: FakeTelegram
  readonly slack: FakeSlack
  readonly desk: FakeSlackChannel
  readonly cases: readonly Case[]
  /** `heard`: the newest message on each platform when it died. */
  readonly deaths: readonly { readonly moment: string; readonly heard: { telegram: number; slack: number } }[]
  /** What the program logged as an error, all its lives together. */
  readonly errors: readonly string[]
  /** Opens the database that the campaign left behind. */
  read<T>(work: (file: SqliteFile) => Promise<T>): Promise<T>
  /** Takes everything away. */
  close(): Promise<void>
}

export type RelayCampaignOptions = {
  readonly seed: number
  readonly kills: number
  /** Half of them on Telegram, half in Slack. */
  readonly customers: number
  /** The ends of its lives, in turn. */
  readonly deaths: readonly Death[]
}

const AGENTS = ['Lin Yan', 'Wang Fang', 'Chen Bo', 'Zhao Min']
const STAFF_CHANNEL = 'C0STAFF'
/**
 * After a start everybody is answered at once, and who dies then repeats as much as goes out side by side. So dies every
 * so many; the others die at work, when they have caught up.
 */
const IN_A_RUSH = 12
/** Longest time in which they catch up (ms). */
const RUSH_MS = 1_000
/** Longest time from then to the kill, or to the wait for the moment of the kill (ms). */
const LONGEST_LIFE_MS = 700
/** Longest wait for the program to do something at all (ms). */
const PATIENCE_MS = 60_000
/** Slack itself comes back after minutes; the pauses are shorter here, and there are more of them. */
const REDELIVERIES = Array.from({ length: 1_000 }, () => 150)
const ASK_AGAIN_MS = 50

/** Runs it all, until everybody has said everything and the program has stopped by itself. Leaves nothing when it fails. */
export async function runRelayCampaign(options: RelayCampaignOptions): Promise<RelayCampaign> {
  const folder = await mkdtemp(join(tmpdir(), 'aftercare-relay-'))
  const telegram = await startFakeTelegram()
  const slack = await startFakeSlack({ signingSecret: 'signingSecretOfTheCrashTests', retryDelays: REDELIVERIES })
  const lives: Program[] = []
  const close = async () => {
    await lives.at(-1)?.kill('SIGKILL')
    await slack.close()
    await telegram.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return { ...(await wage(options, folder, { telegram, slack }, lives)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function wage(
  options: RelayCampaignOptions,
  folder: string,
  { telegram, slack }: Pick<RelayCampaign, 'telegram' | 'slack'>,
  lives: Program[],
): Promise<Omit<RelayCampaign, 'close'>> {
  const random = randomFrom(options.seed)
  const path = join(folder, 'aftercare.sqlite')
  const flows = await quickFlows(join(folder, 'flows'))
  const port = await freePort()
  const environment = { ...environmentOf(telegram, path, port), ...slackEnvironment(slack), AFTERCARE_FLOWS: flows }
  const start = async () => {
    const program = startProgram({ port, environment })
    lives.push(program)
    await program.ready()
    return program
  }
  const { desk, cases } = populate(telegram, slack, options.customers)
  await stopPolitely(await start())
  // At ten in the morning the staff are there, and nobody hears that they are not.
  await setClock(path)

  let program = await start()
  slack.deliverTo(`${program.url}/slack/events`)
  const deaths: { moment: string; heard: { telegram: number; slack: number } }[] = []
  let stopped = false
  let accepted = () => {}
  let replied = () => {}
  const scene = {
    desk,
    random,
    onAccepted: () => accepted(),
    onReplied: () => replied(),
    stopped: () => stopped,
  }
  const stories = Promise.all(cases.map(one => live(one, scene)))
  stories.catch(() => {
    stopped = true
  })
  for (let kill = 0; kill < options.kills && !stopped; kill += 1) {
    const moment = options.deaths[kill % options.deaths.length] as Death
    await slack.called('chat.postMessage', slack.calls('chat.postMessage').length + 1, PATIENCE_MS)
    if (kill % IN_A_RUSH !== 0) await rushOver(path)
    await pause(random() * LONGEST_LIFE_MS)
    const scaffold: Scaffold = {
      telegram,
      slack,
      path,
      program,
      random,
      accepted: () =>
        new Promise(resolve => {
          accepted = resolve
        }),
      replied: () =>
        new Promise(resolve => {
          replied = resolve
        }),
    }
    await Promise.race([moment(scaffold), stories])
    deaths.push({ moment: moment.name, heard: newest(cases, desk) })
    if (!stopped) program = await start()
  }
  stopped = true
  await stories
  await slack.idle(PATIENCE_MS)
  await runOut(path)
  await slack.idle(PATIENCE_MS)
  await stopPolitely(program)
  return {
    telegram,
    slack,
    desk,
    cases,
    deaths,
    errors: lives.flatMap(life => life.stdout().split('\n').filter(isError)),
    read: work => withSqliteFile(path, work),
  }
}

/** The shipped flows, with paces at which nobody waits, and two seconds to take an answer back. */
async function quickFlows(folder: string): Promise<string> {
  await cp('flows', folder, { recursive: true })
  await changeYaml<{ channels: Record<string, object>; desk: object }>(join(folder, 'policy.yaml'), policy => {
    for (const channel of Object.values(policy.channels)) Object.assign(channel, { perSecond: 1_000, burst: 1_000 })
    Object.assign(policy.desk, { undo: '2s' })
  })
  return folder
}

function slackEnvironment(slack: FakeSlack): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    SLACK_STAFF_CHANNEL: STAFF_CHANNEL,
  }
}

/** Each case has two agents who may take it, and each agent several cases. */
function populate(telegram: FakeTelegram, slack: FakeSlack, customers: number) {
  const agents = AGENTS.map((name, index) => newAgent(slack.user({ id: `U0AGENT${index}`, name })))
  const members = agents.map(({ user }) => user)
  const desk = slack.channel({ id: STAFF_CHANNEL, name: 'desk', members, isPrivate: true })
  const cases = Array.from({ length: customers }, (_, index) => {
    const language = index % 4 < 2 ? 'en' : 'zh'
    const number = index + 1
    const person = number % 2 === 0 ? inSlack(slack, number, language) : onTelegram(telegram, number, language)
    const mine = [index, index + 1].map(place => agents[place % agents.length]).filter(agent => agent !== undefined)
    return newCase(person, mine)
  })
  return { desk, cases }
}

/** Resolves when nothing waits to be sent, or after a while: somebody writes all the time. */
async function rushOver(path: string): Promise<void> {
  const deadline = Date.now() + RUSH_MS
  const isOver = async () => {
    const [first] = await withSqliteFile(path, file =>
      file.all("select id from outbox where state = 'pending' limit 1"),
    )
    return first === undefined
  }
  while (Date.now() < deadline && !(await isOver())) await pause(ASK_AGAIN_MS)
}

/** By the platforms' own order. */
function newest(cases: readonly Case[], desk: FakeSlackChannel): { telegram: number; slack: number } {
  const all = cases.flatMap(({ person }) => person.heard())
  const orders = (platform: string) => all.filter(one => one.platform === platform).map(({ order }) => order)
  const posts = desk.messages.map(({ ts }) => Number(ts))
  return { telegram: Math.max(0, ...orders('telegram')), slack: Math.max(0, ...orders('slack'), ...posts) }
}

/** Resolves when nothing is left to be done and no answer can be taken back any more. */
async function runOut(path: string): Promise<void> {
  for (;;) {
    await runDry(path)
    const waiting = await withSqliteFile(path, file => file.all("select id from relay where state = 'waiting'"))
    if (waiting.length === 0) break
    await pause(ASK_AGAIN_MS)
  }
  await runDry(path)
}
