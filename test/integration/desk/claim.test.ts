import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TIMER } from '../../../src/desk/roles.ts'
import { staffOf } from '../../support/staff.ts'
import {
  ANNA,
  addBookedVisit,
  addOpenCase,
  commitTimers,
  type DeskWorld,
  MONDAY_10,
  openDesk,
  stateOfCase,
} from './desk-world.ts'

let world: DeskWorld
beforeEach(async () => {
  world = await openDesk()
})
afterEach(() => world.close())

describe('a conversation that asks for a person', () => {
  test('waits, with a promise within the policy time of first contact (R-020)', async () => {
    await world.raise({ summary: { flow: 'book-visit', step: 'phone', slots: { appliance: 'refrigerator' } } })
    expect(world.owner).toEqual({ owner: 'waiting', agent: null })
    expect(world.armed).toEqual([
      {
        key: 'escalation:1',
        at: MONDAY_10 + 5 * 60_000,
        flow: 'desk',
        values: { do: 'raise-level', escalation: 1 },
      },
    ])
    const [row] = await world.rows('select * from escalation')
    expect(row).toMatchObject({ state: 'RAISED', level: 1, priority: 'MEDIUM', conversation_id: ANNA })
    expect(JSON.parse(String(row?.summary))).toEqual({
      flow: 'book-visit',
      step: 'phone',
      slots: { appliance: 'refrigerator' },
      reason: 'asked for a person',
    })
  })

  test('at night is promised for the next morning, unless somebody is in danger (R-123)', async () => {
    world.now = Date.parse('2026-11-23T23:30:00+08:00')
    expect(await world.raise({ priority: 'HIGH' })).toEqual({
      kind: 'notice',
      flow: 'away',
      values: { next: { en: expect.stringContaining('Tue 24 Nov'), zh: expect.stringContaining('11月24日') } },
    })
    expect(world.armed[0]?.at).toBe(Date.parse('2026-11-24T08:35:00+08:00'))
    expect(await world.raise({ priority: 'SAFETY' })).toBeUndefined()
    expect(world.armed[1]).toMatchObject({ key: 'escalation:1', at: world.now + 60_000 })
  })

  test('is told nothing of the hours while somebody is there, in danger, or already waiting (R-123)', async () => {
    expect(await world.raise({ conversationId: 'telegram:2' })).toBeUndefined()
    world.now = Date.parse('2026-11-23T23:30:00+08:00')
    expect(await world.raise({ conversationId: 'telegram:3', priority: 'SAFETY' })).toBeUndefined()
    expect(await world.raise({ conversationId: 'telegram:4' })).toMatchObject({ flow: 'away' })
    expect(await world.raise({ conversationId: 'telegram:4' })).toBeUndefined()
  })

  test('is joined, never doubled, and takes the higher priority', async () => {
    await world.raise({ priority: 'HIGH' })
    await world.raise({ priority: 'LOW', reason: 'again' })
    const rows = await world.rows('select id, priority, reason from escalation')
    expect(rows).toEqual([{ id: 1, priority: 'HIGH', reason: 'asked for a person' }])
    expect(world.armed).toHaveLength(1)
  })

  test('stays with the agent who has it when it asks again', async () => {
    await world.raise()
    await world.run('li', { do: 'claim', escalation: 1 })
    await world.raise({ priority: 'HIGH' })
    expect(world.owner).toEqual({ owner: 'agent', agent: 'li' })
    expect(await world.rows('select priority, state from escalation')).toEqual([{ priority: 'HIGH', state: 'CLAIMED' }])
  })

  test('goes up a level while nobody claims it, up to the third (R-020)', async () => {
    await world.raise()
    for (const level of [2, 3]) {
      world.now += 5 * 60_000
      expect(await world.run(TIMER, { do: 'raise-level', escalation: 1 })).toEqual({ ok: true, events: [] })
      expect(await world.rows('select level from escalation')).toEqual([{ level }])
    }
    expect(world.armed.map(timer => timer.at - MONDAY_10)).toEqual([5 * 60_000, 10 * 60_000])
    expect(await world.run(TIMER, { do: 'raise-level', escalation: 1 })).toEqual({
      ok: false,
      why: 'not-possible-now',
    })
  })

  test('stays on its level once claimed, even if the timer was already due', async () => {
    await world.raise()
    await world.run('li', { do: 'claim', escalation: 1 })
    expect(world.forgotten).toEqual(['escalation:1'])
    expect(await world.run(TIMER, { do: 'raise-level', escalation: 1 })).toMatchObject({ ok: false })
    expect(await world.rows('select level from escalation')).toEqual([{ level: 1 }])
    expect(world.armed).toHaveLength(1)
  })
})

