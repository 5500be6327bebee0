import { describe, expect, test } from 'vitest'
import type { SlackDeskOptions } from '../../../src/channels/slack/ports.ts'
import type { FakeSlackMessage } from '../../support/fake-slack-types.ts'
import { CUSTOMER, DESK_CHANNEL, relayCard, TASK, useSlackDesk, VISIT } from '../../support/slack-desk-rig.ts'

const rig = useSlackDesk()
const PNG = { name: 'plan.png', mime: 'image/png', bytes: Uint8Array.from([1, 2, 3]) }

/** A post of Wei's in the thread of the card. */
async function thread(options?: Partial<SlackDeskOptions>): Promise<{ channel: string; threadTs: string }> {
  await rig.start(options)
  return { channel: DESK_CHANNEL, threadTs: await rig.post() }
}

function nameOf({ ts }: FakeSlackMessage): string {
  return `${DESK_CHANNEL}:${ts}`
}

/** The relay that the post became. */
function relayed(post: FakeSlackMessage, changes: Parameters<typeof relayCard>[0] = {}): void {
  rig.board.relays.set(9, relayCard({ post: nameOf(post), state: 'delivered', ...changes }))
}

describe('a post in the thread of an escalation', () => {
  test('that is marked goes to the customer, as its writer’s reply, and can be undone', async () => {
    const post = await rig.wei.says('> We come at four & bring <parts>.', await thread())
    expect(rig.orders).toEqual([
      {
        conversation: CUSTOMER,
        staff: expect.objectContaining({ id: 'slack:U0WEI', name: 'Wei' }),
        command: {
          do: 'reply',
          escalation: 12,
          content: { text: 'We come at four & bring <parts>.' },
          post: nameOf(post),
          wait: true,
        },
        updateId: nameOf(post),
      },
    ])
    expect(rig.slack.fake.calls('chat.postEphemeral')).toEqual([])
  })

  test('is for the staff when nothing is said (peers I33)', async () => {
    const place = await thread()
    for (const text of ['Anyone know this model?', 'he said > 20 minutes', '-> page 12', '>_<', '```\n> hi\n```']) {
      await rig.wei.says(text, place)
    }
    expect(rig.handedIn).toBe(0)
    expect(rig.slack.fake.calls('chat.postEphemeral')).toEqual([])
  })

  test('that quotes and then goes on without the mark is sent to nobody, and its writer hears why', async () => {
    const place = await thread()
    await rig.wei.says('> it still leaks\nDoes anybody believe her?', place)
    const told = await rig.wei.hears(/nothing was sent/, place)
    expect(told.ephemeralFor).toBe('U0WEI')
    expect(rig.handedIn).toBe(0)
  })

  test('that Slack tells of twice, under any event id, is one order (peers I2)', async () => {
    await rig.wei.says('> We come at four.', await thread())
    await rig.slack.fake.redeliver('last')
    await rig.slack.fake.redeliver('last', { newEventId: true })
    expect(rig.handedIn).toBe(3)
    expect(rig.orders).toHaveLength(1)
  })

  test('is brought again by Slack until it is stored', async () => {
    const place = await thread()
    rig.failures = 2
    await rig.wei.says('> We come at four.', place)
    await rig.slack.fake.idle()
    expect(rig.orders).toHaveLength(1)
    expect(rig.handedIn).toBe(3)
    expect(rig.slack.fake.events.at(-1)).toMatchObject({ acknowledged: true, lost: false })
  })

  test('carries its files', async () => {
    const place = await thread()
    await rig.wei.uploads([PNG, { ...PNG, name: 'note.ogg', mime: 'audio/ogg' }], { ...place, text: '> The plan.' })
    await rig.wei.uploads([PNG], { ...place, text: 'only for us' })
    await rig.wei.uploads([PNG], { ...place, text: '>' })
    expect(rig.orders.map(({ command }) => command)).toMatchObject([
      {
        content: {
          text: 'The plan.',
          files: [
            { channel: 'slack', kind: 'photo', name: 'plan.png', mime: 'image/png', file: expect.stringMatching(/^F/) },
            { channel: 'slack', kind: 'voice', name: 'note.ogg' },
          ],
        },
      },
      { content: { text: '', files: [{ name: 'plan.png' }] } },
    ])
  })

  test.each(['> 31.2304, 121.4737', '> https://www.openstreetmap.org/?mlat=31.2304&mlon=121.4737'])(
    '%j is a place',
    async text => {
      await rig.wei.says(text, await thread())
      expect(rig.orders[0]?.command).toMatchObject({
        content: { text: '', location: { latitude: 31.2304, longitude: 121.4737 } },
      })
    },
  )

  test('whose order is refused tells its writer why', async () => {
    const place = await thread()
    rig.outcome = { ok: false, why: 'not-yours', values: { by: 'Mei' } }
    await rig.wei.says('> We come at four.', place)
    await rig.wei.hears(/This is with Mei/, place)
  })

  test('after it is over says that nothing went to the customer', async () => {
    const place = await thread()
    rig.outcome = { ok: false, why: 'not-possible-now' }
    await rig.wei.says('> One more thing', place)
    await rig.wei.hears(/nothing went to the customer/, place)
  })

  test('of somebody who is not staff is refused kindly, marked or not', async () => {
    const place = await thread()
    await rig.wei.says('> first', place)
    // A member since just now, of whom Slack has not told us.
    rig.channel.members.add(rig.outsider.id)
    await rig.outsider.says('> I am a hacker', place)
    await rig.outsider.hears(/only the staff/, place)
    await rig.outsider.says('hello there', place)
    await rig.outsider.hears(/only the staff/, place)
    expect(rig.orders.map(({ staff }) => staff.name)).toEqual(['Wei'])
    await rig.outsider.leaves(DESK_CHANNEL)
    await rig.outsider.joins(DESK_CHANNEL)
    await rig.outsider.says('> Now I am one of you', place)
    expect(rig.orders.map(({ staff }) => staff.name)).toEqual(['Wei', 'Otto'])
  })

  test('of a bot is nobody’s', async () => {
    const bot = rig.slack.fake.user({ id: 'U0BOT', name: 'Jira', isBot: true })
    const place = await thread()
    rig.channel.members.add(bot.id)
    await bot.says('> Ticket created', place)
    expect(rig.handedIn).toBe(0)
  })

  test('that cannot be told from a stranger’s is brought again by Slack, and its writer hears so', async () => {
    const place = await thread()
    await rig.slack.fake.called('conversations.members')
    rig.slack.fake.failNext('users.info', { error: 'internal_error' })
    await rig.wei.says('> We come at four.', place)
    await rig.wei.hears(/cannot tell me right now who is staff\. I try again/, place)
    expect(rig.handedIn).toBe(1)
  })
})

