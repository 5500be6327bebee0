import { randomInt } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { DEATHS, runCampaign } from './campaign.ts'
import { reckon } from './reckoning.ts'

/** `npm run test:crash` kills fifty times; every test run does the same in small. */
const KILLS = Number(process.env.CRASH_KILLS ?? 20)
/** To repeat a campaign: CRASH_SEED=… npm run test:crash. */
const SEED = Number(process.env.CRASH_SEED ?? randomInt(1_000_000))

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

test(`kill -9 under load, ${KILLS} times (seed ${SEED}): nothing is lost, skipped, booked twice or out of order`, async () => {
  const began = Date.now()
  const campaign = await runCampaign({ seed: SEED, kills: KILLS, customers: 20, waiting: 20, moments: DEATHS })
  ends.push(campaign.close)
  const figures = await reckon(campaign)
  console.table({ seed: SEED, seconds: Math.round((Date.now() - began) / 1000), ...figures })
  expect(campaign.errors).toEqual([])
  expect(campaign.telegram.violations).toEqual([])
  expect(figures).toMatchObject({
    updatesLost: 0,
    unanswered: 0,
    stepsSkipped: 0,
    notHeard: 0,
    outOfOrder: 0,
    doubleBookings: 0,
    brokenBookings: 0,
    timersLost: 0,
    timersWrong: 0,
    timersDueWhileDead: 10,
    timersNotFired: 0,
  })
  expect(figures.repeated).toBeLessThanOrEqual(KILLS)
  // The campaign was worth its name.
  expect(figures.updatesAccepted).toBeGreaterThan(10 * KILLS)
  expect(figures.visitsBooked).toBeGreaterThan(KILLS / 2.5)
  expect(figures.timersExpected).toBeGreaterThan(0)
})
