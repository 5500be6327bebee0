import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { InboundContent } from '../../../src/assistant/channel.ts'
import type { DeskCommand } from '../../../src/desk/command.ts'
import { arrives, createGate, inboundOf, rows, textsTo, words } from '../../support/arrivals.ts'
import { type Content, type House, openHouse, shippedContent } from '../../support/house.ts'
import { replyOf, staffOf } from '../../support/staff.ts'

let content: Content
let house: House

beforeAll(async () => {
  content = await shippedContent()
})
beforeEach(async () => {
  house = await openHouse(content)
})
afterEach(() => house.app.stop())

/** Everything that a customer's words can change. */
async function everything(): Promise<unknown> {
  const tables = ['inbox', 'conversation', 'outbox', 'timer', 'service_case', 'booking', 'staff_task', 'media']
  return Promise.all(tables.map(table => rows(house, `select * from ${table} order by id`)))
}

const desk = (command: DeskCommand, name = 'Wei') =>
  house.app.runDesk({ conversation: 'test:1', staff: staffOf(name), command })

async function callPerson(): Promise<number> {
  await house.does(words('I want to talk to a person'))
  const [escalation] = await rows<{ id: number }>(house, 'select id from escalation')
  return escalation?.id ?? 0
}

describe('an update that comes again', () => {
  test.each<[string, InboundContent]>([
    ['words', words("my washer won't drain")],
    ['a photo', { kind: 'file', file: { kind: 'photo', file: 'f1' } }],
    ['a command', { kind: 'command', name: 'book', payload: '' }],
  ])('changes nothing: %s', async (_, what) => {
    const inbound = await house.does(what)
    const before = await everything()
    const sent = house.recorder.sent.length
    await house.redelivers(inbound)
    await house.redelivers(inbound)
    expect(await everything()).toEqual(before)
    expect(house.recorder.sent).toHaveLength(sent)
  })

  test('in the same breath is stored once', async () => {
    const inbound = inboundOf(house, '1', words("my washer won't drain"))
    await Promise.all([house.app.door.receive([inbound, inbound]), house.app.door.receive([inbound])])
    await house.app.worker.drain()
    expect(await rows(house, 'select state from inbox')).toEqual([{ state: 'done' }])
    expect(textsTo(house, '1')).toHaveLength(1)
    expect(await rows(house, 'select count(*) as cases from service_case')).toEqual([{ cases: 1 }])
  })
})

describe('a message that breaks its turn again and again', () => {
  /** A file without a kind: the database refuses its row. */
  const breaking = { kind: 'file', file: { file: 'f' } } as unknown as InboundContent
  /** Not even an apology can read this. */
  const unreadable = null as unknown as InboundContent

  test('is set aside, apologised for once and given to a person, and everything else goes on', async () => {
    await Promise.all([
      arrives(house, '1', words("my washer won't drain")),
      arrives(house, '1', breaking),
      arrives(house, '1', words('no, nothing like that')),
      arrives(house, '2', words("my washer won't drain")),
      arrives(house, '3', { kind: 'command', name: 'help', payload: '' }),
    ])
    await house.app.worker.drain()
    expect(await rows(house, "select attempts, error is not null as told from inbox where state = 'aside'")).toEqual([
      { attempts: content.loaded.service.policy.worker.attempts, told: 1 },
    ])
    expect(await rows(house, "select count(*) as left_over from inbox where state = 'new'")).toEqual([{ left_over: 0 }])
    expect(await rows(house, 'select conversation_id, kind, state from staff_task')).toEqual([
      { conversation_id: 'test:1', kind: 'aside', state: 'OPEN' },
    ])
    const [question, apology, next, ...rest] = textsTo(house, '1')
    expect(question).toMatch(/First, your safety/)
    expect(apology).toMatch(/^Sorry, something went wrong on our side/)
    expect(next).toMatch(/drain hose/)
    expect(rest).toEqual([])
    expect(textsTo(house, '2')).toHaveLength(1)
    expect(textsTo(house, '3')).toHaveLength(1)
  })

  test('holds up nobody even when it cannot be read at all', async () => {
    await Promise.all([
      arrives(house, '1', unreadable),
      arrives(house, '1', words("my washer won't drain")),
      arrives(house, '2', words("my washer won't drain")),
    ])
    await house.app.worker.drain()
    expect(await rows(house, "select state from inbox where payload ->> 'content' is null")).toEqual([
      { state: 'aside' },
    ])
    expect(await rows(house, 'select kind from staff_task')).toEqual([{ kind: 'aside' }])
    expect(textsTo(house, '1').at(-1)).toMatch(/First, your safety/)
    expect(textsTo(house, '2')).toHaveLength(1)
  })

  test('as a command of the staff is refused to whoever gave it', async () => {
    await house.does(words('hello'))
    const outcome = await desk(null as unknown as DeskCommand)
    expect(outcome).toEqual({ ok: false, why: 'not-possible-now' })
    expect(await rows(house, "select count(*) as aside from inbox where state = 'aside'")).toEqual([{ aside: 1 }])
  })

  test('and that only the flows cannot take calls a person as well', async () => {
    await house.does({ kind: 'text', text: null } as unknown as InboundContent)
    expect(textsTo(house, '1')).toHaveLength(1)
    expect(textsTo(house, '1')[0]).toMatch(/something went wrong on our side/)
    expect(await rows(house, 'select reason, state from escalation')).toEqual([{ reason: 'failed', state: 'RAISED' }])
  })
})

