/** What of Slack's packages reaches our log. */
import { WebClient } from '@slack/web-api'
import { type Logger, pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { clientOptions, quietLogger, whyOf, withoutSecrets } from '../../../src/channels/slack/web-client.ts'

function logOf(write: (log: Logger) => void): Record<string, unknown>[] {
  const lines: string[] = []
  write(pino({ level: 'trace' }, { write: line => lines.push(line) }))
  return lines.map(line => JSON.parse(line))
}

describe('the log of Slack’s packages', () => {
  test('keeps none of their debug lines, which hold requests and answers', () => {
    const lines = logOf(log => quietLogger(log).debug('http request body: {"text":"my address is 5 Willow Lane"}'))
    expect(lines).toEqual([])
  })

  test('keeps sentences and errors without tokens and addresses, and no objects', () => {
    const lines = logOf(log => {
      const logger = quietLogger(log)
      logger.warn('refused xoxb-1-2-abc and xapp-1-A1-2-abc', { text: 'my address' })
      logger.error(new Error('no answer from wss://wss-primary.slack.com/link/?ticket=secret'))
      logger.info('x'.repeat(1000))
    })
    expect(lines.map(({ level, msg }) => ({ level, msg }))).toEqual([
      { level: 40, msg: 'slack: refused [token] and [token] ' },
      { level: 40, msg: 'slack: Error: no answer from [address]' },
      { level: 20, msg: `slack: ${'x'.repeat(300)}` },
    ])
  })

  test('cannot be made to say more by its level', () => {
    const logger = quietLogger(pino({ level: 'silent' }))
    logger.setLevel('debug' as Parameters<typeof logger.setLevel>[0])
    expect(logger.getLevel()).toBe('info')
  })
})

describe('why a call failed', () => {
  const failing = (fetch: () => Promise<Response>) => {
    const options = clientOptions('http://127.0.0.1:1/api/', pino({ level: 'silent' }))
    return new WebClient('xoxb-1', { ...options, fetch }).auth.test().catch(whyOf)
  }
  const networkError = Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
  })

  test.each([
    ['Slack’s own word', async () => Response.json({ ok: false, error: 'invalid_auth' }), 'invalid_auth'],
    ['the status of a broken answer', async () => new Response('oops', { status: 503 }), 'status 503'],
    ['the code of the network', () => Promise.reject(networkError), 'ECONNREFUSED'],
    ['the name of anything else', () => Promise.reject(new RangeError('of my address')), 'RangeError'],
  ])('is %s', async (_, fetch, why) => {
    expect(await failing(fetch)).toBe(why)
  })

  test('of something that is no error is not known', () => {
    expect(whyOf('xoxb-1-2-abc')).toBe('the call failed')
    expect(withoutSecrets('plain words stay')).toBe('plain words stay')
  })
})
