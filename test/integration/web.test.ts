import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify, { type FastifyInstance, type InjectOptions } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Inbound, Outbound, OutboundContent } from '../../src/assistant/channel.ts'
import type { WebOptions } from '../../src/channels/web/ports.ts'
import { createUploads } from '../../src/channels/web/uploads.ts'
import { createWeb, type Web } from '../../src/channels/web/web.ts'
import type { DeskInbound, DeskOutcome } from '../../src/desk/command.ts'

const NOW = 1_764_000_000_000
const LOCAL = { host: 'localhost:3000' }

let folder: string
let app: FastifyInstance
let web: Web
let received: Inbound[]
let commands: DeskInbound[]
let moves: (number | 'next-timer')[]
let logged: unknown[]
let outcome: DeskOutcome

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aftercare-web-'))
  received = []
  commands = []
  moves = []
  logged = []
  outcome = { ok: true, events: [] }
  await start({})
})

afterEach(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

async function start(changes: Partial<WebOptions>): Promise<void> {
  const log = { info: () => undefined, warn: () => undefined, error: (line: unknown) => logged.push(line) }
  web = createWeb({
    receive: async inbounds => void received.push(...inbounds),
    clock: {
      now: () => NOW,
      offset: () => 60_000,
      moveBy: async ms => void moves.push(ms),
      moveToNextTimer: async () => void moves.push('next-timer'),
      nextTimer: async () => ({ conversation: 'web:anna', key: 'confirm:1', flow: 'confirm-visit', dueAt: NOW + 1000 }),
    },
    desk: {
      cards: async () => ({ escalations: [], visits: [], tasks: [], technicians: [], relays: [] }),
      windows: async visit => [{ value: `w${visit}`, label: { en: 'Mon', zh: '周一' } }],
      run: async command => {
        commands.push(command)
        return outcome
      },
    },
    uploads: createUploads(folder),
    readFile: async media => (media === 4 ? { kind: 'kept', bytes: new Uint8Array(1) } : { kind: 'lost' }),
    history: async conversation => [{ id: 'in:1', conversation, at: NOW, from: 'customer', text: 'hello' }],
    media: async id => (id === 1 ? { bytes: Buffer.from('<svg/>'), name: 'a.svg' } : undefined),
    look: async () => undefined,
    zone: 'Asia/Shanghai',
    log,
    ...changes,
  })
  app = fastify()
  await app.register(web.routes)
}

const inject = (options: InjectOptions) => app.inject({ ...options, headers: { ...LOCAL, ...options.headers } })
const post = (url: string, payload: object) => inject({ method: 'POST', url, payload })
const say = (content: object) =>
  post('/playground/messages', { id: 'update-0001', conversation: 'web:anna', name: 'Anna', language: 'en', content })
const send = (content: OutboundContent, author: Outbound['author'] = 'bot') =>
  web.channel.send({ id: 7, conversation: 'web:anna', language: 'zh', author, content })

describe('the page', () => {
  test('is served with a policy that allows nothing from elsewhere', async () => {
    const answer = await inject({ url: '/' })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain('text/html')
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'")
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
  })

  test('finds every file it asks for', async () => {
    const { body } = await inject({ url: '/' })
    const wanted = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(match => String(match[1]))
    const seen = new Set<string>()
    for (let url = wanted.pop(); url !== undefined; url = wanted.pop()) {
      if (seen.has(url)) continue
      seen.add(url)
      const answer = await inject({ url })
      expect(answer.statusCode, url).toBe(200)
      for (const [, name] of answer.body.matchAll(/from '\.\/([\w-]+\.js)'/g)) wanted.push(`/playground/page/${name}`)
    }
    expect([...seen]).toEqual(expect.arrayContaining(['/playground/page/preact.js', '/playground/page/desk.js']))
  })

  test('gives away no file outside its folder', async () => {
    for (const name of ['..%2fweb.ts', '..%2f..%2f..%2f..%2fpackage.json', 'missing.js', '__proto__']) {
      expect((await inject({ url: `/playground/page/${name}` })).statusCode, name).toBe(404)
    }
  })

  test('says everything in both languages', async () => {
    const page = new URL('../../src/channels/web/page/', import.meta.url)
    const { WORDS } = await import(new URL('words.js', page).href)
    const { CHAT } = await import(new URL('chat-words.js', page).href)
    const { HOUSE } = await import(new URL('house-words.js', page).href)
    for (const words of [WORDS, CHAT, HOUSE]) expect(Object.keys(words.zh)).toEqual(Object.keys(words.en))
    expect(Object.keys(CHAT.zh.commands)).toEqual(Object.keys(CHAT.en.commands))
    expect(CHAT.zh.places).toHaveLength(CHAT.en.places.length)
  })
})

describe('only this computer', () => {
  test.each([
    ['a host name that was bound to this address', { host: 'evil.example:3000' }],
    ['a host that only begins like a local one', { host: 'localhost.evil.example' }],
    ['another site', { origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['another local port', { origin: 'http://localhost:4000' }],
  ])('answers 403 to %s', async (_who, headers) => {
    const answer = await inject({ method: 'POST', url: '/playground/clock', headers, payload: { by: '24h' } })
    expect(answer.statusCode).toBe(403)
    expect(answer.json().error).toBe('not-local')
    expect(moves).toEqual([])
  })

  test('answers 403 to a connection from another machine', async () => {
    expect((await inject({ url: '/', remoteAddress: '192.168.1.20' })).statusCode).toBe(403)
  })

  test.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'localhost'])('answers to %s', async host => {
    const headers = { host, origin: `http://${host}` }
    expect((await inject({ url: '/playground/desk', headers })).statusCode).toBe(200)
  })
})

describe('a customer', () => {
  test('says something, and 202 comes once it is stored', async () => {
    const answer = await say({ kind: 'text', text: '  my washer leaks ' })
    expect(answer.statusCode).toBe(202)
    expect(received).toEqual([
      {
        channel: 'web',
        updateId: 'update-0001',
        conversation: 'web:anna',
        at: NOW,
        message: 'update-0001',
        from: { name: 'Anna', language: 'en' },
        content: { kind: 'text', text: 'my washer leaks' },
      },
    ])
  })

  test.each([
    [
      { kind: 'text', text: '/start NP-1' },
      { kind: 'command', name: 'start', payload: 'NP-1' },
    ],
    [
      { kind: 'text', text: '/ is a slash' },
      { kind: 'text', text: '/ is a slash' },
    ],
    [
      { kind: 'command', name: 'human' },
      { kind: 'command', name: 'human', payload: '' },
    ],
    [
      { kind: 'tap', token: 'q1:2' },
      { kind: 'tap', token: 'q1:2' },
    ],
    [
      { kind: 'contact', phone: '138 0013 8000', name: 'Anna' },
      { kind: 'contact', phone: '138 0013 8000', name: 'Anna' },
    ],
    [
      { kind: 'location', latitude: 30.2, longitude: 120.2 },
      { kind: 'location', latitude: 30.2, longitude: 120.2 },
    ],
  ])('may send %j', async (posted, content) => {
    await say(posted)
    expect(received.map(inbound => inbound.content)).toEqual([content])
  })

  test('sends a photo whose bytes can be fetched afterwards', async () => {
    const bytes = Buffer.from('a photo')
    await say({ kind: 'file', name: 'Leak.JPG', mime: 'image/jpeg', data: bytes.toString('base64'), caption: 'here' })
    const [inbound] = received
    if (inbound?.content.kind !== 'file') throw new Error('expected a file')
    expect(inbound.content).toMatchObject({ caption: 'here', file: { kind: 'photo', name: 'Leak.JPG', size: 7 } })
    expect(await web.channel.fetchFile?.(inbound.content.file.file)).toEqual(bytes)
  })

  test.each([
    ['no words', { kind: 'text', text: '   ' }, 'content.text'],
    ['too many words', { kind: 'text', text: 'x'.repeat(4097) }, 'content.text'],
    ['a token no platform takes', { kind: 'tap', token: 'x'.repeat(65) }, 'content.token'],
    ['a place off the globe', { kind: 'location', latitude: 91, longitude: 0 }, 'content.latitude'],
    ['bytes that are none', { kind: 'file', name: 'a', mime: 'image/png', data: '%%%%' }, 'content.data'],
    ['a kind nobody knows', { kind: 'poll' }, 'content.kind'],
  ])('hears what is wrong with %s', async (_what, content, at) => {
    const answer = await say(content)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error).toBe('invalid')
    expect(answer.json().problems.map((problem: { at: string }) => problem.at)).toContain(at)
    expect(received).toEqual([])
  })

  test('belongs to the playground: other channels are not spoken for', async () => {
    const content = { kind: 'text', text: 'hi' }
    const answer = await post('/playground/messages', { id: 'update-0001', conversation: 'telegram:5', content })
    expect(answer.statusCode).toBe(400)
    expect((await inject({ url: '/playground/history?conversation=telegram:5' })).statusCode).toBe(400)
  })

  test('reads the whole conversation on return', async () => {
    const answer = await inject({ url: '/playground/history?conversation=web:anna' })
    expect(answer.json().lines).toEqual([
      { id: 'in:1', conversation: 'web:anna', at: NOW, from: 'customer', text: 'hello' },
    ])
  })

  test('never reads an exception', async () => {
    await app.close()
    await start({
      receive: async () => {
        throw new Error('disk full at /secret/path')
      },
    })
    const answer = await say({ kind: 'text', text: 'hi' })
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('secret')
    expect(logged).toHaveLength(1)
  })
})

