/** One person on two platforms: a one-time code joins them, and what is open follows to where they write. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { InboundContent } from '../../../src/assistant/channel.ts'
import { type Content, type Customer, type House, openHouse, shippedContent } from '../../support/house.ts'
import { LINES, MODEL, moveToReminder } from '../../support/journey.ts'

const AT_HOME: Customer = { id: 'home', language: 'en', name: 'Anna' }
const AT_WORK: Customer = { id: 'work', language: 'en', name: 'anna.long' }
const STRANGER: Customer = { id: 'stranger', language: 'en' }

let content: Content
let house: House

beforeAll(async () => {
  content = await shippedContent()
})
beforeEach(async () => {
  house = await openHouse(content)
})
afterEach(async () => {
  await house.app.stop()
})

async function says(customer: Customer, ...texts: string[]): Promise<string> {
  for (const text of texts) await house.does({ kind: 'text', text }, customer)
  return heard(customer).at(-1) ?? ''
}

function heard(customer: Customer): string[] {
  return house.recorder.sent.flatMap(({ conversation, content }) =>
    conversation === `test:${customer.id}` && content.kind === 'text' ? [content.text] : [],
  )
}

async function codeOf(customer: Customer): Promise<string> {
  await house.does({ kind: 'command', name: 'join', payload: '' }, customer)
  const text = await says(customer, 'Give me a code')
  return /\d{4} \d{4}/.exec(text)?.[0] ?? ''
}

const command = (payload: string): InboundContent => ({ kind: 'command', name: 'join', payload })

async function books(customer: Customer): Promise<void> {
  const { opening, safe, hoseFine, filterClean, name, home, bought, noWish, confirm } = LINES.en
  await says(customer, opening, safe, hoseFine, filterClean, name, '13812345678', home, MODEL, bought, noWish, '5')
  await says(customer, confirm)
  expect(heard(customer)).toContainEqual(expect.stringMatching(LINES.en.booked))
}

const rows = (sql: string) => house.app.database.read(reader => reader.all(sql))

describe('a code of the other platform', () => {
  test('brings the open case, its visit and its promises to where it is typed, and what is known of the customer', async () => {
    await books(AT_HOME)
    const before = await rows("SELECT key FROM timer WHERE flow <> 'silent' ORDER BY key")
    expect(before.length).toBeGreaterThan(0)
    const code = await codeOf(AT_HOME)
    await house.does({ kind: 'command', name: 'join', payload: '' }, AT_WORK)
    await says(AT_WORK, 'I have a code')
    expect(await says(AT_WORK, code)).toMatch(/Your case C1001 goes on here/)
    for (const table of ['service_case', 'visit', 'booking']) {
      expect(await rows(`SELECT DISTINCT conversation_id FROM ${table}`), table).toEqual([
        { conversation_id: 'test:work' },
      ])
    }
    expect(
      await rows("SELECT key FROM timer WHERE conversation_id = 'test:work' AND flow <> 'silent' ORDER BY key"),
    ).toEqual(before)
    expect(await rows('SELECT name, phone FROM customer')).toEqual([{ name: 'Anna Long', phone: '+8613812345678' }])
    expect(await rows('SELECT DISTINCT customer_id FROM conversation')).toHaveLength(1)
  })

  test('lets the reminder of the visit come to the new place, and not to the old one', async () => {
    await books(AT_HOME)
    await house.does(command(await codeOf(AT_HOME)), AT_WORK)
    const silent = heard(AT_HOME).length
    await moveToReminder({ app: house.app, rows })
    await house.app.worker.drain()
    expect(heard(AT_WORK).at(-1)).toMatch(LINES.en.reminder)
    expect(heard(AT_HOME)).toHaveLength(silent)
  })

  test('lets the case come back when the customer asks for it in the first place', async () => {
    await books(AT_HOME)
    await house.does(command(await codeOf(AT_HOME)), AT_WORK)
    await house.does({ kind: 'command', name: 'status', payload: '' }, AT_HOME)
    expect(heard(AT_HOME).at(-1)).toMatch(/C1001/)
    expect(await rows('SELECT conversation_id FROM service_case')).toEqual([{ conversation_id: 'test:home' }])
  })

  test('leaves a case in the hands of a person where that person is', async () => {
    await books(AT_HOME)
    const code = await codeOf(AT_HOME)
    await says(AT_HOME, LINES.en.human)
    await house.does(command(code), AT_WORK)
    expect(heard(AT_WORK).at(-1)).toMatch(/Nothing is open at the moment/)
    expect(await rows('SELECT conversation_id FROM service_case')).toEqual([{ conversation_id: 'test:home' }])
  })
})

describe('a code nobody may use', () => {
  test('works once', async () => {
    const code = await codeOf(AT_HOME)
    await house.does(command(code), AT_WORK)
    expect(heard(AT_WORK).at(-1)).toMatch(/^Done/)
    await house.does(command(code), STRANGER)
    expect(heard(STRANGER).at(-1)).toMatch(/I cannot use this code/)
  })

  test('holds as long as it says', async () => {
    const code = await codeOf(AT_HOME)
    await house.app.time.moveBy(10 * 60_000)
    await house.does(command(code), AT_WORK)
    expect(heard(AT_WORK).at(-1)).toMatch(/too old/)
  })

  test('is none in the conversation it was made in', async () => {
    await house.does(command(await codeOf(AT_HOME)), AT_HOME)
    expect(heard(AT_HOME).at(-1)).toMatch(/I cannot use this code/)
  })

  test('cannot be guessed: after five wrong ones none is taken for a while, not even the right one', async () => {
    const code = await codeOf(AT_HOME)
    for (let tries = 0; tries < 5; tries += 1) await house.does(command('0000 0000'), STRANGER)
    await house.does(command(code), STRANGER)
    expect(heard(STRANGER).at(-1)).toMatch(/too many wrong codes/)
    await house.does(command(code), AT_WORK)
    expect(heard(AT_WORK).at(-1)).toMatch(/^Done/)
  })

  test('stands nowhere but in the chat', async () => {
    const code = (await codeOf(AT_HOME)).replace(' ', '')
    const stored = JSON.stringify(await rows('SELECT * FROM join_code'))
    expect(stored).not.toContain(code)
  })
})

describe('in one commit with other turns', () => {
  const arrive = async (...from: readonly (readonly [Customer, InboundContent])[]) => {
    await house.app.door.receive(
      from.map(([{ id }, content], index) => ({
        channel: 'test',
        updateId: `together:${index}`,
        conversation: `test:${id}`,
        at: house.app.clock.now(),
        from: { language: 'en' },
        content,
      })),
    )
    await house.app.worker.drain()
  }
  const HELLO: InboundContent = { kind: 'text', text: 'hello' }

  test.each([false, true])(
    'all that the customer was known as becomes one (the other speaks first: %s)',
    async first => {
      await house.does(command(await codeOf(AT_WORK)), STRANGER)
      const join = [AT_WORK, command(await codeOf(AT_HOME))] as const
      const other = [STRANGER, HELLO] as const
      await arrive(...(first ? [other, join] : [join, other]))
      expect(await rows('SELECT DISTINCT customer_id FROM conversation')).toHaveLength(1)
    },
  )

  test('a case stays where a person was asked for just before', async () => {
    await books(AT_HOME)
    const code = await codeOf(AT_HOME)
    await arrive([AT_HOME, { kind: 'command', name: 'human', payload: '' }], [AT_WORK, command(code)])
    expect(await rows('SELECT conversation_id FROM escalation')).toEqual([{ conversation_id: 'test:home' }])
    expect(await rows('SELECT conversation_id FROM service_case')).toEqual([{ conversation_id: 'test:home' }])
  })
})

test('where others can read along neither a code is given nor one taken (R-099)', async () => {
  await books(AT_HOME)
  const code = await codeOf(AT_HOME)
  const inChannel: Customer = { id: 'work/C1/1.2', language: 'en' }
  expect(await codeOf(inChannel)).toBe('')
  await house.does(command(code), inChannel)
  expect(heard(inChannel).at(-1)).toMatch(/direct message/)
  expect(await rows('SELECT conversation_id FROM service_case')).toEqual([{ conversation_id: 'test:home' }])
})
