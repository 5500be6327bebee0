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
import { type Content, createDeskRecorder, type House, openHouse, shippedContent } from '../support/house.ts'
import {
  createCustomer,
  type Deed,
  hears,
  inboundOf,
  type MonkeyCustomer,
  patientContent,
  randomDeed,
} from './customer.ts'
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

let content: Content
let folder: string
let house: House
let findings: Findings
let phrases: Phrases
let dice: Dice
let customers: readonly MonkeyCustomer[]
/** Names of all texts that were heard. */
const said = new Set<string>()
let standings: ReadonlyMap<string, Standing> = new Map()

beforeAll(async () => {
  content = await shippedContent()
  folder = await mkdtemp(join(tmpdir(), 'aftercare-monkey-'))
  findings = createFindings()
  const log = createWatchedLog(findings)
  const databaseUrl = `sqlite:${join(folder, 'monkey.sqlite')}`
  house = await openHouse({ ...content, databaseUrl, log, desk: createDeskRecorder().sender })
  phrases = phrasesOf(content.loaded.content)
  dice = createDice(SEED)
  customers = Array.from({ length: CUSTOMERS }, (_, index) => createCustomer(index + 1))
})
afterAll(async () => {
  await house.app.stop()
  await rm(folder, { recursive: true })
})

/** Looks at everything that was said since the last time; gives the names of the texts each conversation got. */
function listen(): ReadonlyMap<string, readonly string[]> {
  const heard = new Map<string, readonly string[]>()
  for (const outbound of house.recorder.sent.splice(0)) {
    if (outbound.content.kind === 'text') for (const name of outbound.content.names) said.add(name)
    const customer = customers[Number(outbound.conversation.slice('test:'.length)) - 1]
    if (!customer) throw new Error(`a message to a stranger: ${outbound.conversation}`)
    inspectMessage(customer, outbound, findings)
    hears(customer, outbound)
    if (outbound.content.kind === 'text') {
      const before = heard.get(customer.conversation) ?? []
      heard.set(customer.conversation, [...before, outbound.content.names.join(' ')])
    }
  }
  return heard
}

async function lookAround(): Promise<void> {
  standings = await readStandings(house)
  for (const customer of customers) {
    const standing = standings.get(customer.conversation)
    if (standing) inspectStanding(customer, standing, content.loaded.content, findings)
  }
}

const isBots = ({ conversation }: MonkeyCustomer) => (standings.get(conversation)?.owner ?? 'bot') === 'bot'
const isOpen = (customer: MonkeyCustomer) => (stateOf(customer)?.stack.length ?? 0) > 0
const stateOf = ({ conversation }: MonkeyCustomer): Conversation | undefined => standings.get(conversation)?.state

/** The type of answer that the open question wants. */
function askedOf(customer: MonkeyCustomer) {
  const top = stateOf(customer)?.stack.at(-1)
  const flow = top && content.loaded.content.flows.get(top.flow)
  const step = flow?.steps.find(({ id }) => id === top?.step)
  return step?.kind === 'ask' ? flow?.slots[step.slot]?.type : undefined
}

/** Every customer does something; who the bot talks to is answered. */
async function round(): Promise<number> {
  const now = house.app.clock.now()
  await lookAround()
  const deeds = customers.map(customer => {
    return { customer, deed: randomDeed(customer, { phrases, dice, now, asked: askedOf(customer) }) }
  })
  const inbounds = deeds.flatMap(({ deed }) => deed.inbounds)
  await house.app.door.receive(inbounds)
  await house.app.worker.drain()
  const heard = listen()
  for (const { customer, deed } of deeds) {
    inspectAnswer(customer, deed, heard.get(customer.conversation) ?? [])
  }
  return inbounds.length
}

/** Messages that answer one thing, at most: what is said first, what is done about it, and the next question. */
const MOST_ANSWERS = 4

/** Who talks to the bot is answered, but not buried; who talks to a person hears the bot only about danger. */
function inspectAnswer(customer: MonkeyCustomer, deed: Deed, heard: readonly string[]): void {
  const top = stateOf(customer)?.stack.at(-1)
  const contents = JSON.stringify(deed.inbounds.map(inbound => inbound.content)).slice(0, 300)
  const what = `${customer.id} at ${top?.flow}.${top?.step}: ${contents} → ${heard.join(', ')}`
  if (!isBots(customer)) {
    const waits = standings.get(customer.conversation)?.owner === 'waiting'
    const isFit = (names: string) => names.startsWith('safety.') || (waits && names === 'repair.waiting')
    if (!heard.every(isFit)) findings.note('the bot talks over a person', what)
    return
  }
  if (deed.owesAnswer && heard.length === 0) findings.note('no answer', what)
  if (heard.length > MOST_ANSWERS * deed.inbounds.length) findings.note('too many answers', what)
}

