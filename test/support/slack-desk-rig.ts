/** The staff's desk between the fake Slack and a board and a door made by hand, built anew for each test. */
import { beforeEach } from 'vitest'
import type { Delivery, KeptFile } from '../../src/assistant/channel.ts'
import type { SlackDeskOptions } from '../../src/channels/slack/ports.ts'
import type { Slack } from '../../src/channels/slack/slack.ts'
import type { Board, CaseCard, DeskCard, RelayCard, SubjectOutlet, ThreadLine } from '../../src/desk/board.ts'
import type { DeskInbound, DeskOutcome } from '../../src/desk/command.ts'
import type { EscalationCard } from '../../src/desk/escalation-cards.ts'
import { type DeskPost, type Subject, threadOf } from '../../src/desk/post.ts'
import type { TaskCard } from '../../src/desk/task-cards.ts'
import type { VisitCard } from '../../src/desk/visit-cards.ts'
import type { OutboxRow } from '../../src/store/outbox.ts'
import type { FakeSlackChannel, FakeSlackUser } from './fake-slack-types.ts'
import * as cards from './slack-cards.ts'
import { type SlackRig, useSlack } from './slack-rig.ts'

export const DESK_CHANNEL = 'C0STAFF'
export const CUSTOMER = 'telegram:77'
export const ESCALATION: Subject = { kind: 'escalation', id: 12 }
export const VISIT: Subject = { kind: 'visit', id: 5 }
export const TASK: Subject = { kind: 'task', id: 3 }
const HEAD_OFFICE: SubjectOutlet = { name: { en: 'Head office', zh: '总部' } }
/** 2026-11-21 10:05 in Shanghai. */
export const TEN = 1_795_226_700_000

/** What the desk reads, as a test puts it there. */
export type HandBoard = {
  readonly cards: Map<string, DeskCard>
  readonly lines: Map<number, ThreadLine>
  readonly relays: Map<number, RelayCard>
  readonly files: Map<number, KeptFile>
  readonly cases: Map<string, CaseCard>
  /** `SUBJECT ask` → the post, as the outbox would know it once marked. */
  readonly posts: Map<string, string>
}

export type DeskRig = {
  readonly slack: SlackRig
  readonly board: HandBoard
  readonly channel: FakeSlackChannel
  /** A member of the channel. */
  readonly wei: FakeSlackUser
  /** Another. */
  readonly mei: FakeSlackUser
  /** Somebody of the workspace who is not. */
  readonly outsider: FakeSlackUser
  /** Commands that were handed in, each once, with their update ids. */
  readonly orders: (DeskInbound & { readonly updateId: string })[]
  /** Update ids as often as commands were handed in, the same ones and those that could not be stored too. */
  readonly attempts: string[]
  readonly handedIn: number
  /** What the next commands come to. */
  outcome: DeskOutcome
  /** Whose every subject is. */
  outlet: SubjectOutlet
  /** Makes storing fail so many times. */
  failures: number
  start(options?: Partial<SlackDeskOptions>): Promise<Slack>
  /** Sends a row of a subject and remembers the post, as delivery does. */
  send(post: DeskPost, subject?: Subject, ask?: string): Promise<Delivery>
  /** The card of a subject as it stands in the channel, posted if need be. */
  post(subject?: Subject): Promise<string>
}

export function useSlackDesk(): DeskRig {
  const slack = useSlack()
  let running: Slack | undefined
  let rows = 0
  const people: FakeSlackUser[] = []
  let channel: FakeSlackChannel | undefined
  const rig: DeskRig = {
    slack,
    board: {
      cards: new Map(),
      lines: new Map(),
      relays: new Map(),
      files: new Map(),
      cases: new Map(),
      posts: new Map(),
    },
    get channel() {
      return channel as FakeSlackChannel
    },
    get wei() {
      return people[0] as FakeSlackUser
    },
    get mei() {
      return people[1] as FakeSlackUser
    },
    get outsider() {
      return people[2] as FakeSlackUser
    },
    orders: [],
    attempts: [],
    get handedIn() {
      return rig.attempts.length
    },
    outcome: { ok: true, events: [] },
    outlet: HEAD_OFFICE,
    failures: 0,
    async start(options) {
      running = await slack.startHttp({
        readFile: async media => rig.board.files.get(media) ?? { kind: 'lost' },
        desk: { ...deskOptions(rig), ...options },
      })
      await slack.fake.called('auth.test')
      return running
    },
    async send(post, subject = ESCALATION, ask) {
      rows += 1
      const name = ask ?? (post.kind === 'card' ? 'card' : post.kind === 'relay' ? `relay:${post.relay}` : null)
      const delivery = await (running as Required<Slack>).desk.send(rowOf(rows, post, subject, name))
      if (delivery.kind === 'sent' && delivery.message !== undefined && name !== null) {
        rig.board.posts.set(`${threadOf(subject)} ${name}`, delivery.message)
      }
      return delivery
    },
    async post(subject = ESCALATION) {
      const delivery = await rig.send({ kind: 'card' }, subject)
      if (delivery.kind !== 'sent' || delivery.message === undefined) throw new Error(`no card: ${delivery.kind}`)
      return delivery.message.replace(`${DESK_CHANNEL}:`, '')
    },
  }
  beforeEach(() => {
    const { cards, ...others } = rig.board
    for (const map of Object.values(others)) map.clear()
    cards.clear()
    cards.set(threadOf(ESCALATION), { kind: 'escalation', card: escalationCard() })
    cards.set(threadOf(VISIT), { kind: 'visit', card: visitCard() })
    cards.set(threadOf(TASK), { kind: 'task', card: taskCard() })
    rig.orders.length = 0
    rig.attempts.length = 0
    rig.outcome = { ok: true, events: [] }
    rig.failures = 0
    rig.outlet = HEAD_OFFICE
    people.length = 0
    for (const [id, name] of Object.entries({ U0WEI: 'Wei', U0MEI: 'Mei', U0OUT: 'Otto' })) {
      people.push(slack.fake.user({ id, name }))
    }
    channel = slack.fake.channel({ id: DESK_CHANNEL, name: 'desk', members: [rig.wei, rig.mei] })
  })
  return rig
}

