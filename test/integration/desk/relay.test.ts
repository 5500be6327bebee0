import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replyOf } from '../../support/staff.ts'
import { addOpenCase, type DeskWorld, MONDAY_10 } from './desk-world.ts'
import { CHIEF, claim, fallDue, LI, openRaised, relays, said, sentAtOnce, WANG, written } from './relay-world.ts'

let world: DeskWorld
beforeEach(async () => {
  world = await openRaised()
})
afterEach(() => world.close())

describe('a reply', () => {
  test('of the owner goes to the customer at once, without the blanks around it', async () => {
    await claim(world)
    expect(await world.run(LI, replyOf(1, ' Li here. '))).toEqual({ ok: true, events: [] })
    expect(world.sent).toEqual([said('Li here.')])
    expect(await world.rows('select staff_id, staff_name, state, waits_until from relay')).toEqual([
      { staff_id: 'slack:U1', staff_name: 'Li', state: 'sent', waits_until: null },
    ])
  })

  test('to what nobody has claimed claims it, and the customer hears who it is (peers 4c)', async () => {
    expect(await world.run(LI, replyOf(1, 'Hello'))).toEqual({
      ok: true,
      events: [{ kind: 'notice', flow: 'claimed', values: { agent: 'Li' } }],
    })
    expect(world.owner).toEqual({ owner: 'agent', agent: 'slack:U1' })
    expect(world.forgotten).toEqual(['escalation:1'])
    expect(world.sent).toEqual([said('Hello')])
  })

  test('of anybody else, without words, or after the end is refused and claims nothing', async () => {
    expect(await world.run(LI, replyOf(1, ' \n'))).toEqual({ ok: false, why: 'empty-text' })
    expect(await world.run(LI, replyOf(9, 'Hello'))).toEqual({ ok: false, why: 'not-found' })
    expect(await world.run(LI, replyOf(1, 'Hello'), 'telegram:2')).toEqual({ ok: false, why: 'not-found' })
    expect(await world.rows('select state from escalation')).toEqual([{ state: 'RAISED' }])
    await claim(world)
    expect(await world.run(WANG, replyOf(1, 'Hello'))).toEqual({ ok: false, why: 'not-yours', values: { by: 'Li' } })
    await world.run(LI, { do: 'hand-back', escalation: 1 })
    expect(await world.run(LI, replyOf(1, 'Hello'))).toEqual({ ok: false, why: 'not-possible-now' })
    expect(world.sent).toEqual([])
    expect(await relays(world)).toEqual([])
  })

  test('that comes twice is one, even if its escalation is over by then', async () => {
    await claim(world)
    await world.run(LI, sentAtOnce('Hello'))
    await world.run(LI, { do: 'hand-back', escalation: 1 })
    expect(await world.run(LI, sentAtOnce('Hello'))).toEqual({ ok: true, events: [] })
    expect(await relays(world)).toHaveLength(1)
    expect(world.sent).toHaveLength(1)
  })

  test('with files has a row for each at once, so that the bytes are fetched meanwhile', async () => {
    const caseId = await addOpenCase(world)
    await world.raise({ caseId })
    const files = [
      { channel: 'slack', kind: 'photo', file: 'F1', name: 'a.png', mime: 'image/png', size: 9 },
      { channel: 'slack', kind: 'file', file: 'F2' },
    ] as const
    await world.run(LI, written('', 'p1', { files }))
    expect(await world.rows('select id, case_id, author, channel, kind, file, name, due_at from media')).toEqual([
      {
        id: 1,
        case_id: caseId,
        author: 'agent',
        channel: 'slack',
        kind: 'photo',
        file: 'F1',
        name: 'a.png',
        due_at: MONDAY_10,
      },
      {
        id: 2,
        case_id: caseId,
        author: 'agent',
        channel: 'slack',
        kind: 'file',
        file: 'F2',
        name: null,
        due_at: MONDAY_10,
      },
    ])
    await world.run(LI, written('', 'p1', { files }))
    expect(await world.rows('select count(*) as n from media')).toEqual([{ n: 2 }])
    await fallDue(world)
    expect(world.sent).toEqual([
      {
        payload: {
          kind: 'files',
          text: '',
          files: [
            { media: 1, kind: 'photo', name: 'a.png', mime: 'image/png' },
            { media: 2, kind: 'file' },
          ],
        },
        ask: 'relay:1',
      },
    ])
  })

  test('with a place sends its words before it', async () => {
    await world.run(LI, replyOf(1, 'Our shop:', { location: { latitude: 30.2, longitude: 120.1 } }))
    expect(world.sent).toEqual([
      said('Our shop:'),
      { payload: { kind: 'location', latitude: 30.2, longitude: 120.1 }, ask: 'relay:1' },
    ])
  })
})

