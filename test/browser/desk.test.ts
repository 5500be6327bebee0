/** What the staff do at the playground's desk with a customer who waits for a person. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Language } from '../../src/flow/flow.ts'
import { type Content, shippedContent } from '../support/house.ts'
import { LINES } from '../support/journey.ts'
import {
  hasChromium,
  openPlayground,
  type PlaygroundHouse,
  reportFault,
  say,
  startChromium,
  type Visitor,
  visit,
} from '../support/playground.ts'

const WORDS = {
  en: {
    reply: 'Good morning, this is Lin. I have read everything.',
    changed: 'Good morning, Lin here. A hose is on its way.',
    gone: 'This message was taken back.',
  },
  zh: {
    reply: '您好，我是小林，前面的内容我都看过了。',
    changed: '您好，我是小林，排水管已经寄出。',
    gone: '这条消息已撤回。',
  },
} as const

// Where tests decide what may land, a missing browser is a failure.
describe.skipIf(!hasChromium && !process.env.CI)('the desk in a browser', () => {
  let content: Content
  let browser: Browser
  let house: PlaygroundHouse
  let visitor: Visitor | undefined

  beforeAll(async () => {
    content = await shippedContent()
    browser = await startChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    house = await openPlayground(content)
  })
  afterEach(async () => {
    await visitor?.page.context().close()
    await house.close()
  })

  async function enter(language: Language): Promise<Page> {
    visitor = await visit(browser, house, language)
    return visitor.page
  }

  function expectNoFaults() {
    expect(visitor?.faults).toEqual([])
  }

  describe.each(['en', 'zh'] as const)('in %s', language => {
    const words = WORDS[language]

    test('a reply is changed and taken back, and the customer sees the same', async () => {
      const page = await enter(language)
      const agent = page.locator('[data-testid=message][data-from=agent]')
      await reportFault(page, language)
      await say(page, LINES[language].human)
      await page.getByTestId('desk-escalation').waitFor()
      await page.getByTestId('claim').click()
      await page.getByTestId('reply-input').fill(words.reply)
      await page.getByTestId('reply-send').click()
      const relay = page.getByTestId('relay')
      await page.locator('[data-testid=relay][data-state=delivered]').waitFor()
      await relay.getByTestId('relay-edit').click()
      await relay.getByTestId('relay-text').fill(words.changed)
      await relay.getByTestId('relay-save').click()
      await agent.getByText(words.changed).waitFor()
      await agent.locator('.edited').waitFor()
      expect(await agent.count()).toBe(1)
      await page.reload()
      await agent.getByText(words.changed).waitFor()
      await relay.getByTestId('relay-delete').click()
      await agent.getByText(words.gone).waitFor()
      await page.locator('[data-testid=relay][data-state=deleted]').waitFor()
      expect(await agent.textContent()).not.toContain(words.changed)
      await page.reload()
      await agent.getByText(words.gone).waitFor()
      expectNoFaults()
    })
  })

  test('a photo and a manual of the agent appear in the chat, and stay after a reload', async () => {
    const page = await enter('en')
    await reportFault(page, 'en')
    await say(page, LINES.en.human)
    await page.getByTestId('claim').click()
    await page.getByTestId('reply-file').setInputFiles([
      { name: 'hose.png', mimeType: 'image/png', buffer: PHOTO },
      { name: 'manual.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') },
    ])
    await page.getByTestId('reply-input').fill('The hose is at the back.')
    await page.getByTestId('reply-send').click()
    const agent = page.locator('[data-testid=message][data-from=agent]')
    await agent.getByText('The hose is at the back.').waitFor()
    await agent.locator('img').waitFor()
    await agent.getByText('manual.pdf').waitFor()
    await page.locator('[data-testid=relay][data-state=delivered]').waitFor()
    await page.reload()
    await agent.locator('img').waitFor()
    await page.waitForFunction('[...document.images].every(image => image.complete && image.naturalWidth > 0)')
    const [download] = await Promise.all([page.waitForEvent('download'), agent.locator('a.file').click()])
    expect(download.suggestedFilename()).toBe('manual.pdf')
    expect(await agent.count()).toBe(1)
    expectNoFaults()
  })

  test('a customer is given to a colleague, with another priority', async () => {
    const page = await enter('en')
    await reportFault(page, 'en')
    await say(page, LINES.en.human)
    const card = page.getByTestId('desk-escalation')
    await card.waitFor()
    await page.getByTestId('sort').click()
    await page.getByTestId('priority').selectOption('SAFETY')
    await page.getByTestId('priority-send').click()
    await page.locator('[data-testid=desk-escalation][data-priority=SAFETY]').waitFor()
    await page.getByTestId('sort').click()
    await page.getByTestId('assign-to').fill('Mo')
    await page.getByTestId('assign-send').click()
    await card.getByTestId('claimed-by').filter({ hasText: 'Mo' }).waitFor()
    expect(await page.getByTestId('reply-input').count()).toBe(0)
    await page.getByTestId('staff').fill('Mo')
    await page.getByTestId('reply-input').waitFor()
    expectNoFaults()
  })
})

/** One red pixel. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
)
