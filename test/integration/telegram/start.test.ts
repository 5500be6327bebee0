import { describe, expect, test } from 'vitest'
import { startFakeTelegram } from '../../support/fake-telegram.ts'
import { buttons, SECRET, send, useTelegram } from '../../support/telegram-rig.ts'

const rig = useTelegram()

describe('a start', () => {
  test('registers the webhook with its secret and keeps what is waiting', async () => {
    await rig.startWebhook()
    expect(rig.fake.payloads('setWebhook')).toEqual([
      {
        url: expect.stringMatching(/\/telegram\/webhook$/),
        secret_token: SECRET,
        max_connections: 100,
        drop_pending_updates: false,
        allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
      },
    ])
    expect(rig.fake.calls.get('getUpdates')).toBeUndefined()
  })

  test('sets the command menu in both languages', async () => {
    await rig.startPolling()
    expect(Object.fromEntries(rig.fake.commands)).toEqual({
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
    rig.fake.next('setMyCommands', 500)
    rig.fake.next('deleteWebhook', 'drop')
    rig.fake.next('getMe', 401)
    await rig.startPolling()
    await Promise.all([
      rig.fake.called('setMyCommands', 3),
      rig.fake.called('deleteWebhook', 2),
      rig.fake.called('getMe', 2),
    ])
    expect(rig.logged()).toContain('registration was refused')
  })

  test('does not fail where nobody listens', async () => {
    await rig.fake.close()
    const { channel } = rig.build()
    await channel.start()
    await channel.stop()
    expect(await send(channel, {})).toEqual({ kind: 'later', afterMs: 5000, everyone: true })
    rig.fake = await startFakeTelegram()
    rig.ends.push(rig.fake.close)
  })
})

describe('polling', () => {
  test('hands updates on, taps answered', async () => {
    const channel = await rig.startPolling()
    const anna = rig.fake.user({ id: 77 })
    await anna.says('/book@aftercare_test_bot')
    await send(channel, { text: 'Does it spin?', buttons })
    await anna.taps('No')
    await rig.fake.called('answerCallbackQuery')
    expect(rig.contents()).toEqual([
      { kind: 'command', name: 'book', payload: '' },
      { kind: 'tap', token: 'n' },
    ])
  })

  test('moves on only after everything is stored', async () => {
    const failures = [new Error('disk full')]
    rig.receive = async inbounds => {
      rig.received.push(...inbounds)
      const failure = failures.pop()
      if (failure) throw failure
    }
    await rig.startPolling()
    await rig.fake.user({ id: 77 }).says('hi')
    const [first, second] = rig.received
    expect(rig.received).toHaveLength(2)
    expect(second).toEqual(first)
    expect(rig.fake.payloads('getUpdates').map(({ offset }) => offset)).toEqual([
      undefined,
      undefined,
      Number(first?.updateId) + 1,
    ])
  })

  test.each([409, 500, 'drop'] as const)('goes on after %s', async fault => {
    rig.fake.next('getUpdates', fault)
    await rig.startPolling()
    await rig.fake.user({ id: 77 }).says('still there?')
    expect(rig.contents()).toEqual([{ kind: 'text', text: 'still there?' }])
    expect(rig.logged()).toContain('trying again')
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
    rig.receive = async inbounds => {
      storing()
      await stored
      rig.received.push(...inbounds)
    }
    const channel = await rig.startPolling()
    void rig.fake.user({ id: 77 }).says('hi')
    await asked
    let stopped = false
    const stopping = channel.stop().then(() => {
      stopped = true
    })
    await Promise.resolve()
    expect(stopped).toBe(false)
    store()
    await stopping
    expect(rig.contents()).toEqual([{ kind: 'text', text: 'hi' }])
  })
})
