/** Who is sent, under which conditions, and in which order, rule by rule (rulebook section B). */
import { afterEach, expect, onTestFinished, test } from 'vitest'
import type { Inbound } from '../../src/assistant/channel.ts'
import { drawDanger } from '../../src/channels/slack/desk/level.ts'
import type { VisitMove } from '../../src/desk/command.ts'
import { readPreVisit } from '../../src/desk/pre-visit.ts'
import { createBoard } from '../../src/desk/read-board.ts'
import { byUrgency } from '../../src/desk/urgency.ts'
import type { Values } from '../../src/flow/flow.ts'
import { isCarriedOver } from '../../src/service/visit-promises.ts'
import { addCase, saveCase } from '../../src/store/cases.ts'
import { type NewInboxRow, storeInbox } from '../../src/store/inbox.ts'
import { addTechnicianChat } from '../../src/store/technicians.ts'
import { addBookedVisit, openDesk, service, WINDOW, words } from '../integration/desk/desk-world.ts'
import { MONDAY_MORNING, shippedContent } from '../support/house.ts'
import { CHECKLIST } from '../support/journey.ts'
import { type OnSite, type OnSiteFacts, OUT_OF_WARRANTY, UNDER_WARRANTY } from '../support/on-site.ts'
import { openBooked, WORDS } from '../support/to-the-door.ts'
import { aVisit } from '../support/visits.ts'

const HOUR = 3_600_000
const content = await shippedContent()
let site: OnSite | undefined

afterEach(async () => {
  await site?.close()
  site = undefined
})

async function open(facts: OnSiteFacts = UNDER_WARRANTY): Promise<OnSite> {
  site = await openBooked(content, facts)
  return site
}

async function openAssigned(): Promise<OnSite> {
  const site = await open()
  expect(await site.order('assign')).toMatchObject({ ok: true })
  site.heard()
  return site
}

const countOf = async (site: OnSite, kind: string) => (await site.tasks()).filter(task => task.kind === kind).length

/** As the visit's case is. */
const SAME_FAULT = {
  state: 'OPEN',
  appliance: 'washing-machine',
  modelNo: 'XQB80',
  serialNo: null,
  symptomCode: 'washer-no-drain',
  freeText: null,
  priority: 'MEDIUM',
  priorityReason: 'default',
  flags: [],
} as const

test('R-118: an unticked checklist: "on the way" answers with what is missing', async () => {
  const site = await openAssigned()
  expect(await site.order('on-the-way', { checklist: ['tools', 'permit'] })).toEqual({
    ok: false,
    why: 'checklist-incomplete',
    values: { missing: ['parts', 'tariff', 'receipts'] },
  })
  expect((await site.visit()).state).toBe('ASSIGNED')
  expect(await site.order('on-the-way', { checklist: CHECKLIST, minutes: 25 })).toMatchObject({ ok: true })
  expect(site.heard()).toMatch(WORDS.en.onTheWay)
})

test('R-122: a technician without the skill is refused, with those who have it', async () => {
  const site = await open()
  const untrained = content.loaded.service.outlets.technicians.find(({ skills }) => !skills.includes('washing-machine'))
  const refused = await site.order('assign', { technician: untrained?.id ?? '' })
  expect(refused).toMatchObject({
    ok: false,
    why: 'not-trained',
    values: { candidates: expect.arrayContaining(['li-ming']) },
  })
  expect(await site.rows('select technician_id from booking')).toEqual([{ technician_id: 'li-ming' }])
})

test('R-103: beyond the radius, dispatch is locked until a manager approves; they are asked once', async () => {
  const site = await open()
  const outlet = content.loaded.service.outlets.outlets.find(({ radiusKm }) => radiusKm !== undefined)
  await site.house.app.database.transaction(MONDAY_MORNING, tx =>
    tx.run('update visit set distance_km = 900, outlet_id = ?', [outlet?.id ?? 'shanghai']),
  )
  for (const _ of [1, 2]) expect(await site.order('assign')).toMatchObject({ ok: false, why: 'out-of-area' })
  expect(await countOf(site, 'out-of-area')).toBe(1)
  expect((await site.visit()).state).toBe('REQUESTED')
  const task = (await site.tasks()).find(({ kind }) => kind === 'out-of-area')
  expect(await site.command({ do: 'decide-task', task: Number(task?.id), approve: true })).toMatchObject({ ok: true })
  expect(await site.visit()).toMatchObject({ out_of_area_by: 'wei' })
  expect(await site.order('assign')).toMatchObject({ ok: true })
})

