import { describe, expect, test } from 'vitest'
import { nameParts, partsOf, readParts } from '../../../src/channels/telegram/call.ts'
import { renderDelete, renderEdit } from '../../../src/channels/telegram/render-change.ts'

/** Each call as its method and what it changes, and the parts that stay. */
function edited(message: string, text: string) {
  const { calls, stays } = renderEdit(77, message, text)
  const told = calls.map(({ method, payload }) => {
    if (method === 'editMessageText') return `text ${payload.message_id}: ${payload.text}`
    if (method === 'editMessageCaption') return `caption ${payload.message_id}: ${payload.caption}`
    if (method === 'deleteMessages') return `delete ${payload.message_ids.join(' ')}`
    return method === 'sendMessage' ? `new: ${payload.text}` : method
  })
  return { calls: told, stays: nameParts(stays) }
}
const a = 'a'.repeat(4000)
const b = 'b'.repeat(4000)
const under = 'c'.repeat(1000)

describe('an edit', () => {
  test.each([
    ['of a text changes the text', '12', 'New', ['text 12: New'], '12'],
    ['of words under a file changes those', 'c12', 'New', ['caption 12: New'], 'c12'],
    ['that leaves a file without words empties them', 'c12', ' ', ['caption 12: '], 'c12'],
    ['of an album changes the words under its first', 'c12,f13,f14', 'New', ['caption 12: New'], 'c12,f13,f14'],
    ['gives words to files that had none', 'f12,f13', 'New', ['caption 12: New'], 'c12,f13'],
    ['of words before a file changes those', '11,f12', 'New', ['text 11: New'], '11,f12'],
    ['of a split text changes every part', '11,12', `${a}\n\n${b}`, [`text 11: ${a}`, `text 12: ${b}`], '11,12'],
    ['to a shorter text deletes what is left over', '11,12,13', 'New', ['text 11: New', 'delete 12 13'], '11'],
    ['to a longer text sends the rest', '11', `${a}\n\n${b}`, [`text 11: ${a}`, `new: ${b}`], '11'],
    [
      'sends what does not fit under a file',
      'c12',
      `${under}\n\nmore`.replace('more', b),
      [`caption 12: ${under}`, `new: ${b}`],
      'c12',
    ],
    [
      'fills the words under a file before those after it',
      'c12,14',
      `${under}\n\n${a}`,
      [`caption 12: ${under}`, `text 14: ${a}`],
      'c12,14',
    ],
  ])('%s', (_, message, text, calls, stays) => {
    expect(edited(message, text)).toEqual({ calls, stays })
  })

  test.each([
    ['a place', 'p12', 'New'],
    ['the only text into nothing', '12', ''],
    ['what is no message of Telegram', 'C1:17.5', 'New'],
    ['nothing', '', 'New'],
  ])('of %s is impossible', (_, message, text) => {
    expect(edited(message, text)).toEqual({ calls: [], stays: '' })
  })

  test('never sends half a character', () => {
    expect(edited('12', `${'x'.repeat(4095)}👍`).calls).toEqual([`text 12: ${'x'.repeat(4095)}`, 'new: 👍'])
    expect(edited('12', 'a\ud83d').calls).toEqual(['text 12: a\ufffd'])
  })
})

describe('a deletion', () => {
  test('takes every part, a hundred at a time', () => {
    const ids = Array.from({ length: 101 }, (_, at) => at + 1)
    const { calls } = renderDelete(77, `c${ids.join(',')}`)
    expect(calls).toEqual([
      { method: 'deleteMessages', payload: { chat_id: 77, message_ids: ids.slice(0, 100) } },
      { method: 'deleteMessages', payload: { chat_id: 77, message_ids: [101] } },
    ])
  })

  test('of what is no message of Telegram is impossible', () => {
    expect(renderDelete(77, 'C1:17.5').calls).toEqual([])
  })
})

describe('the name of a message', () => {
  test.each(['12', '11,12', 'c12', '11,f12,f13', 'p9'])('%s is read as it was given', name => {
    expect(nameParts(readParts(name))).toBe(name)
  })

  test.each(['', '0', 'x1', 'c', '1,', '1,x', '-1', '1.5', 'C1:17.5', '1'.repeat(30)])('%j is none', name => {
    expect(readParts(name)).toEqual([])
  })

  test('tells what each message of a call is', () => {
    const upload = { name: 'a', bytes: new Uint8Array(1) }
    const album = [
      { type: 'photo', media: upload, caption: 'x' },
      { type: 'photo', media: upload },
    ] as const
    const names = [
      nameParts(partsOf({ method: 'sendMessage', payload: { chat_id: 7, text: 'x' } }, [1])),
      nameParts(partsOf({ method: 'sendMediaGroup', payload: { chat_id: 7, media: album } }, [2, 3])),
      nameParts(partsOf({ method: 'sendVoice', payload: { chat_id: 7, voice: upload } }, [4])),
      nameParts(partsOf({ method: 'sendPhoto', payload: { chat_id: 7, photo: upload, caption: 'x' } }, [5])),
      nameParts(partsOf({ method: 'sendLocation', payload: { chat_id: 7, latitude: 0, longitude: 0 } }, [6])),
      nameParts(partsOf({ method: 'deleteMessages', payload: { chat_id: 7, message_ids: [7] } }, [7])),
    ]
    expect(names).toEqual(['1', 'c2,f3', 'f4', 'c5', 'p6', ''])
  })
})
