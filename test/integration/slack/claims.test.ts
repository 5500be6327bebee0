/** Who has a customer: claims, ends, levels and hours, pressed in Slack (peers I39; ). */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FakeSlackMessage, FakeSlackUser } from '../../support/fake-slack-types.ts'
import { shown } from '../../support/fake-slack-user.ts'
import { type Content, MONDAY_MORNING } from '../../support/house.ts'
import { bookLastWindow, HOUR_MS, LINES, reachWindows } from '../../support/journey.ts'
import {
  type Asking,
  createRelayRig,
  RELAY_PLATFORMS,
  type RelayPlatform,
  type RelayRig,
} from '../../support/relay-rig.ts'
import {
  MANAGER_GROUP,
  openSlackHouse,
  type SlackHouse,
  type SlackHouseOptions,
  slackContent,
} from '../../support/slack-house.ts'

const lines = LINES.en
const STAFF = [
  { id: 'U0LIN', name: 'Lin Yan' },
  { id: 'U0WANG', name: 'Wang Fang' },
]
const NIGHT = MONDAY_MORNING + 14 * HOUR_MS

let content: Content
let house: SlackHouse
let rig: RelayRig
let lin: FakeSlackUser
let wang: FakeSlackUser

beforeAll(async () => {
  content = await slackContent()
})
afterEach(() => house.close())

async function begin(options: Partial<SlackHouseOptions> = {}): Promise<void> {
  house = await openSlackHouse({ ...content, staff: STAFF, managers: ['U0LIN'], telegram: true, ...options })
  rig = createRelayRig(house)
  ;[lin, wang] = house.staff as [FakeSlackUser, FakeSlackUser]
}

const states = () => house.rows<{ state: string }>('select state from escalation order by id')
const texts = ({ person }: Pick<Asking, 'person'>) => person.seen.map(({ text }) => text)

const isOf = (agent: string) => `${agent} is handling your case now and answers you here.`

describe('two agents who claim at the same moment', () => {
  const RACES = 1_000
  const AT_ONCE = 50

  test('a thousand times: one has it, the other hears who, and the customer hears that one name', async () => {
    await begin()
    const customers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) => rig.asks(index % 2 === 0 ? 'telegram' : 'slack')),
    )
    // As both agents had them on screen when they pressed.
    const cards = customers.map(({ card }) => ({ ...card() }))
    const wins = { [lin.name]: 0, [wang.name]: 0 }
    for (let races = 0; races < RACES; races += AT_ONCE) {
      if (races > 0) await waitAgain()
      const told = [lin.ephemerals.length, wang.ephemerals.length]
      const heard = customers.map(({ person }) => person.seen.length)
      const pair = (races / AT_ONCE) % 2 === 0 ? [lin, wang] : [wang, lin]
      await Promise.all(cards.flatMap(card => pair.map(agent => agent.presses('Claim', { in: card }))))
      await house.settled()
      await house.slack.called('chat.postEphemeral', races + AT_ONCE)
      const owners = await ownersOf(customers)
      for (const [agent, other, before] of [
        [lin, wang, told[0]],
        [wang, lin, told[1]],
      ] as const) {
        const lost = owners.filter(owner => owner === other.name).length
        wins[other.name] = (wins[other.name] ?? 0) + lost
        const notices = agent.ephemerals.slice(before).map(({ text }) => text)
        expect(notices).toHaveLength(lost)
        expect(notices.filter(text => !text.includes(other.name))).toEqual([])
      }
      for (const [index, { person }] of customers.entries()) {
        expect(person.seen.slice(heard[index]).map(({ text }) => text)).toEqual([isOf(owners[index] ?? '')])
      }
    }
    expect((wins[lin.name] ?? 0) + (wins[wang.name] ?? 0)).toBe(RACES)
    // Claimed once each, says the audit.
    const changes = "select count(*) as claims from audit_event where entity = 'escalation' and became = 'CLAIMED'"
    expect(await house.rows(changes)).toEqual([{ claims: RACES }])
    // The assistant is silent, whatever is said to the person.
    const heard = customers.map(({ person }) => person.seen.length)
    await Promise.all(customers.map(({ person }) => person.says(lines.opening)))
    await house.settled()
    expect(customers.map(({ person }) => person.seen.length)).toEqual(heard)
  }, 180_000)

  /** The owner of each customer's escalation, of which each has one. */
  async function ownersOf(customers: readonly Asking[]): Promise<string[]> {
    const rows = await house.rows<{ id: number; claimed_name: string }>(
      "select id, claimed_name from escalation where state = 'CLAIMED'",
    )
    expect(rows).toHaveLength(customers.length)
    const names = new Map(rows.map(row => [Number(row.id), row.claimed_name]))
    return customers.map(({ escalation }) => names.get(escalation) ?? '')
  }

  /** Everybody waits as before anybody had claimed them: for the next race, without a thousand talks up to there. */
  function waitAgain(): Promise<void> {
    return house.app.database.transaction(house.app.clock.now(), async tx => {
      await tx.run(
        "update escalation set state = 'RAISED', claimed_by = null, claimed_name = null, claimed_at = null",
        [],
      )
      await tx.run("update conversation set owner = 'waiting', agent = null, owner_version = owner_version + 1", [])
    })
  }
})

