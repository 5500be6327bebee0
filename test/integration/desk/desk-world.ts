/** A desk over a fresh database, for tests: one transaction a command, and what it armed, dropped and decided. */
import type { Inbound, InboundContent } from '../../../src/assistant/channel.ts'
import type { DeskContext, Raised, Touched } from '../../../src/assistant/desk-port.ts'
import { type DeskCards, readCards } from '../../../src/desk/cards.ts'
import type { DeskCommand, DeskOutcome, Staff } from '../../../src/desk/command.ts'
import { createDesk } from '../../../src/desk/desk.ts'
import type { DeskPost } from '../../../src/desk/post.ts'
import type { DeskWords } from '../../../src/desk/words.ts'
import { newConversation, type Owner } from '../../../src/flow/conversation.ts'
import type { Event } from '../../../src/flow/event.ts'
import type { CaseState } from '../../../src/service/case.ts'
import type { Visit } from '../../../src/service/visit.ts'
import { keepPromises } from '../../../src/service/visit-promises.ts'
import { bookHeld, holdWindow } from '../../../src/store/bookings.ts'
import { addCase, findCase, saveCase } from '../../../src/store/cases.ts'
import { writeConversations } from '../../../src/store/conversations.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import { storeInbox } from '../../../src/store/inbox.ts'
import { type NewOutboxRow, type Payload, storeOutbox } from '../../../src/store/outbox.ts'
import type { Row, Tx } from '../../../src/store/sql.ts'
import { armTimers } from '../../../src/store/timers.ts'
import { addVisit } from '../../../src/store/visits.ts'
import { sampleService } from '../../support/sample-service.ts'
import { staffOf } from '../../support/staff.ts'

/** A Monday, 10:00 in Shanghai: somebody is there. */
export const MONDAY_10 = Date.parse('2026-11-23T10:00:00+08:00')
/** The Tuesday window 16:00–18:00. */
export const WINDOW = {
  startsAt: Date.parse('2026-11-24T16:00:00+08:00'),
  endsAt: Date.parse('2026-11-24T18:00:00+08:00'),
}
export const ANNA = 'telegram:1'
export const service = sampleService()

/** What the flows would call things. */
export const words: DeskWords = {
  symptoms: new Map([['no-drain', { en: 'Does not drain', zh: '不排水' }]]),
  questions: new Map([
    [
      'filter',
      [
        {
          say: { en: 'Please look.\nIs the filter clean?', zh: '请看一下。\n过滤器干净吗？' },
          choices: [{ value: 'clean', label: { en: 'It is clean', zh: '干净' }, also: { en: [], zh: [] } }],
        },
      ],
    ],
    ['hoseKinked', [{ say: { en: 'Is the hose kinked?', zh: '排水管打折了吗？' } }]],
    ['note', [{ say: { en: 'Shall {phone} be called?', zh: '要打 {phone} 吗？' } }]],
  ]),
  policy: {},
  zone: 'Asia/Shanghai',
}

export type Timer = Parameters<DeskContext['remind']>[0]

export type DeskWorld = {
  readonly database: Database
  now: number
  /** Of Anna's conversation, as the last turn left it. */
  owner: { owner: Owner; agent: string | null }
  readonly armed: Timer[]
  readonly forgotten: string[]
  /** Documents that were handed over to the customer. */
  readonly given: { readonly document: unknown; readonly as: unknown }[]
  /** What agents sent, in the order the desk handed it over; `first` before everything else of its turn. */
  readonly sent: { readonly payload: Payload; readonly ask: string; readonly place?: 'first' }[]
  /** What the staff were shown of the last commit. */
  posts: { readonly thread: string; readonly post: DeskPost; readonly ask: string | null; readonly priority: number }[]
  /** A name stands for somebody who may do everything. */
  run(staff: string | Staff, command: DeskCommand, conversation?: string): Promise<DeskOutcome>
  raise(raised?: Partial<Raised>): Promise<Event | undefined>
  /** A customer does something, and the turn changes nothing of the desk's; gives the id of the inbox row. */
  hear(content: InboundContent, message?: string, conversation?: string): Promise<number>
  /** What the staff are shown when something else has happened in a conversation. */
  touch(work: (tx: Tx) => Promise<unknown>, conversation?: string): Promise<void>
  /** Delivery has told what became of these rows of the outbox. */
  receipts(ids: readonly number[]): Promise<void>
  rows(sql: string): Promise<Row[]>
  cards(): Promise<DeskCards>
  close(): Promise<void>
}