function rowOf(id: number, post: DeskPost, subject: Subject, ask: string | null): OutboxRow {
  const payload = { kind: 'post', post }
  return {
    id,
    conversationId: threadOf(subject),
    payload,
    author: 'notice',
    priority: 1,
    ask,
    language: 'en',
    attempts: 0,
  }
}

function deskOptions(rig: DeskRig): SlackDeskOptions {
  return {
    channel: DESK_CHANNEL,
    language: 'en',
    zone: 'Asia/Shanghai',
    roles: { agent: [], dispatcher: [], technician: [], manager: [] },
    relay: 'internal',
    board: handBoard(rig),
    pace: { perSecond: 1000, sameConversationMs: 0, burst: 1000, parallel: 3 },
    submit(inbound, updateId) {
      rig.attempts.push(updateId)
      const fails = rig.failures > 0
      if (fails) rig.failures -= 1
      else if (!rig.orders.some(order => order.updateId === updateId)) rig.orders.push({ ...inbound, updateId })
      const stored = fails ? Promise.reject(new Error('the disk is full')) : Promise.resolve()
      return { stored, outcome: stored.then(() => rig.outcome) }
    },
  }
}

function handBoard(rig: Pick<DeskRig, 'board' | 'outlet'>): Board {
  const { cards, lines, relays, cases, posts } = rig.board
  return {
    card: async subject => cards.get(threadOf(subject)),
    windows: async () => [{ value: 'w1', label: { en: 'Sat 21 Nov, 14:00–16:00', zh: '11月21日 周六 14:00–16:00' } }],
    outlet: async () => rig.outlet,
    cardPost: async subject => posts.get(`${threadOf(subject)} card`),
    subjectAt: async (...names) => {
      const found = [...posts].find(([key, ts]) => key.endsWith(' card') && names.includes(ts))
      const match = found && /^desk:(escalation|visit|task):(\d+) /.exec(found[0])
      return match ? { kind: match[1] as Subject['kind'], id: Number(match[2]) } : undefined
    },
    linePost: async (subject, message) => posts.get(`${threadOf(subject)} line:${message}`),
    relayPost: async relay => posts.get(`${threadOf(ESCALATION)} relay:${relay}`),
    line: async inbox => lines.get(inbox),
    lineOfFile: async media => [...lines.values()].find(({ what }) => what.kind === 'file' && what.media === media),
    relay: async id => relays.get(id),
    relayAt: async post => [...relays.values()].find(relay => relay.post === post),
    history: async () => [],
    findCase: async number => cases.get(number),
    today: async () => [visitCard()],
    late: async () => [],
    who: async () => [{ name: 'Wei', escalations: [{ id: 12, case: 'C1007', customer: 'Ms Lin' }] }],
  }
}

export function escalationCard(changes: Partial<EscalationCard> = {}): EscalationCard {
  return {
    id: 12,
    conversation: CUSTOMER,
    state: 'RAISED',
    owner: null,
    endedAt: null,
    priority: 'HIGH',
    reason: 'asked-for-human',
    level: 1,
    at: TEN,
    promiseDueAt: TEN + 300_000,
    customer: { name: 'Ms Lin', phone: '138****8000', address: null },
    case: 'C1007',
    caseState: 'ESCALATED',
    priorityReason: null,
    appliance: 'washer',
    symptom: 'it leaks',
    words: 'it leaks everywhere',
    flow: 'diagnose',
    step: 'tap',
    tried: [],
    media: [],
    lines: [],
    ...changes,
  }
}

export function visitCard(changes: Partial<VisitCard> = {}): VisitCard {
  return cards.visit({
    id: 5,
    conversation: CUSTOMER,
    customer: { name: 'Ms Lin', phone: '13800138000', address: '8 Nanjing Road' },
    appliance: 'washer',
    symptom: 'it leaks',
    technician: { id: 'T1', name: { en: 'Zhao', zh: '赵师傅' } },
    candidates: ['T1'],
    state: 'ASSIGNED',
    startsAt: TEN,
    endsAt: TEN + 7_200_000,
    moves: ['on-the-way', 'arrived', 'cancel'],
    timeline: [],
    ...changes,
  })
}

export function taskCard(changes: Partial<TaskCard> = {}): TaskCard {
  return cards.task({
    id: 3,
    conversation: CUSTOMER,
    text: 'what about the thing',
    customer: 'Ms Lin',
    phone: null,
    case: null,
    at: TEN,
    ...changes,
  })
}

export function relayCard(changes: Partial<RelayCard> = {}): RelayCard {
  return {
    id: 9,
    conversation: CUSTOMER,
    escalation: 12,
    staff: 'Wei',
    text: 'We come at four.',
    files: [],
    location: null,
    post: null,
    state: 'waiting',
    edited: false,
    until: TEN + 5_000,
    deliveredAt: null,
    error: null,
    ...changes,
  }
}

export function threadLine(what: ThreadLine['what'], message: string | null = 'm1'): ThreadLine {
  return { conversation: CUSTOMER, at: TEN, customer: 'Ms Lin', message, personal: false, what }
}
