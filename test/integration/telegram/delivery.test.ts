import { describe, expect, test } from 'vitest'
import { buttons, send, useTelegram } from '../../support/telegram-rig.ts'

const rig = useTelegram()

describe('a delivery', () => {
  test('arrives, and its question is settled', async () => {
    const { channel } = rig.build()
    const anna = rig.fake.user({ id: 77 })
    const delivery = await send(channel, { text: 'Does it spin?', buttons })
    const heard = await anna.hears(/spin/)
    expect(delivery).toEqual({ kind: 'sent', message: String(heard.id) })
    expect(heard.buttons).toEqual([buttons])
    const settle = {
      id: 2,
      conversation: 'telegram:77',
      language: 'en',
      author: 'bot',
      content: { kind: 'settle', message: String(heard.id), text: 'Does it spin?', label: 'Yes' },
    } as const
    expect(await channel.send(settle)).toEqual({ kind: 'sent', message: String(heard.id) })
    expect(await anna.sees(/✓/)).toMatchObject({ text: 'Does it spin?\n\n✓ Yes', buttons: [] })
    expect(await channel.send(settle)).toEqual({ kind: 'sent', message: String(heard.id) })
    expect(rig.fake.payloads('editMessageText')).toHaveLength(2)
  })

  test('shows the request keyboard until the next plain message', async () => {
    const { channel } = rig.build()
    const anna = rig.fake.user({ id: 77 })
    await send(channel, { text: 'Your number?', request: { kind: 'contact', label: 'Share my number' } })
    expect(anna.keyboard()).toEqual([['Share my number']])
    await send(channel, { text: 'Thank you.' }, 2)
    expect(anna.keyboard()).toBeUndefined()
  })

  test('of a long text arrives in parts and goes on where it stopped', async () => {
    const { channel } = rig.build()
    const anna = rig.fake.user({ id: 77 })
    const text = ['a', 'b', 'c'].map(letter => letter.repeat(4000)).join('\n\n')
    const first = rig.fake.hold('sendMessage')
    const half = send(channel, { text, buttons })
    await first.reached
    rig.fake.next('sendMessage', 429, { retry_after: 3 })
    first.release()
    expect(await half).toEqual({ kind: 'later', afterMs: 3000, everyone: true })
    const whole = await send(channel, { text, buttons })
    expect(whole).toEqual({ kind: 'sent', message: anna.messages.map(({ id }) => id).join(',') })
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
    const { channel } = rig.build()
    rig.fake.user({ id: 77 })
    rig.fake.next('sendMessage', fault, options)
    expect(await send(channel, {})).toEqual(delivery)
    expect((await send(channel, {})).kind).toBe('sent')
  })

  test('to a customer who blocked the bot is unreachable', async () => {
    const { channel } = rig.build()
    const anna = rig.fake.user({ id: 77 })
    void anna.blocks()
    expect((await send(channel, {})).kind).toBe('unreachable')
  })

  test('of another channel is refused', async () => {
    const { channel } = rig.build()
    const content = { kind: 'text', names: [], text: 'x' } as const
    const delivery = await channel.send({ id: 1, conversation: 'slack:C1', language: 'en', author: 'bot', content })
    expect(delivery.kind).toBe('refused')
  })

  test('goes through a Bot API server with a path and a slash at its end', async () => {
    const { channel } = rig.build(undefined, `${rig.fake.apiRoot}/`)
    rig.fake.user({ id: 77 })
    expect((await send(channel, {})).kind).toBe('sent')
  })
})