describe('files', () => {
  test('that could carry script are only downloaded', async () => {
    const answer = await inject({ url: '/playground/media/1' })
    expect(answer.headers['content-type']).toContain('application/octet-stream')
    expect(answer.headers['content-disposition']).toBe('attachment')
  })

  test('that nobody kept are not found', async () => {
    expect((await inject({ url: '/playground/media/2' })).statusCode).toBe(404)
    await expect(createUploads(folder).read('../../etc/passwd')).rejects.toThrow('No upload')
  })
})

describe('delivery', () => {
  test('succeeds when no page is open: the history has the message', async () => {
    const delivery = await send({ kind: 'text', names: ['greet'], text: 'Hello' })
    expect(delivery).toEqual({ kind: 'sent', message: 'out:7' })
  })

  test('reaches an open page, in order, and the page is let go when the server stops', async () => {
    const address = await app.listen({ port: 0, host: '127.0.0.1' })
    const response = await fetch(`${address}/playground/events`)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
    const buttons = [{ label: 'Yes', token: 'q1:0' }]
    await send({ kind: 'text', names: ['ask'], text: 'Does it leak?', buttons })
    await send({ kind: 'settle', message: 'out:7', text: 'Does it leak?', label: 'Yes' })
    web.changed(['web:anna'])
    await app.close()
    const events = [...(await response.text()).matchAll(/^data: (.*)$/gm)].map(match => JSON.parse(String(match[1])))
    const line = { id: 'out:7', conversation: 'web:anna', at: NOW, from: 'bot', text: 'Does it leak?', buttons }
    expect(events).toEqual([
      { kind: 'message', conversation: 'web:anna', language: 'zh', line },
      { kind: 'settle', conversation: 'web:anna', message: 'out:7', label: 'Yes' },
      { kind: 'changed', conversations: ['web:anna'] },
    ])
  })
})

