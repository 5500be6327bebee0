import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { arrives, createGate, rows, textsTo, words } from '../../support/arrivals.ts'
import { type Content, type House, type HouseOptions, openHouse, shippedContent } from '../../support/house.ts'
import { LINES, MODEL } from '../../support/journey.ts'
import { staffOf } from '../../support/staff.ts'
import { changedContent } from '../../support/telegram-house.ts'

const lines = LINES.en
const WEI = staffOf('Wei')
const OLD_WORDS = 'Next, the drain filter at the bottom front.'
const NEW_WORDS = 'Now to the little filter down in front.'

let shipped: Content
let changed: Content
let folder: string
let house: House

beforeAll(async () => {
  shipped = await shippedContent()
  changed = await changedContent(async flows => {
    const file = join(flows, 'diagnose', 'washer-no-drain.yaml')
    const source = await readFile(file, 'utf8')
    await writeFile(file, source.replace(OLD_WORDS, NEW_WORDS))
  })
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-restart-'))
  await reopen(shipped)
})
afterEach(async () => {
  await house.app.stop()
  await rm(folder, { recursive: true, force: true })
})

async function reopen(content: Content, options: Partial<HouseOptions> = {}): Promise<void> {
  house = await openHouse({ ...content, databaseUrl: `sqlite:${join(folder, 'aftercare.sqlite')}`, ...options })
}

async function restart(content: Content): Promise<void> {
  await house.app.stop()
  await reopen(content)
}

async function says(customer: string, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await house.does(words(text), { id: customer, language: 'en' })
}

describe('after a restart with changed flows', () => {
  test('a conversation in the middle goes on with the words it began with, and a new one gets the new words', async () => {
    await says('1', lines.opening, lines.safe)
    expect(textsTo(house, '1').at(-1)).toMatch(lines.hose)
    await restart(changed)
    await says('1', lines.hoseFine)
    expect(textsTo(house, '1')).toEqual([expect.stringContaining(OLD_WORDS)])
    await says('2', lines.opening, lines.safe, lines.hoseFine)
    expect(textsTo(house, '2').at(-1)).toContain(NEW_WORDS)
  })

  test('the buttons of a question asked before still answer it', async () => {
    await says('1', lines.opening, lines.safe)
    const asked = house.recorder.sent.at(-2)?.content
    const button = asked?.kind === 'text' ? asked.buttons?.find(({ label }) => label === lines.hoseFine) : undefined
    await restart(changed)
    await house.does({ kind: 'tap', token: button?.token ?? '' })
    expect(textsTo(house, '1')).toEqual([expect.stringContaining(OLD_WORDS)])
  })

  test('whoever has finished begins the next time with the new words', async () => {
    await says('1', lines.opening)
    await house.does({ kind: 'command', name: 'cancel', payload: '' })
    await restart(changed)
    await says('1', lines.opening, lines.safe, lines.hoseFine)
    expect(textsTo(house, '1').at(-1)).toContain(NEW_WORDS)
  })
})

const ALL_TIMERS = 'select key, due_at, flow from timer order by id'

describe('after a restart', () => {
  async function book(): Promise<void> {
    await says('1', lines.opening, lines.safe, lines.hoseFine, lines.filterClean, lines.name, '13812345678')
    await says('1', lines.home, MODEL, lines.bought, lines.noWish)
    const buttons = house.recorder.sent.flatMap(({ content }) =>
      content.kind === 'text' ? (content.buttons ?? []) : [],
    )
    const window = buttons.filter(({ label }) => /\d\d:\d\d–/.test(label)).at(-1)
    await house.does({ kind: 'tap', token: window?.token ?? '' })
    await says('1', lines.confirm)
    expect(textsTo(house, '1')).toContainEqual(expect.stringMatching(lines.booked))
  }

  test('timers fire as they were promised, and the clock stands where it was', async () => {
    await book()
    const timers = await rows<{ due_at: number; flow: string }>(house, ALL_TIMERS)
    const reminder = timers.find(({ flow }) => flow === 'confirm-visit')
    await house.app.time.moveBy(60_000)
    const now = house.app.clock.now()
    await restart(shipped)
    expect(house.app.clock.now()).toBe(now)
    expect(await rows(house, ALL_TIMERS)).toEqual(timers)
    await house.app.time.moveBy(Number(reminder?.due_at) - now)
    expect(textsTo(house, '1')).toEqual([expect.stringMatching(lines.reminder)])
  })

  test('timers that fell due meanwhile fire at once', async () => {
    await book()
    const [timer] = await rows<{ due_at: number }>(house, "select due_at from timer where flow = 'confirm-visit'")
    await house.app.stop()
    await reopen(shipped, { now: Number(timer?.due_at) + 60_000 })
    await house.app.worker.drain()
    expect(textsTo(house, '1')).toEqual([expect.stringMatching(lines.reminder)])
  })

  test('what was not sent yet is sent, in order, and what was sent is not', async () => {
    await says('1', lines.opening)
    await house.app.stop()
    const gate = createGate()
    await reopen(shipped, { channels: [gate.channel] })
    await arrives(house, '1', words(lines.safe))
    await gate.reached(1)
    await arrives(house, '1', words(lines.hoseFine))
    await house.app.runDesk({ conversation: 'test:1', staff: WEI, command: { do: 'finish-task', task: 1 } })
    // The platform is slow: the process ends while the first message is under way and is told to try later.
    gate.open({ kind: 'later', afterMs: 60_000, everyone: true })
    await restart(shipped)
    await house.app.worker.drain()
    expect(textsTo(house, '1')).toEqual([expect.stringMatching(lines.hose), expect.stringMatching(lines.filter)])
    expect(await rows(house, "select count(*) as pending from outbox where state = 'pending'")).toEqual([
      { pending: 0 },
    ])
  })

  test('an update that comes again from before the restart changes nothing', async () => {
    const inbound = await house.does(words(lines.opening))
    await restart(shipped)
    await house.redelivers(inbound)
    expect(house.recorder.sent).toEqual([])
    expect(await rows(house, 'select count(*) as stored from inbox')).toEqual([{ stored: 1 }])
  })

  test('a conversation that an agent has claimed is still theirs', async () => {
    await says('1', lines.opening, lines.human)
    const [escalation] = await rows<{ id: number }>(house, 'select id from escalation')
    const id = escalation?.id ?? 0
    const desk = (command: { do: 'claim' | 'hand-back'; escalation: number }) =>
      house.app.runDesk({ conversation: 'test:1', staff: WEI, command })
    await desk({ do: 'claim', escalation: id })
    await restart(shipped)
    await says('1', 'are you there?')
    expect(textsTo(house, '1')).toEqual([])
    expect(await desk({ do: 'hand-back', escalation: id })).toMatchObject({ ok: true })
    await house.app.worker.drain()
    expect(textsTo(house, '1').at(-1)).toMatch(lines.safety)
  })
})