describe('a command of the staff', () => {
  test('tells its caller what it came to, and keeps that with the command', async () => {
    const escalation = await callPerson()
    expect(await desk({ do: 'hand-back', escalation })).toMatchObject({ ok: false, why: 'not-yours' })
    expect(await desk({ do: 'claim', escalation: 999 })).toMatchObject({ ok: false, why: 'not-found' })
    expect(await desk({ do: 'claim', escalation })).toMatchObject({ ok: true })
    const kept = await rows<{ result: string }>(house, "select result from inbox where channel = 'desk' order by id")
    expect(kept.map(({ result }) => (JSON.parse(result) as { ok: boolean }).ok)).toEqual([false, false, true])
  })

  test('of two who claim at once one has it, and the other hears who', async () => {
    const escalation = await callPerson()
    const outcomes = await Promise.all(['Wei', 'Min', 'Lee'].map(name => desk({ do: 'claim', escalation }, name)))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    const [winner] = await rows<{ agent: string; owner: string }>(house, 'select agent, owner from conversation')
    expect(winner?.owner).toBe('agent')
    for (const outcome of outcomes.filter(({ ok }) => !ok)) {
      expect(outcome).toMatchObject({ why: 'already-claimed', values: { by: winner?.agent } })
    }
    expect(await rows(house, 'select owner_version from conversation')).toEqual([{ owner_version: 2 }])
  })
})

test('a claim voids what the bot had still to say, and only the agent is heard from then on', async () => {
  const gate = createGate()
  const other = await openHouse({ ...content, channels: [gate.channel] })
  try {
    // The answer to the first is under way, that to the second waits behind it.
    await arrives(other, '1', { kind: 'command', name: 'help', payload: '' })
    await gate.reached(1)
    await arrives(other, '1', { kind: 'command', name: 'status', payload: '' })
    await arrives(other, '1', { kind: 'command', name: 'human', payload: '' })
    const desk = (command: DeskCommand) => other.app.runDesk({ conversation: 'test:1', staff: staffOf('Wei'), command })
    expect(await desk({ do: 'claim', escalation: 1 })).toMatchObject({ ok: true })
    expect(await desk(replyOf(1, 'This is Wei.'))).toMatchObject({ ok: true })
    gate.open()
    await other.app.worker.drain()
    expect(textsTo(other, '1', gate.given)).toEqual([
      expect.stringContaining('I can help you'),
      'Wei is handling your case now and answers you here.',
      'This is Wei.',
    ])
    const outbox = await rows<{ state: string; author: string }>(other, 'select state, author from outbox order by id')
    expect(outbox.map(({ state, author }) => `${author} ${state}`)).toEqual([
      'bot sent',
      'bot void',
      'bot void',
      'notice sent',
      'agent sent',
    ])
  } finally {
    await other.app.stop()
  }
})
