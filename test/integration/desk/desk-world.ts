/** A desk over a fresh database, for tests: one transaction a command, and what it armed, dropped and decided. */
import type { DeskContext, Raised } from '../../../src/assistant/desk-port.ts'
import { type DeskCards, readCards } from '../../../src/desk/cards.ts'
import type { DeskCommand, DeskOutcome } from '../../../src/desk/command.ts'
import { createDesk } from '../../../src/desk/desk.ts'
import type { DeskWords } from '../../../src/desk/words.ts'
import { newConversation, type Owner } from '../../../src/flow/conversation.ts'
import type { Event } from '../../../src/flow/event.ts'
import type { CaseState } from '../../../src/service/case.ts'
import type { Visit } from '../../../src/service/visit.ts'
import { bookHeld, holdWindow } from '../../../src/store/bookings.ts'
import { addCase, findCase, saveCase } from '../../../src/store/cases.ts'
import { writeConversations } from '../../../src/store/conversations.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import type { Row } from '../../../src/store/sql.ts'
import { armTimers } from '../../../src/store/timers.ts'
import { addVisit } from '../../../src/store/visits.ts'
import { sampleService } from '../../support/sample-service.ts'

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
  run(staff: string, command: DeskCommand, conversation?: string): Promise<DeskOutcome>
  raise(raised?: Partial<Raised>): Promise<Event | undefined>
  rows(sql: string): Promise<Row[]>
  cards(): Promise<DeskCards>
  close(): Promise<void>
}

export async function openDesk(): Promise<DeskWorld> {
  const database = await openDatabase('sqlite::memory:')
  const desk = createDesk(service)
  const world: DeskWorld = {
    database,
    now: MONDAY_10,
    owner: { owner: 'bot', agent: null },
    armed: [],
    forgotten: [],
    run: (staff, command, conversation = ANNA) =>
      database.transaction(world.now, tx => desk.run({ conversation, staff, command }, contextOf(tx))),
    raise: raised =>
      database.transaction(world.now, tx => desk.raise({ ...ASKED_FOR_A_PERSON, ...raised }, contextOf(tx))),
    rows: sql => database.read(reader => reader.all(sql)),
    cards: () => database.read(reader => readCards(reader, service, words, world.now)),
    close: () => database.close(),
  }
  function contextOf(tx: DeskContext['tx']): DeskContext {
    return {
      tx,
      now: world.now,
      ownership: world.owner,
      setOwner: (owner, agent) => {
        world.owner = { owner, agent }
      },
      remind: timer => world.armed.push(timer),
      forget: key => world.forgotten.push(key),
    }
  }
  return world
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
