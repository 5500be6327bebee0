import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { KeptFile, Outbound, OutboundContent } from '../../../src/assistant/channel.ts'
import { withFileFacts } from '../../../src/channels/slack/file-facts.ts'
import { fetchSlackFile, isSlack, uploadToSlack } from '../../../src/channels/slack/files.ts'
import { messageInbounds } from '../../../src/channels/slack/inbound.ts'
import { createSlackSender } from '../../../src/channels/slack/sender.ts'
import { createWebClient } from '../../../src/channels/slack/web-client.ts'
import { type FakeSlack, startFakeSlack } from '../../support/fake-slack.ts'

const log = pino({ level: 'silent' })
const PHOTO = new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3])

let slack: FakeSlack
beforeEach(async () => {
  // Nobody is told of events: here only we speak.
  slack = await startFakeSlack({ events: [] })
})
afterEach(async () => {
  expect(slack.violations).toEqual([])
  await slack.close()
})

const webOf = (token = slack.botToken) => createWebClient(token, slack.apiUrl, log)

function sender(kept: KeptFile = { kind: 'kept', bytes: PHOTO }) {
  const send = createSlackSender({ web: webOf(), log, readFile: async () => kept })
  return (content: OutboundContent, conversation = 'slack:U1', id = 1) => {
    const outbound: Outbound = { id, conversation, language: 'en', author: 'agent', content }
    return send(outbound)
  }
}

const text = (said: string): OutboundContent => ({ kind: 'text', names: [], text: said })
const FILES: OutboundContent = {
  kind: 'files',
  text: 'The <manual>',
  files: [
    { media: 1, kind: 'photo', mime: 'image/jpeg' },
    { media: 2, kind: 'file', name: 'manual.pdf', mime: 'application/pdf' },
  ],
}

