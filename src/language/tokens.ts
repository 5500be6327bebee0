import stemmer from 'natural/lib/natural/stemmers/porter_stemmer.js'
import { fold, tidy } from './normalise.ts'
import type { Spelling } from './spelling.ts'

/** A Latin word or number; `start` and `end` are positions in the reading's texts. */
export type Word = {
  readonly text: string
  readonly stem: string
  /** The word is unknown, and the stem is that of the word it was taken for. */
  readonly slip: boolean
  readonly start: number
  readonly end: number
}

/** A text made ready: as written (tidy), folded for comparison, its Latin words. Positions agree between all three. */
export type Reading = { readonly tidy: string; readonly text: string; readonly words: readonly Word[] }

/** Features by block: word stems and pairs of them, letters inside words, Han characters and pairs of them. */
export type Features = readonly [stems: readonly string[], letters: readonly string[], han: readonly string[]]

export type Tokens = {
  /** Reads a text, misspelled words put right. */
  readonly read: (text: string) => Reading
  readonly features: (reading: Reading) => Features
}

const LATIN = /[\p{Script=Latin}\p{Nd}]+(?:'[\p{Script=Latin}]+)*/gu
const HAN_RUN = /\p{Script=Han}+/gu
const DIGITS = /^\d+$/
const LEADING_ZEROS = /^0+(?=\d)/
const REMEMBERED = 5000
/** Longer texts are read up to here: nobody explains one wish in more, and work per message stays bounded. */
const LONGEST = 1000
const SHORTEST_GRAM = 2
const LONGEST_GRAM = 4

export function stem(word: string): string {
  return stemmer.stem(word)
}

/** Tokens with a memory for stems of their own. `known` are stems that are never put right; the rest goes to `spelling`. */
export function createTokens(known: ReadonlySet<string>, spelling: Spelling): Tokens {
  const remembered = new Map<string, Stem>()
  const stemOf = (word: string): Stem => {
    const before = remembered.get(word)
    if (before !== undefined) return before
    if (remembered.size >= REMEMBERED) remembered.clear()
    const own = DIGITS.test(word) ? word.replace(LEADING_ZEROS, '') : stem(word)
    const right = known.has(own) || DIGITS.test(word) ? undefined : spelling(word)
    const result = { stem: right === undefined ? own : stem(right), slip: right !== undefined }
    remembered.set(word, result)
    return result
  }
  return { read: text => read(text, stemOf), features }
}

type Stem = { readonly stem: string; readonly slip: boolean }

function read(text: string, stemOf: (word: string) => Stem): Reading {
  const tidied = tidy(text.slice(0, LONGEST))
  const folded = fold(tidied)
  const words: Word[] = []
  for (const match of folded.matchAll(LATIN)) {
    const [word] = match
    words.push({ text: word, ...stemOf(word), start: match.index, end: match.index + word.length })
  }
  return { tidy: tidied, text: folded, words }
}

function features(reading: Reading): Features {
  const stems: string[] = []
  const letters: string[] = []
  const han: string[] = []
  let before = '^'
  for (const word of reading.words) {
    // Numbers say how much or when, never what.
    if (DIGITS.test(word.text)) continue
    const token = word.stem
    stems.push(token, `${before} ${token}`)
    before = token
    const marked = `_${token}_`
    for (let n = SHORTEST_GRAM; n <= LONGEST_GRAM; n++) {
      for (let i = 0; i + n <= marked.length; i++) letters.push(marked.slice(i, i + n))
    }
  }
  for (const [run] of reading.text.matchAll(HAN_RUN)) {
    for (let i = 0; i < run.length; i++) {
      han.push(run.charAt(i))
      if (i + 1 < run.length) han.push(run.slice(i, i + 2))
    }
  }
  return [stems, letters, han]
}
