/** The methods of the Web API that the fake knows, with their arguments and scopes, and how a call is looked at. */
import { type ArgumentKind, breach, type Method, refused } from './fake-slack-answers.ts'
import { CHAT } from './fake-slack-chat.ts'
import { FILES } from './fake-slack-files.ts'
import { BOT_ID, BOT_USER, changed, type FakeSlackState, openDm, type Person, TEAM } from './fake-slack-state.ts'
import type { FakeSlackChannel, Json } from './fake-slack-types.ts'
import { VIEWS } from './fake-slack-views.ts'

/** One page of a list, and the cursor of the next. */
function page<T>(
  state: FakeSlackState,
  all: readonly T[],
  args: Json,
): { items: readonly T[]; cursor: string } | undefined {
  const limit = Math.min(Number(args.limit ?? state.pageSize), state.pageSize)
  const cursor = String(args.cursor ?? '')
  const from = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace('from:', ''))
  if (!Number.isInteger(from)) return undefined
  const next = from + limit < all.length ? Buffer.from(`from:${from + limit}`).toString('base64') : ''
  return { items: all.slice(from, from + limit), cursor: next }
}

const metadata = (cursor: string) => ({ response_metadata: { next_cursor: cursor } })

function channelJson(channel: FakeSlackChannel): Json {
  const im = channel.kind === 'im'
  return {
    id: channel.id,
    ...(im ? { user: channel.name } : { name: channel.name, is_channel: channel.kind === 'public' }),
    is_im: im,
    is_private: channel.kind !== 'public',
    is_archived: channel.archived,
    is_member: channel.members.has(BOT_USER),
  }
}

function personJson({ id, name, isBot, locale }: Person, withLocale: boolean): Json {
  return {
    id,
    team_id: TEAM.id,
    name: name.toLowerCase().replaceAll(' ', '.'),
    real_name: name,
    deleted: false,
    is_bot: isBot,
    tz: 'Asia/Shanghai',
    profile: { real_name: name, display_name: name },
    ...(withLocale ? { locale } : {}),
  }
}

const READ_CHANNELS = ['channels:read', 'groups:read']
const neverRead: Method = {
  scopes: [],
  args: {
    channel: 'text',
    ts: 'text',
    limit: 'number',
    cursor: 'text',
    latest: 'text',
    oldest: 'text',
    inclusive: 'flag',
  },
  run: state => breach(state, 'conversations.history', 'missing_scope', 'history is never read'),
}

const METHODS: Readonly<Record<string, Method>> = {
  ...CHAT,
  ...FILES,
  ...VIEWS,
  'auth.test': {
    scopes: [],
    args: {},
    run: () => ({ ok: true, url: 'https://aftercare.slack.com/', team_id: TEAM.id, user_id: BOT_USER, bot_id: BOT_ID }),
  },
  'conversations.open': {
    scopes: ['im:write'],
    args: { users: 'text', channel: 'text', return_im: 'flag', prevent_creation: 'flag' },
    run: (state, args) => {
      const person = state.people.get(String(args.users))
      if (person === undefined) return refused('user_not_found')
      if (person.isBot) return refused('cannot_dm_bot')
      const already_open = state.channels.has(`D${person.id.slice(1)}`)
      const { id } = openDm(state, person.id)
      return { ok: true, no_op: already_open, already_open, channel: { id } }
    },
  },
  'conversations.members': {
    scopes: READ_CHANNELS,
    args: { 'channel!': 'text', limit: 'number', cursor: 'text' },
    run: (state, args) => {
      const channel = state.channels.get(String(args.channel))
      const hidden = channel?.kind === 'private' && !channel.members.has(BOT_USER)
      if (channel === undefined || hidden) return refused('channel_not_found')
      const found = page(state, [...channel.members], args)
      return found ? { ok: true, members: found.items, ...metadata(found.cursor) } : refused('invalid_cursor')
    },
  },
  'conversations.info': {
    scopes: READ_CHANNELS,
    args: { 'channel!': 'text', include_locale: 'flag', include_num_members: 'flag' },
    run: (state, args) => {
      const channel = state.channels.get(String(args.channel))
      const hidden = channel?.kind !== 'public' && channel?.members.has(BOT_USER) === false
      return channel === undefined || hidden
        ? refused('channel_not_found')
        : { ok: true, channel: channelJson(channel) }
    },
  },
  'conversations.history': neverRead,
  'conversations.replies': neverRead,
  'users.info': {
    scopes: ['users:read'],
    args: { 'user!': 'text', include_locale: 'flag' },
    run: (state, args) => {
      const person = state.people.get(String(args.user))
      return person ? { ok: true, user: personJson(person, args.include_locale === true) } : refused('user_not_found')
    },
  },
  'users.list': {
    scopes: ['users:read'],
    args: { limit: 'number', cursor: 'text', include_locale: 'flag' },
    run: (state, args) => {
      const found = page(state, [...state.people.values()], args)
      if (found === undefined) return refused('invalid_cursor')
      const members = found.items.map(person => personJson(person, args.include_locale === true))
      return { ok: true, members, ...metadata(found.cursor) }
    },
  },
  'usergroups.list': {
    scopes: ['usergroups:read'],
    args: { include_users: 'flag', include_count: 'flag', include_disabled: 'flag' },
    run: (state, args) => ({
      ok: true,
      usergroups: [...state.groups].map(([id, { handle, members }]) => ({
        id,
        handle,
        name: handle,
        ...(args.include_users === true ? { users: members } : {}),
      })),
    }),
  },
  'usergroups.users.list': {
    scopes: ['usergroups:read'],
    args: { 'usergroup!': 'text', include_disabled: 'flag' },
    run: (state, args) => {
      const group = state.groups.get(String(args.usergroup))
      return group ? { ok: true, users: group.members } : refused('no_such_subteam')
    },
  },
}

