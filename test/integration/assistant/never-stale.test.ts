/**
 * One second before something of a visit falls due the visit changes: what was to be said is not said any more (peers I31,
 * I32). One row for each kind of notice, told by timers or by flows, and each way a visit changes.
 */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { DeskCommand } from '../../../src/desk/command.ts'
import type { RemindStep } from '../../../src/flow/flow.ts'
import type { Visit } from '../../../src/service/visit.ts'
import { duesOf, VISIT_DUES, type VisitDue } from '../../../src/service/visit-promises.ts'
import { encodeWindow } from '../../../src/service/windows.ts'
import { type Content, MONDAY_MORNING, shippedContent } from '../../support/house.ts'
import { openStaleWorld, type StaleWorld, WINDOW } from '../../support/stale.ts'

const SECOND = 1000
const HOUR = 3_600_000
const LATER = { startsAt: WINDOW.startsAt + 24 * HOUR, endsAt: WINDOW.endsAt + 24 * HOUR }

type VisitTimer = 'confirm-visit' | 'rate-visit' | 'recheck'
type Way = keyof typeof WAYS

type Kind = {
  /** The visit that it is owed for. */
  readonly visit: Partial<Visit>
  /** A timer of a flow: what it brings besides the visit. */
  readonly flow?: { readonly key: string; readonly values?: { readonly [name: string]: string | number | boolean } }
  /** `gone`: nothing is said or asked of staff any more; `holds`: it is still true, and still comes. */
  readonly after: Partial<Record<Way, 'gone' | 'holds'>>
}

const ASSIGNED: Partial<Visit> = { state: 'CONFIRMED', technicianId: 'chen-jie', assignedAt: MONDAY_MORNING }
const FINISHED: Partial<Visit> = {
  ...ASSIGNED,
  state: 'AWAITING_ACCEPTANCE',
  arrivedAt: WINDOW.startsAt,
  workingAt: WINDOW.startsAt,
  completedAt: WINDOW.endsAt,
  completion: { outcome: 'repaired', cause: 'pump blocked', measures: 'pump cleaned', testRun: true },
}
const PROPOSED: Partial<Visit> = {
  ...ASSIGNED,
  state: 'RESCHEDULE_PROPOSED',
  proposal: { ...LATER, reason: null, technicianId: 'chen-jie' },
  updatedAt: MONDAY_MORNING,
}
const MISSED: Partial<Visit> = { ...ASSIGNED, state: 'MISSED_CUSTOMER', updatedAt: MONDAY_MORNING }
const COMES: Kind['after'] = { 'customer-reschedules': 'gone', 'customer-cancels': 'gone', 'desk-cancels': 'gone' }
const AGREED: Kind['after'] = { ...COMES, 'customer-accepts-another-time': 'gone', 'desk-assigns-another': 'holds' }

/** A new due has no row here, and this file does not compile. */
const KINDS: Readonly<Record<VisitDue | VisitTimer, Kind>> = {
  'warn-late': { visit: ASSIGNED, after: AGREED },
  'mark-late': { visit: ASSIGNED, after: AGREED },
  'no-show': { visit: ASSIGNED, after: AGREED },
  'door-call': {
    visit: { ...ASSIGNED, state: 'ARRIVED_NO_ANSWER', arrivedAt: WINDOW.startsAt, noAnswerAt: WINDOW.startsAt },
    after: { 'desk-cancels': 'gone', 'somebody-opens': 'gone' },
  },
  'proposal-unanswered': { visit: PROPOSED, after: { 'desk-cancels': 'gone', 'desk-withdraws': 'gone' } },
  // Whoever is to go to the new time is still to be found.
  unassigned: {
    visit: { state: 'REQUESTED' },
    after: { ...COMES, 'customer-reschedules': 'holds', 'desk-assigns-another': 'gone' },
  },
  // Nobody knows the cause yet, whether the work is accepted or not.
  'report-missing': {
    visit: { ...FINISHED, completion: { ...FINISHED.completion, cause: 'unknown' } },
    after: { 'desk-accepts': 'holds' },
  },
  // A whole report goes out with the acceptance.
  report: { visit: FINISHED, after: { 'desk-accepts': 'gone' } },
  // So late that the question falls into the day.
  acceptance: { visit: { ...FINISHED, completedAt: WINDOW.endsAt + 6 * HOUR }, after: { 'desk-accepts': 'gone' } },
  'choose-time': { visit: MISSED, after: { 'desk-cancels': 'gone' } },
  'time-not-chosen': { visit: MISSED, after: { 'desk-cancels': 'gone' } },
  'confirm-visit': {
    visit: { ...ASSIGNED, state: 'ASSIGNED' },
    // A key that no flow forgets by itself: dropped because of what it tells.
    flow: { key: 'confirm:unknown-to-flows' },
    after: AGREED,
  },
  'rate-visit': { visit: FINISHED, flow: { key: 'rating:1', values: { timed: true } }, after: {} },
  recheck: {
    visit: FINISHED,
    flow: { key: 'recheck:1', values: { appliance: 'washing-machine', problem: 'not-draining', visited: true } },
    after: {},
  },
}

