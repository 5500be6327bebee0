/** One desk in several channels: where a card is, who may press there, and what happens when its outlet changes. */
import { beforeEach, describe, expect, test } from 'vitest'
import { shown } from '../../support/fake-slack.ts'
import type { FakeSlackChannel, FakeSlackUser } from '../../support/fake-slack-types.ts'
import { DESK_CHANNEL, ESCALATION, threadLine, useSlackDesk } from '../../support/slack-desk-rig.ts'

const rig = useSlackDesk()
const HANGZHOU = { name: { en: 'Hangzhou Binjiang', zh: '杭州滨江' }, slackChannel: 'C0HANGZHOU' }
const SUZHOU = { name: { en: 'Suzhou', zh: '苏州' }, slackChannel: 'C0SUZHOU' }
const HEAD_OFFICE = { name: { en: 'Head office', zh: '总部' } }

let hangzhou: FakeSlackChannel
let suzhou: FakeSlackChannel
/** Of Hangzhou alone, of Suzhou alone. */
let hu: FakeSlackUser
let su: FakeSlackUser

beforeEach(() => {
  hu = rig.slack.fake.user({ id: 'U0HU', name: 'Hu' })
  su = rig.slack.fake.user({ id: 'U0SU', name: 'Su' })
  hangzhou = rig.slack.fake.channel({ id: 'C0HANGZHOU', name: 'hangzhou', members: [hu], isPrivate: true })
  suzhou = rig.slack.fake.channel({ id: 'C0SUZHOU', name: 'suzhou', members: [su] })
})

const begin = () => rig.start({ outletChannels: () => ['C0HANGZHOU', 'C0SUZHOU'] })

/** The card of the escalation where it was just posted or changed. */
async function cardIn(channel: FakeSlackChannel) {
  expect(await rig.send({ kind: 'card' })).toMatchObject({ kind: 'sent' })
  const card = channel.posts().at(-1)
  if (!card) throw new Error(`no card in ${channel.id}`)
  return card
}

describe('the channel of an outlet', () => {
  test('has the card and its thread, and the head office does not', async () => {
    await begin()
    rig.outlet = HANGZHOU
    const card = await cardIn(hangzhou)
    rig.board.lines.set(1, threadLine({ kind: 'said', text: 'hello?' }))
    await rig.send({ kind: 'line', inbox: 1 })
    expect(hangzhou.replies(card.ts).map(shown).join()).toContain('hello?')
    expect(rig.channel.posts()).toEqual([])
    expect(suzhou.posts()).toEqual([])
  })

  test('its members and those of the head office may press; nobody of another outlet may, nor anybody else', async () => {
    await begin()
    rig.outlet = HANGZHOU
    const card = await cardIn(hangzhou)
    for (const user of [su, rig.outsider]) {
      await user.presses('Claim', { in: card })
      await expect.poll(() => user.ephemerals.map(shown).join()).toContain('only the staff')
    }
    expect(rig.orders).toEqual([])
    await hu.presses('Claim', { in: card })
    await rig.wei.presses('Claim', { in: card })
    expect(rig.orders.map(({ staff }) => staff.id)).toEqual(['slack:U0HU', 'slack:U0WEI'])
  })

  test('a post of its thread is sent to the customer, an emoji claims, and only there are they looked for', async () => {
    await begin()
    rig.outlet = HANGZHOU
    const card = await cardIn(hangzhou)
    const place = { channel: hangzhou.id, threadTs: card.ts }
    await hu.says('> We come at four.', place)
    await hu.reacts('eyes', card.ts, { channel: hangzhou.id })
    // The same instant in another channel is another post.
    await su.says('> Me too.', { channel: suzhou.id, threadTs: card.ts }).catch(() => {})
    expect(rig.orders.map(({ command }) => command.do)).toEqual(['reply', 'claim'])
    expect(rig.orders[0]?.command).toMatchObject({ content: { text: 'We come at four.' } })
  })

  test('a form that was opened there is told its answer there, and its members may order with it', async () => {
    await begin()
    rig.outlet = HANGZHOU
    const card = await cardIn(hangzhou)
    rig.outcome = { ok: false, why: 'not-possible-now' }
    await hu.presses('Reply', { in: card })
    await hu.seesModal()
    expect((await hu.submits({ text: 'At four.' })).action).toBe('closed')
    expect(rig.orders).toHaveLength(1)
    await hu.hears(/finished/, { channel: hangzhou.id })
  })

  test('/aftercare answers its members', async () => {
    await begin()
    expect((await hu.commands('/aftercare who')).text ?? '').not.toMatch(/for our staff/)
    expect((await rig.outsider.commands('/aftercare who')).text).toMatch(/for our staff/)
  })
})

