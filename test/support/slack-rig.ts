/** A Slack channel between the fake and a `receive` made by hand, built anew for each test. */
import { Writable } from 'node:stream'
import fastify from 'fastify'
import { pino } from 'pino'
import { afterEach, beforeEach, expect } from 'vitest'
import type { Delivery, Inbound, InboundContent, OutboundContent, Receive } from '../../src/assistant/channel.ts'
import type { Lease, SlackOptions } from '../../src/channels/slack/ports.ts'
import { createSlack, type Slack } from '../../src/channels/slack/slack.ts'
import { startFakeSlack } from './fake-slack.ts'
import type { FakeSlack, FakeSlackOptions } from './fake-slack-types.ts'

export const EVENTS = '/slack/events'

export type SlackRig = {
  fake: FakeSlack
  /** What the assistant was given, in order; replaceable by a test. */
  receive: Receive
  readonly received: Inbound[]
  readonly contents: () => readonly InboundContent[]
  readonly logged: () => string
  /** Run after the test, last first. */
  readonly ends: (() => Promise<unknown>)[]
  readonly build: (options?: Partial<SlackOptions>) => Slack
  /** An app that Slack calls, started; `url` is where. */
  readonly startHttp: (options?: Partial<SlackOptions>) => Promise<Slack & { readonly url: string }>
  /** An app with a socket, started and greeted. */
  readonly startSocket: (options?: Partial<SlackOptions>) => Promise<Slack>
}

/** The lease of a process that is alone. */
export const ALONE: Lease = { take: async () => true, drop: async () => {} }

/** To be called once in a test file. After each test nothing wrong was sent, and no secret and no customer's words stand in a log. */
export function useSlack(fakeOptions?: FakeSlackOptions): SlackRig {
  let logged = ''
  const received: Inbound[] = []
  const sink = new Writable({
    write(chunk, _, done) {
      logged += chunk
      done()
    },
  })
  const rig: SlackRig = {
    fake: undefined as unknown as FakeSlack,
    receive: async () => {},
    received,
    contents: () => received.map(({ content }) => content),
    logged: () => logged,
    ends: [],
    build: options =>
      createSlack({
        botToken: rig.fake.botToken,
        apiUrl: rig.fake.apiUrl,
        door: { kind: 'http', signingSecret: rig.fake.signingSecret },
        pace: { perSecond: 20, sameConversationMs: 1000, burst: 3, parallel: 3 },
        receive: inbounds => rig.receive(inbounds),
        log: pino({ level: 'trace' }, sink),
        clock: () => 1_795_000_000_000,
        isKnown: async conversation => received.some(inbound => inbound.conversation === conversation),
        readFile: async () => ({ kind: 'lost' }),
        home: async () => ({ language: 'en', cases: [], visit: null }),
        socketLease: ALONE,
        ...options,
      }),
    async startHttp(options) {
      const slack = rig.build(options)
      const app = fastify()
      if (slack.routes) app.register(slack.routes)
      const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}${EVENTS}`
      rig.ends.push(() => app.close())
      rig.fake.deliverTo(url)
      await slack.channel.start()
      rig.ends.push(slack.channel.stop)
      return { ...slack, url }
    },
    async startSocket(options) {
      const slack = rig.build({ door: { kind: 'socket', appToken: rig.fake.appToken }, ...options })
      await slack.channel.start()
      rig.ends.push(slack.channel.stop)
      await rig.fake.connected()
      return slack
    },
  }
  beforeEach(async () => {
    logged = ''
    received.length = 0
    rig.fake = await startFakeSlack(fakeOptions)
    rig.ends.push(rig.fake.close)
    rig.receive = async inbounds => void received.push(...inbounds)
  })
  afterEach(async () => {
    for (const end of rig.ends.splice(0).reverse()) await end()
    expect(rig.fake.violations).toEqual([])
    for (const secret of [rig.fake.botToken, rig.fake.appToken, rig.fake.signingSecret]) {
      expect(logged).not.toContain(secret)
    }
    for (const { content } of received) if ('text' in content) expect(logged).not.toContain(content.text)
  })
  return rig
}

/** Sends a text to the customer U77. */
export function send(
  channel: Slack['channel'],
  content: Partial<OutboundContent & { kind: 'text' }>,
  id = 1,
): Promise<Delivery> {
  const whole = { kind: 'text', names: [], text: 'Hello', ...content } as const
  return channel.send({ id, conversation: 'slack:U77', language: 'en', author: 'bot', content: whole })
}
