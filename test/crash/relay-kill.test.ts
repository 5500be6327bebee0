import { randomInt } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { runRelayCampaign } from './relay-campaign.ts'
import { DEATHS } from './relay-deaths.ts'
import { reckonRelays } from './relay-reckoning.ts'

/** `npm run test:crash` kills fifty times among twelve customers; every test run does the same in small. */
const KILLS = Number(process.env.CRASH_KILLS ?? 12)
const CUSTOMERS = KILLS < 50 ? 6 : 12
/** To repeat a campaign: CRASH_SEED=… npm run test:crash. */
const SEED = Number(process.env.CRASH_SEED ?? randomInt(1_000_000))

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

test(`kill -9 during relays, ${KILLS} times (seed ${SEED}): nothing is lost, astray or out of order, nor sent once it was undone`, async () => {
  const began = Date.now()
  const campaign = await runRelayCampaign({ seed: SEED, kills: KILLS, customers: CUSTOMERS, deaths: DEATHS })
  ends.push(campaign.close)
  const figures = await reckonRelays(campaign)
  console.table({ seed: SEED, seconds: Math.round((Date.now() - began) / 1000), ...figures })
  expect(campaign.errors).toEqual([])
  expect(campaign.telegram.violations).toEqual([])
  expect(campaign.slack.violations).toEqual([])
  expect(figures).toMatchObject({
    saidLost: 0,
    saidOutOfOrder: 0,
    writtenLost: 0,
    writtenOutOfOrder: 0,
    writtenTwice: 0,
    undoneAndSent: 0,
    astray: 0,
    leaked: 0,
    receiptsWrong: 0,
    cardsWrong: 0,
    eventsLost: 0,
  })
  expect(figures.repeated).toBeLessThanOrEqual(KILLS)
  // The campaign was worth its name.
  expect(new Set(campaign.deaths.map(({ moment }) => moment))).toEqual(new Set(DEATHS.map(({ name }) => name)))
  expect(figures.kills).toBe(KILLS)
  expect(figures.saidByCustomers).toBeGreaterThan(4 * KILLS)
  expect(figures.writtenByAgents).toBeGreaterThan(2 * KILLS)
  expect(figures.undone).toBeGreaterThan(KILLS / 10)
})
