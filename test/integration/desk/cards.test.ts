import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readCards } from '../../../src/desk/cards.ts'
import { raiseTask } from '../../../src/desk/raise-task.ts'
import type { Visit } from '../../../src/service/visit.ts'
import { storeInbox } from '../../../src/store/inbox.ts'
import { addMedia } from '../../../src/store/media.ts'
import { storeOutbox } from '../../../src/store/outbox.ts'
import { saveVisit } from '../../../src/store/visits.ts'
import {
  ANNA,
  addBookedVisit,
  addCustomer,
  addOpenCase,
  commitTimers,
  type DeskWorld,
  MONDAY_10,
  openDesk,
  service,
  words,
} from './desk-world.ts'

let world: DeskWorld
beforeEach(async () => {
  world = await openDesk()
  await addCustomer(world)
})
afterEach(() => world.close())

async function talk() {
  await world.database.transaction(world.now, async tx => {
    for (const [index, text] of ['洗衣机不排水', '138-1234-5678', '杭州市滨江区江南大道88号'].entries()) {
      const updateId = String(index)
      const content = { kind: 'text', text }
      const payload = { channel: 'telegram', updateId, conversation: ANNA, at: world.now, from: {}, content }
      await storeInbox(tx, [{ channel: 'telegram', updateId, conversationId: ANNA, kind: 'customer', payload }])
    }
    const texts = ['请问电话?', '请问地址?', '请稍候。']
    await storeOutbox(
      tx,
      texts.map(text => ({
        conversationId: ANNA,
        payload: { kind: 'text', names: [], text },
        author: 'bot',
        priority: 0,
        ask: null,
        language: 'zh',
      })),
    )
  })
}

const SLOTS = {
  name: '安娜',
  phone: '+8613812345678',
  address: '杭州市滨江区江南大道88号',
  appliance: 'washing-machine',
  filter: 'clean',
  hoseKinked: false,
  note: '打13812345678',
  cleared: 1001,
  windows: [{ value: 'x' }],
}

describe('an escalation card', () => {
  beforeEach(async () => {
    await talk()
    const caseId = await addOpenCase(world)
    await world.database.transaction(world.now, tx =>
      addMedia(tx, { conversationId: ANNA, caseId, kind: 'photo', channel: 'telegram', file: 'F1' }),
    )
    await world.raise({ caseId, priority: 'HIGH', summary: { flow: 'washer', step: 'drain', slots: SLOTS } })
    await commitTimers(world)
  })

  test('says what a person needs to begin, with the least data until it is claimed (R-098)', async () => {
    const { escalations } = await world.cards()
    expect(escalations).toMatchObject([
      {
        id: 1,
        conversation: ANNA,
        state: 'RAISED',
        owner: null,
        priority: 'HIGH',
        reason: 'asked for a person',
        level: 1,
        at: MONDAY_10,
        promiseDueAt: MONDAY_10 + 5 * 60_000,
        customer: { name: '安娜', phone: '138****5678', address: '杭州市滨江区' },
        case: 'C1001',
        caseState: 'OPEN',
        appliance: 'washing-machine',
        symptom: { en: 'Does not drain', zh: '不排水' },
        words: '洗衣机不排水,电话138****5678',
        flow: 'washer',
        step: 'drain',
        tried: [
          { slot: 'filter', question: { zh: '过滤器干净吗？' }, answer: { en: 'It is clean', zh: '干净' } },
          { slot: 'hoseKinked', answer: false },
          { slot: 'note', question: { en: 'Shall 138****5678 be called?' }, answer: '打138****5678' },
        ],
        media: [{ id: 1, kind: 'photo' }],
      },
    ])
    expect(escalations[0]?.lines).toHaveLength(5)
    const everything = JSON.stringify(escalations)
    expect(everything).not.toMatch(/1381234|138-1234|江南大道/)
  })

  test('shows everything to whoever works on it once it is claimed', async () => {
    await world.run('li', { do: 'claim', escalation: 1 })
    const { escalations } = await world.cards()
    expect(escalations).toMatchObject([
      {
        state: 'CLAIMED',
        owner: { id: 'li', name: 'li' },
        customer: { phone: '+8613812345678', address: '杭州市滨江区江南大道88号' },
        words: '洗衣机不排水,电话13812345678',
      },
    ])
    expect(escalations[0]?.lines.map(line => line.text)).toContain('138-1234-5678')
  })

  test('goes away when the conversation is handed back', async () => {
    await world.run('li', { do: 'claim', escalation: 1 })
    await world.run('li', { do: 'hand-back', escalation: 1 })
    expect((await world.cards()).escalations).toEqual([])
  })
})

