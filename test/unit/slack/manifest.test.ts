/** The manifest that installs the app: within Slack's limits, and exactly what the program uses. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createSlackDesk } from '../../../src/channels/slack/desk/desk.ts'
import { answerWithoutDesk, listenToEvents } from '../../../src/channels/slack/events.ts'
import { EVENTS_PATH } from '../../../src/channels/slack/http-door.ts'
import { listenToCustomers } from '../../../src/channels/slack/listeners.ts'

type Manifest = {
  display_information: { name: string; description: string; long_description: string; background_color: string }
  features: {
    app_home: Record<string, boolean>
    bot_user: { display_name: string }
    slash_commands: { command: string; description: string; usage_hint: string; url: string }[]
    shortcuts: { name: string; type: string; callback_id: string; description: string }[]
  }
  oauth_config: { scopes: { bot: string[] } }
  settings: {
    event_subscriptions: { request_url: string; bot_events: string[] }
    interactivity: { is_enabled: boolean; request_url: string }
    socket_mode_enabled: boolean
  }
}

const manifest = parse(readFileSync('slack-manifest.yaml', 'utf8')) as Manifest
const scopes = manifest.oauth_config.scopes.bot
const events = manifest.settings.event_subscriptions.bot_events

/** Scopes of a bot token by method, any of which is enough, as docs.slack.dev/reference/methods has them. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'reactions.add': ['reactions:write'],
  'reactions.remove': ['reactions:write'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
}

/** Scopes of an event, as docs.slack.dev/reference/events has them. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  reaction_added: ['reactions:read'],
  subteam_members_changed: ['usergroups:read'],
  subteam_updated: ['usergroups:read'],
}

/** What the program registers with Bolt, with a desk and without one. */
function registered(hasDesk: boolean) {
  const heard = { events: new Set<string>(), commands: new Set<string>(), shortcuts: new Set<string>() }
  const app = {
    event: (name: string) => heard.events.add(name),
    command: (name: string) => heard.commands.add(name),
    shortcut: (to: string | { callback_id: string }) =>
      heard.shortcuts.add(typeof to === 'string' ? to : to.callback_id),
    action: () => {},
    view: () => {},
  } as unknown as App
  const nobody = { of: async () => ({}) }
  const common = { app, web: new WebClient(), log: pino({ level: 'silent' }), clock: () => 0, botUser: () => undefined }
  const customers = listenToCustomers({
    ...common,
    receive: async () => {},
    isKnown: async () => false,
    people: nobody,
    homes: { opened: () => {} },
    inBackground: () => {},
  })
  if (!hasDesk) {
    answerWithoutDesk(app, nobody)
    return heard
  }
  const desk = createSlackDesk({
    ...common,
    readFile: async () => ({ kind: 'lost' }),
    identity: () => ({}),
    options: {
      channel: 'C1',
      language: 'en',
      zone: 'UTC',
      roles: { agent: [], dispatcher: [], technician: [], manager: [] },
      relay: 'internal',
      // Nobody asks it anything before something happens.
      board: {} as Parameters<typeof createSlackDesk>[0]['options']['board'],
      pace: { perSecond: 1, sameConversationMs: 1000, burst: 1, parallel: 1 },
      submit: () => ({ stored: Promise.resolve(), outcome: Promise.reject(new Error('nobody submits')) }),
    },
  })
  listenToEvents(app, customers, desk)
  return heard
}

/** Every method of the Web API that stands in the sources. */
function methodsCalled(): readonly string[] {
  const sources = readdirSync('src/channels/slack', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => readFileSync(join('src/channels/slack', file), 'utf8'))
  const found = sources.flatMap(source => [...source.matchAll(/\bweb\s*\.((?:[a-z]+\.)+[a-zA-Z]+)\(/gi)])
  return [...new Set(found.map(([, method]) => method ?? ''))].sort()
}

describe('the manifest', () => {
  test('keeps within the limits of Slack (peers 4b)', () => {
    const { display_information: about, features } = manifest
    expect(about.name.length).toBeLessThanOrEqual(35)
    expect(about.description.length).toBeLessThanOrEqual(140)
    expect(about.long_description.length).toBeGreaterThanOrEqual(174)
    expect(about.long_description.length).toBeLessThanOrEqual(4000)
    expect(about.background_color).toMatch(/^#[0-9a-f]{6}$/)
    expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80)
    for (const { command, description, usage_hint: hint } of features.slash_commands) {
      expect(command.length).toBeLessThanOrEqual(32)
      expect(description.length).toBeLessThanOrEqual(2000)
      expect(hint.length).toBeLessThanOrEqual(1000)
    }
    for (const { name, callback_id: id, description } of features.shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24)
      expect(id.length).toBeLessThanOrEqual(255)
      expect(description.length).toBeLessThanOrEqual(150)
    }
  })

  test('has a home and a Messages tab in which customers can write', () => {
    expect(manifest.features.app_home).toEqual({
      home_tab_enabled: true,
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    })
  })

  test('sends everything to the one address of the program', () => {
    const { event_subscriptions: subscriptions, interactivity } = manifest.settings
    const urls = manifest.features.slash_commands.map(({ url }) => url)
    for (const url of [...urls, subscriptions.request_url, interactivity.request_url]) {
      expect(url).toBe(`https://service.example.com${EVENTS_PATH}`)
    }
    expect(interactivity.is_enabled).toBe(true)
    expect(manifest.settings.socket_mode_enabled).toBe(false)
  })

  test('subscribes to the events that are listened to, and to no others', () => {
    const subscribed = new Set(events.map(name => name.split('.')[0]))
    expect([...registered(true).events].sort()).toEqual([...subscribed].sort())
    expect(events.filter(name => name.startsWith('message.'))).toEqual([
      'message.channels',
      'message.groups',
      'message.im',
    ])
  })

  test('offers the commands and shortcuts that somebody answers, with a desk and without one', () => {
    const { slash_commands: commands, shortcuts } = manifest.features
    for (const hasDesk of [true, false]) {
      const heard = registered(hasDesk)
      expect([...heard.commands]).toEqual(commands.map(({ command }) => command))
      expect([...heard.shortcuts]).toEqual(shortcuts.map(({ callback_id: id }) => id))
    }
  })

  test('asks for a scope for every method that is called and every event that is heard', () => {
    const missing = [
      ...methodsCalled().map(method => ({ what: method, any: METHODS[method] })),
      ...events.map(event => ({ what: event, any: EVENTS[event] })),
    ].filter(({ any }) => any === undefined || (any.length > 0 && !any.some(scope => scopes.includes(scope))))
    expect(missing).toEqual([])
  })

  test('asks for no scope that nothing uses, and for none twice', () => {
    const used = new Set([
      ...methodsCalled().flatMap(method => METHODS[method] ?? []),
      ...events.flatMap(event => EVENTS[event] ?? []),
      ...(manifest.features.slash_commands.length > 0 ? ['commands'] : []),
    ])
    expect(scopes.filter(scope => !used.has(scope))).toEqual([])
    expect(new Set(scopes).size).toBe(scopes.length)
  })
})
