/** What gets in the way of a journey, on the channels that people really write through. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CAN, type ChannelHouse, openChannelHouse } from '../../support/channel-rig.ts'
import { heardTexts, labelsTo, type Person } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import {
  bookLastWindow,
  HOUR_MS,
  LINES,
  moveVisit,
  offeredWindows,
  reachHose,
  reachWindows,
} from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

const lines = LINES.en
let content: Content
let house: ChannelHouse
let anna: Person

beforeAll(async () => {
  content = await slackContent()
})
afterEach(() => house.close())

describe.each(['telegram', 'slack'] as const)('on %s', platform => {
  beforeEach(async () => {
    house = await openChannelHouse(platform, content)
    anna = house.person()
  })

  describe('a visit', () => {
    test('is moved by the customer; the old window is free again and the number stays (R-004)', async () => {
      const number = await reachWindows(anna, lines)
      const before = await bookLastWindow(anna, lines)
      await anna.says('I need another time for the technician')
      const question = await anna.hears(/Which of these times suits you better/)
      expect(question.text).toContain(before)
      const after = offeredWindows(anna)[0] ?? ''
      await anna.taps(after)
      expect((await anna.hears(/^Done, the new time is /)).text).toContain(after)
      await house.settled()
      expect(await house.rows('select state, visit_id from booking')).toEqual([{ state: 'booked', visit_id: 1 }])
      expect(await house.rows('select v.revision from visit v join booking b on b.starts_at = v.starts_at')).toEqual([
        { revision: 2 },
      ])
      await anna.says('what is the status of my case?')
      expect((await anna.hears(/^Case /)).text).toContain(number)
    })

    test('is cancelled by the customer, once asked; nobody is reminded of it and the window is free', async () => {
      await reachWindows(anna, lines)
      const window = await bookLastWindow(anna, lines)
      await anna.says('cancel my visit')
      expect((await anna.hears(/Shall I cancel it/)).text).toContain(window)
      await anna.taps('Yes, cancel it')
      await anna.hears(/^The visit is cancelled/)
      await anna.taps('Time does not suit')
      await anna.hears(/^Thank you\. Whenever you need a visit/)
      await house.settled()
      expect(await house.rows('select state from visit')).toEqual([{ state: 'CANCELLED' }])
      expect(await house.rows('select id from booking')).toEqual([])
      const heard = heardTexts(anna).length
      await house.app.time.moveBy(72 * HOUR_MS)
      await house.settled()
      expect(heardTexts(anna)).toHaveLength(heard)
    })

    test('that is on the way is not cancelled by the bot: a person settles it', async () => {
      await reachWindows(anna, lines)
      await bookLastWindow(anna, lines)
      await moveVisit(house, anna, 'assign')
      await moveVisit(house, anna, 'on-the-way')
      await anna.hears(lines.onTheWay)
      await anna.says('cancel my visit')
      await anna.hears(/Shall I cancel it/)
      await anna.taps('Yes, cancel it')
      await anna.hears(/on the way already, so I cannot cancel it myself/)
      await house.settled()
      expect(await house.rows('select reason from escalation')).toEqual([{ reason: 'cancel-too-late' }])
      expect(await house.rows('select state from visit')).toEqual([{ state: 'EN_ROUTE' }])
    })

    test('that is cancelled by the desk is apologised for, and the customer may book again at once', async () => {
      await reachWindows(anna, lines)
      await bookLastWindow(anna, lines)
      await moveVisit(house, anna, 'cancel')
      await anna.hears(/^I am very sorry, we have to cancel the visit/)
      await anna.taps('Choose another time')
      await anna.hears(lines.windows)
      await bookLastWindow(anna, lines)
      await house.settled()
      expect(await house.rows('select state from visit order by id')).toEqual([
        { state: 'CANCELLED' },
        { state: 'REQUESTED' },
      ])
      expect(await house.rows('select count(*) as cases from service_case')).toEqual([{ cases: 1 }])
    })
  })

  describe('hazard words', () => {
    test.each([
      ['in the middle of the checks', "wait, there is smoke coming out of it and it's sparking"],
      [
        'in a message full of other things',
        'hose is fine, I am Anna, 13812345678, tomorrow suits, but it smells burnt',
      ],
    ])('%s stop everything, and nothing but the STOP text is sent (R-016)', async (_, words) => {
      await reachHose(anna, lines)
      await house.settled()
      const heard = heardTexts(anna).length
      await anna.says(words)
      const stop = await anna.hears(/do not touch the appliance/)
      await house.settled()
      expect(heardTexts(anna)).toHaveLength(heard + 1)
      expect(stop.text).toMatch(/119[\s\S]*120[\s\S]*A person from our team is contacting you here\.$/)
      expect(stop.labels).toEqual([])
      expect(labelsTo(anna)).toEqual([])
      expect(await house.rows('select priority, outcome, state from service_case')).toEqual([
        { priority: 'SAFETY', outcome: 'STOP', state: 'ESCALATED' },
      ])
      expect(await house.rows('select reason, priority, state from escalation')).toEqual([
        { reason: 'safety', priority: 'SAFETY', state: 'RAISED' },
      ])
    })

    test('leave no way to book before a person has let the talk go on (R-016)', async () => {
      await reachHose(anna, lines)
      await anna.says('it is on fire')
      await anna.hears(/leave at once/)
      await house.settled()
      const heard = heardTexts(anna).length
      const commands = CAN.commands[platform] ? ['/book', '/cancel', '/start'] : []
      for (const words of [...commands, 'book a visit', 'cancel']) await anna.says(words)
      await house.settled()
      // Who waits is told so once.
      expect(heardTexts(anna).slice(heard)).toEqual([expect.stringMatching(/still waiting for a person/)])
      expect(labelsTo(anna)).toEqual([])
      const [escalation] = await house.rows<{ id: number }>('select id from escalation')
      const id = escalation?.id ?? 0
      await house.desk(anna.conversation, { do: 'claim', escalation: id })
      await house.desk(anna.conversation, { do: 'hand-back', escalation: id })
      await anna.hears(/Shall I book an engineer for you now/)
      await anna.taps('Book an engineer')
      await anna.hears(/May I have your name/)
    })
  })

  test.each([
    ['en', 'no, the address is 5 Short Lane, Minhang', 'can I talk to somebody please'],
    ['zh', '不对，地址是闵行区沪闵路8号1栋202', '能找个人工客服吗'],
  ] as const)(
    'a correction is no answer to the question for dangers (R-016), in %s',
    async (language, correction, human) => {
      const customer = house.person({ language })
      await customer.says(LINES[language].opening)
      await customer.hears(LINES[language].safety)
      await customer.says(correction)
      await house.settled()
      expect(heardTexts(customer).join()).not.toMatch(LINES[language].hose)
      await customer.says(human)
      await customer.hears(LINES[language].calling)
    },
  )

  test('a shared location and "I do not know" are answers', async () => {
    await anna.says(lines.opening)
    await anna.hears(lines.safety)
    await anna.taps(lines.safe)
    await anna.hears(lines.hose)
    await anna.taps('Just send someone')
    await anna.hears(lines.whoAreYou)
    await anna.says(lines.name)
    expect((await anna.hears(lines.phone)).request).toBe(lines.shareContact)
    await anna.says('138 1234 5678')
    expect((await anna.hears(lines.address)).request).toBe(
      CAN.locationRequest[platform] ? 'Share my location' : undefined,
    )
    await anna.sharesLocation(31.2304, 121.4737)
    await anna.hears(lines.model)
    await anna.says('I do not know')
    await anna.hears(lines.purchased)
    await anna.says('no idea')
    await anna.hears(lines.wish)
    await anna.says('tomorrow afternoon please')
    await anna.hears(lines.windows)
    expect(offeredWindows(anna)[0]).toBe('Tue 3 Mar, 14:00–16:00')
    await anna.taps('Tue 3 Mar, 14:00–16:00')
    const summary = await anna.hears(lines.summary)
    expect(summary.text).toContain(
      'Model: to be found out\nBought: to be found out\nWarranty: to be verified\nWish: tomorrow afternoon please',
    )
  })
})
