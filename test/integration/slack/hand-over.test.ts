/** A customer on Telegram, agents in Slack: claimed, answered and handed back at the same step. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FakeSlackMessage, FakeSlackUser } from '../../support/fake-slack-types.ts'
import type { FakeUser } from '../../support/fake-telegram-user.ts'
import type { Content } from '../../support/house.ts'
import { LINES } from '../../support/journey.ts'
import { openSlackHouse, type SlackHouse, slackContent } from '../../support/slack-house.ts'

const STAFF = [
  { id: 'U0LIN', name: 'Lin Yan' },
  { id: 'U0WANG', name: 'Wang Fang' },
]

let content: Content
let house: SlackHouse
let lin: FakeSlackUser
let customer: FakeUser

beforeAll(async () => {
  content = await slackContent()
})
beforeEach(async () => {
  house = await openSlackHouse({ ...content, staff: STAFF, telegram: true })
  lin = house.staff[0] as FakeSlackUser
})
afterEach(() => house.close())

/** The card of the escalation, as the channel shows it. */
function card(): FakeSlackMessage {
  const post = house.desk.posts().find(({ blocks }) => JSON.stringify(blocks).includes('desk:'))
  if (!post) throw new Error('There is no card')
  return post
}

const cardText = () => JSON.stringify(card().blocks)

describe.each(['en', 'zh'] as const)('a customer on Telegram who speaks %s', language => {
  const lines = LINES[language]

  test('is answered by an agent in Slack and goes on at the same step with everything known', async () => {
    customer = house.telegram.user({ id: 7, language: lines.code, name: 'Anna' })
    await customer.says(lines.opening)
    await customer.hears(lines.safety)
    await customer.taps(lines.safe)
    await customer.hears(lines.hose)
    await customer.says(lines.human)
    await customer.hears(lines.calling)
    await house.settled()
    expect(cardText()).toContain('C1001')

    await lin.presses('Claim')
    await house.settled()
    await customer.hears(/Lin Yan/)
    expect(cardText()).toContain('Lin Yan')
    const threadTs = card().ts

    await customer.says('13812345678')
    await house.settled()
    expect(JSON.stringify(house.desk.replies(threadTs).map(({ blocks }) => blocks))).toContain('13812345678')

    await lin.says('> Hello, this is Lin. One moment.', { channel: house.desk.id, threadTs })
    await house.settled()
    expect(customer.messages.map(({ text }) => text)).not.toContain('Hello, this is Lin. One moment.')
    await house.app.time.moveBy(5_000)
    await house.settled()
    await customer.hears(/^Hello, this is Lin\. One moment\.$/)

    await lin.presses('Hand back', { in: card() })
    await house.settled()
    await customer.hears(lines.back)
    const newest = customer.messages.at(-1)
    expect(newest?.text).toMatch(lines.hose)
    await customer.taps(lines.hoseFine)
    await customer.hears(lines.filter)
  })
})
