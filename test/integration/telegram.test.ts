import { createServer } from 'node:net'
import { Writable } from 'node:stream'
import fastify from 'fastify'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Inbound, InboundContent, OutboundContent, Receive } from '../../src/assistant/channel.ts'
import { createTelegram, type Telegram } from '../../src/channels/telegram/telegram.ts'
import { type FakeTelegram, startFakeTelegram } from '../support/fake-telegram.ts'

const SECRET = 'a-secret_of-the-webhook'
const PATH = '/telegram/webhook'
const COMMANDS = [
  { name: 'book', about: { en: 'Book a visit', zh: '预约上门' } },
  { name: 'status', about: { en: 'How it stands', zh: '查看进度' } },
]

let fake: FakeTelegram
let logged: string
let received: Inbound[]
let receive: Receive
const ends: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  fake = await startFakeTelegram()
  ends.push(fake.close)
  logged = ''
  received = []
  receive = async inbounds => void received.push(...inbounds)
})

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
  expect(fake.violations).toEqual([])
  expect(logged).not.toContain(fake.token)
})

function build(webhook?: { url: string; secret: string }, apiRoot = fake.apiRoot): Telegram {
  const sink = new Writable({
    write(chunk, _, done) {
      logged += chunk
      done()
    },
  })
  return createTelegram({
    token: fake.token,
    apiRoot,
    ...(webhook ? { webhook } : {}),
    receive: inbounds => receive(inbounds),
    log: pino({ level: 'trace' }, sink),
    pace: { perSecond: 25, sameConversationMs: 1000, burst: 3, parallel: 32 },
    commands: COMMANDS,
    clock: () => 1_795_000_000_000,
  })
}

/** A bot behind a webhook that listens, started. */
async function startWebhook() {
  const port = await freePort()
  const { channel, routes } = build({ url: `http://127.0.0.1:${port}${PATH}`, secret: SECRET })
  const app = fastify()
  if (routes) app.register(routes)
  await app.listen({ host: '127.0.0.1', port })
  ends.push(() => app.close())
  await channel.start()
  ends.push(channel.stop)
  return { app, channel }
}