test('escalations are sorted by urgency, then by how long they wait (R-070)', async () => {
  const priorities = ['LOW', 'MEDIUM', 'SAFETY', 'HIGH', 'MEDIUM'] as const
  for (const [index, priority] of priorities.entries()) {
    world.now += 1000
    await world.raise({ conversationId: `telegram:${index}`, priority })
  }
  const { escalations } = await world.cards()
  expect(escalations.map(card => card.id)).toEqual([3, 4, 2, 5, 1])
})

test('a customer whom only the platform knows is called as the platform does', async () => {
  await world.database.transaction(world.now, tx => tx.run('update conversation set customer_id = null'))
  await world.raise()
  expect((await world.cards()).escalations[0]?.customer).toEqual({ name: 'Anna', phone: null, address: null })
})

describe('a visit card', () => {
  test('says who, where and when, and offers the moves that are possible now', async () => {
    const { id } = await addBookedVisit(world, 'sun-yan')
    const { visits } = await world.cards()
    expect(visits).toMatchObject([
      {
        id,
        conversation: ANNA,
        case: 'C1001',
        priority: 'MEDIUM',
        customer: { name: '安娜', phone: '138****5678', address: '杭州市滨江区' },
        appliance: 'washing-machine',
        symptom: { en: 'Does not drain', zh: '不排水' },
        outlet: { en: 'Hangzhou Binjiang service centre', zh: '杭州滨江服务中心' },
        technician: null,
        candidates: ['sun-yan', 'chen-jie', 'zhou-tao'],
        state: 'REQUESTED',
        startsAt: Date.parse('2026-11-24T16:00:00+08:00'),
        endsAt: Date.parse('2026-11-24T18:00:00+08:00'),
        window: { en: 'Tue 24 Nov, 16:00–18:00', zh: '11月24日 周二 16:00–18:00' },
        moves: ['assign', 'confirm', 'propose', 'cancel'],
        revision: 1,
        code: '4821',
        timeline: [{ what: 'REQUESTED', at: MONDAY_10 }],
      },
    ])
  })

  test('says where it is in the city until it is somebody’s, and everything from then on (R-098)', async () => {
    const { id } = await addBookedVisit(world)
    const customer = async () => (await world.cards()).visits[0]?.customer
    expect(await customer()).toEqual({ name: '安娜', phone: '138****5678', address: '杭州市滨江区' })
    await world.run('li', { do: 'move-visit', visit: id, move: 'assign', revision: 1 })
    expect(await customer()).toEqual({ name: '安娜', phone: '+8613812345678', address: '杭州市滨江区江南大道88号' })
  })

  test('follows the visit, and names only technicians who have the time', async () => {
    const { id } = await addBookedVisit(world)
    await addBookedVisit(world, 'zhou-tao', 'telegram:2')
    world.now += 60_000
    await world.run('li', { do: 'move-visit', visit: id, move: 'assign', revision: 1 })
    const card = (await world.cards()).visits.find(visit => visit.id === id)
    expect(card).toMatchObject({
      technician: { id: 'chen-jie', name: { en: 'Chen Jie' } },
      candidates: ['chen-jie', 'sun-yan'],
      state: 'ASSIGNED',
      moves: expect.arrayContaining(['assign', 'confirm', 'propose', 'on-the-way', 'late', 'cancel']),
      timeline: [
        { what: 'REQUESTED', at: MONDAY_10 },
        { what: 'ASSIGNED', at: MONDAY_10 + 60_000 },
      ],
    })
  })

  test('says when the customer confirmed, until the visit is moved', async () => {
    const requested = await addBookedVisit(world)
    const save = async (before: Visit, changes: Partial<Visit>) => {
      world.now += 60_000
      const after = { ...before, ...changes, revision: before.revision + 1 }
      await world.database.transaction(world.now, tx => saveVisit(tx, before, after, 'customer'))
      return after
    }
    const confirmed = await save(requested, { state: 'CONFIRMED' })
    const steps = async () => (await world.cards()).visits[0]?.timeline.map(step => [step.what, step.at])
    expect(await steps()).toContainEqual(['CONFIRMED', MONDAY_10 + 60_000])
    const kept = await save(confirmed, { technicianId: 'sun-yan' })
    expect(await steps()).toContainEqual(['CONFIRMED', MONDAY_10 + 60_000])
    await save(kept, { state: 'ASSIGNED' })
    expect((await steps())?.map(([what]) => what)).not.toContain('confirmed')
  })

  test('brings the forms of its moves and what they offer', async () => {
    await addBookedVisit(world)
    const [card] = (await world.cards()).visits
    expect(Object.keys(card?.forms ?? {})).toEqual(card?.moves)
    expect(card?.forms.assign).toMatchObject({
      label: { en: 'Assign', zh: '派工' },
      fields: [{ name: 'technician', kind: 'choice', from: 'technicians', label: { zh: '师傅' } }, {}, {}],
    })
    expect(card?.offers.technicians.map(({ value }) => value)).toEqual(card?.candidates)
    expect(card?.offers.checklist).toContainEqual({ value: 'tools', label: { en: 'Tools', zh: '工具' } })
    expect(card?.offers.tariff[0]).toMatchObject({ value: 'call-out', label: { zh: '上门检测费 · ¥30' } })
    expect(card?.offers.parts).toContainEqual({ value: 'motor', label: { en: 'Motor', zh: '电机' } })
    expect(card).toMatchObject({ type: 'REPAIR', round: 1, quote: null, parts: [], workshop: null })
  })

  test('stays for a while after the end, behind those that are open, and offers nothing', async () => {
    const over = await addBookedVisit(world)
    await world.run('li', { do: 'move-visit', visit: over.id, move: 'cancel', revision: 1 })
    const open = await addBookedVisit(world)
    const { visits } = await world.cards()
    expect(visits.map(visit => visit.id)).toEqual([open.id, over.id])
    expect(visits[1]).toMatchObject({ state: 'CANCELLED', moves: [], candidates: [] })
    world.now += 25 * 3_600_000
    expect((await world.cards()).visits.map(visit => visit.id)).toEqual([open.id])
  })
})

