/** Fifty customers and five agents at once: every word in its own conversation, in its order (peers I58). */
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeSlackUser } from '../../support/fake-slack-types.ts'
import { shown } from '../../support/fake-slack-user.ts'
import { type Asking, createRelayRig, type RelayRig } from '../../support/relay-rig.ts'
import { openSlackHouse, type SlackHouse, slackContent } from '../../support/slack-house.ts'
import { changeYaml } from '../../support/telegram-house.ts'

const CUSTOMERS = 50
const MESSAGES = 3
const AGENTS = ['Lin Yan', 'Wang Fang', 'Li Na', 'Zhou Min', 'Sun Lei'].map((name, index) => ({
  id: `U0AGENT${index}`,
  name,
}))

let house: SlackHouse
let rig: RelayRig

beforeEach(async () => {
  // Many at once is where something could overtake something.
  const content = await slackContent(folder =>
    changeYaml<{ channels: Record<string, { parallel: number }> }>(join(folder, 'policy.yaml'), ({ channels }) => {
      for (const pace of Object.values(channels)) pace.parallel = 10
    }),
  )
  house = await openSlackHouse({ ...content, staff: AGENTS, telegram: true })
  rig = createRelayRig(house)
})
afterEach(() => house.close())

const NUMBERS = Array.from({ length: MESSAGES }, (_, index) => index + 1)
const customerWords = (who: number, number: number) => `customer ${who} says ${number}.`
const agentWords = (who: number, number: number) => `agent to ${who} says ${number}.`

test('nothing is lost, mixed up or out of order', async () => {
  const askings = await Promise.all(
    Array.from({ length: CUSTOMERS }, (_, who) => rig.asks(who % 2 === 0 ? 'telegram' : 'slack', `Customer ${who}`)),
  )
  expect(new Set(askings.map(({ place }) => place.threadTs)).size).toBe(CUSTOMERS)
  const agentOf = (who: number) => house.staff[who % AGENTS.length] as FakeSlackUser

  await Promise.all(askings.map(({ card }, who) => agentOf(who).presses('Claim', { in: card() })))
  await house.settled()
  const speak = async ({ person }: Asking, who: number) => {
    for (const number of NUMBERS) await person.says(customerWords(who, number))
  }
  const answer = async ({ place }: Asking, who: number) => {
    for (const number of NUMBERS) await agentOf(who).says(`> ${agentWords(who, number)}`, place)
  }
  await Promise.all(askings.flatMap((asking, who) => [speak(asking, who), answer(asking, who)]))
  await house.settled()
  await rig.undoIsOver()

  for (const [who, asking] of askings.entries()) {
    const heard = asking.person.seen.flatMap(({ text }) => /agent to \d+ says \d+\./.exec(text)?.[0] ?? [])
    expect(heard, `customer ${who} hears`).toEqual(NUMBERS.map(number => agentWords(who, number)))
    const lines = asking.thread().filter(({ fromApp }) => fromApp)
    const said = lines.flatMap(post => /customer \d+ says \d+\./.exec(shown(post))?.[0] ?? [])
    expect(said, `thread ${who}`).toEqual(NUMBERS.map(number => customerWords(who, number)))
    expect(lines.filter(post => shown(post).includes('✓ Delivered'))).toHaveLength(MESSAGES)
    expect(shown(asking.card())).toContain(agentOf(who).name)
  }
  const claims = await house.rows<{ claimed_name: string }>('select claimed_name from escalation order by id')
  expect(claims.map(({ claimed_name: name }) => name).filter(name => name !== null)).toHaveLength(CUSTOMERS)
}, 180_000)
