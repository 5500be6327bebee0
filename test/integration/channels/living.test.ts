/** Contract of every channel: the message a customer has of a visit is changed where it stands, and documents arrive as files. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ChannelHouse, openChannelHouse, PLATFORMS } from '../../support/channel-rig.ts'
import type { Content } from '../../support/house.ts'
import { bookLastWindow, LINES, moveVisit, reachWindows } from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

let content: Content
let house: ChannelHouse

beforeAll(async () => {
  content = await slackContent()
}, 60_000)
afterEach(() => house.close())

describe.each(PLATFORMS)('on %s', platform => {
  test('the card of a visit is one message that is edited in place, and the calendar file opens', async () => {
    house = await openChannelHouse(platform, content)
    const anna = house.person()
    await reachWindows(anna, LINES.en)
    const window = await bookLastWindow(anna, LINES.en)
    await house.settled()
    const cards = () => anna.seen.filter(({ text }) => text.startsWith('Visit for case'))
    expect(cards()).toHaveLength(1)
    const [card] = cards()
    expect(card?.text).toContain(window)
    expect(card?.text).toContain('Booked')

    expect(await moveVisit(house, anna, 'assign')).toMatchObject({ ok: true })
    await house.settled()
    expect(await moveVisit(house, anna, 'on-the-way')).toMatchObject({ ok: true })
    await house.settled()
    expect(cards()).toHaveLength(1)
    expect(cards()[0]?.id).toBe(card?.id)
    expect(cards()[0]?.text).toContain('On the way to you')
    expect(cards()[0]?.text).toContain('work permit')

    const files = anna.seen.flatMap(({ files: all }) => all)
    expect(files.map(({ name }) => name)).toEqual(['visit.ics'])
    const bytes = await files[0]?.read()
    expect(Buffer.from(bytes ?? []).toString('utf8')).toContain('BEGIN:VEVENT')
  })
})
