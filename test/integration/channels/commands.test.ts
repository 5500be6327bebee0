/** Contract of every channel: what customers can ask for at any time, as commands where the platform has them, else in words. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encodeNameplate } from '../../../src/service/products.ts'
import { CAN, type ChannelHouse, openChannelHouse, PLATFORMS, platformsThat } from '../../support/channel-rig.ts'
import { heardTexts, type Person } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import { bookLastWindow, LINES, MODEL, offeredWindows, reachHose, reachWindows } from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

const lines = LINES.en

/** The same wish as a command and in words. */
const WISHES = {
  status: ['/status', 'what is the status of my case?'],
  book: ['/book', 'book a visit'],
  help: ['/help', 'help'],
  language: ['/language', 'change the language'],
  settings: ['/settings', 'show my settings'],
  cancel: ['/cancel', 'never mind'],
  human: ['/human', lines.human],
} as const

let content: Content
let house: ChannelHouse
let anna: Person

beforeAll(async () => {
  content = await slackContent()
})

describe.each(PLATFORMS)('on %s', platform => {
  beforeAll(async () => {
    house = await openChannelHouse(platform, content)
  })
  beforeEach(() => {
    anna = house.person()
  })
  afterAll(() => house.close())

  const asksFor = (wish: keyof typeof WISHES) => anna.says(WISHES[wish][CAN.commands[platform] ? 0 : 1])

  test('how it stands: the timeline of the case, or that there is none', async () => {
    await asksFor('status')
    await anna.hears(/^I find no case of yours yet/)
    const number = await reachWindows(anna, lines)
    const window = await bookLastWindow(anna, lines)
    await asksFor('status')
    const status = await anna.hears(/^Case /)
    expect(status.text).toContain(number)
    expect(status.text).toContain(window)
  })

  test('a visit is booked with the same questions', async () => {
    await asksFor('book')
    await anna.hears(/Which appliance is it about/)
    await anna.taps('Washing machine')
    await anna.hears(/What is wrong with it/)
    await anna.says('it stops in the middle')
    await anna.hears(lines.safety)
    await anna.taps(lines.safe)
    await anna.hears(/May I have your name/)
  })

  test('help says what the bot can do, and the question comes back', async () => {
    await reachHose(anna, lines)
    await asksFor('help')
    await anna.hears(/I can help you with this/)
    await house.settled()
    expect(heardTexts(anna).at(-1)).toMatch(lines.hose)
  })

  test('the language changes from then on', async () => {
    await reachHose(anna, lines)
    await asksFor('language')
    await anna.hears(/Which language shall I use/)
    await anna.taps('中文')
    await anna.hears(/我用中文为您服务/)
    await house.settled()
    expect(heardTexts(anna).at(-1)).toMatch(LINES.zh.hose)
  })

  test('the settings show what is known', async () => {
    await reachWindows(anna, lines)
    await bookLastWindow(anna, lines)
    await asksFor('settings')
    const settings = await anna.hears(/This is what I have noted/)
    expect(settings.text).toContain(lines.name)
    expect(settings.text).toContain('+8613812345678')
  })

  test('what is under way is stopped, and a held window given back', async () => {
    await reachWindows(anna, lines)
    await anna.taps(offeredWindows(anna)[0] ?? '')
    await anna.hears(lines.summary)
    const held = () => house.rows('select state from booking where conversation_id = ?', [anna.conversation])
    expect(await held()).toEqual([{ state: 'held' }])
    await asksFor('cancel')
    await anna.hears(/^All right, I have stopped this/)
    await house.settled()
    expect(await held()).toEqual([])
  })

  test('a person is called', async () => {
    await reachHose(anna, lines)
    await asksFor('human')
    await anna.hears(lines.calling)
    await house.settled()
    expect(await house.rows('select state from escalation where conversation_id = ?', [anna.conversation])).toEqual([
      { state: 'RAISED' },
    ])
  })
})

describe.each(platformsThat('commands'))('on %s', platform => {
  beforeEach(async () => {
    house = await openChannelHouse(platform, content)
    anna = house.person()
  })
  afterEach(() => house.close())

  test('a deep link from the nameplate names the appliance, and model and number are kept', async () => {
    await anna.says(`/start ${encodeNameplate({ model: MODEL, serial: 'SN-2024-77' })}`)
    const hello = await anna.hears(new RegExp(`${MODEL}.*SN-2024-77`))
    expect(hello.text).toMatch(/computer program/)
    await anna.taps('Does not drain')
    await anna.hears(lines.safety)
    await house.settled()
    expect(await house.rows('select appliance, model_no, serial_no from service_case')).toEqual([
      { appliance: 'washing-machine', model_no: MODEL, serial_no: 'SN-2024-77' },
    ])
  })

  test('a deep link nobody can read is an ordinary beginning', async () => {
    await anna.says('/start not_one_of_ours')
    await anna.hears(/What can I do for you/)
  })

  test('who has nothing under way hears that there is nothing to stop', async () => {
    await anna.says('/cancel')
    await anna.hears(/^There is nothing to cancel/)
  })
})
