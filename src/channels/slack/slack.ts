/** Slack as a channel and as the staff's desk: one Bolt app, behind a socket of ours or a door of the server. */
import { App } from '@slack/bolt'
import type { FastifyPluginAsync } from 'fastify'
import type { Channel } from '../../assistant/channel.ts'
import type { Sender } from '../../assistant/deliver.ts'
import type { Text } from '../../flow/flow.ts'
import { createSlackDesk, type SlackDesk } from './desk/desk.ts'
import { fetchSlackFile } from './files.ts'
import { homeView } from './home.ts'
import { createHomes } from './homes.ts'
import { httpDoor } from './http-door.ts'
import { createIdentity } from './identity.ts'
import type { SlackMessageEvent } from './inbound.ts'
import { listenToCustomers } from './listeners.ts'
import { createPeople, type People } from './people.ts'
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
    desk: createSlackDesk({ app, web, options: options.desk, log, clock, readFile: options.readFile, botUser }),
  }
  listenToEvents(app, customers, staff && { channel: staff.options.channel, desk: staff.desk })
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

/** Messages go to the staff or to the customers by where they were said: never to both. */
function listenToEvents(
  app: Pick<App, 'event'>,
  customers: ReturnType<typeof listenToCustomers>,
  staff: { readonly channel: string; readonly desk: SlackDesk } | undefined,
): void {
  app.event('message', async ({ event, body }) => {
    if (event.channel === staff?.channel) return staff.desk.heard(event, body.event_id)
    await customers.said(event as SlackMessageEvent, body.event_id)
  })
  app.event('app_mention', async ({ event, body }) => {
    // The staff's channel has it as a `message` too.
    if (event.channel !== staff?.channel) await customers.mentioned(event as SlackMessageEvent, body.event_id)
  })
  if (!staff) return
  const { channel, desk } = staff
  app.event('reaction_added', async ({ event, body }) => {
    if ('channel' in event.item && event.item.channel === channel) await desk.heard(event, body.event_id)
  })
  for (const name of ['member_joined_channel', 'member_left_channel'] as const) {
    app.event(name, async ({ event, body }) => {
      if (event.channel === channel) await desk.heard(event, body.event_id)
    })
  }
  for (const name of ['subteam_members_changed', 'subteam_updated'] as const) {
    app.event(name, async ({ event, body }) => desk.heard(event, body.event_id))
  }
}

const NO_DESK: Text = {
  en: 'The service desk is not set up here yet. Whoever runs this app can choose a channel for it.',
  zh: '这里还没有设置客服工作台。请联系应用的管理员，指定一个频道即可启用。',
}

/** The app's manifest offers the staff's command and shortcut to everybody, also where no desk was set up. */
function answerWithoutDesk(app: Pick<App, 'command' | 'shortcut'>, people: People): void {
  const words = async (user: string) => NO_DESK[(await people.of(user)).language ?? 'en']
  app.command('/aftercare', async ({ ack, command }) => ack(await words(command.user_id)))
  app.shortcut({ type: 'message_action', callback_id: 'desk:send' }, async ({ ack, body, respond }) => {
    await ack()
    await respond({ response_type: 'ephemeral', text: await words(body.user.id) })
  })
}
