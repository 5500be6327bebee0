/** README.md followed to the letter, with fakes in the place of Telegram and Slack. */
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseConfig } from '../../src/config.ts'
import { loadContent } from '../../src/content.ts'
import { startFakeSlack } from '../support/fake-slack.ts'
import type { FakeSlack, FakeSlackUser } from '../support/fake-slack-types.ts'
import { startFakeTelegram } from '../support/fake-telegram.ts'
import { freePort, type Program, startProgram } from '../support/program.ts'
import { sampleService } from '../support/sample-service.ts'
import { commandsIn, environmentIn, quotesIn, README, section, variablesIn } from './sections.ts'

const TELEGRAM = section('Connect Telegram in ten minutes')
const SLACK = section('Connect Slack in ten minutes')
const SAFETY = /your safety/
/** A reply goes out after some seconds. */
const SOON_MS = 30_000

let folder: string
let port: number
const ends: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-readme-'))
  port = await freePort()
  ends.push(() => rm(folder, { recursive: true, force: true }))
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** `environment`: what the text gives. Beside it the fake's address, and a database that nobody else has. */
async function start(environment: Record<string, string>, fake: Record<string, string>): Promise<Program> {
  const database = `sqlite:${join(folder, 'aftercare.sqlite')}`
  const program = startProgram({ port, environment: { ...environment, ...fake, DATABASE_URL: database } })
  ends.push(() => program.kill('SIGKILL'))
  await program.ready()
  return program
}

describe('the settings', () => {
  /** The names in src/config.ts, which alone reads them. */
  const known = [...readFileSync('src/config.ts', 'utf8').matchAll(/^ {2}([A-Z_]{2,}):/gm)].map(([, name]) => name)
  const table = section('Settings')

  test('are all in the table, and nothing else is', () => {
    const told = [...table.matchAll(/`([A-Z]+(?:_[A-Z]+)*)`(?=[^\n|]*\| )/g)].map(([, name]) => name)
    expect(known.length).toBeGreaterThan(10)
    expect(told.sort()).toEqual(known.toSorted())
  })

  test('have the defaults that stand there', () => {
    const parsed = parseConfig({ TELEGRAM_BOT_TOKEN: '1:a', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' })
    if (!('config' in parsed)) throw new Error(parsed.problems.join('\n'))
    const { databaseUrl, host, port, logLevel, flows, telegram, slack } = parsed.config
    const defaults = { databaseUrl, host, port, logLevel, flows, root: telegram?.apiRoot, api: slack?.apiUrl }
    for (const value of Object.values(defaults)) expect(table).toContain(`\`${value}\``)
  })

  test.each([
    { platform: 'TELEGRAM', text: TELEGRAM, address: 'TELEGRAM_API_ROOT' },
    { platform: 'SLACK', text: SLACK, address: 'SLACK_API_URL' },
  ])('of $platform are all in its ten minutes, but the address of its API', ({ platform, text, address }) => {
    const wanted = known.filter(name => name?.startsWith(`${platform}_`) && name !== address)
    expect([...variablesIn(text)].sort()).toEqual(wanted.toSorted())
  })
})

test('every file that README.md names is there', () => {
  const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target)
  const files = links.filter(target => !target.includes('://'))
  expect(files.length).toBeGreaterThan(10)
  expect(files.filter(file => !existsSync(file))).toEqual([])
})

test('every place in README.md that a link jumps to is there', () => {
  const anchors = [...README.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)
  const headings = [...README.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading.toLowerCase().replaceAll(' ', '-'),
  )
  expect(anchors.filter(anchor => !headings.includes(anchor ?? ''))).toEqual([])
})

test('every script that README.md has npm run is there', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  const named = [...README.matchAll(/npm (?:run )?([a-z:]+)/g)]
    .map(([, name = '']) => name)
    .filter(name => name !== 'ci')
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter(name => !(name in scripts))).toEqual([])
})

test('the times that README.md names are those of the policy', () => {
  const { desk, staff } = sampleService().policy
  expect([desk.undo, staff.firstContact, staff.firstContactSafety]).toEqual([5_000, 300_000, 60_000])
  const told = section('The staff desk in Slack').replaceAll(/\s+/g, ' ')
  expect(told).toMatch(
    /waits five seconds .* after five minutes of your hours, or, where there may be a danger, after one /,
  )
})

test('the flow of README.md is without a fault', async () => {
  const [, file = '', flow = ''] = /Write `flows\/(\S+)`[\s\S]*?```yaml\n([\s\S]*?)```/.exec(README) ?? []
  const flows = join(folder, 'flows')
  await cp('flows', flows, { recursive: true })
  await writeFile(join(flows, file), flow)
  const { problems, loaded } = await loadContent(flows)
  expect(problems).toEqual([])
  expect(loaded?.content.flows.has('spare-filter')).toBe(true)
})

