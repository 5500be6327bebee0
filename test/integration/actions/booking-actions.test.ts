import { expect, test } from 'vitest'
import { at, bookedWorld, MINUTE, openWorld, TOLD, type World, windowsOffered } from './action-world.ts'

test('a window is found, held and booked, and the case is scheduled', async () => {
  const world = await openWorld()
  world.tell(TOLD)
  await world.run('open-case')
  const [window = ''] = await windowsOffered(world)
  const held = await world.run('hold-window', { window })
  expect(held).toEqual({
    outcome: 'ok',
    values: {
      held: {
        label: { en: 'Mon 23 Nov, 10:00–12:00', zh: '11月23日 周一 10:00–12:00' },
        until: at('2026-11-23T07:10'),
      },
    },
  })
  const booked = await world.run('book-visit')
  expect(booked.values.visit).toMatchObject({
    id: 1,
    caseId: 1,
    startsAt: at('2026-11-23T10:00'),
    endsAt: at('2026-11-23T12:00'),
    window: { en: 'Mon 23 Nov, 10:00–12:00', zh: '11月23日 周一 10:00–12:00' },
    revision: 1,
    state: 'REQUESTED',
  })
  expect(booked.values.visit).toHaveProperty('code', expect.stringMatching(/^\d{4}$/))
  expect(await world.rows('select state from service_case')).toEqual([{ state: 'SCHEDULED' }])
  expect(await world.rows('select state, visit_id, held_until from booking')).toEqual([
    { state: 'booked', visit_id: 1, held_until: null },
  ])
})

test('the wish is heard: tomorrow afternoon comes first', async () => {
  const world = await openWorld()
  world.tell({ ...TOLD, wish: 'tomorrow afternoon' })
  const { values } = await world.run('find-windows')
  expect(values.windows).toMatchObject([
    { label: { en: 'Tue 24 Nov, 14:00–16:00' } },
    { label: { en: 'Tue 24 Nov, 16:00–18:00' } },
    {},
    {},
    {},
  ])
})

test('R-121, R-122: an address in Hangzhou is served from there, by somebody trained for the appliance', async () => {
  const world = await openWorld()
  world.tell({ ...TOLD, appliance: 'air-conditioner', address: '杭州市滨江区江南大道88号' })
  const [window = ''] = await windowsOffered(world)
  await world.run('hold-window', { window })
  const [booking] = await world.rows('select technician_id from booking')
  expect(['chen-jie', 'zhou-tao']).toContain(booking?.technician_id)
})

test('an appliance that nobody is trained for has no windows', async () => {
  const world = await openWorld()
  world.tell({ ...TOLD, appliance: 'toaster' })
  expect((await world.run('find-windows')).outcome).toBe('none')
})

test('R-034: a window that every technician has been given is taken, and the others are offered', async () => {
  const world = await openWorld()
  const window = await onlyWindow(world)
  expect((await world.run('hold-window', { window }, 'web:2')).outcome).toBe('ok')
  expect((await world.run('hold-window', { window })).outcome).toBe('taken')
  expect(await windowsOffered(world)).not.toContain(window)
})

test('R-034: of 200 customers who tap the same last window at once one gets it and 199 hear that it is taken', async () => {
  const world = await openWorld()
  const window = await onlyWindow(world)
  const customers = Array.from({ length: 200 }, (_, index) => `web:crowd-${index}`)
  for (const customer of customers) world.tell(TOLD, customer)
  const held = await Promise.all(customers.map(customer => world.run('hold-window', { window }, customer)))
  expect(held.filter(({ outcome }) => outcome === 'ok')).toHaveLength(1)
  expect(held.filter(({ outcome }) => outcome === 'taken')).toHaveLength(199)
  const booked = await Promise.all(customers.map(customer => world.run('book-visit', {}, customer)))
  expect(booked.filter(({ outcome }) => outcome === 'ok')).toHaveLength(1)
  expect(booked.filter(({ outcome }) => outcome === 'expired')).toHaveLength(199)
  expect(await world.rows('select count(*) as n from visit')).toEqual([{ n: 1 }])
})

