import { DamerauLevenshteinDistance } from 'natural/lib/natural/distance/index.js'

/** The word of the vocabulary that an unknown word most likely is, one slip away; undefined for none. */
export type Spelling = (word: string) => string | undefined

const SHORTEST = 4
const LONGEST = 20
/** Looked-up words that are remembered before all are forgotten. */
const REMEMBERED = 5000

/**
 * Spelling over a vocabulary (word → weight; of several candidates the heaviest wins). Every word is indexed with each
 * of its letters left out, so a look-up costs microseconds where generating all edits costs a third of a millisecond.
 */
export function createSpelling(vocabulary: ReadonlyMap<string, number>): Spelling {
  const index = new Map<string, string[]>()
  for (const word of vocabulary.keys()) {
    if (word.length < SHORTEST || word.length > LONGEST || !/^[a-z]+$/.test(word)) continue
    for (const key of keys(word)) {
      const words = index.get(key)
      if (words) words.push(word)
      else index.set(key, [word])
    }
  }
  const remembered = new Map<string, string | undefined>()
  return word => {
    if (word.length < SHORTEST || word.length > LONGEST) return undefined
    if (remembered.has(word)) return remembered.get(word)
    if (remembered.size >= REMEMBERED) remembered.clear()
    const found = nearest(word, index, vocabulary)
    remembered.set(word, found)
    return found
  }
}

function nearest(
  word: string,
  index: ReadonlyMap<string, readonly string[]>,
  vocabulary: ReadonlyMap<string, number>,
): string | undefined {
  let best: string | undefined
  let weight = 0
  for (const key of keys(word)) {
    for (const candidate of index.get(key) ?? []) {
      const w = vocabulary.get(candidate) ?? 0
      if (w > weight && isOneSlip(word, candidate)) {
        best = candidate
        weight = w
      }
    }
  }
  return best
}

/** One letter more, less, other, or two swapped. */
export function isOneSlip(a: string, b: string): boolean {
  return Math.abs(a.length - b.length) <= 1 && DamerauLevenshteinDistance(a, b, { restricted: true }) <= 1
}

function keys(word: string): Set<string> {
  const all = new Set([word])
  for (let i = 0; i < word.length; i++) all.add(word.slice(0, i) + word.slice(i + 1))
  return all
}