/** `isDrawn`: a desk that draws threads is there. */
export async function openDesk({ isDrawn = false } = {}): Promise<DeskWorld> {
  const database = await openDatabase('sqlite::memory:')
  const desk = createDesk(service, { isDrawn: () => isDrawn, language: 'en', words })
  const world: DeskWorld = {
    database,
    now: MONDAY_10,
    owner: { owner: 'bot', agent: null },
    armed: [],
    forgotten: [],
    given: [],
    sent: [],
    posts: [],
    run: (staff, command, conversation = ANNA) =>
      database.transaction(world.now, async tx => {
        const by = typeof staff === 'string' ? staffOf(staff) : staff
        const before = world.sent.length
        const outcome = await desk.run({ conversation, staff: by, command }, contextOf(tx))
        for (const { after } of tx.visits) keepPromises(after, service.policy, contextOf(tx))
        await storeOutbox(
          tx,
          world.sent.slice(before).map(({ payload, ask }) => agentRow(conversation, payload, ask)),
        )
        await show(tx, conversation)
        return outcome
      }),
    raise: raised =>
      database.transaction(world.now, async tx => {
        const asked = { ...ASKED_FOR_A_PERSON, ...raised }
        const told = await desk.raise(asked, contextOf(tx))
        await show(tx, asked.conversationId)
        return told
      }),
    hear: (content, message, conversation = ANNA) =>
      database.transaction(world.now, async tx => {
        const inbox = await storeHeard(tx, content, message, conversation)
        await show(tx, conversation, [
          { conversationId: conversation, inbox, ...(message !== undefined && { message }) },
        ])
        return inbox
      }),
    touch: (work, conversation = ANNA) =>
      database.transaction(world.now, async tx => {
        await work(tx)
        await show(tx, conversation)
      }),
    receipts: ids => database.transaction(world.now, async tx => keep(tx, await desk.receipts(tx, ids))),
    rows: sql => database.read(reader => reader.all(sql)),
    cards: () => database.read(reader => readCards(reader, service, words, world.now)),
    close: () => database.close(),
  }
  async function show(tx: Tx, conversation: string, heard: Touched['heard'] = []): Promise<void> {
    await keep(tx, await desk.posts(tx, { conversations: [conversation], heard }))
  }
  async function keep(tx: Tx, rows: readonly NewOutboxRow[]): Promise<void> {
    await storeOutbox(tx, rows)
    world.posts = rows.map(({ conversationId: thread, payload, ask, priority }) => ({
      thread,
      post: payload.post as DeskPost,
      ask,
      priority,
    }))
  }
  function contextOf(tx: Tx): DeskContext {
    return {
      tx,
      now: world.now,
      ownership: world.owner,
      setOwner: (owner, agent) => {
        world.owner = { owner, agent }
      },
      remind: timer => world.armed.push(timer),
      forget: key => world.forgotten.push(key),
      give: async (document, as) => {
        world.given.push({ document, as })
      },
      send: (payload, ask, place) => world.sent.push({ payload, ask, ...(place && { place }) }),
    }
  }
  return world
}

function agentRow(conversationId: string, payload: Payload, ask: string): NewOutboxRow {
  return { conversationId, payload, author: 'agent', priority: 0, ask, language: 'en' }
}

async function storeHeard(
  tx: Tx,
  content: InboundContent,
  message: string | undefined,
  conversation: string,
): Promise<number> {
  const [row] = await tx.all<{ id: number }>('select coalesce(max(id), 0) + 1 as id from inbox')
  const updateId = String(row?.id)
  const inbound: Inbound = {
    channel: 'telegram',
    updateId,
    conversation,
    at: tx.now,
    ...(message !== undefined && { message }),
    from: {},
    content,
  }
  await storeInbox(tx, [
    { channel: 'telegram', updateId, conversationId: conversation, kind: 'customer', payload: inbound },
  ])
  return Number(row?.id)
}

const ASKED_FOR_A_PERSON: Raised = {
  conversationId: ANNA,
  caseId: null,
  reason: 'asked for a person',
  priority: 'MEDIUM',
  summary: { flow: 'book-visit', step: 'phone', slots: {} },
}

/** Writes the timers the desk armed, as the turn would. */
export async function commitTimers(world: DeskWorld): Promise<void> {
  await world.database.transaction(world.now, tx =>
    armTimers(
      tx,
      world.armed.map(({ key, at, flow, values }) => ({ conversationId: ANNA, key, dueAt: at, flow, values })),
    ),
  )
}

/** Anna as a customer with a conversation. */
export async function addCustomer(world: DeskWorld): Promise<void> {
  await world.database.transaction(world.now, async tx => {
    await tx.run(
      `INSERT INTO customer (id, name, phone, address, language, created_at, updated_at)
       VALUES (1, '安娜', '+8613812345678', '杭州市滨江区江南大道88号', 'zh', ?, ?)`,
      [world.now, world.now],
    )
    await writeConversations(tx, [
      {
        id: ANNA,
        channel: 'telegram',
        customerId: 1,
        displayName: 'Anna',
        state: newConversation('zh'),
        owner: 'bot',
        ownerVersion: 0,
        agent: null,
        caseId: null,
        unreachableAt: null,
        createdAt: world.now,
      },
    ])
  })
}

/** A case of Anna's. */
export function addOpenCase(
  world: DeskWorld,
  state: CaseState = 'OPEN',
  appliance = 'washing-machine',
): Promise<number> {
  return world.database.transaction(world.now, async tx => {
    const added = await addCase(tx, {
      conversationId: ANNA,
      state: 'OPEN',
      appliance,
      modelNo: null,
      serialNo: null,
      symptomCode: 'no-drain',
      freeText: '洗衣机不排水,电话13812345678',
      priority: 'MEDIUM',
      priorityReason: 'default',
      flags: [],
    })
    await saveCase(tx, added, { ...added, state }, 'bot')
    return added.id
  })
}

/** A visit that was just booked in the window of a technician. */
export async function addBookedVisit(world: DeskWorld, technician = 'chen-jie', conversation = ANNA): Promise<Visit> {
  const caseId = await addOpenCase(world, 'SCHEDULED')
  return world.database.transaction(world.now, async tx => {
    const held = await holdWindow(tx, [technician], { conversationId: conversation, ...WINDOW, until: world.now + 1 })
    if (!held) throw new Error(`${technician} has no time`)
    const visit = await addVisit(tx, {
      caseId,
      conversationId: conversation,
      outletId: 'hangzhou',
      ...WINDOW,
      code: '4821',
      name: '安娜',
      phone: '+8613812345678',
      address: '杭州市滨江区江南大道88号',
    })
    await bookHeld(tx, held.id, visit.id)
    return visit
  })
}

export function stateOfCase(world: DeskWorld, id: number): Promise<string | undefined> {
  return world.database.transaction(world.now, async tx => (await findCase(tx, id))?.state)
}
