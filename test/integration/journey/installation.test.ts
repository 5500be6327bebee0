/** A new machine, from the first word to the accepted visit: brought to the door, and set up. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { VisitMove } from '../../../src/desk/command.ts'
import type { Values } from '../../../src/flow/flow.ts'
import { DAY_MS } from '../../../src/service/local-time.ts'
import { type ChannelHouse, openChannelHouse } from '../../support/channel-rig.ts'
import type { Person } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import { bookLastWindow, LINES, MODEL, moveToVisit, moveVisit } from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

const SAID = {
  en: {
    hello: 'hello',
    install: 'please install my new washing machine',
    place: /Is the place ready for it/,
    ready: 'Yes, all ready',
    name: /May I have your name/,
    stock: /^Your refrigerator is in stock from .*we would like to bring it to you/,
    choose: 'Choose a time',
    ordered: /Which model did you order/,
    opened: /Have you opened the packing/,
    fine: 'Opened and checked, all fine',
    satisfied: /Is everything done as you wished/,
    accept: 'I accept the work',
    accepted: /^Thank you, the work is noted as accepted/,
  },
  zh: {
    hello: '你好',
    install: '请来安装新洗衣机',
    place: /安装位置都准备好了吗/,
    ready: '都准备好了',
    name: /怎么称呼您/,
    stock: /^您订购的冰箱.*到货/,
    choose: '现在约时间',
    ordered: /您订购的是哪个型号/,
    opened: /开箱检查过了吗/,
    fine: '已开箱检查，没有问题',
    satisfied: /您满意吗/,
    accept: '确认验收',
    accepted: /^谢谢您，已经登记验收/,
  },
} as const

const DOCUMENTS = { acceptanceList: true, configuration: true, maintenanceManual: true, faq: true }

let content: Content
let house: ChannelHouse
let anna: Person

beforeAll(async () => {
  content = await slackContent()
}, 60_000)
afterEach(() => house.close())

async function does(move: VisitMove, details: Values = {}): Promise<void> {
  const outcome = await moveVisit(house, anna, move, details)
  if (!outcome.ok) throw new Error(`${move}: ${outcome.why} ${JSON.stringify(outcome.values)}`)
}

describe.each([
  ['telegram', 'en'],
  ['telegram', 'zh'],
  ['slack', 'en'],
  ['slack', 'zh'],
] as const)('on %s in %s', (platform, language) => {
  const lines = LINES[language]
  const said = SAID[language]

  beforeEach(async () => {
    house = await openChannelHouse(platform, content)
    anna = house.person({ language })
  })

  async function tellsWhoAndWhere(): Promise<void> {
    await anna.hears(said.name)
    await anna.says(lines.name)
    await anna.hears(lines.phone)
    await anna.says('13812345678')
    await anna.hears(lines.address)
    await anna.says(lines.home)
  }

  async function books(): Promise<void> {
    await anna.hears(lines.wish)
    await anna.taps(lines.noWish)
    await anna.hears(lines.windows)
    await bookLastWindow(anna, lines)
  }

  /** There is nothing to repair, so nobody asks for a receipt before the work begins. */
  async function isVisited(form: Values): Promise<void> {
    await does('assign')
    await anna.hears(lines.assigned)
    await moveToVisit(house)
    await does('on-the-way')
    await does('arrived')
    await anna.hears(lines.arrived)
    await does('begin', { purchasedOn: '' })
    await does('complete', form)
    await anna.hears(lines.completed)
    await house.settled()
  }

  async function accepts(): Promise<void> {
    expect(anna.seen.at(-1)?.text).toMatch(said.satisfied)
    await anna.taps(said.accept)
    await anna.hears(said.accepted)
    await house.settled()
    expect(await house.rows('select state from visit')).toEqual([{ state: 'ACCEPTED' }])
  }

  test('an installation: told in one sentence, set up with its documents, accepted, and under warranty', async () => {
    await anna.says(said.install)
    await anna.hears(said.place)
    await anna.taps(said.ready)
    await tellsWhoAndWhere()
    await anna.hears(lines.model)
    await anna.says(MODEL)
    await books()
    await isVisited(DOCUMENTS)
    await accepts()
    expect(await house.rows('select type, state from service_case')).toEqual([{ type: 'INSTALL', state: 'RESOLVED' }])
    expect(await house.rows('select appliance, model_no, proven from asset')).toEqual([
      { appliance: 'washing-machine', model_no: MODEL, proven: 1 },
    ])
  })

  test('a delivery: announced, its time chosen, opened and checked, and accepted', async () => {
    await anna.says(said.hello)
    await house.settled()
    const readyOn = new Date(house.app.clock.now() + 2 * DAY_MS).toISOString().slice(0, 10)
    const announced = await house.desk(anna.conversation, {
      do: 'announce-delivery',
      appliance: 'refrigerator',
      readyOn,
    })
    expect(announced.ok).toBe(true)
    await anna.hears(said.stock)
    await anna.taps(said.choose)
    await anna.hears(said.ordered)
    await anna.says('BCD-215')
    await tellsWhoAndWhere()
    await books()
    await isVisited({ openedAndChecked: true })
    expect(anna.seen.at(-1)?.text).toMatch(said.opened)
    await anna.taps(said.fine)
    await house.settled()
    await accepts()
    expect(await house.rows('select type, state, ready_on from service_case')).toEqual([
      { type: 'DELIVERY', state: 'RESOLVED', ready_on: readyOn },
    ])
  })
})
