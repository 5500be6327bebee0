/** Contract of every channel: what customers change or take back afterwards, where their platform lets them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ChannelHouse, openChannelHouse, platformsThat } from '../../support/channel-rig.ts'
import { heardTexts, type Person } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import { LINES, reachHose, reachPerson } from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

const lines = LINES.en
let content: Content
let house: ChannelHouse
let anna: Person

beforeAll(async () => {
  content = await slackContent()
})

describe.each(platformsThat('edit'))('on %s', platform => {
  beforeAll(async () => {
    house = await openChannelHouse(platform, content)
  })
  beforeEach(() => {
    anna = house.person()
  })
  afterAll(() => house.close())

  test('an edited message that answers nothing is noted, and nothing is asked twice', async () => {
    const first = await anna.says(lines.opening)
    await anna.hears(lines.safety)
    await anna.taps(lines.safe)
    await anna.hears(lines.hose)
    await house.settled()
    const heard = heardTexts(anna).length
    await anna.edits(first, "my washer won't drain at all")
    await anna.hears(/^I have noted your change/)
    await house.settled()
    expect(heardTexts(anna)).toHaveLength(heard + 1)
  })

  test('an edited message that answers the open question is its answer', async () => {
    await reachHose(anna, lines)
    const first = await anna.says('hmm, let me think')
    await house.settled()
    await anna.edits(first, lines.hoseFine)
    await anna.hears(lines.filter)
    expect((await anna.seesSettled(lines.hose)).settled).toBe(lines.hoseFine)
  })
})

describe.each(platformsThat('delete'))('on %s', platform => {
  beforeAll(async () => {
    house = await openChannelHouse(platform, content)
  })
  afterAll(() => house.close())

  test('what a customer took back is marked for the person who looks after them, and the bot says nothing', async () => {
    anna = house.person()
    await reachPerson(house, anna, lines)
    const id = await anna.says('my code is 4711')
    await house.settled()
    const heard = heardTexts(anna).length
    await anna.deletes(id)
    await house.settled()
    expect(heardTexts(anna)).toHaveLength(heard)
    const stored = await house.rows(
      "select payload ->> '$.content.kind' as kind, state from inbox where conversation_id = ? order by id desc limit 1",
      [anna.conversation],
    )
    expect(stored).toEqual([{ kind: 'deleted', state: 'done' }])
  })
})
