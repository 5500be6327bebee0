/** What customers do in Slack, through the door of the server to the assistant, and back within Slack's three seconds. */
import { describe, expect, test } from 'vitest'
import type { Delivery } from '../../../src/assistant/channel.ts'
import type { SlackDeskOptions } from '../../../src/channels/slack/ports.ts'
import type { Slack } from '../../../src/channels/slack/slack.ts'
import { useSlack } from '../../support/slack-rig.ts'

const rig = useSlack()

const yesNo = {
  kind: 'text',
  names: ['repair.sure'],
  text: 'Is it plugged in?',
  ask: 'plugged',
  buttons: [
    { label: 'Yes', token: 'yes' },
    { label: 'No', token: 'no' },
  ],
} as const

/** Asks in a conversation; fails the test when it does not arrive. */
async function ask(slack: Slack, conversation: string, content: object = yesNo): Promise<Delivery> {
  const outbound = { id: 1, conversation, language: 'en', author: 'bot', content } as const
  const delivery = await slack.channel.send(outbound as Parameters<Slack['channel']['send']>[0])
  expect(delivery.kind).toBe('sent')
  return delivery
}

const desk = {
  channel: 'C0STAFF',
  language: 'en',
  zone: 'Asia/Shanghai',
  roles: { agent: [], dispatcher: [], technician: [], manager: [] },
  relay: 'internal',
  board: { subjectAt: async () => undefined, relayAt: async () => undefined } as unknown as SlackDeskOptions['board'],
  pace: { perSecond: 1, sameConversationMs: 1000, burst: 5, parallel: 2 },
  submit: () => ({ stored: Promise.resolve(), outcome: Promise.resolve({ ok: true, events: [] }) }),
} as const satisfies SlackDeskOptions

describe('a customer in direct messages', () => {
  test('is heard by name, in their language, once under the place of the message', async () => {
    await rig.startHttp()
    const mei = rig.fake.user({ id: 'U77', name: 'Mei', locale: 'zh-CN' })
    const { ts } = await mei.says('洗衣机 <漏水> & 不转')
    expect(rig.received).toEqual([
      expect.objectContaining({
        channel: 'slack',
        conversation: 'slack:U77',
        updateId: `${mei.dm}:${ts}`,
        message: `${mei.dm}:${ts}`,
        from: { name: 'Mei', language: 'zh' },
        content: { kind: 'text', text: '洗衣机 <漏水> & 不转' },
      }),
    ])
  })

  test('sends a photo of which Slack tells the id alone, and it is known as one', async () => {
    await rig.startHttp()
    const photo = { name: 'leak.jpg', mime: 'image/jpeg', bytes: new Uint8Array([1, 2, 3]), bare: true }
    await rig.fake.user({ id: 'U77', name: 'Mei' }).uploads([photo])
    expect(rig.received.map(({ content }) => content)).toEqual([
      { kind: 'file', file: expect.objectContaining({ kind: 'photo', name: 'leak.jpg', mime: 'image/jpeg' }) },
    ])
  })

  test('is heard without a name when Slack does not tell it', async () => {
    await rig.startHttp()
    rig.fake.failNext('users.info', { error: 'internal_error' })
    await rig.fake.user({ id: 'U77', name: 'Mei' }).says('hello')
    expect(rig.received).toEqual([expect.objectContaining({ from: {}, content: { kind: 'text', text: 'hello' } })])
  })

  test('is heard in time when Slack takes its time to tell the name', async () => {
    await rig.startHttp()
    rig.fake.hangNext('users.info')
    await rig.fake.user({ id: 'U77', name: 'Mei' }).says('hello')
    expect(rig.received).toEqual([expect.objectContaining({ from: {}, content: { kind: 'text', text: 'hello' } })])
    expect(rig.fake.events).toMatchObject([{ attempts: 1, acknowledged: true }])
  })

  test('taps an answer', async () => {
    const slack = await rig.startHttp()
    const mei = rig.fake.user({ id: 'U77', name: 'Mei' })
    await mei.says('hello')
    await ask(slack, 'slack:U77')
    await mei.hears(/plugged in/)
    expect(await mei.presses('Yes')).toMatchObject({ acknowledged: true, status: 200 })
    expect(rig.received.at(-1)).toMatchObject({
      conversation: 'slack:U77',
      updateId: expect.stringMatching(/^tap:/),
      content: { kind: 'tap', token: 'yes' },
    })
  })

  test('is told that a number looks wrong, corrects it, and is heard', async () => {
    const slack = await rig.startHttp()
    const mei = rig.fake.user({ id: 'U77', name: 'Mei' })
    await mei.says('hello')
    const request = { kind: 'contact', label: 'Share my number' }
    await ask(slack, 'slack:U77', { kind: 'text', names: ['x'], text: 'Your number?', request })
    await mei.hears(/Your number/)
    await mei.presses('Share my number')
    await mei.seesModal(/phone number/i)
    expect((await mei.submits({ phone: 'call me' })).action).toBe('errors')
    expect(rig.received).toHaveLength(1)
    expect((await mei.submits({ phone: '138 0013 8000' })).action).toBe('closed')
    expect(rig.received.at(-1)).toMatchObject({
      conversation: 'slack:U77',
      content: { kind: 'contact', phone: '138 0013 8000' },
    })
  })

  test('sees the home when it is opened, again when something has changed, and books from it', async () => {
    const slack = await rig.startHttp({
      home: async () => ({ language: 'en', cases: [], visit: null }),
    })
    const mei = rig.fake.user({ id: 'U77', name: 'Mei' })
    slack.changed(['slack:U77'])
    await mei.opensHome('messages')
    expect(rig.fake.calls('views.publish')).toHaveLength(0)
    await mei.opensHome()
    await mei.seesHome(/Book a visit/)
    slack.changed(['slack:U99', 'slack:U77'])
    slack.changed(['slack:U77'])
    await rig.fake.called('views.publish', 2)
    await mei.presses('Book a visit', { in: 'home' })
    expect(rig.received.at(-1)).toMatchObject({
      conversation: 'slack:U77',
      content: { kind: 'command', name: 'book', payload: '' },
    })
    expect(rig.fake.calls('views.publish')).toHaveLength(2)
  })
})

