/** Everything an agent can send, on the customer's side of both platforms (peers I33-I36). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pdf, photo, type Seen, type Upload, voice } from '../../support/customer.ts'
import type { FakeSlackMessage, FakeSlackUser } from '../../support/fake-slack-types.ts'
import { type Asking, createRelayRig, RELAY_PLATFORMS, type RelayRig } from '../../support/relay-rig.ts'
import { openSlackHouse, type SlackHouse, slackContent } from '../../support/slack-house.ts'

let house: SlackHouse
let rig: RelayRig
let lin: FakeSlackUser

beforeAll(async () => {
  house = await openSlackHouse({ ...(await slackContent()), staff: [{ id: 'U0LIN', name: 'Lin Yan' }], telegram: true })
  rig = createRelayRig(house)
  lin = house.staff[0] as FakeSlackUser
})
afterAll(() => house.close())

const EARLIER = 'We come at four'
const WORDS = 'Is it *really* <off>?\nPlease look & tell me.'
const quoted = (text: string) => text.replace(/^/gm, '> ')
const ALBUM: readonly Upload[] = [1, 2, 3].map(n => {
  return { ...photo(`step-${n}.jpg`), bytes: Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, n]) }
})
const PLACE = { latitude: 31.2304, longitude: 121.4737 }
const MAP = 'https://www.openstreetmap.org/?mlat=31.2304&mlon=121.4737#map=17/31.2304/121.4737'

/** What a customer sees of it, message by message; files in the order they have. */
type Expected = { readonly text?: string; readonly files?: readonly Upload[]; readonly place?: typeof PLACE }

type Cell = {
  readonly what: string
  readonly way: string
  act(customer: Asking): Promise<unknown>
  readonly expected: Expected
}

const send = (post: FakeSlackMessage) => lin.shortcut('desk:send', { message: post })

const CELLS: readonly Cell[] = [
  { what: 'text', way: '>', act: ({ place }) => lin.says(quoted(WORDS), place), expected: { text: WORDS } },
  {
    what: 'text',
    way: 'Reply',
    async act({ card }) {
      await lin.presses('Reply', { in: card() })
      await lin.seesModal(/CUSTOMER/)
      await lin.submits({ 'Your message': WORDS })
    },
    expected: { text: WORDS },
  },
  {
    what: 'text',
    way: 'shortcut',
    act: async ({ place }) => send(await lin.says('Please turn it off.', place)),
    expected: { text: 'Please turn it off.' },
  },
  ...(
    [
      ['photo', [photo('hose.jpg')]],
      ['album', ALBUM],
      ['pdf', [pdf]],
      ['voice', [voice]],
    ] as const
  ).flatMap(([what, files]): Cell[] => [
    {
      what,
      way: '>',
      act: ({ place }) => lin.uploads(recorded(files), { ...place, text: '> Like *this* & so' }),
      expected: { text: 'Like *this* & so', files },
    },
    {
      what,
      way: 'shortcut',
      act: async ({ place }) => send(await lin.uploads(recorded(files), place)),
      expected: { files },
    },
  ]),
  {
    what: 'location',
    way: '>',
    act: ({ place }) => lin.says(`> <${MAP.replaceAll('&', '&amp;')}>`.replace('>', '&gt;'), { ...place, raw: true }),
    expected: { place: PLACE },
  },
  {
    what: 'location',
    way: 'shortcut',
    act: async ({ place }) => send(await lin.says(`<${MAP.replaceAll('&', '&amp;')}>`, { ...place, raw: true })),
    expected: { place: PLACE },
  },
]

/** Slack's recorder calls its clips so. */
function recorded(files: readonly Upload[]) {
  return files.map(file => (file.mime.startsWith('audio/') ? { ...file, subtype: 'slack_audio' } : file))
}

/** Everything that came after the first `before` messages, put together. */
async function whatCame(
  customer: Asking,
  before: number,
  files: number,
): Promise<Required<Expected> & { raw: Seen[] }> {
  const raw = () => customer.person.seen.slice(before)
  const count = () => raw().flatMap(seen => seen.files).length
  if (count() < files) await customer.person.hears(/^/)
  const seen = raw()
  const got = await Promise.all(
    seen.flatMap(one => one.files).map(async ({ name, read }) => ({ name, mime: '', bytes: await read() })),
  )
  const place = seen.find(one => one.place)?.place ?? { latitude: 0, longitude: 0 }
  const text = seen.filter(one => !one.place && one.text !== '').map(one => one.text)
  return { text: text.join('\n---\n'), files: got, place, raw: seen }
}

