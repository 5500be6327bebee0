/** Everything a customer can do, in the thread of their case: nothing lost, nothing elsewhere (peers I36). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pdf, photo, voice } from '../../support/customer.ts'
import type { FakeSlackMessage, FakeSlackUser } from '../../support/fake-slack-types.ts'
import { shown } from '../../support/fake-slack-user.ts'
import {
  type Asking,
  createRelayRig,
  RELAY_PLATFORMS,
  type RelayPlatform,
  type RelayRig,
} from '../../support/relay-rig.ts'
import { openSlackHouse, type SlackHouse, slackContent } from '../../support/slack-house.ts'

/** What a platform cannot do, and why. Asserted below, and never just left out. */
const CANNOT: Partial<Readonly<Record<RelayPlatform, Readonly<Record<string, string>>>>> = {
  telegram: { delete: 'Telegram does not tell a bot what customers delete; there is no such update' },
}

let house: SlackHouse
let rig: RelayRig
let lin: FakeSlackUser
/** Others who wait meanwhile. */
let bystanders: readonly Asking[]

beforeAll(async () => {
  house = await openSlackHouse({ ...(await slackContent()), staff: [{ id: 'U0LIN', name: 'Lin Yan' }], telegram: true })
  rig = createRelayRig(house)
  lin = house.staff[0] as FakeSlackUser
  bystanders = [await rig.asks('telegram'), await rig.asks('slack')]
})
afterAll(() => house.close())

type Cell = {
  readonly what: string
  /** How many posts of the thread tell of it. */
  readonly posts: number
  act(customer: Asking): Promise<unknown>
  /** `posts`: what came into the thread with it. */
  check(posts: readonly FakeSlackMessage[], before: readonly FakeSlackMessage[]): void
}

const bytesIn = (posts: readonly FakeSlackMessage[]) =>
  posts.flatMap(({ files }) => files).map(({ bytes }) => Buffer.from(bytes).toString('hex'))
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Three pictures of which no two are equal. */
const ALBUM = [1, 2, 3].map(n => ({ ...photo(`side-${n}.jpg`), bytes: Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, n]) }))
/** Said before the cell's act, for what changes an earlier message. */
const EARLIER = 'The hose drips at the tap'
let earlier = ''

const CELLS: readonly Cell[] = [
  {
    what: 'text',
    posts: 1,
    act: ({ person }) => person.says('Is it <dangerous> & loud?\n- second line'),
    check: ([post]) => {
      const words = post?.blocks.find(({ type }) => type === 'section') as { text: { type: string; text: string } }
      expect(words.text).toMatchObject({ type: 'plain_text', text: 'Is it <dangerous> & loud?\n- second line' })
    },
  },
  {
    what: 'edit',
    posts: 0,
    act: ({ person }) => person.edits(earlier, 'The hose drips at the pump'),
    check: (_, before) => {
      const post = before.at(-1)
      expect(post?.edited).toBe(true)
      expect(post && shown(post)).toMatch(/\(edited\)[\s\S]*at the pump/)
      expect(post && shown(post)).not.toContain('at the tap')
    },
  },
  {
    what: 'delete',
    posts: 0,
    act: ({ person }) => person.deletes(earlier),
    check: (_, before) => {
      const post = before.at(-1)
      expect(post?.edited).toBe(true)
      expect(post && shown(post)).toContain('deleted this message')
      expect(post && shown(post)).not.toContain('at the tap')
    },
  },
  {
    what: 'photo',
    posts: 1,
    act: ({ person }) => person.uploads([photo()], 'This is *the* <hose> & tap'),
    check: ([post]) => {
      expect(bytesIn(post ? [post] : [])).toEqual([hex(photo().bytes)])
      expect(post?.text).toContain('This is *the* &lt;hose&gt; &amp; tap')
      expect(post?.files[0]?.name).toMatch(/\.jpg$/)
    },
  },
  {
    what: 'album',
    posts: 3,
    act: ({ person }) => person.uploads(ALBUM, 'From three sides'),
    check: posts => {
      expect(bytesIn(posts)).toEqual(ALBUM.map(({ bytes }) => hex(bytes)))
      expect(posts.map(post => shown(post).includes('From three sides'))).toEqual([true, false, false])
    },
  },
  {
    what: 'pdf',
    posts: 1,
    act: ({ person }) => person.uploads([pdf]),
    check: posts => {
      expect(bytesIn(posts)).toEqual([hex(pdf.bytes)])
      expect(posts[0]?.files[0]?.name).toBe('bill.pdf')
    },
  },
  {
    what: 'voice',
    posts: 1,
    act: ({ person }) => person.uploads([voice]),
    check: posts => {
      expect(bytesIn(posts)).toEqual([hex(voice.bytes)])
      expect(posts[0]?.files[0]?.name).toMatch(/\.ogg$/)
    },
  },
  {
    what: 'location',
    posts: 1,
    act: ({ person }) => person.sharesLocation(31.230416, 121.473701),
    check: ([post]) => {
      expect(post && shown(post)).toContain('31.230416, 121.473701')
      expect(post && shown(post)).toContain('mlat=31.230416&amp;mlon=121.473701')
    },
  },
]

