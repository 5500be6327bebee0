/** Script E-25 of the rulebook: the same fault again, an engineer who found none, and a case number of somebody else. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { VisitMove } from '../../../src/desk/command.ts'
import type { Values } from '../../../src/flow/flow.ts'
import { type ChannelHouse, openChannelHouse } from '../../support/channel-rig.ts'
import { type Person, voice } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import {
  bookLastWindow,
  HOUR_MS,
  LINES,
  type Lines,
  moveVisit,
  offeredWindows,
  RECEIPT,
  reachWindows,
} from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

const DAY = 24 * HOUR_MS

const SAID = {
  en: {
    accept: 'I accept the work',
    accepted: /^Thank you, the work is noted as accepted/,
    again:
      /^I am very sorry that the same fault is back so soon\. I have raised the priority, and another engineer is to come/,
    finding: /^We found no fault/,
    dispute: 'I want a second opinion',
    send: /If you have a recording or a photo/,
    status: (number: string) => `status of case ${number}`,
    notFound: /^I find no case of yours with that number/,
  },
  zh: {
    accept: '确认验收',
    accepted: /^谢谢/,
    again: /^同一故障这么快又出现，非常抱歉。已经为您提高优先级，并优先安排另一位工程师/,
    finding: /没有发现机器故障/,
    dispute: '我要求复检',
    send: /视频、录音或照片/,
    status: (number: string) => `查一下单号${number}`,
    notFound: /^未找到该工单/,
  },
} as const

/** The safety question follows at once. */
const ONE_MESSAGE = { en: /First, your safety/, zh: /先确认一下安全/ } as const

let content: Content
let house: ChannelHouse
beforeAll(async () => {
  content = await slackContent()
}, 120_000)
afterEach(() => house.close())

async function does(anna: Person, move: VisitMove, details?: Values): Promise<void> {
  const outcome = await moveVisit(house, anna, move, details)
  if (!outcome.ok) throw new Error(`${move}: ${outcome.why} ${JSON.stringify(outcome.values)}`)
}

const EACH = (['telegram', 'slack'] as const).flatMap(platform =>
  (['en', 'zh'] as const).map(language => [platform, language] as const),
)

describe.each(EACH)('on %s in %s', (platform, language) => {
  const lines: Lines = LINES[language]
  const said = SAID[language]

  test('E-25 fixed twelve days ago and back: sooner, by somebody else; no fault found is disputed; a neighbour’s number is nobody’s', async () => {
    house = await openChannelHouse(platform, content)
    const anna = house.person({ language })
    await reachWindows(anna, lines)
    await bookLastWindow(anna, lines)
    for (const move of ['assign', 'on-the-way', 'arrived', 'complete'] as const) await does(anna, move)
    await anna.hears(lines.completed)
    await anna.taps(said.accept)
    await anna.hears(said.accepted)
    await house.settled()
    await house.app.time.moveBy(12 * DAY)
    await house.settled()

    await anna.says(lines.opening)
    const again = await anna.hears(said.again)
    expect(again.text).toContain('C1002')
    await house.settled()
    expect(await house.rows('select flags, priority from service_case where id = 2')).toEqual([
      { flags: '["REPEAT"]', priority: 'HIGH' },
    ])
    expect(again.text).toMatch(ONE_MESSAGE[language])
    await anna.taps(lines.safe)
    await anna.hears(lines.hose)
    await anna.taps(lines.hoseFine)
    await anna.hears(lines.filter)
    await anna.taps(lines.filterClean)
    await knownAlready(anna)
    await bookLastWindow(anna, lines)
    await house.settled()
    const [before, after] = await house.rows<{ technician_id: string }>(
      'select technician_id from booking where visit_id is not null order by visit_id',
    )
    expect(after?.technician_id).not.toBe(before?.technician_id)

    await does(anna, 'assign')
    await does(anna, 'on-the-way')
    await does(anna, 'arrived')
    await does(anna, 'begin', RECEIPT)
    await does(anna, 'complete', { outcome: 'no-fault', cause: 'Drains well', measures: 'Tested', parts: 'none' })
    await anna.hears(said.finding)
    await anna.taps(said.dispute)
    await anna.hears(said.send)
    await anna.uploads([voice])
    await house.settled()
    expect(await house.rows("select case_id from media where kind in ('voice', 'audio')")).toEqual([{ case_id: 2 }])

    const neighbour = house.person({ language })
    await neighbour.says(said.status('C1001'))
    await neighbour.hears(said.notFound)
    await neighbour.says(said.status('C9999'))
    await neighbour.hears(said.notFound)
    await house.settled()
    expect(await house.rows("select kind from staff_task where kind = 'second-opinion'")).toHaveLength(1)
  })

  /** What was told the first time is not asked again; what is asked all the same is answered. */
  async function knownAlready(anna: Person): Promise<void> {
    await house.settled()
    for (let count = 0; count < 6 && offeredWindows(anna).length === 0; count += 1) {
      const label = anna.seen.at(-1)?.labels.find(one => one === lines.noWish || one === lines.confirm)
      if (label) await anna.taps(label)
      else await anna.says(lines.bought)
      await house.settled()
    }
  }
})
