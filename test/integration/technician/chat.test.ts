import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { InboundContent, Outbound } from '../../../src/assistant/channel.ts'
import { bookHeld, holdWindow } from '../../../src/store/bookings.ts'
import { addCase } from '../../../src/store/cases.ts'
import { storeTechnicianCode } from '../../../src/store/technicians.ts'
import { addVisit } from '../../../src/store/visits.ts'
import { type Content, type House, openHouse, shippedContent } from '../../support/house.ts'
import { staffOf } from '../../support/staff.ts'

const START = Date.parse('2026-03-03T08:30:00+08:00')
const WINDOW = {
  startsAt: Date.parse('2026-03-03T10:00:00+08:00'),
  endsAt: Date.parse('2026-03-03T12:00:00+08:00'),
}
const CUSTOMER = 'test:1'

let content: Content
beforeAll(async () => {
  content = await shippedContent()
})

let house: House
let now: number
let visit: number
beforeEach(async () => {
  now = START
  house = await openHouse({ ...content, now: () => now })
  await house.does({ kind: 'text', text: 'hello' })
  visit = await bookedVisit()
})
afterEach(() => house.app.stop())

async function bookedVisit(): Promise<number> {
  return house.app.database.transaction(now, async tx => {
    const theCase = await addCase(tx, {
      conversationId: CUSTOMER,
      state: 'SCHEDULED',
      appliance: 'refrigerator',
      modelNo: 'BCD-259WDVL',
      serialNo: null,
      symptomCode: 'other',
      freeText: 'it is warm inside',
      priority: 'MEDIUM',
      priorityReason: 'default',
      flags: [],
    })
    const added = await addVisit(tx, {
      caseId: theCase.id,
      conversationId: CUSTOMER,
      outletId: 'shanghai',
      ...WINDOW,
      code: '4821',
      name: 'Anna Long',
      phone: '+8613812345678',
      address: '12 Long Road, Minhang, Shanghai',
    })
    const held = await holdWindow(tx, ['li-ming'], { conversationId: CUSTOMER, ...WINDOW, until: now + 1 })
    await bookHeld(tx, held?.id ?? 0, added.id)
    return added.id
  })
}

/** What a chat was sent, oldest first. */
function sentTo(id: string): readonly Outbound[] {
  return house.recorder.sent.filter(({ conversation }) => conversation === `test:${id}`)
}

function textsOf(id: string): readonly string[] {
  return sentTo(id).flatMap(({ content: said }) => (said.kind === 'text' ? [said.text] : []))
}

function says(text: string, id = 'li'): Promise<unknown> {
  return house.does({ kind: 'text', text }, { id, language: 'en' })
}

/** Taps the newest button with that label. */
async function taps(label: string, id = 'li'): Promise<void> {
  const buttons = sentTo(id).flatMap(({ content: said }) => (said.kind === 'text' ? (said.buttons ?? []) : []))
  const button = buttons.findLast(one => one.label === label)
  if (!button) throw new Error(`No button "${label}" among: ${buttons.map(one => one.label).join(', ')}`)
  const tap: InboundContent = { kind: 'tap', token: button.token }
  await house.does(tap, { id, language: 'en' })
}

async function registered(code = '12345678', id = 'li', technician = 'li-ming'): Promise<void> {
  await house.app.database.transaction(now, tx => storeTechnicianCode(tx, code, technician, now + 3_600_000))
  await house.does({ kind: 'command', name: 'technician', payload: code }, { id, language: 'en' })
}

async function assign(technician = 'li-ming', revision = 1): Promise<void> {
  const command = { do: 'move-visit', visit, move: 'assign', revision, details: { technician } } as const
  expect(await house.app.runDesk({ conversation: CUSTOMER, staff: staffOf('Wei'), command })).toMatchObject({
    ok: true,
  })
  await house.app.worker.drain()
}

async function stateOfVisit(): Promise<unknown> {
  const rows = await house.app.database.read(sql => sql.all('select state from visit where id = ?', [visit]))
  return rows[0]?.state
}

