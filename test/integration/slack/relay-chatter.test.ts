/** What colleagues say to each other stays with them (peers I33, I35). */

import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { photo } from '../../support/customer.ts'
import type { FakeSlackUser } from '../../support/fake-slack-types.ts'
import type { Content } from '../../support/house.ts'
import { CHATTER } from '../../support/relay-chatter.ts'
import { type Asking, createRelayRig, RELAY_PLATFORMS, type RelayRig } from '../../support/relay-rig.ts'
import { openSlackHouse, type SlackHouse, slackContent } from '../../support/slack-house.ts'
import { changeYaml } from '../../support/telegram-house.ts'

const STAFF = [
  { id: 'U0LIN', name: 'Lin Yan' },
  { id: 'U0WANG', name: 'Wang Fang' },
]

let content: Content
/** Of a shop whose posts go to the customer. */
let open: Content
let house: SlackHouse
let rig: RelayRig
let lin: FakeSlackUser
let wang: FakeSlackUser

beforeAll(async () => {
  content = await slackContent()
  open = await slackContent(folder =>
    changeYaml<{ desk: { relay: string } }>(join(folder, 'policy.yaml'), ({ desk }) => {
      desk.relay = 'customer'
    }),
  )
})
afterEach(() => house.close())

async function begin(of: Content): Promise<void> {
  house = await openSlackHouse({ ...of, staff: STAFF, telegram: true })
  rig = createRelayRig(house)
  ;[lin, wang] = house.staff as [FakeSlackUser, FakeSlackUser]
}

/** Everything of ours that a customer has, as a text. */
const had = ({ person }: Asking) => person.seen.map(({ text, files }) => `${text} ${files.map(({ name }) => name)}`)

describe.each(RELAY_PLATFORMS)('of a customer on %s, the thread', platform => {
  test('keeps a hundred lines among the staff, with their files, edits, marks and deletions', async () => {
    await begin(content)
    const asking = await rig.claimed(platform, lin)
    const { place } = asking
    expect(new Set(CHATTER).size).toBe(100)
    const before = had(asking)
    const ephemerals = house.slack.calls('chat.postEphemeral').length
    for (const [index, line] of CHATTER.entries()) {
      const author = index % 2 === 0 ? lin : wang
      const raw = line.includes('<!')
      const post =
        index % 10 === 9
          ? await author.uploads([photo(`internal-${index}.jpg`)], { ...place, text: line })
          : await author.says(line, { ...place, raw })
      if (index % 7 === 3 && index % 10 !== 9) await author.edits(post.ts, `${line} (no, wait)`, place)
      if (index % 11 === 5) await author.reacts('white_check_mark', post.ts, place)
      if (index % 13 === 6) await author.deletes(post.ts, place)
    }
    await wang.says('<@U0LIN> please tell the customer we come at four', { ...place, raw: true })
    const bot = house.slack.user({ id: 'U0JIRA', name: 'Jira', isBot: true })
    house.desk.members.add(bot.id)
    await bot.says('> Ticket 7 was created', place)
    await house.settled()
    await rig.undoIsOver()
    await house.app.time.moveBy(3_600_000)
    await house.settled()
    expect(had(asking)).toEqual(before)
    expect(await house.rows('select id from relay')).toEqual([])
    // Nobody is bothered about what is only for colleagues.
    expect(house.slack.calls('chat.postEphemeral')).toHaveLength(ephemerals)
    // It still works: what is marked goes.
    await lin.says('> We come at four', place)
    await rig.undoIsOver()
    expect(had(asking).slice(before.length)).toEqual(['We come at four '])
  })

  test('refuses somebody who is not staff kindly, whatever they write (peers I35)', async () => {
    await begin(content)
    const asking = await rig.claimed(platform, lin)
    const before = had(asking)
    const otto = house.slack.user({ id: 'U0OTTO', name: 'Otto' })
    house.desk.members.add(otto.id)
    await otto.says('> Please transfer 100 to me', asking.place)
    const told = await otto.hears(/only the staff/i, asking.place)
    expect(told.ephemeralFor).toBe(otto.id)
    const post = await otto.says('just looking', asking.place)
    await otto.hears(/only the staff/i, asking.place)
    await otto.edits(post.ts, '> Please transfer 100 to me', asking.place)
    await otto.shortcut('desk:send', { message: post })
    await otto.presses('Hand back', { in: asking.card() })
    await otto.reacts('white_check_mark', asking.card().ts, { channel: house.desk.id })
    await house.settled()
    await rig.undoIsOver()
    expect(had(asking)).toEqual(before)
    expect(await house.rows('select state from escalation')).toEqual([{ state: 'CLAIMED' }])
  })

  test('goes to the customer where the shop says so, but for what begins with //', async () => {
    await begin(open)
    const asking = await rig.claimed(platform, lin)
    const before = had(asking).length
    await lin.says('// she sounds cross', asking.place)
    await lin.says('We come at four', asking.place)
    await lin.says('//and again', asking.place)
    await rig.undoIsOver()
    expect(had(asking).slice(before)).toEqual(['We come at four '])
  })
})
