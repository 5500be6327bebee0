import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type ChannelHouse, openChannelHouse, type Platform } from '../../support/channel-rig.ts'
import { heardTexts, type Person } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import { LINES, offeredWindows, typesUpToWindows } from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'
import { changeYaml } from '../../support/telegram-house.ts'

/** Two hundred where it is cheap; Slack's acknowledgements, signatures and cards take their time. */
const EACH: readonly [Platform, number][] = [
  ['telegram', 200],
  ['slack', 12],
]

let content: Content
let house: ChannelHouse

beforeAll(async () => {
  // One technician, who works on Monday afternoons: two windows within the horizon of the policy.
  content = await slackContent(folder =>
    changeYaml<{ technicians: { id: string; roster: Record<string, string[]> }[] }>(
      join(folder, 'outlets.yaml'),
      outlets => {
        const [technician] = outlets.technicians.filter(({ id }) => id === 'li-ming')
        if (!technician) throw new Error('the sample outlets have no li-ming')
        outlets.technicians = [technician]
        technician.roster = { mon: ['14:00-16:00'], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
      },
    ),
  )
})
afterEach(() => house.close())

const heardBy = (customers: readonly Person[], pattern: RegExp) =>
  customers.filter(customer => pattern.test(heardTexts(customer).at(-1) ?? ''))

test.each(EACH)(
  'on %s, of %i customers who tap the same last window at once one gets it, and the others hear so at once (R-034)',
  async (platform, count) => {
    house = await openChannelHouse(platform, content)
    const customers = Array.from({ length: count }, () => house.person())
    await Promise.all(customers.map(customer => typesUpToWindows(customer, LINES.en)))
    await house.settled()
    expect(heardBy(customers, LINES.en.windows)).toHaveLength(count)
    expect(new Set(customers.map(customer => offeredWindows(customer).join()))).toEqual(
      new Set(['Mon 2 Mar, 14:00–16:00,Mon 9 Mar, 14:00–16:00']),
    )

    await Promise.all(customers.map(customer => customer.taps('Mon 2 Mar, 14:00–16:00')))
    await house.settled()
    const lucky = heardBy(customers, LINES.en.summary)
    const others = heardBy(customers, /^I am sorry, that time was taken just now\. These are free:/)
    expect([lucky.length, others.length]).toEqual([1, count - 1])
    expect(new Set(others.map(customer => offeredWindows(customer).join()))).toEqual(
      new Set(['Mon 9 Mar, 14:00–16:00']),
    )
    expect(await house.rows('select conversation_id, state from booking')).toEqual([
      { conversation_id: lucky[0]?.conversation, state: 'held' },
    ])

    // Now it is the last one of all.
    await Promise.all(others.map(customer => customer.taps('Mon 9 Mar, 14:00–16:00')))
    await house.settled()
    const second = heardBy(others, LINES.en.summary)
    const none = heardBy(
      others,
      /that time was taken just now[\s\S]*A colleague will find one with you and answers here/,
    )
    expect([second.length, none.length]).toEqual([1, count - 2])
    expect(await house.rows("select count(*) as raised from escalation where reason = 'no-window'")).toEqual([
      { raised: count - 2 },
    ])

    for (const customer of [...lucky, ...second]) await customer.taps(LINES.en.confirm)
    await house.settled()
    expect(await house.rows('select conversation_id, state from booking order by starts_at')).toEqual([
      { conversation_id: lucky[0]?.conversation, state: 'booked' },
      { conversation_id: second[0]?.conversation, state: 'booked' },
    ])
    expect(await house.rows('select count(*) as visits from visit')).toEqual([{ visits: 2 }])
  },
)
