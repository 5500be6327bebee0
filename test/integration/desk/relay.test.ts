import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DeskCommand, ReplyContent, Staff } from '../../../src/desk/command.ts'
import { TIMER } from '../../../src/desk/roles.ts'
import { replyOf } from '../../support/staff.ts'
import { addOpenCase, type DeskWorld, MONDAY_10, openDesk } from './desk-world.ts'

let world: DeskWorld
beforeEach(async () => {
  world = await openDesk()
  await world.raise()
})
afterEach(() => world.close())

const LI: Staff = { id: 'slack:U1', name: 'Li', roles: ['agent'] }
const WANG: Staff = { id: 'slack:U2', name: 'Wang', roles: ['agent'] }
const CHIEF: Staff = { id: 'slack:U9', name: 'Zhao', roles: ['manager'] }

/** Written in a post of the desk; it can be undone for five seconds. */
function written(text: string, post = 'p1', more: Omit<ReplyContent, 'text'> = {}): DeskCommand {
  return { do: 'reply', escalation: 1, content: { text, ...more }, post, wait: true }
}
const claim = () => world.run(LI, { do: 'claim', escalation: 1 })
const fallDue = (relay = 1) => world.run(TIMER, { do: 'send-reply', relay })
const said = (text: string, relay = 1) => ({ payload: { kind: 'text', names: [], text }, ask: `relay:${relay}` })
async function relays() {
  return world.rows('select state, edited, post, content from relay order by id')
}
async function becomes(state: 'sent' | 'failed' | 'void', kind = 'text') {
  await world.database.transaction(world.now, tx =>
    tx.run("update outbox set state = ? where author = 'agent' and payload ->> '$.kind' = ?", [state, kind]),
  )
}

describe('a reply', () => {
  test('of the owner goes to the customer at once, without the blanks around it', async () => {
    await claim()
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
    await claim()
    expect(await world.run(WANG, replyOf(1, 'Hello'))).toEqual({ ok: false, why: 'not-yours', values: { by: 'Li' } })
    await world.run(LI, { do: 'hand-back', escalation: 1 })
    expect(await world.run(LI, replyOf(1, 'Hello'))).toEqual({ ok: false, why: 'not-possible-now' })
    expect(world.sent).toEqual([])
    expect(await relays()).toEqual([])
  })

  test('that comes twice is one, even if its escalation is over by then', async () => {
    await claim()
    await world.run(LI, { ...written('Hello'), wait: false } as DeskCommand)
    await world.run(LI, { do: 'hand-back', escalation: 1 })
    expect(await world.run(LI, { ...written('Hello'), wait: false } as DeskCommand)).toEqual({ ok: true, events: [] })
    expect(await relays()).toHaveLength(1)
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
    await fallDue()
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
    await claim()
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
    expect(await fallDue()).toEqual({ ok: true, events: [] })
    expect(await fallDue()).toEqual({ ok: false, why: 'not-possible-now' })
    expect(world.sent).toEqual([said('Tomorow at ten.')])
  })

  test('is never sent when it is undone in time', async () => {
    expect(await world.run(LI, { do: 'undo-reply', relay: 1 })).toEqual({ ok: true, events: [] })
    expect(world.forgotten).toContain('relay:1')
    expect(await fallDue()).toMatchObject({ ok: false })
    expect(await world.run(LI, { do: 'undo-reply', relay: 1 })).toMatchObject({ why: 'not-possible-now' })
    expect(world.sent).toEqual([])
  })

  test('cannot be undone once it is on its way', async () => {
    await fallDue()
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
    expect(await fallDue()).toMatchObject({ ok: true })
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
    expect(await fallDue()).toEqual({ ok: false, why: 'not-possible-now' })
  })

  test('goes out in its new words when its post is edited', async () => {
    expect(await world.run(LI, { do: 'edit-reply', post: 'p1', text: ' Tomorrow at ten. ' })).toMatchObject({
      ok: true,
    })
    await fallDue()
    expect(world.sent).toEqual([said('Tomorrow at ten.')])
    expect(await relays()).toMatchObject([{ edited: 0 }])
  })

  test('is undone when its post is deleted', async () => {
    await world.run(LI, { do: 'delete-reply', post: 'p1' })
    await fallDue()
    expect(world.sent).toEqual([])
    expect(await relays()).toMatchObject([{ state: 'undone' }])
    expect(await world.run(LI, { do: 'edit-reply', post: 'p1', text: 'x' })).toMatchObject({ why: 'not-possible-now' })
  })
})

