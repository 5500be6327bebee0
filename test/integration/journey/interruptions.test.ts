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

describe('a visit', () => {
  test('is moved by the customer; the old window is free again and the number stays (R-004)', async () => {
    const number = await reachWindows(anna, lines)
    const before = await bookLastWindow(anna, lines)
    await anna.says('I need another time for the technician')
    const question = await anna.hears(/Which of these times suits you better/)
    expect(question.text).toContain(before)
    const after = offeredWindows(anna)[0] ?? ''
    await anna.taps(after)
    expect((await anna.hears(/^Done, the new time is /)).text).toContain(after)
    await house.settled()
    expect(await house.rows('select state, visit_id from booking')).toEqual([{ state: 'booked', visit_id: 1 }])
    expect(await house.rows('select v.revision from visit v join booking b on b.starts_at = v.starts_at')).toEqual([
      { revision: 2 },
    ])
    await anna.says('/status')
    expect((await anna.hears(/^Case /)).text).toContain(number)
  })

  test('is cancelled by the customer, once asked; nobody is reminded of it and the window is free', async () => {
    await reachWindows(anna, lines)
    const window = await bookLastWindow(anna, lines)
    await anna.says('cancel my visit')
    expect((await anna.hears(/Shall I cancel it/)).text).toContain(window)
    await anna.taps('Yes, cancel it')
    await anna.hears(/^The visit is cancelled/)
    await anna.taps('Time does not suit')
    await anna.hears(/^Thank you\. Whenever you need a visit/)
    await house.settled()
    expect(await house.rows('select state from visit')).toEqual([{ state: 'CANCELLED' }])
    expect(await house.rows('select id from booking')).toEqual([])
    const heard = heardTexts(anna).length
    await house.app.time.moveBy(72 * HOUR_MS)
    expect(heardTexts(anna)).toHaveLength(heard)
  })

  test('that is on the way is not cancelled by the bot: a person settles it', async () => {
    await reachWindows(anna, lines)
    await bookLastWindow(anna, lines)
    await moveVisit(house, anna, 'assign')
    await moveVisit(house, anna, 'on-the-way')
    await anna.hears(lines.onTheWay)
    await anna.says('cancel my visit')
    await anna.hears(/Shall I cancel it/)
    await anna.taps('Yes, cancel it')
    await anna.hears(/on the way already, so I cannot cancel it myself/)
    await house.settled()
    expect(await house.rows('select reason from escalation')).toEqual([{ reason: 'cancel-too-late' }])
    expect(await house.rows('select state from visit')).toEqual([{ state: 'EN_ROUTE' }])
  })

  test('that is cancelled by the desk is apologised for, and the customer may book again at once', async () => {
    await reachWindows(anna, lines)
    await bookLastWindow(anna, lines)
    await moveVisit(house, anna, 'cancel')
    await anna.hears(/^I am very sorry, we have to cancel the visit/)
    await anna.taps('Choose another time')
    await anna.hears(lines.windows)
    await bookLastWindow(anna, lines)
    await house.settled()
    expect(await house.rows('select state from visit order by id')).toEqual([
      { state: 'CANCELLED' },
      { state: 'REQUESTED' },
    ])
    expect(await house.rows('select count(*) as cases from service_case')).toEqual([{ cases: 1 }])
  })
})

describe('hazard words', () => {
  test.each([
    ['in the middle of the checks', "wait, there is smoke coming out of it and it's sparking"],
    ['in a message full of other things', 'hose is fine, I am Anna, 13812345678, tomorrow suits, but it smells burnt'],
  ])('%s stop everything, and nothing but the STOP text is sent (R-016)', async (_, words) => {
    await reachHose()
    await house.settled()
    const heard = heardTexts(anna).length
    await anna.says(words)
    const stop = await anna.hears(/do not touch the appliance/)
    await house.settled()
    expect(heardTexts(anna)).toHaveLength(heard + 1)
    expect(stop.text).toMatch(/119[\s\S]*120[\s\S]*A person from our team is contacting you here\.$/)
    expect(stop.buttons).toEqual([])
    expect(anna.messages.flatMap(({ buttons }) => buttons)).toEqual([])
    expect(await house.rows('select priority, outcome, state from service_case')).toEqual([
      { priority: 'SAFETY', outcome: 'STOP', state: 'ESCALATED' },
    ])
    expect(await house.rows('select reason, priority, state from escalation')).toEqual([
      { reason: 'safety', priority: 'SAFETY', state: 'RAISED' },
    ])
  })

  test('leave no way to book before a person has let the talk go on (R-016)', async () => {
    await reachHose()
    await anna.says('it is on fire')
    await anna.hears(/leave at once/)
    await house.settled()
    const heard = heardTexts(anna).length
    for (const words of ['/book', 'book a visit', '/cancel', '/start']) await anna.says(words)
    await house.settled()
    expect(heardTexts(anna)).toHaveLength(heard)
    expect(anna.messages.flatMap(({ buttons }) => buttons)).toEqual([])
    const [escalation] = await house.rows<{ id: number }>('select id from escalation')
    const id = escalation?.id ?? 0
    await house.desk(anna.conversation, { do: 'claim', escalation: id })
    await house.desk(anna.conversation, { do: 'hand-back', escalation: id })
    await anna.hears(/Shall I book an engineer for you now/)
    await anna.taps('Book an engineer')
    await anna.hears(/May I have your name/)
  })
})

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
