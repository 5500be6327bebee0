/**
 * Customers who press random buttons and send random texts, photos and commands, while staff and the clock do as they
 * like. Nothing breaks, everybody is answered, and every conversation can still be finished.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InboundContent } from '../../src/assistant/channel.ts'
import type { Conversation } from '../../src/flow/conversation.ts'
import { rows } from '../support/arrivals.ts'
import { type House, openHouse, shippedContent } from '../support/house.ts'
import { createCustomer, hears, inboundOf, type MonkeyCustomer, randomDeed } from './customer.ts'
import { createDice, type Dice } from './dice.ts'
import {
  createFindings,
  createWatchedLog,
  type Findings,
  inspectMessage,
  inspectStanding,
  inspectTables,
  readStandings,
  type Standing,
} from './inspection.ts'
import { type Phrases, phrasesOf } from './phrases.ts'
import { handAllBack, openEscalations, staffAct } from './staff.ts'

const CUSTOMERS = Number(process.env.MONKEY_CUSTOMERS ?? 120)
const TURNS = Number(process.env.MONKEY_TURNS ?? 60)
const SEED = Number(process.env.MONKEY_SEED ?? 20260302)

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let folder: string
let house: House
let findings: Findings
let phrases: Phrases
let dice: Dice
let customers: readonly MonkeyCustomer[]
let standings: ReadonlyMap<string, Standing> = new Map()

beforeAll(async () => {
  const content = await shippedContent()
  folder = await mkdtemp(join(tmpdir(), 'aftercare-monkey-'))
  findings = createFindings()
  const log = createWatchedLog(findings)
  house = await openHouse({ ...content, databaseUrl: `sqlite:${join(folder, 'monkey.sqlite')}`, log })
  phrases = phrasesOf(content.loaded.content)
  dice = createDice(SEED)
  customers = Array.from({ length: CUSTOMERS }, (_, index) => createCustomer(index + 1))
})
afterAll(async () => {
  await house.app.stop()
  await rm(folder, { recursive: true })
})

/** Looks at everything that was said since the last time; gives how many texts each conversation got. */
function listen(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const outbound of house.recorder.sent.splice(0)) {
    const customer = customers[Number(outbound.conversation.slice('test:'.length)) - 1]
    if (!customer) throw new Error(`a message to a stranger: ${outbound.conversation}`)
    inspectMessage(customer, outbound, findings)
    hears(customer, outbound)
    if (outbound.content.kind === 'text')
      counts.set(customer.conversation, (counts.get(customer.conversation) ?? 0) + 1)
  }
  return counts
}

async function lookAround(): Promise<void> {
  standings = await readStandings(house)
  for (const [id, standing] of standings) inspectStanding(id, standing, findings)
}

const isBots = ({ conversation }: MonkeyCustomer) => (standings.get(conversation)?.owner ?? 'bot') === 'bot'
const stateOf = ({ conversation }: MonkeyCustomer): Conversation | undefined => standings.get(conversation)?.state

/** Every customer does something; who the bot talks to is answered. */
async function round(): Promise<number> {
  const now = house.app.clock.now()
  const deeds = customers.map(customer => ({ customer, deed: randomDeed(customer, phrases, dice, now) }))
  const inbounds = deeds.flatMap(({ deed }) => deed.inbounds)
  await house.app.door.receive(inbounds)
  await house.app.worker.drain()
  const heard = listen()
  for (const { customer, deed } of deeds) {
    if (!deed.owesAnswer || !isBots(customer) || heard.has(customer.conversation)) continue
    const top = stateOf(customer)?.stack.at(-1)
    const where = `${customer.id} at ${top?.flow}.${top?.step}: `
    findings.note('no answer', where + JSON.stringify(deed.inbounds.map(inbound => inbound.content)).slice(0, 300))
  }
  await lookAround()
  return inbounds.length
}

/** The clock moves on: seconds mostly, at times hours or days. */
async function timePasses(): Promise<void> {
  const ms = dice.weighted([
    [70, dice.below(MINUTE)],
    [20, dice.below(HOUR)],
    [8, dice.below(DAY)],
    [2, dice.below(5 * DAY)],
  ])
  await house.app.time.moveBy(ms)
  listen()
}