const hex = ({ bytes }: Pick<Upload, 'bytes'>) => Buffer.from(bytes).toString('hex')

describe.each(RELAY_PLATFORMS)('to a customer on %s', platform => {
  let bystander: Asking
  beforeAll(async () => {
    bystander = await rig.claimed(platform === 'telegram' ? 'slack' : 'telegram', lin)
  })

  test.each(CELLS)('$what by $way arrives once, whole, and says in the thread that it did', async cell => {
    const customer = await rig.claimed(platform, lin)
    const [heard, heardElsewhere] = [customer.person.seen.length, bystander.person.seen.length]
    await cell.act(customer)
    await house.settled()
    // It can still be undone.
    expect(customer.person.seen).toHaveLength(heard)
    expect(customer.lines().join()).toMatch(/Goes to the customer at/)
    await rig.undoIsOver()
    const { text, files, place, raw } = await whatCame(customer, heard, cell.expected.files?.length ?? 0)
    expect(text).toBe(cell.expected.text ?? '')
    expect(files.map(hex)).toEqual((cell.expected.files ?? []).map(hex))
    if (cell.expected.files) expect(files[0]?.name).toMatch(/\.(jpg|ogg|pdf)$/)
    if (cell.expected.place) expect(place).toEqual(cell.expected.place)
    else expect(raw.some(one => one.place)).toBe(false)
    await lin.sees(/✓ Delivered to the customer, /, customer.place)
    expect(customer.lines().filter(line => line.includes('Delivered'))).toHaveLength(1)
    expect(bystander.person.seen).toHaveLength(heardElsewhere)
    expect(bystander.lines()).toEqual([])
  })

  test('words are changed in the same message, and taken back with their post', async () => {
    const customer = await rig.claimed(platform, lin)
    const post = await lin.says(quoted(EARLIER), customer.place)
    await rig.undoIsOver()
    const { id } = await customer.person.hears(/We come at four/)
    await lin.edits(post.ts, quoted('We come at five & not before'), customer.place)
    await house.settled()
    expect(customer.person.seen.at(-1)).toMatchObject({ id, text: 'We come at five & not before' })
    await lin.sees(/changed since/, customer.place)
    await lin.deletes(post.ts, customer.place)
    await house.settled()
    expect(customer.person.seen.map(seen => seen.id)).not.toContain(id)
    await lin.sees(/taken back from the customer/, customer.place)
  })

  test('the words of an album are changed and the files stay; all of it is taken back with its post', async () => {
    const customer = await rig.claimed(platform, lin)
    const heard = customer.person.seen.length
    const post = await lin.uploads(ALBUM, { ...customer.place, text: '> Bth ends' })
    await rig.undoIsOver()
    const first = await whatCame(customer, heard, ALBUM.length)
    await lin.edits(post.ts, '> Both ends', customer.place)
    await house.settled()
    const now = await whatCame(customer, heard, ALBUM.length)
    expect(now.raw.map(seen => seen.id)).toEqual(first.raw.map(seen => seen.id))
    expect(now.text).toBe('Both ends')
    expect(now.files.map(hex)).toEqual(ALBUM.map(hex))
    await lin.deletes(post.ts, customer.place)
    await house.settled()
    expect((await whatCame(customer, heard, 0)).raw.filter(one => one.text !== '' || one.files.length > 0)).toEqual([])
  })

  test('what is written in a row is read in that order', async () => {
    const customer = await rig.claimed(platform, lin)
    const heard = customer.person.seen.length
    await lin.says('> one', customer.place)
    await lin.uploads([photo('two.jpg')], { ...customer.place, text: '> two' })
    await lin.says('> three', customer.place)
    await lin.says('> 31.2304, 121.4737', customer.place)
    await lin.says('> five', customer.place)
    await rig.undoIsOver()
    await customer.person.hears(/^five$/)
    const order = customer.person.seen.slice(heard).flatMap(({ text, place }) => (place ? 'place' : text || []))
    expect(order).toEqual(['one', 'two', 'three', 'place', 'five'])
  })
})
