/**
 * Takes the pictures of the playground for the documentation: a customer books, another one asks for a person, and the
 * desk shows both. Run it with `npm run screenshots` after the page has changed.
 */
import { fileURLToPath } from 'node:url'
import type { Language } from '../src/flow/flow.ts'
import { shippedContent } from '../test/support/house.ts'
import {
  answerForVisit,
  confirmVisit,
  heard,
  openPlayground,
  openTab,
  reportFault,
  say,
  startChromium,
  visit,
  visitCard,
} from '../test/support/playground.ts'
import { LINES } from '../test/support/telegram-journey.ts'

const STORIES = {
  en: {
    customer: { name: 'Anna Long', phone: '138 1234 5678' },
    question: 'Can the engineer bring a new drain hose?',
    reply: 'Hello Anna, this is Lin. Yes, Li Ming has one in the car for your model.',
  },
  zh: {
    customer: { name: '李娜', phone: '138 1234 5678' },
    question: '师傅能顺便带一根新的排水管吗？',
    reply: '李女士您好，我是小林。可以的，李明师傅车上有适合您这个型号的排水管。',
  },
} as const

const content = await shippedContent()
const browser = await startChromium()
for (const language of ['en', 'zh'] as const) {
  const house = await openPlayground(content)
  await takePicture(house, language)
  await house.close()
}
await browser.close()

async function takePicture(house: Awaited<ReturnType<typeof openPlayground>>, language: Language): Promise<void> {
  const { page } = await visit(browser, house, language, { reducedMotion: 'reduce' })
  const { customer, question, reply } = STORIES[language]
  const lines = LINES[language]
  await reportFault(page, language)
  await answerForVisit(page, language, customer)
  await confirmVisit(page, language, 3)
  await openTab(page, 'visits')
  await visitCard(page, customer.name, 'REQUESTED').getByTestId('move-assign').click()
  await heard(page, lines.assigned).waitFor()
  await say(page, lines.human)
  await heard(page, lines.calling).waitFor()
  await openTab(page, 'waiting')
  await page.getByTestId('claim').click()
  await page.getByTestId('claimed-by').waitFor()
  await say(page, question)
  await page.getByTestId('desk-escalation').getByText(question).waitFor()
  await page.getByTestId('reply-input').fill(reply)
  await page.getByTestId('reply-send').click()
  await heard(page, new RegExp(reply)).waitFor()
  await page.locator('[data-testid=reply-input]:placeholder-shown').waitFor()
  await page.locator('[data-testid=relay][data-state=delivered]').waitFor()
  const path = fileURLToPath(new URL(`images/playground-${language}.png`, import.meta.url))
  await page.screenshot({ path })
  await page.context().close()
}
