import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encodeNameplate } from '../../../src/service/products.ts'
import type { FakeUser } from '../../support/fake-telegram-user.ts'
import type { Content } from '../../support/house.ts'
import { changedContent, openTelegramHouse, type TelegramHouse } from '../../support/telegram-house.ts'
import {
  bookLastWindow,
  customerOf,
  HOUR_MS,
  heardTexts,
  LINES,
  MODEL,
  moveVisit,
  offeredWindows,
  reachRating,
  reachWindows,
} from '../../support/telegram-journey.ts'

const lines = LINES.en
let content: Content
let house: TelegramHouse
let anna: FakeUser

beforeAll(async () => {
  content = await changedContent()
})
beforeEach(async () => {
  house = await openTelegramHouse(content)
  anna = customerOf(house, 'en')
})
afterEach(() => house.close())

async function reachHose() {
  await anna.says(lines.opening)
  await anna.hears(lines.safety)
  await anna.taps(lines.safe)
  return anna.hears(lines.hose)
}

test('a deep link from the nameplate names the appliance, and model and number are kept', async () => {
  await anna.says(`/start ${encodeNameplate({ model: MODEL, serial: 'SN-2024-77' })}`)
  const hello = await anna.hears(new RegExp(`${MODEL}.*SN-2024-77`))
  expect(hello.text).toMatch(/computer program/)
  await anna.taps('Does not drain')
  await anna.hears(lines.safety)
  await house.settled()
  expect(await house.rows('select appliance, model_no, serial_no from service_case')).toEqual([
    { appliance: 'washing-machine', model_no: MODEL, serial_no: 'SN-2024-77' },
  ])
})

test('a deep link nobody can read is an ordinary beginning', async () => {
  await anna.says('/start not_one_of_ours')
  await anna.hears(/What can I do for you/)
})

test('photos and albums are kept with the case and answered once; the bytes are in the data folder', async () => {
  await reachHose()
  await anna.sendsPhoto('this is the hose')
  await house.settled()
  const heard = heardTexts(anna).length
  await anna.sendsAlbum(3)
  await anna.hears(/I have kept this with your case/)
  await house.settled()
  expect(heardTexts(anna)).toHaveLength(heard + 1)
  const media = await house.rows<{ id: number; path: string }>('select * from media order by id')
  expect(media).toMatchObject(Array(4).fill({ kind: 'photo', case_id: 1, due_at: null }))
  expect(media[0]).toMatchObject({ caption: 'this is the hose' })
  expect((await readdir(join(house.folder, 'media'))).sort()).toEqual(media.map(({ path }) => path).sort())
  const bytes = await readFile(join(house.folder, 'media', media[3]?.path ?? ''))
  expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xd8])
})

test('a voice message is kept, and the question stays open', async () => {
  await reachHose()
  await anna.sendsVoice()
  await anna.hears(/I have kept this with your case/)
  await house.settled()
  expect(await house.rows('select kind, mime, case_id, path from media')).toEqual([
    { kind: 'voice', mime: 'audio/ogg', case_id: 1, path: '1' },
  ])
  await anna.taps(lines.hoseFine)
  await anna.hears(lines.filter)
})

test('an edited message that answers nothing is noted, and nothing is asked twice', async () => {
  const first = await anna.says(lines.opening)
  await anna.hears(lines.safety)
  await anna.taps(lines.safe)
  await anna.hears(lines.hose)
  await house.settled()
  const heard = heardTexts(anna).length
  await anna.edits(first.id, "my washer won't drain at all")
  await anna.hears(/^I have noted your change/)
  await house.settled()
  expect(heardTexts(anna)).toHaveLength(heard + 1)
})

test('a customer who blocks the bot is marked, listed for the staff once, and nothing more is sent', async () => {
  await reachWindows(anna, lines)
  await bookLastWindow(anna, lines)
  await anna.blocks()
  await house.settled()
  const sent = house.telegram.calls.get('sendMessage') ?? 0
  await house.app.time.moveBy(12 * HOUR_MS)
  for (const move of ['assign', 'on-the-way'] as const) await moveVisit(house, anna, move)
  expect(house.telegram.calls.get('sendMessage')).toBe(sent)
  expect(await house.rows("select kind, state from staff_task where kind = 'unreachable'")).toEqual([
    { kind: 'unreachable', state: 'OPEN' },
  ])
  expect(await house.rows("select id from outbox where state = 'pending'")).toEqual([])
  expect(await house.rows('select unreachable_at is not null as marked from conversation')).toEqual([{ marked: 1 }])
})

test('a customer who blocked the bot and comes back is served again', async () => {
  await reachHose()
  await anna.blocks()
  await house.settled()
  await anna.unblocks()
  await anna.taps(lines.hoseFine)
  await anna.hears(lines.filter)
  expect(await house.rows('select unreachable_at from conversation')).toEqual([{ unreachable_at: null }])
})