const RACERS = ['Li', 'Wang', 'Zhao'].map(name => ({ ...staffOf(name), id: `slack:${name}` }))

describe('a claim', () => {
  test('gives the conversation to who claims first, and tells the other who that was', async () => {
    await world.raise()
    expect(await world.run('li', { do: 'claim', escalation: 1 })).toEqual({
      ok: true,
      events: [{ kind: 'notice', flow: 'claimed', values: { agent: 'li' } }],
    })
    expect(await world.run('wang', { do: 'claim', escalation: 1 })).toEqual({
      ok: false,
      why: 'already-claimed',
      values: { by: 'li' },
    })
    expect(world.owner).toEqual({ owner: 'agent', agent: 'li' })
  })

  test('has one owner in each of 1,000 races', async () => {
    for (let race = 1; race <= 1000; race += 1) {
      await world.raise({ conversationId: `telegram:${race}` })
      const outcomes = await Promise.all(
        RACERS.map(staff => world.run(staff, { do: 'claim', escalation: race }, `telegram:${race}`)),
      )
      const winners = RACERS.filter((_, index) => outcomes[index]?.ok)
      expect(winners).toHaveLength(1)
      expect(outcomes.filter(outcome => !outcome.ok)).toEqual(
        Array(2).fill({ ok: false, why: 'already-claimed', values: { by: winners[0]?.name } }),
      )
      expect(world.owner).toEqual({ owner: 'agent', agent: winners[0]?.id })
    }
  })

  test('of an escalation that does not exist, is over, or belongs to another conversation is refused', async () => {
    expect(await world.run('li', { do: 'claim', escalation: 7 })).toEqual({ ok: false, why: 'not-found' })
    await world.raise()
    expect(await world.run('li', { do: 'claim', escalation: 1 }, 'telegram:2')).toEqual({ ok: false, why: 'not-found' })
    await world.run('li', { do: 'claim', escalation: 1 })
    await world.run('li', { do: 'resolve', escalation: 1 })
    expect(await world.run('wang', { do: 'claim', escalation: 1 })).toEqual({ ok: false, why: 'not-possible-now' })
  })
})

