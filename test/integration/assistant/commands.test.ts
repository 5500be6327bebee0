import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createCommands } from '../../../src/assistant/commands.ts'
import type { DeskCommand, DeskInbound } from '../../../src/desk/command.ts'
import { type Database, openDatabase } from '../../../src/store/database.ts'
import { type NewInboxRow, storeInbox, storeResult, takeInbox } from '../../../src/store/inbox.ts'
import { rows, words } from '../../support/arrivals.ts'
import { type Content, type House, openHouse, shippedContent } from '../../support/house.ts'
import { LINES } from '../../support/journey.ts'
import { staffOf } from '../../support/staff.ts'

const CLAIM: DeskInbound = {
  conversation: 'test:1',
  staff: staffOf('Wei'),
  command: { do: 'claim', escalation: 1 },
}

let content: Content
let folder: string
let url: string

beforeAll(async () => {
  content = await shippedContent()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-commands-'))
  url = `sqlite:${join(folder, 'aftercare.sqlite')}`
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a command that comes a second time has the outcome of the first', () => {
  let house: House

  beforeEach(async () => {
    house = await openHouse({ ...content, databaseUrl: url })
    await house.does(words(LINES.en.human))
  })
  afterEach(() => house.app.stop())

  const storedCommands = () => rows(house, "select count(*) as stored from inbox where channel = 'desk'")

  test('while that is under way', async () => {
    const [first, second] = [house.app.submitDesk(CLAIM, 'U1'), house.app.submitDesk(CLAIM, 'U1')]
    await Promise.all([first.stored, second.stored])
    expect(await second.outcome).toMatchObject({ ok: true })
    expect(await first.outcome).toEqual(await second.outcome)
    expect(await storedCommands()).toEqual([{ stored: 1 }])
  })

  test('when that is long done, whatever it would come to now', async () => {
    const first = await house.app.submitDesk(CLAIM, 'U1').outcome
    expect(first).toMatchObject({ ok: true })
    expect(await house.app.submitDesk(CLAIM, 'U1').outcome).toEqual(first)
    expect(await house.app.submitDesk(CLAIM, 'U2').outcome).toMatchObject({ ok: false, why: 'already-claimed' })
    expect(await storedCommands()).toEqual([{ stored: 2 }])
  })

  test('after a restart', async () => {
    const first = await house.app.submitDesk(CLAIM, 'U1').outcome
    await house.app.stop()
    house = await openHouse({ ...content, databaseUrl: url })
    expect(await house.app.submitDesk(CLAIM, 'U1').outcome).toEqual(first)
    expect(await storedCommands()).toEqual([{ stored: 1 }])
  })

  test('when it was set aside', async () => {
    const broken: DeskInbound = { ...CLAIM, command: null as unknown as DeskCommand }
    for (const _ of ['once', 'again']) {
      expect(await house.app.submitDesk(broken, 'U1').outcome).toEqual({ ok: false, why: 'not-possible-now' })
    }
  })

  test('and if the process ended before it was taken, it is taken by the next', async () => {
    await house.app.stop()
    const database = await openDatabase(url)
    await database.transaction(1, tx => storeInbox(tx, [rowOf(CLAIM, 'U1')]))
    await database.close()
    house = await openHouse({ ...content, databaseUrl: url })
    expect(await house.app.submitDesk(CLAIM, 'U1').outcome).toMatchObject({ ok: true })
    expect(await rows(house, 'select owner, agent from conversation')).toEqual([{ owner: 'agent', agent: 'Wei' }])
    expect(await storedCommands()).toEqual([{ stored: 1 }])
  })
})

describe('a command', () => {
  let database: Database

  beforeEach(async () => {
    database = await openDatabase(url)
  })
  afterEach(() => database.close())

  const store = (stored: readonly NewInboxRow[]) => database.transaction(1, tx => storeInbox(tx, stored))

  test('that could not be stored has not been given, and may be given again', async () => {
    let isFull = true
    const door = {
      store: (stored: readonly NewInboxRow[]) => (isFull ? Promise.reject(new Error('full')) : store(stored)),
    }
    const commands = createCommands({ database, door })
    const first = commands.submit(CLAIM, 'U1')
    await expect(first.stored).rejects.toThrow('full')
    await expect(first.outcome).rejects.toThrow('full')
    isFull = false
    const second = commands.submit(CLAIM, 'U1')
    await second.stored
    commands.decided('U1', { ok: true, events: [] })
    expect(await second.outcome).toEqual({ ok: true, events: [] })
  })

  test('that another process takes is decided here, too', async () => {
    const commands = createCommands({ database, door: { store }, lookAgainMs: 1 })
    const { stored, outcome } = commands.submit(CLAIM, 'U1')
    await stored
    await database.transaction(2, async tx => {
      const [row] = await takeInbox(tx, 1)
      await storeResult(tx, row?.id ?? 0, { ok: false, why: 'not-found' })
    })
    expect(await outcome).toEqual({ ok: false, why: 'not-found' })
  })

  test('is forgotten when it is decided', async () => {
    let asked = 0
    const door = {
      store: (stored: readonly NewInboxRow[]) => {
        asked += 1
        return store(stored)
      },
    }
    const commands = createCommands({ database, door })
    for (const _ of ['once', 'again']) {
      const { stored, outcome } = commands.submit(CLAIM, 'U1')
      await stored
      commands.decided('U1', { ok: true, events: [] })
      await outcome
    }
    expect(asked).toBe(2)
  })
})

function rowOf(inbound: DeskInbound, updateId: string): NewInboxRow {
  return { channel: 'desk', updateId, conversationId: inbound.conversation, kind: 'desk', payload: inbound }
}
