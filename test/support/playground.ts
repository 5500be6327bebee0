/** The playground in a real browser: Debian's Chromium beside a house whose clock begins on a Monday morning. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pino } from 'pino'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { type App, createApp } from '../../src/app.ts'
import type { Language } from '../../src/flow/flow.ts'
import { playground } from '../../src/playground.ts'
import { type Content, MONDAY_MORNING } from './house.ts'
import { LINES } from './journey.ts'

export const CHROMIUM = '/usr/bin/chromium'
export const hasChromium = existsSync(CHROMIUM)

export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
    ],
  })
}

export type PlaygroundHouse = {
  readonly app: App
  readonly port: number
  close(): Promise<void>
}

/** The real thing, on a free port and a database file of its own. The clock runs, from Monday morning on. */
export async function openPlayground({ loaded, catalogue }: Content): Promise<PlaygroundHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'aftercare-playground-'))
  const started = performance.now()
  const app = await createApp({
    config: { databaseUrl: `sqlite:${join(folder, 'aftercare.sqlite')}` },
    loaded,
    catalogue,
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    clock: { now: () => Math.round(MONDAY_MORNING + performance.now() - started) },
    random: below => Math.floor(below / 2),
    channels: [playground],
  })
  await app.server.listen({ host: '127.0.0.1', port: 0 })
  await app.start()
  return {
    app,
    port: (app.server.server.address() as AddressInfo).port,
    async close() {
      await app.stop()
      await rm(folder, { recursive: true })
    },
  }
}

export type Visitor = {
  readonly page: Page
  /** What must not happen: errors of the page or on its console, and requests to anybody else. */
  readonly faults: readonly string[]
}

/** Somebody opens the playground with a browser in this language. */
export async function visit(
  browser: Browser,
  { port }: PlaygroundHouse,
  language: Language,
  options: BrowserContextOptions & { readonly host?: string } = {},
): Promise<Visitor> {
  const { host = '127.0.0.1', ...context } = options
  const opened = await browser.newContext({
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    viewport: { width: 1440, height: 900 },
    ...context,
  })
  const page = await opened.newPage()
  page.setDefaultTimeout(15_000)
  const origin = `http://${host}:${port}`
  const faults: string[] = []
  page.on('pageerror', error => faults.push(`page error: ${error.message}`))
  page.on('console', message => {
    // A refused command is answered 409, and Chromium writes that down as an error.
    if (message.type() === 'error' && !message.text().includes('409')) faults.push(`console: ${message.text()}`)
  })
  page.on('request', request => {
    const { protocol, origin: asked } = new URL(request.url())
    if (asked !== origin && protocol !== 'data:') faults.push(`request: ${request.url()}`)
  })
  await page.goto(`${origin}/`)
  await page.getByTestId('chat-input').waitFor()
  return { page, faults }
}

/** One line of the chat that says so. */
export const heard = (page: Page, text: RegExp): Locator => page.getByTestId('message').filter({ hasText: text })

export async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('chat-input').fill(text)
  await page.getByTestId('chat-send').click()
}

/** Taps the newest button that says exactly this. */
export const tap = (page: Page, label: string): Promise<void> =>
  page
    .getByTestId('choice')
    .filter({ hasText: new RegExp(`^${label.replace(/[.*+?()]/g, '\\$&')}$`) })
    .last()
    .click()

/** From the opening words to the first question of the diagnosis. */
export async function reportFault(page: Page, language: Language): Promise<void> {
  const lines = LINES[language]
  await say(page, lines.opening)
  await heard(page, lines.safety).waitFor()
  await tap(page, lines.safe)
  await heard(page, lines.hose).last().waitFor()
}

/** Asks for a visit at once and answers everything up to the windows. */
export async function answerForVisit(
  page: Page,
  language: Language,
  { name, phone }: { readonly name: string; readonly phone: string },
): Promise<void> {
  const lines = LINES[language]
  await tap(page, language === 'en' ? 'Just send someone' : '直接派人上门')
  await heard(page, lines.whoAreYou).waitFor()
  await say(page, name)
  await heard(page, lines.phone).waitFor()
  await say(page, phone)
  await heard(page, lines.address).waitFor()
  await say(page, lines.home)
  await heard(page, lines.model).waitFor()
  await say(page, 'XQG90')
  await heard(page, lines.purchased).waitFor()
  await say(page, lines.bought)
  await heard(page, lines.wish).waitFor()
  await tap(page, lines.noWish)
  await heard(page, lines.windows).waitFor()
}

/** Takes one of the windows offered, counted from 0, and confirms. */
export async function confirmVisit(page: Page, language: Language, window = 0): Promise<void> {
  const lines = LINES[language]
  await heard(page, lines.windows).getByTestId('choice').nth(window).click()
  await heard(page, lines.summary).waitFor()
  await tap(page, lines.confirm)
  await heard(page, lines.booked).waitFor()
}

/** Opens one of the desk's tabs. */
export const openTab = (page: Page, tab: 'waiting' | 'visits' | 'tasks'): Promise<void> =>
  page.getByTestId(`tab-${tab}`).click()

/** The card of a customer's visit, in one of its states. */
export const visitCard = (page: Page, customer: string, state: string): Locator =>
  page.locator(`[data-testid=visit-card][data-state=${state}]:visible`).filter({ hasText: customer })
