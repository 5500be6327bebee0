import { expect, test } from 'vitest'
import { addMedia } from '../../../src/store/media.ts'
import { at, CUSTOMER, DAY, openWorld, TOLD } from './action-world.ts'

test('R-005: a report on a Sunday night has its number at once', async () => {
  const world = await openWorld('2026-11-22T03:00')
  world.tell({ appliance: 'washing-machine', symptom: 'washer-leak' })
  const opened = await world.run('open-case')
  expect(opened).toMatchObject({
    outcome: 'ok',
    values: { case: { number: 'C1001', state: 'OPEN', priority: 'HIGH' } },
  })
  const hours = await world.run('staff-hours')
  expect(hours.values).toEqual({
    staffed: { open: false, next: { en: 'Mon 23 Nov, 08:30', zh: '11月23日 周一 08:30' } },
  })
})

test('R-004: the same fault joins its case, another fault gets a number of its own', async () => {
  const world = await openWorld()
  world.tell({ appliance: 'washing-machine', symptom: 'washer-leak' })
  await world.run('open-case')
  expect(await world.run('open-case')).toMatchObject({ outcome: 'joined', values: { case: { number: 'C1001' } } })
  world.tell({ symptom: 'washer-foam' })
  expect(await world.run('open-case')).toMatchObject({ outcome: 'ok', values: { case: { number: 'C1002' } } })
  world.tell({ appliance: 'refrigerator', symptom: 'fridge-noise' })
  expect(await world.run('open-case')).toMatchObject({ outcome: 'ok', values: { case: { number: 'C1003' } } })
})

test('R-004: a case opened before anybody knew what is wrong is filled, not doubled', async () => {
  const world = await openWorld()
  expect(await world.run('open-case')).toMatchObject({ values: { case: { number: 'C1001', state: 'DRAFT' } } })
  world.tell({ appliance: 'washing-machine', symptom: 'washer-leak' })
  expect(await world.run('open-case')).toMatchObject({
    outcome: 'ok',
    values: { case: { number: 'C1001', state: 'OPEN', priority: 'HIGH' } },
  })
})

test('a photo sent before the case is filed with it', async () => {
  const world = await openWorld()
  await world.write(tx =>
    addMedia(tx, { conversationId: CUSTOMER, caseId: null, kind: 'photo', channel: 'web', file: 'abc' }),
  )
  await world.run('open-case')
  expect(await world.rows('select case_id from media')).toEqual([{ case_id: 1 }])
})

test('R-001: without an address the case stays a draft', async () => {
  const world = await openWorld()
  await world.run('open-case')
  world.tell({ ...TOLD, address: null })
  expect(await world.run('update-case')).toMatchObject({ values: { case: { state: 'DRAFT' } } })
  world.tell({ address: '上海' })
  expect(await world.run('update-case')).toMatchObject({ values: { case: { state: 'OPEN' }, pending: [] } })
})

test('R-002: what the customer does not know is pending, and staff verify it once', async () => {
  const world = await openWorld()
  world.tell({ ...TOLD, model: 'unknown', purchased: 'unknown' })
  await world.run('open-case')
  await world.run('update-case')
  expect(await world.run('update-case')).toMatchObject({ values: { pending: ['model', 'purchased'] } })
  expect(await world.rows('select kind, text, data, case_id from staff_task')).toEqual([
    { kind: 'verify', text: '', data: '{"fields":["model","purchased"]}', case_id: 1 },
  ])
  expect(await world.rows('select model_no, purchased_on, info_pending from service_case')).toEqual([
    { model_no: null, purchased_on: null, info_pending: '["model","purchased"]' },
  ])
})

test.each([
  ['USE', 'REMOTE_GUIDED', 'MEDIUM'],
  ['OBS', 'REMOTE_GUIDED', 'MEDIUM'],
  ['VISIT', 'OPEN', 'MEDIUM'],
  ['VISIT-H', 'OPEN', 'HIGH'],
  ['STOP', 'ESCALATED', 'SAFETY'],
])('the outcome %s makes the case %s with priority %s', async (outcome, state, priority) => {
  const world = await openWorld()
  world.tell({ appliance: 'washing-machine', symptom: 'washer-no-drain' })
  await world.run('open-case')
  expect(await world.run('set-outcome', { outcome })).toMatchObject({
    outcome: 'ok',
    values: { case: { state, priority } },
  })
})

test('R-016: a hazard opens a case of its own where there is none, and nothing is booked until a person allows it', async () => {
  const world = await openWorld()
  expect(await world.run('set-outcome', { outcome: 'STOP' })).toMatchObject({
    values: { case: { number: 'C1001', state: 'ESCALATED', priority: 'SAFETY' } },
  })
  world.tell(TOLD)
  expect(await world.run('find-windows')).toEqual({ outcome: 'none', values: {} })
  expect((await world.run('resolve-case')).outcome).toBe('not-open')
})

test('an outcome nobody knows fails and changes nothing', async () => {
  const world = await openWorld()
  expect((await world.run('set-outcome', { outcome: 'MAYBE' })).outcome).toBe('failed')
  expect(await world.rows('select count(*) as n from service_case')).toEqual([{ n: 0 }])
})