describe('task cards', () => {
  const task = (kind: 'unhandled' | 'unreachable', text: string) =>
    world.database.transaction(world.now, tx => raiseTask(tx, { conversationId: ANNA, caseId: null, kind, text }))

  test('list what nobody understood until somebody takes it, without phone numbers (R-007, R-098)', async () => {
    await task('unhandled', '我的号码13812345678')
    expect((await world.cards()).tasks).toMatchObject([
      {
        id: 1,
        conversation: ANNA,
        kind: 'unhandled',
        text: '我的号码138****5678',
        customer: '安娜',
        phone: '138****5678',
        case: null,
        priority: 'MEDIUM',
        at: MONDAY_10,
        done: null,
      },
    ])
    await world.run('li', { do: 'finish-task', task: 1 })
    expect((await world.cards()).tasks).toEqual([])
  })

  test('carry the number of a customer who must be called', async () => {
    await task('unreachable', 'blocked')
    expect((await world.cards()).tasks).toMatchObject([{ customer: '安娜', phone: '+8613812345678', text: 'blocked' }])
  })

  test('say once that a customer cannot be reached, whatever the platform says each time', async () => {
    await task('unreachable', 'bot was blocked by the user')
    await task('unreachable', 'user is deactivated')
    expect((await world.cards()).tasks.map(card => card.text)).toEqual(['bot was blocked by the user'])
  })
})

test('technicians come with their names and skills', async () => {
  const { technicians } = await world.cards()
  expect(technicians).toContainEqual({
    id: 'chen-jie',
    name: { en: 'Chen Jie', zh: '陈杰师傅' },
    skills: ['refrigerator', 'washing-machine', 'air-conditioner'],
  })
})

test('an empty desk is an empty desk', async () => {
  expect(await world.cards()).toMatchObject({ escalations: [], visits: [], tasks: [] })
})

test('the number of queries does not grow with the number of cards', async () => {
  const count = async () => {
    let queries = 0
    await world.database.read(sql => {
      const all: typeof sql.all = (text, params) => {
        queries += 1
        return sql.all(text, params)
      }
      return readCards({ ...sql, all }, service, words, world.now)
    })
    return queries
  }
  await world.raise()
  await addBookedVisit(world)
  const few = await count()
  for (let index = 0; index < 20; index += 1) await world.raise({ conversationId: `telegram:${index}` })
  expect(await count()).toBe(few)
})