describe('a customer in a channel', () => {
  const CHANNEL = 'C0HELP'

  test('is answered in the thread below the mention, where nobody else is heard', async () => {
    const slack = await rig.startHttp()
    const mei = rig.fake.user({ id: 'U77', name: 'Mei' })
    const tom = rig.fake.user({ id: 'U88', name: 'Tom' })
    rig.fake.channel({ id: CHANNEL, name: 'help', members: [mei, tom] })
    await tom.says('my fridge is loud too', { channel: CHANNEL })
    const { ts } = await mei.says('my washer leaks', { channel: CHANNEL, mention: true })
    const conversation = `slack:U77/${CHANNEL}/${ts}`
    // Slack brings it as `message` and as `app_mention`: one inbound, for the inbox takes an id once.
    expect(new Set(rig.received.map(({ updateId }) => updateId))).toEqual(new Set([`${CHANNEL}:${ts}`]))
    expect(rig.received[0]).toMatchObject({ conversation, content: { kind: 'text', text: 'my washer leaks' } })
    await ask(slack, conversation)
    await mei.hears(/plugged in/, { channel: CHANNEL, threadTs: ts })
    rig.received.length = 1

    await tom.says('mine too', { channel: CHANNEL, threadTs: ts })
    await mei.says('and another thing, all of you', { channel: CHANNEL })
    expect(rig.received).toHaveLength(1)
    const said = await mei.says('since yesterday', { channel: CHANNEL, threadTs: ts })
    await mei.edits(said.ts, 'since Monday', { channel: CHANNEL, threadTs: ts })
    expect(rig.received.slice(1)).toMatchObject([
      { conversation, content: { kind: 'text', text: 'since yesterday' } },
      { conversation, content: { kind: 'edit', text: 'since Monday', message: `${CHANNEL}:${said.ts}` } },
    ])
  })

  test('taps their own question; somebody else is told kindly that it is not theirs', async () => {
    const slack = await rig.startHttp()
    const mei = rig.fake.user({ id: 'U77', name: 'Mei' })
    const tom = rig.fake.user({ id: 'U88', name: 'Tom' })
    rig.fake.channel({ id: CHANNEL, name: 'help', members: [mei, tom] })
    const { ts } = await mei.says('my washer leaks', { channel: CHANNEL, mention: true })
    await ask(slack, `slack:U77/${CHANNEL}/${ts}`)
    const question = await mei.hears(/plugged in/, { channel: CHANNEL, threadTs: ts })
    const before = rig.received.length
    expect(await tom.presses('Yes', { in: question })).toMatchObject({ acknowledged: true })
    await rig.fake.called('chat.postEphemeral')
    expect(tom.ephemerals.map(({ text }) => text)).toEqual([expect.stringMatching(/for somebody else/)])
    expect(rig.received).toHaveLength(before)
    await mei.presses('No', { in: question })
    expect(rig.received.at(-1)).toMatchObject({
      conversation: `slack:U77/${CHANNEL}/${ts}`,
      content: { kind: 'tap', token: 'no' },
    })
  })
})

