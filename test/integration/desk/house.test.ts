import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeskCommand, DeskOutcome } from '../../../src/desk/command.ts'
import { rows, textsTo, words } from '../../support/arrivals.ts'
import {
  type Content,
  createDeskRecorder,
  type DeskRecorder,
  type House,
  MONDAY_MORNING,
  openHouse,
  shippedContent,
} from '../../support/house.ts'
import { LINES } from '../../support/journey.ts'
import { replyOf, staffOf } from '../../support/staff.ts'

let content: Content
let house: House
let desk: DeskRecorder
let now = MONDAY_MORNING

beforeAll(async () => {
  content = await shippedContent()
})
beforeEach(async () => {
  now = MONDAY_MORNING
  desk = createDeskRecorder()
  house = await openHouse({ ...content, now: () => ++now, desk: desk.sender })
})
afterEach(() => house.app.stop())

async function order(command: DeskCommand, name = 'Wei'): Promise<DeskOutcome> {
  const outcome = await house.app.runDesk({ conversation: 'test:1', staff: staffOf(name), command })
  await house.app.worker.drain()
  return outcome
}
const wait = (text: string): DeskCommand => ({ do: 'reply', escalation: 1, content: { text }, wait: true })
const escalations = () => rows(house, 'select id, state from escalation order by id')

test('what an agent has just written is read before what the assistant says again', async () => {
  await house.does(words('my washing machine does not drain'))
  const question = textsTo(house, '1').at(-1)
  await house.does(words(LINES.en.human))
  await order({ do: 'claim', escalation: 1 })
  await order(wait('I have looked it up.'))
  await order(wait('Please go on here.'))
  expect(textsTo(house, '1')).not.toContain('Please go on here.')
  await order({ do: 'hand-back', escalation: 1 })
  const texts = textsTo(house, '1')
  const at = texts.indexOf('I have looked it up.')
  expect(texts[at + 1]).toBe('Please go on here.')
  expect(texts.length).toBeGreaterThan(at + 2)
  expect(texts.slice(at + 2).join('\n')).toContain(question?.split('\n').at(-1))
  expect(await rows(house, "select key from timer where key like 'relay:%'")).toEqual([])
})

describe('the thanks of a customer', () => {
  test.each(['hand-back', 'resolve'] as const)('after the end (%s) wants nobody again', async what => {
    await house.does(words(LINES.en.human))
    await order(replyOf(1, 'It is on its way.'))
    await order({ do: what, escalation: 1 })
    const shown = desk.posted.length
    const over = await escalations()
    for (const text of ['Thanks', 'thank you so much']) await house.does(words(text))
    expect(await escalations()).toEqual(over)
    expect(await rows(house, 'select id from staff_task')).toEqual([])
    expect(desk.posted).toHaveLength(shown)
  })

  test('does not open a case again that was resolved', async () => {
    await house.does(words('there is a burning smell from my washing machine'))
    const [serviceCase] = await rows(house, 'select state from service_case')
    expect(serviceCase).toEqual({ state: 'ESCALATED' })
    await order({ do: 'claim', escalation: 1 })
    await order({ do: 'resolve', escalation: 1 })
    await house.does(words('Thanks'))
    expect(await rows(house, 'select state from service_case')).toEqual([{ state: 'RESOLVED' }])
    expect(await escalations()).toEqual([{ id: 1, state: 'RESOLVED' }])
  })
})

describe('at night', () => {
  const away = () => textsTo(house, '1').filter(text => text.includes('are not in at the moment'))
  beforeEach(() => {
    now = MONDAY_MORNING + 14 * 3_600_000
  })

  test('a customer who waits hears once when somebody is back (R-123)', async () => {
    for (const text of [LINES.en.human, 'Hello?', LINES.en.human, 'Is nobody there?']) await house.does(words(text))
    expect(away()).toHaveLength(1)
  })

  test('a customer who is being answered does not hear it, and one who waits anew does', async () => {
    await house.does(words(LINES.en.human))
    await order({ do: 'claim', escalation: 1 })
    for (const text of ['Hello?', LINES.en.human]) await house.does(words(text))
    expect(away()).toHaveLength(1)
    await order({ do: 'hand-back', escalation: 1 })
    await house.does(words(LINES.en.human))
    expect(away()).toHaveLength(2)
  })
})

test('the staff read everything in the thread of its escalation, in its order', async () => {
  await house.does({ kind: 'file', file: { kind: 'photo', file: 'F1' } })
  await house.does(words(LINES.en.human))
  await house.does(words('Hello?'))
  await order(replyOf(1, 'Wei here.'))
  await house.does(words('Good.'))
  await order({ do: 'resolve', escalation: 1 })
  const thread = desk.posted.filter(({ conversationId }) => conversationId === 'desk:escalation:1')
  const posts = thread.map(({ payload }) => (payload.post as { kind: string }).kind).filter(kind => kind !== 'card')
  expect(posts).toEqual(['file', 'line', 'relay', 'relay', 'line'])
  expect(thread[0]?.ask).toBe('card')
  expect(thread.at(-1)?.ask).toBe('card')
})
