import { expect, test } from 'vitest'
import { moveVisit } from '../../../src/service/move-visit.ts'
import { findTechnician } from '../../../src/service/outlets.ts'
import type { Visit } from '../../../src/service/visit.ts'
import type { Move } from '../../../src/service/visit-transitions.ts'
import { findVisit, saveVisit } from '../../../src/store/visits.ts'
import { bookedWorld, openWorld, service, TOLD, type World, windowsOffered } from './action-world.ts'

test('the next visit is found, and only by its customer', async () => {
  const world = await bookedWorld()
  expect(await world.run('find-visit')).toMatchObject({ outcome: 'ok', values: { visit: { id: 1 } } })
  expect((await world.run('find-visit', {}, 'web:2')).outcome).toBe('none')
})

test('a visit is confirmed, and confirming it twice changes nothing', async () => {
  const world = await bookedWorld()
  await world.run('confirm-visit')
  expect(await world.run('confirm-visit')).toMatchObject({ outcome: 'ok', values: { visit: { state: 'CONFIRMED' } } })
  expect(await world.rows("select became from audit_event where entity = 'visit' order by id")).toEqual([
    { became: 'REQUESTED' },
    { became: 'CONFIRMED' },
  ])
})

test('R-047: once a technician is assigned, the name and the permit are there', async () => {
  const world = await bookedWorld()
  await staff(world, 'assign')
  expect((await world.run('find-visit')).values.visit).toMatchObject({
    state: 'ASSIGNED',
    technician: { en: 'Li Ming', zh: '李明师傅' },
    permitNo: 'A1023',
    revision: 1,
  })
})

test('a visit is moved: its window is free again, the revision goes up, the technician stays where he is free', async () => {
  const world = await bookedWorld()
  await staff(world, 'assign')
  await world.run('find-visit')
  const offered = await windowsOffered(world)
  const [before] = await world.rows('select technician_id, starts_at from booking')
  const moved = await world.run('move-visit', { window: offered[0] ?? '' })
  expect(moved).toMatchObject({
    outcome: 'ok',
    values: { visit: { revision: 2, state: 'ASSIGNED', permitNo: 'A1023' } },
  })
  const after = await world.rows('select technician_id, starts_at, state from booking')
  expect(after).toHaveLength(1)
  expect(after[0]).toMatchObject({ technician_id: before?.technician_id, state: 'booked' })
  expect(after[0]?.starts_at).not.toBe(before?.starts_at)
})

test('its own window is not offered to a visit that is to be moved', async () => {
  const world = await bookedWorld()
  const { values } = await world.run('find-windows')
  const visit = world.slots().visit as { window: { en: string } }
  const labels = (values.windows as unknown as { label: { en: string } }[]).map(({ label }) => label.en)
  expect(labels).toHaveLength(5)
  expect(labels).not.toContain(visit.window.en)
})

test('peers I31, I32: what was said before a visit was moved no longer holds', async () => {
  const world = await bookedWorld()
  const old = world.slots().visit as { revision: number; id: number }
  const [window = ''] = await windowsOffered(world)
  await world.run('move-visit', { window })
  expect((await world.run('visit-is-current', { revision: old.revision + 1 })).outcome).toBe('ok')
  world.tell({ visit: old })
  expect((await world.run('visit-is-current', { revision: old.revision })).outcome).toBe('outdated')
  expect((await world.run('confirm-visit')).outcome).toBe('outdated')
})

test('R-122: a visit is moved to somebody trained for its own appliance, whatever is talked about by now', async () => {
  const world = await bookedWorld()
  world.tell({ appliance: 'refrigerator' })
  for (let move = 0; move < 4; move++) {
    const offered = await windowsOffered(world)
    expect((await world.run('move-visit', { window: offered[move] ?? '' })).outcome).toBe('ok')
    const [booking] = await world.rows('select technician_id from booking')
    expect(['li-ming', 'wang-fang']).toContain(booking?.technician_id)
  }
})

test('R-003: another place that was talked of is not written over the address of a visit that is moved', async () => {
  const world = await bookedWorld()
  world.tell({ address: '杭州市滨江区江南大道88号' })
  const [first = '', second = ''] = await windowsOffered(world)
  expect((await world.run('move-visit', { window: first })).outcome).toBe('ok')
  expect((await world.run('rebook-visit', { window: second })).outcome).toBe('ok')
  await world.run('update-case')
  expect(await world.rows('select address from visit')).toEqual([{ address: TOLD.address }])
})

test('R-103: an address named for the new time is measured anew, and a manager is asked where it is too far', async () => {
  const world = await bookedWorld()
  const [window = ''] = await windowsOffered(world)
  expect((await world.run('rebook-visit', { window, address: '崇明港口路5号' })).outcome).toBe('ok')
  expect(await world.rows('select address, distance_km, out_of_area_by from visit')).toEqual([
    { address: '崇明港口路5号', distance_km: 75, out_of_area_by: null },
  ])
  expect(await world.rows("select kind from staff_task where kind = 'out-of-area'")).toHaveLength(1)
})

test('who was not met is not told that somebody is on the way: the visit waits for another time', async () => {
  const world = await bookedWorld()
  const [window = ''] = await windowsOffered(world)
  await world.write(async tx => {
    const visit = (await findVisit(tx, 1)) as Visit
    await saveVisit(tx, visit, { ...visit, state: 'MISSED_CUSTOMER' }, 'mei')
  })
  expect(await world.run('find-visit')).toMatchObject({ outcome: 'stranded', values: { visit: { id: 1 } } })
  expect((await world.run('correct-address')).outcome).toBe('stranded')
  world.tell({ visit: null })
  await world.run('hold-window', { window })
  expect(await world.run('book-visit')).toMatchObject({ outcome: 'stranded', values: { visit: { id: 1 } } })
})

