/** The whole journey in Slack on both sides: a customer in direct messages, the staff at the cards of their channel. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSlackRig, type SlackRig } from '../../support/channel-rig-slack.ts'
import { heardTexts, type Person } from '../../support/customer.ts'
import type { FakeSlackMessage, FakeSlackUser } from '../../support/fake-slack-types.ts'
import { shown } from '../../support/fake-slack-user.ts'
import type { Content } from '../../support/house.ts'
import {
  bookLastWindow,
  CHECKLIST,
  COMPLETION_FORM,
  HOUR_MS,
  LINES,
  moveToVisit,
  RECEIPT,
  reachWindows,
} from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

const SOLVED = {
  en: { question: /noted your case as solved/, no: 'No, not yet' },
  zh: { question: /已将您的问题标记为已解决/, no: '还没解决' },
}
const { cause, measures, parts } = COMPLETION_FORM

let content: Content
let house: SlackRig
let lin: FakeSlackUser
let wang: FakeSlackUser

beforeAll(async () => {
  content = await slackContent()
})
beforeEach(async () => {
  house = await openSlackRig(content)
  ;[lin, wang] = house.slack.staff as [FakeSlackUser, FakeSlackUser]
})
afterEach(() => house.close())

/** The newest card of the channel that says this, as it stands there. */
function card(pattern: RegExp): FakeSlackMessage {
  const found = house.slack.desk.posts().findLast(post => pattern.test(shown(post)))
  if (!found) throw new Error(`No card says ${pattern}:\n${house.slack.desk.posts().map(shown).join('\n\n')}`)
  return found
}

describe.each(['en', 'zh'] as const)('in %s', language => {
  const lines = LINES[language]
  let customer: Person
  let number: string

  beforeEach(async () => {
    customer = house.person({ language })
    number = await reachWindows(customer, lines)
  })

  /** The visit goes its way from its card to the question for the rating. */
  async function visitGoes(): Promise<void> {
    await house.settled()
    const { ts } = card(/🔧 Visit/)
    const press = async (label: string, values?: Parameters<FakeSlackUser['submits']>[0]) => {
      const visit = card(/🔧 Visit/)
      expect(visit.ts).toBe(ts)
      await lin.presses(label, { in: visit })
      if (values) {
        await lin.seesModal(new RegExp(number))
        expect(await lin.submits(values)).toMatchObject({ action: 'closed' })
      }
      await house.settled()
    }
    await press('Assign', { technician: 'li-ming' })
    expect((await customer.hears(lines.assigned)).text).toContain(lines.engineer)
    expect(shown(card(/🔧 Visit/))).toContain('Li Ming')
    await moveToVisit(house)
    await press('On the way', { minutes: '25', checklist: CHECKLIST })
    expect((await customer.hears(lines.onTheWay)).text).toContain('25')
    await press('Arrived')
    await customer.hears(lines.arrived)
    await press('Begin work', RECEIPT)
    await customer.hears(lines.begun)
    const boxes = ['testRun', 'noOtherFaults', 'cleaned', 'demonstrated', 'explained']
    await press('Complete', { cause, measures, parts, 'boxes:testRun': boxes })
    await customer.hears(lines.completed)
    await house.app.time.moveBy(24 * HOUR_MS)
    await house.settled()
    await customer.hears(lines.rating)
  }

  /** one number throughout, for the customer and on every card. */
  async function expectOneCase(): Promise<void> {
    const cards = house.slack.desk.posts().map(shown)
    const told = [...heardTexts(customer), ...cards].flatMap(text => text.match(/C\d{4,}/g) ?? [])
    expect(new Set(told)).toEqual(new Set([number]))
    expect(await house.rows('select count(*) as cases from service_case')).toEqual([{ cases: 1 }])
  }

  test('a visit is moved from its card, up to five stars (R-004, R-076)', async () => {
    await bookLastWindow(customer, lines)
    await visitGoes()
    await customer.taps(lines.stars[1])
    await customer.hears(lines.thanks)
    await customer.taps(lines.nothingToAdd)
    await house.settled()
    expect(await house.rows('select score from rating')).toEqual([{ score: 5 }])
    expect(await house.rows('select state from service_case')).toEqual([{ state: 'CLOSED' }])
    expect(await house.rows('select state from visit')).toEqual([{ state: 'ACCEPTED' }])
    expect([...lin.ephemerals, ...wang.ephemerals].map(shown)).toEqual([])
    await expectOneCase()
  })

  test('one star is claimed, answered and resolved from its card; "not solved" opens the case again (R-079)', async () => {
    await bookLastWindow(customer, lines)
    await visitGoes()
    await customer.taps(lines.stars[0])
    await customer.hears(lines.apology)
    await customer.taps(lines.notFixed)
    await customer.hears(lines.tell)
    await customer.says(lines.complaint)
    await customer.hears(lines.passedOn)
    await house.settled()
    const complaint = card(/Claim/)
    expect(shown(complaint)).toContain(lines.complaint)
    const asLinSeesIt = { ...complaint }

    await wang.presses('Claim', { in: complaint })
    await house.settled()
    await customer.hears(/Wang Fang/)
    await lin.presses('Claim', { in: asLinSeesIt })
    await house.settled()
    await lin.hears(/Wang Fang already has this one/, { channel: house.slack.desk.id })

    await wang.presses('Reply', { in: card(/👀 Wang Fang/) })
    await wang.seesModal(/This goes to the CUSTOMER/)
    await wang.submits({ text: 'I come myself tomorrow at nine.' })
    await house.app.time.moveBy(5_000)
    await customer.hears(/^I come myself tomorrow at nine\.$/)
    await house.settled()
    const thread = house.slack.desk.replies(complaint.ts).map(shown).join('\n')
    expect(thread).toMatch(/I come myself[\s\S]*Delivered to the customer/)

    await wang.presses('Resolve', { in: card(/👀 Wang Fang/) })
    await house.settled()
    await customer.hears(SOLVED[language].question)
    expect(shown(card(/Resolved by Wang Fang/)).includes(lines.complaint)).toBe(true)
    expect(await house.rows('select state from service_case')).toEqual([{ state: 'RESOLVED' }])
    await customer.taps(SOLVED[language].no)
    await house.settled()
    expect(await house.rows('select state, reason from escalation order by id')).toEqual([
      { state: 'RESOLVED', reason: 'low-rating' },
      { state: 'RAISED', reason: 'not-solved' },
    ])
    expect(await house.rows('select state from service_case')).toEqual([{ state: 'REOPENED' }])
    expect(card(/Claim/).ts).not.toBe(complaint.ts)
    await expectOneCase()
  })
})
