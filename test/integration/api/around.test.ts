import { Validator } from '@seriousme/openapi-schema-validator'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { addPart } from '../../../src/store/parts.ts'
import { addTask } from '../../../src/store/tasks.ts'
import { addWorkshop, findWorkshop, saveWorkshop } from '../../../src/store/workshops.ts'
import { type Content, MONDAY_MORNING, shippedContent } from '../../support/house.ts'
import { ANNA, type ApiWorld, MANAGER, openApiWorld, READER } from './api-world.ts'

const HOUR = 3_600_000
const DELIVERY = { appliance: 'refrigerator', readyOn: '2026-03-05' }

let content: Content
beforeAll(async () => {
  content = await shippedContent()
})

let world: ApiWorld
beforeEach(async () => {
  world = await openApiWorld(content)
})
afterEach(() => world.house.app.stop())

const rows = (sql: string) => world.house.app.database.read(reader => reader.all(sql))
const iso = (at: number) => new Date(at).toISOString()

test('a delivery is announced once, and the customer is asked when it may come', async () => {
  const order = { key: 'delivery-1', body: DELIVERY }
  const first = await world.call(`conversations/${ANNA}/deliveries`, order)
  expect(first).toMatchObject({ status: 200, body: { case: expect.stringMatching(/^C\d+$/) } })
  expect(await world.call(`conversations/${ANNA}/deliveries`, order)).toEqual(first)
  await world.house.app.worker.drain()
  expect(await rows("select type, ready_on from service_case where type = 'DELIVERY'")).toEqual([
    { type: 'DELIVERY', ready_on: '2026-03-05' },
  ])
  const told = world.house.recorder.sent.map(({ content: said }) => ('text' in said ? said.text : ''))
  expect(told.filter(text => text.includes('is in stock from'))).toHaveLength(1)
})

test('a delivery of another day, or to nobody, is refused', async () => {
  await world.call(`conversations/${ANNA}/deliveries`, { key: 'delivery-1', body: DELIVERY })
  const other = { ...DELIVERY, readyOn: '2026-03-06' }
  expect(await world.call(`conversations/${ANNA}/deliveries`, { key: 'delivery-1', body: other })).toMatchObject({
    status: 422,
    body: { error: 'key-reused' },
  })
  const past = { ...DELIVERY, readyOn: '2026-02-06' }
  expect(await world.call(`conversations/${ANNA}/deliveries`, { key: 'delivery-2', body: past })).toMatchObject({
    status: 422,
    body: { error: 'details-wrong', values: { fields: ['readyOn'] } },
  })
  expect(await world.call('conversations/test:99/deliveries', { key: 'delivery-3', body: DELIVERY })).toMatchObject({
    status: 404,
    body: { error: 'not-found' },
  })
  expect(
    await world.call(`conversations/${ANNA}/deliveries`, { key: 'delivery-4', body: DELIVERY, token: READER.token }),
  ).toMatchObject({ status: 403, body: { values: { roles: ['dispatcher', 'manager'] } } })
})

test('a part goes on, and is there at another time; its visit shows it', async () => {
  const etaAt = MONDAY_MORNING + 48 * HOUR
  await world.house.app.database.transaction(MONDAY_MORNING, tx =>
    addPart(tx, { visitId: world.visit, caseId: 1, part: 'drain-pump', qty: 1, etaAt, approvedBy: 'rule' }, 'wei'),
  )
  const later = iso(etaAt + HOUR)
  expect(await world.call('parts/1/shipped', { key: 'part-0001', body: { etaAt: later } })).toMatchObject({
    status: 200,
    body: { visit: { id: world.visit, parts: [{ id: 1, part: 'drain-pump', state: 'SHIPPED', etaAt: later }] } },
  })
  expect(await world.call('parts/1/used', { key: 'part-0002' })).toMatchObject({
    status: 409,
    body: { error: 'not-possible-now' },
  })
  expect((await world.call('parts/1/eaten', { key: 'part-0003' })).status).toBe(400)
  expect((await world.call('parts/9/shipped', { key: 'part-0004' })).status).toBe(404)
})

test('an appliance in the workshop goes a stage on, and its visit shows it', async () => {
  const promisedReturnAt = MONDAY_MORNING + 72 * HOUR
  await world.house.app.database.transaction(MONDAY_MORNING, async tx => {
    const begun = { visitId: world.visit, caseId: 1, conversationId: ANNA, reason: 'long-test' } as const
    const added = await addWorkshop(tx, { ...begun, condition: 'no scratches', promisedReturnAt }, 'wei')
    const repair = await findWorkshop(tx, added.id)
    if (repair) await saveWorkshop(tx, repair, { ...repair, state: 'CONSENTED' }, 'wei')
  })
  expect(await world.call('workshops/1/in-transit', { key: 'shop-0001' })).toMatchObject({
    status: 200,
    body: { visit: { workshop: { id: 1, state: 'IN_TRANSIT', promisedReturnAt: iso(promisedReturnAt) } } },
  })
  const past = { promisedReturnAt: iso(MONDAY_MORNING - HOUR) }
  expect(await world.call('workshops/1/in-workshop', { key: 'shop-0002', body: past })).toMatchObject({
    status: 422,
    body: { error: 'details-wrong' },
  })
  expect((await world.call('workshops/9/ready', { key: 'shop-0003' })).status).toBe(404)
})

test('a manager decides a task, nobody else, and only once', async () => {
  await world.house.app.database.transaction(MONDAY_MORNING, tx =>
    addTask(tx, { conversationId: ANNA, caseId: 1, kind: 'late-remedy', data: { visit: world.visit, remedy: 'gift' } }),
  )
  const { body } = await world.call('tasks?state=open')
  expect(body).toMatchObject({ tasks: [{ id: 1, kind: 'late-remedy', decides: true, decision: null, case: 'C1001' }] })
  const yes = { approve: true, why: 'an hour late' }
  expect(await world.call('tasks/1/decide', { key: 'task-0001', body: yes })).toMatchObject({
    status: 403,
    body: { error: 'not-allowed', values: { roles: ['manager'] } },
  })
  const manager = { token: MANAGER.token, body: yes }
  expect(await world.call('tasks/1/decide', { key: 'task-0002', ...manager })).toMatchObject({
    status: 200,
    body: { task: { id: 1, decision: 'approved' } },
  })
  expect(await world.call('tasks/1/decide', { key: 'task-0003', ...manager })).toMatchObject({ status: 409 })
  expect(await world.call('tasks/9/decide', { key: 'task-0004', ...manager })).toMatchObject({ status: 404 })
  expect(await world.call('tasks?state=done')).toMatchObject({ status: 400 })
})

test('the description of all this is valid', async () => {
  const { body } = await world.call('openapi.json', { token: '' })
  expect(await new Validator().validate(body)).toMatchObject({ valid: true })
  expect(Object.keys((body as unknown as { paths: object }).paths)).toEqual(
    expect.arrayContaining([
      '/api/v1/conversations/{conversation}/deliveries',
      '/api/v1/parts/{id}/{state}',
      '/api/v1/workshops/{id}/{stage}',
      '/api/v1/tasks',
      '/api/v1/tasks/{id}/decide',
    ]),
  )
})