test('with two technicians free, two customers get the window and the third does not', async () => {
  const world = await openWorld()
  world.tell(TOLD)
  const window = (await labelled(world, 'Wed 25 Nov, 14:00–16:00')) ?? ''
  const outcomes: string[] = []
  for (const customer of ['web:1', 'web:2', 'web:3']) {
    world.tell(TOLD, customer)
    outcomes.push((await world.run('hold-window', { window }, customer)).outcome)
  }
  expect(outcomes).toEqual(['ok', 'ok', 'taken'])
})

test('a hold that ran out is given to the next who asks', async () => {
  const world = await openWorld()
  const window = await onlyWindow(world)
  await world.run('hold-window', { window })
  world.setNow(at('2026-11-23T07:00') + 10 * MINUTE - 1)
  expect((await world.run('hold-window', { window }, 'web:2')).outcome).toBe('taken')
  world.setNow(at('2026-11-23T07:00') + 10 * MINUTE)
  expect((await world.run('hold-window', { window }, 'web:2')).outcome).toBe('ok')
  expect((await world.run('book-visit')).outcome).toBe('expired')
})

test('a hold that ran out is still good while nobody else took the window', async () => {
  const world = await openWorld()
  const window = await onlyWindow(world)
  await world.run('hold-window', { window })
  world.setNow(at('2026-11-23T07:00') + 60 * MINUTE)
  expect((await world.run('book-visit')).outcome).toBe('ok')
})

test('a hold of yesterday cannot be booked when the window has come too near', async () => {
  const world = await openWorld()
  const window = await onlyWindow(world)
  await world.run('hold-window', { window })
  world.setNow(at('2026-11-23T09:00'))
  expect((await world.run('book-visit')).outcome).toBe('expired')
  expect(await world.rows('select count(*) as n from booking')).toEqual([{ n: 0 }])
})

test('R-016: a window held before a hazard was raised is let go instead of booked', async () => {
  const world = await openWorld()
  const window = await onlyWindow(world)
  await world.run('hold-window', { window })
  await world.run('set-outcome', { outcome: 'STOP' })
  expect((await world.run('book-visit')).outcome).toBe('expired')
  expect(await world.rows('select count(*) as n from booking')).toEqual([{ n: 0 }])
})

test('another choice lets the first one go; a choice that is taken does not', async () => {
  const world = await openWorld()
  world.tell(TOLD)
  const [first = '', second = ''] = await windowsOffered(world)
  await world.run('hold-window', { window: first })
  await world.run('hold-window', { window: second })
  expect(await world.rows('select count(*) as n from booking')).toEqual([{ n: 1 }])
  expect((await world.run('hold-window', { window: 'nonsense' })).outcome).toBe('taken')
  expect(await world.rows('select count(*) as n from booking')).toEqual([{ n: 1 }])
  await world.run('release-window')
  expect(await world.rows('select count(*) as n from booking')).toEqual([{ n: 0 }])
})

test('the same tap twice holds the same window once', async () => {
  const world = await openWorld()
  const window = await onlyWindow(world)
  await world.run('hold-window', { window })
  world.setNow(at('2026-11-23T07:05'))
  expect(await world.run('hold-window', { window })).toMatchObject({
    outcome: 'ok',
    values: { held: { until: at('2026-11-23T07:15') } },
  })
  expect(await world.rows('select count(*) as n from booking')).toEqual([{ n: 1 }])
})

test('booking again for the same case moves its visit instead of adding one', async () => {
  const world = await bookedWorld()
  world.tell({ visit: null })
  const [, , third = ''] = await windowsOffered(world)
  await world.run('hold-window', { window: third })
  expect(await world.run('book-visit')).toMatchObject({ outcome: 'ok', values: { visit: { id: 1, revision: 2 } } })
  expect(await world.rows('select count(*) as n from visit')).toEqual([{ n: 1 }])
  expect(await world.rows('select count(*) as n from booking')).toEqual([{ n: 1 }])
})

