/** What an agent writes at the desk, all the way to a customer on Telegram (peers I33-I36). */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DeskCommand, StaffFile } from '../../../src/desk/command.ts'
import type { FakeUser } from '../../support/fake-telegram-user.ts'
import type { Content } from '../../support/house.ts'
import { LINES } from '../../support/journey.ts'
import { changedContent, openTelegramHouse, type TelegramHouse } from '../../support/telegram-house.ts'

const lines = LINES.en
const POST = 'post-1'
let content: Content
let house: TelegramHouse
let anna: FakeUser

beforeAll(async () => {
  content = await changedContent()
})
beforeEach(async () => {
  house = await openTelegramHouse(content)
  anna = house.telegram.user({ id: 7, language: lines.code, name: 'Anna' })
  await anna.says(lines.human)
  await anna.hears(lines.calling)
  await desk({ do: 'claim', escalation: 1 })
})
afterEach(() => house.close())

async function desk(command: DeskCommand): Promise<void> {
  expect(await house.desk(anna.conversation, command)).toMatchObject({ ok: true })
}

const reply = (text: string, files?: readonly StaffFile[]): DeskCommand => {
  return { do: 'reply', escalation: 1, content: { text, ...(files && { files }) }, post: POST, wait: false }
}
const edit = (text: string): DeskCommand => ({ do: 'edit-reply', post: POST, text })
const remove: DeskCommand = { do: 'delete-reply', post: POST }

/** A file of an agent that can be fetched by its name. */
function upload(file: string, kind: StaffFile['kind'], mime: string): StaffFile {
  house.telegram.file(file, Buffer.from(`bytes of ${file}`))
  return { channel: 'telegram', kind, file, name: file, mime }
}

test('an album with a manual behind it arrives whole; its words are changed, and all of it is taken back', async () => {
  const photo = (name: string) => upload(name, 'photo', 'image/jpeg')
  await desk(reply('Bth ends', [photo('a.jpg'), photo('b.jpg'), upload('manual.pdf', 'file', 'application/pdf')]))
  const { id } = await anna.hears(/Bth ends/)
  await house.telegram.called('sendDocument')
  const sent = anna.messages.filter(message => message.id >= id)
  expect(sent.map(({ upload, album }) => [upload?.name, upload && String(Buffer.from(upload.bytes)), album])).toEqual([
    ['a.jpg', 'bytes of a.jpg', sent[0]?.album],
    ['b.jpg', 'bytes of b.jpg', sent[0]?.album],
    ['manual.pdf', 'bytes of manual.pdf', undefined],
  ])
  await desk(edit('Both ends'))
  await anna.sees(/Both ends/)
  await desk(remove)
  await anna.misses(/Both ends/)
  expect(sent.map(({ deleted }) => deleted)).toEqual([true, true, true])
})

test('what Telegram deletes no more is not told as taken back', async () => {
  await desk(reply('Hello, Wei here.'))
  const message = await anna.hears(/Wei here/)
  message.old = true
  await desk(remove)
  await house.settled()
  expect(message.deleted).toBe(false)
  expect(await house.rows("select state, error from outbox where payload ->> 'kind' = 'delete'")).toEqual([
    { state: 'failed', error: "400 Bad Request: message can't be deleted for everyone" },
  ])
  house.errors.length = 0
})
