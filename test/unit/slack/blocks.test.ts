import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  escapeText,
  factsSection,
  LIMITS,
  linkedParagraph,
  plainSection,
  plainText,
  shorten,
  sizeOf,
  splitText,
  total,
  withinBudget,
} from '../../../src/channels/slack/blocks.ts'
import { long } from '../../support/slack-cards.ts'

const texts = fc.string({ unit: 'binary', maxLength: 300 })
const awkward = fc
  .array(fc.constantFrom('a', '& ', '<', '>', '。', '. ', '\n\n', '👩‍👩‍👧‍👦', '🇨🇳', '\ud83d', 'e\u0301', '排水'), {
    maxLength: 200,
  })
  .map(parts => parts.join(''))

describe('escaping', () => {
  test('leaves nothing that Slack reads as a mention, a link or an entity', () => {
    expect(escapeText('<!channel> & <@U1|x>')).toBe('&lt;!channel&gt; &amp; &lt;@U1|x&gt;')
    expect(escapeText('&lt;')).toBe('&amp;lt;')
    fc.assert(fc.property(texts, text => !/[<>]/.test(escapeText(text))))
  })
})

describe('shortening', () => {
  test('leaves alone what fits', () => {
    expect(shorten('drain', 5)).toBe('drain')
    expect(shorten('drains', 5)).toBe('drai…')
  })

  test('counts entities as Slack keeps them', () => {
    expect(shorten('&&&', 15)).toBe('&&&')
    expect(shorten('&&&&', 15)).toBe('&&…')
  })

  test('never cuts a character in two, nor an emoji that is made of several', () => {
    expect(shorten('ab👩‍👩‍👧‍👦cd', 9)).toBe('ab…')
    expect(shorten('a🇨🇳🇨🇳', 6)).toBe('a🇨🇳…')
    expect(shorten('half \ud83d', 10)).toBe('half \ufffd')
  })

  test('is never longer than it may be, and begins as the text does', () => {
    fc.assert(
      fc.property(fc.oneof(texts, awkward), fc.integer({ min: 20, max: 200 }), (text, limit) => {
        const short = shorten(text, limit)
        expect(sizeOf(short)).toBeLessThanOrEqual(limit)
        expect(short).not.toMatch(/\p{Surrogate}/u)
        if (short.endsWith('…')) expect(text.replace(/\p{Surrogate}/gu, '\ufffd')).toContain(short.slice(0, -1))
      }),
    )
  })
})

describe('splitting', () => {
  test('at a paragraph, else at a line, a sentence, a word', () => {
    expect(splitText('one one\n\ntwo two', 12)).toEqual(['one one', 'two two'])
    expect(splitText('one one\ntwo two', 12)).toEqual(['one one', 'two two'])
    expect(splitText('One. Two two two', 12)).toEqual(['One.', 'Two two two'])
    expect(splitText('不排水。还漏水。很急', 6)).toEqual(['不排水。', '还漏水。很急'])
    expect(splitText('aaaa bbbb cccc', 10)).toEqual(['aaaa bbbb', 'cccc'])
  })

  test('only then between two characters', () => {
    expect(splitText('排'.repeat(7), 3)).toEqual(['排排排', '排排排', '排'])
    expect(splitText('👍👍👍', 3)).toEqual(['👍', '👍', '👍'])
  })

  test('loses nothing but white space at the seams, and keeps every part within the limit', () => {
    fc.assert(
      fc.property(fc.oneof(texts, awkward), fc.integer({ min: 20, max: 100 }), (text, limit) => {
        const parts = splitText(text, limit)
        for (const part of parts) {
          expect(sizeOf(part)).toBeLessThanOrEqual(limit)
          expect(part).not.toMatch(/\p{Surrogate}/u)
        }
        const bare = (said: string) => said.replace(/\p{Surrogate}/gu, '\ufffd').replace(/\s/g, '')
        expect(bare(parts.join(''))).toBe(bare(text))
      }),
    )
  })
})

describe('a text object', () => {
  test('is never empty, since Slack refuses that', () => {
    expect(plainText('', 10).text).toBe('–')
    expect(plainText(' \n', 10).text).toBe('–')
  })

  test('of facts: none without facts, ten at most', () => {
    expect(factsSection([])).toEqual([])
    expect(factsSection(Array.from({ length: 14 }, String))[0]?.fields).toHaveLength(10)
  })
})

describe('the budget of a message (I57)', () => {
  const button = { type: 'actions', elements: [] } as const
  const paragraphs = (count: number, size = 3000) => Array.from({ length: count }, () => plainSection(long(size)))

  test('leaves alone what fits', () => {
    const blocks = paragraphs(3)
    expect(withinBudget(blocks)).toEqual(blocks)
  })

  test('shortens the last paragraph first', () => {
    const blocks = paragraphs(5)
    const kept = withinBudget(blocks)
    expect(kept.slice(0, 3)).toEqual(blocks.slice(0, 3))
    expect(total(kept)).toBeLessThanOrEqual(LIMITS.total)
    expect(total(kept)).toBeGreaterThan(LIMITS.total - 300)
  })

  test('takes the least important group first, with its label', () => {
    const [title, said, other, label] = [plainSection('title'), ...paragraphs(2, 3000), plainSection('label')] as const
    const most = { total: 3100, blocks: 50 }
    const kept = withinBudget([title, label, said, other, button] as never, [[label, said]] as never, most)
    expect(kept).toEqual([title, other, button])
  })

  test('never takes what can be pressed, nor more than fifty blocks', () => {
    const kept = withinBudget([...paragraphs(70, 20), button as never])
    expect(kept).toHaveLength(LIMITS.blocks)
    expect(kept.at(-1)).toBe(button)
  })

  test('holds for any paragraphs', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 80 }), sizes => {
        const kept = withinBudget(sizes.map(size => plainSection(long(size))))
        expect(total(kept)).toBeLessThanOrEqual(LIMITS.total)
        expect(kept.length).toBeLessThanOrEqual(LIMITS.blocks)
      }),
      { numRuns: 30 },
    )
  })
})

describe('a paragraph with web addresses', () => {
  const elementsOf = (text: string) => {
    const block = linkedParagraph(text)
    const section = block.type === 'rich_text' ? block.elements[0] : undefined
    return section?.type === 'rich_text_section' ? section.elements : undefined
  }

  test('has them as links, and the rest letter for letter', () => {
    expect(elementsOf('See *https://example.com/a?b=1&c*, <!channel>.')).toEqual([
      { type: 'text', text: 'See *' },
      { type: 'link', url: 'https://example.com/a?b=1&c*' },
      { type: 'text', text: ', <!channel>.' },
    ])
    expect(elementsOf('请看（https://example.com/说明）。谢谢')).toEqual([
      { type: 'text', text: '请看（' },
      { type: 'link', url: 'https://example.com/说明' },
      { type: 'text', text: '）。谢谢' },
    ])
  })

  test('loses and adds nothing', () => {
    for (const text of ['https://a.b https://c.d', 'https://a.b.', 'x https://a.b\n\ny']) {
      const said = elementsOf(text)?.map(element =>
        element.type === 'link' ? element.url : 'text' in element && element.text,
      )
      expect(said?.join('')).toBe(text)
    }
  })

  test('is a plain section where there are none', () => {
    expect(linkedParagraph('Write to us at example.com')).toEqual(plainSection('Write to us at example.com'))
  })
})
