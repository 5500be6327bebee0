/** Contract of every channel: once, in order, to the right person, whatever comes again or ends in between. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ChannelHouse, openChannelHouse, PLATFORMS } from '../../support/channel-rig.ts'
import { heardTexts, type Person, photo } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import { LINES, reachHose, reachPerson } from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

const lines = LINES.en
let content: Content
beforeAll(async () => {
  content = await slackContent()
})

describe.each(PLATFORMS)('on %s', platform => {
  let house: ChannelHouse
  let anna: Person

  beforeAll(async () => {
    house = await openChannelHouse(platform, content)
  })
  beforeEach(() => {
    anna = house.person()
  })
  afterEach(() => house.repeats(1))
  afterAll(() => house.close())

  const stored = (kind: string) =>
    house.rows<{ text: string }>(
      "select payload ->> '$.content.text' as text from inbox where conversation_id = ? and payload ->> '$.content.kind' = ? order by id",
      [anna.conversation, kind],
    )

  test('what comes four times is stored once and changes nothing', async () => {
    house.repeats(4)
    await reachHose(anna, lines)
    await anna.uploads([photo('1.jpg'), photo('2.jpg')])
    await anna.hears(/I have kept this/)
    await house.settled()
    expect(await stored('text')).toEqual([{ text: lines.opening }])
    expect(await stored('tap')).toHaveLength(1)
    expect(await stored('file')).toHaveLength(2)
    expect(heardTexts(anna)).toHaveLength(3)
  })

  test('a burst of twenty is taken in its order', async () => {
    await reachPerson(house, anna, lines)
    const said = Array.from({ length: 20 }, (_, index) => `Line ${index + 1}`)
    await Promise.all(said.map(text => anna.says(text)))
    await house.settled()
    expect((await stored('text')).slice(1).map(({ text }) => text)).toEqual(said)
  })

  test('two customers at once do not mix', async () => {
    const li = house.person({ language: 'zh', name: '李娜' })
    await Promise.all([anna.says(lines.opening), li.says(LINES.zh.opening)])
    const [hers, theirs] = await Promise.all([anna.hears(lines.safety), li.hears(LINES.zh.safety)])
    await Promise.all([anna.taps(lines.safe), li.taps(LINES.zh.safe)])
    await Promise.all([anna.hears(lines.hose), li.hears(LINES.zh.hose)])
    await house.settled()
    expect(heardTexts(anna)).toHaveLength(2)
    expect(heardTexts(li)).toHaveLength(2)
    const [number, other] = [hers, theirs].map(({ text }) => /C\d+/.exec(text)?.[0])
    expect(number).toBeDefined()
    expect(other).not.toBe(number)
    expect(heardTexts(anna).join()).not.toContain(other)
    expect(heardTexts(li).join()).not.toContain(number)
  })

  test('a question survives that the process ends, and its buttons, too', async () => {
    await reachHose(anna, lines)
    const typed = house.person()
    await reachHose(typed, lines)
    await house.settled()
    await house.restart()
    await anna.taps(lines.hoseFine)
    await anna.hears(lines.filter)
    await typed.says(lines.hoseFine)
    await typed.hears(lines.filter)
    await house.settled()
    for (const customer of [anna, typed]) expect(heardTexts(customer)).toHaveLength(3)
  })
})
