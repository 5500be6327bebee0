import { describe, expect, test } from 'vitest'
import { contentOf } from '../../../src/channels/slack/desk/thread.ts'
import { uploadName } from '../../../src/channels/slack/upload-name.ts'

const text = (begin: string) => Buffer.from(begin, 'latin1')

describe('a file in a thread', () => {
  test.each([
    ['leak.jpg', { media: 7, kind: 'photo', name: 'leak.jpg', mime: 'image/png' }, text('')],
    ['photo-7.png', { media: 7, kind: 'photo', mime: 'image/png' }, text('')],
    ['voice-8.ogg', { media: 8, kind: 'voice', mime: 'audio/ogg; codecs=opus' }, text('')],
    ['photo-7.jpg', { media: 7, kind: 'photo', name: '  ' }, text('\xff\xd8\xff\xe0')],
    ['sticker-9.webp', { media: 9, kind: 'sticker' }, text('RIFF\x01\x02\x03\x04WEBPVP8')],
    ['video-9.mp4', { media: 9, kind: 'video', mime: 'video/unheard-of' }, text('\x00\x00\x00\x18ftypisom')],
    ['audio-9.m4a', { media: 9, kind: 'audio' }, text('\x00\x00\x00\x18ftypM4A ')],
    ['file-3.pdf', { media: 3, kind: 'file' }, text('%PDF-1.7')],
    ['file-3', { media: 3, kind: 'file' }, text('who knows')],
  ] as const)('is called %s', (name, file, bytes) => {
    expect(uploadName(file, bytes)).toBe(name)
  })
})

describe('what the customer gets of a post', () => {
  test('is what was typed, not what Slack makes of it', () => {
    const said = 'a &lt; b &amp; <https://example.com|example.com> &gt; c'
    expect(contentOf({ ts: '1.1' }, said)).toEqual({ text: 'a < b & example.com > c' })
  })

  test('is nothing of the previews and quotes that hang on it', () => {
    expect(contentOf({ ts: '1.1', attachments: [{ text: 'internal notes' }] }, '')).toEqual({ text: '' })
  })

  test('is its files with its words, and a file that was taken back is none', () => {
    const files = [
      { id: 'F1', name: 'plan.pdf', mimetype: 'application/pdf', size: 3 },
      { id: 'F2', mode: 'tombstone' },
    ]
    expect(contentOf({ ts: '1.1', files }, 'The plan')).toEqual({
      text: 'The plan',
      files: [{ channel: 'slack', kind: 'file', file: 'F1', name: 'plan.pdf', mime: 'application/pdf', size: 3 }],
    })
  })
})