describe('a post elsewhere', () => {
  test.each([
    ['visit', VISIT],
    ['task', TASK],
  ])('in the thread of a %s hears where customers are written to', async (_, subject) => {
    await rig.start()
    const place = { channel: DESK_CHANNEL, threadTs: await rig.post(subject) }
    await rig.wei.says('> We come at four.', place)
    await rig.wei.hears(/Nothing was sent/, place)
    await rig.wei.says('who goes?', place)
    expect(rig.handedIn).toBe(0)
    expect(rig.slack.fake.calls('chat.postEphemeral')).toHaveLength(1)
  })

  test('in the channel itself, or below a colleague’s post, is talk', async () => {
    await thread()
    const { ts } = await rig.wei.says('> lunch?', { channel: DESK_CHANNEL })
    await rig.mei.says('> yes', { channel: DESK_CHANNEL, threadTs: ts })
    expect(rig.handedIn).toBe(0)
    expect(rig.slack.fake.calls('chat.postEphemeral')).toEqual([])
  })

  test('in a shop whose posts go to customers: all do but the marked asides, and visits stay internal', async () => {
    const place = await thread({ relay: 'customer' })
    await rig.wei.says('We come at four.', place)
    await rig.wei.says('// she is angry', place)
    await rig.wei.says('who goes?', { ...place, threadTs: await rig.post(VISIT) })
    expect(rig.orders.map(({ command }) => command)).toMatchObject([{ content: { text: 'We come at four.' } }])
    expect(rig.slack.fake.calls('chat.postEphemeral')).toEqual([])
  })
})

describe('a post that was sent', () => {
  test('and is edited changes what the customer has (peers I35)', async () => {
    const place = await thread()
    const post = await rig.wei.says('> We come at for.', place)
    relayed(post)
    await rig.wei.edits(post.ts, '> We come at four & stay.', place)
    expect(rig.orders[1]).toMatchObject({
      conversation: CUSTOMER,
      command: { do: 'edit-reply', post: nameOf(post), text: 'We come at four & stay.' },
    })
    await rig.slack.fake.redeliver('last', { newEventId: true })
    expect(rig.orders).toHaveLength(2)
  })

  test('and is edited before its reply was taken is an edit, not a second reply', async () => {
    const place = await thread()
    const post = await rig.wei.says('> We come at for.', place)
    await rig.wei.edits(post.ts, '> We come at four.', place)
    expect(rig.orders.map(({ command }) => command.do)).toEqual(['reply', 'edit-reply'])
  })

  test('and loses its mark is not guessed to be for the customer still', async () => {
    const place = await thread()
    const post = await rig.wei.says('> We come at four.', place)
    relayed(post)
    await rig.wei.edits(post.ts, 'We come at four, if he sobers up.', place)
    await rig.wei.hears(/no longer begins with/, place)
    expect(rig.orders).toHaveLength(1)
  })

  test('and has lost its mark reaches nobody, however often it is edited then (peers I33)', async () => {
    const place = await thread()
    const post = await rig.wei.says('> We come at four.', place)
    relayed(post)
    await rig.wei.edits(post.ts, 'We come at four.', place)
    await rig.wei.edits(post.ts, 'We come at four. She is a pain.', place)
    await rig.wei.hears(/no longer begins with/, place)
    expect(rig.orders.map(({ command }) => command.do)).toEqual(['reply'])
  })

  test('by the shortcut and is edited changes what the customer has, without a mark', async () => {
    const place = await thread()
    const post = await rig.wei.says('We come at for.', place)
    relayed(post, { whole: true })
    await rig.wei.edits(post.ts, 'We come at four.', place)
    expect(rig.orders.map(({ command }) => command)).toEqual([
      { do: 'edit-reply', post: nameOf(post), text: 'We come at four.' },
    ])
  })

  test('and is deleted is taken back from the customer', async () => {
    const place = await thread()
    const post = await rig.wei.says('> Wrong window', place)
    relayed(post)
    await rig.wei.deletes(post.ts, place)
    expect(rig.orders.at(-1)?.command).toEqual({ do: 'delete-reply', post: nameOf(post) })
  })

  test('is not changed when Slack only shows a preview of a link in it', async () => {
    const place = await thread()
    const post = await rig.wei.says('> See https://example.com', place)
    relayed(post)
    const message = { type: 'message', user: 'U0WEI', ts: post.ts, thread_ts: place.threadTs, text: post.text }
    await rig.slack.fake.emit({
      type: 'message',
      subtype: 'message_changed',
      channel: DESK_CHANNEL,
      ts: '1795226800.000100',
      event_ts: '1795226800.000100',
      message: { ...message, attachments: [{ title: 'Example' }] },
      previous_message: message,
    })
    expect(rig.orders).toHaveLength(1)
  })
})

