import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { VisitMove } from '../../../src/desk/command.ts'
import type { Values } from '../../../src/flow/flow.ts'
import { FORM_BOXES, FORM_LINES } from '../../../src/service/completion.ts'
import { CHECKLIST } from '../../support/journey.ts'
import {
  ANNA,
  addBookedVisit,
  addOpenCase,
  type DeskWorld,
  MONDAY_10,
  openDesk,
  stateOfCase,
  WINDOW,
} from './desk-world.ts'

let world: DeskWorld
beforeEach(async () => {
  world = await openDesk()
})
afterEach(() => world.close())

const FORM = Object.fromEntries([
  ...FORM_BOXES.map(box => [box, true] as const),
  ...FORM_LINES.map(line => [line, 'none'] as const),
])

type Extra = Values & { readonly revision?: number }

/** Everything is ticked before anybody sets out. */
function move(visit: number, what: VisitMove, { revision = 1, ...extra }: Extra = {}) {
  const details = what === 'on-the-way' ? { checklist: CHECKLIST, ...extra } : extra
  return world.run('dispatcher', { do: 'move-visit', visit, move: what, revision, details })
}

const NOTICES = {
  assign: 'visit-assigned',
  'on-the-way': 'visit-on-the-way',
  arrived: 'visit-arrived',
  begin: 'visit-working',
  complete: 'visit-completed',
  accept: 'visit-accepted',
} as const

async function bookings() {
  return world.rows('select technician_id, visit_id, state from booking order by id')
}

describe('a visit', () => {
  test('goes from assigned to accepted, its case along with it, and the customer is told each time', async () => {
    const { id, caseId } = await addBookedVisit(world)
    const steps = [
      ['assign', {}, 'ASSIGNED', 'SCHEDULED'],
      ['on-the-way', { minutes: 20 }, 'EN_ROUTE', 'SCHEDULED'],
      ['arrived', {}, 'ARRIVED', 'IN_SERVICE'],
      ['begin', { purchasedOn: '2026-10-01' }, 'WORKING', 'IN_SERVICE'],
      ['complete', FORM, 'COMPLETED', 'IN_SERVICE'],
      ['accept', { method: 'override', why: 'agreed by phone' }, 'ACCEPTED', 'RESOLVED'],
    ] as const
    for (const [what, extra, state, caseState] of steps) {
      const outcome = await move(id, what, extra)
      expect(outcome).toMatchObject({
        ok: true,
        events: [
          {
            kind: 'notice',
            flow: NOTICES[what],
            values: {
              visit: { id, state, code: '4821', revision: 1 },
              case: { id: caseId, state: caseState },
            },
          },
        ],
      })
      expect(await stateOfCase(world, caseId)).toBe(caseState)
    }
    const [row] = await world.rows('select technician_id, completion from visit')
    expect(row?.technician_id).toBe('chen-jie')
    expect(JSON.parse(String(row?.completion))).toEqual(FORM)
    const audit = await world.rows("select actor, became from audit_event where entity = 'visit' order by id")
    expect(audit.slice(1).map(({ became }) => became)).toEqual([
      'ASSIGNED',
      'EN_ROUTE',
      'ARRIVED',
      'WORKING',
      'COMPLETED',
      'AWAITING_ACCEPTANCE',
      'ACCEPTED',
    ])
  })

  test('names technician, permit and window in both languages, and the minutes until arrival (R-047)', async () => {
    const { id } = await addBookedVisit(world)
    expect(await move(id, 'assign')).toMatchObject({
      events: [
        {
          values: {
            visit: {
              technician: { en: 'Chen Jie', zh: '陈杰师傅' },
              permitNo: 'B2008',
              window: { en: 'Tue 24 Nov, 16:00–18:00', zh: '11月24日 周二 16:00–18:00' },
            },
          },
        },
      ],
    })
    expect(await move(id, 'on-the-way', { minutes: 20 })).toMatchObject({ events: [{ values: { minutes: 20 } }] })
  })

  test('is assigned to the technician whose window was chosen, or to another who has the time', async () => {
    const { id } = await addBookedVisit(world)
    await move(id, 'assign')
    expect(await bookings()).toEqual([{ technician_id: 'chen-jie', visit_id: id, state: 'booked' }])
    expect(await move(id, 'assign', { technician: 'sun-yan' })).toMatchObject({
      ok: true,
      events: [{ values: { visit: { revision: 2, technician: { en: 'Sun Yan' } } } }],
    })
    expect(await bookings()).toEqual([{ technician_id: 'sun-yan', visit_id: id, state: 'booked' }])
  })

  test('frees its window when it is cancelled, and the case is open again', async () => {
    const { id, caseId } = await addBookedVisit(world)
    expect(await move(id, 'cancel')).toMatchObject({ ok: true, events: [{ flow: 'visit-cancelled' }] })
    expect(await bookings()).toEqual([])
    expect(await stateOfCase(world, caseId)).toBe('OPEN')
  })

  test('keeps its own way when the case was escalated meanwhile', async () => {
    const { id, caseId } = await addBookedVisit(world)
    await move(id, 'assign')
    await move(id, 'on-the-way')
    await world.database.transaction(world.now, tx => tx.run("update service_case set state = 'ESCALATED'"))
    expect(await move(id, 'arrived')).toMatchObject({ ok: true })
    expect(await stateOfCase(world, caseId)).toBe('ESCALATED')
  })
})

