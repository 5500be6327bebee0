/** What became of an agent's message, in the thread; and what the staff may read before anybody has the case. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { photo } from '../../support/customer.ts'
import type { FakeSlackMessage, FakeSlackUser } from '../../support/fake-slack-types.ts'
import { shown } from '../../support/fake-slack-user.ts'
import type { Content } from '../../support/house.ts'
import {
  type Asking,
  createRelayRig,
  RELAY_PLATFORMS,
  type RelayPlatform,
  type RelayRig,
} from '../../support/relay-rig.ts'
import { openSlackHouse, type SlackHouse, slackContent } from '../../support/slack-house.ts'

const STAFF = [
  { id: 'U0LIN', name: 'Lin Yan' },
  { id: 'U0WANG', name: 'Wang Fang' },
]
const TEXT = 'We come at four.'

let content: Content
let house: SlackHouse
let rig: RelayRig
let lin: FakeSlackUser
let wang: FakeSlackUser

beforeAll(async () => {
  content = await slackContent()
})
beforeEach(async () => {
  house = await openSlackHouse({ ...content, staff: STAFF, managers: ['U0LIN'], telegram: true })
  rig = createRelayRig(house)
  ;[lin, wang] = house.staff as [FakeSlackUser, FakeSlackUser]
})
afterEach(() => house.close())

/** The one post of the thread that says what became of the message. */
function receipt(asking: Asking): FakeSlackMessage {
  const posts = asking.thread().filter(post => post.fromApp && /📨|✓|⚠️|↩️|🗑️/u.test(shown(post)))
  expect(posts).toHaveLength(1)
  return posts[0] as FakeSlackMessage
}

const heardIt = ({ person }: Asking) => person.seen.filter(({ text }) => text === TEXT).length

/** The next message to a customer fails for good. */
function refuseNext(platform: RelayPlatform): void {
  if (platform === 'telegram') house.telegram.next('sendMessage', 400)
  else house.slack.failNext('chat.postMessage', { error: 'invalid_blocks' })
}

/** The next message finds out that there is nobody any more. */
function loseNext(platform: RelayPlatform): void {
  if (platform === 'telegram') house.telegram.next('sendMessage', 403)
  else house.slack.failNext('chat.postMessage', { error: 'user_disabled' })
}

describe.each(RELAY_PLATFORMS)('a message to a customer on %s', platform => {
  test('is delivered, and the thread says when', async () => {
    const asking = await rig.claimed(platform, lin)
    const post = await lin.says(`> ${TEXT}`, asking.place)
    await house.settled()
    const { ts } = receipt(asking)
    await rig.undoIsOver()
    expect(heardIt(asking)).toBe(1)
    expect(receipt(asking)).toMatchObject({ ts, edited: true })
    expect(shown(receipt(asking))).toMatch(/✓ Delivered to the customer, 09:00/)
    await house.slack.called('reactions.add')
    expect([...post.reactions.keys()]).toEqual(['incoming_envelope'])
  })

  test('to somebody who has gone says so', async () => {
    const asking = await rig.claimed(platform, lin)
    await lin.says(`> ${TEXT}`, asking.place)
    await house.settled()
    loseNext(platform)
    await rig.undoIsOver()
    await lin.sees(/Not delivered: the customer has blocked us/, asking.place)
    expect(shown(receipt(asking))).toContain('blocked us')
    expect(heardIt(asking)).toBe(0)
  })

  test('that fails can be sent again with one press, and then is delivered', async () => {
    const asking = await rig.claimed(platform, lin)
    await lin.says(`> ${TEXT}`, asking.place)
    await house.settled()
    refuseNext(platform)
    await rig.undoIsOver()
    await lin.sees(/Could not be delivered/, asking.place)
    expect(heardIt(asking)).toBe(0)
    expect(house.errors.splice(0)).toHaveLength(1)
    await lin.presses('Try again', { in: receipt(asking) })
    await house.settled()
    expect(heardIt(asking)).toBe(1)
    await lin.sees(/✓ Delivered/, asking.place)
    expect(JSON.stringify(receipt(asking).blocks)).not.toContain('desk:retry')
  })

  test('undone in time reaches nobody, then or later', async () => {
    const asking = await rig.claimed(platform, lin)
    const before = asking.person.seen.length
    await lin.says(`> ${TEXT}`, asking.place)
    await house.settled()
    const drawn = receipt(asking)
    const waiting = { ...drawn }
    await lin.presses('Undo', { in: drawn })
    await house.settled()
    expect(shown(receipt(asking))).toMatch(/did not get it/)
    await rig.undoIsOver()
    await house.app.time.moveBy(3_600_000)
    await house.settled()
    expect(asking.person.seen).toHaveLength(before)
    // A second press, on a screen that has not caught up.
    await lin.presses('Undo', { in: waiting })
    await lin.hears(/possible/, asking.place)
  })

  test('undone too late stays where it is, and whoever pressed hears so', async () => {
    const asking = await rig.claimed(platform, lin)
    await lin.says(`> ${TEXT}`, asking.place)
    await house.settled()
    const waiting = { ...receipt(asking) }
    await rig.undoIsOver()
    await lin.presses('Undo', { in: waiting })
    const told = await lin.hears(/Too late/, asking.place)
    expect(told.ephemeralFor).toBe(lin.id)
    expect(heardIt(asking)).toBe(1)
    expect(shown(receipt(asking))).toContain('✓ Delivered')
  })

  test('is for its author to undo, not for a colleague', async () => {
    const asking = await rig.claimed(platform, lin)
    await lin.says(`> ${TEXT}`, asking.place)
    await house.settled()
    await wang.presses('Undo', { in: receipt(asking) })
    await wang.hears(/Lin Yan/, asking.place)
    await rig.undoIsOver()
    expect(heardIt(asking)).toBe(1)
  })
})

