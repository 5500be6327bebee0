/** Contract of every channel: what customers send beside words is kept, answered once, and never in the way. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CAN, type ChannelHouse, openChannelHouse, PLATFORMS } from '../../support/channel-rig.ts'
import { heardTexts, type Person, pdf, photo, type Upload, voice } from '../../support/customer.ts'
import type { Content } from '../../support/house.ts'
import { LINES, reachHose } from '../../support/journey.ts'
import { slackContent } from '../../support/slack-house.ts'

const lines = LINES.en
const KEPT = /I have kept this with your case/
let content: Content
beforeAll(async () => {
  content = await slackContent()
})

describe.each(PLATFORMS)('on %s', platform => {
  let house: ChannelHouse
  let anna: Person
  /** Texts heard before anything was sent. */
  let before: number

  beforeAll(async () => {
    house = await openChannelHouse(platform, content)
  })
  beforeEach(async () => {
    anna = house.person()
    await reachHose(anna, lines)
    await house.settled()
    before = heardTexts(anna).length
  })
  afterAll(() => house.close())

  type Media = { kind: string; mime: string | null; name: string | null; caption: string | null; path: string }
  const media = () =>
    house.rows<Media & { case: string }>(
      `select m.*, c.conversation_id as "case" from media m left join service_case c on c.id = m.case_id
       where m.conversation_id = ? order by m.id`,
      [anna.conversation],
    )
  const bytesOf = async ({ path }: Media) => [...(await readFile(join(house.folder, 'media', path)))]

  /** One answer, and the question goes on. */
  async function expectOneAnswer(): Promise<void> {
    await anna.hears(KEPT)
    await house.settled()
    expect(heardTexts(anna)).toHaveLength(before + 1)
    await anna.taps(lines.hoseFine)
    await anna.hears(lines.filter)
  }

  test.each<[string, Upload, object]>([
    ['photo', photo(), { kind: 'photo' }],
    ['voice message', voice, { kind: platform === 'web' ? 'audio' : 'voice' }],
    ['PDF', pdf, { kind: 'file', mime: 'application/pdf', name: 'bill.pdf' }],
  ])('a %s is kept with the case, with its bytes', async (_, file, kept) => {
    await anna.uploads([file])
    await expectOneAnswer()
    const [row, ...others] = await media()
    expect(others).toEqual([])
    expect(row).toMatchObject({ ...kept, case: anna.conversation })
    expect(await bytesOf(row as Media)).toEqual([...file.bytes])
  })

  test('all of an album is kept, and it is answered once', async () => {
    await anna.uploads([photo('1.jpg'), photo('2.jpg'), photo('3.jpg'), photo('4.jpg')])
    await expectOneAnswer()
    const kept = await media()
    expect(kept.map(({ kind }) => kind)).toEqual(Array(4).fill('photo'))
    const stored = new Set(await readdir(join(house.folder, 'media')))
    expect(kept.filter(({ path }) => stored.has(path))).toHaveLength(4)
  })

  test('words below an album are said once and kept with its first photo', async () => {
    await anna.uploads([photo('1.jpg'), photo('2.jpg')], 'the <hose> & *this*')
    await house.settled()
    expect((await media()).map(({ caption }) => caption)).toEqual(['the <hose> & *this*', null])
    expect(heardTexts(anna)).toHaveLength(before + 1)
  })

  if (CAN.oddity[platform]) {
    test('what nobody can read is said to be so, and the question stays open', async () => {
      await anna.sendsOddity()
      await anna.hears(/^I cannot read this kind of message/)
      await house.settled()
      expect(await media()).toEqual([])
      await anna.taps(lines.hoseFine)
      await anna.hears(lines.filter)
    })
  }

  test('a place nobody asked for is no answer to the question, and it stays open', async () => {
    await anna.sharesLocation(31.2304, 121.4737)
    await house.settled()
    await anna.taps(lines.hoseFine)
    await anna.hears(lines.filter)
  })
})