describe('a reply that can be undone', () => {
  beforeEach(async () => {
    await claim(world)
    await world.run(LI, written('Tomorow at ten.'))
  })

  test('waits as long as the policy says, then goes out once', async () => {
    expect(world.sent).toEqual([])
    expect(world.armed.at(-1)).toEqual({
      key: 'relay:1',
      at: MONDAY_10 + 5_000,
      flow: 'desk',
      values: { do: 'send-reply', relay: 1 },
    })
    expect(await fallDue(world)).toEqual({ ok: true, events: [] })
    expect(await fallDue(world)).toEqual({ ok: false, why: 'not-possible-now' })
    expect(world.sent).toEqual([said('Tomorow at ten.')])
  })

  test('is never sent when it is undone in time', async () => {
    expect(await world.run(LI, { do: 'undo-reply', relay: 1 })).toEqual({ ok: true, events: [] })
    expect(world.forgotten).toContain('relay:1')
    expect(await fallDue(world)).toMatchObject({ ok: false })
    expect(await world.run(LI, { do: 'undo-reply', relay: 1 })).toMatchObject({ why: 'not-possible-now' })
    expect(world.sent).toEqual([])
  })

  test('cannot be undone once it is on its way', async () => {
    await fallDue(world)
    expect(await world.run(LI, { do: 'undo-reply', relay: 1 })).toEqual({ ok: false, why: 'already-sent' })
    expect(world.sent).toHaveLength(1)
  })

  test('is undone by its author or a manager only', async () => {
    expect(await world.run(WANG, { do: 'undo-reply', relay: 1 })).toEqual({
      ok: false,
      why: 'not-yours',
      values: { by: 'Li' },
    })
    expect(await world.run(CHIEF, { do: 'undo-reply', relay: 1 })).toMatchObject({ ok: true })
    expect(await world.run(CHIEF, { do: 'undo-reply', relay: 9 })).toMatchObject({ why: 'not-found' })
    expect(await world.run(CHIEF, { do: 'undo-reply', relay: 1 }, 'telegram:2')).toMatchObject({ why: 'not-found' })
  })

  test('is sent even if somebody else has the conversation by then', async () => {
    await world.run(CHIEF, { do: 'assign', escalation: 1, to: WANG })
    expect(await fallDue(world)).toMatchObject({ ok: true })
    expect(world.sent).toEqual([said('Tomorow at ten.')])
  })

  test.each(['hand-back', 'resolve'] as const)('goes out first, in its order, when its author says %s', async what => {
    await world.run(LI, written('Bye.', 'p2'))
    await world.run(LI, written('Forget it.', 'p3'))
    await world.run(LI, { do: 'undo-reply', relay: 3 })
    expect(await world.run(LI, { do: what, escalation: 1 })).toMatchObject({ ok: true })
    expect(world.sent).toEqual([
      { ...said('Tomorow at ten.'), place: 'first' },
      { ...said('Bye.', 2), place: 'first' },
    ])
    expect(world.forgotten).toEqual(expect.arrayContaining(['relay:1', 'relay:2']))
    expect(await fallDue(world)).toEqual({ ok: false, why: 'not-possible-now' })
  })

  test('goes out in its new words when its post is edited', async () => {
    expect(await world.run(LI, { do: 'edit-reply', post: 'p1', text: ' Tomorrow at ten. ' })).toMatchObject({
      ok: true,
    })
    await fallDue(world)
    expect(world.sent).toEqual([said('Tomorrow at ten.')])
    expect(await relays(world)).toMatchObject([{ edited: 0 }])
  })

  test('is undone when its post is deleted', async () => {
    await world.run(LI, { do: 'delete-reply', post: 'p1' })
    await fallDue(world)
    expect(world.sent).toEqual([])
    expect(await relays(world)).toMatchObject([{ state: 'undone' }])
    expect(await world.run(LI, { do: 'edit-reply', post: 'p1', text: 'x' })).toMatchObject({ why: 'not-possible-now' })
  })
})
