import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../src/config.ts'

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
    })
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
})