test('a case whose technician is on the way gets no second visit', async () => {
  const world = await bookedWorld()
  await world.write(tx => tx.run("update visit set state = 'EN_ROUTE'"))
  world.tell({ visit: null })
  const [, , third = ''] = await windowsOffered(world)
  await world.run('hold-window', { window: third })
  expect(await world.run('book-visit')).toMatchObject({ outcome: 'under-way', values: { visit: { id: 1 } } })
  expect(await world.rows('select count(*) as n from visit')).toEqual([{ n: 1 }])
  expect(await world.rows('select state from booking')).toEqual([{ state: 'booked' }])
})

test('R-003: an address corrected after the choice is served by its own outlet at the same time', async () => {
  const world = await openWorld()
  world.tell(TOLD)
  const [window = ''] = await windowsOffered(world)
  await world.run('hold-window', { window })
  world.tell({ address: '杭州市滨江区江南大道88号' })
  expect(await world.run('book-visit')).toMatchObject({
    outcome: 'ok',
    values: { visit: { window: { en: 'Mon 23 Nov, 10:00–12:00' } } },
  })
  expect(await world.rows('select outlet_id from visit')).toEqual([{ outlet_id: 'hangzhou' }])
  expect(await world.rows('select technician_id from booking')).toEqual([{ technician_id: 'chen-jie' }])
})

test("the customer's own words about the fault are kept with the case", async () => {
  const world = await bookedWorld()
  world.tell({ problem: '漏水,地板都湿了' })
  await world.run('update-case')
  expect(await world.rows('select free_text, symptom_code from service_case')).toEqual([
    { free_text: '漏水,地板都湿了', symptom_code: 'washer-leak' },
  ])
})

test('R-001: nothing is booked without an address', async () => {
  const world = await openWorld()
  world.tell({ ...TOLD, address: null })
  const [window = ''] = await windowsOffered(world)
  await world.run('hold-window', { window })
  expect((await world.run('book-visit')).outcome).toBe('failed')
})

test('work is spread: of two technicians who are free the one with less to do that day is chosen', async () => {
  const world = await openWorld()
  world.tell(TOLD, 'web:2')
  world.tell(TOLD)
  const afternoon = (await labelled(world, 'Wed 25 Nov, 14:00–16:00')) ?? ''
  const later = (await labelled(world, 'Wed 25 Nov, 16:00–18:00')) ?? ''
  await world.run('hold-window', { window: afternoon })
  await world.run('hold-window', { window: later }, 'web:2')
  const technicians = (await world.rows('select technician_id from booking')).map(row => row.technician_id)
  expect(technicians.toSorted()).toEqual(['li-ming', 'wang-fang'])
})

test('what the asker holds is free to the asker, and to nobody else', async () => {
  const world = await openWorld()
  const window = await onlyWindow(world)
  await world.run('hold-window', { window })
  expect(await windowsOffered(world)).toContain(window)
  expect(await windowsOffered(world, 'web:2')).not.toContain(window)
  world.setNow(at('2026-11-23T07:00') + 10 * MINUTE)
  expect(await windowsOffered(world, 'web:2')).toContain(window)
})

/** Monday morning, when only one technician in Shanghai is there for washing machines. */
async function onlyWindow(world: World): Promise<string> {
  for (const conversation of ['web:1', 'web:2']) world.tell(TOLD, conversation)
  const [first = ''] = await windowsOffered(world)
  return first
}

async function labelled(world: World, label: string): Promise<string | undefined> {
  world.tell({ wish: '2026-11-25' })
  const { values } = await world.run('find-windows')
  const windows = values.windows as unknown as { value: string; label: { en: string } }[]
  return windows.find(window => window.label.en === label)?.value
}