describe.each(RELAY_PLATFORMS)('a customer on %s who is with a person', platform => {
  test('hears no reminder of the assistant that falls due meanwhile (peers I39)', async () => {
    await begin()
    const asking = await rig.asks(platform)
    await lin.presses('Claim', { in: asking.card() })
    await house.settled()
    await lin.presses('Hand back', { in: asking.card() })
    await house.settled()
    const { person } = asking
    await reachWindows(person, lines)
    await bookLastWindow(person, lines)
    await person.says(lines.human)
    await person.hears(lines.calling)
    await house.settled()
    const waiting = house.desk.posts().findLast(post => shown(post).includes('Asked for')) as FakeSlackMessage
    await lin.presses('Claim', { in: waiting })
    await house.settled()
    const heard = person.seen.length
    const due = await house.rows<{ due_at: number }>("select due_at from timer where flow = 'confirm-visit'")
    expect(due).toHaveLength(1)
    await house.app.time.moveBy(Number(due[0]?.due_at) - house.app.clock.now() + HOUR_MS)
    await house.settled()
    expect(texts(asking).slice(heard)).toEqual([])
    await lin.presses('Hand back', { in: house.desk.posts().find(({ ts }) => ts === waiting.ts) as FakeSlackMessage })
    await house.app.time.moveBy(HOUR_MS)
    await person.hears(lines.reminder)
  })

  test('is claimed by eyes and resolved by a check mark, is asked, and is raised again by a no (R-079, SYS-83)', async () => {
    await begin()
    const asking = await asksInDanger(platform)
    const place = { channel: house.desk.id }
    await lin.reacts('eyes', asking.card().ts, place)
    await house.settled()
    expect(shown(asking.card())).toContain('Lin Yan has this one')
    await wang.reacts('white_check_mark', asking.card().ts, place)
    await wang.hears(/Lin Yan/, place)
    await house.settled()
    expect(await states()).toEqual([{ state: 'CLAIMED' }])
    await lin.reacts('white_check_mark', asking.card().ts, place)
    await house.settled()
    expect(await states()).toEqual([{ state: 'RESOLVED' }])
    expect(shown(asking.card())).toMatch(/Resolved by Lin Yan/)
    const asked = asking.person.seen.at(-1)
    expect(asked?.labels.length).toBeGreaterThan(1)
    await asking.person.taps(asked?.labels[1] ?? '')
    await house.settled()
    expect(await states()).toEqual([{ state: 'RESOLVED' }, { state: 'RAISED' }])
    expect(await house.rows('select state from service_case')).not.toEqual([{ state: 'RESOLVED' }])
    expect(house.desk.posts().filter(({ fromApp }) => fromApp)).toHaveLength(2)
  })

  test('who says thanks afterwards wants nobody', async () => {
    await begin()
    const asking = await asksInDanger(platform)
    await lin.presses('Claim', { in: asking.card() })
    await house.settled()
    await lin.presses('Resolve', { in: asking.card() })
    await house.settled()
    const posts = house.desk.messages.length
    for (const text of ['Thanks!', 'thank you so much']) await asking.person.says(text)
    await house.settled()
    expect(await states()).toEqual([{ state: 'RESOLVED' }])
    expect(await house.rows('select state from service_case')).toEqual([{ state: 'RESOLVED' }])
    expect(house.desk.messages).toHaveLength(posts)
  })
})

/** Somebody whose case waits for a person because of a hazard. */
async function asksInDanger(platform: RelayPlatform): Promise<Asking> {
  const asking = await rig.asks(platform, undefined, 'there is a burning smell from my washing machine')
  expect(await house.rows('select priority from escalation')).toEqual([{ priority: 'SAFETY' }])
  return asking
}

describe('an escalation that nobody claims', () => {
  const CALL = `<!subteam^${MANAGER_GROUP}>`
  const called = (asking: Asking) => asking.lines().filter(line => line.includes(CALL)).length
  const MINUTE_MS = 60_000

  test('calls the managers after five minutes, once for each level, and not when somebody has it (R-020)', async () => {
    await begin()
    const left = await rig.asks('telegram')
    const claimed = await rig.claimed('slack', lin)
    await house.app.time.moveBy(4 * MINUTE_MS)
    await house.settled()
    expect(called(left)).toBe(0)
    await house.app.time.moveBy(MINUTE_MS)
    await house.settled()
    expect([called(left), called(claimed)]).toEqual([1, 0])
    await house.app.time.moveBy(5 * MINUTE_MS)
    await house.settled()
    expect(called(left)).toBe(2)
    await house.app.time.moveBy(60 * MINUTE_MS)
    await house.settled()
    expect([called(left), called(claimed)]).toEqual([2, 0])
  })

  test('calls them after one minute when there may be a danger, at night, too', async () => {
    await begin({ now: NIGHT })
    const left = await asksInDanger('telegram')
    await house.app.time.moveBy(MINUTE_MS)
    await house.settled()
    expect(called(left)).toBe(1)
  })

  test('calls nobody at night for anything else, and the customer hears once when somebody is back (R-123)', async () => {
    await begin({ now: NIGHT })
    const left = await rig.asks('slack')
    for (const text of ['Hello?', lines.human, 'Is nobody there?']) await left.person.says(text)
    await house.settled()
    expect(texts(left).filter(text => text.includes('are not in at the moment'))).toHaveLength(1)
    await house.app.time.moveBy(9 * HOUR_MS)
    await house.settled()
    expect(called(left)).toBe(0)
    // Half past eight, and five minutes.
    await house.app.time.moveBy(HOUR_MS)
    await house.settled()
    expect(called(left)).toBeGreaterThan(0)
    expect(texts(left).filter(text => text.includes('are not in at the moment'))).toHaveLength(1)
  })
})