describe('Telegram in ten minutes', () => {
  const [polling = '', webhook = ''] = commandsIn(TELEGRAM)
  const [opening = ''] = quotesIn(TELEGRAM)

  async function answers(command: string) {
    const telegram = await startFakeTelegram()
    ends.push(telegram.close)
    const [, path = ''] = /TELEGRAM_WEBHOOK_URL=https:\/\/service\.example\.com(\S+)/.exec(command) ?? []
    const values = { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}${path}` }
    const program = await start(environmentIn(command, values), { TELEGRAM_API_ROOT: telegram.apiRoot })
    const customer = telegram.user({ id: 7, language: 'en' })
    await customer.says(opening)
    await customer.hears(SAFETY)
    expect(telegram.violations).toEqual([])
    return { telegram, program }
  }

  test('without a public address: a customer is answered', async () => {
    const { telegram, program } = await answers(polling)
    expect(telegram.webhook()).toBeUndefined()
    expect(program.stderr()).toContain('long polling')
  })

  test('with a public address: a customer is answered', async () => {
    const { telegram, program } = await answers(webhook)
    expect(telegram.webhook()?.secret).toMatch(/^[0-9a-f]{64}$/)
    expect(program.stderr()).toContain('webhook at')
  })
})

describe('Slack in ten minutes', () => {
  const [socket = '', http = ''] = commandsIn(SLACK)
  const [opening = '', person = '', reply = ''] = quotesIn(SLACK)
  const manifest = readFileSync('slack-manifest.yaml', 'utf8')
  type Manifest = {
    oauth_config: { scopes: { bot: string[] } }
    settings: { event_subscriptions: { request_url: string; bot_events: string[] }; socket_mode_enabled: boolean }
  }

  /** Steps 1 to 3: the app with what its manifest asks for, and the staff's channel with the app invited. */
  async function install(change: readonly [from: string, to: string]) {
    expect(manifest).toContain(change[0])
    const { oauth_config: oauth, settings } = parse(manifest.replaceAll(...change)) as Manifest
    const slack = await startFakeSlack({
      scopes: oauth.scopes.bot,
      events: settings.event_subscriptions.bot_events,
      signingSecret: '0123456789abcdef0123456789abcdef',
    })
    ends.push(slack.close)
    const owner = slack.user({ id: 'U0OWNER', name: 'Lin Yan' })
    const desk = slack.channel({ id: 'C0STAFF', name: 'service', members: [owner], isPrivate: true, withoutApp: true })
    desk.members.add(slack.botUser)
    slack.group({ id: 'S0DUTY', handle: 'duty', members: [owner] })
    return { slack, owner, settings }
  }

  function begin(command: string, { botToken, appToken, signingSecret, apiUrl }: FakeSlack): Promise<Program> {
    const values = {
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: appToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_STAFF_CHANNEL: 'C0STAFF',
      SLACK_MANAGER_GROUP: 'S0DUTY',
    }
    return start(environmentIn(command, values), { SLACK_API_URL: apiUrl })
  }

  /** Step 5. */
  async function tryOut(slack: FakeSlack, owner: FakeSlackUser): Promise<void> {
    const desk = slack.find('C0STAFF')
    await owner.says(opening)
    await owner.hears(SAFETY)
    await owner.says(person)
    const card = await owner.hears(/Asked for a person/, { channel: 'C0STAFF' })
    expect(SLACK).toContain('*Claim*')
    await owner.presses('Claim', { in: card })
    await owner.sees(/Lin Yan has this one/, { channel: 'C0STAFF' })
    await owner.says('only colleagues read this', { channel: 'C0STAFF', threadTs: card.ts })
    await owner.says(reply, { channel: 'C0STAFF', threadTs: card.ts })
    expect(reply).toMatch(/^> /)
    await owner.hears(new RegExp(`^${reply.slice(2).replaceAll('?', '\\?')}`), { within: SOON_MS })
    await owner.sees(/Delivered to the customer/, { channel: 'C0STAFF', threadTs: card.ts, within: SOON_MS })
    expect(owner.transcript()).not.toContain('only colleagues')
    expect(desk?.posts()).toHaveLength(1)
    expect(slack.violations).toEqual([])
  }

  test('without a public address: a customer is answered, and an agent in a card', async () => {
    expect(SLACK).toContain('`socket_mode_enabled: false` to')
    const { slack, owner, settings } = await install(['socket_mode_enabled: false', 'socket_mode_enabled: true'])
    expect(settings.socket_mode_enabled).toBe(true)
    const program = await begin(socket, slack)
    await slack.connected()
    await tryOut(slack, owner)
    expect(program.stderr()).toContain('a socket, desk in C0STAFF')
  })

  test('with a public address: a customer is answered, and an agent in a card', async () => {
    const { slack, owner, settings } = await install(['https://service.example.com', `http://127.0.0.1:${port}`])
    expect(settings.socket_mode_enabled).toBe(false)
    const program = await begin(http, slack)
    slack.deliverTo(settings.event_subscriptions.request_url)
    expect(await slack.verifyUrl()).toBe(true)
    await tryOut(slack, owner)
    expect(program.stderr()).toContain('requests at /slack/events, desk in C0STAFF')
  })
})
