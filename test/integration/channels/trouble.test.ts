/** Contract of every channel: what a platform refuses comes later, once and in order; who is gone and comes back is served. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ChannelHouse, openChannelHouse, platformsThat } from '../../support/channel-rig.ts'
import { heardTexts, type Person } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import {
  bookLastWindow,
  HOUR_MS,
  LINES,
  moveVisit,
  reachHose,
  reachPerson,
  reachWindows,
} from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'
import { replyOf, staffOf } from '../../support/staff.ts'

const lines = LINES.en
let content: Content
let house: ChannelHouse
let anna: Person

beforeAll(async () => {
  content = await slackContent()
})

describe.each(platformsThat('refuse'))('on %s', platform => {
  beforeAll(async () => {
    house = await openChannelHouse(platform, content)
  })
  beforeEach(() => {
    anna = house.person()
  })
  afterAll(() => house.close())

  const outbox = () =>
    house.rows<{ text: string; state: string }>(
      "select payload ->> '$.text' as text, state from outbox where conversation_id = ? and payload ->> '$.kind' = 'text' order by id",
      [anna.conversation],
    )

  test.each(['busy', 'down', 'drop'] as const)('a platform that is %s costs nothing but time', async trouble => {
    const escalation = await reachPerson(house, anna, lines)
    const before = heardTexts(anna).length
    house.troubles(trouble)
    house.troubles(trouble)
    const said = ['One.', 'Two.', 'Three.']
    for (const text of said) await house.app.runDesk(order(escalation, text))
    await anna.hears(/^Three\.$/)
    await house.settled()
    expect(heardTexts(anna).slice(before)).toEqual(said)
    expect(new Set((await outbox()).map(({ state }) => state))).toEqual(new Set(['sent']))
  })

  test('a message the platform will never take is shown to a person, and the next one arrives', async () => {
    const escalation = await reachPerson(house, anna, lines)
    house.troubles('refused')
    await house.desk(anna.conversation, replyOf(escalation, 'Not to be had.'))
    await house.desk(anna.conversation, replyOf(escalation, 'But this.'))
    await house.settled()
    expect(heardTexts(anna).slice(-1)).toEqual(['But this.'])
    expect(
      await house.rows('select kind, text from staff_task where conversation_id = ?', [anna.conversation]),
    ).toEqual([{ kind: 'undelivered', text: 'Not to be had.' }])
    expect(house.errors.splice(0)).toEqual([expect.stringContaining('the platform refused a message')])
  })

  test('what the assistant had still to say when a person takes over is not sent any more', async () => {
    await reachHose(anna, lines)
    await anna.says(lines.human)
    await anna.hears(lines.calling)
    await house.settled()
    const [raised] = await house.rows<{ id: number }>('select id from escalation where conversation_id = ?', [
      anna.conversation,
    ])
    const escalation = raised?.id ?? 0
    const heard = heardTexts(anna).length
    house.troubles('busy')
    await anna.taps(lines.hoseFine)
    await house.app.runDesk({ ...order(escalation, ''), command: { do: 'claim', escalation } })
    await anna.hears(lines.claimed)
    await house.settled()
    expect(heardTexts(anna).slice(heard)).toEqual([expect.stringMatching(lines.claimed)])
    expect(await house.rows("select id from outbox where state = 'pending'")).toEqual([])
  })

  test('who cannot be reached is listed once, nothing more is sent, and who comes back is served', async () => {
    await reachWindows(anna, lines)
    await bookLastWindow(anna, lines)
    await house.loses(anna)
    await house.settled()
    const heard = heardTexts(anna).length
    await moveVisit(house, anna, 'assign')
    await moveVisit(house, anna, 'on-the-way')
    await house.app.time.moveBy(12 * HOUR_MS)
    await house.settled()
    expect(heardTexts(anna)).toHaveLength(heard)
    expect(
      await house.rows("select kind, state from staff_task where conversation_id = ? and kind = 'unreachable'", [
        anna.conversation,
      ]),
    ).toEqual([{ kind: 'unreachable', state: 'OPEN' }])
    await house.finds(anna)
    await anna.says(lines.human)
    await anna.hears(lines.calling)
    expect(await house.rows('select unreachable_at from conversation where id = ?', [anna.conversation])).toEqual([
      { unreachable_at: null },
    ])
  })

  function order(escalation: number, text: string) {
    const staff = staffOf('Wei')
    return { conversation: anna.conversation, staff, command: replyOf(escalation, text) }
  }
})
