/** The day's work in the staff's channel: visits, tasks, questions, and who may do what. */
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FakeSlackMessage, FakeSlackUser } from '../../support/fake-slack-types.ts'
import { shown } from '../../support/fake-slack-user.ts'
import type { Content } from '../../support/house.ts'
import { bookLastWindow, LINES, reachWindows } from '../../support/journey.ts'
import {
  type Asking,
  createRelayRig,
  RELAY_PLATFORMS,
  type RelayPlatform,
  type RelayRig,
} from '../../support/relay-rig.ts'
import { MANAGER_GROUP, openSlackHouse, type SlackHouse, slackContent } from '../../support/slack-house.ts'
import { changeYaml } from '../../support/telegram-house.ts'

const lines = LINES.en
const STAFF = [
  { id: 'U0LIN', name: 'Lin Yan' },
  { id: 'U0WANG', name: 'Wang Fang' },
  { id: 'U0LI', name: 'Li Ming' },
]

let content: Content
let house: SlackHouse
let rig: RelayRig
/** Dispatcher and manager, agent, technician. */
let lin: FakeSlackUser
let wang: FakeSlackUser
let li: FakeSlackUser
/** In the channel, and not one of the staff. */
let otto: FakeSlackUser

beforeAll(async () => {
  content = await slackContent(folder =>
    changeYaml<{ desk: { roles: object } }>(join(folder, 'policy.yaml'), ({ desk }) => {
      desk.roles = { agent: ['U0WANG'], dispatcher: [MANAGER_GROUP], technician: ['U0LI'], manager: [] }
    }),
  )
})
beforeEach(async () => {
  house = await openSlackHouse({ ...content, staff: STAFF, managers: ['U0LIN'], telegram: true })
  rig = createRelayRig(house)
  ;[lin, wang, li] = house.staff as [FakeSlackUser, FakeSlackUser, FakeSlackUser]
  otto = house.slack.user({ id: 'U0OTTO', name: 'Otto' })
})
afterEach(() => house.close())

/** The card of a visit, a task or an escalation as the channel shows it now; the newest of its kind. */
function cardOf(kind: 'visit' | 'task' | 'escalation'): FakeSlackMessage {
  const card = house.desk.posts().findLast(({ metadata }) => {
    return (metadata as { event_payload?: { subject?: string } } | undefined)?.event_payload?.subject === kind
  })
  if (!card) throw new Error(`there is no card of a ${kind}`)
  return card
}

/** Somebody who was helped and has booked a visit. */
async function booked(platform: RelayPlatform): Promise<Asking> {
  const asking = await rig.claimed(platform, lin)
  await lin.presses('Hand back', { in: asking.card() })
  await house.settled()
  await reachWindows(asking.person, lines)
  await bookLastWindow(asking.person, lines)
  await house.settled()
  return asking
}

const visitState = async () => (await house.rows<{ state: string }>('select state from visit'))[0]?.state
/** What somebody alone is told in the channel, as it comes. */
const isTold = (user: FakeSlackUser, pattern: RegExp) => user.hears(pattern, { channel: house.desk.id })
const FORM = { Cause: 'coin in the pump', 'What was done': 'taken out', 'Parts used': 'none' }
const CHECKLIST = ['Tools', 'Spare parts', 'Tariff', 'Work permit', 'Receipt book']
const BOXES = [
  'Test run done',
  'No other fault found',
  'Place left clean',
  'Use shown to the customer',
  'Cause and care explained',
]

describe.each(RELAY_PLATFORMS)('the visit of a customer on %s', platform => {
  test('goes its way from the card, and each step is told to the customer', async () => {
    const { person } = await booked(platform)
    await lin.presses('Assign', { in: cardOf('visit') })
    await lin.seesModal(/technician/i)
    expect((await lin.submits()).action).toBe('closed')
    await house.settled()
    await person.hears(lines.assigned)
    // Another technician: a card on a screen that has not caught up is outdated.
    const early = { ...cardOf('visit') }
    await lin.presses('Change technician', { in: cardOf('visit') })
    await lin.seesModal(/technician/i)
    await lin.submits({ Technician: 'Wang Fang' })
    await house.settled()
    await person.hears(/Wang Fang/)
    const before = person.seen.length
    await lin.presses('Cancel visit', { in: early })
    await isTold(lin, /changed|latest/)
    await house.settled()
    expect([await visitState(), person.seen.length]).toEqual(['ASSIGNED', before])

    await li.presses('On the way', { in: cardOf('visit') })
    await li.seesModal(/Minutes/)
    await li.submits({ 'Minutes until arrival': 25, 'With you': CHECKLIST })
    await house.settled()
    await person.hears(/is on the way to you/)

    await li.presses('Arrived', { in: cardOf('visit') })
    await house.settled()
    await person.hears(/is at your door/)

    await li.presses('Begin work', { in: cardOf('visit') })
    await li.seesModal(/Day of purchase/)
    await li.submits({ 'Day of purchase on the card or receipt': '2026-01-15' })
    await house.settled()

    await li.presses('Complete', { in: cardOf('visit') })
    await li.seesModal()
    const incomplete = await li.submits({ ...FORM, 'Parts used': ' ' })
    expect(incomplete.action).toBe('errors')
    expect(Object.keys(incomplete.errors).sort()).toEqual(['boxes:testRun', 'parts'])
    expect(incomplete.errors['boxes:testRun']).toContain('Place left clean')
    expect(await visitState()).toBe('WORKING')
    expect((await li.submits({ ...FORM, 'boxes:testRun': BOXES })).action).toBe('closed')
    await house.settled()
    await person.hears(lines.completed)
    expect(await visitState()).toBe('AWAITING_ACCEPTANCE')
    expect(shown(cardOf('visit'))).toMatch(
      /Requested .* → Assigned .* → On the way .* → Arrived .* → At work .* → Completed /,
    )
  })

  test('is cancelled after the question whether it is meant, by whom the roles allow alone', async () => {
    const { person } = await booked(platform)
    const before = person.seen.length
    // A technician and an agent may not, and hear who may.
    for (const user of [li, wang]) {
      await user.presses('Cancel visit', { in: cardOf('visit') })
      await isTold(user, /dispatcher/)
    }
    house.desk.members.add(otto.id)
    await otto.presses('Cancel visit', { in: cardOf('visit') })
    await otto.presses('Assign', { in: cardOf('visit') })
    await isTold(otto, /only the staff/i)
    await house.settled()
    expect(otto.modal).toBeUndefined()
    expect(await visitState()).toBe('REQUESTED')
    expect(person.seen).toHaveLength(before)
    const buttons = cardOf('visit').blocks.flatMap(({ elements }) => (elements ?? []) as { action_id?: string }[])
    expect(buttons.find(({ action_id: id }) => id === 'desk:visit-cancel')).toMatchObject({
      confirm: { title: { text: 'Cancel this visit?' } },
    })
    await lin.presses('Cancel visit', { in: cardOf('visit') })
    await house.settled()
    expect(await visitState()).toBe('CANCELLED')
    expect(person.seen.length).toBeGreaterThan(before)
  })
})

