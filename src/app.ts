/**
 * The composition root: the only place that knows everybody. It opens the database, reads the flows, builds the channels,
 * the desk, the worker and the server, and hands each what it needs.
 */
import { randomInt, randomUUID } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import { ACTIONS } from './assistant/actions/actions.ts'
import { createAgenda } from './assistant/agenda.ts'
import { createCatalogues } from './assistant/catalogues.ts'
import type { Channel, ReadFile } from './assistant/channel.ts'
import { type Clock, createMovableClock, type MovableClock, systemClock } from './assistant/clock.ts'
import { createCommands } from './assistant/commands.ts'
import { createCustomerSender } from './assistant/customer-sender.ts'
import { createDeliver, type Sender } from './assistant/deliver.ts'
import { createFetcher } from './assistant/fetcher.ts'
import { createReadFile } from './assistant/kept-files.ts'
import { createMarks } from './assistant/marks.ts'
import { createDoor, type Door } from './assistant/receive.ts'
import { createTimeTravel, type TimeTravel } from './assistant/time-travel.ts'
import { createWorker, type Worker } from './assistant/worker.ts'
import type { Config } from './config.ts'
import { catalogueOfRevision, type Loaded, serviceSources } from './content.ts'
import type { DeskInbound, DeskOutcome, SubmittedCommand } from './desk/command.ts'
import { createDesk } from './desk/desk.ts'
import { DESK, subjectOf } from './desk/post.ts'
import { readDeskWords } from './desk/words.ts'
import { type Directory, openDirectory } from './directory.ts'
import { createDraw } from './documents/draw.ts'
import type { Catalogue } from './flow/catalogue.ts'
import { createServer } from './http/server.ts'
import { shiftOutOfQuietHours } from './service/quiet-hours.ts'
import type { Service } from './service/service.ts'
import { liveRevisions } from './store/conversations.ts'
import { type Database, openDatabase } from './store/database.ts'
import { readRevision, storeRevision } from './store/flow-files.ts'

export type App = {
  readonly server: FastifyInstance
  readonly database: Database
  readonly worker: Worker
  readonly door: Door
  readonly clock: MovableClock
  readonly time: TimeTravel
  readonly service: Service
  /** Where `service.outlets` come from. */
  readonly directory: Pick<Directory, 'refresh'>
  /** A command of the staff, taken in the turn of its conversation. */
  runDesk(inbound: DeskInbound): Promise<DeskOutcome>
  /** The same in two steps; `updateId` tells a command that comes twice. */
  submitDesk(inbound: DeskInbound, updateId: string): SubmittedCommand
  /** Begins to take turns, deliver, and receive. Does not listen. */
  start(): Promise<void>
  /** Finishes what is in hand. */
  stop(): Promise<void>
}

/** What a channel is built from. */
export type ChannelParts = Pick<
  App,
  'database' | 'door' | 'clock' | 'service' | 'runDesk' | 'submitDesk' | 'worker'
> & {
  readonly time: TimeTravel
  readonly log: Logger
  readonly content: Loaded['content']
  /** Folder for files, beside the database. */
  readonly dataFolder: string
  /** Bytes of what customers and agents sent. */
  readonly readFile: ReadFile
}

/** A channel, with the routes it needs and what it wants to hear after each commit. */
export type BuiltChannel = {
  readonly channel: Channel
  readonly routes?: FastifyPluginAsync
  readonly changed?: (conversations: readonly string[]) => void
  /** Draws what the staff are shown as it happens (`desk:…` in the outbox). */
  readonly desk?: Sender
}

export type AppOptions = {
  readonly config: Pick<Config, 'databaseUrl'>
  readonly loaded: Loaded
  /** The loaded content with the understanding learned from it (`catalogueOf`). */
  readonly catalogue: Catalogue
  readonly log: Logger
  /** The channels of this process, built once everything they need is there. */
  readonly channels: readonly ((parts: ChannelParts) => BuiltChannel)[]
  /** The API of a company's own dispatch system, where it has clients. */
  readonly api?: ((parts: ChannelParts) => FastifyPluginAsync) | undefined
  readonly clock?: Clock
  readonly random?: (below: number) => number
}

