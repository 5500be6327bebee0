/** Where relaying is easily broken: changes of what no thread has, very long words, and a Slack that is too busy. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FakeSlackMessage, FakeSlackUser } from '../../support/fake-slack-types.ts'
import { shown } from '../../support/fake-slack-user.ts'
import type { Content } from '../../support/house.ts'
import { type Asking, createRelayRig, RELAY_PLATFORMS, type RelayRig } from '../../support/relay-rig.ts'
import { openSlackHouse, type SlackHouse, slackContent } from '../../support/slack-house.ts'

let content: Content
let house: SlackHouse
let rig: RelayRig
let lin: FakeSlackUser

beforeAll(async () => {
  content = await slackContent()
})
beforeEach(async () => {
  house = await openSlackHouse({ ...content, staff: [{ id: 'U0LIN', name: 'Lin Yan' }], telegram: true })
  rig = createRelayRig(house)
  lin = house.staff[0] as FakeSlackUser
})
afterEach(() => house.close())

/** Where a text is cut in two, the space between goes. */
const spaceless = (text: string) => text.replace(/\s/g, '')

/** Sections of a post put together: what a long text was cut into. */
function sections({ blocks }: FakeSlackMessage): string {
  const texts = blocks.flatMap(({ type, text }) =>
    type === 'section' && text ? [(text as { text: string }).text] : [],
  )
  return texts.join('')
}

/** Posts of the thread, once there are so many. */
async function posts(asking: Asking, count: number): Promise<readonly FakeSlackMessage[]> {
  while (asking.thread().length < count) await lin.hears(/^/, asking.place)
  await house.settled()
  return asking.thread()
}

describe.each(RELAY_PLATFORMS)('a customer on %s', platform => {
  test('who changes a message of before anybody was called breaks nothing, then or later', async () => {
    const newcomer = rig.greets(platform)
    const early = await newcomer.says('my washer wont drian')
    await newcomer.edits(early, "my washer won't drain")
    await house.settled()
    expect(house.desk.messages).toEqual([])
    const asking = await rig.calls(newcomer)
    await newcomer.edits(early, 'my washer does not drain at all')
    const [line] = await posts(asking, 1)
    expect(line && shown(line)).toMatch(/\(edited\)[\s\S]*does not drain at all/)
    expect(asking.thread()).toHaveLength(1)
    if (platform === 'slack') {
      await newcomer.deletes(early)
      expect(shown((await posts(asking, 2))[1] as FakeSlackMessage)).toContain('deleted')
    }
  })

  test('who writes four thousand characters has a card and a line all the same', async () => {
    const long = (words: string) => words.repeat(1_000).slice(0, 4_000).trim()
    const english = long('It is <loud> & wet here; ')
    const chinese = long('地上都是水，声音<很大>。')
    const newcomer = rig.greets(platform)
    await newcomer.says(english)
    await house.settled()
    const asking = await rig.calls(newcomer)
    expect(shown(asking.card())).toContain('Asked for a person')
    expect(shown(asking.card())).toContain('It is <loud> & wet here; It is')
    for (const text of [english, chinese]) await newcomer.says(text)
    const said = (await posts(asking, 2)).map(sections)
    expect(said.map(spaceless)).toEqual([english, chinese].map(spaceless))
    await lin.presses('Claim', { in: asking.card() })
    await house.settled()
    expect(shown(asking.card())).toContain('Lin Yan has this one')
  })

  test('whose lines wait for a busy Slack is read once and in order', async () => {
    const asking = await rig.claimed(platform, lin)
    const said = Array.from({ length: 20 }, (_, index) => `line ${index + 1}.`)
    house.slack.failNext('chat.postMessage', { rateLimited: 1 })
    await Promise.all(said.map(text => asking.person.says(text)))
    // Again in the middle of them.
    house.slack.failNext('chat.postMessage', { rateLimited: 1 })
    const read = (await posts(asking, said.length)).map(post => /line \d+\./.exec(shown(post))?.[0])
    expect(read).toEqual(said)
  })
})
