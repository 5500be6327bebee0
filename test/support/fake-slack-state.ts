/** What the fake Slack remembers, and how things look over the wire. */
import type { FakeSlackDoor } from './fake-slack-door.ts'
import type { FakeSlackChannel, FakeSlackFile, FakeSlackMessage, FakeSlackView, Json } from './fake-slack-types.ts'

export const TEAM = { id: 'T0AFTERCARE', domain: 'aftercare' }
export const APP_ID = 'A0AFTERCARE'
export const BOT_ID = 'B0AFTERCARE'
export const BOT_USER = 'U0AFTERCARE'
/** The verification token of old: sent with everything, to be trusted by nobody. */
export const OLD_TOKEN = 'old-verification-token'

export type Person = { readonly id: string; readonly name: string; readonly isBot: boolean; readonly locale: string }
export type Upload = { readonly name: string; readonly length: number; bytes: Uint8Array | undefined; done: boolean }
export type Trigger = { readonly user: string; readonly until: number; used: boolean; readonly inModal: boolean }
export type ResponseUrl = {
  readonly user: string
  readonly channel: string
  readonly until: number
  readonly source: FakeSlackMessage | undefined
  uses: number
  readonly got: Json[]
}

export type FakeSlackState = {
  readonly botToken: string
  readonly appToken: string
  readonly signingSecret: string
  readonly scopes: ReadonlySet<string>
  readonly subscribed: ReadonlySet<string>
  readonly pageSize: number
  readonly clock: () => number
  /** `http://127.0.0.1:PORT`, known once it listens. */
  root: string
  /** Known once it is built. */
  door: FakeSlackDoor
  readonly violations: string[]
  readonly people: Map<string, Person>
  readonly channels: Map<string, FakeSlackChannel>
  readonly groups: Map<string, { readonly handle: string; readonly members: readonly string[] }>
  readonly files: Map<string, FakeSlackFile>
  readonly uploads: Map<string, Upload>
  readonly views: Map<string, FakeSlackView>
  /** Open forms by user, the one on top last. */
  readonly stacks: Map<string, FakeSlackView[]>
  readonly homes: Map<string, FakeSlackView>
  readonly triggers: Map<string, Trigger>
  readonly responseUrls: Map<string, ResponseUrl>
  readonly watchers: Set<() => void>
  lastTs: number
  lastId: number
}

/** A new id with this beginning. */
export function freshId(state: FakeSlackState, prefix: string): string {
  state.lastId += 1
  return `${prefix}${String(state.lastId).padStart(7, '0')}`
}

/** Seconds and six digits, never twice. */
export function freshTs(state: FakeSlackState): string {
  state.lastTs = Math.max(state.lastTs + 1, state.clock() * 1000)
  return `${Math.floor(state.lastTs / 1e6)}.${String(state.lastTs % 1e6).padStart(6, '0')}`
}

/** Tells everybody who waits that something has changed. */
export function changed(state: FakeSlackState): void {
  for (const watch of [...state.watchers]) watch()
}

/** What `find` finds, at once or when something changes; rejects after `within` (ms) with what was wanted. */
export function waitFor<T>(
  state: FakeSlackState,
  find: () => T | undefined,
  within: number,
  wanted: () => string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      state.watchers.delete(look)
    }
    const look = () => {
      const found = find()
      if (found === undefined) return
      end()
      resolve(found)
    }
    const timer = setTimeout(() => {
      end()
      reject(new Error(`${wanted()} within ${within} ms`))
    }, within)
    state.watchers.add(look)
    look()
  })
}

export function createChannel(
  id: string,
  name: string,
  kind: FakeSlackChannel['kind'],
  members: readonly string[],
): FakeSlackChannel {
  const messages: FakeSlackMessage[] = []
  const there = (one: FakeSlackMessage) => !one.deleted && one.ephemeralFor === undefined
  return {
    id,
    name,
    kind,
    members: new Set(members),
    archived: false,
    messages,
    posts: () => messages.filter(one => there(one) && one.threadTs === undefined),
    replies: ts => messages.filter(one => there(one) && one.threadTs === ts),
  }
}

/** The direct messages of a user with the app, opened if need be. */
export function openDm(state: FakeSlackState, user: string): FakeSlackChannel {
  const id = `D${user.slice(1)}`
  const open = state.channels.get(id) ?? createChannel(id, user, 'im', [user, BOT_USER])
  state.channels.set(id, open)
  return open
}

