/** Requests that are not Slack's, or not of now, or not for the first time. */
import { createHmac } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Content } from '../../support/house.ts'
import { openSlackHouse, type SlackHouse, slackContent } from '../../support/slack-house.ts'
import { useSlack } from '../../support/slack-rig.ts'

const SECRET_WORDS = 'my address is 5 Willow Lane'

/** An event of a customer's message, as Slack sends it. */
function messageEvent(more: object = {}): string {
  const event = { type: 'message', channel_type: 'im', channel: 'D0MEI', user: 'U77', text: SECRET_WORDS }
  return JSON.stringify({
    type: 'event_callback',
    team_id: 'T1',
    event_id: 'Ev1',
    event: { ...event, ts: '1790000000.000100', event_ts: '1790000000.000100' },
    ...more,
  })
}

let content: Content
beforeAll(async () => {
  content = await slackContent()
})

function signatureOf(secret: string, timestamp: number, body: string): Record<string, string> {
  const hex = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': `v0=${hex}` }
}

const seconds = () => Math.floor(Date.now() / 1000)

async function post(url: string, body: string, headers: Record<string, string>) {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })
  return { status: response.status, text: await response.text() }
}

describe('a request that Slack did not make', () => {
  const rig = useSlack()

  test.each([
    ['with a signature of another secret', 'wrong', 'forged'],
    ['signed six minutes ago', 'stale', 'stale'],
    ['without a signature', 'none', 'headers missing'],
  ] as const)('%s is refused, told nothing, and counted', async (_, signature, why) => {
    const { url } = await rig.startHttp()
    for (let again = 0; again < 3; again += 1) {
      const answer = await rig.fake.forge({ signature, body: messageEvent() })
      expect(answer).toMatchObject({ acknowledged: false, status: 401, body: undefined })
    }
    expect(rig.received).toEqual([])
    const refusals = rig
      .logged()
      .split('\n')
      .filter(line => line.includes('refused'))
    expect(refusals.map(line => JSON.parse(line))).toMatchObject([
      { level: 40, why, count: 1 },
      { level: 40, why, count: 2 },
    ])
    expect(rig.logged()).not.toContain(SECRET_WORDS)
    expect(rig.logged()).not.toContain('v0=')
    expect(url).toMatch(/\/slack\/events$/)
  })

  test('is refused with half of the headers, with nonsense in them, and with a time that is still to come', async () => {
    const { url } = await rig.startHttp()
    const body = messageEvent()
    const good = signatureOf(rig.fake.signingSecret, seconds(), body)
    const faulty: Record<string, string>[] = [
      { 'x-slack-request-timestamp': good['x-slack-request-timestamp'] ?? '' },
      { 'x-slack-signature': good['x-slack-signature'] ?? '' },
      { ...good, 'x-slack-request-timestamp': 'soon' },
      { ...good, 'x-slack-request-timestamp': '' },
      { ...good, 'x-slack-signature': '' },
      { ...good, 'x-slack-signature': 'v0=' },
      { ...good, 'x-slack-signature': `v1=${good['x-slack-signature']?.slice(3)}` },
      { ...good, 'x-slack-signature': `${good['x-slack-signature']?.slice(0, -1)}` },
      signatureOf(rig.fake.signingSecret, seconds() + 600, body),
      signatureOf(rig.fake.signingSecret, seconds(), `${body} `),
    ]
    for (const headers of faulty) expect(await post(url, body, headers)).toEqual({ status: 401, text: '' })
    expect(rig.received).toEqual([])
    expect(await post(url, body, good)).toEqual({ status: 200, text: '' })
    expect(rig.received).toHaveLength(1)
  })

  test('is not even read: what cannot be parsed is refused for its signature, and with a good one is 400', async () => {
    const { url } = await rig.startHttp()
    expect(await post(url, '{"type":', {})).toMatchObject({ status: 401 })
    for (const body of ['{"type":', '', 'null', '3']) {
      expect(await post(url, body, signatureOf(rig.fake.signingSecret, seconds(), body))).toMatchObject({ status: 400 })
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const payload = 'payload={"type"'
    const headers = { ...signatureOf(rig.fake.signingSecret, seconds(), payload), ...form }
    expect(await post(url, payload, headers)).toMatchObject({ status: 400 })
  })

  test('of another kind or size never gets in', async () => {
    const { url } = await rig.startHttp()
    const large = JSON.stringify({ type: 'event_callback', filler: 'x'.repeat(1024 * 1024) })
    expect(await post(url, large, signatureOf(rig.fake.signingSecret, seconds(), large))).toMatchObject({ status: 413 })
    const headers = { ...signatureOf(rig.fake.signingSecret, seconds(), 'hi'), 'content-type': 'text/plain' }
    expect(await post(url, 'hi', headers)).toMatchObject({ status: 415 })
    expect(await fetch(url)).toMatchObject({ status: 404 })
    expect(rig.received).toEqual([])
  })

  test('with the socket as the door there is no address that takes one', () => {
    const slack = rig.build({ door: { kind: 'socket', appToken: rig.fake.appToken } })
    expect(slack.routes).toBeUndefined()
  })
})

describe('a request that Slack made, recorded and sent again', () => {
  let house: SlackHouse
  beforeEach(async () => {
    house = await openSlackHouse(content)
  })
  afterEach(() => house.close())

  const inbox = () => house.rows('select update_id, kind from inbox order by id')
  const url = () => `${house.origin}/slack/events`

  test('changes nothing: a message, byte for byte, and again under a new event id', async () => {
    house.slack.user({ id: 'U77', name: 'Mei' })
    const body = messageEvent()
    const headers = signatureOf(house.slack.signingSecret, seconds(), body)
    for (let again = 0; again < 3; again += 1) {
      expect(await post(url(), body, headers)).toEqual({ status: 200, text: '' })
    }
    const renamed = messageEvent({ event_id: 'Ev2' })
    await post(url(), renamed, signatureOf(house.slack.signingSecret, seconds(), renamed))
    await house.settled()
    expect(await inbox()).toEqual([{ update_id: 'D0MEI:1790000000.000100', kind: 'customer' }])
  })

  test('changes nothing: a tap', async () => {
    const mei = house.slack.user({ id: 'U77', name: 'Mei' })
    await mei.says('my washing machine leaks')
    await house.settled()
    const payload = JSON.stringify({
      type: 'block_actions',
      trigger_id: '1.2.a',
      team: { id: 'T1' },
      user: { id: 'U77', team_id: 'T1' },
      channel: { id: mei.dm },
      message: { ts: '1790000000.000200' },
      actions: [
        { type: 'button', action_id: 'ask:0', block_id: 'for:U77', value: 'none', action_ts: '1790000001.000000' },
      ],
    })
    const body = new URLSearchParams({ payload }).toString()
    const headers = {
      ...signatureOf(house.slack.signingSecret, seconds(), body),
      'content-type': 'application/x-www-form-urlencoded',
    }
    for (let again = 0; again < 3; again += 1) expect(await post(url(), body, headers)).toMatchObject({ status: 200 })
    await house.settled()
    expect(await inbox()).toHaveLength(2)
  })
})

describe('a database that is busy', () => {
  test('does not make Slack wait: it is told to come again, and nothing is taken twice', async () => {
    const house = await openSlackHouse(content)
    try {
      let free = () => {}
      let isBlocked = () => {}
      const blocked = new Promise<void>(resolve => (isBlocked = resolve))
      const blocking = house.app.database.transaction(0, async () => {
        isBlocked()
        await new Promise<void>(resolve => (free = resolve))
      })
      await blocked
      const mei = house.slack.user({ id: 'U77', name: 'Mei' })
      const said = mei.says('my washing machine leaks')
      await expect.poll(() => house.slack.statuses.get(503), { timeout: 10_000 }).toBe(1)
      free()
      await blocking
      await said
      await house.settled()
      const [event] = house.slack.events.filter(({ event }) => event.user === 'U77')
      expect(event).toMatchObject({ attempts: 2, acknowledged: true })
      expect(await house.rows('select update_id from inbox')).toHaveLength(1)
    } finally {
      await house.close()
    }
  })
})
