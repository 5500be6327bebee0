/** Cases of every kind: rules. */
import { describe, expect, test } from 'vitest'
import type { Language } from '../../src/flow/flow.ts'
import { requiredFields } from '../../src/service/case-fields.ts'
import { DAY_MS } from '../../src/service/local-time.ts'
import { addAsset } from '../../src/store/assets.ts'
import type { Row } from '../../src/store/sql.ts'
import { LINES, NOW, reachTerms, serve, tellWhoAndWhere, type Visitor, visitor, WINDOW } from '../support/visitor.ts'

test('R-119: each type of case has its own required fields', () => {
  expect(requiredFields('REPAIR')).toEqual(['name', 'address', 'phone', 'model', 'purchased', 'symptom'])
  expect(requiredFields('TRAINING')).toEqual(['topic', 'people', 'window'])
  expect(requiredFields('EXCHANGE')).toEqual(['exchangeWish', 'proof', 'photo'])
  expect(requiredFields('DELIVERY')).toHaveLength(5)
})

/** A washing machine of this customer, bought eleven months ago: the offer of an inspection is before them. */
async function offered(anna: Visitor, lines: (typeof LINES)[Language]): Promise<void> {
  await anna.says(lines.book)
  await anna.taps(lines.washer)
  await anna.says(lines.noise)
  await anna.taps(lines.safe)
  await anna.says(lines.name)
  const { app } = anna.house
  await app.database.transaction(NOW, async tx => {
    const [{ customer_id: customerId } = { customer_id: null }] = await tx.all<Row>(
      'select customer_id from conversation',
    )
    await addAsset(tx, {
      customerId: Number(customerId),
      appliance: 'washing-machine',
      modelNo: 'XQB80',
      serialNo: null,
      purchasedOn: '2025-04-01',
      proven: true,
    })
    await tx.run(
      `insert into timer (conversation_id, key, due_at, flow, payload)
       values ('test:1', 'overhaul:1', ?, 'maintenance-offer', '{"asset":{"id":1}}'), ('test:1', 'again', ?, 'maintenance-offer', '{"asset":{"id":1}}')`,
      [NOW + DAY_MS, NOW + 2 * DAY_MS],
    )
  })
  await app.time.moveBy(1.5 * DAY_MS)
}

describe.each(['en', 'zh'] as const)('in %s', language => {
  const lines = LINES[language]

  test('R-119: an installation and a training are cases of their own kind with their own questions', async () => {
    const anna = await visitor(language)
    await anna.says(lines.install)
    await anna.taps(lines.ready)
    await tellWhoAndWhere(anna, lines, true)
    await anna.taps(WINDOW)
    await anna.taps(lines.confirm)
    expect(await anna.rows('select type, state, appliance from service_case')).toEqual([
      { type: 'INSTALL', state: 'SCHEDULED', appliance: 'washing-machine' },
    ])
    await anna.says(lines.training, lines.topic, lines.five)
    await anna.taps(lines.noWish)
    await anna.taps(WINDOW)
    expect(anna.last()).toContain(lines.topic)
    await anna.taps(lines.confirm)
    expect(await anna.rows("select state, appliance from service_case where type = 'TRAINING'")).toEqual([
      { state: 'SCHEDULED', appliance: null },
    ])
    const [task] = await anna.rows("select data from staff_task where kind = 'prepare-visit'")
    expect(JSON.parse(String(task?.data))).toEqual({ type: 'TRAINING', topic: lines.topic, people: 5 })
  })

  test('R-056: thirty days before its warranty ends an inspection is offered once', async () => {
    const anna = await visitor(language)
    await offered(anna, lines)
    await anna.taps(lines.offer)
    expect(await anna.rows("select appliance, model_no from service_case where type = 'MAINTENANCE'")).toEqual([
      { appliance: 'washing-machine', model_no: 'XQB80' },
    ])
    await anna.house.app.time.moveBy(1.5 * DAY_MS)
    expect(anna.heard().filter(text => lines.offered.test(text))).toHaveLength(1)
  })

  test('R-128: goods are there on day D: the windows begin within three days of it, and five fields are confirmed', async () => {
    const anna = await visitor(language)
    await anna.says(lines.book)
    const announced = await anna.desk({ do: 'announce-delivery', appliance: 'refrigerator', readyOn: '2026-03-05' })
    expect(announced.ok).toBe(true)
    expect(anna.last()).toMatch(lines.stock)
    await anna.taps(lines.now)
    await anna.says('BCD-215')
    await tellWhoAndWhere(anna, lines, false)
    const ready = Date.parse('2026-03-05T00:00+08:00')
    const window = await anna.taps(WINDOW)
    for (const told of [window, lines.name, '+8613812345678', lines.home, 'BCD-215'])
      expect(anna.last()).toContain(told)
    await anna.taps(lines.confirm)
    const [visit] = await anna.rows('select starts_at from visit')
    expect(Number(visit?.starts_at)).toBeGreaterThanOrEqual(ready)
    expect(Number(visit?.starts_at)).toBeLessThanOrEqual(ready + 3 * DAY_MS)
    expect(await anna.rows("select ready_on from service_case where type = 'DELIVERY'")).toEqual([
      { ready_on: '2026-03-05' },
    ])
  })
})