export const ALL_SCOPES: readonly string[] = [...new Set(Object.values(METHODS).flatMap(({ scopes }) => scopes))]

/** Arguments as they are meant, from a form or from JSON; what does not fit is told. */
function readArguments(method: Method, raw: Json): { args: Json; faults: string[]; unknown: string[] } {
  const kinds = new Map(Object.entries(method.args).map(([name, kind]) => [name.replace('!', ''), kind]))
  const args: Json = {}
  const faults: string[] = []
  const unknown: string[] = []
  for (const [name, value] of Object.entries(raw)) {
    const kind = kinds.get(name)
    if (kind === undefined) unknown.push(name)
    else if (value !== null && value !== undefined) {
      const read = READ[kind](value)
      if (read === undefined) faults.push(`${name}: is no ${kind}`)
      else args[name] = read
    }
  }
  for (const name of Object.keys(method.args))
    if (name.endsWith('!') && (args[name.slice(0, -1)] ?? '') === '')
      faults.push(`missing required field: ${name.slice(0, -1)}`)
  return { args, faults, unknown }
}

const READ: Readonly<Record<ArgumentKind, (value: unknown) => unknown>> = {
  text: value => (typeof value === 'string' ? value : undefined),
  flag: value =>
    value === true || value === 'true' || value === '1'
      ? true
      : value === false || value === 'false' || value === '0'
        ? false
        : undefined,
  number: value => (value !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined),
  json: value => {
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value)
    } catch {
      return undefined
    }
  },
}

/** What a call asks for, as `calls` shows it. */
export function argumentsOf(name: string, raw: Json): Json {
  const method = METHODS[name]
  return method ? readArguments(method, raw).args : raw
}

/** Carries out a call of the bot token. */
export function callMethod(state: FakeSlackState, name: string, raw: Json): Json {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
  if (method === undefined) return breach(state, name, 'unknown_method')
  const { args, faults, unknown } = readArguments(method, raw)
  for (const one of unknown) state.violations.push(`${name}: unknown argument ${one}`)
  if (method.scopes.length > 0 && !method.scopes.some(scope => state.scopes.has(scope))) {
    state.violations.push(`${name}: missing_scope ${method.scopes.join(' or ')}`)
    return { ...refused('missing_scope'), needed: method.scopes.join(','), provided: [...state.scopes].join(',') }
  }
  if (faults.length > 0) return breach(state, name, 'invalid_arguments', ...faults)
  const answer = method.run(state, args)
  changed(state)
  return answer
}
