import { expect, onTestFinished, test } from 'vitest'
import { readHome } from '../../../src/assistant/home.ts'
import { newConversation } from '../../../src/flow/conversation.ts'
import type { Language } from '../../../src/flow/flow.ts'
import type { CaseState } from '../../../src/service/case.ts'
import type { VisitState } from '../../../src/service/visit.ts'
import { addCase } from '../../../src/store/cases.ts'
import { writeConversations } from '../../../src/store/conversations.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import { makeCustomer } from '../../../src/store/following.ts'
import { addVisit, saveVisit } from '../../../src/store/visits.ts'
import { sampleService } from '../../support/sample-service.ts'

const NOW = Date.UTC(2026, 10, 23, 1)
const HOUR = 3_600_000
const service = sampleService()

async function open(): Promise<Database> {
  const database = await openDatabase('sqlite::memory:')
  onTestFinished(() => database.close())
  return database
}

const talk = (database: Database, id: string, customerId: number | null = null, language: Language = 'en') =>
  database.transaction(NOW, tx =>
    writeConversations(tx, [
      {
        id,
        channel: 'slack',
        customerId,
        displayName: null,
        state: newConversation(language),
        owner: 'bot',
        ownerVersion: 0,
        agent: null,
        caseId: null,
        unreachableAt: null,
        createdAt: NOW,
      },
    ]),
  )

const report = (database: Database, conversationId: string, state: CaseState = 'SCHEDULED', rest: object = {}) =>
  database.transaction(NOW, tx =>
    addCase(tx, {
      conversationId,
      state,
      appliance: 'washing-machine',
      modelNo: null,
      serialNo: null,
      symptomCode: 'no-drain',
      freeText: 'it stands in water',
      priority: 'MEDIUM',
      priorityReason: 'default',
      flags: [],
      ...rest,
    }),
  )

async function book(database: Database, conversationId: string, hours: number, state: VisitState = 'REQUESTED') {
  const found = await report(database, conversationId)
  await database.transaction(NOW, async tx => {
    const visit = await addVisit(tx, {
      caseId: found.id,
      conversationId,
      outletId: service.outlets.outlets[0]?.id ?? '',
      startsAt: NOW + hours * HOUR,
      endsAt: NOW + (hours + 2) * HOUR,
      code: '1234',
      name: 'Li',
      phone: '+8613800138000',
      address: 'x',
    })
    const technicianId = service.outlets.technicians[0]?.id ?? null
    await saveVisit(tx, visit, { ...visit, state, technicianId: state === 'REQUESTED' ? null : technicianId }, 'staff')
  })
  return found
}

const homeOf = (database: Database, conversation: string) =>
  database.read(sql => readHome(sql, service, (code, said) => `${code}: ${said}`, conversation, NOW))

test('somebody who has never written has nothing, in English', async () => {
  expect(await homeOf(await open(), 'slack:U1')).toEqual({ language: 'en', cases: [], visit: null })
})

test('a customer sees the open cases, newest first, in their language', async () => {
  const database = await open()
  await talk(database, 'slack:U1', null, 'zh')
  for (const state of ['OPEN', 'CLOSED', 'CANCELLED', 'RESOLVED', 'ESCALATED'] as const)
    await report(database, 'slack:U1', state)
  await report(database, 'slack:U1', 'DRAFT', { appliance: null, symptomCode: null, freeText: null })
  const { language, cases } = await homeOf(database, 'slack:U1')
  expect(language).toBe('zh')
  expect(cases.map(({ number, state }) => [number, state])).toEqual([
    ['C1006', 'DRAFT'],
    ['C1005', 'ESCALATED'],
    ['C1001', 'OPEN'],
  ])
  expect(cases[0]).toMatchObject({ appliance: null, problem: 'null: null' })
  expect(cases[2]).toMatchObject({
    appliance: { zh: '洗衣机' },
    problem: 'no-drain: it stands in water',
    openedAt: NOW,
  })
})

test('the cases of a person are there from every platform, and nobody else’s', async () => {
  const database = await open()
  const customer = await database.transaction(NOW, tx => makeCustomer(tx, 'en'))
  await talk(database, 'slack:U1', customer)
  await talk(database, 'telegram:7', customer)
  await talk(database, 'slack:U1/C1/1.5')
  await talk(database, 'slack:U12')
  await talk(database, 'telegram:8')
  for (const id of ['telegram:7', 'slack:U1/C1/1.5', 'slack:U12', 'telegram:8']) await report(database, id)
  expect((await homeOf(database, 'slack:U1')).cases.map(({ number }) => number)).toEqual(['C1002', 'C1001'])
  expect((await homeOf(database, 'slack:U12')).cases.map(({ number }) => number)).toEqual(['C1003'])
})

test('the next visit is the first that is still to come', async () => {
  const database = await open()
  await talk(database, 'slack:U1')
  await book(database, 'slack:U1', -5)
  await book(database, 'slack:U1', 1, 'CANCELLED')
  await book(database, 'slack:U1', 48)
  const next = await book(database, 'slack:U1', 24, 'ASSIGNED')
  const { visit } = await homeOf(database, 'slack:U1')
  expect(visit).toMatchObject({ case: `C${1000 + next.id}`, state: 'ASSIGNED' })
  expect(visit?.technician).toEqual(service.outlets.technicians[0]?.name)
  expect(visit?.window.en).toMatch(/24/)
})

test('a technician who is late is still to come', async () => {
  const database = await open()
  await talk(database, 'slack:U1')
  await book(database, 'slack:U1', -5, 'EN_ROUTE')
  expect((await homeOf(database, 'slack:U1')).visit).toMatchObject({ state: 'EN_ROUTE' })
})