/** An installation whose work is done: with all its documents. */
async function installed(anna: Visitor, lines: (typeof LINES)[Language]): Promise<void> {
  await anna.says(lines.install)
  await anna.taps(lines.ready)
  await tellWhoAndWhere(anna, lines, true)
  await anna.taps(WINDOW)
  await anna.taps(lines.confirm)
  const documents = { acceptanceList: true, configuration: true, maintenanceManual: true }
  expect(await serve(anna, documents)).toMatchObject({ ok: false, values: { missing: ['faq'] } })
  expect(await anna.rows('select id from asset')).toEqual([])
  expect(await serve(anna, { ...documents, faq: true })).toMatchObject({ ok: true })
  expect(await anna.rows("select id from asset where purchased_on = '2026-03-02'")).toEqual([])
}

async function expectBegun(anna: Visitor): Promise<void> {
  expect(await anna.rows('select appliance, purchased_on, proven from asset')).toEqual([
    { appliance: 'washing-machine', purchased_on: '2026-03-02', proven: 1 },
  ])
  // a year of warranty, and thirty days before its end at nine the offer is due.
  const [timer] = await anna.rows("select due_at from timer where flow = 'maintenance-offer'")
  expect(new Date(Number(timer?.due_at)).toISOString().slice(0, 10)).toBe('2027-01-31')
}

describe.each(['en', 'zh'] as const)('R-120 and R-056 in %s', language => {
  const lines = LINES[language]

  test('R-120: an installation without one of its documents is refused; accepted by staff, its warranty has begun', async () => {
    const anna = await visitor(language)
    await installed(anna, lines)
    const [visit] = await anna.rows('select id, revision from visit')
    const accepted = await anna.desk({
      do: 'move-visit',
      visit: Number(visit?.id),
      revision: Number(visit?.revision),
      move: 'accept',
      details: { method: 'override', why: 'agreed on the phone' },
    })
    expect(accepted).toMatchObject({ ok: true })
    await expectBegun(anna)
  })

  test('R-120: accepted by the customer in the chat, the warranty has begun', async () => {
    const anna = await visitor(language)
    await installed(anna, lines)
    await anna.taps(lines.accept)
    expect(await anna.rows("select state from visit where state = 'ACCEPTED'")).toHaveLength(1)
    await expectBegun(anna)
  })

  test('R-056: an inspection that is not passed adds 365 days to the warranty, and the customer reads the new end', async () => {
    const anna = await visitor(language)
    await offered(anna, lines)
    await anna.taps(lines.offer)
    await anna.says('13812345678', lines.home)
    await anna.taps(lines.noWish)
    await anna.taps(WINDOW)
    await anna.taps(lines.confirm)
    expect(await serve(anna, { result: 'fail' })).toMatchObject({ ok: true })
    // 1 April 2026 and 365 days.
    expect(await anna.rows('select warranty_end from asset')).toEqual([{ warranty_end: '2027-04-01' }])
    expect(anna.heard().filter(text => lines.extended.test(text))).toHaveLength(1)
  })

  test('R-056: an inspection that is passed leaves the warranty as it is, and nothing is said of it', async () => {
    const anna = await visitor(language)
    await offered(anna, lines)
    await anna.taps(lines.offer)
    await anna.says('13812345678', lines.home)
    await anna.taps(lines.noWish)
    await anna.taps(WINDOW)
    await anna.taps(lines.confirm)
    expect(await serve(anna, { result: 'pass' })).toMatchObject({ ok: true })
    expect(await anna.rows('select warranty_end from asset')).toEqual([{ warranty_end: null }])
    expect(anna.heard().filter(text => lines.extended.test(text))).toEqual([])
  })
})

