import { describe, expect, test } from 'vitest'
import type { OutboundFile } from '../../../src/assistant/channel.ts'
import type { Call } from '../../../src/channels/telegram/call.ts'
import { asDocuments, PHOTO_LIMIT, renderFiles, UPLOAD_LIMIT } from '../../../src/channels/telegram/render-files.ts'

const file = (kind: OutboundFile['kind'], mime?: string, name?: string): OutboundFile => ({
  media: 1,
  kind,
  ...(mime === undefined ? {} : { mime }),
  ...(name === undefined ? {} : { name }),
})
const photo = file('photo', 'image/jpeg')
const video = file('video', 'video/mp4')
const voice = file('voice', 'audio/ogg')
const song = file('audio', 'audio/mpeg')
const pdf = file('file', 'application/pdf')

const draw = (files: readonly OutboundFile[], text = '', sizes: readonly number[] = []) =>
  renderFiles(
    77,
    text,
    files,
    files.map((_, at) => new Uint8Array(sizes[at] ?? 1)),
  )
/** Each call as its method, with the kinds of an album. */
const shape = (calls: readonly Call[]) =>
  calls.map(call =>
    call.method === 'sendMediaGroup' ? call.payload.media.map(({ type }) => type).join('+') : call.method,
  )
const uploadName = (one: OutboundFile) => {
  const [call] = draw([one])
  const upload = Object.values(call?.payload ?? {}).find(value => typeof value === 'object') as { name: string }
  return upload.name
}

describe('one file', () => {
  test.each([
    ['a JPEG', photo, 'sendPhoto'],
    ['a PNG sent as a file', file('file', 'image/png'), 'sendPhoto'],
    ['a WebP', file('sticker', 'image/webp'), 'sendPhoto'],
    ['a GIF', file('photo', 'image/gif'), 'sendDocument'],
    ['a HEIC', file('photo', 'image/heic'), 'sendDocument'],
    ['a drawing that could carry script', file('photo', 'image/svg+xml'), 'sendDocument'],
    ['an Opus voice message', voice, 'sendVoice'],
    ['a voice message of a browser', file('voice', 'audio/ogg; codecs=opus'), 'sendVoice'],
    ['a voice message in MP3', file('voice', 'audio/mpeg'), 'sendVoice'],
    ['a voice message in M4A', file('voice', 'audio/mp4'), 'sendVoice'],
    ['a voice message in AMR', file('voice', 'audio/amr'), 'sendDocument'],
    ['a song', song, 'sendAudio'],
    ['a song in M4A', file('audio', 'audio/x-m4a'), 'sendAudio'],
    ['a WAV', file('audio', 'audio/wav'), 'sendDocument'],
    ['an MP4', video, 'sendVideo'],
    ['a QuickTime film', file('video', 'video/quicktime'), 'sendDocument'],
    ['a PDF', pdf, 'sendDocument'],
    ['a photo known by its name alone', file('photo', undefined, 'leak.JPG'), 'sendPhoto'],
    ['something nobody knows', file('file'), 'sendDocument'],
  ] as const)('%s goes by %s', (_, one, method) => {
    expect(shape(draw([one]))).toEqual([method])
  })

  test('a photo of 10 MB is a photo, one byte more makes it a document', () => {
    expect(shape(draw([photo], '', [PHOTO_LIMIT]))).toEqual(['sendPhoto'])
    expect(shape(draw([photo], '', [PHOTO_LIMIT + 1]))).toEqual(['sendDocument'])
  })

  test.each([
    [file('file', 'application/pdf', 'Manual 2.PDF'), 'Manual 2.pdf'],
    [file('file', 'application/pdf', '说明书.pdf'), '说明书.pdf'],
    [file('voice', 'audio/mp4', 'audio_message.mp4'), 'audio_message.mp4.m4a'],
    [photo, 'photo.jpg'],
    [file('file', 'text/csv', 'a.csv'), 'a.csv'],
    [file('file', undefined, 'a";\r\nx: y/../b.txt'), 'a____x: y_.._b.txt'],
    [file('file', 'application/pdf', `${'长'.repeat(300)}.pdf`), `${'长'.repeat(100)}.pdf`],
    [file('file', undefined, '  '), 'file'],
  ])('%j is uploaded as %j', (one, name) => {
    expect(uploadName(one)).toBe(name)
  })
})

describe('the words', () => {
  test('stand under the file', () => {
    expect(draw([pdf], ' Your receipt ')[0]?.payload).toMatchObject({ caption: 'Your receipt' })
  })

  test('stand under the first of an album alone', () => {
    const [album] = draw([photo, photo], 'Both sides')
    const captions = album?.method === 'sendMediaGroup' ? album.payload.media.map(({ caption }) => caption) : []
    expect(captions).toEqual(['Both sides', undefined])
  })

  test('of 1024 units stand under it, one more and they go before it', () => {
    expect(draw([photo], 'x'.repeat(1024))).toMatchObject([
      { method: 'sendPhoto', payload: { caption: 'x'.repeat(1024) } },
    ])
    const [words, bare] = draw([photo], 'x'.repeat(1025))
    expect(words).toEqual({ method: 'sendMessage', payload: { chat_id: 77, text: 'x'.repeat(1025) } })
    expect(bare?.payload).not.toHaveProperty('caption')
  })

  test('of several messages all go before it', () => {
    expect(shape(draw([photo], 'x'.repeat(5000)))).toEqual(['sendMessage', 'sendMessage', 'sendPhoto'])
  })
})

describe('several files', () => {
  const many = (one: OutboundFile, count: number) => Array.from({ length: count }, () => one)
  test.each([
    ['photos and videos together', [photo, video, photo], ['photo+video+photo']],
    ['documents with documents', [pdf, pdf], ['document+document']],
    ['songs with songs', [song, song], ['audio+audio']],
    ['voices one by one', [voice, voice], ['sendVoice', 'sendVoice']],
    ['strangers apart, in their order', [photo, pdf, photo, photo], ['sendPhoto', 'sendDocument', 'photo+photo']],
    [
      'ten in one album',
      many(photo, 10),
      [
        many(photo, 10)
          .map(() => 'photo')
          .join('+'),
      ],
    ],
    [
      'the eleventh alone',
      many(photo, 11),
      [
        many(photo, 10)
          .map(() => 'photo')
          .join('+'),
        'sendPhoto',
      ],
    ],
    [
      'twelve as ten and two',
      many(pdf, 12),
      [
        many(pdf, 10)
          .map(() => 'document')
          .join('+'),
        'document+document',
      ],
    ],
  ] as const)('go as %s', (_, files, calls) => {
    expect(shape(draw(files))).toEqual(calls)
  })

  test('go in one call only as long as they are not too heavy for it', () => {
    const half = UPLOAD_LIMIT / 2
    expect(shape(draw([pdf, pdf, pdf], '', [half, half, 1]))).toEqual(['document+document', 'sendDocument'])
  })
})

test('a picture Telegram cannot show can go as a document, album and words included', () => {
  const [single] = draw([photo], 'Look')
  expect(single && asDocuments(single)).toMatchObject({ method: 'sendDocument', payload: { caption: 'Look' } })
  const [album] = draw([photo, video], 'Look')
  const plain = album && asDocuments(album)
  expect(plain && shape([plain])).toEqual(['document+document'])
  expect(draw([pdf, pdf]).map(asDocuments)).toEqual([undefined])
  expect(draw([voice]).map(asDocuments)).toEqual([undefined])
})