describe('a message to a customer in Slack', () => {
  test('arrives in the direct messages and is named by the channel Slack opened', async () => {
    const anna = slack.user({ id: 'U1', name: 'Anna' })
    const delivery = await sender()(text('Hello <!channel> & good morning'))
    const heard = await anna.hears(/good morning/)
    expect(delivery).toEqual({ kind: 'sent', message: `${anna.dm}:${heard.ts}` })
    expect(heard.text).toBe('Hello &lt;!channel&gt; &amp; good morning')
  })

  test('in a channel arrives in the thread and nowhere else', async () => {
    const anna = slack.user({ id: 'U1', name: 'Anna' })
    const channel = slack.channel({ id: 'C1', name: 'help', members: [anna] })
    const root = await anna.says('it drips', { channel: 'C1' })
    await sender()(text('Which machine?'), `slack:U1/C1/${root.ts}`)
    await sender()({ kind: 'location', latitude: 31.2, longitude: 121.4 }, `slack:U1/C1/${root.ts}`, 2)
    await sender()(FILES, `slack:U1/C1/${root.ts}`, 3)
    expect(channel.replies(root.ts).map(reply => [reply.fromApp, reply.files.length])).toEqual([
      [true, 0],
      [true, 0],
      [true, 0],
      [true, 2],
    ])
    expect(channel.posts()).toHaveLength(1)
  })

  test('whose question was answered shows the answer and no buttons', async () => {
    const anna = slack.user({ id: 'U1', name: 'Anna' })
    const send = sender()
    const asked = await send({ kind: 'text', names: [], text: 'Ready?', buttons: [{ label: 'Yes', token: 'a1:0' }] })
    const message = asked.kind === 'sent' ? (asked.message ?? '') : ''
    expect(await send({ kind: 'settle', message, text: 'Ready?', label: 'Yes' }, 'slack:U1', 2)).toEqual(asked)
    const seen = await anna.sees(/✓ Yes/)
    expect(JSON.stringify(seen.blocks)).not.toContain('button')
  })

  test('goes on after the parts that arrived when Slack was too busy in between', async () => {
    let now = Date.UTC(2026, 10, 21)
    const strict = await startFakeSlack({ events: [], strictRate: { burst: 2 }, clock: () => now })
    onTestFinished(() => strict.close())
    const anna = strict.user({ id: 'U1', name: 'Anna' })
    const web = createWebClient(strict.botToken, strict.apiUrl, log)
    const send = createSlackSender({ web, log, readFile: async () => ({ kind: 'lost' }) })
    const content = text(['a', 'b', 'c'].map(letter => letter.repeat(7000)).join('\n\n'))
    const outbound: Outbound = { id: 1, conversation: 'slack:U1', language: 'en', author: 'bot', content }
    expect(await send(outbound)).toMatchObject({ kind: 'later', everyone: true })
    now += 60_000
    const whole = await send(outbound)
    expect(whole).toEqual({ kind: 'sent', message: anna.messages.map(({ ts }) => `${anna.dm}:${ts}`).join(',') })
    expect(anna.messages.map(({ text: said }) => said[0])).toEqual(['a', 'b', 'c'])
  })

  test.each<[string, Parameters<FakeSlack['failNext']>[1], object]>([
    ['too busy', { rateLimited: 2 }, { kind: 'later', afterMs: 2000, everyone: true }],
    ['down', { status: 503 }, { kind: 'unknown', why: 'status 503' }],
    ['gone in the middle', { drop: true }, { kind: 'unknown' }],
    ['locking us out', { error: 'token_revoked' }, { kind: 'later', everyone: true }],
    ['not willing', { error: 'invalid_blocks' }, { kind: 'refused', why: 'invalid_blocks' }],
    ['without the user', { error: 'user_disabled' }, { kind: 'unreachable', why: 'user_disabled' }],
  ])('meets a Slack that is %s', async (_, fault, delivery) => {
    slack.user({ id: 'U1', name: 'Anna' })
    slack.failNext('chat.postMessage', fault)
    expect(await sender()(text('Hello'))).toMatchObject(delivery)
  })

  test('cannot be sent to nobody, nor without a Slack', async () => {
    expect(await sender()(text('Hello'), 'slack:U404')).toEqual({ kind: 'unreachable', why: 'channel_not_found' })
    expect(await sender()(text('Hello'), 'telegram:7')).toMatchObject({ kind: 'refused' })
    const closed = await startFakeSlack()
    await closed.close()
    const nowhere = createWebClient('xoxb-1', closed.apiUrl, log)
    const send = createSlackSender({ web: nowhere, log, readFile: async () => ({ kind: 'lost' }) })
    const outbound: Outbound = { id: 1, conversation: 'slack:U1', language: 'en', author: 'bot', content: text('x') }
    expect(await send(outbound)).toMatchObject({ kind: 'later', everyone: true })
  })

  test('can be changed and taken back by the agent who wrote it', async () => {
    const anna = slack.user({ id: 'U1', name: 'Anna' })
    const send = sender()
    const sent = await send(text('At nine'))
    const message = sent.kind === 'sent' ? (sent.message ?? '') : ''
    expect(await send({ kind: 'edit', message, text: 'At ten' }, 'slack:U1', 2)).toEqual(sent)
    expect(await anna.sees(/At ten/)).toMatchObject({ edited: true })
    expect(await send({ kind: 'delete', message }, 'slack:U1', 3)).toEqual({ kind: 'sent' })
    expect(anna.messages.filter(({ deleted }) => !deleted)).toEqual([])
    expect(await send({ kind: 'delete', message }, 'slack:U1', 4)).toEqual({ kind: 'sent' })
    expect(await send({ kind: 'edit', message, text: 'At noon' }, 'slack:U1', 5)).toEqual({
      kind: 'refused',
      why: 'message_not_found',
    })
  })
})

describe('files of an agent', () => {
  test('arrive together below their text, and are taken back together', async () => {
    const anna = slack.user({ id: 'U1', name: 'Anna' })
    const send = sender()
    const sent = await send(FILES)
    expect(anna.messages.map(({ text: said, files }) => [said, files.map(({ name }) => name)])).toEqual([
      ['The &lt;manual&gt;', []],
      ['', ['photo-1.jpg', 'manual.pdf']],
    ])
    expect(Buffer.from(anna.messages[1]?.files[0]?.bytes ?? [])).toEqual(Buffer.from(PHOTO))
    const message = sent.kind === 'sent' ? (sent.message ?? '') : ''
    expect(message.split(',')).toHaveLength(3)
    expect(await send({ kind: 'delete', message }, 'slack:U1', 2)).toEqual({ kind: 'sent' })
    expect(anna.messages.filter(({ deleted }) => !deleted)).toEqual([])
  })

  test('open the direct messages once', async () => {
    slack.user({ id: 'U1', name: 'Anna' })
    const send = sender()
    await send(FILES)
    await send(FILES, 'slack:U1', 2)
    expect(slack.calls('conversations.open')).toHaveLength(1)
  })

  test('are sent once, with their text once, when Slack was too busy for them', async () => {
    const anna = slack.user({ id: 'U1', name: 'Anna' })
    const send = sender()
    slack.failNext('files.completeUploadExternal', { rateLimited: 4 })
    expect(await send(FILES)).toEqual({ kind: 'later', afterMs: 4000, everyone: false })
    expect(await send(FILES)).toMatchObject({ kind: 'sent' })
    expect(anna.messages.map(({ files }) => files.length)).toEqual([0, 2])
  })

  test('that are still on their way are waited for, and lost ones are said to be', async () => {
    slack.user({ id: 'U1', name: 'Anna' })
    const files: OutboundContent = { ...FILES, text: '' }
    expect(await sender({ kind: 'coming' })(files)).toEqual({ kind: 'later', afterMs: 2000, everyone: false })
    expect(await sender({ kind: 'lost' })(files)).toEqual({ kind: 'refused', why: 'a file was lost' })
    expect(slack.calls('files.getUploadURLExternal')).toEqual([])
  })

  test('can have a comment of their own', async () => {
    const anna = slack.user({ id: 'U1', name: 'Anna' })
    const files = [{ bytes: PHOTO, name: 'a.jpg' }]
    const uploaded = await uploadToSlack(webOf(), { channel: anna.dm, files, comment: 'see' })
    expect(uploaded.delivery).toEqual({ kind: 'sent', message: `file:${uploaded.files[0]}` })
    expect(anna.messages).toMatchObject([{ text: 'see' }])
    expect(await uploadToSlack(webOf(), { channel: 'D404', files })).toEqual({
      files: [],
      delivery: { kind: 'unreachable', why: 'channel_not_found' },
    })
  })
})