test('a case that was helped with from afar is resolved, once', async () => {
  const world = await openWorld()
  world.tell({ appliance: 'washing-machine', symptom: 'washer-foam' })
  await world.run('open-case')
  await world.run('set-outcome', { outcome: 'USE' })
  expect(await world.run('resolve-case')).toMatchObject({ outcome: 'ok', values: { case: { state: 'RESOLVED' } } })
  expect((await world.run('resolve-case')).outcome).toBe('not-open')
  expect((await world.run('find-case')).outcome).toBe('none')
})

test('a case that a hazard opened without an appliance is told which one it is when it is known', async () => {
  const world = await openWorld()
  await world.run('open-case')
  await world.run('set-outcome', { outcome: 'STOP' })
  expect(await world.rows('select appliance from service_case')).toEqual([{ appliance: null }])
  world.tell(TOLD)
  await world.run('update-case')
  expect(await world.rows('select appliance from service_case')).toEqual([{ appliance: 'washing-machine' }])
})

test('R-079: the customer’s word that it is solved closes a case after a low rating', async () => {
  const world = await openWorld()
  await world.run('open-case')
  await world.run('resolve-case')
  await world.run('save-rating', { score: 1 })
  await world.run('resolve-case')
  expect((await world.run('close-case')).outcome).toBe('refused')
  expect(await world.run('close-case', { confirmed: true })).toMatchObject({ values: { case: { state: 'CLOSED' } } })
})

test('R-076: a follow-up nobody answered in time is noted once, in the case and in the audit', async () => {
  const world = await openWorld()
  await world.run('open-case')
  await world.run('flag-case', { flag: 'FOLLOW-UP-OVERDUE' })
  await world.run('flag-case', { flag: 'FOLLOW-UP-OVERDUE' })
  expect(await world.rows('select flags from service_case')).toEqual([{ flags: '["FOLLOW-UP-OVERDUE"]' }])
  const notes = await world.rows('select data from audit_event where data is not null')
  expect(notes.map(({ data }) => JSON.parse(String(data)))).toEqual([{ flag: 'FOLLOW-UP-OVERDUE' }])
})

test('R-009: a resolved case is closed after its rating and not before', async () => {
  const world = await openWorld()
  await world.run('open-case')
  await world.run('resolve-case')
  expect((await world.run('close-case')).outcome).toBe('refused')
  await world.run('save-rating', { score: 4 })
  expect(await world.run('close-case')).toMatchObject({ outcome: 'ok', values: { case: { state: 'CLOSED' } } })
  expect((await world.run('close-case')).outcome).toBe('ok')
})

test('a case is opened again for thirty days, one level more urgent', async () => {
  const world = await openWorld()
  await world.run('open-case')
  await world.run('resolve-case')
  world.setNow(at('2026-11-23T07:00') + 30 * DAY)
  expect(await world.run('reopen-case', { why: 'still leaks' })).toMatchObject({
    outcome: 'ok',
    values: { case: { number: 'C1001', state: 'REOPENED', priority: 'HIGH' } },
  })
  expect(await world.run('reopen-case', { why: 'still leaks' })).toMatchObject({
    values: { case: { priority: 'HIGH' } },
  })
})

test('after thirty days it is too late to open a case again', async () => {
  const world = await openWorld()
  await world.run('open-case')
  await world.run('resolve-case')
  world.setNow(at('2026-11-23T07:00') + 30 * DAY + 1)
  expect((await world.run('reopen-case', { why: 'again' })).outcome).toBe('too-old')
})

test('R-101: the same fault again within thirty days is a repeat and urgent', async () => {
  const world = await openWorld()
  world.tell({ appliance: 'washing-machine', symptom: 'washer-foam' })
  await world.run('open-case')
  await world.run('resolve-case')
  world.setNow(at('2026-11-23T07:00') + 12 * DAY)
  expect(await world.run('open-case')).toMatchObject({ values: { case: { number: 'C1002', priority: 'HIGH' } } })
  expect(await world.rows('select flags, priority_reason from service_case where id = 2')).toEqual([
    { flags: '["REPEAT"]', priority_reason: 'repeat fault' },
  ])
})

test('R-099: a case of somebody else is nobody here', async () => {
  const world = await openWorld()
  await world.run('open-case', {}, 'web:neighbour')
  world.tell({ case: { id: 1 } })
  expect((await world.run('resolve-case')).outcome).toBe('not-open')
  expect((await world.run('show-timeline')).outcome).toBe('none')
  expect(await world.rows('select state from service_case')).toEqual([{ state: 'DRAFT' }])
})

test('every change of state is in the audit', async () => {
  const world = await openWorld()
  world.tell({ appliance: 'washing-machine', symptom: 'washer-foam' })
  await world.run('open-case')
  await world.run('set-outcome', { outcome: 'USE' })
  await world.run('resolve-case')
  expect(await world.rows('select actor, entity, was, became from audit_event order by id')).toEqual([
    { actor: 'customer', entity: 'case', was: null, became: 'OPEN' },
    { actor: 'bot', entity: 'case', was: 'OPEN', became: 'REMOTE_GUIDED' },
    { actor: 'customer', entity: 'case', was: 'REMOTE_GUIDED', became: 'RESOLVED' },
  ])
})
