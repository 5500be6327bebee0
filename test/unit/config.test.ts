import { describe, expect, test } from 'vitest'
import { type Environment, parseConfig } from '../../src/config.ts'

describe('the configuration', () => {
  test('needs nothing: a playground on an embedded file', () => {
    const { config } = parseConfig({}) as { config: unknown }
    expect(config).toEqual({
      databaseUrl: 'sqlite:data/aftercare.sqlite',
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      flows: './flows',
      playground: true,
      apiClients: [],
    })
  })

  test('knows the programs that may use the API by name, roles and token', () => {
    const tokens = ['d'.repeat(32), 'r'.repeat(40)]
    const clients = `dispatch:dispatcher+technician:${tokens[0]},erp:manager:${tokens[1]}`
    expect(parseConfig({ API_CLIENTS: clients })).toMatchObject({
      config: {
        apiClients: [
          { name: 'dispatch', roles: ['dispatcher', 'technician'], token: tokens[0] },
          { name: 'erp', roles: ['manager'], token: tokens[1] },
        ],
      },
    })
    for (const wrong of ['dispatch', `dispatch:owner:${tokens[0]}`, 'dispatch:manager:short', `${clients},`]) {
      expect(parseConfig({ API_CLIENTS: wrong }).problems.join()).toMatch(/^API_CLIENTS must look like/)
    }
  })

  test('switches the playground off with a real channel, unless it is asked for', () => {
    const telegram = { TELEGRAM_BOT_TOKEN: '1:abc' }
    expect(parseConfig(telegram)).toMatchObject({ config: { playground: false } })
    expect(parseConfig({ ...telegram, PLAYGROUND: 'on' })).toMatchObject({ config: { playground: true } })
  })

  test('polls without a webhook address and refuses a webhook without a secret', () => {
    const polling = parseConfig({ TELEGRAM_BOT_TOKEN: '1:abc' }) as { config: { telegram: object } }
    expect(polling.config.telegram).not.toHaveProperty('webhook')
    expect(parseConfig({ TELEGRAM_BOT_TOKEN: '1:abc', TELEGRAM_WEBHOOK_URL: 'https://a.example/t' }).problems).toEqual([
      'TELEGRAM_WEBHOOK_SECRET is missing: with a webhook, anybody could otherwise speak as Telegram',
    ])
  })

  test('names every problem at once', () => {
    const { problems } = parseConfig({
      DATABASE_URL: 'mysql://x',
      PORT: '70000',
      LOG_LEVEL: 'loud',
      PLAYGROUND: 'maybe',
      TELEGRAM_WEBHOOK_SECRET: 'has spaces!',
    })
    expect(problems).toHaveLength(6)
    expect(problems.join('\n')).toMatch(/DATABASE_URL[\s\S]*PORT[\s\S]*LOG_LEVEL[\s\S]*PLAYGROUND[\s\S]*SECRET/)
  })

  test('takes an empty variable for an absent one', () => {
    expect(parseConfig({ PORT: '', TELEGRAM_BOT_TOKEN: ' ' })).toMatchObject({ config: { port: 3000 } })
  })

  describe('of Slack', () => {
    const BOT = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc' }
    const SECRET = { SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' }
    const APP = { SLACK_APP_TOKEN: 'xapp-1-A1-2-abc' }
    const slackOf = (environment: Environment) => parseConfig(environment) as { config: { slack: unknown } }

    test('lets Slack call us, with its signing secret', () => {
      expect(slackOf({ ...BOT, ...SECRET }).config.slack).toEqual({
        botToken: 'xoxb-1-2-abc',
        apiUrl: 'https://slack.com/api/',
        door: { kind: 'http', signingSecret: SECRET.SLACK_SIGNING_SECRET },
      })
    })

    test('opens a socket where there is an app token, whatever else there is', () => {
      const door = { kind: 'socket', appToken: 'xapp-1-A1-2-abc' }
      expect(slackOf({ ...BOT, ...APP }).config.slack).toMatchObject({ door })
      expect(slackOf({ ...BOT, ...SECRET, ...APP }).config.slack).toMatchObject({ door })
    })

    test('has a desk with a channel of the staff, and managers with a group', () => {
      expect(slackOf({ ...BOT, ...SECRET }).config.slack).not.toHaveProperty('staff')
      const staffed = { ...BOT, ...SECRET, SLACK_STAFF_CHANNEL: 'C0123ABCD' }
      expect(slackOf(staffed).config.slack).toMatchObject({ staff: { channel: 'C0123ABCD' } })
      expect(slackOf({ ...staffed, SLACK_MANAGER_GROUP: 'S0123ABCD' }).config.slack).toMatchObject({
        staff: { channel: 'C0123ABCD', managerGroup: 'S0123ABCD' },
      })
    })

    test('gives every address of the API one slash at the end', () => {
      for (const url of ['http://127.0.0.1:4000/api', 'http://127.0.0.1:4000/api/', 'http://127.0.0.1:4000/api//']) {
        expect(slackOf({ ...BOT, ...SECRET, SLACK_API_URL: url }).config.slack).toMatchObject({
          apiUrl: 'http://127.0.0.1:4000/api/',
        })
      }
    })

    test('switches the playground off like any real channel, and stands beside Telegram', () => {
      const both = { ...BOT, ...SECRET, TELEGRAM_BOT_TOKEN: '1:abc' }
      expect(parseConfig({ ...BOT, ...SECRET })).toMatchObject({ config: { playground: false } })
      expect(parseConfig(both)).toMatchObject({ config: { slack: {}, telegram: {}, playground: false } })
    })

    test('says what is missing, by the name of the variable', () => {
      expect(parseConfig(BOT).problems).toEqual([
        expect.stringMatching(/^SLACK_SIGNING_SECRET is missing.*SLACK_APP_TOKEN/),
      ])
      expect(parseConfig({ ...SECRET, SLACK_STAFF_CHANNEL: 'C0123ABCD' }).problems).toEqual([
        'SLACK_BOT_TOKEN is missing, but there is SLACK_SIGNING_SECRET, SLACK_STAFF_CHANNEL',
      ])
      expect(parseConfig({ ...BOT, ...SECRET, SLACK_MANAGER_GROUP: 'S0123ABCD' }).problems).toEqual([
        expect.stringMatching(/^SLACK_STAFF_CHANNEL is missing/),
      ])
    })

    test('refuses a value put into the wrong place, and does not repeat it', () => {
      const swapped = {
        SLACK_BOT_TOKEN: 'xapp-7-Z9-8-zyx',
        SLACK_APP_TOKEN: 'xoxb-7-8-zyx',
        SLACK_STAFF_CHANNEL: '#desk',
      }
      const { problems } = parseConfig(swapped)
      expect(problems.map(problem => problem.split(' ')[0])).toEqual([
        'SLACK_BOT_TOKEN',
        'SLACK_APP_TOKEN',
        'SLACK_STAFF_CHANNEL',
      ])
      for (const value of Object.values(swapped)) expect(problems.join()).not.toContain(value)
    })
  })
})
