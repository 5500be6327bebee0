/** Contract of every channel: whatever an agent sends reaches the customer, and so does what becomes of it (peers I33-I36). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeskCommand, ReplyContent } from '../../../src/desk/command.ts'
import { type ChannelHouse, openChannelHouse, PLATFORMS } from '../../support/channel-rig.ts'
import { heardTexts, type Person, pdf, photo, type Upload, voice } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import { LINES, reachHose, reachPerson } from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

const lines = LINES.en
const WITHIN = { timeout: 10_000, interval: 20 }
let content: Content
beforeAll(async () => {
  content = await slackContent()
})

describe.each(PLATFORMS)('on %s', platform => {
  let house: ChannelHouse
  let anna: Person
  let escalation: number
  let posts = 0
  /** What was seen before the agent wrote. */
  let before: number

  beforeAll(async () => {
    house = await openChannelHouse(platform, content)
  })
  beforeEach(async () => {
    anna = house.person()
    escalation = await reachPerson(house, anna, lines)
    await house.settled()
    before = anna.seen.length
    posts += 1
  })
  afterAll(() => house.close())

  async function desk(command: DeskCommand): Promise<void> {
    expect(await house.desk(anna.conversation, command)).toMatchObject({ ok: true })
    await house.settled()
  }
  const reply = (reply: ReplyContent) =>
    desk({ do: 'reply', escalation, content: reply, post: `post-${posts}`, wait: false })
  const edit = (text: string) => desk({ do: 'edit-reply', post: `post-${posts}`, text })
  const remove = () => desk({ do: 'delete-reply', post: `post-${posts}` })
  const came = () => anna.seen.slice(before)
  const files = async () => {
    const all = came().flatMap(message => message.files)
    return Promise.all(all.map(async ({ name, read }) => [name, [...(await read())]]))
  }
  const kinds = { [photo().mime]: 'photo', [voice.mime]: 'voice' } as const
  const uploaded = (given: readonly Upload[]) =>
    Promise.all(given.map(file => house.staffFile(file, kinds[file.mime] ?? 'file')))

  test('a text is changed and taken back', async () => {
    await reply({ text: 'Hello, Wei here.' })
    expect(came().map(({ text }) => text)).toEqual(['Hello, Wei here.'])
    await edit('Hello, this is Wei.')
    expect(came().map(({ text }) => text)).toEqual(['Hello, this is Wei.'])
    await remove()
    expect(came()).toEqual([])
  })

  test.each<[string, readonly Upload[]]>([
    ['a voice message', [voice]],
    ['an album, with a manual behind it,', [photo('a.jpg'), photo('b.jpg'), pdf]],
  ])('%s arrives byte for byte, with its words, and is taken back', async (_, given) => {
    await reply({ text: 'Please look', files: await uploaded(given) })
    // They are brought home first, and then sent.
    await expect.poll(() => came().flatMap(message => message.files), WITHIN).toHaveLength(given.length)
    expect((await files()).map(([, bytes]) => bytes)).toEqual(given.map(({ bytes }) => [...bytes]))
    expect((await files()).map(([name]) => name).at(-1)).toBe(given.at(-1)?.name)
    expect(heardTexts(anna).slice(-1)).toEqual(['Please look'])
    await edit('Please have a look')
    expect(heardTexts(anna).slice(-1)).toEqual(['Please have a look'])
    await remove()
    expect(came().flatMap(message => message.files)).toEqual([])
    expect(came().map(({ text }) => text)).not.toContain('Please have a look')
  })

  test('a place arrives as one', async () => {
    await reply({ text: '', location: { latitude: 31.2304, longitude: 121.4737 } })
    expect(came().map(({ place }) => place)).toEqual([{ latitude: 31.2304, longitude: 121.4737 }])
  })

  test('the bot is silent while a person answers, and asks the same question again afterwards', async () => {
    anna = house.person()
    const question = await reachHose(anna, lines)
    escalation = await reachPerson(house, anna, lines)
    await reply({ text: 'Please try the hose first.' })
    await anna.hears(/^Please try the hose first\.$/)
    const heard = heardTexts(anna).length
    await anna.says(lines.filterClean)
    await anna.tapsOn(question, lines.hoseFine)
    await house.settled()
    expect(heardTexts(anna)).toHaveLength(heard)
    await desk({ do: 'hand-back', escalation })
    expect((await anna.hears(lines.back)).text).toContain(question.text)
    await anna.taps(lines.hoseFine)
    await anna.hears(lines.filter)
  })
})
