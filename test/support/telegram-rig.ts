/** A Telegram channel between the fake and a `receive` made by hand, built anew for each test. */
import { createServer } from 'node:net'
import { Writable } from 'node:stream'
import fastify, { type FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterEach, beforeEach, expect } from 'vitest'
import type {
  Delivery,
  Inbound,
  InboundContent,
  KeptFile,
  OutboundContent,
  Receive,
} from '../../src/assistant/channel.ts'
import { createTelegram, type Telegram } from '../../src/channels/telegram/telegram.ts'
import { type FakeTelegram, startFakeTelegram } from './fake-telegram.ts'

export const SECRET = 'a-secret_of-the-webhook'
export const PATH = '/telegram/webhook'
export const buttons = [
  { label: 'Yes', token: 'y' },
  { label: 'No', token: 'n' },
]
const COMMANDS = [
  { name: 'book', about: { en: 'Book a visit', zh: '预约上门' } },
  { name: 'status', about: { en: 'How it stands', zh: '查看进度' } },
]

export type Rig = {
  fake: FakeTelegram
  /** What the assistant was given, in order; replaceable by a test. */
  receive: Receive
  readonly received: Inbound[]
  /** Files that can be sent, by the id of their media row; emptied before each test. */
  readonly files: Map<number, KeptFile>
  readonly contents: () => readonly InboundContent[]
  readonly logged: () => string
  /** Run after the test, last first. */
  readonly ends: (() => Promise<unknown>)[]
  readonly build: (webhook?: { url: string; secret: string }, apiRoot?: string) => Telegram
  /** A bot behind a webhook that listens, started. */
  readonly startWebhook: () => Promise<{ app: FastifyInstance; channel: Telegram['channel'] }>
  readonly startPolling: () => Promise<Telegram['channel']>
}

/** To be called once in a test file. After each test nothing wrong was sent and the token stands in no log. */
export function useTelegram(): Rig {
  let logged = ''
  const received: Inbound[] = []
  const sink = () =>
    new Writable({
      write(chunk, _, done) {
        logged += chunk
        done()
      },
    })
  const rig: Rig = {
    fake: undefined as unknown as FakeTelegram,
    receive: async () => {},
    received,
    files: new Map(),
    contents: () => received.map(({ content }) => content),
    logged: () => logged,
    ends: [],
    build: (webhook, apiRoot = rig.fake.apiRoot) =>
      createTelegram({
        token: rig.fake.token,
        apiRoot,
        ...(webhook ? { webhook } : {}),
        receive: inbounds => rig.receive(inbounds),
        readFile: async media => rig.files.get(media) ?? { kind: 'lost' },
        log: pino({ level: 'trace' }, sink()),
        pace: { perSecond: 25, sameConversationMs: 1000, burst: 3, parallel: 32 },
        commands: COMMANDS,
        clock: () => 1_795_000_000_000,
      }),
    async startWebhook() {
      const port = await freePort()
      const { channel, routes } = rig.build({ url: `http://127.0.0.1:${port}${PATH}`, secret: SECRET })
      const app = fastify()
      if (routes) app.register(routes)
      await app.listen({ host: '127.0.0.1', port })
      rig.ends.push(() => app.close())
      await channel.start()
      rig.ends.push(channel.stop)
      return { app, channel }
    },
    async startPolling() {
      const { channel } = rig.build()
      await channel.start()
      rig.ends.push(channel.stop)
      return channel
    },
  }
  beforeEach(async () => {
    logged = ''
    received.length = 0
    rig.files.clear()
    rig.fake = await startFakeTelegram()
    rig.ends.push(rig.fake.close)
    rig.receive = async inbounds => void received.push(...inbounds)
  })
  afterEach(async () => {
    for (const end of rig.ends.splice(0).reverse()) await end()
    expect(rig.fake.violations).toEqual([])
    expect(logged).not.toContain(rig.fake.token)
  })
  return rig
}

/** Sends a text to the customer 77. */
export function send(
  channel: Telegram['channel'],
  content: Partial<OutboundContent & { kind: 'text' }>,
  id = 1,
): Promise<Delivery> {
  const whole = { kind: 'text', names: [], text: 'Hello', ...content } as const
  return channel.send({ id, conversation: 'telegram:77', language: 'en', author: 'bot', content: whole })
}

/** The address is part of the options, and known only once somebody has listened. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
