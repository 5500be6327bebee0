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

  test('an edited answer corrects what was answered', async () => {
    await reachHose(anna, lines)
    await anna.taps('Just send someone')
    await anna.hears(lines.whoAreYou)
    const named = await anna.says('Anna Lang')
    await anna.hears(lines.phone)
    await anna.edits(named, lines.name)
    await anna.hears(/Anna Long/)
    await house.settled()
    const edits = await house.rows(
      "select payload ->> '$.content.text' as text from inbox where conversation_id = ? and payload ->> '$.content.kind' = 'edit'",
      [anna.conversation],
    )
    expect(edits).toEqual([{ text: lines.name }])
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