describe('letting go', () => {
  test.each([
    ['hand-back', 'HANDED_BACK'],
    ['resolve', 'RESOLVED'],
  ] as const)('%s gives the conversation back to the bot and ends the escalation as %s', async (command, state) => {
    await world.raise()
    await world.run('li', { do: 'claim', escalation: 1 })
    expect(await world.run('li', { do: command, escalation: 1 })).toEqual({
      ok: true,
      events: [{ kind: 'handed-back' }],
    })
    expect(world.owner).toEqual({ owner: 'bot', agent: null })
    expect(await world.rows('select state, ended_at from escalation')).toEqual([{ state, ended_at: MONDAY_10 }])
    expect(await world.run('li', { do: command, escalation: 1 })).toEqual({ ok: false, why: 'not-possible-now' })
  })

  test('is for the owner only, and after the claim only', async () => {
    await world.raise()
    expect(await world.run('li', { do: 'hand-back', escalation: 1 })).toEqual({
      ok: false,
      why: 'not-yours',
      values: { by: null },
    })
    await world.run('li', { do: 'claim', escalation: 1 })
    expect(await world.run('wang', { do: 'resolve', escalation: 1 })).toMatchObject({ why: 'not-yours' })
    expect(world.owner).toEqual({ owner: 'agent', agent: 'li' })
  })

  test('lets go a case that was escalated for safety: open again, or solved (R-016)', async () => {
    for (const [command, state] of [
      ['hand-back', 'OPEN'],
      ['resolve', 'RESOLVED'],
    ] as const) {
      const caseId = await addOpenCase(world, 'ESCALATED')
      await world.raise({ caseId, priority: 'SAFETY' })
      const [row] = await world.rows("select id from escalation where state = 'RAISED'")
      const escalation = Number(row?.id)
      await world.run('li', { do: 'claim', escalation })
      await world.run('li', { do: command, escalation })
      expect(await stateOfCase(world, caseId)).toBe(state)
    }
  })

  test('resolves a case that a low rating opened again, and has the customer asked whether it is (R-079)', async () => {
    const caseId = await addOpenCase(world, 'REOPENED')
    await world.raise({ caseId })
    await world.run('li', { do: 'claim', escalation: 1 })
    expect(await world.run('li', { do: 'resolve', escalation: 1 })).toEqual({
      ok: true,
      events: [
        {
          kind: 'notice',
          flow: 'resolved',
          values: { case: expect.objectContaining({ id: caseId, state: 'RESOLVED', resolvedAt: MONDAY_10 }) },
        },
      ],
    })
    expect(await stateOfCase(world, caseId)).toBe('RESOLVED')
  })

  test('leaves a case that was opened again open when it is only handed back', async () => {
    const caseId = await addOpenCase(world, 'REOPENED')
    await world.raise({ caseId })
    await world.run('li', { do: 'claim', escalation: 1 })
    expect(await world.run('li', { do: 'hand-back', escalation: 1 })).toMatchObject({
      events: [{ kind: 'handed-back' }],
    })
    expect(await stateOfCase(world, caseId)).toBe('REOPENED')
  })

  test('does not finish a case whose visit is still to come', async () => {
    const visit = await addBookedVisit(world)
    await world.database.transaction(world.now, tx =>
      tx.run("update service_case set state = 'ESCALATED' where id = ?", [visit.caseId]),
    )
    await world.raise({ caseId: visit.caseId })
    await world.run('li', { do: 'claim', escalation: 1 })
    expect(await world.run('li', { do: 'resolve', escalation: 1 })).toMatchObject({ events: [{ kind: 'handed-back' }] })
    expect(await stateOfCase(world, visit.caseId)).toBe('SCHEDULED')
  })

  test('keeps the visit of a case that has one', async () => {
    const visit = await addBookedVisit(world)
    await world.database.transaction(world.now, tx =>
      tx.run("update service_case set state = 'ESCALATED' where id = ?", [visit.caseId]),
    )
    await world.raise({ caseId: visit.caseId })
    await world.run('li', { do: 'claim', escalation: 1 })
    await world.run('li', { do: 'hand-back', escalation: 1 })
    expect(await stateOfCase(world, visit.caseId)).toBe('SCHEDULED')
  })

  test('leaves a case alone that nobody escalated', async () => {
    const caseId = await addOpenCase(world, 'OPEN')
    await world.raise({ caseId })
    await world.run('li', { do: 'claim', escalation: 1 })
    await world.run('li', { do: 'resolve', escalation: 1 })
    expect(await stateOfCase(world, caseId)).toBe('OPEN')
  })
})

test('every step of an escalation is in the audit with who did it', async () => {
  await world.raise()
  await commitTimers(world)
  await world.run('li', { do: 'claim', escalation: 1 })
  await world.run('li', { do: 'hand-back', escalation: 1 })
  expect(
    await world.rows("select actor, was, became from audit_event where entity = 'escalation' order by id"),
  ).toEqual([
    { actor: 'bot', was: null, became: 'RAISED' },
    { actor: 'li', was: 'RAISED', became: 'CLAIMED' },
    { actor: 'li', was: 'CLAIMED', became: 'HANDED_BACK' },
  ])
})
