import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Language } from '../../src/flow/flow.ts'
import { type Content, shippedContent } from '../support/house.ts'
import { LINES } from '../support/journey.ts'
import {
  answerForVisit,
  confirmVisit,
  hasChromium,
  heard,
  openPlayground,
  openTab,
  type PlaygroundHouse,
  reportFault,
  say,
  startChromium,
  tap,
  type Visitor,
  visit,
  visitCard,
} from '../support/playground.ts'

/** What the desk says and writes, and who the customers are. */
const WORDS = {
  en: {
    desk: 'Staff desk',
    staff: 'Lin',
    first: { name: LINES.en.name, phone: '138 1234 5678' },
    second: { name: 'Tom Hill', phone: '139 8765 4321' },
    reply: 'Good morning, this is Lin. I have read everything.',
    symptom: 'Washing machine does not drain',
    reason: 'Not satisfied with the service',
    early: /at your door already/,
    stages: ['Requested', 'Assigned', 'On the way', 'Arrived', 'At work', 'Waiting for acceptance'],
    form: { cause: 'drain pump blocked by a coin', measures: 'coin removed', parts: 'none' },
  },
  zh: {
    desk: '服务台',
    staff: '小林',
    first: { name: LINES.zh.name, phone: '13812345678' },
    second: { name: '王强', phone: '13987654321' },
    reply: '您好，我是小林，前面的内容我都看过了。',
    symptom: '洗衣机不排水',
    reason: '对服务不满意',
    early: /提前到了您门口/,
    stages: ['已申请', '已派工', '已出发', '已到达', '维修中', '待客户验收'],
    form: { cause: '排水泵被硬币卡住', measures: '取出硬币', parts: '无' },
  },
} as const

const LANGUAGES = ['en', 'zh'] as const

/** Everything that must be ticked in a completion form. */
async function tickBoxes(form: Locator): Promise<void> {
  for (const name of ['testRun', 'noOtherFaults', 'cleaned', 'demonstrated', 'explained']) {
    await form.getByTestId(`form-${name}`).check()
  }
}

