import { Validator } from '@seriousme/openapi-schema-validator'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { MAY_MOVE } from '../../../src/desk/roles.ts'
import { API_MOVES } from '../../../src/http/api/visits.ts'
import { type Content, type House, openHouse, shippedContent } from '../../support/house.ts'
import { type ApiWorld, DISPATCH, openApiWorld, READER } from './api-world.ts'

let content: Content
beforeAll(async () => {
  content = await shippedContent()
})

let house: House
let url: string
let visit: number
let call: ApiWorld['call']
beforeEach(async () => {
  ;({ house, url, visit, call } = await openApiWorld(content))
})
afterEach(() => house.app.stop())

const told = () => house.recorder.sent.map(({ content: said }) => ('text' in said ? said.text : ''))

describe('the API', () => {
  test('moves a visit by the orders of the desk, and the customer is told', async () => {
    const { status, body } = await call(`visits/${visit}/assign`, { key: 'order-0001' })
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { visit: { id: visit, state: 'ASSIGNED', technician: 'li-ming', startsAt: '2026-03-03T02:00:00.000Z' } },
    })
    await house.app.worker.drain()
    expect(told().some(text => text.includes('Li Ming'))).toBe(true)
    const actors = await house.app.database.read(sql =>
      sql.all("select actor from audit_event where entity = 'visit' and became = 'ASSIGNED'"),
    )
    expect(actors).toEqual([{ actor: 'api:dispatch' }])
  })

  test('does an order with the same key once, and gives the same answer', async () => {
    const first = await call(`visits/${visit}/assign`, { key: 'order-0001' })
    const again = await call(`visits/${visit}/assign`, { key: 'order-0001' })
    expect(again).toEqual(first)
    await house.app.worker.drain()
    const rows = await house.app.database.read(sql =>
      sql.all("select id from audit_event where entity = 'visit' and became = 'ASSIGNED'"),
    )
    expect(rows).toHaveLength(1)
  })

  test('refuses a key that was used for something else', async () => {
    await call(`visits/${visit}/assign`, { key: 'order-0001' })
    const other = await call(`visits/${visit}/assign`, { key: 'order-0001', body: { technician: 'zhao-lei' } })
    expect(other).toMatchObject({ status: 422, body: { error: 'key-reused' } })
  })

  test('holds to the guards of the desk and says why', async () => {
    expect(await call(`visits/${visit}/arrived`, { key: 'order-0001' })).toMatchObject({
      status: 409,
      body: { error: 'not-possible-now' },
    })
    const untrained = await call(`visits/${visit}/assign`, { key: 'order-0002', body: { technician: 'wang-fang' } })
    expect(untrained.status).toBe(409)
    expect(await call(`visits/${visit}/assign`, { key: 'order-0003', body: { revision: 7 } })).toMatchObject({
      status: 409,
      body: { error: 'outdated', values: { revision: 1 } },
    })
    expect(await call('visits/999/assign', { key: 'order-0004' })).toMatchObject({ status: 404 })
  })

  test('knows its clients by their tokens and their roles', async () => {
    expect(await call(`visits/${visit}`, { token: '' })).toMatchObject({ status: 401, body: { error: 'not-known' } })
    expect(await call(`visits/${visit}`, { token: 'x'.repeat(40) })).toMatchObject({ status: 401 })
    expect(await call(`visits/${visit}`, { token: READER.token })).toMatchObject({ status: 200 })
    expect(await call(`visits/${visit}/assign`, { token: READER.token, key: 'order-0001' })).toMatchObject({
      status: 403,
      body: { error: 'not-allowed', values: { roles: ['dispatcher', 'manager'] } },
    })
  })

  test('takes no order without a key and no field it does not know', async () => {
    const bare = await fetch(`${url}/api/v1/visits/${visit}/assign`, {
      method: 'POST',
      headers: { authorization: `Bearer ${DISPATCH.token}` },
    })
    expect(bare.status).toBe(400)
    const odd = await call(`visits/${visit}/assign`, { key: 'order-0001', body: { technican: 'li-ming' } })
    expect(odd).toMatchObject({ status: 400, body: { error: 'not-understood' } })
    const late = await call(`visits/${visit}/part`, { key: 'order-0002', body: { part: 'pump', partAt: 'soon' } })
    expect(late.status).toBe(400)
  })

  test('lists the visits of a span, their names and addresses whole', async () => {
    const span = 'from=2026-03-03T00:00:00%2B08:00&to=2026-03-04T00:00:00%2B08:00'
    expect(await call(`visits?${span}`)).toMatchObject({
      status: 200,
      body: {
        visits: [{ id: visit, customer: { phone: '+8613812345678' }, moves: expect.arrayContaining(['assign']) }],
      },
    })
    const empty = 'from=2026-03-04T00:00:00%2B08:00&to=2026-03-05T00:00:00%2B08:00'
    expect(await call(`visits?${empty}`)).toMatchObject({ body: { visits: [] } })
    expect(await call(`visits?${empty.replace('03-04', '01-04')}`)).toMatchObject({ status: 200 })
    expect(await call(`visits?${empty.replace('2026-03-04', '2020-03-04')}`)).toMatchObject({ status: 422 })
  })

  test('is described by an OpenAPI document that is valid and knows every move', async () => {
    const { status, body } = await call('openapi.json', { token: '' })
    expect(status).toBe(200)
    expect(await new Validator().validate(body)).toMatchObject({ valid: true })
    const paths = Object.keys((body as unknown as { paths: object }).paths)
    expect(paths).toEqual(expect.arrayContaining(API_MOVES.map(move => `/api/v1/visits/{id}/${move}`)))
    expect([...API_MOVES].sort()).toEqual(Object.keys(MAY_MOVE).sort())
  })
})

test('without clients there is no API', async () => {
  const closed = await openHouse({ ...content })
  try {
    expect((await closed.app.server.inject('/api/v1/openapi.json')).statusCode).toBe(404)
  } finally {
    await closed.app.stop()
  }
})