describe('what an agent sends', () => {
  const photo = { kind: 'files', text: '', files: [{ media: 5, kind: 'photo' }] } as const

  test('waits for a file that is still on its way', async () => {
    await app.close()
    await start({ readFile: async () => ({ kind: 'coming' }) })
    expect(await send(photo, 'agent')).toEqual({ kind: 'later', afterMs: 1000, everyone: false })
  })

  test('is refused with a file that never came', async () => {
    expect(await send(photo, 'agent')).toEqual({ kind: 'refused', why: 'the file could not be fetched' })
  })

  test('reaches an open page as the agent’s, and so does what becomes of it', async () => {
    const address = await app.listen({ port: 0, host: '127.0.0.1' })
    const response = await fetch(`${address}/playground/events`)
    const files = [{ media: 4, kind: 'photo', name: 'hose.jpg', mime: 'image/jpeg' }] as const
    const said = [
      await send({ kind: 'text', names: [], text: 'Hello' }, 'agent'),
      await send({ kind: 'files', text: '', files }, 'agent'),
      await send({ kind: 'location', latitude: 30.2, longitude: 120.2 }, 'agent'),
      await send({ kind: 'edit', message: 'out:7', text: 'Hello!' }, 'agent'),
      await send({ kind: 'delete', message: 'out:7' }, 'agent'),
    ]
    await app.close()
    const message = 'out:7'
    expect(said).toEqual([...Array(4).fill({ kind: 'sent', message }), { kind: 'sent' }])
    const events = [...(await response.text()).matchAll(/^data: (.*)$/gm)].map(match => JSON.parse(String(match[1])))
    const of = { conversation: 'web:anna' }
    const line = { ...of, id: message, at: NOW, from: 'agent' }
    const shown = { ...of, kind: 'message', language: 'zh' }
    expect(events).toEqual([
      { ...shown, line: { ...line, text: 'Hello' } },
      { ...shown, line: { ...line, files: [{ media: 4, kind: 'photo', name: 'hose.jpg' }] } },
      { ...shown, line: { ...line, text: '30.2, 120.2' } },
      { ...of, kind: 'edited', message, text: 'Hello!' },
      { ...of, kind: 'deleted', message },
    ])
  })
})

