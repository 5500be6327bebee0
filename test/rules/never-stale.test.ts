/** Nothing stale is said of a visit: R-124 and the peers' rules I31 and I32, checked on what the platform was given. */
import ICAL from 'ical.js'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { OutboundContent } from '../../src/assistant/channel.ts'
import type { DeskCommand } from '../../src/desk/command.ts'
import { type Content, MONDAY_MORNING, shippedContent } from '../support/house.ts'
import { openStaleWorld, type StaleWorld, WINDOW } from '../support/stale.ts'

const HOUR = 3_600_000
let content: Content
let world: StaleWorld

beforeAll(async () => {
  content = await shippedContent()
})
afterEach(() => world.house.app.stop())

async function moves(move: string, details: Record<string, string | number | string[]> = {}): Promise<void> {
  const { id, revision } = await world.visit()
  expect(await world.orders({ do: 'move-visit', visit: id, revision, move, details } as DeskCommand)).toMatchObject({
    ok: true,
  })
}

type Of<Kind extends OutboundContent['kind']> = Extract<OutboundContent, { kind: Kind }>
const all = <Kind extends OutboundContent['kind']>(kind: Kind) =>
  world.sent.flatMap(({ content: one }) => (one.kind === kind ? [one as Of<Kind>] : []))
const cards = () => all('text').filter(({ names }) => names[0]?.startsWith('visit-card.'))
const texts = () => all('text').map(({ text }) => text)

/** The calendar files the customer got, read by a parser that is not ours. */
async function calendars() {
  const ids = all('files').flatMap(({ files }) => files.filter(({ mime }) => mime === 'text/calendar'))
  return Promise.all(
    ids.map(async ({ media }) => {
      const file = await world.readFile(media)
      if (file.kind !== 'kept') throw new Error('The file is not there')
      const calendar = new ICAL.Component(ICAL.parse(Buffer.from(file.bytes).toString('utf8')))
      const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined)
      return { method: calendar.getFirstPropertyValue('method'), event, vevent: event.component }
    }),
  )
}

describe('I31: a customer has one message of a visit, which is changed in place', () => {
  test('each step edits it; the words of the step come beside it, because an edit rings no phone', async () => {
    world = await openStaleWorld(content)
    await world.put({ state: 'CONFIRMED', technicianId: 'chen-jie', assignedAt: MONDAY_MORNING })
    await world.at(WINDOW.startsAt - HOUR)
    await moves('on-the-way', { minutes: 30, checklist: ['tools', 'parts', 'tariff', 'permit', 'receipts'] })
    expect(cards()).toHaveLength(1)
    expect(texts().some(text => text.includes('on the way'))).toBe(true)
    await world.at(WINDOW.startsAt)
    await moves('arrived')
    await moves('no-answer')
    await moves('answered')
    expect(cards()).toHaveLength(1)
    const edits = all('edit')
    expect(edits.map(({ text }) => text.split('\n').find(line => line.startsWith('•')))).toEqual([
      '• The engineer has arrived.',
      '• The engineer is at the door; nobody has answered yet.',
      '• The engineer has arrived.',
    ])
    expect(new Set(edits.map(({ message }) => message)).size).toBe(1)
  })

  test('another technician makes it a new one, and nothing is edited to say the same', async () => {
    world = await openStaleWorld(content)
    await moves('assign')
    expect(cards()).toHaveLength(1)
    await moves('assign', { technician: 'li-ming' })
    expect(cards()).toHaveLength(2)
    expect(cards().at(-1)?.text).toContain('Li Ming')
    expect(all('edit')).toEqual([])
  })

  test('where it cannot be edited any more it is sent anew', async () => {
    world = await openStaleWorld(content)
    await world.put({ state: 'CONFIRMED', technicianId: 'chen-jie', assignedAt: MONDAY_MORNING })
    await world.at(WINDOW.startsAt)
    const checklist = ['tools', 'parts', 'tariff', 'permit', 'receipts']
    await moves('on-the-way', { checklist })
    world.refusesEdits()
    await moves('arrived')
    expect(all('edit')).toEqual([])
    expect(cards()).toHaveLength(2)
    expect(cards().at(-1)?.text).toContain('has arrived')
  })
})

