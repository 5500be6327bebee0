/**
 * A Slack for tests and benchmarks: a server that speaks the Web API, the Events API and Socket Mode on one side and is
 * the customers and the staff on the other. It is as strict as Slack; what no correct program would send stands in
 * `violations`, which every test should find empty. Only HTTP and the socket join it to the app.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDoor } from './fake-slack-door.ts'
import { createApi } from './fake-slack-http.ts'
import { ALL_SCOPES } from './fake-slack-methods.ts'
import { createSockets } from './fake-slack-socket.ts'
import { APP_ID, BOT_ID, BOT_USER, createChannel, type FakeSlackState, TEAM, waitFor } from './fake-slack-state.ts'
import type { FakeSlack, FakeSlackOptions, FakeSlackUser } from './fake-slack-types.ts'
import { createUser } from './fake-slack-user.ts'

export type * from './fake-slack-types.ts'
export { shown } from './fake-slack-user.ts'

export const DEFAULT_EVENTS: readonly string[] = [
  'app_home_opened',
  'app_mention',
  'member_joined_channel',
  'member_left_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'reaction_added',
  'reaction_removed',
]

const DEADLINE_MS = 10_000

export async function startFakeSlack(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const state = createState(options)
  const ackWithin = options.ackWithin ?? 3000
  const server = createServer((request, response) => {
    // A client that died in the middle of its request is no business of ours.
    api.handle(request, response).catch(() => request.socket.destroy())
  })
  server.keepAliveTimeout = 60_000
  const sockets = createSockets(state, server, ackWithin)
  state.door = createDoor(state, sockets, { ackWithin, retryDelays: options.retryDelays ?? [0, 0, 0] })
  const { strictRate } = options
  const burst = strictRate === true ? 1 : strictRate ? strictRate.burst : undefined
  const api = createApi(state, sockets, burst)
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  state.root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const users = new Map<string, FakeSlackUser>()
  const idOf = (one: string | FakeSlackUser) => (typeof one === 'string' ? one : one.id)
  const { door } = state

  return {
    apiUrl: `${state.root}/api/`,
    botToken: state.botToken,
    signingSecret: state.signingSecret,
    appToken: state.appToken,
    botUser: BOT_USER,
    botId: BOT_ID,
    appId: APP_ID,
    teamId: TEAM.id,
    violations: state.violations,
    user: ({ id, name, isBot = false, locale = 'en-US' }) => {
      const person = { id, name, isBot, locale }
      const user = users.get(id) ?? createUser(state, person)
      state.people.set(id, person)
      users.set(id, user)
      return user
    },
    channel: ({ id, name, members, isPrivate = false, withoutApp = false }) => {
      const all = [...members.map(idOf), ...(withoutApp ? [] : [BOT_USER])]
      const channel = createChannel(id, name, isPrivate ? 'private' : 'public', all)
      state.channels.set(id, channel)
      return channel
    },
    find: channel => state.channels.get(channel),
    group: ({ id, handle = id.toLowerCase(), members }) => {
      state.groups.set(id, { handle, members: members.map(idOf) })
    },
    deliverTo: door.deliverTo,
    verifyUrl: door.verifyUrl,
    calls: method => api.calls.filter(one => method === undefined || one.method === method),
    called: (method, times = 1, within = DEADLINE_MS) => {
      const done = () => api.calls.filter(one => one.method === method && one.answer !== undefined)
      const find = () => (done().length < times ? undefined : done().at(-1))
      return waitFor(state, find, within, () => `${method} was called ${done().length} times, not ${times},`)
    },
    failNext: api.fail,
    hangNext: method => ({ reached: api.hang(method) }),
    idle: async (within = DEADLINE_MS) => {
      const nothing = () => (door.pending === 0 ? true : undefined)
      await waitFor(state, nothing, within, () => `${door.pending} deliveries were not acknowledged`)
    },
    statuses: door.statuses,
    events: door.events,
    emit: door.event,
    redeliver: (which = 'last', { newEventId = false } = {}) => door.redeliver(which, newEventId),
    forge: door.forge,
    get sockets() {
      return sockets.count
    },
    disconnectSockets: (reason = 'refresh_requested') => sockets.recycle(reason),
    breakSockets: sockets.breakAll,
    connected: async (count = 1, within = DEADLINE_MS) => {
      const enough = () => (sockets.count === count ? true : undefined)
      await waitFor(state, enough, within, () => `${sockets.count} sockets were open, not ${count},`)
    },
    close: async () => {
      const closed = new Promise(resolve => server.close(resolve))
      await door.close()
      sockets.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function createState(options: FakeSlackOptions): FakeSlackState {
  const bot = { id: BOT_USER, name: 'Aftercare', isBot: true, locale: 'en-US' }
  return {
    botToken: options.botToken ?? 'xoxb-fake-token-for-tests',
    appToken: options.appToken ?? 'xapp-fake-token-for-tests',
    signingSecret: options.signingSecret ?? 'fake-signing-secret-for-tests',
    scopes: new Set(options.scopes ?? ALL_SCOPES),
    subscribed: new Set(options.events ?? DEFAULT_EVENTS),
    pageSize: options.pageSize ?? 100,
    clock: options.clock ?? Date.now,
    root: '',
    // Built from this very state.
    door: undefined as unknown as FakeSlackState['door'],
    violations: [],
    people: new Map([[BOT_USER, bot]]),
    channels: new Map(),
    groups: new Map(),
    files: new Map(),
    uploads: new Map(),
    views: new Map(),
    stacks: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    watchers: new Set(),
    lastTs: 0,
    lastId: 0,
  }
}
