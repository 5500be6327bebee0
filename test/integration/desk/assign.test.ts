import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Staff } from '../../../src/desk/command.ts'
import { addOpenCase, type DeskWorld, MONDAY_10, openDesk } from './desk-world.ts'

let world: DeskWorld
beforeEach(async () => {
  world = await openDesk()
})
afterEach(() => world.close())

const LI: Staff = { id: 'slack:U1', name: 'Li', roles: ['agent'] }
const WANG: Staff = { id: 'slack:U2', name: 'Wang', roles: ['agent'] }
const CHIEF: Staff = { id: 'slack:U9', name: 'Zhao', roles: ['manager'] }
const CLAIM = { do: 'claim', escalation: 1 } as const
const toWang = { do: 'assign', escalation: 1, to: { id: WANG.id, name: WANG.name } } as const

describe('a member of staff has an id and a name', () => {
  test('the conversation is the id’s, the customer and the colleagues read the name', async () => {
    await world.raise()
    expect(await world.run(LI, CLAIM)).toEqual({
      ok: true,
      events: [{ kind: 'notice', flow: 'claimed', values: { agent: 'Li' } }],
    })
    expect(world.owner).toEqual({ owner: 'agent', agent: 'slack:U1' })
    expect(await world.rows('select claimed_by, claimed_name from escalation')).toEqual([
      { claimed_by: 'slack:U1', claimed_name: 'Li' },
    ])
    expect(await world.run(WANG, CLAIM)).toEqual({ ok: false, why: 'already-claimed', values: { by: 'Li' } })
  })

  test('two of one name are two', async () => {
    await world.raise()
    await world.run(LI, CLAIM)
    const other = { ...LI, id: 'slack:U7' }
    expect(await world.run(other, { do: 'resolve', escalation: 1 })).toMatchObject({ ok: false, why: 'not-yours' })
  })

  test('without the role they are refused, and nothing happens', async () => {
    await world.raise()
    const technician: Staff = { ...LI, roles: ['technician'] }
    expect(await world.run(technician, CLAIM)).toEqual({
      ok: false,
      why: 'not-allowed',
      values: { roles: ['agent', 'dispatcher', 'manager'] },
    })
    expect(await world.rows('select state from escalation')).toEqual([{ state: 'RAISED' }])
  })
})

describe('an assignment', () => {
  test('of what nobody has claimed is like a claim: no level goes up any more', async () => {
    await world.raise()
    expect(await world.run(CHIEF, toWang)).toEqual({
      ok: true,
      events: [{ kind: 'notice', flow: 'claimed', values: { agent: 'Wang' } }],
    })
    expect(world.owner).toEqual({ owner: 'agent', agent: 'slack:U2' })
    expect(world.forgotten).toEqual(['escalation:1'])
  })

  test('takes it from who had it, and keeps when it was first claimed', async () => {
    await world.raise()
    await world.run(LI, CLAIM)
    world.now += 60_000
    expect(await world.run(CHIEF, toWang)).toMatchObject({ ok: true, events: [{ values: { agent: 'Wang' } }] })
    expect(world.owner).toEqual({ owner: 'agent', agent: 'slack:U2' })
    expect(await world.run(LI, { do: 'resolve', escalation: 1 })).toMatchObject({ why: 'not-yours' })
    expect(await world.rows('select claimed_at from escalation')).toEqual([{ claimed_at: MONDAY_10 }])
    const audit = await world.rows("select actor, was, became, data from audit_event where entity = 'escalation'")
    expect(audit.at(-1)).toEqual({
      actor: 'slack:U9',
      was: 'CLAIMED',
      became: 'CLAIMED',
      data: '{"from":"slack:U1","to":"slack:U2"}',
    })
  })

  test('to who has it already says nothing to the customer', async () => {
    await world.raise()
    await world.run(WANG, CLAIM)
    expect(await world.run(CHIEF, toWang)).toEqual({ ok: true, events: [] })
  })

  test('of what is over, does not exist or is another conversation’s is refused', async () => {
    expect(await world.run(CHIEF, toWang)).toEqual({ ok: false, why: 'not-found' })
    await world.raise()
    expect(await world.run(CHIEF, toWang, 'telegram:2')).toEqual({ ok: false, why: 'not-found' })
    await world.run(LI, CLAIM)
    await world.run(LI, { do: 'hand-back', escalation: 1 })
    expect(await world.run(CHIEF, toWang)).toEqual({ ok: false, why: 'not-possible-now' })
    expect(world.owner).toEqual({ owner: 'bot', agent: null })
  })

  test('comes before a manager ends what a colleague has', async () => {
    await world.raise()
    await world.run(LI, CLAIM)
    expect(await world.run(CHIEF, { do: 'hand-back', escalation: 1 })).toEqual({
      ok: false,
      why: 'not-yours',
      values: { by: 'Li', assign: true },
    })
    await world.run(CHIEF, { do: 'assign', escalation: 1, to: CHIEF })
    expect(await world.run(CHIEF, { do: 'hand-back', escalation: 1 })).toMatchObject({ ok: true })
  })
})

describe('a priority', () => {
  const prioritise = (priority: 'SAFETY' | 'HIGH' | 'LOW') => ({ do: 'prioritise', escalation: 1, priority }) as const

  test('that staff give is the escalation’s and its open case’s', async () => {
    const caseId = await addOpenCase(world)
    await world.raise({ caseId })
    expect(await world.run(LI, prioritise('HIGH'))).toEqual({ ok: true, events: [] })
    expect(await world.rows('select priority from escalation')).toEqual([{ priority: 'HIGH' }])
    expect(await world.rows('select priority, priority_reason from service_case')).toEqual([
      { priority: 'HIGH', priority_reason: 'staff' },
    ])
    const audit = await world.rows("select actor, data from audit_event where entity = 'escalation'")
    expect(audit.at(-1)).toEqual({ actor: 'slack:U1', data: '{"priority":"HIGH"}' })
  })

  test('leaves a case alone that is over', async () => {
    const caseId = await addOpenCase(world, 'RESOLVED')
    await world.raise({ caseId })
    await world.run(LI, prioritise('HIGH'))
    expect(await world.rows('select priority from service_case')).toEqual([{ priority: 'MEDIUM' }])
  })

  test('of a hazard calls somebody within the minute while nobody has claimed it (R-020)', async () => {
    await world.raise()
    await world.run(LI, prioritise('HIGH'))
    expect(world.armed).toHaveLength(1)
    await world.run(LI, prioritise('SAFETY'))
    expect(world.armed.at(-1)).toMatchObject({ key: 'escalation:1', at: MONDAY_10 + 60_000 })
    await world.run(LI, CLAIM)
    await world.run(LI, prioritise('HIGH'))
    await world.run(LI, prioritise('SAFETY'))
    expect(world.armed).toHaveLength(2)
  })

  test('that it has already, or of what is over, changes nothing', async () => {
    await world.raise({ priority: 'HIGH' })
    const before = await world.rows('select * from audit_event')
    expect(await world.run(LI, prioritise('HIGH'))).toEqual({ ok: true, events: [] })
    expect(await world.rows('select * from audit_event')).toEqual(before)
    await world.run(LI, CLAIM)
    await world.run(LI, { do: 'resolve', escalation: 1 })
    expect(await world.run(LI, prioritise('LOW'))).toEqual({ ok: false, why: 'not-possible-now' })
  })
})