describe('I32: what waits to be sent is void in the transaction that changes the visit', () => {
  test('a notice that could not be sent yet never leaves once the visit is cancelled', async () => {
    world = await openStaleWorld(content)
    const release = world.holdsBack()
    void world.house.does({ kind: 'text', text: 'opening hours' })
    const assigned = { do: 'move-visit', visit: 1, revision: 1, move: 'assign', details: {} } as DeskCommand
    expect(await world.ordersOnly(assigned)).toMatchObject({ ok: true })
    const held = await world.house.app.database.read(sql =>
      sql.all<{ n: number }>("select count(*) as n from outbox where state = 'pending' and subject = 'visit:1'"),
    )
    expect(held[0]?.n).toBeGreaterThan(0)
    const { revision } = await world.visit()
    expect(await world.ordersOnly({ ...assigned, revision, move: 'cancel' } as DeskCommand)).toMatchObject({ ok: true })
    release()
    await world.at(MONDAY_MORNING)
    expect(texts().filter(text => text.includes('work permit'))).toEqual([])
    expect(texts().some(text => text.includes('cancelled') || text.includes('Cancelled'))).toBe(true)
  })
})

describe('a calendar file comes with every time and with none else', () => {
  test.each(['en', 'zh'] as const)(
    'in %s: the same event, its number going up, cancelled at the end',
    async language => {
      world = await openStaleWorld(content, language)
      await moves('assign')
      expect(await calendars()).toEqual([])
      await world.house.does({ kind: 'text', text: language === 'en' ? 'reschedule my appointment' : '改约' })
      const asked = all('text').findLast(({ buttons = [] }) => buttons.length > 0)
      await world.house.does({ kind: 'tap', token: asked?.buttons?.at(-3)?.token ?? '' })
      const { startsAt, endsAt } = await world.visit()
      await moves('cancel')
      const [changed, cancelled, ...others] = await calendars()
      expect(others).toEqual([])
      expect(changed?.method).toBe('REQUEST')
      expect(changed?.event.startDate.toJSDate().getTime()).toBe(startsAt)
      expect(changed?.event.endDate.toJSDate().getTime()).toBe(endsAt)
      expect(changed?.event.summary).toContain(language === 'en' ? 'Engineer visit' : '工程师上门')
      expect(changed?.event.location).toBe('1 Long Road')
      expect(changed?.vevent.getFirstPropertyValue('status')).toBe('CONFIRMED')
      expect(cancelled?.method).toBe('CANCEL')
      expect(cancelled?.vevent.getFirstPropertyValue('status')).toBe('CANCELLED')
      expect(cancelled?.event.uid).toBe(changed?.event.uid)
      expect(cancelled?.event.sequence).toBeGreaterThan(changed?.event.sequence ?? 0)
      expect(changed?.vevent.getFirstPropertyValue('dtstamp')?.toString()).toBe('2026-03-02T01:00:00Z')
    },
  )
})

describe('R-124: "修到哪了" lists each stage with its time and the promised return', () => {
  test.each([
    [
      'zh',
      '修到哪了',
      [
        '✓ 3月2日 周一 09:00 已登记报修',
        '✓ 3月3日 周二 14:00 陈杰师傅已到达',
        '缺少配件',
        '→ 配件预计3月6日 周五 10:00到货',
      ],
    ],
    [
      'en',
      'how far is my repair',
      [
        '✓ Mon 2 Mar, 09:00 – we noted your report',
        '✓ Tue 3 Mar, 14:00 – Chen Jie arrived',
        'a part is missing',
        '→ The part is expected on Fri 6 Mar, 10:00',
      ],
    ],
  ] as const)('in %s', async (language, question, lines) => {
    world = await openStaleWorld(content, language)
    await world.put({ state: 'CONFIRMED', technicianId: 'chen-jie', assignedAt: MONDAY_MORNING })
    await world.at(WINDOW.startsAt)
    await world.put({ state: 'ARRIVED', arrivedAt: WINDOW.startsAt })
    await world.put({ state: 'WORKING' })
    await world.put({ state: 'AWAITING_PART' })
    await world.expectsPart(MONDAY_MORNING + 97 * HOUR)
    await world.house.does({ kind: 'text', text: question })
    const answer = texts().findLast(text => text.includes('✓')) ?? ''
    for (const line of lines) expect(answer).toContain(line)
    expect(answer).not.toMatch(/\bsoon\b|很快|尽快/)
  })
})