test('the address of a visit that is over is not said to be under way', async () => {
  const world = await bookedWorld()
  await world.run('cancel-visit')
  expect((await world.run('correct-address')).outcome).toBe('over')
})

test('moving to a window that is taken leaves the visit as it was', async () => {
  const world = await bookedWorld()
  world.tell(TOLD, 'web:2')
  const [window = ''] = await windowsOffered(world, 'web:2')
  const [mine] = await world.rows('select starts_at from booking')
  await world.run('hold-window', { window }, 'web:2')
  const outcome = (await world.run('move-visit', { window })).outcome
  const [still] = await world.rows('select starts_at from booking where visit_id = 1')
  expect({ outcome, startsAt: still?.starts_at }).toEqual({ outcome: 'taken', startsAt: mine?.starts_at })
})

test('a cancelled visit frees its window and leaves the case open', async () => {
  const world = await bookedWorld()
  expect(await world.run('cancel-visit')).toMatchObject({ outcome: 'ok', values: { visit: { state: 'CANCELLED' } } })
  expect(await world.rows('select count(*) as n from booking')).toEqual([{ n: 0 }])
  expect(await world.rows('select state from service_case')).toEqual([{ state: 'OPEN' }])
  expect((await world.run('find-visit')).outcome).toBe('none')
  expect((await world.run('confirm-visit')).outcome).toBe('outdated')
  expect((await world.run('cancel-visit', { why: 'works' })).outcome).toBe('ok')
  const [kept] = await world.rows("select data from audit_event where entity = 'visit' order by id desc limit 1")
  expect(JSON.parse(String(kept?.data))).toEqual({ why: 'works' })
})

test('when the technician is on the way it is too late to cancel or to move', async () => {
  const world = await bookedWorld()
  const offered = await windowsOffered(world)
  await staff(world, 'assign')
  await staff(world, 'on-the-way')
  expect((await world.run('cancel-visit')).outcome).toBe('too-late')
  expect(await world.run('move-visit', { window: offered[0] ?? '' })).toMatchObject({
    outcome: 'too-late',
    values: { visit: { state: 'EN_ROUTE' } },
  })
})

test('R-038: a visit nobody confirms is flagged, not cancelled; a confirmed one is not flagged', async () => {
  const world = await bookedWorld()
  expect(await world.run('mark-unconfirmed')).toMatchObject({ values: { visit: { state: 'UNCONFIRMED' } } })
  await world.run('confirm-visit')
  expect((await world.run('mark-unconfirmed')).outcome).toBe('outdated')
  expect(await world.rows('select state from visit')).toEqual([{ state: 'CONFIRMED' }])
})

test('R-003: an address corrected after booking holds for the visit, the old one stays in the audit', async () => {
  const world = await bookedWorld()
  await world.run('update-case', { address: '杭州市滨江区江南大道88号' })
  expect(await world.rows('select address from visit')).toEqual([{ address: '杭州市滨江区江南大道88号' }])
  const [change] = await world.rows("select data from audit_event where entity = 'visit' order by id desc limit 1")
  expect(change?.data).toContain('漕溪北路')
  const [task] = await world.rows('select kind, text, data from staff_task')
  expect(task).toMatchObject({ kind: 'reassign', text: '' })
  expect(JSON.parse(String(task?.data))).toMatchObject({ outlet: { en: 'Hangzhou Binjiang service centre' } })
})

test('R-124: the timeline lists every stage with its time in both languages', async () => {
  const world = await bookedWorld()
  await staff(world, 'assign')
  await staff(world, 'on-the-way')
  const { outcome, values } = await world.run('show-timeline')
  expect(outcome).toBe('ok')
  expect(values.timeline).toEqual({
    en: [
      '✓ Mon 23 Nov, 07:00 – we noted your report',
      '✓ Mon 23 Nov, 07:00 – you booked a visit',
      '✓ Mon 23 Nov, 07:00 – Li Ming takes care of it',
      '✓ Mon 23 Nov, 07:00 – Li Ming set out',
      '→ Visit: Mon 23 Nov, 10:00–12:00',
    ].join('\n'),
    zh: [
      '✓ 11月23日 周一 07:00 已登记报修',
      '✓ 11月23日 周一 07:00 已预约上门',
      '✓ 11月23日 周一 07:00 已安排李明师傅',
      '✓ 11月23日 周一 07:00 李明师傅已出发',
      '→ 上门时间：11月23日 周一 10:00–12:00',
    ].join('\n'),
  })
})

test('somebody without a case has no timeline', async () => {
  const world = await openWorld()
  expect((await world.run('show-timeline')).outcome).toBe('none')
})

/** What the desk does, as far as these tests need it. */
async function staff(world: World, move: Move): Promise<void> {
  await world.write(async tx => {
    const visit = (await findVisit(tx, 1)) as Visit
    const technician = findTechnician(service.outlets, 'li-ming')
    const moved = moveVisit(visit, move, 'staff', tx.now, { ...(technician && { technician }) })
    if (!moved.ok) throw new Error(moved.why)
    await saveVisit(tx, visit, moved.visit, 'mei')
  })
}