/** All of them do the same; gives the texts each heard. */
async function allDo(content: (customer: MonkeyCustomer) => InboundContent, who = customers) {
  const now = house.app.clock.now()
  await house.app.door.receive(who.map(customer => inboundOf(customer, content(customer), now)))
  await house.app.worker.drain()
  const heard = listen()
  await lookAround()
  return heard
}

async function handBackUntilTheBotOwnsAll(): Promise<void> {
  for (let times = 0; times < 10 && (await openEscalations(house)).length > 0; times += 1) {
    await handAllBack(house)
    listen()
  }
  await lookAround()
}

function says(en: string, zh: string) {
  return (customer: MonkeyCustomer): InboundContent => ({
    kind: 'text',
    text: stateOf(customer)?.language === 'zh' ? zh : en,
  })
}

describe(`${CUSTOMERS} customers of ${TURNS} turns, MONKEY_SEED=${SEED}`, () => {
  test('do anything at all, and nothing breaks', async () => {
    const begun = performance.now()
    let events = 0
    for (let turn = 0; turn < TURNS; turn += 1) {
      events += await round()
      events += (await staffAct(house, dice)).length
      listen()
      await timePasses()
    }
    await lookAround()
    await inspectTables(house, findings)
    await report(events, (performance.now() - begun) / 1000)
    expect(findings.report()).toEqual([])
  })

  test('can finish every conversation: cancelled, begun again, answered by a person', async () => {
    await handBackUntilTheBotOwnsAll()
    expect(customers.filter(customer => !isBots(customer)).map(({ id }) => id)).toEqual([])
    let open = customers
    for (let times = 0; times < 3 && open.length > 0; times += 1) {
      const heard = await allDo(() => ({ kind: 'command', name: 'cancel', payload: '' }), open)
      expect(open.filter(({ conversation }) => !heard.has(conversation)).map(({ id }) => id)).toEqual([])
      // Cancelling ends what is open, or a person is called.
      const stuck = open.filter(customer => isBots(customer) && stateOf(customer)?.stack.length !== 0)
      for (const customer of stuck) findings.note('cannot be cancelled', JSON.stringify(stateOf(customer)?.stack))
      await handBackUntilTheBotOwnsAll()
      open = customers.filter(customer => stateOf(customer)?.stack.length !== 0)
    }
    expect(findings.report()).toEqual([])
    expect(open.map(({ id }) => id)).toEqual([])

    const asked = await allDo(says("my washer won't drain", '洗衣机不排水'))
    const unasked = customers.filter(
      customer =>
        !asked.has(customer.conversation) || !stateOf(customer)?.asked || stateOf(customer)?.stack.length === 0,
    )
    for (const customer of unasked) findings.note('no question after a wish', JSON.stringify(stateOf(customer)))
    const answered = await allDo(says('human', '人工'))
    const alone = customers.filter(customer => isBots(customer) || !answered.has(customer.conversation))
    for (const customer of alone) findings.note('no person after asking for one', JSON.stringify(stateOf(customer)))
    await inspectTables(house, findings)
    expect(findings.report()).toEqual([])
  })
})

/** What the run was like, for those who read its output. */
async function report(events: number, seconds: number): Promise<void> {
  const sizes = [...standings.values()].map(({ size }) => size).sort((a, b) => a - b)
  const depths = [...standings.values()].map(({ state }) => state.stack.length)
  const counts = await rows(
    house,
    `select (select count(*) from inbox) as inbox, (select count(*) from outbox) as outbox,
       (select count(*) from visit) as visits, (select count(*) from rating) as ratings,
       (select count(*) from escalation) as escalations, (select count(*) from timer) as timers,
       (select max(n) from (select count(*) as n from timer group by conversation_id)) as mostTimers`,
  )
  console.info(
    `${events} events in ${seconds.toFixed(1)} s: ${Math.round(events / seconds)} a second; state of a conversation: median ${
      sizes[sizes.length >> 1]
    }, most ${sizes.at(-1)} characters; deepest stack ${Math.max(...depths)}; ${JSON.stringify(counts[0])}`,
  )
}