describe('staff', () => {
  const LIN = { id: 'Lin', name: 'Lin', roles: ['agent', 'dispatcher', 'technician', 'manager'] }
  const FILE = { name: 'a.png', mime: 'image/png', data: 'YWFh' }
  const reply = (content: object) => ({ do: 'reply', escalation: 3, content, wait: false })
  const claim = { staff: 'Lin', conversation: 'telegram:5', command: { do: 'claim', escalation: 3 } }

  test('give a command for a customer of any channel', async () => {
    const answer = await post('/playground/desk', claim)
    expect(answer.json()).toEqual({ ok: true })
    expect(commands).toEqual([{ ...claim, staff: LIN }])
  })

  test.each([
    [{ do: 'reply', escalation: 3, content: { text: 'Hello' }, post: 'web:12345678', wait: false }],
    [{ do: 'reply', escalation: 3, content: { text: '', location: { latitude: 30, longitude: 120 } }, wait: true }],
    [{ do: 'edit-reply', post: 'web:12345678', text: 'Hello!' }],
    [{ do: 'delete-reply', post: 'web:12345678' }],
    [{ do: 'undo-reply', relay: 4 }],
    [{ do: 'retry-reply', relay: 4 }],
    [{ do: 'hand-back', escalation: 3 }],
    [{ do: 'resolve', escalation: 3 }],
    [{ do: 'prioritise', escalation: 3, priority: 'HIGH' }],
    [{ do: 'finish-task', task: 7 }],
    [{ do: 'decide-task', task: 7, approve: false, why: 'too dear' }],
    [{ do: 'move-visit', visit: 1, move: 'sos', revision: 2 }],
    [{ do: 'move-visit', visit: 1, move: 'block', revision: 2, details: { blockReason: 'meal', until: NOW } }],
    [{ do: 'move-workshop', workshop: 1, stage: 'READY', details: { promisedReturnAt: NOW } }],
    [{ do: 'move-part', part: 1, state: 'SHIPPED' }],
    [{ do: 'move-part', part: 1, state: 'SHIPPED', etaAt: 1_795_226_700_000 }],
    [{ do: 'announce-delivery', appliance: 'refrigerator', readyOn: '2026-11-30' }],
  ])('may post %j', async command => {
    expect((await post('/playground/desk', { ...claim, command })).statusCode).toBe(200)
    expect(commands).toEqual([{ ...claim, staff: LIN, command }])
  })

  test('give a customer to a colleague, who is known by the name alone', async () => {
    await post('/playground/desk', { ...claim, command: { do: 'assign', escalation: 3, to: ' Mo ' } })
    expect(commands[0]?.command).toEqual({ do: 'assign', escalation: 3, to: { id: 'Mo', name: 'Mo' } })
  })

  test('send files, whose bytes can be fetched afterwards', async () => {
    const files = [
      { name: 'Hose.PNG', mime: 'image/png', data: Buffer.from('a photo').toString('base64') },
      { name: 'bill.pdf', mime: 'application/pdf', data: Buffer.from('a bill').toString('base64') },
    ]
    const command = { do: 'reply', escalation: 3, content: { text: 'Both', files }, wait: false }
    await post('/playground/desk', { ...claim, command })
    const sent = commands[0]?.command
    if (sent?.do !== 'reply') throw new Error('expected a reply')
    expect(sent.content).toMatchObject({
      text: 'Both',
      files: [
        { channel: 'web', kind: 'photo', name: 'Hose.PNG', mime: 'image/png', size: 7 },
        { channel: 'web', kind: 'file', name: 'bill.pdf', mime: 'application/pdf', size: 6 },
      ],
    })
    const bytes = await Promise.all((sent.content.files ?? []).map(({ file }) => web.channel.fetchFile?.(file)))
    expect(bytes.map(String)).toEqual(['a photo', 'a bill'])
  })

  test('are given the free windows of a visit when they ask for them', async () => {
    const answer = await inject({ url: '/playground/windows?visit=5' })
    expect(answer.json()).toEqual({ windows: [{ value: 'w5', label: { en: 'Mon', zh: '周一' } }] })
    expect((await inject({ url: '/playground/windows?visit=x' })).statusCode).toBe(400)
  })

  test('hear why a command was refused', async () => {
    outcome = { ok: false, why: 'already-claimed', values: { by: 'Mo' } }
    const answer = await post('/playground/desk', claim)
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toEqual({ ok: false, why: 'already-claimed', values: { by: 'Mo' } })
  })

  test.each([
    ['what only a timer may do', { do: 'raise-level', escalation: 3 }],
    ['a reply that only a timer sends', { do: 'send-reply', relay: 1 }],
    ['a reply without its content', { do: 'reply', escalation: 3, text: 'Hello', wait: false }],
    ['a reply longer than a message', { do: 'reply', escalation: 3, content: { text: 'x'.repeat(4097) }, wait: false }],
    ['a place off the globe', reply({ text: '', location: { latitude: 91, longitude: 0 } })],
    ['no files at all', reply({ text: '', files: [] })],
    ['more files than an album holds', reply({ text: '', files: Array(11).fill(FILE) })],
    ['a file by the handle of somebody else', reply({ text: '', files: [{ ...FILE, file: 'handle' }] })],
    ['a file of no kind', reply({ text: '', files: [{ ...FILE, mime: 'png' }] })],
    ['a change of what another desk posted', { do: 'edit-reply', post: 'C1:17.5', text: 'x' }],
    ['a priority nobody knows', { do: 'prioritise', escalation: 3, priority: 'TOP' }],
    ['a colleague without a name', { do: 'assign', escalation: 3, to: ' ' }],
    ['a move nobody knows', { do: 'move-visit', visit: 1, move: 'fly', revision: 1 }],
    ['a move of the customer’s', { do: 'move-visit', visit: 1, move: 'approve-quote', revision: 1 }],
    ['a stage that is no code', { do: 'move-workshop', workshop: 1, stage: 'ready?' }],
    ['a card without its revision', { do: 'move-visit', visit: 1, move: 'arrived' }],
  ])('may not post %s', async (_what, command) => {
    expect((await post('/playground/desk', { ...claim, command })).statusCode).toBe(400)
    expect(commands).toEqual([])
  })

  test('post the completion form as it is', async () => {
    const form = { cause: 'coin in the pump', parts: 'none', testRun: true }
    const command = { do: 'move-visit', visit: 1, move: 'complete', revision: 2, details: form }
    await post('/playground/desk', { ...claim, command })
    expect(commands[0]?.command).toEqual(command)
  })
})

describe('the clock', () => {
  test('shows the time, how far it was moved and what is next', async () => {
    const next = { conversation: 'web:anna', key: 'confirm:1', flow: 'confirm-visit', dueAt: NOW + 1000 }
    const state = { now: NOW, offset: 60_000, zone: 'Asia/Shanghai', next }
    expect((await inject({ url: '/playground/clock' })).json()).toEqual(state)
  })

  test('moves forward by a duration or to the next timer', async () => {
    await post('/playground/clock', { by: '30m' })
    await post('/playground/clock', { by: '24h' })
    await post('/playground/clock', { to: 'next-timer' })
    expect(moves).toEqual([30 * 60_000, 24 * 3_600_000, 'next-timer'])
  })

  test.each(['-30m', '0m', '30s', '99d', '', '1e3h'])('does not move by %j', async by => {
    expect((await post('/playground/clock', { by })).statusCode).toBe(400)
    expect(moves).toEqual([])
  })
})

test('nothing is known of a customer who has not spoken yet', async () => {
  expect((await inject({ url: '/playground/look?conversation=web:new' })).json()).toEqual({ look: null })
})