describe('a post that was for the staff', () => {
  test('and is edited to be marked is sent then', async () => {
    const place = await thread()
    const post = await rig.wei.says('We come at four.', place)
    await rig.wei.edits(post.ts, '> We come at four.', place)
    expect(rig.orders.map(({ command }) => command)).toEqual([
      { do: 'reply', escalation: 12, content: { text: 'We come at four.' }, post: nameOf(post), wait: true },
    ])
  })

  test('and is edited or deleted otherwise stays among them', async () => {
    const place = await thread()
    const post = await rig.wei.says('She is angry.', place)
    await rig.wei.edits(post.ts, 'She is very angry.', place)
    await rig.wei.deletes(post.ts, place)
    expect(rig.handedIn).toBe(0)
  })
})

describe('the shortcut', () => {
  test('sends a post with its files, a colleague’s too', async () => {
    const place = await thread()
    const post = await rig.mei.uploads([PNG], { ...place, text: 'We come at four.' })
    const { acknowledged } = await rig.wei.shortcut('desk:send', { message: post })
    expect(acknowledged).toBe(true)
    expect(rig.orders).toMatchObject([
      {
        conversation: CUSTOMER,
        staff: { name: 'Wei' },
        command: {
          do: 'reply',
          content: { text: 'We come at four.', files: [{ name: 'plan.png', channel: 'slack' }] },
          post: nameOf(post),
          wait: true,
        },
      },
    ])
  })

  test('sends nothing twice', async () => {
    const place = await thread()
    const post = await rig.wei.says('We come at four.', place)
    relayed(post)
    await rig.wei.shortcut('desk:send', { message: post })
    await rig.wei.hears(/sent to the customer already/, place)
    relayed(post, { state: 'undone' })
    await rig.wei.shortcut('desk:send', { message: post })
    await rig.wei.hears(/was undone/, place)
    expect(rig.handedIn).toBe(0)
  })

  test('sends nothing but what a colleague wrote in the thread of an escalation', async () => {
    const place = await thread()
    const card = rig.channel.messages.find(({ ts }) => ts === place.threadTs) as FakeSlackMessage
    const loose = await rig.wei.says('lunch?', { channel: DESK_CHANNEL })
    const visit = await rig.wei.says('who goes?', { ...place, threadTs: await rig.post(VISIT) })
    for (const message of [card, loose, visit]) await rig.wei.shortcut('desk:send', { message })
    await expect.poll(() => rig.wei.ephemerals.filter(({ text }) => text.includes('Nothing was sent'))).toHaveLength(3)
    expect(rig.handedIn).toBe(0)
  })

  test('on a message of another channel says what it is for, without a look at it', async () => {
    await thread()
    rig.slack.fake.channel({ id: 'C0OTHER', name: 'other', members: [rig.wei] })
    const message = await rig.wei.says('We come at four.', { channel: 'C0OTHER' })
    await rig.wei.shortcut('desk:send', { message })
    await expect.poll(() => rig.wei.ephemerals.map(({ channel }) => channel)).toEqual(['C0OTHER'])
    expect(rig.handedIn).toBe(0)
  })

  test('of somebody who is not staff does nothing', async () => {
    const place = await thread()
    const message = await rig.wei.says('We come at four.', place)
    rig.slack.fake.failNext('chat.postEphemeral', { error: 'user_not_in_channel' })
    expect(await rig.outsider.shortcut('desk:send', { message })).toMatchObject({ acknowledged: true })
    expect(rig.handedIn).toBe(0)
  })
})
