/** Slack beginning and ending: with Slack down, with a token that is wrong, beside Telegram, with and without a desk. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { channelsOf } from '../../../src/channels.ts'
import { parseConfig } from '../../../src/config.ts'
import { type FakeSlackMessage, startFakeSlack } from '../../support/fake-slack.ts'
import type { Content } from '../../support/house.ts'
import { openSlackHouse, type SlackHouse, slackContent } from '../../support/slack-house.ts'
import { useSlack } from '../../support/slack-rig.ts'

describe('an app that starts', () => {
  const rig = useSlack()

  test('while Slack is down keeps trying, takes what comes meanwhile, and then knows who it is', async () => {
    rig.fake.failNext('auth.test', { drop: true })
    rig.fake.failNext('auth.test', { status: 503 })
    await rig.startHttp()
    await rig.fake.user({ id: 'U77', name: 'Mei' }).says('hello')
    expect(rig.contents()).toEqual([{ kind: 'text', text: 'hello' }])
    await rig.fake.called('auth.test', 3)
    await expect.poll(() => rig.logged()).toContain(rig.fake.botUser)
    const failures = rig
      .logged()
      .split('\n')
      .filter(line => line.includes('cannot sign in yet'))
    expect(failures.map(line => JSON.parse(line).why)).toEqual([expect.any(String), 'status 503'])
  })

  test('with a token that Slack does not know stays up and says why', async () => {
    const slack = rig.build({ botToken: 'xoxb-somebody-elses' })
    await slack.channel.start()
    await rig.fake.called('auth.test')
    await expect.poll(() => rig.logged()).toContain('invalid_auth')
    await slack.channel.stop()
    expect(rig.logged()).not.toContain('xoxb-somebody-elses')
    rig.fake.violations.length = 0
  })

  test('and nobody can be reached: neither start nor stop waits for it', async () => {
    const gone = await startFakeSlack()
    await gone.close()
    for (const door of [
      { kind: 'http', signingSecret: gone.signingSecret },
      { kind: 'socket', appToken: gone.appToken },
    ] as const) {
      const slack = rig.build({ apiUrl: gone.apiUrl, door })
      await slack.channel.start()
      await expect.poll(() => rig.logged()).toContain('ECONNREFUSED')
      await slack.channel.stop()
    }
    expect(rig.logged()).not.toContain(gone.botToken)
    expect(rig.logged()).not.toContain(gone.appToken)
  })

  test('drops what other bots say, and its own words, once it knows who it is', async () => {
    await rig.startHttp()
    await expect.poll(() => rig.logged()).toContain('signed in')
    const bot = rig.fake.user({ id: 'U0BOT', name: 'Deploys', isBot: true })
    await bot.says('build 7 is out')
    await rig.fake.emit({
      type: 'message',
      channel_type: 'im',
      channel: 'D0MEI',
      user: rig.fake.botUser,
      text: 'Is it plugged in?',
      ts: '1790000000.000100',
      event_ts: '1790000000.000100',
    })
    expect(rig.received).toEqual([])
  })

  test('finishes what is in hand before it ends', async () => {
    const slack = await rig.startSocket()
    let store = () => {}
    const reached = new Promise<void>(resolve => {
      rig.receive = inbounds => {
        resolve()
        return new Promise(done => {
          store = () => {
            rig.received.push(...inbounds)
            done()
          }
        })
      }
    })
    const said = rig.fake.user({ id: 'U77', name: 'Mei' }).says('hello')
    await reached
    const stopped = slack.channel.stop()
    store()
    await Promise.all([said, stopped])
    expect(rig.contents()).toEqual([{ kind: 'text', text: 'hello' }])
    expect(rig.fake.events.at(-1)).toMatchObject({ attempts: 1, acknowledged: true })
  })
})

describe('the program', () => {
  let content: Content
  let house: SlackHouse | undefined
  beforeAll(async () => {
    content = await slackContent()
  })
  afterEach(async () => {
    await house?.close()
    house = undefined
  })

  test('speaks through Slack, or Telegram, or both, as it is set up', async () => {
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc', SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99ab12cd34ef' }
    const telegram = { TELEGRAM_BOT_TOKEN: '1:abc' }
    const count = async (environment: Record<string, string>) => {
      const parsed = parseConfig(environment)
      return 'config' in parsed ? (await channelsOf(parsed.config)).length : parsed.problems
    }
    expect(await count(slack)).toBe(1)
    expect(await count(telegram)).toBe(1)
    expect(await count({ ...slack, ...telegram })).toBe(2)
    expect(await count({ ...slack, ...telegram, PLAYGROUND: 'on' })).toBe(3)
  })

  test('answers a customer on Slack and one on Telegram side by side', async () => {
    house = await openSlackHouse({ ...content, telegram: true })
    const mei = house.slack.user({ id: 'U77', name: 'Mei' })
    const tom = house.telegram.user({ id: 88, name: 'Tom' })
    await Promise.all([mei.says('my washing machine leaks'), tom.says('my fridge does not cool')])
    await house.settled()
    expect(mei.messages.filter(({ fromApp }) => fromApp).length).toBeGreaterThan(0)
    const rows = await house.rows('select distinct conversation_id from outbox order by 1')
    expect(rows).toEqual([{ conversation_id: 'slack:U77' }, { conversation_id: 'telegram:88' }])
  })

  test('knows who has spoken in a thread before the turn that answers it', async () => {
    house = await openSlackHouse(content)
    const mei = house.slack.user({ id: 'U77', name: 'Mei' })
    house.slack.channel({ id: 'C0HELP', name: 'help', members: [mei] })
    const { ts } = await mei.says('my washing machine leaks', { channel: 'C0HELP', mention: true })
    await mei.says('it is a Haier', { channel: 'C0HELP', threadTs: ts })
    await house.settled()
    const conversation = `slack:U77/C0HELP/${ts}`
    expect(await house.rows('select conversation_id, update_id from inbox order by id')).toEqual([
      { conversation_id: conversation, update_id: `C0HELP:${ts}` },
      { conversation_id: conversation, update_id: expect.stringMatching(/^C0HELP:/) },
    ])
    expect(
      house.slack
        .find('C0HELP')
        ?.replies(ts)
        .some(({ fromApp }) => fromApp),
    ).toBe(true)
    expect(
      house.slack
        .find('C0HELP')
        ?.posts()
        .filter(({ fromApp }) => fromApp),
    ).toEqual([])
  })

  test('shows a customer their open case in App Home, and again when it has changed', async () => {
    house = await openSlackHouse(content)
    const mei = house.slack.user({ id: 'U77', name: 'Mei' })
    await mei.opensHome()
    await mei.seesHome(/Nothing is open/)
    await mei.says('my washing machine leaks')
    await mei.seesHome(/Your open cases/)
  })

  test('with a channel of the staff shows them a card there, and the one who claims it has it', async () => {
    house = await openSlackHouse({ ...content, staff: [{ id: 'U0WEI', name: 'Wei' }] })
    const [wei] = house.staff
    await house.slack.user({ id: 'U77', name: 'Mei' }).says('I want to talk to a person')
    await house.settled()
    expect(house.desk.posts()).toHaveLength(1)
    await wei?.presses('Claim', { in: house.desk.posts()[0] as FakeSlackMessage })
    await house.settled()
    expect(await house.rows('select state, claimed_by, claimed_name from escalation')).toEqual([
      { state: 'CLAIMED', claimed_by: 'slack:U0WEI', claimed_name: 'Wei' },
    ])
    expect(house.desk.posts()).toHaveLength(1)
  })

  test('without a channel of the staff has no desk in Slack: nobody is shown anything', async () => {
    house = await openSlackHouse(content)
    await house.slack.user({ id: 'U77', name: 'Mei' }).says('I want to talk to a person')
    await house.settled()
    expect(await house.rows("select conversation_id from outbox where conversation_id like 'desk:%'")).toEqual([])
    expect(await house.rows('select state from escalation')).toEqual([{ state: 'RAISED' }])
  })
})