export function addMessage(
  state: FakeSlackState,
  channel: FakeSlackChannel,
  message: Partial<FakeSlackMessage> & { readonly user: string; readonly text: string },
): FakeSlackMessage {
  const added: FakeSlackMessage = {
    ts: freshTs(state),
    channel: channel.id,
    fromApp: message.user === BOT_USER,
    blocks: [],
    threadTs: undefined,
    edited: false,
    deleted: false,
    reactions: new Map(),
    files: [],
    metadata: undefined,
    ephemeralFor: undefined,
    ...message,
  }
  channel.messages.push(added)
  changed(state)
  return added
}

export function findMessage(channel: FakeSlackChannel, ts: unknown): FakeSlackMessage | undefined {
  return channel.messages.find(one => one.ts === ts && !one.deleted && one.ephemeralFor === undefined)
}

/** The message as Slack shows it in events, interactions and answers. */
export function messageJson(state: FakeSlackState, message: FakeSlackMessage): Json {
  const bot = state.people.get(message.user)?.isBot === true
  const id = message.fromApp ? BOT_ID : `B${message.user.slice(1)}`
  const channel = state.channels.get(message.channel)
  const replies = channel?.replies(message.ts) ?? []
  const ofThread = message.threadTs ?? (replies.length > 0 ? message.ts : undefined)
  const parent = message.threadTs && channel?.messages.find(one => one.ts === message.threadTs)
  return {
    type: 'message',
    ...(message.files.length > 0
      ? { subtype: 'file_share' }
      : bot && !message.fromApp
        ? { subtype: 'bot_message' }
        : {}),
    user: message.user,
    text: message.text,
    ts: message.ts,
    team: TEAM.id,
    ...(bot ? { bot_id: id, app_id: message.fromApp ? APP_ID : `A${message.user.slice(1)}` } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.files.length > 0 ? { files: message.files.map(one => fileJson(state, one)), upload: false } : {}),
    ...(ofThread === undefined ? {} : { thread_ts: ofThread }),
    ...(parent ? { parent_user_id: parent.user } : {}),
    ...(replies.length > 0 ? { reply_count: replies.length, latest_reply: replies.at(-1)?.ts } : {}),
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
  }
}

export function fileJson(state: FakeSlackState, file: FakeSlackFile): Json {
  const url = `${state.root}/files-pri/${TEAM.id}-${file.id}/${encodeURIComponent(file.name)}`
  return {
    id: file.id,
    created: Math.floor(state.clock() / 1000),
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.name.split('.').at(-1),
    user: file.user,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    url_private: url,
    url_private_download: `${url}?download=1`,
    ...(file.subtype === undefined ? {} : { subtype: file.subtype }),
  }
}

/** The name of a channel's messages in a manifest. */
export function messageEvent(channel: FakeSlackChannel): string {
  return { public: 'message.channels', private: 'message.groups', im: 'message.im' }[channel.kind]
}

function channelType(channel: FakeSlackChannel): string {
  return { public: 'channel', private: 'group', im: 'im' }[channel.kind]
}

/** Sends a message event if the app is there to hear it and has subscribed. */
export function tellMessage(state: FakeSlackState, channel: FakeSlackChannel, event: Json): Promise<unknown> {
  if (!channel.members.has(BOT_USER) || !state.subscribed.has(messageEvent(channel))) return Promise.resolve()
  return state.door.event({ type: 'message', channel: channel.id, channel_type: channelType(channel), ...event })
}

/** A message that was posted. */
export function tellPosted(
  state: FakeSlackState,
  channel: FakeSlackChannel,
  message: FakeSlackMessage,
  more: Json = {},
) {
  return tellMessage(state, channel, { ...messageJson(state, message), event_ts: message.ts, ...more })
}

/** A message that was changed, with how it was before. */
export function tellChanged(state: FakeSlackState, channel: FakeSlackChannel, message: FakeSlackMessage, before: Json) {
  const ts = freshTs(state)
  return tellMessage(state, channel, {
    subtype: 'message_changed',
    hidden: true,
    ts,
    event_ts: ts,
    message: messageJson(state, message),
    previous_message: before,
  })
}

/** Takes a message away and says so; one with replies leaves a tombstone, which is a change. */
export function removeMessage(state: FakeSlackState, channel: FakeSlackChannel, message: FakeSlackMessage) {
  const before = messageJson(state, message)
  message.deleted = true
  changed(state)
  const ts = freshTs(state)
  const common = { hidden: true, ts, event_ts: ts, previous_message: before }
  if (channel.replies(message.ts).length === 0)
    return tellMessage(state, channel, { ...common, subtype: 'message_deleted', deleted_ts: message.ts })
  const tombstone = {
    ...before,
    subtype: 'tombstone',
    text: 'This message was deleted.',
    user: 'USLACKBOT',
    hidden: true,
  }
  return tellMessage(state, channel, { ...common, subtype: 'message_changed', message: tombstone })
}