test('R-130: class FREE and an expired warranty: a warning before dispatch, and the class is fixed with it', async () => {
  const site = await open(OUT_OF_WARRANTY)
  expect(await site.order('assign', { billingClass: 'FREE' })).toEqual({
    ok: false,
    why: 'warning',
    values: { warnings: ['billing-conflict'] },
  })
  expect(await site.order('assign', { billingClass: 'FREE', despiteBillingConflict: true })).toMatchObject({ ok: true })
  expect(await site.case()).toMatchObject({ billing_class: 'FREE' })
})

test('R-130: without a word about it the class follows the warranty', async () => {
  const site = await open(OUT_OF_WARRANTY)
  expect(await site.order('assign')).toMatchObject({ ok: true })
  expect(await site.case()).toMatchObject({ billing_class: 'PAID' })
})

test('R-102: at 18:00 nobody is assigned: it is first in the queue of the next day', async () => {
  const { policy } = content.loaded.service
  const evening = MONDAY_MORNING + 9 * HOUR
  const waiting = aVisit({ createdAt: MONDAY_MORNING, updatedAt: MONDAY_MORNING })
  expect([evening - 1, evening].map(now => isCarriedOver(waiting, policy, now))).toEqual([false, true])
  expect(isCarriedOver({ ...waiting, technicianId: 'li-ming' }, policy, evening)).toBe(false)
  const queue = [
    { id: 'high', priority: 'HIGH', at: 1 },
    { id: 'stayed', priority: 'LOW', at: 2, isCarriedOver: true },
  ] as const
  expect(queue.toSorted(byUrgency).map(({ id }) => id)).toEqual(['stayed', 'high'])
})

test('R-070: two jobs for one engineer: SAFETY, HIGH, contract due, key customer, age', () => {
  const jobs = [
    { id: 'old', priority: 'MEDIUM', at: 1 },
    { id: 'key', priority: 'MEDIUM', at: 5, isKey: true },
    { id: 'later-contract', priority: 'MEDIUM', at: 2, dueAt: 200 },
    { id: 'contract', priority: 'MEDIUM', at: 3, dueAt: 100 },
    { id: 'high', priority: 'HIGH', at: 6 },
    { id: 'danger', priority: 'SAFETY', at: 7 },
    { id: 'new', priority: 'MEDIUM', at: 9 },
  ] as const
  const order = ['danger', 'high', 'contract', 'later-contract', 'key', 'old', 'new']
  expect(jobs.toSorted(byUrgency).map(({ id }) => id)).toEqual(order)
})

test('R-116: model and symptom with no closed precedent: NEW_FAULT, and the technical department is asked once', async () => {
  const site = await openAssigned()
  await site.order('assign')
  expect(await countOf(site, 'tech-department')).toBe(1)
  await site.house.app.database.transaction(MONDAY_MORNING, async tx => {
    expect(await readPreVisit(tx, { caseId: 1 })).toMatchObject({ isNewFault: true, causes: [], parts: [] })
    const before = await addCase(tx, { ...SAME_FAULT, conversationId: 'test:1' })
    await saveCase(tx, before, { ...before, state: 'CLOSED' }, 'test')
    expect(await readPreVisit(tx, { caseId: 1 })).toMatchObject({ isNewFault: false, precedents: 1 })
  })
})

