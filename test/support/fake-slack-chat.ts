/** The methods of the Web API that post, change and take away messages and reactions. */

import { breach, isRefusal, type Method, type Refusal, refused } from './fake-slack-answers.ts'
import { faultsOfBlocks, faultsOfMetadata, withIds } from './fake-slack-blocks.ts'
import { unescapedIn } from './fake-slack-schema.ts'
import {
  addMessage,
  BOT_USER,
  changed,
  type FakeSlackState,
  findMessage,
  freshId,
  freshTs,
  messageJson,
  openDm,
  removeMessage,
  tellChanged,
  tellPosted,
} from './fake-slack-state.ts'
import type { FakeSlackChannel, FakeSlackMessage, Json } from './fake-slack-types.ts'

const TEXT_TO_KEEP = 4000
const TEXT_LIMIT = 40_000

/** The channel an app may write in, or why it may not; a user id stands for the direct messages. */
export function writable(state: FakeSlackState, id: unknown, byUser = true): FakeSlackChannel | Refusal {
  const person = state.people.get(String(id))
  if (person?.isBot) return refused('cannot_dm_bot')
  if (person !== undefined) return byUser ? openDm(state, person.id) : refused('channel_not_found')
  const channel = state.channels.get(String(id))
  if (channel === undefined) return refused('channel_not_found')
  if (!channel.members.has(BOT_USER)) return refused(channel.kind === 'public' ? 'not_in_channel' : 'channel_not_found')
  return channel.archived ? refused('is_archived') : channel
}

/** Why a message may not look like this, as Slack says it; everything found is a violation. */
export function refusalOfContent(state: FakeSlackState, method: string, args: Json, edit = false): Refusal | undefined {
  const text = args.text
  const blocks = args.blocks
  const some = Array.isArray(blocks) && blocks.length > 0
  if (text === undefined && !some) return edit && blocks ? undefined : breach(state, method, 'no_text')
  if (typeof text !== 'string' || text.trim() === '') {
    if (!some) return breach(state, method, 'no_text')
    state.violations.push(`${method}: blocks without a text for notifications and screen readers`)
  } else {
    if (text.length > TEXT_LIMIT) return breach(state, method, 'msg_too_long', `text of ${text.length} characters`)
    if (/\p{Surrogate}/u.test(text)) return breach(state, method, 'invalid_arguments', 'text has half a character')
    const bare = unescapedIn(text)
    if (bare !== undefined) state.violations.push(`${method}: text is not escaped at "${bare}"`)
    if (text.length > TEXT_TO_KEEP)
      state.violations.push(`${method}: text of ${text.length} characters, more than 4000`)
  }
  const wrong = some ? faultsOfBlocks(blocks, 'message') : undefined
  if (wrong) return breach(state, method, wrong.error, ...wrong.faults)
  const faults = args.metadata === undefined ? [] : faultsOfMetadata(args.metadata)
  for (const name of ['link_names', 'as_user', 'reply_broadcast'])
    if (args[name] === true) state.violations.push(`${method}: ${name}`)
  if (args.parse !== undefined && args.parse !== 'none') state.violations.push(`${method}: parse=${args.parse}`)
  return faults.length > 0 ? breach(state, method, 'invalid_metadata_format', ...faults) : undefined
}

/** The thread a reply goes to; a reply's ts instead of the parent's is a violation, and Slack takes it. */
export function threadFor(state: FakeSlackState, method: string, channel: FakeSlackChannel, ts: unknown) {
  if (ts === undefined) return undefined
  const parent = channel.messages.find(one => one.ts === ts && one.ephemeralFor === undefined)
  if (parent === undefined) return refused('thread_not_found')
  if (parent.threadTs === undefined) return { threadTs: parent.ts }
  state.violations.push(`${method}: thread_ts is the ts of a reply`)
  return { threadTs: parent.threadTs }
}

const own = (state: FakeSlackState, args: Json) => {
  const channel = writable(state, args.channel, false)
  const message = isRefusal(channel) ? undefined : findMessage(channel, args.ts)
  return { channel, message }
}

const blocksOf = (state: FakeSlackState, blocks: unknown) =>
  withIds((blocks ?? []) as Json[], () => freshId(state, 'id-'))

const post: Method['run'] = (state, args) => {
  const method = 'chat.postMessage'
  const refusal = refusalOfContent(state, method, args)
  if (refusal) return refusal
  if (args.unfurl_links !== false || args.unfurl_media !== false)
    state.violations.push(`${method}: unfurl_links and unfurl_media must be false`)
  const channel = writable(state, args.channel)
  if (isRefusal(channel)) return channel
  const thread = threadFor(state, method, channel, args.thread_ts)
  if (thread && isRefusal(thread)) return thread
  const message = addMessage(state, channel, {
    user: BOT_USER,
    text: String(args.text ?? ''),
    blocks: blocksOf(state, args.blocks),
    ...(thread ?? {}),
    ...(args.metadata === undefined ? {} : { metadata: args.metadata as Json }),
  })
  void tellPosted(state, channel, message)
  return { ok: true, channel: channel.id, ts: message.ts, message: messageJson(state, message) }
}

