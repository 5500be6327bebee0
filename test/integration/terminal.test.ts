import { PassThrough, Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { Inbound, OutboundContent } from '../../src/assistant/channel.ts'
import { createTerminal, type Terminal } from '../../src/channels/terminal/terminal.ts'
import type { Language } from '../../src/flow/flow.ts'

const START = Date.UTC(2026, 10, 23, 1, 0)

type Answer = (inbound: Inbound, terminal: Terminal) => OutboundContent[]

/** A terminal whose assistant is the function `answer`: it is asked once for each inbound and its messages are sent. */
async function talk(lines: readonly string[], answer: Answer, options: { language?: Language; colour?: boolean } = {}) {
  const input = new PassThrough()
  const written: string[] = []
  const output = new Writable({
    write(chunk, _, done) {
      written.push(String(chunk))
      done()
    },
  })
  const language = options.language ?? 'en'
  const heard: Inbound[] = []
  const failures: unknown[] = []
  const timers = [START + 3_600_000]
  let now = START
  let sent = 0
  const terminal = createTerminal({
    receive: async inbounds => {
      for (const inbound of inbounds) {
        heard.push(inbound)
        for (const content of answer(inbound, terminal)) await send(content)
      }
    },
    clock: {
      now: () => now,
      wait: async ms => {
        now += ms
      },
      next: async () => {
        const due = timers.shift()
        now = due ?? now
        return due !== undefined
      },
    },
    look: async () => ({
      owner: 'bot',
      flows: [
        { flow: 'washer', step: 'drain' },
        { flow: 'book-visit', step: 'window' },
      ],
      slots: { appliance: 'washing-machine' },
    }),
    idle: async () => {},
    chat: 'anna',
    session: 's1',
    input,
    output,
    language,
    colour: options.colour ?? false,
    screen: false,
    zone: 'Asia/Shanghai',
    failed: error => failures.push(error),
  })
  async function send(content: OutboundContent) {
    sent += 1
    await terminal.channel.send({ id: sent, conversation: 'terminal:anna', language, author: 'bot', content })
  }
  input.end(`${lines.join('\n')}\n`)
  await terminal.run()
  return { heard, failures, screen: written.join(''), terminal }
}

const question: OutboundContent = {
  kind: 'text',
  names: ['book-visit.window'],
  text: 'When may we come?',
  buttons: [
    { label: 'Today 16:00', token: 'a:1' },
    { label: 'Tomorrow 8:00', token: 'a:2' },
  ],
  ask: 'q1',
}
const plain = (text: string): OutboundContent => ({ kind: 'text', names: [], text })

describe('the terminal', () => {
  test('prints a question with numbered choices, and a number taps one', async () => {
    const { heard, screen } = await talk(['hello', '2', ':quit'], inbound =>
      inbound.content.kind === 'text' ? [question] : [plain('Booked.')],
    )
    expect(screen).toContain('When may we come?\n  1. Today 16:00\n  2. Tomorrow 8:00\n')
    expect(heard.map(inbound => inbound.content)).toEqual([
      { kind: 'text', text: 'hello' },
      { kind: 'tap', token: 'a:2' },
    ])
    expect(screen).toContain('Booked.')
  })

  test('names the channel, the conversation, the clock and a fresh update id with everything said', async () => {
    const { heard } = await talk(['one', 'two'], () => [])
    expect(heard.map(({ content: _, ...rest }) => rest)).toEqual(
      ['s1:1', 's1:2'].map(id => ({
        channel: 'terminal',
        updateId: id,
        conversation: 'terminal:anna',
        at: START,
        message: id,
        from: { language: 'en' },
      })),
    )
  })

  test('a settled question takes no number any more; a number picked is told in words', async () => {
    const { heard, screen } = await talk(['hello', '2', '1'], inbound => {
      if (inbound.content.kind === 'tap') return [{ kind: 'settle', message: '1', text: '', label: 'Tomorrow 8:00' }]
      return heardText(inbound) === 'hello' ? [question] : []
    })
    expect(screen.match(/✓ Tomorrow 8:00/g)).toHaveLength(1)
    expect(heard.at(-1)?.content).toEqual({ kind: 'text', text: '1' })
  })

  test('a question without choices takes numbers as text, a notice in between does not', async () => {
    const asksAge: OutboundContent = { kind: 'text', names: [], text: 'How many years old?', ask: 'q2' }
    const aged = await talk(['a', 'b', '2'], inbound => (heardText(inbound) === 'a' ? [question] : [asksAge]))
    expect(aged.heard.at(-1)?.content).toEqual({ kind: 'text', text: '2' })
    const noticed = await talk(['a', '2'], () => [question, plain('On the way.')])
    expect(noticed.heard.at(-1)?.content).toEqual({ kind: 'tap', token: 'a:2' })
  })

  test('moves the clock and tells the time in the zone of the region', async () => {
    const { screen, heard } = await talk([':wait 30m', ':next', ':next', 'hi'], () => [])
    expect(screen).toContain('9:30')
    expect(screen).toContain('10:00')
    expect(screen).toContain('No timer is armed.')
    expect(heard[0]?.at).toBe(START + 3_600_000)
  })

  test('shows flows, step and slots', async () => {
    const { screen } = await talk([':who'], () => [])
    expect(screen).toContain('washer.drain › book-visit.window (bot)\n  appliance: "washing-machine"')
  })

  test('explains an unknown colon command without bothering the assistant', async () => {
    const { screen, heard } = await talk([':dance'], () => [], { language: 'zh' })
    expect(screen).toContain('终端不认识 :dance')
    expect(heard).toEqual([])
  })

  test('says so when a line did not reach the assistant, and goes on', async () => {
    const broken = new Error('disk full')
    const { screen, failures, heard } = await talk(['lost', 'kept'], inbound => {
      if (heardText(inbound) === 'lost') throw broken
      return [plain('Heard.')]
    })
    expect(failures).toEqual([broken])
    expect(screen).toContain('Please type it once more.')
    expect(screen).not.toContain('disk full')
    expect(heard).toHaveLength(2)
    expect(screen).toContain('Heard.')
  })

  test('uses colours only when asked to', async () => {
    const esc = String.fromCharCode(27)
    expect((await talk(['a'], () => [question])).screen).not.toContain(esc)
    expect((await talk(['a'], () => [question], { colour: true })).screen).toContain(`${esc}[36m1.`)
  })

  test('prints nothing that could move the cursor', async () => {
    const { screen } = await talk(['a'], () => [plain(`red${String.fromCharCode(27)}[31m alert`)])
    expect(screen).toContain('red[31m alert')
  })

  test('shows how to share a contact where the platform would have a button', async () => {
    const asks: OutboundContent = {
      kind: 'text',
      names: [],
      text: '电话?',
      request: { kind: 'contact', label: '分享电话' },
    }
    const { screen } = await talk(['a'], () => [asks], { language: 'zh' })
    expect(screen).toContain('分享电话 (请输入 :contact')
  })

  test('prints what an agent sends, changes and takes back as plain lines', async () => {
    const files = [
      { media: 1, kind: 'photo', name: 'hose.jpg' },
      { media: 2, kind: 'voice' },
    ] as const
    const { screen } = await talk(
      ['a'],
      () => [
        { kind: 'files', text: 'Look', files },
        { kind: 'location', latitude: 30.2, longitude: 120.1 },
        { kind: 'edit', message: '1', text: 'Look here' },
        { kind: 'delete', message: '1' },
      ],
      { language: 'zh' },
    )
    expect(screen).toContain(
      '[照片: hose.jpg]\n[语音]\nLook\n[位置: 30.2, 120.1]\n(已修改) Look here\n(一条消息已撤回)\n',
    )
  })

  test('keeps messages of another chat for its own terminal', async () => {
    const { terminal } = await talk([], () => [])
    const delivery = await terminal.channel.send({
      id: 9,
      conversation: 'terminal:bob',
      language: 'en',
      author: 'bot',
      content: plain('x'),
    })
    expect(delivery.kind).toBe('later')
  })
})

function heardText(inbound: Inbound): string | undefined {
  return inbound.content.kind === 'text' ? inbound.content.text : undefined
}
