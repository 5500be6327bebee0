/** A customer or one of the staff, as a test speaks of one: `anna.says('hi')`, `await anna.hears(/order/)`. */
import { shownIn } from './fake-slack-blocks.ts'
import { react } from './fake-slack-chat.ts'
import { createInteractions } from './fake-slack-interactions.ts'
import {
  addMessage,
  BOT_USER,
  changed,
  type FakeSlackState,
  fileJson,
  findMessage,
  freshId,
  freshTs,
  messageJson,
  openDm,
  type Person,
  removeMessage,
  TEAM,
  tellChanged,
  tellPosted,
  waitFor,
} from './fake-slack-state.ts'
import type {
  FakeSlackChannel,
  FakeSlackFile,
  FakeSlackMessage,
  FakeSlackUser,
  FakeUpload,
  Json,
  Place,
} from './fake-slack-types.ts'
import { viewJson } from './fake-slack-views.ts'

const DEADLINE_MS = 10_000

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export function createUser(state: FakeSlackState, person: Person): FakeSlackUser {
  const { id, name } = person
  const interactions = createInteractions(state, person)
  /** How far was listened, by place. */
  const heard = new Map<string, number>()
  const dm = () => openDm(state, id)

  const placed = (place: Place = {}): FakeSlackChannel => {
    if (place.channel === undefined) return dm()
    const channel = state.channels.get(place.channel)
    if (channel === undefined) throw new Error(`there is no channel ${place.channel}`)
    if (!channel.members.has(id)) throw new Error(`${name} is no member of ${place.channel}`)
    return channel
  }
  const found = (ts: string, place?: Place) => {
    const channel = placed(place)
    const message = findMessage(channel, ts)
    if (message === undefined) throw new Error(`there is no message ${ts}\n${transcriptOf(state, channel)}`)
    return { channel, message }
  }

  /** Puts a message into the channel; the app gets up to two events of it, each with an id of its own. */
  const post = async (channel: FakeSlackChannel, message: FakeSlackMessage, more: Json) => {
    const told: Promise<unknown>[] = []
    const mentioned = message.text.includes(`<@${BOT_USER}>`) && channel.kind !== 'im'
    if (mentioned && channel.members.has(BOT_USER) && state.subscribed.has('app_mention')) {
      const event = { ...messageJson(state, message), type: 'app_mention', channel: channel.id, event_ts: message.ts }
      told.push(state.door.event({ ...event, ...more }))
    }
    told.push(tellPosted(state, channel, message, more))
    await Promise.all(told)
    return message
  }

  const visible = (place: Place) => (message: FakeSlackMessage) =>
    message.fromApp &&
    !message.deleted &&
    (message.ephemeralFor ?? id) === id &&
    (place.threadTs === undefined || message.threadTs === place.threadTs)

  const typed = (text: string, options: { readonly mention?: boolean; readonly raw?: boolean }) =>
    `${options.mention === true ? `<@${BOT_USER}> ` : ''}${options.raw === true ? text : escaped(text)}`

  const member = (channelId: string, type: 'member_joined_channel' | 'member_left_channel') => {
    const channel = state.channels.get(channelId)
    if (channel === undefined) throw new Error(`there is no channel ${channelId}`)
    if (type === 'member_joined_channel') channel.members.add(id)
    else channel.members.delete(id)
    changed(state)
    if (!channel.members.has(BOT_USER) || !state.subscribed.has(type)) return Promise.resolve()
    const channel_type = channel.kind === 'public' ? 'C' : 'G'
    const event = { type, user: id, channel: channelId, channel_type, team: TEAM.id, event_ts: freshTs(state) }
    return state.door.event(event).then(() => undefined)
  }

  const store = ({ name: file, mime, bytes, size, subtype }: FakeUpload): FakeSlackFile => {
    const base = { id: freshId(state, 'F'), name: file, title: file, mimetype: mime, bytes, size: size ?? bytes.length }
    const stored = { ...base, user: id, deleted: false, ...(subtype === undefined ? {} : { subtype }) }
    state.files.set(stored.id, stored)
    return stored
  }

  return {
    id,
    name,
    isBot: person.isBot,
    conversation: `slack:${id}`,
    get messages() {
      return state.channels.get(`D${id.slice(1)}`)?.messages ?? []
    },
    get dm() {
      return dm().id
    },
    get ephemerals() {
      const all = [...state.channels.values()].flatMap(channel => channel.messages)
      return all.filter(one => one.ephemeralFor === id && !one.deleted).sort((a, b) => Number(a.ts) - Number(b.ts))
    },
    get modal() {
      return state.stacks.get(id)?.at(-1)
    },
    get home() {
      return state.homes.get(id)
    },
    says: async (text, options = {}) => {
      const channel = placed(options)
      const { threadTs } = options
      const message = addMessage(state, channel, { user: id, text: typed(text, options), threadTs })
      const section = { type: 'rich_text_section', elements: [{ type: 'text', text }] }
      const blocks = [{ type: 'rich_text', block_id: freshId(state, 'id-'), elements: [section] }]
      return post(channel, message, { client_msg_id: freshId(state, 'client-'), blocks })
    },
    edits: async (ts, text, place) => {
      const { channel, message } = found(ts, place)
      if (message.user !== id) throw new Error(`message ${ts} is not of ${name}`)
      const before = messageJson(state, message)
      message.text = escaped(text)
      message.edited = true
      changed(state)
      await tellChanged(state, channel, message, before)
    },
    deletes: async (ts, place) => {
      const { channel, message } = found(ts, place)
      if (message.user !== id) throw new Error(`message ${ts} is not of ${name}`)
      await removeMessage(state, channel, message)
    },
    uploads: async (uploads, options = {}) => {
      const channel = placed(options)
      const files = uploads.map(store)
      const text = typed(options.text ?? '', options)
      const message = addMessage(state, channel, { user: id, text, files, threadTs: options.threadTs })
      const shown = files.map((file, index) =>
        uploads[index]?.bare === true ? { id: file.id, file_access: 'check_file_info' } : fileJson(state, file),
      )
      return post(channel, message, { files: shown })
    },
    presses: async (label, where = {}) => interactions.press(label, where),
    taps: async (label, place) => interactions.press(label, {}, placed(place)),
    selects: (what, value, where = {}) => interactions.select(what, value, where),
    submits: (values = {}) => interactions.submit(values),
    closes: () => interactions.close(),
    reacts: async (emoji, ts, place) => {
      await react(state, found(ts, place).message, emoji, id, 'reaction_added')
    },
    unreacts: async (emoji, ts, place) => {
      await react(state, found(ts, place).message, emoji, id, 'reaction_removed')
    },
    opensHome: async (tab = 'home') => {
      if (!state.subscribed.has('app_home_opened')) return
      const home = state.homes.get(id)
      const view = tab === 'home' && home ? { view: viewJson(home) } : {}
      const event = { type: 'app_home_opened', user: id, channel: dm().id, tab, ...view, event_ts: freshTs(state) }
      await state.door.event(event)
    },
    commands: async (line, place) => interactions.command(line, placed(place)),
    shortcut: async (callbackId, where = {}) => interactions.shortcut(callbackId, where.message),
    joins: channel => member(channel, 'member_joined_channel'),
    leaves: channel => member(channel, 'member_left_channel'),
    hears: (pattern, { within = DEADLINE_MS, ...place } = {}) => {
      const channel = placed(place)
      const key = `${channel.id} ${place.threadTs ?? ''}`
      const next = () => {
        const from = heard.get(key) ?? 0
        const fits = visible(place)
        const at = channel.messages.findIndex((one, index) => index >= from && fits(one) && pattern.test(shown(one)))
        if (at < 0) return undefined
        heard.set(key, at + 1)
        return channel.messages[at]
      }
      return waitFor(state, next, within, () => `${name} did not hear ${pattern} in\n${transcriptOf(state, channel)}\n`)
    },
    sees: (pattern, { within = DEADLINE_MS, ...place } = {}) => {
      const channel = placed(place)
      const fits = visible(place)
      const find = () => channel.messages.findLast(one => fits(one) && one.edited && pattern.test(shown(one)))
      return waitFor(state, find, within, () => `${name} did not see ${pattern} in\n${transcriptOf(state, channel)}\n`)
    },
    seesModal: (pattern = /^/, within = DEADLINE_MS) => {
      const find = () => [state.stacks.get(id)?.at(-1) ?? []].flat().find(one => pattern.test(shownView(one)))
      return waitFor(state, find, within, () => `${name} did not see a form ${pattern}`)
    },
    seesHome: (pattern, within = DEADLINE_MS) => {
      const find = () => [state.homes.get(id) ?? []].flat().find(one => pattern.test(shownView(one)))
      return waitFor(state, find, within, () => `${name} did not see a home ${pattern}`)
    },
    transcript: place => transcriptOf(state, placed(place)),
  }
}

const shownView = (view: { title: string; blocks: readonly Json[] }) => `${view.title}\n${shownIn(view.blocks)}`

/** The text of a message and all texts of its blocks, line by line. */
export function shown(message: FakeSlackMessage): string {
  return message.blocks.length === 0 ? message.text : `${message.text}\n${shownIn(message.blocks)}`
}

function transcriptOf(state: FakeSlackState, channel: FakeSlackChannel): string {
  return channel.messages
    .map(one => {
      const who = one.fromApp ? 'app' : (state.people.get(one.user)?.name ?? one.user)
      const marks = [one.edited && 'edited', one.deleted && 'deleted', one.ephemeralFor && `only ${one.ephemeralFor}`]
      const files = one.files.map(file => ` <${file.name}>`).join('')
      const below = one.threadTs === undefined ? '' : `  in ${one.threadTs}: `
      return `${one.ts} ${below}${who}: ${shown(one)}${files} ${marks.filter(Boolean).join(', ')}`.trimEnd()
    })
    .join('\n')
}
