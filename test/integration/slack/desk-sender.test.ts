import { describe, expect, test } from 'vitest'
import { threadOf } from '../../../src/desk/post.ts'
import { shown } from '../../support/fake-slack.ts'
import {
  DESK_CHANNEL,
  ESCALATION,
  escalationCard,
  relayCard,
  TASK,
  TEN,
  threadLine,
  useSlackDesk,
} from '../../support/slack-desk-rig.ts'

const rig = useSlackDesk()
const JPG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])

function claimed(): void {
  const card = escalationCard({ state: 'CLAIMED', owner: { id: 'slack:U0WEI', name: 'Wei' } })
  rig.board.cards.set(threadOf(ESCALATION), { kind: 'escalation', card })
}

/** A post of the staff's channel as the house names it. */
const nameOf = (ts: string) => `${DESK_CHANNEL}:${ts}`

function replies() {
  const [card] = rig.channel.posts()
  return rig.channel.replies(card?.ts ?? '')
}

describe('the card', () => {
  test('is one post, changed in place when something about it changes', async () => {
    await rig.start()
    const first = await rig.post()
    claimed()
    expect(await rig.send({ kind: 'card' })).toEqual({ kind: 'sent', message: nameOf(first) })
    const posts = rig.channel.posts()
    expect(posts).toHaveLength(1)
    expect(shown(posts[0] as (typeof posts)[number])).toContain('Wei')
    expect(rig.slack.fake.calls('chat.postMessage')).toHaveLength(1)
    expect(rig.slack.fake.calls('chat.update')).toHaveLength(1)
  })

  test('that would look the same is not sent again', async () => {
    await rig.start()
    const ts = await rig.post()
    expect(await rig.send({ kind: 'card' })).toEqual({ kind: 'sent', message: nameOf(ts), free: true })
    expect(rig.slack.fake.calls('chat.update')).toHaveLength(0)
    claimed()
    await rig.send({ kind: 'card' })
    expect(rig.slack.fake.calls('chat.update')).toHaveLength(1)
  })

  test('of an earlier process is drawn anew once, for nobody knows what was drawn', async () => {
    await rig.start()
    const ts = await rig.post()
    const again = await rig.start()
    expect(await rig.send({ kind: 'card' })).toEqual({ kind: 'sent', message: nameOf(ts) })
    await rig.send({ kind: 'card' })
    expect(rig.slack.fake.calls('chat.update')).toHaveLength(1)
    expect(rig.channel.posts()).toHaveLength(1)
    expect(again.desk).toBeDefined()
  })

  test('that somebody deleted is posted again, and its thread goes on below the new one', async () => {
    await rig.start()
    const first = await rig.post()
    const card = rig.channel.messages.find(message => message.ts === first)
    if (card) card.deleted = true
    claimed()
    const second = await rig.send({ kind: 'card' })
    expect(second).toMatchObject({ kind: 'sent' })
    expect(second).not.toEqual({ kind: 'sent', message: nameOf(first) })
    rig.board.lines.set(1, threadLine({ kind: 'said', text: 'hello?' }))
    await rig.send({ kind: 'line', inbox: 1 })
    expect(replies()).toHaveLength(1)
  })

  test('carries ids in its metadata and nothing else', async () => {
    await rig.start()
    await rig.post()
    await rig.send({ kind: 'card' }, TASK)
    expect(rig.channel.posts().map(({ metadata }) => metadata)).toEqual([
      { event_type: 'aftercare_case', event_payload: { subject: 'escalation', id: 12, case: 'C1007' } },
      { event_type: 'aftercare_case', event_payload: { subject: 'task', id: 3 } },
    ])
  })

  test('of a subject that does not exist is refused, without a call', async () => {
    await rig.start()
    expect(await rig.send({ kind: 'card' }, { kind: 'visit', id: 99 })).toMatchObject({ kind: 'refused' })
    expect(rig.slack.fake.calls('chat.postMessage')).toHaveLength(0)
  })
})