// Where tests decide what may land, a missing browser is a failure.
describe.skipIf(!hasChromium && !process.env.CI)('the playground in a browser', () => {
  let content: Content
  let browser: Browser
  let house: PlaygroundHouse
  let open: Visitor[]

  beforeAll(async () => {
    content = await shippedContent()
    browser = await startChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    open = []
    house = await openPlayground(content)
  })
  afterEach(async () => {
    for (const { page } of open) await page.context().close()
    await house.close()
  })

  async function enter(language: Language, options: Parameters<typeof visit>[3] = {}): Promise<Page> {
    const visitor = await visit(browser, house, language, options)
    open.push(visitor)
    return visitor.page
  }

  function expectNoFaults() {
    expect(open.flatMap(({ faults }) => faults)).toEqual([])
  }

  describe.each(LANGUAGES)('in %s', language => {
    const lines = LINES[language]
    const words = WORDS[language]

    test('a customer books, is visited, rates 1 and gets a person; another one rates 5', async () => {
      const page = await enter(language)
      await reportFault(page, language)
      await answerForVisit(page, language, words.first)
      await confirmVisit(page, language)
      await completeVisit(page, language, words.first.name)

      await page.getByTestId(`new-customer-${language}`).click()
      await reportFault(page, language)
      await answerForVisit(page, language, words.second)
      await confirmVisit(page, language)
      await completeVisit(page, language, words.second.name)

      await page.getByTestId('clock-24h').click()
      await heard(page, lines.rating).waitFor()
      await tap(page, lines.stars[1])
      await heard(page, lines.thanks).waitFor()
      await tap(page, lines.nothingToAdd)

      await page.getByTestId('customer').selectOption({ index: 0 })
      await heard(page, lines.rating).waitFor()
      await tap(page, lines.stars[0])
      await heard(page, lines.apology).waitFor()
      await tap(page, lines.notFixed)
      await heard(page, lines.tell).waitFor()
      await say(page, lines.complaint)
      await heard(page, lines.passedOn).waitFor()

      await openTab(page, 'waiting')
      const card = page.getByTestId('desk-escalation')
      await card.filter({ hasText: words.first.name }).filter({ hasText: words.reason }).waitFor()
      expect(await card.count()).toBe(1)
      expect(await card.textContent()).toContain(words.symptom)
      await answerAsPerson(page, words.reply)
      await page.getByTestId('hand-back').click()
      await heard(page, lines.back).waitFor()
      await card.waitFor({ state: 'detached' })
      expectNoFaults()
    })

    test('a person asked for in the middle of a question hands the very question back', async () => {
      const page = await enter(language)
      await reportFault(page, language)
      await say(page, lines.human)
      await heard(page, lines.calling).waitFor()
      await page.getByTestId('desk-escalation').waitFor()
      await answerAsPerson(page, words.reply)
      await say(page, lines.complaint)
      await page.getByTestId('desk-escalation').getByText(lines.complaint).waitFor()
      await page.getByTestId('hand-back').click()
      await heard(page, lines.hose).nth(1).waitFor()
      await tap(page, lines.hoseFine)
      await heard(page, lines.filter).waitFor()
      expectNoFaults()
    })

    test('the inspector shows flow, step and slots as they change', async () => {
      const page = await enter(language)
      await page.getByTestId('inspector-toggle').click()
      await reportFault(page, language)
      await page.getByTestId('look-flow').getByText('washer-no-drain').waitFor()
      expect(await page.getByTestId('look-step').textContent()).toBe('hose')
      await tap(page, lines.hoseFine)
      await page.getByTestId('look-step').getByText('filter').waitFor()
      const slots = await page.getByTestId('look-slots').textContent()
      expect(slots).toContain('drainHose')
      expect(slots).toContain(words.symptom)
      expectNoFaults()
    })

    test('a reload keeps the conversation, with the buttons of the open question', async () => {
      const page = await enter(language)
      await reportFault(page, language)
      await page.getByTestId('settled').waitFor()
      const before = await page.getByTestId('message').allTextContents()
      await page.reload()
      await heard(page, lines.hose).waitFor()
      expect(await page.getByTestId('message').allTextContents()).toEqual(before)
      await tap(page, lines.hoseFine)
      await heard(page, lines.filter).waitFor()
      expectNoFaults()
    })

    test('the page speaks the language of the browser until another one is chosen', async () => {
      const page = await enter(language)
      await page.getByRole('heading', { name: words.desk }).waitFor()
      const other = language === 'en' ? 'zh' : 'en'
      await page.getByTestId(`language-${other}`).click()
      await page.getByRole('heading', { name: WORDS[other].desk }).waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe(other === 'zh' ? 'zh-Hans' : 'en')
      await page.reload()
      await page.getByRole('heading', { name: WORDS[other].desk }).waitFor()
      await reportFault(page, language)
      expectNoFaults()
    })

    /** Everything that staff do with a visit, up to its end. */
    async function completeVisit(page: Page, spoken: Language, customer: string): Promise<void> {
      await openTab(page, 'visits')
      const requested = visitCard(page, customer, 'REQUESTED')
      await requested.getByText(WORDS[spoken].symptom).waitFor()
      await requested.getByTestId('move-assign').click()
      await requested.getByTestId('form-send').click()
      const assigned = visitCard(page, customer, 'ASSIGNED')
      await heard(page, lines.assigned).waitFor()
      await assigned.getByTestId('move-on-the-way').click()
      await assigned.getByTestId('form-minutes').fill('20')
      for (const box of await assigned.locator('[name=checklist]').all()) await box.check()
      await assigned.getByTestId('form-send').click()
      await heard(page, lines.onTheWay).waitFor()
      await visitCard(page, customer, 'EN_ROUTE').getByTestId('move-arrived').click()
      await heard(page, WORDS[spoken].early).waitFor()
      const arrived = visitCard(page, customer, 'ARRIVED')
      await arrived.getByTestId('move-begin').click()
      await arrived.getByTestId('form-purchasedOn').fill('2026-01-15')
      await arrived.getByTestId('form-send').click()
      const working = visitCard(page, customer, 'WORKING')
      await working.getByTestId('move-complete').click()
      for (const [field, value] of Object.entries(WORDS[spoken].form))
        await working.getByTestId(`form-${field}`).fill(value)
      await tickBoxes(working)
      await working.getByTestId('form-send').click()
      await heard(page, lines.completed).waitFor()
      const done = visitCard(page, customer, 'AWAITING_ACCEPTANCE')
      for (const stage of WORDS[spoken].stages) await done.getByTestId('timeline').getByText(stage).waitFor()
    }

    async function answerAsPerson(page: Page, text: string): Promise<void> {
      await page.getByTestId('claim').click()
      expect(await page.getByTestId('claimed-by').textContent()).toContain(words.staff)
      await page.getByTestId('reply-input').fill(text)
      await page.getByTestId('reply-send').click()
      await page.locator('[data-testid=message][data-from=agent]').getByText(text).waitFor()
    }
  })

  test('a photo appears in the chat and at the desk', async () => {
    const page = await enter('en')
    await reportFault(page, 'en')
    await page.getByTestId('attach').click()
    await page.getByTestId('file').setInputFiles({ name: 'drum.png', mimeType: 'image/png', buffer: PHOTO })
    await page.locator('[data-testid=message] img').waitFor()
    await say(page, LINES.en.human)
    const shown = page.getByTestId('desk-escalation').locator('img')
    await shown.waitFor()
    await page.waitForFunction('[...document.images].every(image => image.complete && image.naturalWidth > 0)')
    expectNoFaults()
  })

  test('a place is shown on the map', async () => {
    const page = await enter('en')
    await reportFault(page, 'en')
    await page.getByTestId('attach').click()
    await page.getByTestId('share-location').click()
    await page.getByTestId('location-send').click()
    const place = page.locator('[data-testid=message] a.place')
    await place.waitFor()
    expect(await place.getAttribute('href')).toBe(
      'https://www.openstreetmap.org/?mlat=30.2084&mlon=120.2119#map=16/30.2084/120.2119',
    )
    expectNoFaults()
  })

  test('a contact and a command are sent from the menu', async () => {
    const page = await enter('en')
    await page.getByTestId('attach').click()
    await page.getByTestId('command-book').click()
    await tap(page, 'Washing machine')
    await heard(page, /What is wrong with it/).waitFor()
    await say(page, 'it smells of old socks')
    await heard(page, LINES.en.safety).waitFor()
    await tap(page, LINES.en.safe)
    await heard(page, /May I have your name/).waitFor()
    await say(page, 'Mia Chen')
    await heard(page, LINES.en.phone).waitFor()
    await page.getByTestId('request').click()
    await page.getByTestId('contact-send').click()
    await heard(page, LINES.en.address).waitFor()
    expectNoFaults()
  })

  test('a form with an empty line is refused in words and can be mended', async () => {
    const page = await enter('en')
    await reportFault(page, 'en')
    await answerForVisit(page, 'en', WORDS.en.first)
    await confirmVisit(page, 'en')
    await openTab(page, 'visits')
    await page.getByTestId('move-assign').click()
    await page.getByTestId('form-send').click()
    await page.getByTestId('move-on-the-way').click()
    await page.getByTestId('form-minutes').fill('20')
    await page.getByTestId('form-send').click()
    await page.getByTestId('refusal').getByText('Before setting out, please check: Tools').waitFor()
    for (const box of await page.locator('[name=checklist]').all()) await box.check()
    await page.getByTestId('form-send').click()
    await page.getByTestId('move-arrived').click()
    await page.getByTestId('move-begin').click()
    await page.getByTestId('form-purchasedOn').fill('2026-01-15')
    await page.getByTestId('form-send').click()
    await page.getByTestId('move-complete').click()
    await page.getByTestId('form-cause').fill(' ')
    await page.getByTestId('form-measures').fill('coin removed')
    await page.getByTestId('form-parts').fill('none')
    await tickBoxes(page.getByTestId('move-form'))
    await page.getByTestId('form-send').click()
    await page.getByTestId('refusal').getByText('The form is not complete yet: Cause.').waitFor()
    expect(await page.getByTestId('form-measures').inputValue()).toBe('coin removed')
    await page.getByTestId('form-cause').fill('a coin')
    await page.getByTestId('form-send').click()
    await heard(page, LINES.en.completed).waitFor()
    await page.getByTestId('refusal').waitFor({ state: 'detached' })
    expectNoFaults()
  })

  test('the clock moves by half an hour and to the next timer', async () => {
    const page = await enter('en')
    await page.getByTestId('clock-time').getByText('09:0').waitFor()
    await page.getByTestId('clock-30m').click()
    await page.getByTestId('clock-time').getByText('09:3').waitFor()
    await reportFault(page, 'en')
    await say(page, LINES.en.human)
    await page.getByTestId('desk-escalation').waitFor()
    await page.getByTestId('clock-next').click()
    await page.getByTestId('desk-escalation').getByText('Level 2').waitFor()
    expectNoFaults()
  })

  test('a narrow screen shows one side at a time', async () => {
    const page = await enter('zh', { viewport: { width: 390, height: 844 } })
    await page.getByTestId('chat-input').waitFor()
    expect(await page.getByTestId('tab-waiting').isVisible()).toBe(false)
    await page.getByTestId('side-desk').click()
    await page.getByTestId('tab-waiting').waitFor()
    expect(await page.getByTestId('chat-input').isVisible()).toBe(false)
    await page.getByTestId('side-chat').click()
    await reportFault(page, 'zh')
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
    expect(overflow).toBeLessThanOrEqual(0)
    expectNoFaults()
  })

  test('localhost is the same house, and two pages hear the same conversation', async () => {
    const page = await enter('en', { host: 'localhost' })
    await reportFault(page, 'en')
    await say(page, LINES.en.human)
    const colleague = await enter('en')
    await colleague.getByTestId('desk-escalation').waitFor()
    await colleague.getByTestId('claim').click()
    await page.getByTestId('claimed-by').waitFor()
    await colleague.getByTestId('reply-input').fill('I am here')
    await colleague.getByTestId('reply-send').click()
    await page.locator('[data-testid=message][data-from=agent]').getByText('I am here').waitFor()
    expectNoFaults()
  })
})

/** One red pixel. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
)