describe("a technician's chat", () => {
  test('is registered with a code, once, and then holds no customer talk', async () => {
    await registered()
    expect(textsOf('li').at(-1)).toMatch(/^Welcome, Li Ming\. From now on this chat is your work list/)
    await says('my visits')
    expect(textsOf('li').at(-1)).toMatch(/^No visit is assigned to you/)
    await says('there is smoke coming out of the fridge')
    expect(textsOf('li').at(-1)).not.toMatch(/119/)
    await house.does({ kind: 'command', name: 'technician', payload: '12345678' }, { id: 'thief', language: 'en' })
    expect(textsOf('thief').at(-1)).toMatch(/^I cannot use this code/)
  })

  test('hears of an assignment at once, with all that is needed at the door', async () => {
    await registered()
    await assign()
    const card = textsOf('li').at(-1) ?? ''
    expect(card).toContain('Anna Long, +8613812345678')
    expect(card).toContain('12 Long Road, Minhang, Shanghai')
    expect(card).toContain('BCD-259WDVL: it is warm inside')
    expect(card).toContain('Visit code: 4821')
  })

  test('takes a visit from the road to the finished work, and the customer is told each time', async () => {
    await registered()
    await assign()
    await taps('On the way')
    await says('20')
    await taps('All of it')
    expect(await stateOfVisit()).toBe('EN_ROUTE')
    expect(textsOf('1').some(text => text.includes('should arrive in about 20 minutes'))).toBe(true)
    now += 20 * 60_000
    await taps('Arrived')
    expect(await stateOfVisit()).toBe('ARRIVED')
    await taps('Begin work')
    await says('2025-12-01')
    expect(await stateOfVisit()).toBe('WORKING')
    await taps('Complete')
    await taps('Repaired')
    await taps('Ordinary')
    await says('thermostat')
    await says('thermostat replaced')
    await says('none')
    await taps("That's all")
    await taps('All of it')
    await taps('No')
    expect(await stateOfVisit()).toBe('AWAITING_ACCEPTANCE')
    expect(textsOf('1').some(text => text.includes('thermostat'))).toBe(false)
  })

  test('says why an order could not be carried out, and what to do', async () => {
    await registered()
    await assign()
    await taps('On the way')
    await says('20')
    await taps("That's all")
    expect(await stateOfVisit()).toBe('ASSIGNED')
    expect(textsOf('li').some(text => text.startsWith('Not everything on the checklist is with you'))).toBe(true)
    expect(textsOf('li').at(-1)).toContain('C1001')
  })

  test('hears that a visit went to somebody else, and cannot move it any more', async () => {
    await registered()
    await assign()
    await assign('zhao-lei')
    expect(textsOf('li').at(-1)).toMatch(/has been given to somebody else; you need not come\.$/)
    await taps('On the way')
    expect(textsOf('li').at(-1)).toMatch(/^This visit is not yours any more/)
    expect(await stateOfVisit()).toBe('ASSIGNED')
  })

  test('shows nobody the visits of another technician', async () => {
    await registered()
    await registered('87654321', 'zhao', 'zhao-lei')
    await assign()
    expect(textsOf('zhao').some(text => text.includes('Anna'))).toBe(false)
    await says('my visits', 'zhao')
    expect(textsOf('zhao').at(-1)).toMatch(/^No visit is assigned to you/)
  })

  test('is a customer’s chat again after it was given up', async () => {
    await registered()
    await house.does({ kind: 'command', name: 'leave', payload: '' }, { id: 'li', language: 'en' })
    await taps('Yes, stop')
    await assign()
    expect(textsOf('li').at(-1)).toMatch(/^Done\./)
    await says('my fridge is warm inside')
    expect(textsOf('li').at(-1)).toMatch(/safety/i)
  })

  test('locks after too many wrong codes', async () => {
    for (let tries = 0; tries < 6; tries += 1) {
      await house.does({ kind: 'command', name: 'technician', payload: '00000000' }, { id: 'thief', language: 'en' })
    }
    expect(textsOf('thief').at(-1)).toMatch(/^That was too many wrong codes/)
  })
})