describe('the thread', () => {
  test('is below the card, which is posted first if it is missing', async () => {
    await rig.start()
    rig.board.lines.set(1, threadLine({ kind: 'said', text: 'it leaks <!channel> & *more*' }))
    expect(await rig.send({ kind: 'line', inbox: 1 })).toMatchObject({ kind: 'sent' })
    const [line] = replies()
    expect(line && shown(line)).toContain('it leaks')
    expect(line?.text).toContain('&lt;!channel&gt; &amp;')
    await rig.send({ kind: 'card' })
    expect(rig.channel.posts()).toHaveLength(1)
  })

  test('shows no previews of what customers send', async () => {
    await rig.start()
    await rig.post()
    rig.board.lines.set(1, threadLine({ kind: 'said', text: 'https://example.com' }))
    await rig.send({ kind: 'line', inbox: 1 })
    for (const { args } of rig.slack.fake.calls('chat.postMessage')) {
      expect(args).toMatchObject({ unfurl_links: false, unfurl_media: false })
    }
  })

  test('has an edit where the message stands, and a deletion too', async () => {
    await rig.start()
    await rig.post()
    rig.board.lines.set(1, threadLine({ kind: 'said', text: 'it leeks' }))
    await rig.send({ kind: 'line', inbox: 1 }, ESCALATION, 'line:m1')
    rig.board.lines.set(2, threadLine({ kind: 'edited', text: 'it leaks' }))
    await rig.send({ kind: 'line', inbox: 2 })
    expect(replies()).toHaveLength(1)
    expect(replies().map(shown).join()).toContain('it leaks')
    rig.board.lines.set(3, threadLine({ kind: 'deleted' }))
    await rig.send({ kind: 'line', inbox: 3 })
    expect(replies()).toHaveLength(1)
    expect(rig.slack.fake.calls('chat.update')).toHaveLength(2)
  })

  test('shows a masked line whole once somebody has claimed it, in its place, and no file twice (R-098)', async () => {
    await rig.start()
    await rig.post()
    rig.board.lines.set(1, threadLine({ kind: 'said', text: 'call 138****8000' }))
    await rig.send({ kind: 'line', inbox: 1 }, ESCALATION, 'line:m1')
    rig.board.lines.set(1, threadLine({ kind: 'said', text: 'call 13800138000' }))
    await rig.send({ kind: 'line', inbox: 1, again: true })
    expect(replies()).toHaveLength(1)
    expect(replies().map(shown).join()).toContain('13800138000')
    const file = { kind: 'photo', name: 'leak.jpg' } as const
    rig.board.lines.set(2, threadLine({ kind: 'file', media: 7, file, caption: '' }, 'm2'))
    expect(await rig.send({ kind: 'line', inbox: 2, again: true })).toEqual({ kind: 'sent', free: true })
    expect(replies()).toHaveLength(1)
  })

  test('has an edit of what was never shown as a post of its own', async () => {
    await rig.start()
    await rig.post()
    rig.board.lines.set(2, threadLine({ kind: 'edited', text: 'it leaks' }))
    await rig.send({ kind: 'line', inbox: 2 })
    expect(replies().map(shown).join()).toContain('it leaks')
  })

  test('calls the managers when nobody has claimed it in time (R-020)', async () => {
    rig.slack.fake.group({ id: 'S0LEADS', members: [rig.mei] })
    await rig.start({ managerGroup: 'S0LEADS' })
    await rig.post()
    await rig.send({ kind: 'level', level: 2, priority: 'HIGH' })
    expect(replies().map(shown).join()).toContain('<!subteam^S0LEADS>')
  })
})