const ROWS = RELAY_PLATFORMS.flatMap(platform => CELLS.map(cell => ({ platform, cell, what: cell.what })))
const CAN = ROWS.filter(({ platform, what }) => CANNOT[platform]?.[what] === undefined)

/** Posts that came into the thread, once there are so many. */
async function newPosts(customer: Asking, before: number, count: number): Promise<readonly FakeSlackMessage[]> {
  await house.settled()
  while (customer.thread().length < before + count) await lin.hears(/^/, customer.place)
  return customer.thread().slice(before)
}

describe.each(CAN)('$what of a customer on $platform', ({ platform, cell }) => {
  test('stands in the thread of their case, once, and in no other', async () => {
    const customer = await rig.claimed(platform, lin)
    earlier = await customer.person.says(EARLIER)
    await house.settled()
    const before = customer.thread()
    expect(before.map(post => shown(post).includes(EARLIER))).toEqual([true])
    const [elsewhere, heard] = [house.desk.posts().length, customer.person.seen.length]
    await cell.act(customer)
    const posts = await newPosts(customer, before.length, cell.posts)
    expect(posts).toHaveLength(cell.posts)
    cell.check(posts, before)
    expect(house.desk.posts()).toHaveLength(elsewhere)
    expect(bystanders.flatMap(({ thread }) => thread())).toEqual([])
    // The assistant says nothing to it while an agent has them.
    expect(customer.person.seen).toHaveLength(heard)
  })
})

test('what a platform cannot do is known by its reason, and is nothing else than the table says', async () => {
  const told = ROWS.filter(row => !CAN.includes(row)).map(({ platform, what }) => `${platform}: ${what}`)
  expect(told).toEqual(['telegram: delete'])
  const customer = await rig.claimed('telegram', lin)
  await customer.person.says(EARLIER)
  await house.settled()
  const before = customer.thread().map(shown)
  // Nothing that the Bot API knows of says it; what says it nevertheless is not for us, and nothing falls over.
  await house.telegram.update('message_deleted', { chat: { id: 1 }, message_id: 1 })
  await house.settled()
  expect(customer.thread().map(shown)).toEqual(before)
})

describe.each(RELAY_PLATFORMS)('a customer on %s', platform => {
  test('who sends everything at once is read in that order', async () => {
    const customer = await rig.claimed(platform, lin)
    const { person } = customer
    await Promise.all([
      person.says('first'),
      person.uploads([photo()], 'second'),
      person.says('third'),
      person.uploads([voice]),
      person.sharesLocation(31.23, 121.47),
      person.uploads([pdf], 'sixth'),
      person.says('seventh'),
    ])
    const posts = await newPosts(customer, 0, 7)
    const signs = ['first', 'second', 'third', voice.bytes, '31.23, 121.47', 'sixth', 'seventh']
    expect(posts).toHaveLength(signs.length)
    for (const [index, sign] of signs.entries()) {
      const post = posts[index] as FakeSlackMessage
      if (typeof sign === 'string') expect(shown(post)).toContain(sign)
      else expect(bytesIn([post])).toEqual([hex(sign)])
    }
  })
})
