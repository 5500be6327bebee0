/**
 * Takes the pictures of the documentation. The playground: a customer books, then asks for a person, and the desk shows
 * both. The desk in Slack: its channel with the thread of one card, drawn from the blocks that were sent (desk-story.ts,
 * slack-page.ts). Run it with `npm run screenshots` after the page or the cards have changed; it wants Debian's chromium,
 * fonts-wqy-zenhei and fonts-noto-color-emoji.
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Language } from '../src/flow/flow.ts'
import type { Upload } from '../test/support/customer.ts'
import { shippedContent } from '../test/support/house.ts'
import { LINES } from '../test/support/journey.ts'
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
import { slackContent } from '../test/support/slack-house.ts'
import { changeYaml } from '../test/support/telegram-house.ts'
import { tellDeskStory } from './desk-story.ts'
import { slackPage } from './slack-page.ts'

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

const THREADS = {
  en: { thread: 'Thread', replies: (count: number) => `${count} replies` },
  zh: { thread: '消息列', replies: (count: number) => `${count} 条回复` },
} as const

/** What the customer photographs: the lower front of a washing machine, in a few strokes. */
const FILTER = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 300" width="480" height="300">
<rect width="480" height="300" fill="#8d99a3"/><rect y="235" width="480" height="65" fill="#b99b78"/>
<rect x="30" y="-20" width="420" height="262" rx="14" fill="#eef1f3"/><circle cx="225" cy="-40" r="150" fill="#5d6b77"/>
<circle cx="225" cy="-40" r="118" fill="#2c3942"/><rect x="318" y="138" width="104" height="84" rx="8" fill="#d3dade"/>
<circle cx="372" cy="180" r="32" fill="#4b5963"/><rect x="366" y="152" width="12" height="56" rx="5" fill="#29343c"/>
<ellipse cx="372" cy="262" rx="96" ry="17" fill="#a5d3ec" opacity=".8"/></svg>`

const content = await shippedContent()
const browser = await startChromium()
for (const language of ['en', 'zh'] as const) {
  const house = await openPlayground(content)
  await takePicture(house, language)
  await house.close()
  await takeDesk(language)
}
await browser.close()

async function takeDesk(language: Language): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
  const spoken = await slackContent(folder =>
    changeYaml<{ desk: { language: Language } }>(join(folder, 'policy.yaml'), ({ desk }) => {
      desk.language = language
    }),
  )
  const { house, threadTs, zone } = await tellDeskStory(spoken, language, await photographed())
  const names = new Map(house.staff.map(({ id, name }) => [id, name]))
  await page.setContent(slackPage({ channel: house.desk, threadTs, names, words: THREADS[language], zone }))
  await page.screenshot({ path: fileURLToPath(new URL(`images/desk-${language}.png`, import.meta.url)) })
  await page.close()
  await house.close()
}

async function photographed(): Promise<Upload> {
  const page = await browser.newPage({ viewport: { width: 480, height: 300 } })
  await page.setContent(`<body style="margin: 0">${FILTER}`)
  const bytes = await page.screenshot({ type: 'jpeg' })
  await page.close()
  return { name: 'photo.jpg', mime: 'image/jpeg', bytes }
}

async function takePicture(house: Awaited<ReturnType<typeof openPlayground>>, language: Language): Promise<void> {
  const { page } = await visit(browser, house, language, { reducedMotion: 'reduce' })
  const { customer, question, reply } = STORIES[language]
  const lines = LINES[language]
  await reportFault(page, language)
  await answerForVisit(page, language, customer)
  await confirmVisit(page, language, 3)
  await openTab(page, 'visits')
  await visitCard(page, customer.name, 'REQUESTED').getByTestId('move-assign').click()
  await page.getByTestId('form-send').click()
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