test('R-120: the machine that the new one stands beside keeps its own warranty', async () => {
  const anna = await visitor('en')
  await offered(anna, LINES.en)
  await anna.taps(LINES.en.declined)
  await anna.says(LINES.en.install)
  await anna.taps(LINES.en.ready)
  await anna.says('13812345678', LINES.en.home)
  await anna.taps(LINES.en.unknown)
  await anna.taps(LINES.en.noWish)
  await anna.taps(WINDOW)
  await anna.taps(LINES.en.confirm)
  const all = { acceptanceList: true, configuration: true, maintenanceManual: true, faq: true }
  expect(await serve(anna, all)).toMatchObject({ ok: true })
  await anna.taps(LINES.en.accept)
  const days = (await anna.rows('select purchased_on from asset order by id')).map(row => row.purchased_on)
  expect(days).toEqual(['2025-04-01', '2026-03-03'])
})

test('R-119: a training is begun though no warranty of anything is known; a repair is not', async () => {
  const anna = await visitor('en')
  const lines = LINES.en
  await anna.says(lines.training, lines.topic, lines.five)
  await tellWhoAndWhere(anna, lines, false)
  await anna.taps(WINDOW)
  await anna.taps(lines.confirm)
  expect(await serve(anna, {})).toMatchObject({ ok: true })
  const other = await visitor('en')
  await reachTerms(other, lines, lines.lately)
  await other.taps(lines.confirm)
  // Never begun, it cannot be completed.
  expect(await serve(other, {})).toMatchObject({ ok: false, why: 'not-possible-now' })
})

test('R-128: a day that has passed, or goods nobody knows, are no announcement', async () => {
  const anna = await visitor('en')
  await anna.says('hello')
  const past = await anna.desk({ do: 'announce-delivery', appliance: 'toaster', readyOn: '2026-03-01' })
  expect(past).toMatchObject({ ok: false, why: 'details-wrong', values: { fields: ['appliance', 'readyOn'] } })
})

test.each(['en', 'zh'] as const)(
  'R-113: a delivery is opened and checked; damage leads by its photo to an exchange (%s)',
  async language => {
    const anna = await visitor(language)
    const lines = LINES[language]
    await anna.says(lines.book)
    await anna.desk({ do: 'announce-delivery', appliance: 'refrigerator', readyOn: '2026-03-05' })
    await anna.taps(lines.now)
    await anna.says('BCD-215')
    await tellWhoAndWhere(anna, lines, false)
    await anna.taps(WINDOW)
    await anna.taps(lines.confirm)
    expect(await serve(anna, {})).toMatchObject({ ok: false, values: { missing: ['openedAndChecked'] } })
    expect(await serve(anna, { openedAndChecked: true })).toMatchObject({ ok: true })
    expect(anna.last()).toContain(lines.opened)
    await anna.taps(lines.damaged)
    await anna.sends('photo')
    await anna.taps(lines.exchange)
    expect(await anna.rows("select appliance, state from service_case where type = 'EXCHANGE'")).toEqual([
      { appliance: 'refrigerator', state: 'OPEN' },
    ])
    expect(await anna.rows('select reason, priority from escalation')).toEqual([
      { reason: 'delivery-damage', priority: 'HIGH' },
    ])
    expect(await anna.rows("select id from visit where state = 'ACCEPTED'")).toEqual([])
    // Its picture is on the case of the exchange, for whoever decides it.
    const pictures = "select count(*) as pictures from media where kind = 'photo' and case_id = "
    expect(await anna.rows(`${pictures} (select id from service_case where type = 'EXCHANGE')`)).toEqual([
      { pictures: 1 },
    ])
  },
)