describe('a file of the customer', () => {
  const photo = { kind: 'photo', name: 'leak.jpg', mime: 'image/jpeg' } as const

  test('stands in the thread as a file with its caption, however long, as nobody’s markup', async () => {
    await rig.start()
    await rig.post()
    const caption = `<!channel> ${'word '.repeat(200)}end`
    rig.board.lines.set(1, threadLine({ kind: 'file', media: 7, file: photo, caption }))
    rig.board.files.set(7, { kind: 'kept', bytes: JPG })
    expect(await rig.send({ kind: 'line', inbox: 1 })).toMatchObject({ kind: 'sent' })
    const [post] = replies()
    expect(post?.files.map(({ name, bytes }) => [name, [...bytes]])).toEqual([['leak.jpg', [...JPG]]])
    expect(post?.text).toContain('&lt;!channel&gt;')
    expect(post?.text).toContain('word end')
  })

  test('that is still on its way is waited for, and nobody else waits', async () => {
    await rig.start()
    await rig.post()
    rig.board.lines.set(1, threadLine({ kind: 'file', media: 7, file: photo, caption: '' }))
    rig.board.files.set(7, { kind: 'coming' })
    expect(await rig.send({ kind: 'line', inbox: 1 })).toEqual({ kind: 'later', afterMs: 1000, everyone: false })
    expect(replies()).toHaveLength(0)
    rig.board.files.set(7, { kind: 'kept', bytes: JPG })
    expect(await rig.send({ kind: 'line', inbox: 1 })).toMatchObject({ kind: 'sent' })
    expect(replies()).toHaveLength(1)
  })

  test('that was lost is told of, with what was said about it', async () => {
    await rig.start()
    await rig.post()
    rig.board.lines.set(1, threadLine({ kind: 'file', media: 7, file: photo, caption: 'here it drips' }))
    await rig.send({ kind: 'line', inbox: 1 })
    const text = replies().map(shown).join()
    expect(text).toContain('here it drips')
    expect(text).toContain('could not be fetched')
  })

  test('from before there was a thread follows the card, named by its kind, with what was said below it', async () => {
    rig.board.lines.set(1, threadLine({ kind: 'file', media: 7, file: { kind: 'photo' }, caption: 'here it drips' }))
    rig.board.files.set(7, { kind: 'kept', bytes: JPG })
    await rig.start()
    await rig.send({ kind: 'file', media: 7 })
    expect(replies().flatMap(({ files }) => files.map(({ name }) => name))).toEqual(['photo-7.jpg'])
    expect(replies().map(shown).join()).toContain('here it drips')
  })
})

