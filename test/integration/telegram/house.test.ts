/** What only Telegram has, all the way through the house: menus, stickers, and how it says that somebody is gone. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FakeUser } from '../../support/fake-telegram-user.ts'
import type { Content } from '../../support/house.ts'
import { LINES } from '../../support/journey.ts'
import { changedContent, openTelegramHouse, type TelegramHouse } from '../../support/telegram-house.ts'

const lines = LINES.en
let content: Content
let house: TelegramHouse
let anna: FakeUser

beforeAll(async () => {
  content = await changedContent()
})
beforeEach(async () => {
  house = await openTelegramHouse(content)
  anna = house.telegram.user({ id: 7, language: lines.code, name: 'Anna' })
})
afterEach(() => house.close())

test('menus are told in English and, for those who read it, in Chinese', async () => {
  expect([...house.telegram.commands.keys()].sort()).toEqual(['', 'zh'])
  const names = house.telegram.commands.get('zh')?.map(({ command }) => command)
  expect(names).toEqual(
    expect.arrayContaining(['start', 'book', 'status', 'help', 'language', 'settings', 'human', 'cancel']),
  )
})

test('/help names the commands', async () => {
  await anna.says('/help')
  expect((await anna.hears(/I can help you with this/)).text).toMatch(/\/book[\s\S]*\/status[\s\S]*\/human/)
})

test('a sticker is answered once, and the question stays open', async () => {
  await anna.says(lines.opening)
  await anna.hears(lines.safety)
  await anna.sends({ sticker: { file_id: 's', file_unique_id: 's', is_animated: false } })
  await house.settled()
  expect((await anna.hears(/^I cannot read this kind of message/)).id).toBe(anna.messages.at(-1)?.id)
  expect(await house.rows('select kind from media')).toEqual([{ kind: 'sticker' }])
  await anna.taps(lines.safe)
  await anna.hears(lines.hose)
})

test('a refusal to send (403) marks the customer, as their blocking does', async () => {
  await anna.says(lines.opening)
  await anna.hears(lines.safety)
  house.telegram.next('sendMessage', 403)
  await anna.taps(lines.safe)
  await house.settled()
  expect(await house.rows('select kind, text from staff_task')).toEqual([
    { kind: 'unreachable', text: '403 Forbidden: bot was blocked by the user' },
  ])
  expect(await house.rows("select id from outbox where state = 'pending'")).toEqual([])
})
