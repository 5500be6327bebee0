import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shorten, splitText, TEXT_LIMIT } from '../../../src/channels/telegram/text.ts'

const family = '👨‍👩‍👧‍👦'
const bare = (text: string) => text.replace(/\s+/g, '')

describe('a text', () => {
  test.each([
    ['that fits stays whole', 'hello', ['hello']],
    ['of nothing stays one message', '', ['']],
    ['of exactly the limit stays whole', 'x'.repeat(20), ['x'.repeat(20)]],
    ['breaks between paragraphs before anything else', 'One. Two.\n\nThree four. 5', ['One. Two.', 'Three four. 5']],
    ['takes as many paragraphs as fit', 'one\n\ntwo\n\nthree\n\nfour five', ['one\n\ntwo\n\nthree', 'four five']],
    [
      'breaks at a line when a paragraph is too long',
      'one two\nthree four five six',
      ['one two', 'three four five six'],
    ],
    ['breaks after a sentence', 'One two. Three four five', ['One two.', 'Three four five']],
    [
      'breaks after a Chinese sentence',
      '请先关闭电源。然后打开门板检查过滤网是否堵塞了吧',
      ['请先关闭电源。', '然后打开门板检查过滤网是否堵塞了吧'],
    ],
    ['breaks between words', 'aaaaaaa bbbbbbb ccccccc', ['aaaaaaa bbbbbbb', 'ccccccc']],
    ['of one endless word breaks anywhere', 'x'.repeat(45), ['x'.repeat(20), 'x'.repeat(20), 'xxxxx']],
    ['leaves no stump of a first message', `Hi\n\n${'x'.repeat(22)}`, [`Hi\n\n${'x'.repeat(16)}`, 'xxxxxx']],
    ['breaks beside an emoji, not within', `${'x'.repeat(19)}😀y`, ['x'.repeat(19), '😀y']],
    ['breaks beside an emoji made of several', `${'x'.repeat(12)}${family}y`, ['x'.repeat(12), `${family}y`]],
    ['gets a sign in place of half a character', 'a\ud83d b', ['a\ufffd b']],
  ])('%s', (_, text, parts) => {
    expect(splitText(text, 20)).toEqual(parts)
  })

  test('of emoji alone is split at 4096 units', () => {
    const parts = splitText('😀'.repeat(3000))
    expect(parts.map(part => part.length)).toEqual([4096, 1904])
  })

  test('of 50 000 signs arrives whole', () => {
    const text = Array.from({ length: 50 }, (_, i) => `${i} ${'清洗过滤网。'.repeat(160)}`).join('\n\n')
    const parts = splitText(text)
    expect(parts.every(part => part.length <= TEXT_LIMIT)).toBe(true)
    expect(parts.join('\n\n')).toBe(text)
  })

  test('of any kind keeps every sign, in order, within the limit and never half a character', () => {
    const grain = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\n\n', '\n', '. ', '。', ' ', '😀', family, '🇨🇳', 'word', '漢字'),
    )
    const texts = fc.array(grain, { maxLength: 200 }).map(grains => grains.join(''))
    fc.assert(
      fc.property(texts, fc.integer({ min: 16, max: 120 }), (text, limit) => {
        const parts = splitText(text, limit)
        expect(bare(parts.join(''))).toBe(bare(text))
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit)
          expect(part).not.toMatch(/\p{Surrogate}/u)
        }
        if (text.length > limit) expect(parts).not.toContain('')
      }),
      { numRuns: 300 },
    )
  })
})

describe('a shortened text', () => {
  test.each([
    ['Yes', 5, 'Yes'],
    ['exact', 5, 'exact'],
    ['longer one', 7, 'longer…'],
    ['ab😀cd', 4, 'ab…'],
    [`ab${family}cd`, 10, 'ab…'],
  ])('%j in %i units is %j', (text, limit, short) => {
    expect(shorten(text, limit)).toBe(short)
  })
})