describe('a reply', () => {
  test('is one post that tells what became of it', async () => {
    await rig.start()
    await rig.post()
    rig.board.relays.set(9, relayCard())
    await rig.send({ kind: 'relay', relay: 9 })
    rig.board.relays.set(9, relayCard({ state: 'delivered', until: null, deliveredAt: TEN }))
    await rig.send({ kind: 'relay', relay: 9 })
    expect(replies()).toHaveLength(1)
    expect(replies().map(shown).join()).toContain('We come at four.')
  })

  test.each([
    ['delivered', 'incoming_envelope'],
    ['blocked', 'no_entry'],
    ['failed', 'warning'],
  ] as const)('that was %s marks the post it was written in with %s', async (state, emoji) => {
    await rig.start()
    const threadTs = await rig.post()
    const post = await rig.wei.says('> We come at four.', { channel: DESK_CHANNEL, threadTs })
    rig.board.relays.set(9, relayCard({ post: `${DESK_CHANNEL}:${post.ts}` }))
    await rig.send({ kind: 'relay', relay: 9 })
    expect([...post.reactions.keys()]).toEqual([])
    rig.board.relays.set(9, relayCard({ post: `${DESK_CHANNEL}:${post.ts}`, state, until: null }))
    await rig.send({ kind: 'relay', relay: 9 })
    expect([...post.reactions.keys()]).toEqual([emoji])
    // A retry, or another process: it is there already.
    await rig.send({ kind: 'relay', relay: 9 })
    expect([...post.reactions.keys()]).toEqual([emoji])
  })

  test('that failed and then arrived has the mark of its arrival alone', async () => {
    await rig.start()
    const threadTs = await rig.post()
    const { ts, reactions } = await rig.wei.says('> We come at four.', { channel: DESK_CHANNEL, threadTs })
    for (const state of ['failed', 'delivered'] as const) {
      rig.board.relays.set(9, relayCard({ post: `${DESK_CHANNEL}:${ts}`, state, until: null }))
      await rig.send({ kind: 'relay', relay: 9 })
    }
    const marks = [...reactions].filter(([, users]) => users.size > 0).map(([name]) => name)
    expect(marks).toEqual(['incoming_envelope'])
  })

  test('whose post is gone is told of all the same', async () => {
    await rig.start()
    await rig.post()
    rig.board.relays.set(9, relayCard({ post: `${DESK_CHANNEL}:1700000000.000100`, state: 'delivered', until: null }))
    expect(await rig.send({ kind: 'relay', relay: 9 })).toMatchObject({ kind: 'sent' })
    expect(replies()).toHaveLength(1)
  })

  test('whose mark has to wait is not posted a second time', async () => {
    await rig.start()
    const threadTs = await rig.post()
    const { ts, reactions } = await rig.wei.says('> We come at four.', { channel: DESK_CHANNEL, threadTs })
    rig.board.relays.set(9, relayCard({ post: `${DESK_CHANNEL}:${ts}`, state: 'delivered', until: null }))
    rig.slack.fake.failNext('reactions.add', { rateLimited: 7 })
    expect(await rig.send({ kind: 'relay', relay: 9 })).toEqual({ kind: 'later', afterMs: 7000, everyone: true })
    await rig.send({ kind: 'relay', relay: 9 })
    expect(replies().filter(({ fromApp }) => fromApp)).toHaveLength(1)
    expect([...reactions.keys()]).toEqual(['incoming_envelope'])
  })
})

describe('when Slack will not', () => {
  test('and says how long, the whole desk rests so long; nothing is said in the channel (peers I56)', async () => {
    await rig.start()
    rig.slack.fake.failNext('chat.postMessage', { rateLimited: 3 })
    expect(await rig.send({ kind: 'card' })).toEqual({ kind: 'later', afterMs: 3000, everyone: true })
    await rig.post()
    rig.slack.fake.failNext('chat.update', { rateLimited: 4 })
    claimed()
    expect(await rig.send({ kind: 'card' })).toEqual({ kind: 'later', afterMs: 4000, everyone: true })
    expect(rig.channel.posts()).toHaveLength(1)
    expect(await rig.send({ kind: 'card' })).toMatchObject({ kind: 'sent' })
    expect(rig.slack.fake.calls('chat.update')).toHaveLength(2)
  })

  test('and nobody knows whether it was done, it is tried again, and a card is not taken for sent', async () => {
    await rig.start()
    rig.slack.fake.failNext('chat.postMessage', { status: 503 })
    expect(await rig.send({ kind: 'card' })).toMatchObject({ kind: 'unknown' })
    expect(await rig.send({ kind: 'card' })).toMatchObject({ kind: 'sent' })
  })

  test('because the app is not in the channel, the desk waits for somebody to invite it: nothing is lost', async () => {
    await rig.start()
    rig.slack.fake.failNext('chat.postMessage', { error: 'not_in_channel' })
    expect(await rig.send({ kind: 'card' })).toMatchObject({ kind: 'later', everyone: true })
    expect(rig.slack.logged()).toContain('takes no posts')
  })

  test('take a line, it is refused and the next one goes on', async () => {
    await rig.start()
    await rig.post()
    rig.board.lines.set(1, threadLine({ kind: 'said', text: 'hello' }))
    rig.slack.fake.failNext('chat.postMessage', { error: 'invalid_blocks' })
    expect(await rig.send({ kind: 'line', inbox: 1 })).toMatchObject({ kind: 'refused' })
    expect(await rig.send({ kind: 'line', inbox: 1 })).toMatchObject({ kind: 'sent' })
  })
})
