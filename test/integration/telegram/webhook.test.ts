import { describe, expect, test } from 'vitest'
import { buttons, PATH, SECRET, send, useTelegram } from '../../support/telegram-rig.ts'

const rig = useTelegram()

describe('the webhook', () => {
  const update = {
    update_id: 1,
    message: { message_id: 1, text: 'hi', date: 1, from: { id: 77 }, chat: { id: 77, type: 'private' } },
  }
  const right = { 'x-telegram-bot-api-secret-token': SECRET }
  const post = async (payload: unknown, headers: Record<string, string>) => {
    const { app } = await rig.startWebhook()
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
    expect(rig.received).toEqual([])
  })

  test.each(['{broken', '', '[]', '"text"', 'null', '{}', '{"update_id":"7"}'])('answers 400 to %j', async body => {
    expect((await post(body, right)).statusCode).toBe(400)
    expect(rig.received).toEqual([])
  })

  test('hands an update on and answers 200', async () => {
    expect((await post(update, right)).statusCode).toBe(200)
    expect(rig.contents()).toEqual([{ kind: 'text', text: 'hi' }])
  })

  test.each([
    ['of a kind it does not know', { update_id: 2, inline_query: { id: 'x' } }],
    ['from a group', { update_id: 2, message: { ...update.message, chat: { id: -1, type: 'group' } } }],
    ['that makes no sense', { update_id: 2, message: { text: 'hi', from: {} } }],
  ])('answers 200 to an update %s', async (_, body) => {
    expect((await post(body, right)).statusCode).toBe(200)
    expect(rig.received).toEqual([])
  })

  test('answers 503 while nothing can be stored, and takes the redelivery', async () => {
    await rig.startWebhook()
    const failures = [new Error('disk full'), new Error('disk full')]
    rig.receive = async inbounds => {
      const failure = failures.pop()
      if (failure) throw failure
      rig.received.push(...inbounds)
    }
    const anna = rig.fake.user({ id: 77, language: 'zh-hans', name: 'Anna' })
    await anna.says('洗衣机不排水')
    expect(rig.contents()).toEqual([{ kind: 'text', text: '洗衣机不排水' }])
    expect(rig.received[0]?.from).toEqual({ name: 'Anna', language: 'zh' })
    expect(Object.fromEntries(rig.fake.statuses)).toEqual({ 200: 1, 503: 2 })
  })

  test('hands every redelivery on under the same id', async () => {
    await rig.startWebhook()
    rig.fake.deliverEach(3)
    const anna = rig.fake.user({ id: 77 })
    await anna.says('one')
    await anna.says('two')
    expect(rig.received.map(({ updateId }) => updateId)).toHaveLength(6)
    expect(new Set(rig.received.map(({ updateId }) => updateId)).size).toBe(2)
    expect(rig.received.slice(0, 3).map(({ content }) => content)).toEqual(Array(3).fill({ kind: 'text', text: 'one' }))
  })

  test('takes many updates at once', async () => {
    await rig.startWebhook()
    const open: (() => void)[] = []
    let all = () => {}
    const allOpen = new Promise<void>(resolve => {
      all = resolve
    })
    rig.receive = async () => {
      const wait = new Promise<void>(resolve => open.push(resolve))
      if (open.length === 50) all()
      await wait
    }
    const said = Array.from({ length: 50 }, (_, id) => rig.fake.user({ id: id + 1 }).says('hi'))
    await allOpen
    for (const go of open) go()
    await Promise.all(said)
    expect(rig.fake.statuses.get(200)).toBe(50)
  })

  test('answers a tap once it is stored', async () => {
    const { channel } = await rig.startWebhook()
    const anna = rig.fake.user({ id: 77 })
    await send(channel, { text: 'Does it spin?', buttons })
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
    const tapped = anna.taps('Yes')
    await asked
    expect(rig.fake.calls.get('answerCallbackQuery')).toBeUndefined()
    store()
    await tapped
    await rig.fake.called('answerCallbackQuery')
    expect(rig.fake.unanswered()).toEqual([])
    expect(rig.contents()).toEqual([{ kind: 'tap', token: 'y' }])
  })

  test('is accepted although the answer to a tap is too late or held', async () => {
    const { channel } = await rig.startWebhook()
    const anna = rig.fake.user({ id: 77 })
    await send(channel, { text: 'Does it spin?', buttons })
    rig.fake.next('answerCallbackQuery', 400, { description: 'Bad Request: query is too old' })
    await anna.taps('Yes')
    await rig.fake.called('answerCallbackQuery')
    const hold = rig.fake.hold('answerCallbackQuery')
    await anna.taps('No')
    await hold.reached
    hold.release()
    expect(rig.fake.statuses.get(200)).toBe(2)
    expect(rig.fake.calls.get('answerCallbackQuery')).toBe(2)
  })
})