describe('the channel of the staff', () => {
  test('has no customers: neither what is said there nor a mention reaches the assistant', async () => {
    // Even for somebody who was a customer in a thread of it, before it became the staff's.
    await rig.startHttp({ desk, isKnown: async () => true })
    const wei = rig.fake.user({ id: 'U0WEI', name: 'Wei' })
    rig.fake.channel({ id: desk.channel, name: 'desk', members: [wei] })
    const post = await wei.says('who takes the washer?', { channel: desk.channel })
    await wei.says('are you there?', { channel: desk.channel, mention: true })
    await wei.says('I do', { channel: desk.channel, threadTs: post.ts })
    await wei.edits(post.ts, 'who takes it?', { channel: desk.channel })
    expect(rig.received).toEqual([])
    await wei.says('my own fridge is warm')
    expect(rig.contents()).toEqual([{ kind: 'text', text: 'my own fridge is warm' }])
  })

  test('where there is none, /aftercare and the shortcut say so, in the language of the asker', async () => {
    await rig.startHttp()
    const wei = rig.fake.user({ id: 'U0WEI', name: 'Wei', locale: 'zh-CN' })
    const tom = rig.fake.user({ id: 'U88', name: 'Tom', locale: 'en-GB' })
    expect((await tom.commands('/aftercare today')).text).toMatch(/not set up/)
    expect((await wei.commands('/aftercare today')).text).toMatch(/还没有设置/)
    const message = await tom.says('hello')
    expect(await tom.shortcut('desk:send', { message })).toMatchObject({ acknowledged: true })
  })
})

describe('an acknowledgement', () => {
  test('is given only for what is stored: Slack brings the rest again, and it is processed (peers I4)', async () => {
    await rig.startHttp()
    let failures = 2
    rig.receive = async inbounds => {
      failures -= 1
      if (failures >= 0) throw new Error('the disk is full')
      rig.received.push(...inbounds)
    }
    await rig.fake.user({ id: 'U77', name: 'Mei' }).says('my washer leaks')
    expect(rig.contents()).toEqual([{ kind: 'text', text: 'my washer leaks' }])
    expect(rig.fake.statuses).toEqual(
      new Map([
        [503, 2],
        [200, 1],
      ]),
    )
    expect(rig.fake.events.at(-1)).toMatchObject({ attempts: 3, acknowledged: true })
    expect(rig.logged()).not.toContain('my washer leaks')
  })

  test('does not wait for a store that hangs; the button says that something went wrong', async () => {
    const slack = await rig.startHttp()
    const mei = rig.fake.user({ id: 'U77', name: 'Mei' })
    await mei.says('hello')
    await ask(slack, 'slack:U77')
    await mei.hears(/plugged in/)
    let letGo = () => {}
    rig.receive = () => new Promise(resolve => (letGo = resolve))
    // The fake calls it a violation when nothing has come after three seconds.
    expect(await mei.presses('Yes')).toMatchObject({ acknowledged: false, status: 503 })
    letGo()
  })

  test('is the same for a redelivery, under its own event id or a new one: its update id says so (peers I2)', async () => {
    await rig.startHttp()
    const mei = rig.fake.user({ id: 'U77', name: 'Mei' })
    const { ts } = await mei.says('hello')
    expect(await rig.fake.redeliver('last')).toMatchObject({ status: 200 })
    expect(await rig.fake.redeliver('last', { newEventId: true })).toMatchObject({ status: 200 })
    expect(rig.received.map(({ updateId }) => updateId)).toEqual(Array(3).fill(`${mei.dm}:${ts}`))
  })

  test('of the address itself answers the challenge, and of the certificate is a plain yes', async () => {
    await rig.startHttp()
    expect(await rig.fake.verifyUrl()).toBe(true)
    const check = { signature: 'good', body: 'ssl_check=1&token=old', contentType: 'application/x-www-form-urlencoded' }
    expect(await rig.fake.forge(check as Parameters<typeof rig.fake.forge>[0])).toMatchObject({ status: 200 })
    expect(rig.received).toEqual([])
  })
})