const WAYS = {
  'customer-reschedules': async (world: StaleWorld) => {
    await says(world, 'reschedule my appointment')
    const { startsAt } = await world.visit()
    // Behind the times stand "another time" and "talk to a person".
    await taps(world, buttons => buttons.at(-3))
    expect((await world.visit()).startsAt).not.toBe(startsAt)
  },
  'customer-cancels': async (world: StaleWorld) => {
    await says(world, 'cancel my visit')
    await taps(world, buttons => buttons[0])
  },
  'customer-accepts-another-time': async (world: StaleWorld) => {
    await moves(world, 'propose', { window: encodeWindow({ ...LATER, outletId: 'shanghai' }) })
    await taps(world, buttons => buttons[0])
    expect((await world.visit()).startsAt).toBe(LATER.startsAt)
  },
  'desk-cancels': (world: StaleWorld) => moves(world, 'cancel'),
  'desk-assigns-another': (world: StaleWorld) => moves(world, 'assign', { technician: 'li-ming' }),
  'desk-withdraws': (world: StaleWorld) => moves(world, 'withdraw-proposal'),
  'desk-accepts': (world: StaleWorld) => moves(world, 'accept', { method: 'override', why: 'told us on the phone' }),
  'somebody-opens': (world: StaleWorld) => moves(world, 'answered'),
} as const

let content: Content
let world: StaleWorld

beforeAll(async () => {
  content = await shippedContent()
})
afterEach(() => world.house.app.stop())

async function says(of: StaleWorld, text: string): Promise<void> {
  await of.house.does({ kind: 'text', text })
}

/** Taps a button of the newest message that has some. */
async function taps(of: StaleWorld, which: (tokens: readonly string[]) => string | undefined): Promise<void> {
  const asked = of.sent.findLast(({ content }) => content.kind === 'text' && (content.buttons ?? []).length > 0)
  const buttons = asked?.content.kind === 'text' ? (asked.content.buttons ?? []) : []
  const token = which(buttons.map(button => button.token))
  if (token === undefined) throw new Error(`No such button on ${JSON.stringify(asked?.content)}`)
  await of.house.does({ kind: 'tap', token })
}

async function moves(of: StaleWorld, move: string, details: Record<string, string> = {}): Promise<void> {
  const { id, revision } = await of.visit()
  const command = { do: 'move-visit', visit: id, revision, move, details } as DeskCommand
  expect(await of.orders(command)).toMatchObject({ ok: true })
}

/** What the customer is told and the staff are asked to do, counted: an edit of the card is neither. */
async function heard(of: StaleWorld): Promise<number> {
  const tasks = await of.house.app.database.read(sql => sql.all<{ n: number }>('select count(*) as n from staff_task'))
  const told = of.sent.filter(({ content }) => content.kind === 'text' || content.kind === 'files')
  return told.length + Number(tasks[0]?.n)
}

/** The visit as it is owed for, one second before it falls due; gives the instant it does. */
async function arrange(name: VisitDue | VisitTimer): Promise<number> {
  const { visit: changes, flow } = KINDS[name]
  const visit = await world.put(changes)
  const due = flow
    ? firstDue(name as VisitTimer, visit)
    : duesOf(visit, world.house.app.service.policy).get(name as VisitDue)
  if (due === undefined) throw new Error(`${name} is not owed for a visit in state ${visit.state}`)
  if (flow) await world.remind({ key: flow.key, flow: name, at: due, ...(flow.values && { values: flow.values }) })
  await world.at(due - SECOND)
  return due
}

/** In the middle of a day, when nothing else of the visit falls due. */
function firstDue(name: VisitTimer, visit: Visit): number {
  return name === 'confirm-visit' ? visit.startsAt - 5 * HOUR : visit.endsAt + 26 * HOUR
}

const NAMES = Object.keys(KINDS) as (VisitDue | VisitTimer)[]

test('every promise of a visit and every timer of a flow that tells of one has its row', () => {
  world = { house: { app: { stop: async () => undefined } } } as unknown as StaleWorld
  const timers = [...content.loaded.content.flows.values()].flatMap(({ steps }) =>
    steps.filter((step): step is RemindStep => step.kind === 'remind' && 'visit' in step.with).map(({ flow }) => flow),
  )
  expect(new Set(NAMES)).toEqual(new Set([...VISIT_DUES, ...timers]))
})

describe.each(NAMES)('%s', name => {
  test('comes when nothing has changed', async () => {
    world = await openStaleWorld(content)
    const due = await arrange(name)
    const before = await heard(world)
    await world.at(due + 1)
    expect(await heard(world)).toBeGreaterThan(before)
  })

  const ways = Object.entries(KINDS[name].after) as [Way, 'gone' | 'holds'][]
  test.each(ways)('one second after the %s it is %s', async (way, expected) => {
    world = await openStaleWorld(content)
    const due = await arrange(name)
    await WAYS[way](world)
    // Not only silent when it falls due: dropped in the transaction that made it untrue.
    if (expected === 'gone') expect(await world.timersAt(due)).toEqual([])
    const before = await heard(world)
    await world.at(due + 1)
    const after = await heard(world)
    if (expected === 'gone') expect(after).toBe(before)
    else expect(after).toBeGreaterThan(before)
  })
})
