/** A mention in a channel: everything that follows is said in the thread below it, with the one who asked. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openSlackRig, type SlackRig } from '../../support/channel-rig-slack.ts'
import { heardTexts, type Person } from '../../support/customer.ts'
import { slackPerson } from '../../support/customer-slack.ts'
import type { FakeSlackChannel, FakeSlackUser } from '../../support/fake-slack-types.ts'
import type { Content } from '../../support/house.ts'
import { bookLastWindow, LINES, MODEL } from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

const lines = LINES.en
const NOT_YOURS = /This question is for somebody else/
let content: Content
let house: SlackRig
let anna: FakeSlackUser
let ben: FakeSlackUser
let help: FakeSlackChannel

beforeAll(async () => {
  content = await slackContent()
})
beforeEach(async () => {
  house = await openSlackRig(content)
  const { slack } = house.slack
  anna = slack.user({ id: 'U0ANNA', name: 'Anna' })
  ben = slack.user({ id: 'U0BEN', name: 'Ben' })
  help = slack.channel({ id: 'C0HELP', name: 'help', members: [anna, ben] })
})
afterEach(() => house.close())

/** Says something to us by name; gives the one who goes on in the thread below it. */
async function mentions(user: FakeSlackUser, text: string): Promise<{ person: Person; ts: string }> {
  const { ts } = await user.says(text, { channel: help.id, mention: true })
  return { person: slackPerson(house.slack.slack, user, { place: { channel: help.id, threadTs: ts } }), ts }
}

test('a diagnosis and a booking are held in the thread, and nothing is said anywhere else', async () => {
  const { person, ts } = await mentions(anna, lines.opening)
  await person.hears(lines.safety)
  await person.taps(lines.safe)
  await person.hears(lines.hose)
  await person.says(lines.hoseFine)
  await person.hears(lines.filter)
  await person.taps(lines.filterClean)
  await person.hears(lines.whoAreYou)
  await person.says(lines.name)
  await person.hears(lines.phone)
  await person.sharesContact('8613812345678')
  await person.hears(lines.address)
  await person.says(lines.home)
  await person.hears(lines.model)
  await person.says(MODEL)
  await person.hears(lines.purchased)
  await person.says(lines.bought)
  await person.hears(lines.wish)
  await person.taps(lines.noWish)
  await person.hears(lines.windows)
  await bookLastWindow(person, lines)
  await house.settled()
  expect(await house.rows('select distinct conversation_id as id from inbox')).toEqual([{ id: person.conversation }])
  expect(await house.rows('select conversation_id as id from visit')).toEqual([{ id: person.conversation }])
  expect(help.posts().map(post => post.ts)).toEqual([ts])
  expect(anna.messages).toEqual([])
})

test('what somebody else says or presses in the thread is no answer', async () => {
  const { person, ts } = await mentions(anna, lines.opening)
  const question = await person.hears(lines.safety)
  await ben.says(lines.safe, { channel: help.id, threadTs: ts })
  const shownToBen = help.replies(ts).find(reply => reply.ts === question.id)
  await ben.presses(lines.safe, { in: shownToBen as NonNullable<typeof shownToBen> })
  const told = await ben.hears(NOT_YOURS, { channel: help.id, threadTs: ts })
  await house.settled()
  expect(told.ephemeralFor).toBe(ben.id)
  expect(heardTexts(person)).toEqual([question.text])
  expect(await house.rows('select count(*) as n from inbox')).toEqual([{ n: 1 }])
  await person.taps(lines.safe)
  await person.hears(lines.hose)
})

test('the threads of two customers, side by side, do not mix', async () => {
  const hers = await mentions(anna, lines.opening)
  const his = await mentions(ben, 'my fridge is not cold')
  const first = await hers.person.hears(lines.safety)
  const second = await his.person.hears(/C\d+/)
  const [number, other] = [first, second].map(({ text }) => /C\d+/.exec(text)?.[0] ?? '')
  expect(other).not.toBe(number)
  await hers.person.taps(lines.safe)
  await hers.person.hears(lines.hose)
  await house.settled()
  expect(heardTexts(hers.person).join()).not.toContain(other)
  expect(heardTexts(his.person).join()).not.toContain(number)
  expect(heardTexts(his.person).join()).not.toMatch(lines.hose)
})

test('one customer in two threads and in direct messages has three talks', async () => {
  const first = await mentions(anna, lines.opening)
  const second = await mentions(anna, 'my fridge is not cold')
  await first.person.hears(lines.safety)
  await second.person.hears(/C\d+/)
  const direct = slackPerson(house.slack.slack, anna)
  await direct.says('hello')
  await direct.hears(/What can I do for you|Hello/)
  await house.settled()
  expect(new Set([first, second].map(({ person }) => person.conversation)).add(direct.conversation).size).toBe(3)
  expect(await house.rows('select count(distinct conversation_id) as talks from inbox')).toEqual([{ talks: 3 }])
})