/** The address is part of the options, and known only once somebody has listened. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

async function startPolling() {
  const { channel } = build()
  await channel.start()
  ends.push(channel.stop)
  return channel
}

const contents = () => received.map(({ content }) => content)
const send = (channel: Telegram['channel'], content: Partial<OutboundContent & { kind: 'text' }>, id = 1) =>
  channel.send({
    id,
    conversation: 'telegram:77',
    language: 'en',
    content: { kind: 'text', names: [], text: 'Hello', ...content },
  })
const buttons = [
  { label: 'Yes', token: 'y' },
  { label: 'No', token: 'n' },
]

describe('the webhook', () => {
  const update = {
    update_id: 1,
    message: { message_id: 1, text: 'hi', date: 1, from: { id: 77 }, chat: { id: 77, type: 'private' } },
  }
  const right = { 'x-telegram-bot-api-secret-token': SECRET }
  const post = async (payload: unknown, headers: Record<string, string>) => {
    const { app } = await startWebhook()
    const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
    return app.inject({ method: 'POST', url: PATH, body, headers: { 'content-type': 'application/json', ...headers } })
  }

  test.each([
    ['without a secret', {}],
    ['with a wrong secret', { 'x-telegram-bot-api-secret-token': `${SECRET.slice(0, -1)}x` }],
    ['with a shorter secret', { 'x-telegram-bot-api-secret-token': 'a' }],
  ])('answers 401 %s and hands nothing on', async (_, headers) => {
    expect((await post(update, headers)).statusCode).toBe(401)
    expect((await post('{broken', headers)).statusCode).toBe(401)
    expect(received).toEqual([])
  })

  test.each(['{broken', '', '[]', '"text"', 'null', '{}', '{"update_id":"7"}'])('answers 400 to %j', async body => {
    expect((await post(body, right)).statusCode).toBe(400)
    expect(received).toEqual([])
  })

  test('hands an update on and answers 200', async () => {
    expect((await post(update, right)).statusCode).toBe(200)
    expect(contents()).toEqual([{ kind: 'text', text: 'hi' }])
  })

  test.each([
    ['of a kind it does not know', { update_id: 2, inline_query: { id: 'x' } }],
    ['from a group', { update_id: 2, message: { ...update.message, chat: { id: -1, type: 'group' } } }],
    ['that makes no sense', { update_id: 2, message: { text: 'hi', from: {} } }],
  ])('answers 200 to an update %s', async (_, body) => {
    expect((await post(body, right)).statusCode).toBe(200)
    expect(received).toEqual([])
  })

  test('answers 503 while nothing can be stored, and takes the redelivery', async () => {
    await startWebhook()
    const failures = [new Error('disk full'), new Error('disk full')]
    receive = async inbounds => {
      const failure = failures.pop()
      if (failure) throw failure
      received.push(...inbounds)
    }
    const anna = fake.user({ id: 77, language: 'zh-hans', name: 'Anna' })
    await anna.says('洗衣机不排水')
    expect(contents()).toEqual([{ kind: 'text', text: '洗衣机不排水' }])
    expect(received[0]?.from).toEqual({ name: 'Anna', language: 'zh' })
    expect(Object.fromEntries(fake.statuses)).toEqual({ 200: 1, 503: 2 })
  })

  test('hands every redelivery on under the same id', async () => {
    await startWebhook()
    fake.deliverEach(3)
    const anna = fake.user({ id: 77 })
    await anna.says('one')
    await anna.says('two')
    expect(received.map(({ updateId }) => updateId)).toHaveLength(6)
    expect(new Set(received.map(({ updateId }) => updateId)).size).toBe(2)
    expect(received.slice(0, 3).map(({ content }) => content)).toEqual(Array(3).fill({ kind: 'text', text: 'one' }))
  })

  test('takes many updates at once', async () => {
    await startWebhook()
    const open: (() => void)[] = []
    let all = () => {}
    const allOpen = new Promise<void>(resolve => {
      all = resolve
    })
    receive = async () => {
      const wait = new Promise<void>(resolve => open.push(resolve))
      if (open.length === 50) all()
      await wait
    }
    const said = Array.from({ length: 50 }, (_, id) => fake.user({ id: id + 1 }).says('hi'))
    await allOpen
    for (const go of open) go()
    await Promise.all(said)
    expect(fake.statuses.get(200)).toBe(50)
  })

  test('answers a tap once it is stored', async () => {
    const { channel } = await startWebhook()
    const anna = fake.user({ id: 77 })
    await send(channel, { text: 'Does it spin?', buttons })
    let store = () => {}
    let storing = () => {}
    const stored = new Promise<void>(resolve => {
      store = resolve
    })
    const asked = new Promise<void>(resolve => {
      storing = resolve
    })
    receive = async inbounds => {
      storing()
      await stored
      received.push(...inbounds)
    }
    const tapped = anna.taps('Yes')
    await asked
    expect(fake.calls.get('answerCallbackQuery')).toBeUndefined()
    store()
    await tapped
    await fake.called('answerCallbackQuery')
    expect(fake.unanswered()).toEqual([])
    expect(contents()).toEqual([{ kind: 'tap', token: 'y' }])
  })

  test('is accepted although the answer to a tap is too late or held', async () => {
    const { channel } = await startWebhook()
    const anna = fake.user({ id: 77 })
    await send(channel, { text: 'Does it spin?', buttons })
    fake.next('answerCallbackQuery', 400, { description: 'Bad Request: query is too old' })
    await anna.taps('Yes')
    await fake.called('answerCallbackQuery')
    const hold = fake.hold('answerCallbackQuery')
    await anna.taps('No')
    await hold.reached
    hold.release()
    expect(fake.statuses.get(200)).toBe(2)
    expect(fake.calls.get('answerCallbackQuery')).toBe(2)
  })
})

describe('a start', () => {
  test('registers the webhook with its secret and keeps what is waiting', async () => {
    await startWebhook()
    expect(fake.payloads('setWebhook')).toEqual([
      {
        url: expect.stringMatching(/\/telegram\/webhook$/),
        secret_token: SECRET,
        max_connections: 100,
        drop_pending_updates: false,
        allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
      },
    ])
    expect(fake.calls.get('getUpdates')).toBeUndefined()
  })

  test('sets the command menu in both languages', async () => {
    await startPolling()
    expect(Object.fromEntries(fake.commands)).toEqual({
      '': [
        { command: 'book', description: 'Book a visit' },
        { command: 'status', description: 'How it stands' },
      ],
      zh: [
        { command: 'book', description: '预约上门' },
        { command: 'status', description: '查看进度' },
      ],
    })
  })

  test('goes on when Telegram fails, and registers as soon as it can', async () => {
    fake.next('setMyCommands', 500)
    fake.next('deleteWebhook', 'drop')
    fake.next('getMe', 401)
    await startPolling()
    await Promise.all([fake.called('setMyCommands', 3), fake.called('deleteWebhook', 2), fake.called('getMe', 2)])
    expect(logged).toContain('registration was refused')
  })

  test('does not fail where nobody listens', async () => {
    await fake.close()
    const { channel } = build()
    await channel.start()
    await channel.stop()
    expect(await send(channel, {})).toEqual({ kind: 'later', afterMs: 5000, everyone: true })
    fake = await startFakeTelegram()
    ends.push(fake.close)
  })
})

describe('polling', () => {
  test('hands updates on, taps answered', async () => {
    const channel = await startPolling()
    const anna = fake.user({ id: 77 })
    await anna.says('/book@aftercare_test_bot')
    await send(channel, { text: 'Does it spin?', buttons })
    await anna.taps('No')
    await fake.called('answerCallbackQuery')
    expect(contents()).toEqual([
      { kind: 'command', name: 'book', payload: '' },
      { kind: 'tap', token: 'n' },
    ])
  })

  test('moves on only after everything is stored', async () => {
    const failures = [new Error('disk full')]
    receive = async inbounds => {
      received.push(...inbounds)
      const failure = failures.pop()
      if (failure) throw failure
    }
    await startPolling()
    await fake.user({ id: 77 }).says('hi')
    const [first, second] = received
    expect(received).toHaveLength(2)
    expect(second).toEqual(first)
    expect(fake.payloads('getUpdates').map(({ offset }) => offset)).toEqual([
      undefined,
      undefined,
      Number(first?.updateId) + 1,
    ])
  })

  test.each([409, 500, 'drop'] as const)('goes on after %s', async fault => {
    fake.next('getUpdates', fault)
    await startPolling()
    await fake.user({ id: 77 }).says('still there?')
    expect(contents()).toEqual([{ kind: 'text', text: 'still there?' }])
    expect(logged).toContain('trying again')
  })

  test('finishes the batch in hand before it stops', async () => {
    let store = () => {}
    let storing = () => {}
    const stored = new Promise<void>(resolve => {
      store = resolve
    })
    const asked = new Promise<void>(resolve => {
      storing = resolve
    })
    receive = async inbounds => {
      storing()
      await stored
      received.push(...inbounds)
    }
    const channel = await startPolling()
    void fake.user({ id: 77 }).says('hi')
    await asked
    let stopped = false
    const stopping = channel.stop().then(() => {
      stopped = true
    })
    await Promise.resolve()
    expect(stopped).toBe(false)
    store()
    await stopping
    expect(contents()).toEqual([{ kind: 'text', text: 'hi' }])
  })
})

describe('what customers do', () => {
  const done: [string, (anna: ReturnType<FakeTelegram['user']>) => Promise<unknown>, Partial<InboundContent>][] = [
    ['a photo', anna => anna.sendsPhoto('the hose'), { kind: 'file', caption: 'the hose' }],
    ['a voice message', anna => anna.sendsVoice(), { kind: 'file' }],
    ['a contact', anna => anna.sharesContact('8613800138000'), { kind: 'contact', phone: '+8613800138000' }],
    ['a location', anna => anna.sharesLocation(31.2, 121.5), { kind: 'location', latitude: 31.2, longitude: 121.5 }],
    ['a poll', anna => anna.sends({ poll: {} }), { kind: 'unsupported', what: 'poll' }],
    ['a block', anna => anna.blocks(), { kind: 'reachable', reachable: false }],
    ['an unblock', anna => anna.unblocks(), { kind: 'reachable', reachable: true }],
  ]
  test.each(done)('%s arrives', async (_, act, content) => {
    await startWebhook()
    await act(fake.user({ id: 77 }))
    expect(contents()).toMatchObject([content])
  })

  test('an album arrives photo by photo under one name', async () => {
    await startWebhook()
    await fake.user({ id: 77 }).sendsAlbum(3, 'look')
    expect(contents()).toMatchObject([
      { kind: 'file', caption: 'look', album: 'album-77-0' },
      { kind: 'file', album: 'album-77-0' },
      { kind: 'file', album: 'album-77-0' },
    ])
  })

  test('an edit arrives with the message it changes', async () => {
    await startWebhook()
    const anna = fake.user({ id: 77 })
    const { id } = await anna.says('12 Short Road')
    await anna.edits(id, '12 Long Road')
    expect(contents().at(-1)).toEqual({ kind: 'edit', text: '12 Long Road', message: String(id) })
  })
})

describe('a delivery', () => {
  test('arrives, and its question is settled', async () => {
    const { channel } = build()
    const anna = fake.user({ id: 77 })
    const delivery = await send(channel, { text: 'Does it spin?', buttons })
    const heard = await anna.hears(/spin/)
    expect(delivery).toEqual({ kind: 'sent', message: String(heard.id) })
    expect(heard.buttons).toEqual([buttons])
    const settle = {
      id: 2,
      conversation: 'telegram:77',
      language: 'en',
      content: { kind: 'settle', message: String(heard.id), text: 'Does it spin?', label: 'Yes' },
    } as const
    expect(await channel.send(settle)).toEqual({ kind: 'sent', message: String(heard.id) })
    expect(await anna.sees(/✓/)).toMatchObject({ text: 'Does it spin?\n\n✓ Yes', buttons: [] })
    expect(await channel.send(settle)).toEqual({ kind: 'sent' })
    expect(fake.payloads('editMessageText')).toHaveLength(2)
  })

  test('shows the request keyboard until the next plain message', async () => {
    const { channel } = build()
    const anna = fake.user({ id: 77 })
    await send(channel, { text: 'Your number?', request: { kind: 'contact', label: 'Share my number' } })
    expect(anna.keyboard()).toEqual([['Share my number']])
    await send(channel, { text: 'Thank you.' }, 2)
    expect(anna.keyboard()).toBeUndefined()
  })

  test('of a long text arrives in parts and goes on where it stopped', async () => {
    const { channel } = build()
    const anna = fake.user({ id: 77 })
    const text = ['a', 'b', 'c'].map(letter => letter.repeat(4000)).join('\n\n')
    const first = fake.hold('sendMessage')
    const half = send(channel, { text, buttons })
    await first.reached
    fake.next('sendMessage', 429, { retry_after: 3 })
    first.release()
    expect(await half).toEqual({ kind: 'later', afterMs: 3000, everyone: true })
    expect((await send(channel, { text, buttons })).kind).toBe('sent')
    expect(anna.messages.map(({ text }) => text[0])).toEqual(['a', 'b', 'c'])
    expect(anna.messages.map(({ buttons }) => buttons.length)).toEqual([0, 0, 1])
  })

  test.each([
    [429, { retry_after: 2 }, { kind: 'later', afterMs: 2000, everyone: true }],
    [403, {}, { kind: 'unreachable', why: '403 Forbidden: bot was blocked by the user' }],
    [400, {}, { kind: 'refused', why: '400 Bad Request' }],
    [500, {}, { kind: 'unknown', why: '500 Internal Server Error' }],
    ['drop', {}, { kind: 'unknown', why: 'UND_ERR_SOCKET' }],
  ] as const)('that meets %s %j is %j', async (fault, options, delivery) => {
    const { channel } = build()
    fake.user({ id: 77 })
    fake.next('sendMessage', fault, options)
    expect(await send(channel, {})).toEqual(delivery)
    expect((await send(channel, {})).kind).toBe('sent')
  })

  test('to a customer who blocked the bot is unreachable', async () => {
    const { channel } = build()
    const anna = fake.user({ id: 77 })
    void anna.blocks()
    expect((await send(channel, {})).kind).toBe('unreachable')
  })

  test('of another channel is refused', async () => {
    const { channel } = build()
    const content = { kind: 'text', names: [], text: 'x' } as const
    const delivery = await channel.send({ id: 1, conversation: 'slack:C1', language: 'en', content })
    expect(delivery.kind).toBe('refused')
  })

  test('goes through a Bot API server with a path and a slash at its end', async () => {
    const { channel } = build(undefined, `${fake.apiRoot}/`)
    fake.user({ id: 77 })
    expect((await send(channel, {})).kind).toBe('sent')
  })
})

describe('a file', () => {
  const photo = async () => {
    const { channel } = await startWebhook()
    await fake.user({ id: 77 }).sendsPhoto()
    const [content] = contents()
    return { channel, file: content?.kind === 'file' ? content.file : undefined }
  }

  test('is fetched by the handle it arrived with', async () => {
    const { channel, file } = await photo()
    const bytes = await channel.fetchFile(file?.file ?? '')
    expect(bytes.length).toBe(file?.size)
    expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
  })

  test.each([
    ['too-big', 400, { description: 'Bad Request: file is too big' }],
    ['gone', 400, { description: 'Bad Request: invalid file_id' }],
    ['unreachable', 500, {}],
    ['unreachable', 'drop', {}],
  ] as const)('is %s when getFile meets %s %j', async (code, fault, options) => {
    const { channel, file } = await photo()
    fake.next('getFile', fault, options)
    await expect(channel.fetchFile(file?.file ?? '')).rejects.toMatchObject({ name: 'FileError', code })
  })

  test('over 20 MB is not read to its end', async () => {
    const { channel } = build()
    fake.file('huge', new Uint8Array(20 * 1024 * 1024 + 1), 1)
    await expect(channel.fetchFile('huge')).rejects.toMatchObject({ code: 'too-big' })
  })
})