/** Messages that timers lead to within five days, at most. */
const MOST_REMINDERS = 15

/** The clock moves on: seconds mostly, at times hours or days. */
async function timePasses(): Promise<void> {
  const ms = dice.weighted([
    [60, dice.below(MINUTE)],
    [22, dice.below(HOUR)],
    [15, dice.below(DAY)],
    [3, dice.below(5 * DAY)],
  ])
  await house.app.time.moveBy(ms)
  for (const [id, heard] of listen()) {
    if (heard.length > MOST_REMINDERS) findings.note('a flood of reminders', `${id}: ${heard.join(', ')}`.slice(0, 600))
  }
}

/** All of them do the same; gives the texts each heard. */
async function allDo(does: (customer: MonkeyCustomer) => InboundContent, who = customers) {
  const now = house.app.clock.now()
  await house.app.door.receive(who.map(customer => inboundOf(customer, does(customer), now)))
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

  test('can finish every conversation: cancelled, and begun again', async () => {
    await handBackUntilTheBotOwnsAll()
    expect(customers.filter(customer => !isBots(customer)).map(({ id }) => id)).toEqual([])
    let open = customers
    for (let times = 0; times < 3 && open.length > 0; times += 1) {
      const heard = await allDo(() => ({ kind: 'command', name: 'cancel', payload: '' }), open)
      expect(open.filter(({ conversation }) => !heard.has(conversation)).map(({ id }) => id)).toEqual([])
      // Cancelling ends what is open, or a person is called.
      const stuck = open.filter(customer => isBots(customer) && isOpen(customer))
      for (const customer of stuck) findings.note('cannot be cancelled', JSON.stringify(stateOf(customer)?.stack))
      await handBackUntilTheBotOwnsAll()
      open = customers.filter(isOpen)
    }
    expect(open.map(({ id }) => id)).toEqual([])

    const heard = await allDo(says("my washer won't drain", '洗衣机不排水'))
    const unasked = customers.filter(
      customer => !heard.has(customer.conversation) || !stateOf(customer)?.asked || !isOpen(customer),
    )
    for (const customer of unasked) findings.note('no question after a wish', JSON.stringify(stateOf(customer)))
    expect(findings.report()).toEqual([])
  })

  test('come to an end when they answer what they are asked', async () => {
    let under = customers
    for (let turn = 0; turn < MOST_TURNS_TO_THE_END && under.length > 0; turn += 1) {
      const now = house.app.clock.now()
      await allDo(customer => patientContent(customer, { phrases, dice, now, asked: askedOf(customer) }), under)
      under = under.filter(customer => isBots(customer) && isOpen(customer))
    }
    for (const customer of under) findings.note('no end', JSON.stringify(stateOf(customer)?.stack))
    expect(findings.report()).toEqual([])
  })

  test('reach a person by asking for one', async () => {
    await handBackUntilTheBotOwnsAll()
    await allDo(says('human', '人工'))
    for (const customer of customers.filter(isBots)) findings.note('no person', JSON.stringify(stateOf(customer)))
    await inspectTables(house, findings)
    expect(findings.report()).toEqual([])
  })
})

/** A diagnosis and a booking take about twenty questions; random answers may go back and forth. */
const MOST_TURNS_TO_THE_END = 100

/** What the run was like, for those who read its output. */
async function report(events: number, seconds: number): Promise<void> {
  const sizes = [...standings.values()].map(({ size }) => size).sort((a, b) => a - b)
  const [counts] = await rows(
    house,
    `select (select count(*) from inbox) as inbox, (select count(*) from outbox) as outbox,
       (select count(*) from service_case) as cases, (select count(*) from visit) as visits,
       (select count(*) from visit where state in ('COMPLETED', 'ACCEPTED')) as completed,
       (select count(*) from rating) as ratings, (select count(*) from escalation) as escalations,
       (select count(*) from timer) as timers,
       (select max(n) from (select count(*) as n from timer group by conversation_id)) as most_timers`,
  )
  const lines = {
    events,
    seconds: Math.round(seconds),
    eventsPerSecond: Math.round(events / seconds),
    stateMedian: sizes[sizes.length >> 1],
    stateMost: sizes.at(-1),
    deepestStack: Math.max(...[...standings.values()].map(({ state }) => state.stack.length)),
    differentTexts: said.size,
    daysPassed: Math.round(house.app.time.offset() / DAY),
    ...counts,
  }
  console.info(
    Object.entries(lines)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  )
}