test('what nobody understood is listed until somebody has done it (R-007)', async () => {
  const { person } = await rig.claimed('telegram', lin)
  await lin.presses('Hand back', { in: cardOf('escalation') })
  await house.settled()
  await person.says('florp blargle zzzt')
  await house.settled()
  const { ts } = cardOf('task')
  expect(shown(cardOf('task'))).toContain('florp blargle zzzt')
  house.desk.members.add(otto.id)
  await otto.presses('Done', { in: cardOf('task') })
  await isTold(otto, /only the staff/i)
  await house.settled()
  await wang.presses('Done', { in: cardOf('task') })
  await house.settled()
  expect(cardOf('task').ts).toBe(ts)
  expect(shown(cardOf('task'))).toMatch(/Done by Wang Fang/)
  expect(JSON.stringify(cardOf('task').blocks)).not.toContain('desk:task:done')
})

test('an escalation is given to a colleague, and its priority changed, by whom the roles allow', async () => {
  const asking = await rig.asks('telegram')
  await li.presses('Claim', { in: asking.card() })
  await isTold(li, /agent/)
  await house.settled()
  await lin.presses('Assign', { in: asking.card() })
  await lin.seesModal(/look after/)
  house.desk.members.add(otto.id)
  expect((await lin.submits({ Colleague: otto.id })).errors.to).toMatch(/not one of the staff/)
  expect((await lin.submits({ Colleague: wang.id })).action).toBe('closed')
  await house.settled()
  await asking.person.hears(/^Wang Fang is handling your case/)
  expect(shown(asking.card())).toContain('Wang Fang has this one')
  await wang.presses('Priority', { in: asking.card() })
  await wang.seesModal(/urgent/)
  await wang.submits({ Priority: 'HIGH' })
  await house.settled()
  expect(await house.rows('select priority, claimed_name from escalation')).toEqual([
    { priority: 'HIGH', claimed_name: 'Wang Fang' },
  ])
  expect(shown(asking.card())).toContain('High')
  // An agent gives nobody else's case away.
  await wang.presses('Assign', { in: asking.card() })
  await wang.seesModal()
  await wang.submits({ Colleague: lin.id })
  await house.settled()
  expect(await house.rows('select claimed_name from escalation')).toEqual([{ claimed_name: 'Wang Fang' }])
})

test('questions are answered to the staff, and to nobody else', async () => {
  const { person } = await booked('telegram')
  await person.says(lines.human)
  await person.hears(lines.calling)
  await house.settled()
  await wang.presses('Claim', { in: cardOf('escalation') })
  await house.settled()
  const asks = async (user: FakeSlackUser, words: string) => {
    const { acknowledged } = await user.commands(`/aftercare ${words}`.trim(), { channel: house.desk.id })
    expect(acknowledged).toBe(true)
    const answer = user.ephemerals.at(-1)
    return answer ? shown(answer) : ''
  }
  expect(await asks(li, 'case C1001')).toMatch(/C1001[\s\S]*Anna Long/)
  expect(await asks(li, 'case C9999')).toContain('C9999')
  expect(await asks(li, 'today')).toMatch(/visits/i)
  expect(await asks(li, 'late')).toMatch(/late/i)
  expect(await asks(li, 'who')).toMatch(/Wang Fang: [\s\S]*C1001/)
  expect(await asks(li, 'help')).toMatch(/\/aftercare who/)
  expect(await asks(li, 'nonsense')).toMatch(/\/aftercare who/)
  house.desk.members.add(otto.id)
  for (const words of ['case C1001', 'today', 'late', 'who', 'help', '']) {
    const answer = await asks(otto, words)
    expect(answer).toMatch(/for our staff/)
    expect(answer).not.toMatch(/Anna|C1001|Wang/)
  }
})
