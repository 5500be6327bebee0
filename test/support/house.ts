/** A whole Aftercare in one process: real database, real flows, a recording channel, and a clock that only tests move. */
import { randomUUID } from 'node:crypto'
import { type Logger, pino } from 'pino'
import { apiOf } from '../../src/api.ts'
import { type App, type BuiltChannel, type ChannelParts, createApp } from '../../src/app.ts'
import type { Channel, Delivery, Inbound, InboundContent, Outbound } from '../../src/assistant/channel.ts'
import type { Sender } from '../../src/assistant/deliver.ts'
import { catalogueOf, type Loaded, loadContent } from '../../src/content.ts'
import type { Catalogue } from '../../src/flow/catalogue.ts'
import type { Language } from '../../src/flow/flow.ts'
import { formatProblems } from '../../src/flow/report.ts'
import type { ApiClient } from '../../src/http/api/clients.ts'
import type { OutboxRow } from '../../src/store/outbox.ts'

export type Content = { readonly loaded: Loaded; readonly catalogue: Catalogue }

/** The flows of this repository, read and learned once per test file. */
export async function shippedContent(folder = 'flows'): Promise<Content> {
  const { loaded, problems, files } = await loadContent(folder)
  if (!loaded) {
    const sources = new Map(files.map(file => [file.file, file.source]))
    throw new Error(`The flows have faults:\n${formatProblems(problems, { colour: false, sources })}`)
  }
  return { loaded, catalogue: catalogueOf(loaded.content, loaded.service) }
}

export type Recorder = {
  readonly channel: Channel
  readonly sent: Outbound[]
  /** What the next sends come to; `sent` when empty. */
  readonly deliveries: Delivery[]
}

/** What is changed keeps its name. */
function nameOf({ id, content }: Outbound): string {
  return 'message' in content ? content.message : `m${id}`
}

/** A channel that takes everything at once and remembers it. */
export function createRecorder(name = 'test'): Recorder {
  const sent: Outbound[] = []
  const deliveries: Delivery[] = []
  return {
    sent,
    deliveries,
    channel: {
      name,
      pace: { perSecond: 100_000, sameConversationMs: 0, burst: 1000, parallel: 50 },
      async send(outbound) {
        const delivery = deliveries.shift() ?? { kind: 'sent', message: nameOf(outbound) }
        if (delivery.kind === 'sent') sent.push(outbound)
        return delivery
      },
      fetchFile: async () => new Uint8Array([1, 2, 3]),
    },
  }
}

export type DeskRecorder = {
  readonly sender: Sender
  readonly posted: OutboxRow[]
  /** What the next posts come to; `sent` when empty. */
  readonly deliveries: Delivery[]
}

/** A desk that takes every post at once and remembers it. */
export function createDeskRecorder(): DeskRecorder {
  const posted: OutboxRow[] = []
  const deliveries: Delivery[] = []
  return {
    posted,
    deliveries,
    sender: {
      pace: { perSecond: 100_000, sameConversationMs: 0, burst: 1000, parallel: 50 },
      async send(row) {
        const delivery = deliveries.shift() ?? { kind: 'sent', message: `p${row.id}` }
        if (delivery.kind === 'sent') posted.push(row)
        return delivery
      },
    },
  }
}

export type House = {
  readonly app: App
  readonly recorder: Recorder
  /** The customer does something; resolves when everything it led to is delivered. */
  does(content: InboundContent, customer?: Customer): Promise<Inbound>
  /** The same update comes again, as platforms do. */
  redelivers(inbound: Inbound): Promise<void>
}

export type Customer = { readonly id: string; readonly language?: Language; readonly name?: string }

export type HouseOptions = Content & {
  /** Where the clock stands, or how it goes. */
  readonly now?: number | (() => number)
  /** What draws the posts of the staff; nobody does unless it is given. */
  readonly desk?: Sender
  readonly databaseUrl?: string
  readonly channels?: readonly ((parts: ChannelParts) => BuiltChannel)[]
  readonly log?: Logger
  /** Programs that may use the API. */
  readonly apiClients?: readonly ApiClient[]
}

/** Monday, 2 March 2026, 09:00 in Shanghai. */
export const MONDAY_MORNING = Date.parse('2026-03-02T09:00:00+08:00')

export async function openHouse(options: HouseOptions): Promise<House> {
  const recorder = createRecorder()
  const { now = MONDAY_MORNING, desk } = options
  const app = await createApp({
    config: { databaseUrl: options.databaseUrl ?? 'sqlite::memory:' },
    loaded: options.loaded,
    catalogue: options.catalogue,
    log: options.log ?? pino({ level: process.env.TEST_LOG ?? 'silent' }),
    clock: { now: typeof now === 'function' ? now : () => now },
    random: below => Math.floor(below / 2),
    channels: [() => ({ channel: recorder.channel, ...(desk && { desk }) }), ...(options.channels ?? [])],
    api: apiOf(options.apiClients ?? []),
  })
  await app.start()
  return {
    app,
    recorder,
    async does(content, customer = { id: '1' }) {
      const inbound: Inbound = {
        channel: 'test',
        updateId: randomUUID(),
        conversation: `test:${customer.id}`,
        at: app.clock.now(),
        from: {
          ...(customer.language && { language: customer.language }),
          ...(customer.name && { name: customer.name }),
        },
        content,
      }
      await app.door.receive([inbound])
      await app.worker.drain()
      return inbound
    },
    async redelivers(inbound) {
      await app.door.receive([inbound])
      await app.worker.drain()
    },
  }
}
