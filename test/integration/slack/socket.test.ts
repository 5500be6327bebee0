/** Socket Mode: the door that Aftercare opens itself, and the one of several processes that has it (peers I59). */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import type { Lease } from '../../../src/channels/slack/ports.ts'
import { createSocketDoor, type SocketDoor } from '../../../src/channels/slack/socket-door.ts'
import type { SlackRequest } from '../../../src/channels/slack/take.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { createLease } from '../../../src/store/leases.ts'
import { openSlackHouse, slackContent } from '../../support/slack-house.ts'
import { ALONE, useSlack } from '../../support/slack-rig.ts'

describe('a customer whose words come through a socket', () => {
  test('is asked, answers with a button, and is heard after Slack has renewed its sockets', async () => {
    const house = await openSlackHouse({ ...(await slackContent()), door: 'socket' })
    try {
      const mei = house.slack.user({ id: 'U77', name: 'Mei' })
      await mei.says('my washing machine leaks')
      await house.settled()
      const asked = mei.messages.filter(({ fromApp }) => fromApp).flatMap(({ blocks }) => blocks)
      const buttons = asked.flatMap(({ elements }) => (elements ?? []) as { action_id: string }[])
      const answer = buttons.find(({ action_id: id }) => id.startsWith('ask:'))
      expect(await mei.presses(answer?.action_id ?? 'a question with buttons')).toMatchObject({
        acknowledged: true,
        status: 200,
      })
      await house.settled()
      house.slack.disconnectSockets('refresh_requested')
      await house.slack.connected(0)
      await house.slack.connected(1)
      await mei.says('are you still there?')
      await house.settled()
      const kinds = await house.rows("select payload -> 'content' ->> 'kind' as kind from inbox order by id")
      expect(kinds).toEqual([{ kind: 'text' }, { kind: 'tap' }, { kind: 'text' }])
    } finally {
      await house.close()
    }
  })
})

describe('the socket', () => {
  const rig = useSlack({ ackWithin: 3000 })

  test('carries forms both ways: what is wrong in them, and that they are taken', async () => {
    const slack = await rig.startSocket()
    const mei = rig.fake.user({ id: 'U77', name: 'Mei' })
    await mei.says('hello')
    const request = { kind: 'contact', label: 'Share my number' } as const
    const content = { kind: 'text', names: ['x'], text: 'Your number?', request } as const
    await slack.channel.send({ id: 1, conversation: 'slack:U77', language: 'en', author: 'bot', content })
    await mei.presses('Share my number')
    await mei.seesModal(/phone number/i)
    expect((await mei.submits({ phone: 'call me' })).action).toBe('errors')
    expect((await mei.submits({ phone: '138 0013 8000' })).action).toBe('closed')
    expect(rig.contents().at(-1)).toEqual({ kind: 'contact', phone: '138 0013 8000', name: 'Mei' })
    expect((await mei.commands('/aftercare today')).text).toMatch(/not set up/)
  })

  test('does not acknowledge what was not stored: Slack brings it again, and it is processed', async () => {
    await rig.startSocket()
    let failures = 1
    rig.receive = async inbounds => {
      failures -= 1
      if (failures >= 0) throw new Error('the disk is full')
      rig.received.push(...inbounds)
    }
    await rig.fake.user({ id: 'U77', name: 'Mei' }).says('my washer leaks')
    expect(rig.contents()).toEqual([{ kind: 'text', text: 'my washer leaks' }])
    expect(rig.fake.events.at(-1)).toMatchObject({ attempts: 2, acknowledged: true })
    // Through a socket there is no way to say no: Slack waits in vain.
    expect(rig.fake.violations.splice(0)).toEqual(['acknowledgement: later than 3000 ms'])
  })

  test('is opened again when it dies without a word, and what was on its way comes again', async () => {
    await rig.startSocket()
    const mei = rig.fake.user({ id: 'U77', name: 'Mei' })
    let first = true
    rig.receive = async inbounds => {
      if (first) rig.fake.breakSockets()
      first = false
      rig.received.push(...inbounds)
    }
    const { ts } = await mei.says('my washer leaks')
    const ids = new Set(rig.received.map(({ updateId }) => updateId))
    expect(ids).toEqual(new Set([`${mei.dm}:${ts}`]))
    expect(rig.fake.events.at(-1)).toMatchObject({ acknowledged: true })
  })

  test('is tried again until Slack gives one', async () => {
    rig.fake.failNext('apps.connections.open', { status: 500 })
    rig.fake.failNext('apps.connections.open', { error: 'internal_error' })
    await rig.startSocket()
    await rig.fake.user({ id: 'U77', name: 'Mei' }).says('hello')
    expect(rig.contents()).toEqual([{ kind: 'text', text: 'hello' }])
  })

  test('is not opened without the lease, and its stop leaves nothing open', async () => {
    let looks = 0
    const looked = new Promise<void>(resolve => {
      const lease: Lease = {
        take: async () => {
          looks += 1
          if (looks === 3) resolve()
          return false
        },
        drop: async () => {},
      }
      rig.ends.push(open({ lease }).stop)
    })
    await looked
    expect(rig.fake.calls('apps.connections.open')).toHaveLength(0)
    const other = open()
    await rig.fake.connected(1)
    await other.stop()
    await rig.fake.connected(0)
  })

  test('of two processes on one database belongs to one; when that ends the other opens it, and nothing is lost', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aftercare-'))
    rig.ends.push(() => rm(folder, { recursive: true, force: true }))
    const heard: Record<string, unknown[]> = { one: [], other: [] }
    const doors = new Map<string, SocketDoor>()
    for (const owner of ['one', 'other']) {
      const database = await openDatabase(`sqlite:${join(folder, 'aftercare.sqlite')}`)
      rig.ends.push(database.close)
      const lease = createLease({ database, key: 'slack.socket', owner, lastsMs: 30_000, now: Date.now })
      doors.set(owner, open({ lease, heard: body => heard[owner]?.push(body.event?.text) }))
    }
    rig.ends.push(...[...doors.values()].map(door => door.stop))
    await rig.fake.connected(1)
    const mei = rig.fake.user({ id: 'U77', name: 'Mei' })
    for (let n = 0; n < 20; n += 1) await mei.says(`before ${n}`)
    const [first, second] = (heard.one?.length ?? 0) > 0 ? (['one', 'other'] as const) : (['other', 'one'] as const)
    expect(heard[first]).toHaveLength(20)
    expect(heard[second]).toEqual([])
    expect(rig.fake.sockets).toBe(1)
    await doors.get(first)?.stop()
    await mei.says('after')
    expect(heard[second]).toEqual(['after'])
    expect(rig.fake.sockets).toBe(1)
  })

  test('is closed by the process that has lost the lease to another', async () => {
    let mine = true
    rig.ends.push(open({ lease: { take: async () => mine, drop: async () => {} } }).stop)
    await rig.fake.connected(1)
    mine = false
    await rig.fake.connected(0)
  })

  /** A door of one process, without the rest of it. */
  function open({ lease = ALONE, heard = (_: SlackRequest['body']) => {} } = {}): SocketDoor {
    const door = createSocketDoor({
      appToken: rig.fake.appToken,
      apiUrl: rig.fake.apiUrl,
      take: async ({ body }) => {
        heard(body)
        return { kind: 'taken' }
      },
      lease,
      everyMs: 20,
      log: pino({ level: 'silent' }),
    })
    door.start()
    return door
  }
})