test('R-069: SOS: managers have a task with the place, and the customer hears nothing', async () => {
  const site = await openAssigned()
  await site.order('on-the-way', { checklist: CHECKLIST })
  site.heard()
  await site.house.app.database.transaction(MONDAY_MORNING, async tx => {
    await addTechnicianChat(tx, 'telegram:77', 'li-ming')
    await storeInbox(tx, [1, 2].map(shared))
  })
  expect(await site.order('sos')).toMatchObject({ ok: true })
  expect(site.heard()).toBe('')
  const task = (await site.tasks()).find(({ kind }) => kind === 'staff-in-danger')
  expect(JSON.parse(String(task?.data))).toMatchObject({
    visit: 1,
    technician: 'li-ming',
    address: expect.stringContaining('12 Long Road'),
    lastPlace: '32, 121.5',
    lastPlaceAt: MONDAY_MORNING + 2,
  })
})

/** A place that Li Ming shows in the chat, each time farther north. */
function shared(time: number): NewInboxRow {
  const conversation = 'telegram:77'
  const payload: Inbound = {
    channel: 'telegram',
    updateId: `${time}`,
    conversation,
    at: MONDAY_MORNING + time,
    from: {},
    content: { kind: 'location', latitude: 30 + time, longitude: 121.5 },
  }
  return { channel: 'telegram', updateId: `${time}`, conversationId: conversation, kind: 'customer', payload }
}

test('R-069: SOS: the managers are paged at once, before everything else, and every time', async () => {
  const world = await openDesk({ isDrawn: true })
  onTestFinished(() => world.close())
  await addBookedVisit(world)
  const order = (move: VisitMove, details: Values = {}) =>
    world.run('li', { do: 'move-visit', visit: 1, revision: 1, move, details })
  await order('assign', { technician: 'chen-jie' })
  await order('on-the-way', { checklist: CHECKLIST })
  for (const _ of [1, 2]) {
    world.now += 1000
    expect(await order('sos')).toEqual({ ok: true, events: [] })
    expect(world.sent).toEqual([])
    const [task] = await world.rows("select max(id) as id from staff_task where kind = 'staff-in-danger'")
    const thread = `desk:task:${task?.id}`
    expect(world.posts.filter(post => post.thread === thread)).toEqual([
      { thread, post: { kind: 'card' }, ask: 'card', priority: 0 },
      { thread, post: { kind: 'danger' }, ask: null, priority: 0 },
    ])
  }
  const { tasks } = await world.cards()
  expect(tasks[0]).toMatchObject({ kind: 'staff-in-danger', priority: 'SAFETY' })
})

test.each([
  ['en', /A technician on site needs help/],
  ['zh', /紧急求助/],
] as const)('R-069: the post mentions the managers (%s)', (language, said) => {
  const { text } = drawDanger({ managerGroup: 'S0LEADS' }, { language, zone: 'Asia/Shanghai' })
  expect(text).toMatch(/^<!subteam\^S0LEADS> /)
  expect(text).toMatch(said)
})

test('R-102: the next morning what nobody was assigned for stands first, among the visits of the day and in the queue', async () => {
  const world = await openDesk()
  onTestFinished(() => world.close())
  const { id: early } = await addBookedVisit(world, 'li-ming')
  const { id: stayed } = await addBookedVisit(world, 'chen-jie')
  const hour = 3_600_000
  await world.touch(async tx => {
    await tx.run(
      "update visit set starts_at = starts_at - ?, state = 'ASSIGNED', technician_id = 'li-ming' where id = ?",
      [8 * hour, early],
    )
    await tx.run("update service_case set priority = 'HIGH' where id = (select case_id from visit where id = ?)", [
      early,
    ])
  })
  const board = createBoard({ database: world.database, service, words, now: () => world.now })
  const shown = async () => [
    (await board.today()).map(({ id }) => id),
    (await world.cards()).visits.map(({ id }) => id),
  ]
  world.now = WINDOW.startsAt - 9 * hour
  expect(await shown()).toEqual([
    [stayed, early],
    [stayed, early],
  ])
  await world.run('li', {
    do: 'move-visit',
    visit: stayed,
    revision: 1,
    move: 'assign',
    details: { technician: 'chen-jie' },
  })
  expect(await shown()).toEqual([
    [early, stayed],
    [early, stayed],
  ])
})