const update: Method['run'] = (state, args) => {
  const method = 'chat.update'
  const refusal = refusalOfContent(state, method, args, true)
  if (refusal) return refusal
  const { channel, message } = own(state, args)
  if (isRefusal(channel)) return channel
  if (message === undefined) return refused('message_not_found')
  if (!message.fromApp) return breach(state, method, 'cant_update_message', 'a message of somebody else')
  const before = messageJson(state, message)
  if (args.text !== undefined) message.text = String(args.text)
  if (args.blocks !== undefined) message.blocks = blocksOf(state, args.blocks)
  if (args.metadata !== undefined) message.metadata = args.metadata as Json
  message.edited = true
  changed(state)
  void tellChanged(state, channel, message, before)
  const json = messageJson(state, message)
  return { ok: true, channel: channel.id, ts: message.ts, text: message.text, message: json }
}

const remove: Method['run'] = (state, args) => {
  const { channel, message } = own(state, args)
  if (isRefusal(channel)) return channel
  if (message === undefined) return refused('message_not_found')
  if (!message.fromApp) return breach(state, 'chat.delete', 'cant_delete_message', 'a message of somebody else')
  void removeMessage(state, channel, message)
  return { ok: true, channel: channel.id, ts: message.ts }
}

const whisper: Method['run'] = (state, args) => {
  const method = 'chat.postEphemeral'
  const refusal = refusalOfContent(state, method, args)
  if (refusal) return refusal
  const channel = writable(state, args.channel, false)
  if (isRefusal(channel)) return channel
  const user = String(args.user)
  if (!channel.members.has(user)) return refused('user_not_in_channel')
  const thread = threadFor(state, method, channel, args.thread_ts)
  if (thread && isRefusal(thread)) return thread
  const { ts } = addMessage(state, channel, {
    user: BOT_USER,
    text: String(args.text ?? ''),
    blocks: blocksOf(state, args.blocks),
    ephemeralFor: user,
    ...(thread ?? {}),
  })
  return { ok: true, message_ts: ts }
}

const permalink: Method['run'] = (state, args) => {
  const channel = writable(state, args.channel, false)
  if (isRefusal(channel)) return channel
  const message = findMessage(channel, args.message_ts)
  if (message === undefined) return refused('message_not_found')
  const url = `https://aftercare.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`
  return { ok: true, channel: channel.id, permalink: url }
}

/** Puts a reaction on a message or takes it away; false if that changes nothing. */
export function react(
  state: FakeSlackState,
  message: FakeSlackMessage,
  emoji: string,
  user: string,
  type: 'reaction_added' | 'reaction_removed',
): false | Promise<unknown> {
  const users = message.reactions.get(emoji) ?? new Set()
  if (users.has(user) === (type === 'reaction_added')) return false
  if (type === 'reaction_added') users.add(user)
  else users.delete(user)
  if (users.size > 0) message.reactions.set(emoji, users)
  else message.reactions.delete(emoji)
  changed(state)
  const member = state.channels.get(message.channel)?.members.has(BOT_USER)
  if (!member || !state.subscribed.has(type)) return Promise.resolve()
  const item = { type: 'message', channel: message.channel, ts: message.ts }
  const event = { type, user, reaction: emoji, item, item_user: message.user, event_ts: freshTs(state) }
  return state.door.event(event)
}

const reaction =
  (type: 'reaction_added' | 'reaction_removed'): Method['run'] =>
  (state, args) => {
    const channel = writable(state, args.channel, false)
    if (isRefusal(channel)) return channel
    const name = String(args.name)
    if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) return breach(state, type, 'invalid_name', name)
    const message = findMessage(channel, args.timestamp)
    if (message === undefined) return refused('message_not_found')
    const done = react(state, message, name, BOT_USER, type)
    if (done === false) return refused(type === 'reaction_added' ? 'already_reacted' : 'no_reaction')
    return { ok: true }
  }

const content = {
  text: 'text',
  blocks: 'json',
  metadata: 'json',
  parse: 'text',
  link_names: 'flag',
  as_user: 'flag',
} as const
const thread = { thread_ts: 'text', reply_broadcast: 'flag' } as const
const place = { 'channel!': 'text' } as const

export const CHAT: Readonly<Record<string, Method>> = {
  'chat.postMessage': {
    scopes: ['chat:write'],
    args: { ...place, ...content, ...thread, mrkdwn: 'flag', unfurl_links: 'flag', unfurl_media: 'flag' },
    run: post,
  },
  'chat.update': {
    scopes: ['chat:write'],
    args: { ...place, 'ts!': 'text', ...content, reply_broadcast: 'flag' },
    run: update,
  },
  'chat.delete': { scopes: ['chat:write'], args: { ...place, 'ts!': 'text', as_user: 'flag' }, run: remove },
  'chat.postEphemeral': {
    scopes: ['chat:write'],
    args: { ...place, 'user!': 'text', ...content, thread_ts: 'text' },
    run: whisper,
  },
  'chat.getPermalink': { scopes: [], args: { ...place, 'message_ts!': 'text' }, run: permalink },
  'reactions.add': {
    scopes: ['reactions:write'],
    args: { ...place, 'timestamp!': 'text', 'name!': 'text' },
    run: reaction('reaction_added'),
  },
  'reactions.remove': {
    scopes: ['reactions:write'],
    args: { ...place, 'timestamp!': 'text', 'name!': 'text' },
    run: reaction('reaction_removed'),
  },
}
