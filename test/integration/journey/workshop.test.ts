/** The whole way of an appliance to the workshop and back, in both languages where people really write. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { VisitMove } from '../../../src/desk/command.ts'
import type { Values } from '../../../src/flow/flow.ts'
import { type ChannelHouse, openChannelHouse } from '../../support/channel-rig.ts'
import type { Person } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import {
  bookLastWindow,
  COMPLETION_FORM,
  LINES,
  moveVisit,
  offeredWindows,
  RECEIPT,
  reachWindows,
} from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'
import { WORKSHOP_WORDS } from '../../support/workshop.ts'

const DAY = 24 * 3_600_000
let content: Content
let house: ChannelHouse
let anna: Person

const SAID = {
  en: {
    first: /stand in the workshop only/,
    suggested: /^The engineer suggests repairing the appliance in our workshop\. .*tested for longer/,
    receipt: /^Thank you\. This is your receipt, case number C\d+/,
    transit: /on its way to our workshop/,
    inWorkshop: /is in the workshop and being repaired/,
    later: /^I am sorry, we need longer than we promised\. The new day/,
    ready: /is repaired and tested\. When may we bring it back/,
    times: /Which one suits you/,
    done: /^Thank you, we come /,
    back: /your appliance is back with you, and the receipt is settled/,
    accept: 'I accept the work',
    accepted: /noted as accepted/,
  },
  zh: {
    first: /维修中心才有的专用工具/,
    suggested: /^工程师建议把机器拉回维修中心修理。.*长时间试机/,
    receipt: /^谢谢您。这是您的收条，服务单号C\d+/,
    transit: /正在运往维修中心/,
    inWorkshop: /在维修中心维修/,
    later: /^非常抱歉，比原先承诺的要晚一些。新的送回时间/,
    ready: /已经修好并试机。什么时候给您送回/,
    times: /您看哪个方便/,
    done: /^好的，我们/,
    back: /机器已送回到您家，收条已收回/,
    accept: '确认验收',
    accepted: /已经登记验收/,
  },
} as const

beforeAll(async () => {
  content = await slackContent()
}, 60_000)
afterEach(() => house.close())

async function does(move: VisitMove, details: Values = {}): Promise<void> {
  const outcome = await moveVisit(house, anna, move, details)
  if (!outcome.ok) throw new Error(`${move}: ${outcome.why} ${JSON.stringify(outcome.values)}`)
}

async function stage(to: string, details: Values = {}): Promise<void> {
  const outcome = await house.desk(anna.conversation, { do: 'move-workshop', workshop: 1, stage: to, details })
  if (!outcome.ok) throw new Error(`${to}: ${outcome.why}`)
}

async function row(sql: string) {
  await house.settled()
  return (await house.rows(sql))[0]
}

describe.each([
  ['telegram', 'en'],
  ['telegram', 'zh'],
  ['slack', 'en'],
  ['slack', 'zh'],
] as const)('on %s in %s', (platform, language) => {
  const lines = LINES[language]
  const said = SAID[language]
  const words = WORKSHOP_WORDS[language]

  beforeEach(async () => {
    house = await openChannelHouse(platform, content)
    anna = house.person({ language })
  })

  test('R-060 to R-064 suggested, agreed to with a loaner, repaired, brought back, accepted', async () => {
    await reachWindows(anna, lines)
    await bookLastWindow(anna, lines)
    for (const move of ['assign', 'on-the-way', 'arrived'] as const) await does(move)
    await does('begin', RECEIPT)

    const promisedReturnAt = house.app.clock.now() + 5 * DAY
    await does('propose-workshop', { workshopReason: 'long-test', condition: 'one scratch', promisedReturnAt })
    expect((await anna.hears(said.suggested)).text).toContain(words.loaner)
    await anna.taps(words.withLoaner)
    const receipt = await anna.hears(said.receipt)
    expect(receipt.text).toContain('one scratch')
    expect(await row('select state from loaner_loan')).toEqual({ state: 'OUT' })
    expect(await row('select state from visit')).toEqual({ state: 'PULLED_BACK' })
    const files = anna.seen.flatMap(({ files }) => files)
    const paper = files.find(({ name }) => name.startsWith('receipt-C'))
    expect(
      Buffer.from((await paper?.read()) ?? [])
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')

    await stage('IN_TRANSIT')
    await anna.hears(said.transit)
    await stage('IN_WORKSHOP')
    await anna.hears(said.inWorkshop)
    await stage('IN_WORKSHOP', { promisedReturnAt: promisedReturnAt + DAY })
    await anna.hears(said.later)
    await stage('READY')
    await anna.hears(said.ready)
    await anna.taps(words.choose)
    await anna.hears(said.times)
    await anna.taps(offeredWindows(anna)[0] ?? '')
    await anna.hears(said.done)
    expect(await row('select state, round from visit')).toEqual({ state: 'CONFIRMED', round: 2 })

    for (const move of ['on-the-way', 'arrived'] as const) await does(move)
    await does('begin', RECEIPT)
    expect(await moveVisit(house, anna, 'complete', COMPLETION_FORM)).toMatchObject({ why: 'form-incomplete' })
    await does('complete', { ...COMPLETION_FORM, receiptReclaimed: true, loanerReturned: true })
    await anna.hears(said.back)
    await anna.taps(said.accept)
    await anna.hears(said.accepted)
    expect(await row('select state from visit')).toEqual({ state: 'ACCEPTED' })
    expect(await row('select state from workshop_repair')).toEqual({ state: 'RETURNED' })
    expect(await row('select state from loaner_loan')).toEqual({ state: 'RETURNED' })
    expect(await row('select state from service_case')).toEqual({ state: 'RESOLVED' })
    expect(await house.rows("select key from timer where key like 'workshop:%'")).toEqual([])
  })

  test('R-060 declined: the repair goes on at home, and what was suggested before agrees to nothing', async () => {
    await reachWindows(anna, lines)
    await bookLastWindow(anna, lines)
    for (const move of ['assign', 'on-the-way', 'arrived'] as const) await does(move)
    await does('begin', RECEIPT)
    const promisedReturnAt = house.app.clock.now() + 5 * DAY
    await does('propose-workshop', { workshopReason: 'special-tools', condition: 'clean', promisedReturnAt })
    const first = await anna.hears(said.first)
    await does('propose-workshop', { workshopReason: 'long-test', condition: 'clean', promisedReturnAt })
    await anna.hears(said.suggested)
    await anna.taps(words.home)
    await anna.hears(language === 'en' ? /the appliance stays here/ : /机器不拉走/)
    await anna.tapsOn(first, words.withLoaner)
    await anna.hears(new RegExp(words.outdated))
    expect(await row('select state from visit')).toEqual({ state: 'WORKING' })
    expect(await house.rows('select state from workshop_repair')).toEqual([
      { state: 'DECLINED' },
      { state: 'DECLINED' },
    ])
  })
})