describe.each(RELAY_PLATFORMS)('before somebody has the case of a customer on %s', platform => {
  const PHONE = '13812345678'
  const HOME = '上海市闵行区江川路12号3号楼501室'

  test('phone, address and place are masked in lines and card, and whole for everybody once it is claimed (R-098)', async () => {
    const asking = await rig.asks(platform)
    const { person, thread, card } = asking
    await person.says(`please call ${PHONE}`)
    await person.sharesLocation(31.230416, 121.473701)
    const id = await person.says('call me')
    await person.edits(id, `call me: +86 138 1234 5678`)
    await house.settled()
    const before = thread()
    expect(before).toHaveLength(3)
    for (const post of [...before, card()]) {
      const said = shown(post).replace(/\D/g, '')
      expect(said).not.toContain(PHONE)
      expect(shown(post)).not.toContain('31.230416')
    }
    expect(before.map(shown).join()).toContain('138****5678')

    await lin.presses('Claim', { in: card() })
    await house.settled()
    const after = thread().slice(0, 3)
    // Drawn anew where they stood.
    expect(after.map(({ ts }) => ts)).toEqual(before.map(({ ts }) => ts))
    expect(shown(after[0] as FakeSlackMessage)).toContain(PHONE)
    expect(shown(after[1] as FakeSlackMessage)).toContain('31.230416, 121.473701')
    expect(shown(after[2] as FakeSlackMessage)).toContain('138 1234 5678')
    await person.says(`again: ${PHONE}, ${HOME}`)
    await house.settled()
    expect(shown(thread().at(-1) as FakeSlackMessage)).toContain(`${PHONE}, ${HOME}`)
  })

  test('photos come as uploads and never as addresses, and metadata has ids alone', async () => {
    const asking = await rig.asks(platform, 'Zhang Wei')
    await asking.person.says('first words')
    await asking.person.uploads([photo()], `my number ${PHONE}`)
    await house.settled()
    while (asking.thread().length < 2) await lin.hears(/^/, asking.place)
    const [, upload] = asking.thread()
    expect(upload?.files).toHaveLength(1)
    expect(upload && shown(upload)).not.toContain(PHONE)
    // One of several, of which the first has the words.
    await asking.person.uploads([photo('a.jpg'), photo('b.jpg')], `or ${PHONE.replace('138', '139')}`)
    await house.settled()
    while (asking.thread().length < 4) await lin.hears(/^/, asking.place)
    expect(asking.lines().join()).not.toContain('13912345678')
    expect(house.slack.calls('files.sharedPublicURL')).toEqual([])
    const drawn = JSON.stringify(house.slack.calls('chat.postMessage').map(({ args }) => args))
    expect(drawn).not.toMatch(/"type":"image"|url_private|https?:\/\/(?!www\.openstreetmap\.org)/)
    for (const method of ['chat.postMessage', 'chat.update']) {
      for (const { args } of house.slack.calls(method)) {
        const { metadata } = args as { metadata?: { event_payload: object } }
        if (metadata === undefined) continue
        expect(JSON.stringify(metadata)).not.toMatch(/Zhang|138|words/)
        expect(Object.keys(metadata.event_payload).filter(key => !['subject', 'id', 'case'].includes(key))).toEqual([])
      }
    }
    expect(asking.card().metadata).toBeDefined()
    // Whoever claims it reads what was masked beside the files, once.
    await lin.presses('Claim', { in: asking.card() })
    await house.settled()
    for (const number of [PHONE, '13912345678']) {
      expect(asking.lines().filter(line => line.includes(number))).toHaveLength(1)
    }
    expect(asking.thread()).toHaveLength(6)
  })
})