export async function createApp(options: AppOptions): Promise<App> {
  const { loaded, log } = options
  const database = await openDatabase(options.config.databaseUrl)
  const { outlets: file } = serviceSources(loaded.files)
  const directory = await openDirectory({ database, service: loaded.service, file, log })
  const { service } = directory
  const { policy } = service
  const base = options.clock ?? systemClock
  const clock = await createMovableClock(database, base)
  const built: BuiltChannel[] = []
  const isDrawn = () => built.some(channel => channel.desk !== undefined)
  const words = readDeskWords(loaded.content, policy.region.zone)
  const desk = createDesk(service, { isDrawn, language: policy.desk.language, words })
  const channels = new Map<string, Channel>()
  const senders = new Map<string, Sender>()
  const dataFolder = dataFolderOf(options.config.databaseUrl)
  const folder = join(dataFolder, 'media')

  const wake = () => worker.wake()
  const door = createDoor(wake)
  const limits = {
    attempts: policy.worker.deliveries,
    ofStaff: policy.worker.postings,
    firstMs: policy.worker.backOff.first,
    mostMs: policy.worker.backOff.most,
  }
  const catalogues = await openCatalogues(database, options, clock)
  const parts: Omit<ChannelParts, 'worker' | 'time' | 'runDesk' | 'submitDesk'> = {
    database,
    door,
    clock,
    service,
    log,
    content: loaded.content,
    dataFolder,
    readFile: createReadFile(database, folder, createDraw()),
  }
  const commands = createCommands({ database, door })
  const marks = createMarks({ database, desk, now: clock.now, log, wakeSoon: () => worker.wakeSoon() })
  const isOfStaff = (conversationId: string) => subjectOf(conversationId) !== undefined
  const deliver = createDeliver({ database, senders, desk, isOfStaff, now: clock.now, log, marks, limits })
  const fetcher = createFetcher({ database, channels, folder, now: clock.now, log, limits })
  const worker = createWorker({
    database,
    agenda: createAgenda(),
    door,
    deliver,
    marks,
    fetcher,
    log,
    catalogues,
    actions: ACTIONS,
    service,
    desk,
    outOfQuietHours: (at, latest) => shiftOutOfQuietHours(at, latest, policy),
    random: options.random ?? (below => randomInt(below)),
    now: clock.now,
    size: policy.worker.batch,
    attempts: policy.worker.attempts,
    postponeMs: policy.notify.postpone,
    changed: conversations => {
      for (const channel of built) channel.changed?.(conversations)
    },
    decided: commands.decided,
  })
  const time = createTimeTravel({ database, clock, worker })

  const submitDesk = commands.submit
  const runDesk = (inbound: DeskInbound) => submitDesk(inbound, randomUUID()).outcome

  const whole: ChannelParts = { ...parts, worker, time, runDesk, submitDesk }
  for (const build of options.channels) {
    const channel = build(whole)
    channels.set(channel.channel.name, channel.channel)
    senders.set(channel.channel.name, createCustomerSender(channel.channel, database))
    if (channel.desk) senders.set(DESK, channel.desk)
    built.push(channel)
  }
  let started = false
  const server = await createServer({
    log,
    plugins: [
      ...built.flatMap(channel => (channel.routes ? [channel.routes] : [])),
      ...(options.api ? [options.api(whole)] : []),
    ],
    isReady: async () => started && (await database.read(sql => sql.all('select 1')).then(() => true)),
  })

  return {
    server,
    database,
    worker,
    door,
    clock,
    time,
    service,
    directory,
    runDesk,
    submitDesk,
    async start() {
      directory.start()
      await deliver.start()
      worker.start()
      for (const { channel } of built) await channel.start?.()
      started = true
    },
    async stop() {
      started = false
      for (const { channel } of built) await channel.stop?.()
      await server.close()
      await directory.stop()
      await worker.stop()
      await deliver.stop()
      await database.close()
    },
  }
}

/** The current catalogue, remembered by its revision, and those that somebody is still in the middle of. */
async function openCatalogues(database: Database, { loaded, catalogue: current }: AppOptions, clock: Clock) {
  const flows = loaded.files.filter(file => !NOT_PINNED.has(file.file) && !file.file.endsWith('.test.yaml'))
  await database.transaction(clock.now(), tx => storeRevision(tx, current.revision, flows))
  const live = await database.read(liveRevisions)
  const earlier = []
  for (const revision of live.filter(other => other !== current.revision)) {
    const stored = await database.read(sql => readRevision(sql, revision))
    const catalogue = stored && catalogueOfRevision(stored, loaded)
    if (catalogue) earlier.push({ ...catalogue, revision })
  }
  return createCatalogues(current, earlier)
}

/** Numbers and products are today's for everybody. */
const NOT_PINNED = new Set(['policy.yaml', 'catalogue.yaml', 'outlets.yaml'])

function dataFolderOf(databaseUrl: string): string {
  const path = databaseUrl.slice('sqlite:'.length)
  return path === ':memory:' ? resolve('data') : dirname(resolve(path))
}
