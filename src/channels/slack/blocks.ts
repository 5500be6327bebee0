/**
 * Block Kit within Slack's limits. Pure. Text is counted in UTF-16 units with `&`, `<` and `>` as the entities Slack keeps
 * them as, so a length here is never less than Slack's.
 */
import type { RichTextBlock, RichTextElement } from '@slack/types'
import type { ContextBlock, KnownBlock, MrkdwnElement, PlainTextElement, SectionBlock } from '@slack/web-api'
import { betweenCharacters, cutAt, wellFormed } from '../seams.ts'

/** What Slack takes at most. Characters, unless the name says otherwise. */
export const LIMITS = {
  /** `text` of a message: more than 40,000 is cut off, 4,000 is what Slack asks to keep to (chat.postMessage). */
  text: 4000,
  /** All text in the blocks of one message: `msg_blocks_too_long` at about 13,200, below every documented limit (peers I57). */
  total: 12_000,
  /** Blocks (block-kit/blocks). */
  blocks: 50,
  viewBlocks: 100,
  section: 3000,
  fields: 10,
  field: 2000,
  header: 150,
  contextElements: 10,
  altText: 2000,
  /** Block elements. */
  actions: 25,
  buttonText: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  id: 255,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  options: 100,
  optionText: 75,
  optionValue: 75,
  overflow: 5,
  /** Options of radio buttons and of check boxes. */
  boxes: 10,
  /** Views (views.open). */
  viewTitle: 24,
  metadata: 3000,
  input: 3000,
  inputLabel: 2000,
  placeholder: 150,
} as const

/** Text as Slack's markup takes it: nothing in it is a mention, a link or a command (formatting messages, "escaping"). */
export function escapeText(text: string): string {
  return text.replace(/[&<>]/g, character => ENTITIES[character] ?? character)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** How long Slack takes a text to be, at most. */
export function sizeOf(text: string): number {
  return escapeText(text).length
}

/** Shortens a text to a size, ending in an ellipsis, never within a character. */
export function shorten(text: string, limit: number): string {
  const whole = wellFormed(text)
  if (sizeOf(whole) <= limit) return whole
  return `${whole.slice(0, betweenCharacters(whole, unitsWithin(whole, limit - 1))).trimEnd()}…`
}

/**
 * Splits a text into messages: at the last paragraph that fits, else at a line, a sentence, a word, and only then between
 * two characters. White space at the seams is dropped, nothing else is. A text that fits comes back alone.
 */
export function splitText(text: string, limit: number): readonly string[] {
  const parts: string[] = []
  let rest = wellFormed(text)
  while (sizeOf(rest) > limit) {
    const cut = cutAt(rest, unitsWithin(rest, limit))
    const part = rest.slice(0, cut).trimEnd()
    if (part !== '') parts.push(part)
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '' || parts.length === 0) parts.push(rest)
  return parts
}

/** How many units from the start are within a size. At least one character, or nothing would ever come to an end. */
function unitsWithin(text: string, limit: number): number {
  let size = 0
  let units = 0
  for (const character of text) {
    size += (ENTITIES[character] ?? character).length
    if (size > limit && units > 0) break
    units += character.length
  }
  return units
}

/** Text that Slack shows letter for letter. Slack refuses an empty one: a dash stands for nothing. */
export function plainText(text: string, limit: number): PlainTextElement {
  return { type: 'plain_text', text: shorten(text.trim() === '' ? '–' : text, limit), emoji: false }
}

/** Markup of our own. What people said has no place in it: not even escaped, since `*` cannot be. */
export function markup(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text }
}

/** A paragraph, shown letter for letter. */
export function plainSection(text: string): SectionBlock {
  return { type: 'section', text: plainText(text, LIMITS.section) }
}

/**
 * A paragraph, shown letter for letter, whose web addresses can be opened: Slack makes no links of what stands in
 * `plain_text`, and the words of a `rich_text` are never read as markup.
 */
export function linkedParagraph(text: string): SectionBlock | RichTextBlock {
  const links = [...text.matchAll(WEB_ADDRESS)]
  if (links.length === 0) return plainSection(text)
  const elements: RichTextElement[] = []
  let end = 0
  for (const { 0: url, index } of links) {
    if (index > end) elements.push({ type: 'text', text: text.slice(end, index) })
    elements.push({ type: 'link', url })
    end = index + url.length
  }
  if (end < text.length) elements.push({ type: 'text', text: text.slice(end) })
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }
}

/** Up to a blank or what closes a sentence, in both languages. */
const WEB_ADDRESS = /https?:\/\/[^\s<>"“”「」（）()，。；！？、]*[^\s<>"“”「」（）()，。；！？、.,;:!?]/g

/** A small grey line, shown letter for letter. */
export function contextLine(text: string): ContextBlock {
  return { type: 'context', elements: [plainText(text, LIMITS.field)] }
}

/** Short facts, two in a row; none: no block. */
export function factsSection(facts: readonly string[]): SectionBlock[] {
  if (facts.length === 0) return []
  return [{ type: 'section', fields: facts.slice(0, LIMITS.fields).map(fact => plainText(fact, FACT)) }]
}

/** Ten facts of this size leave half of a message to everything else. */
const FACT = 600

/**
 * Blocks that Slack takes together: at most 50, their text at most 12,000 (peers I57). The first group of `leastFirst` goes
 * first: its last block is shortened, or all of it is left out where too little would be left. Without groups every paragraph
 * is one, from the end. What can be pressed stays.
 */
export function withinBudget(
  blocks: readonly KnownBlock[],
  leastFirst: readonly (readonly KnownBlock[])[] = paragraphsFromTheEnd(blocks),
  most: { readonly total: number; readonly blocks: number } = LIMITS,
): KnownBlock[] {
  let kept = [...blocks]
  for (const group of leastFirst) {
    const excess = total(kept) - most.total
    if (excess <= 0 && kept.length <= most.blocks) break
    const last = group.at(-1)
    const shorter = last && kept.length <= most.blocks ? shorterBy(last, excess) : undefined
    kept = kept.flatMap(block => {
      if (block === last && shorter) return [shorter]
      return group.includes(block) && !shorter ? [] : [block]
    })
  }
  return kept
}

function paragraphsFromTheEnd(blocks: readonly KnownBlock[]): KnownBlock[][] {
  return blocks
    .filter(({ type }) => type === 'section' || type === 'context')
    .map(block => [block])
    .toReversed()
}

/** Less than this of a paragraph says nothing. */
const STUB = 200

function shorterBy(block: KnownBlock, excess: number): KnownBlock | undefined {
  if (block.type !== 'section' || block.text?.type !== 'plain_text') return undefined
  const limit = sizeOf(block.text.text) - excess
  return limit < STUB ? undefined : { ...block, text: plainText(block.text.text, limit) }
}

/** Every string in the blocks: Slack does not say which of them it counts. */
export function total(value: unknown): number {
  if (typeof value === 'string') return sizeOf(value)
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((sum, part) => sum + total(part), 0)
}