describe('a move is refused and changes nothing', () => {
  let id: number
  let before: unknown
  beforeEach(async () => {
    ;({ id } = await addBookedVisit(world))
    before = await everything()
  })
  async function everything() {
    return [await world.rows('select * from visit'), await bookings(), await world.rows('select * from audit_event')]
  }
  afterEach(async () => expect(await everything()).toEqual(before))

  test('when the card is older than the visit', async () => {
    expect(await move(id, 'assign', { revision: 0 })).toEqual({ ok: false, why: 'outdated', values: { revision: 1 } })
  })

  test('when the technician is not trained for the appliance, with the candidates who are (R-122)', async () => {
    expect(await move(id, 'assign', { technician: 'zhao-lei' })).toEqual({
      ok: false,
      why: 'not-trained',
      values: { candidates: ['chen-jie', 'sun-yan', 'zhou-tao'] },
    })
  })

  test('when there is no such technician or no such visit, or the visit is another conversation’s', async () => {
    expect(await move(id, 'assign', { technician: 'nobody' })).toEqual({ ok: false, why: 'not-found' })
    expect(await move(99, 'assign')).toEqual({ ok: false, why: 'not-found' })
    const order = { do: 'move-visit', visit: id, move: 'assign', revision: 1 } as const
    expect(await world.run('dispatcher', order, 'telegram:2')).toEqual({ ok: false, why: 'not-found' })
  })

  test.each(['on-the-way', 'arrived', 'complete'] as const)('when section D knows no such arrow: %s', async what => {
    expect(await move(id, what, what === 'complete' ? FORM : {})).toEqual({ ok: false, why: 'not-possible-now' })
  })
})

test('a technician who has something else then is refused, and the window stays where it was (R-034)', async () => {
  const first = await addBookedVisit(world, 'chen-jie')
  await addBookedVisit(world, 'sun-yan', 'telegram:2')
  const taken = await bookings()
  expect(await move(first.id, 'assign', { technician: 'sun-yan' })).toEqual({
    ok: false,
    why: 'window-taken',
    values: { technician: 'sun-yan' },
  })
  expect(await bookings()).toEqual(taken)
  expect(await world.rows(`select state, technician_id from visit where id = ${first.id}`)).toEqual([
    { state: 'REQUESTED', technician_id: null },
  ])
})

test('a window that is only held by a customer is taken too, until the hold runs out', async () => {
  const { id } = await addBookedVisit(world)
  await world.database.transaction(world.now, tx =>
    tx.run(
      `insert into booking (technician_id, starts_at, ends_at, conversation_id, state, held_until)
       values ('sun-yan', ?, ?, 'telegram:9', 'held', ?)`,
      [WINDOW.startsAt, WINDOW.endsAt, world.now + 60_000],
    ),
  )
  expect(await move(id, 'assign', { technician: 'sun-yan' })).toMatchObject({ why: 'window-taken' })
  world.now += 60_001
  expect(await move(id, 'assign', { technician: 'sun-yan' })).toMatchObject({ ok: true })
})

describe('a task', () => {
  async function addTask(): Promise<number> {
    await addOpenCase(world)
    await world.database.transaction(world.now, tx =>
      tx.run(
        `insert into staff_task (conversation_id, kind, text, state, created_at) values (?, 'unhandled', 'hm', 'OPEN', ?)`,
        [ANNA, world.now],
      ),
    )
    return 1
  }

  test('is done by whoever finishes it first', async () => {
    const task = await addTask()
    expect(await world.run('li', { do: 'finish-task', task })).toEqual({ ok: true, events: [] })
    expect(await world.run('wang', { do: 'finish-task', task })).toEqual({ ok: false, why: 'not-possible-now' })
    expect(await world.rows('select state, taken_by, done_at from staff_task')).toEqual([
      { state: 'DONE', taken_by: 'li', done_at: MONDAY_10 },
    ])
  })

  test('that does not exist, or is another conversation’s, is not found', async () => {
    const task = await addTask()
    expect(await world.run('li', { do: 'finish-task', task: 9 })).toEqual({ ok: false, why: 'not-found' })
    expect(await world.run('li', { do: 'finish-task', task }, 'telegram:2')).toEqual({ ok: false, why: 'not-found' })
  })
})