describe('a reply that was sent', () => {
  beforeEach(async () => {
    await claim()
    await world.run(LI, { ...written('Tomorow at ten.'), wait: false } as DeskCommand)
    await becomes('sent')
  })
  const edit = (text: string, post = 'p1') => world.run(LI, { do: 'edit-reply', post, text })
  const change = (payload: object) => ({ payload, ask: 'relay:1' })

  test('is edited at the customer’s when its post is', async () => {
    expect(await edit('Tomorrow at ten.')).toEqual({ ok: true, events: [] })
    expect(world.sent.at(-1)).toEqual(change({ kind: 'edit', text: 'Tomorrow at ten.' }))
    expect(await relays()).toMatchObject([{ state: 'sent', edited: 1 }])
  })

  test('is left as it is by an edit that changes nothing, leaves nothing, or is of another post', async () => {
    expect(await edit(' Tomorow at ten.')).toEqual({ ok: true, events: [] })
    expect(await edit('  ')).toEqual({ ok: false, why: 'empty-text' })
    expect(await edit('Hello', 'p9')).toEqual({ ok: false, why: 'not-found' })
    expect(await world.run(LI, { do: 'delete-reply', post: 'p9' })).toEqual({ ok: false, why: 'not-found' })
    expect(world.sent).toHaveLength(1)
  })

  test('is taken back at the customer’s when its post is deleted, once', async () => {
    expect(await world.run(LI, { do: 'delete-reply', post: 'p1' })).toEqual({ ok: true, events: [] })
    await world.run(LI, { do: 'delete-reply', post: 'p1' })
    expect(world.sent.slice(1)).toEqual([change({ kind: 'delete' })])
    expect(await relays()).toMatchObject([{ state: 'deleted' }])
    expect(await edit('Hello')).toMatchObject({ why: 'not-possible-now' })
  })

  test('is followed by its post after the escalation is over', async () => {
    await world.run(LI, { do: 'resolve', escalation: 1 })
    await edit('Tomorrow at ten.')
    expect(world.sent.at(-1)).toEqual(change({ kind: 'edit', text: 'Tomorrow at ten.' }))
  })

  test('as files has a caption that can be edited, also to none', async () => {
    const files = [{ channel: 'slack', kind: 'photo', file: 'F1' }] as const
    await world.run(LI, { ...written('Here', 'p2', { files }), wait: false } as DeskCommand)
    await edit('', 'p2')
    expect(world.sent.at(-1)).toEqual({ payload: { kind: 'edit', text: '' }, ask: 'relay:2' })
  })

  test('as a place has no words to edit', async () => {
    const location = { latitude: 1, longitude: 2 }
    await world.run(LI, { ...written('', 'p2', { location }), wait: false } as DeskCommand)
    expect(await edit('Here', 'p2')).toEqual({ ok: false, why: 'not-possible-now' })
  })
})

describe('a reply that did not arrive', () => {
  const retry = () => world.run(LI, { do: 'retry-reply', relay: 1 })
  beforeEach(async () => {
    await claim()
    await world.run(LI, { ...written('Hello'), wait: false } as DeskCommand)
  })

  test.each(['failed', 'void'] as const)(
    'because it is %s is sent once more when somebody asks for it',
    async state => {
      await becomes(state)
      expect(await retry()).toEqual({ ok: true, events: [] })
      expect(world.sent).toEqual([said('Hello'), said('Hello')])
      expect(await retry()).toEqual({ ok: false, why: 'not-possible-now' })
    },
  )

  test('is not sent twice while it is under way, or after it has arrived', async () => {
    expect(await retry()).toEqual({ ok: false, why: 'not-possible-now' })
    await becomes('sent')
    expect(await retry()).toEqual({ ok: false, why: 'not-possible-now' })
    expect(await world.run(LI, { do: 'retry-reply', relay: 9 })).toEqual({ ok: false, why: 'not-found' })
    expect(world.sent).toHaveLength(1)
  })

  test('goes out in its latest words; nothing is edited that never arrived', async () => {
    await becomes('failed')
    await world.run(LI, { do: 'edit-reply', post: 'p1', text: 'Hello Anna' })
    expect(world.sent).toHaveLength(1)
    await retry()
    expect(world.sent.at(-1)).toEqual(said('Hello Anna'))
  })

  test('is undone when its post is deleted, and stays so', async () => {
    await becomes('failed')
    await world.run(LI, { do: 'delete-reply', post: 'p1' })
    expect(await relays()).toMatchObject([{ state: 'undone' }])
    expect(await retry()).toEqual({ ok: false, why: 'not-possible-now' })
    expect(world.sent).toHaveLength(1)
  })

  test('of which only the place failed has its words sent once', async () => {
    await world.run(LI, replyOf(1, 'Our shop:', { location: { latitude: 1, longitude: 2 } }))
    await becomes('sent')
    await becomes('failed', 'location')
    await world.run(LI, { do: 'retry-reply', relay: 2 })
    expect(world.sent.slice(3)).toEqual([{ payload: { kind: 'location', latitude: 1, longitude: 2 }, ask: 'relay:2' }])
  })

  test('in its change has the change sent once more', async () => {
    await becomes('sent')
    await world.run(LI, { do: 'edit-reply', post: 'p1', text: 'Hello Anna' })
    await becomes('failed', 'edit')
    await retry()
    expect(world.sent.at(-1)).toEqual({ payload: { kind: 'edit', text: 'Hello Anna' }, ask: 'relay:1' })
  })
})
