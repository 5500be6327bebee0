/** Socket Mode of the fake, with Slack's own client where it matters and a bare socket where it would hide things. */
import { SocketModeClient } from '@slack/socket-mode'
import { LogLevel } from '@slack/web-api'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type FakeSlack, type Json, startFakeSlack } from '../../support/fake-slack.ts'
import { clientOf } from '../../support/fake-slack-app.ts'

let slack: FakeSlack
const open: { close(): void }[] = []

beforeEach(async () => {
  slack = await startFakeSlack({ ackWithin: 200 })
})
afterEach(async () => {
  for (const one of open.splice(0)) one.close()
  await slack.close()
})

/** A bare socket that keeps what comes and acknowledges only when told. */
async function socket() {
  const { url } = await clientOf(slack, slack.appToken).apps.connections.open({})
  const ws = new WebSocket(String(url))
  open.push(ws)
  const got: Json[] = []
  const waiting = new Set<() => void>()
  ws.on('message', raw => {
    got.push(JSON.parse(raw.toString()))
    for (const look of waiting) look()
  })
  const next = (type: string, count = 1) =>
    new Promise<Json>(resolve => {
      const look = () => {
        const found = got.filter(one => one.type === type)[count - 1]
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  const ack = (envelope: Json, payload?: Json) =>
    ws.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload }))
  const closed = new Promise(resolve => ws.on('close', resolve))
  return { got, next, ack, closed, ws, url: String(url) }
}

it("Slack's own client takes events and answers commands", async () => {
  const client = new SocketModeClient({
    appToken: slack.appToken,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl },
  })
  const texts: string[] = []
  client.on('message', ({ event, ack }) => {
    texts.push(event.text)
    return ack()
  })
  client.on('slash_commands', ({ ack }) => ack({ text: 'Nothing today.' }))
  await client.start()
  const anna = slack.user({ id: 'U1', name: 'Anna' })
  await anna.says('hi')
  expect(texts).toEqual(['hi'])
  expect(await anna.commands('/aftercare today')).toMatchObject({ acknowledged: true, text: 'Nothing today.' })
  await client.disconnect()
  await slack.connected(0)
  expect(slack.violations).toEqual([])
})

it('Envelopes say what they are, and what nobody took comes again to the next socket', async () => {
  const anna = slack.user({ id: 'U1', name: 'Anna' })
  const said = anna.says('hi')
  const first = await socket()
  const envelope = await first.next('events_api')
  expect(first.got[0]).toMatchObject({ type: 'hello', num_connections: 1 })
  expect(envelope).toMatchObject({
    accepts_response_payload: false,
    retry_attempt: 0,
    payload: { event: { text: 'hi' } },
  })
  slack.breakSockets()
  await first.closed
  const second = await socket()
  const again = await second.next('events_api')
  expect(again).toMatchObject({ retry_attempt: 1, payload: { event_id: (envelope.payload as Json).event_id } })
  expect(again.envelope_id).not.toBe(envelope.envelope_id)
  second.ack(again)
  await said
  await slack.idle()
  expect(slack.violations).toEqual([])
})

it('A late, a second and a strange acknowledgement are violations', async () => {
  const anna = slack.user({ id: 'U1', name: 'Anna' })
  const one = await socket()
  const said = anna.says('hi')
  const again = await one.next('events_api', 2)
  expect(again).toMatchObject({ retry_attempt: 1, retry_reason: 'timeout' })
  one.ack(again, { text: 'an event takes none' })
  await said
  one.ack(again)
  one.ack({ envelope_id: 'made up' })
  one.ws.close()
  await slack.connected(0)
  expect(slack.violations).toEqual([
    'acknowledgement: later than 200 ms',
    'socket: an event takes no response payload',
    'socket: acknowledged twice',
    'socket: acknowledged an unknown envelope',
  ])
})

it('A socket is told that it will be recycled, gets nothing more and ends', async () => {
  const anna = slack.user({ id: 'U1', name: 'Anna' })
  const old = await socket()
  await old.next('hello')
  slack.disconnectSockets()
  const said = anna.says('hi')
  expect(await old.next('disconnect')).toMatchObject({ reason: 'refresh_requested' })
  await old.closed
  const fresh = await socket()
  fresh.ack(await fresh.next('events_api'))
  await said
  expect(old.got.map(({ type }) => type)).toEqual(['hello', 'disconnect'])
  expect(slack.violations).toEqual([])
})

it('Ten sockets at most, and a ticket is good for one', async () => {
  const ten = await Promise.all(Array.from({ length: 10 }, socket))
  await slack.connected(10)
  const more = await socket()
  expect(await more.next('disconnect')).toMatchObject({ reason: 'too_many_websockets' })
  const used = new WebSocket(String(ten[0]?.url))
  await new Promise(resolve => used.on('error', resolve))
  expect(slack.sockets).toBe(10)
  expect(slack.violations).toEqual(['socket: more than 10 at once', 'socket: no such ticket, or used before'])
})
