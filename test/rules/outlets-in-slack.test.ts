/** R-121 in Slack: whose staff are called, through the whole house. */
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FakeSlackChannel, FakeSlackMessage, FakeSlackUser } from '../support/fake-slack-types.ts'
import { shown } from '../support/fake-slack-user.ts'
import type { Content } from '../support/house.ts'
import { bookLastWindow, LINES, reachWindows } from '../support/journey.ts'
import { createRelayRig, RELAY_PLATFORMS, type RelayPlatform, type RelayRig } from '../support/relay-rig.ts'
import { openSlackHouse, type SlackHouse, slackContent } from '../support/slack-house.ts'
import { changeYaml } from '../support/telegram-house.ts'

const lines = LINES.en
const IN_HANGZHOU = '12 Jiangnan Road, Binjiang, Hangzhou, building 3, door 501'
const NOWHERE_OF_OURS = '8 Beijing Middle Road, Lhasa, building 1, door 101'

let content: Content
let house: SlackHouse
let rig: RelayRig
let hangzhou: FakeSlackChannel
let jiading: FakeSlackChannel
let lin: FakeSlackUser
let hu: FakeSlackUser
let jia: FakeSlackUser

beforeAll(async () => {
  content = await slackContent(folder =>
    changeYaml<{ outlets: { id: string; slackChannel?: string }[] }>(join(folder, 'outlets.yaml'), ({ outlets }) => {
      for (const outlet of outlets) {
        if (outlet.id === 'hangzhou') outlet.slackChannel = 'C0HANGZHOU'
        if (outlet.id === 'jiading-machinery') outlet.slackChannel = 'C0JIADING'
      }
    }),
  )
})
beforeEach(async () => {
  house = await openSlackHouse({ ...content, staff: [{ id: 'U0LIN', name: 'Lin Yan' }], telegram: true })
  rig = createRelayRig(house)
  lin = house.staff[0] as FakeSlackUser
  hu = house.slack.user({ id: 'U0HU', name: 'Hu' })
  jia = house.slack.user({ id: 'U0JIA', name: 'Jia' })
  hangzhou = house.slack.channel({ id: 'C0HANGZHOU', name: 'hangzhou', members: [hu], isPrivate: true })
  jiading = house.slack.channel({ id: 'C0JIADING', name: 'jiading', members: [jia] })
})
afterEach(() => house.close())

/** A customer who has booked a visit at an address. */
async function booked(platform: RelayPlatform, home: string) {
  const person = rig.greets(platform)
  await reachWindows(person, { ...lines, home })
  await bookLastWindow(person, lines)
  await house.settled()
  return person
}

function cardIn(channel: FakeSlackChannel, subject: 'visit' | 'escalation'): FakeSlackMessage {
  const card = channel.posts().findLast(({ metadata }) => {
    return (metadata as { event_payload?: { subject?: string } } | undefined)?.event_payload?.subject === subject
  })
  if (!card) throw new Error(`there is no card of a ${subject} in ${channel.id}`)
  return card
}

describe.each(RELAY_PLATFORMS)('a customer on %s', platform => {
  test('R-121 given an address of an outlet with a channel of its own, then its staff have the visit and the talk, and nobody of another outlet may press', async () => {
    const person = await booked(platform, IN_HANGZHOU)
    expect(house.desk.posts()).toEqual([])
    await jia.presses('Assign', { in: cardIn(hangzhou, 'visit') })
    await expect.poll(() => jia.ephemerals.map(shown).join()).toContain('only the staff')
    await hu.presses('Assign', { in: cardIn(hangzhou, 'visit') })
    await hu.seesModal(/technician/i)
    expect((await hu.submits()).action).toBe('closed')
    await house.settled()
    await person.hears(lines.assigned)

    // The case is at that outlet: so is whoever answers for it, both ways.
    await person.says(lines.human)
    await person.hears(lines.calling)
    await house.settled()
    const card = cardIn(hangzhou, 'escalation')
    await hu.presses('Claim', { in: card })
    await house.settled()
    await hu.says('> We come from Binjiang.', { channel: hangzhou.id, threadTs: card.ts })
    await house.settled()
    await rig.undoIsOver()
    await person.hears(/We come from Binjiang\./)
    await person.says('Is that far?')
    await house.settled()
    expect(hangzhou.replies(card.ts).map(shown).join('\n')).toContain('Is that far?')
    expect([house.desk.posts(), jiading.posts()]).toEqual([[], []])
    // The head office sees to everything.
    await lin.presses('Priority', { in: cardIn(hangzhou, 'escalation') })
    await lin.seesModal(/[Pp]riority/)
    await lin.submits({ priority: 'HIGH' })
    await house.settled()
    expect(await house.rows('select priority from escalation')).toEqual([{ priority: 'HIGH' }])
  })

  test('R-121 given an address no outlet covers, then the channel of the head office gets it, never nobody', async () => {
    await booked(platform, NOWHERE_OF_OURS)
    expect(shown(cardIn(house.desk, 'visit'))).toContain('Assign')
    expect([hangzhou.posts(), jiading.posts()]).toEqual([[], []])
  })
})
