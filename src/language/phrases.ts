import { hasHan } from './normalise.ts'
import type { Reading, Tokens } from './tokens.ts'

/** A word or phrase to look for: in Chinese as it stands, otherwise by the stems of its words. */
export type Phrase = { readonly han: string | undefined; readonly stems: readonly string[] }

export type Span = { readonly start: number; readonly end: number }

const LOOSE = /[\s\p{P}\p{S}]+/gu

export function toPhrase(tokens: Tokens, text: string): Phrase {
  const reading = tokens.read(text)
  if (hasHan(reading.text)) return { han: reading.text, stems: [] }
  return { han: undefined, stems: reading.words.map(word => word.stem) }
}

/** Phrases of both languages, empty ones left out. */
export function toPhrases(tokens: Tokens, words: Readonly<Record<string, readonly string[]>>): readonly Phrase[] {
  return Object.values(words)
    .flat()
    .map(word => toPhrase(tokens, word))
    .filter(phrase => phrase.han !== undefined || phrase.stems.length > 0)
}

/** Where the phrase stands in the text, whole words only. */
export function findPhrase(reading: Reading, phrase: Phrase): Span | undefined {
  const { han, stems } = phrase
  if (han !== undefined) {
    const start = reading.text.indexOf(han)
    return start < 0 ? undefined : { start, end: start + han.length }
  }
  const { words } = reading
  for (let i = 0; i + stems.length <= words.length; i++) {
    let n = 0
    while (n < stems.length && words[i + n]?.stem === stems[n]) n++
    const first = words[i]
    const last = words[i + n - 1]
    if (n > 0 && n === stems.length && first && last) return { start: first.start, end: last.end }
  }
  return undefined
}

/** What two spellings of the same thing have in common: stems, or the characters without punctuation. */
export function keyOf(reading: Reading): string {
  if (hasHan(reading.text)) return reading.text.replace(LOOSE, '')
  if (reading.words.length === 0) return reading.text.replaceAll(' ', '')
  return reading.words.map(word => word.stem).join(' ')
}