describe('files of a customer', () => {
  const options = { limit: 1000 }
  const fetchOne = (file: string, limit = options.limit, token = slack.botToken) =>
    fetchSlackFile(webOf(), file, { token, apiUrl: slack.apiUrl, limit })

  async function uploaded(bare = false): Promise<string> {
    const anna = slack.user({ id: 'U1', name: 'Anna' })
    const message = await anna.uploads([{ name: 'a.jpg', mime: 'image/jpeg', bytes: PHOTO, bare }])
    return message.files[0]?.id ?? ''
  }

  test('are fetched with the bot’s token', async () => {
    expect(Buffer.from(await fetchOne(await uploaded()))).toEqual(Buffer.from(PHOTO))
  })

  test('are too big when they are, whatever Slack says of their size', async () => {
    const anna = slack.user({ id: 'U1', name: 'Anna' })
    const { files } = await anna.uploads([
      { name: 'a.jpg', mime: 'image/jpeg', bytes: PHOTO },
      { name: 'b.jpg', mime: 'image/jpeg', bytes: PHOTO, size: 1 },
    ])
    for (const file of files) await expect(fetchOne(file.id, 5)).rejects.toMatchObject({ code: 'too-big' })
  })

  test('are gone when they are, and out of reach when Slack is', async () => {
    await expect(fetchOne('F404')).rejects.toMatchObject({ code: 'gone' })
    const file = await uploaded()
    slack.failNext('files.info', { status: 500 })
    await expect(fetchOne(file)).rejects.toMatchObject({ code: 'unreachable' })
  })

  test('are not the page on which Slack asks to sign in', async () => {
    const file = await uploaded()
    await expect(fetchOne(file, 1000, 'xoxb-old')).rejects.toMatchObject({ code: 'unreachable' })
    expect(slack.violations.splice(0)).toEqual(['download: without the token or its scope files:read'])
  })

  test('that Slack tells the id of alone are known for what they are', async () => {
    const file = await uploaded(true)
    const event = { channel: 'D1', user: 'U1', ts: '1700000000.000100', text: '', files: [{ id: file }] }
    const known = await withFileFacts(webOf(), event, 5_000)
    const options = { eventId: 'Ev1', receivedAt: 1, conversation: 'slack:U1' }
    expect(messageInbounds(known, options).map(({ content }) => content)).toMatchObject([
      { kind: 'file', file: { kind: 'photo', file, name: 'a.jpg' } },
    ])
    slack.failNext('files.info', { status: 500 })
    expect(await withFileFacts(webOf(), event, 5_000)).toEqual(event)
  })

  test.each([
    ['https://files.slack.com/files-pri/T1-F1/a.jpg', true],
    ['https://aftercare.slack.com/files/a.jpg', true],
    ['http://files.slack.com/a.jpg', false],
    ['https://files.slack.com.evil.example/a.jpg', false],
    ['https://evilslack.com/a.jpg', false],
    ['https://drive.example/a.jpg', false],
    ['http://127.0.0.1:81/api/', false],
    ['http://127.0.0.1:80/files/a.jpg', true],
  ])('whether the token goes to %s: %s', (address, goes) => {
    expect(isSlack(new URL(address), 'http://127.0.0.1:80/api/')).toBe(goes)
  })
})
