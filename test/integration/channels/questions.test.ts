/** Contract of every channel: questions are answered by tapping, typing or sharing. */
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CAN, type ChannelHouse, openChannelHouse, PLATFORMS } from '../../support/channel-rig.ts'
import { heardTexts, type Person } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import {
  bookLastWindow,
  LINES,
  MODEL,
  offeredWindows,
  reachHose,
  reachRating,
  reachWindows,
} from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'
import { changeYaml } from '../../support/telegram-house.ts'

/** More windows than any platform shows as buttons in a row. */
const WINDOWS = 14

const lines = LINES.en
let content: Content
beforeAll(async () => {
  content = await slackContent(folder =>
    changeYaml<{ booking: { offered: number } }>(join(folder, 'policy.yaml'), policy => {
      policy.booking.offered = WINDOWS
    }),
  )
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
  afterAll(() => house.close())

  test('a choice takes the choices away and shows the answer; the same one on an old message is explained', async () => {
    const question = await reachHose(anna, lines)
    expect(question.labels).toContain(lines.hoseFine)
    await anna.taps(lines.hoseFine)
    const settled = await anna.seesSettled(lines.hose)
    expect(settled).toMatchObject({ id: question.id, text: question.text, settled: lines.hoseFine, labels: [] })
    await anna.hears(lines.filter)
    await anna.tapsOn(question, lines.hoseFine)
    await anna.hears(/^This button belongs to an earlier question/)
    await house.settled()
    expect(heardTexts(anna).at(-1)).toMatch(lines.filter)
  })

  test.each([
    ['the number of a choice', '1'],
    ['its label', lines.hoseFine],
    ['its label in small letters', lines.hoseFine.toLowerCase()],
  ])('%s may be typed instead', async (_, typed) => {
    const question = await reachHose(anna, lines)
    await anna.says(typed)
    const settled = await anna.seesSettled(lines.hose)
    expect(settled).toMatchObject({ id: question.id, labels: [] })
    expect(question.labels).toContain(settled.settled)
  })

  test('a long list is offered whole, and each of it can be chosen', async () => {
    await reachWindows(anna, lines)
    const windows = offeredWindows(anna)
    expect(windows).toHaveLength(WINDOWS)
    const chosen = windows[WINDOWS - 2] ?? ''
    await anna.taps(chosen)
    expect((await anna.hears(lines.summary)).text).toContain(chosen)
    expect((await anna.seesSettled(lines.windows)).settled).toBe(chosen)
  })

  test('a number may be shared or typed, and so may a place', async () => {
    await reachPhone()
    const asked = await anna.hears(lines.phone)
    expect(asked.request).toBe(lines.shareContact)
    await anna.sharesContact('8613812345678')
    expect((await anna.hears(lines.address)).request).toBe(
      CAN.locationRequest[platform] ? 'Share my location' : undefined,
    )
    await anna.sharesLocation(31.2304, 121.4737)
    await anna.hears(lines.model)
    const shared = await house.rows(
      `select payload ->> '$.content.kind' as kind, payload ->> '$.content.latitude' as latitude from inbox
       where conversation_id = ? and payload ->> '$.content.kind' in ('contact', 'location') order by id`,
      [anna.conversation],
    )
    expect(shared).toEqual([
      { kind: 'contact', latitude: null },
      { kind: 'location', latitude: 31.2304 },
    ])
    anna = house.person()
    await reachPhone()
    await anna.hears(lines.phone)
    await anna.says('138 1234 5678')
    await anna.hears(lines.address)
    await anna.says(lines.home)
    await anna.hears(lines.model)
    await anna.says(MODEL)
    await anna.hears(lines.purchased)
  })

  test('a rating may be changed on its old message for a day (R-078)', async () => {
    await reachWindows(anna, lines)
    await bookLastWindow(anna, lines)
    await reachRating(house, anna)
    const question = await anna.hears(lines.rating)
    await anna.tapsOn(question, '5 ★')
    await anna.hears(lines.thanks)
    await anna.tapsOn(question, '1 ★')
    await anna.hears(lines.apology)
    await house.settled()
    expect(
      await house.rows(
        'select score from rating r join service_case c on c.id = r.case_id where c.conversation_id = ?',
        [anna.conversation],
      ),
    ).toEqual([{ score: 1 }])
  })

  async function reachPhone(): Promise<void> {
    await reachHose(anna, lines)
    await anna.taps('Just send someone')
    await anna.hears(lines.whoAreYou)
    await anna.says(lines.name)
  }
})
