import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram.ts'
import { freePort, type Program, startProgram } from '../support/program.ts'
import { withSqliteFile } from '../support/sqlite-file.ts'
import { environmentOf, politely, runCampaign, runDry } from './campaign.ts'
import { reckon } from './reckoning.ts'

let folder: string
let port: number
const ends: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-stop-'))
  port = await freePort()
  ends.push(() => rm(folder, { recursive: true, force: true }))
})

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const database = () => join(folder, 'aftercare.sqlite')

/** Started on a database of its own; whatever the test leaves of it ends with the test. */
function start(environment: Readonly<Record<string, string>> = {}): Program {
  const program = startProgram({ port, environment: { DATABASE_URL: `sqlite:${database()}`, ...environment } })
  ends.push(() => program.kill('SIGKILL'))
  return program
}

async function startWithTelegram(extra: Readonly<Record<string, string>> = {}) {
  const telegram: FakeTelegram = await startFakeTelegram()
  ends.push(telegram.close)
  const program = start({ ...environmentOf(telegram, database(), port), ...extra })
  await program.ready()
  return { telegram, program }
}

const statusOf = async (path: string) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } })
  await answer.body?.cancel()
  return answer.status
}

/** Ends with 1 and says why in words, on stderr, without anything only a programmer could read. */
async function refusal(program: Program): Promise<string> {
  expect(await program.exited).toEqual({ code: 1, signal: null })
  const all = program.stdout() + program.stderr()
  expect(all).not.toMatch(/^ +at /m)
  expect(all).not.toMatch(/node:internal|unhandled/i)
  return program.stderr()
}

describe('SIGTERM', () => {
  test('under load finishes what is in hand: nothing is lost, skipped or said twice', async () => {
    const campaign = await runCampaign({ seed: 1, kills: 3, customers: 10, waiting: 4, moments: [politely] })
    ends.push(campaign.close)
    expect(campaign.errors).toEqual([])
    expect(await reckon(campaign)).toMatchObject({
      updatesLost: 0,
      unanswered: 0,
      stepsSkipped: 0,
      notHeard: 0,
      repeated: 0,
      outOfOrder: 0,
      brokenBookings: 0,
      timersLost: 0,
      timersNotFired: 0,
    })
  })

  test('waits for the answer to a message under way, and marks it', async () => {
    const { telegram, program } = await startWithTelegram()
    const anna = telegram.user({ id: 7, language: 'en' })
    const hold = telegram.hold('sendMessage')
    await anna.says('/help')
    await hold.reached
    const stopped = program.kill('SIGTERM')
    await stoppedListening()
    hold.release()
    expect(await stopped).toEqual({ code: 0, signal: null })
    const outbox = await withSqliteFile(database(), file => file.all('select state from outbox'))
    expect(outbox).toEqual([{ state: 'sent' }])
  })

  test('is told of at /readyz while something is still under way; a second one changes nothing', async () => {
    const { telegram, program } = await startWithTelegram()
    const anna = telegram.user({ id: 7, language: 'en' })
    await anna.says("my washer won't drain")
    const question = await anna.hears(/your safety/)
    await runDry(database())
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 200])
    const hold = telegram.hold('answerCallbackQuery')
    await anna.tapsOn(question.id, 'No, nothing like that')
    await hold.reached
    const stopped = program.kill('SIGTERM')
    while ((await statusOf('/readyz')) === 200);
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503])
    const again = program.kill('SIGTERM')
    hold.release()
    expect([await stopped, await again]).toEqual([
      { code: 0, signal: null },
      { code: 0, signal: null },
    ])
    expect(telegram.unanswered()).toEqual([])
  })
})

/** Resolves when nobody listens at the port any more. */
async function stoppedListening(): Promise<void> {
  try {
    for (;;) await statusOf('/healthz')
  } catch {
    return
  }
}

describe('what cannot be started', () => {
  test('a wrong configuration: every problem is named at once', async () => {
    const told = await refusal(
      start({
        DATABASE_URL: 'mysql://somewhere',
        LOG_LEVEL: 'loud',
        PLAYGROUND: 'maybe',
        TELEGRAM_BOT_TOKEN: 'secret but wrong',
        TELEGRAM_WEBHOOK_URL: 'shop.example/webhook',
        TELEGRAM_API_ROOT: 'nowhere',
      }),
    )
    const names = [
      'DATABASE_URL must look like sqlite:PATH',
      'LOG_LEVEL must be one of',
      'PLAYGROUND must be on or off',
      'TELEGRAM_BOT_TOKEN does not look like',
      'TELEGRAM_WEBHOOK_URL is not an http',
      'TELEGRAM_API_ROOT is not an http',
      'TELEGRAM_WEBHOOK_SECRET is missing',
    ]
    for (const name of names) expect(told).toContain(name)
    expect(told).not.toContain('secret but wrong')
  })

  test('flows with faults: file and line of each', async () => {
    const flows = join(folder, 'flows')
    await cp('flows', flows, { recursive: true })
    const lines = new Map<string, number>()
    for (const name of ['visit-status.yaml', 'cancel-visit.yaml']) {
      const source = await readFile(join(flows, name), 'utf8')
      await writeFile(join(flows, name), source.replace(/none: .*/, 'none: nowhere'))
      lines.set(name, source.split('\n').findIndex(text => text.includes('none: ')) + 1)
    }
    const told = await refusal(start({ AFTERCARE_FLOWS: flows }))
    for (const [name, line] of lines) expect(told).toContain(`${name}:${line} `)
  })

  test('a folder of flows that is not there', async () => {
    expect(await refusal(start({ AFTERCARE_FLOWS: join(folder, 'nothing') }))).toMatch(
      /cannot be read[\s\S]*AFTERCARE_FLOWS/,
    )
  })

  test('a port that is taken: and nothing is said or sent beside the one who has it', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(port, '127.0.0.1', resolve))
    ends.push(() => new Promise(resolve => other.close(resolve)))
    const telegram = await startFakeTelegram()
    ends.push(telegram.close)
    const told = await refusal(start(environmentOf(telegram, database(), port)))
    expect(told).toContain(`The assistant cannot start:`)
    expect(told).toContain(String(port))
    expect([...telegram.calls]).toEqual([])
  })

  test.each([
    ['is a folder', () => folder],
    ['is a file of something else', () => join(folder, 'notes.txt')],
    ['lies below a file', () => join(folder, 'notes.txt', 'aftercare.sqlite')],
  ])('a database path that %s', async (_, path) => {
    await writeFile(join(folder, 'notes.txt'), 'bread, milk and eggs\n'.repeat(100))
    const told = await refusal(start({ DATABASE_URL: `sqlite:${path()}` }))
    expect(told).toContain(`The database sqlite:${path()} cannot be used: `)
  })
})

describe('the playground', () => {
  test('is there without a channel', async () => {
    await start().ready()
    expect(await statusOf('/')).toBe(200)
  })

  test('is not there beside Telegram', async () => {
    await startWithTelegram()
    expect([await statusOf('/'), await statusOf('/telegram/webhook')]).toEqual([404, 404])
  })

  test('is there beside Telegram when it is asked for', async () => {
    await startWithTelegram({ PLAYGROUND: 'on' })
    expect(await statusOf('/')).toBe(200)
  })
})