test('a refusal of Telegram to send (403) marks the customer as well', async () => {
  await reachHose()
  house.telegram.next('sendMessage', 403)
  await anna.taps(lines.hoseFine)
  await house.settled()
  expect(await house.rows('select kind, text from staff_task')).toEqual([
    { kind: 'unreachable', text: '403 Forbidden: bot was blocked by the user' },
  ])
  expect(await house.rows("select id from outbox where state = 'pending'")).toEqual([])
})

test('a choice takes the buttons away and shows the answer; the same button pressed again is explained', async () => {
  const question = await reachHose()
  expect(question.buttons.flat().map(({ label }) => label)).toContain(lines.hoseFine)
  await anna.taps(lines.hoseFine)
  const edited = await anna.sees(/✓ Hose is fine, no drain$/)
  expect(edited.id).toBe(question.id)
  expect(edited.buttons).toEqual([])
  await anna.hears(lines.filter)
  await anna.tapsOn(question.id, lines.hoseFine)
  await anna.hears(/^This button belongs to an earlier question/)
  await house.settled()
  expect(house.telegram.unanswered()).toEqual([])
})

test('a rating may be changed by its old buttons for a day (R-078)', async () => {
  await reachWindows(anna, lines)
  await bookLastWindow(anna, lines)
  await reachRating(house, anna)
  const question = await anna.hears(lines.rating)
  await anna.tapsOn(question.id, '5 ★')
  await anna.hears(lines.thanks)
  await anna.tapsOn(question.id, '1 ★')
  await anna.hears(lines.apology)
  await house.settled()
  expect(await house.rows('select score from rating')).toEqual([{ score: 1 }])
})

describe('the command', () => {
  test('/status tells the timeline of the case, or that there is none', async () => {
    await anna.says('/status')
    await anna.hears(/^I find no case of yours yet/)
    const number = await reachWindows(anna, lines)
    const window = await bookLastWindow(anna, lines)
    await anna.says('/status')
    const status = await anna.hears(/^Case /)
    expect(status.text).toContain(number)
    expect(status.text).toContain(window)
  })

  test('/book books with the same questions', async () => {
    await anna.says('/book')
    await anna.hears(/Which appliance is it about/)
    await anna.taps('Washing machine')
    await anna.hears(/What is wrong with it/)
    await anna.says('it stops in the middle')
    await anna.hears(lines.safety)
    await anna.taps(lines.safe)
    await anna.hears(/May I have your name/)
  })

  test('/help says what the bot can do, and the question comes back', async () => {
    await reachHose()
    await anna.says('/help')
    const help = await anna.hears(/I can help you with this/)
    expect(help.text).toMatch(/\/book[\s\S]*\/status[\s\S]*\/human/)
    await house.settled()
    expect(heardTexts(anna).at(-1)).toMatch(lines.hose)
  })

  test('/language changes the words from then on', async () => {
    await reachHose()
    await anna.says('/language')
    await anna.hears(/Which language shall I use/)
    await anna.taps('中文')
    await anna.hears(/我用中文为您服务/)
    await house.settled()
    expect(heardTexts(anna).at(-1)).toMatch(LINES.zh.hose)
  })

  test('/settings shows what is known', async () => {
    await reachWindows(anna, lines)
    await bookLastWindow(anna, lines)
    await anna.says('/settings')
    const settings = await anna.hears(/This is what I have noted/)
    expect(settings.text).toContain(lines.name)
    expect(settings.text).toContain('+8613812345678')
  })

  test('/cancel stops what is under way and gives a held window back', async () => {
    await reachWindows(anna, lines)
    await anna.taps(offeredWindows(anna)[0] ?? '')
    await anna.hears(lines.summary)
    expect(await house.rows('select state from booking')).toEqual([{ state: 'held' }])
    await anna.says('/cancel')
    await anna.hears(/^All right, I have stopped this/)
    await house.settled()
    expect(await house.rows('select id from booking')).toEqual([])
    await anna.says('/cancel')
    await anna.hears(/^There is nothing to cancel/)
  })

  test('/human calls a person', async () => {
    await reachHose()
    await anna.says('/human')
    await anna.hears(lines.calling)
    await house.settled()
    expect(await house.rows('select state from escalation')).toEqual([{ state: 'RAISED' }])
  })

  test('menus are told to Telegram in English and, for those who read it, in Chinese', async () => {
    expect([...house.telegram.commands.keys()].sort()).toEqual(['', 'zh'])
    const names = house.telegram.commands.get('zh')?.map(({ command }) => command)
    expect(names).toEqual(
      expect.arrayContaining(['start', 'book', 'status', 'help', 'language', 'settings', 'human', 'cancel']),
    )
  })
})
