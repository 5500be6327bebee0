import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replyOf } from '../../support/staff.ts'
import type { DeskWorld } from './desk-world.ts'
import { become, claim, LI, openRaised, relays, said, sentAtOnce } from './relay-world.ts'

let world: DeskWorld
beforeEach(async () => {
  world = await openRaised()
})
afterEach(() => world.close())

describe('a reply that was sent', () => {
  beforeEach(async () => {
    await claim(world)
    await world.run(LI, sentAtOnce('Tomorow at ten.'))
    await become(world, 'sent')
  })
  const edit = (text: string, post = 'p1') => world.run(LI, { do: 'edit-reply', post, text })
  const change = (payload: object) => ({ payload, ask: 'relay:1' })

  test('is edited at the customer’s when its post is', async () => {
    expect(await edit('Tomorrow at ten.')).toEqual({ ok: true, events: [] })
    expect(world.sent.at(-1)).toEqual(change({ kind: 'edit', text: 'Tomorrow at ten.' }))
    expect(await relays(world)).toMatchObject([{ state: 'sent', edited: 1 }])
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
    expect(await relays(world)).toMatchObject([{ state: 'deleted' }])
    expect(await edit('Hello')).toMatchObject({ why: 'not-possible-now' })
  })

  test('is followed by its post after the escalation is over', async () => {
    await world.run(LI, { do: 'resolve', escalation: 1 })
    await edit('Tomorrow at ten.')
    expect(world.sent.at(-1)).toEqual(change({ kind: 'edit', text: 'Tomorrow at ten.' }))
  })

  test('as files has a caption that can be edited, also to none', async () => {
    const files = [{ channel: 'slack', kind: 'photo', file: 'F1' }] as const
    await world.run(LI, sentAtOnce('Here', 'p2', { files }))
    await edit('', 'p2')
    expect(world.sent.at(-1)).toEqual({ payload: { kind: 'edit', text: '' }, ask: 'relay:2' })
  })

  test('as a place has no words to edit', async () => {
    const location = { latitude: 1, longitude: 2 }
    await world.run(LI, sentAtOnce('', 'p2', { location }))
    expect(await edit('Here', 'p2')).toEqual({ ok: false, why: 'not-possible-now' })
  })
})

describe('a reply that did not arrive', () => {
  const retry = () => world.run(LI, { do: 'retry-reply', relay: 1 })
  beforeEach(async () => {
    await claim(world)
    await world.run(LI, sentAtOnce('Hello'))
  })

  test.each(['failed', 'void'] as const)(
    'because it is %s is sent once more when somebody asks for it',
    async state => {
      await become(world, state)
      expect(await retry()).toEqual({ ok: true, events: [] })
      expect(world.sent).toEqual([said('Hello'), said('Hello')])
      expect(await retry()).toEqual({ ok: false, why: 'not-possible-now' })
    },
  )

  test('is not sent twice while it is under way, or after it has arrived', async () => {
    expect(await retry()).toEqual({ ok: false, why: 'not-possible-now' })
    await become(world, 'sent')
    expect(await retry()).toEqual({ ok: false, why: 'not-possible-now' })
    expect(await world.run(LI, { do: 'retry-reply', relay: 9 })).toEqual({ ok: false, why: 'not-found' })
    expect(world.sent).toHaveLength(1)
  })

  test('goes out in its latest words; nothing is edited that never arrived', async () => {
    await become(world, 'failed')
    await world.run(LI, { do: 'edit-reply', post: 'p1', text: 'Hello Anna' })
    expect(world.sent).toHaveLength(1)
    await retry()
    expect(world.sent.at(-1)).toEqual(said('Hello Anna'))
  })

  test('is undone when its post is deleted, and stays so', async () => {
    await become(world, 'failed')
    await world.run(LI, { do: 'delete-reply', post: 'p1' })
    expect(await relays(world)).toMatchObject([{ state: 'undone' }])
    expect(await retry()).toEqual({ ok: false, why: 'not-possible-now' })
    expect(world.sent).toHaveLength(1)
  })

  test('of which only the place failed has its words sent once', async () => {
    await world.run(LI, replyOf(1, 'Our shop:', { location: { latitude: 1, longitude: 2 } }))
    await become(world, 'sent')
    await become(world, 'failed', 'location')
    await world.run(LI, { do: 'retry-reply', relay: 2 })
    expect(world.sent.slice(3)).toEqual([{ payload: { kind: 'location', latitude: 1, longitude: 2 }, ask: 'relay:2' }])
  })

  test('in its change has the change sent once more', async () => {
    await become(world, 'sent')
    await world.run(LI, { do: 'edit-reply', post: 'p1', text: 'Hello Anna' })
    await become(world, 'failed', 'edit')
    await retry()
    expect(world.sent.at(-1)).toEqual({ payload: { kind: 'edit', text: 'Hello Anna' }, ask: 'relay:1' })
  })
})
