import { describe, expect, test } from 'vitest'
import type { InboundContent } from '../../../src/assistant/channel.ts'
import type { FakeUser } from '../../support/fake-telegram-user.ts'
import { useTelegram } from '../../support/telegram-rig.ts'

const rig = useTelegram()

describe('what customers do', () => {
  const done: [string, (anna: FakeUser) => Promise<unknown>, Partial<InboundContent>][] = [
    ['a photo', anna => anna.sendsPhoto('the hose'), { kind: 'file', caption: 'the hose' }],
    ['a voice message', anna => anna.sendsVoice(), { kind: 'file' }],
    [
      'a PDF',
      anna =>
        anna.sends({
          document: { file_id: 'd', file_name: 'bill.pdf', mime_type: 'application/pdf' },
          caption: 'the bill',
        }),
      {
        kind: 'file',
        file: { kind: 'file', file: 'd', name: 'bill.pdf', mime: 'application/pdf' },
        caption: 'the bill',
      },
    ],
    [
      'a sticker',
      anna => anna.sends({ sticker: { file_id: 's', is_animated: false } }),
      { kind: 'file', file: { kind: 'sticker', file: 's' } },
    ],
    [
      'a video message',
      anna => anna.sends({ video_note: { file_id: 'v', length: 240 } }),
      { kind: 'file', file: { kind: 'video', file: 'v', mime: 'video/mp4' } },
    ],
    ['a contact', anna => anna.sharesContact('8613800138000'), { kind: 'contact', phone: '+8613800138000' }],
    ['a location', anna => anna.sharesLocation(31.2, 121.5), { kind: 'location', latitude: 31.2, longitude: 121.5 }],
    ['a poll', anna => anna.sends({ poll: {} }), { kind: 'unsupported', what: 'poll' }],
    ['a block', anna => anna.blocks(), { kind: 'reachable', reachable: false }],
    ['an unblock', anna => anna.unblocks(), { kind: 'reachable', reachable: true }],
  ]
  test.each(done)('%s arrives', async (_, act, content) => {
    await rig.startWebhook()
    await act(rig.fake.user({ id: 77 }))
    expect(rig.contents()).toMatchObject([content])
  })

  test('an album arrives photo by photo under one name', async () => {
    await rig.startWebhook()
    await rig.fake.user({ id: 77 }).sendsAlbum(3, 'look')
    expect(rig.contents()).toMatchObject([
      { kind: 'file', caption: 'look', album: 'album-77-0' },
      { kind: 'file', album: 'album-77-0' },
      { kind: 'file', album: 'album-77-0' },
    ])
  })

  test('an edit arrives with the message it changes', async () => {
    await rig.startWebhook()
    const anna = rig.fake.user({ id: 77 })
    const { id } = await anna.says('12 Short Road')
    await anna.edits(id, '12 Long Road')
    expect(rig.contents().at(-1)).toEqual({ kind: 'edit', text: '12 Long Road', message: String(id) })
  })
})

test('new words under a photo arrive with the photo they belong to', async () => {
  await rig.startWebhook()
  const anna = rig.fake.user({ id: 77 })
  const { id } = await anna.sendsPhoto('the hos')
  await anna.editsCaption(id, 'the hose')
  expect(rig.contents().at(-1)).toEqual({ kind: 'edit', text: 'the hose', message: String(id) })
})

describe('a file', () => {
  const photo = async () => {
    const { channel } = await rig.startWebhook()
    await rig.fake.user({ id: 77 }).sendsPhoto()
    const [content] = rig.contents()
    return { channel, file: content?.kind === 'file' ? content.file : undefined }
  }

  test('is fetched by the handle it arrived with', async () => {
    const { channel, file } = await photo()
    const bytes = await channel.fetchFile(file?.file ?? '')
    expect(bytes.length).toBe(file?.size)
    expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
  })

  test.each([
    ['too-big', 400, { description: 'Bad Request: file is too big' }],
    ['gone', 400, { description: 'Bad Request: invalid file_id' }],
    ['unreachable', 500, {}],
    ['unreachable', 'drop', {}],
  ] as const)('is %s when getFile meets %s %j', async (code, fault, options) => {
    const { channel, file } = await photo()
    rig.fake.next('getFile', fault, options)
    await expect(channel.fetchFile(file?.file ?? '')).rejects.toMatchObject({ name: 'FileError', code })
  })

  test('over 20 MB is not read to its end', async () => {
    const { channel } = rig.build()
    rig.fake.file('huge', new Uint8Array(20 * 1024 * 1024 + 1), 1)
    await expect(channel.fetchFile('huge')).rejects.toMatchObject({ code: 'too-big' })
  })
})