describe('a subject that goes to another outlet', () => {
  test('has its card in the new channel; the old post says where it went and has nothing to press', async () => {
    await begin()
    rig.outlet = HANGZHOU
    const old = await cardIn(hangzhou)
    rig.outlet = SUZHOU
    await cardIn(suzhou)
    expect(suzhou.posts()).toHaveLength(1)
    const left = hangzhou.posts().find(({ ts }) => ts === old.ts)
    expect(left && shown(left)).toMatch(/C1007 · This is now with Suzhou\. <#C0SUZHOU>/)
    expect(JSON.stringify(left?.blocks)).not.toMatch(/button|Ms Lin/)
    // Back where it began: a new post, which is followed from then on.
    rig.outlet = HANGZHOU
    await cardIn(hangzhou)
    expect(hangzhou.posts()).toHaveLength(2)
    await rig.send({ kind: 'card' })
    expect(hangzhou.posts()).toHaveLength(2)
    expect(suzhou.posts()).toHaveLength(1)
  })

  test('is no longer for those of the outlet before, wherever they press or write', async () => {
    await begin()
    rig.outlet = HANGZHOU
    const card = await cardIn(hangzhou)
    const seen = { ...card }
    rig.outlet = SUZHOU
    await cardIn(suzhou)
    await hu.presses('Claim', { in: seen })
    await hu.says('> Still mine.', { channel: hangzhou.id, threadTs: card.ts })
    expect(rig.orders).toEqual([])
    await hu.hears(/only the staff/, { channel: hangzhou.id })
  })

  test('an earlier process may have posted it: the rows tell where', async () => {
    await begin()
    rig.outlet = HANGZHOU
    const old = await cardIn(hangzhou)
    await begin()
    rig.outlet = HEAD_OFFICE
    await cardIn(rig.channel)
    expect(shown(hangzhou.posts().find(({ ts }) => ts === old.ts) as typeof old)).toContain('Head office')
  })
})

describe('a channel that takes nothing', () => {
  test('leaves the work with the head office, until it takes posts again', async () => {
    await begin()
    rig.outlet = HANGZHOU
    hangzhou.archived = true
    await cardIn(rig.channel)
    rig.board.lines.set(1, threadLine({ kind: 'said', text: 'hello?' }))
    expect(await rig.send({ kind: 'line', inbox: 1 })).toMatchObject({ kind: 'sent' })
    expect(rig.channel.replies(rig.channel.posts()[0]?.ts ?? '')).toHaveLength(1)
    hangzhou.archived = false
    const card = await cardIn(hangzhou)
    expect(shown(card)).toContain('Ms Lin')
    expect(shown(rig.channel.posts()[0] as typeof card)).toContain('<#C0HANGZHOU>')
  })

  test('and closes while a thread is in it: the thread goes on below a card at the head office', async () => {
    await begin()
    rig.outlet = HANGZHOU
    await cardIn(hangzhou)
    hangzhou.archived = true
    rig.board.lines.set(1, threadLine({ kind: 'said', text: 'hello?' }))
    expect(await rig.send({ kind: 'line', inbox: 1 })).toMatchObject({ kind: 'sent' })
    expect(
      rig.channel
        .replies(rig.channel.posts()[0]?.ts ?? '')
        .map(shown)
        .join(),
    ).toContain('hello?')
  })
})

test('a card of the time when only its ts was kept is changed in place, and its thread is heard', async () => {
  await begin()
  const ts = await rig.post()
  rig.board.posts.set('desk:escalation:12 card', ts)
  await begin()
  expect(await rig.send({ kind: 'card' })).toEqual({ kind: 'sent', message: `${DESK_CHANNEL}:${ts}` })
  expect(rig.channel.posts()).toHaveLength(1)
  rig.board.posts.set('desk:escalation:12 card', ts)
  await rig.wei.says('> At four.', { channel: DESK_CHANNEL, threadTs: ts })
  expect(rig.orders.map(({ command }) => command)).toMatchObject([{ do: 'reply', escalation: ESCALATION.id }])
})
