/** Slack as a channel and as the staff's desk: one Bolt app, behind a socket of ours or a door of the server. */
import { App } from '@slack/bolt'
import type { FastifyPluginAsync } from 'fastify'
import type { Channel } from '../../assistant/channel.ts'
import type { Sender } from '../../assistant/deliver.ts'
import { createSlackDesk } from './desk/desk.ts'
import { answerWithoutDesk, listenToEvents } from './events.ts'
import { fetchSlackFile } from './files.ts'
import { homeView } from './home.ts'
import { createHomes } from './homes.ts'
import { httpDoor } from './http-door.ts'
import { createIdentity } from './identity.ts'
import { listenToCustomers } from './listeners.ts'
import { createPeople } from './people.ts'
import type { SlackOptions } from './ports.ts'
import { createSlackSender } from './sender.ts'
import { createSocketDoor } from './socket-door.ts'
import { createTake } from './take.ts'
import { clientOptions, createWebClient, quietLogger } from './web-client.ts'

export type Slack = {
  readonly channel: Channel & Required<Pick<Channel, 'fetchFile' | 'start' | 'stop'>>
  /** `POST /slack/events`; absent with a socket. */
  readonly routes?: FastifyPluginAsync
  /** Something was committed in these conversations: homes that show them are drawn anew. */
  changed(conversations: readonly string[]): void
  /** Draws the staff's posts; absent without a channel of the staff. */
  readonly desk?: Sender
}

/** How often the processes look who has the socket (ms); a lease lasts three times as long. */
const LEASE_LOOK_MS = 10_000
/** So long changes are collected before a home is drawn anew (ms). */
const COLLECT_MS = 1_000
/** Most bytes of a file that we keep: what Telegram takes from a bot, should it have to go there. */
const MOST_BYTES = 50 * 1024 * 1024

/**
 * The channel, and the route to mount when Slack calls us. Neither `send` nor `start` rejects: refusals and outages are
 * deliveries and log lines, and who we are is asked in the background until Slack tells it. `stop` ends the receiving and
 * waits for what is in hand; `send` works on after it, for the worker's last messages. No token and nothing that a
 * customer wrote reaches a log.
 */
export function createSlack(options: SlackOptions): Slack {
  const { botToken, apiUrl, door, log, clock } = options
  const web = createWebClient(botToken, apiUrl, log)
  const identity = createIdentity(web, log)
  const botUser = () => identity.current().botUserId
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  const inBackground = (work: Promise<void>) => {
    const done = work.finally(() => running.delete(done))
    running.add(done)
  }

  const app = createBoltApp(options, identity.current)
  const people = createPeople(web, log)
  const homes = createHomes({ web, read: options.home, draw: homeView, collectMs: COLLECT_MS, log })
  const customers = listenToCustomers({
    app,
    web,
    receive: options.receive,
    isKnown: options.isKnown,
    clock,
    people,
    homes,
    log,
    botUser,
    inBackground,
  })
  const staff = options.desk && {
    options: options.desk,
    desk: createSlackDesk({
      app,
      web,
      options: options.desk,
      log,
      clock,
      readFile: options.readFile,
      identity: identity.current,
    }),
  }
  listenToEvents(app, customers, staff?.desk)
  if (!staff) answerWithoutDesk(app, people)

  const take = createTake(app, log)
  const socket =
    door.kind === 'socket'
      ? createSocketDoor({
          appToken: door.appToken,
          apiUrl,
          take,
          lease: options.socketLease,
          everyMs: LEASE_LOOK_MS,
          log,
        })
      : undefined
  return {
    channel: {
      name: 'slack',
      pace: options.pace,
      send: createSlackSender({ web, log, readFile: options.readFile }),
      fetchFile: file => fetchSlackFile(web, file, { token: botToken, apiUrl, limit: MOST_BYTES }),
      async start() {
        inBackground(identity.learn(stopping.signal))
        if (staff) inBackground(staff.desk.start())
        socket?.start()
      },
      async stop() {
        stopping.abort()
        await socket?.stop()
        await homes.stop()
        await Promise.all(running)
      },
    },
    // Slack signs with the world's time, wherever the clock of the shop stands.
    ...(door.kind === 'http' && {
      routes: httpDoor({ signingSecret: door.signingSecret, take, now: Date.now, log }),
    }),
    changed: homes.changed,
    ...(staff && { desk: { pace: staff.options.pace, send: staff.desk.send } }),
  }
}

/**
 * Bolt without its doors. Its `token` would be checked in the constructor, and the process end if Slack is down just then;
 * `authorize` says the same without a call. Its memory of conversations is of no use: ours is the database.
 */
function createBoltApp({ botToken, apiUrl, log }: SlackOptions, identity: () => object): App {
  const app = new App({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    authorize: async () => ({ botToken, ...identity() }),
    clientOptions: clientOptions(apiUrl, log),
    logger: quietLogger(log),
    convoStore: false,
  })
  // To the door, which then does not acknowledge.
  app.error(async error => {
    throw error
  })
  return app
}
