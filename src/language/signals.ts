import type { Repair, RepairSignal } from '../flow/repair-content.ts'
import { hasHan } from './normalise.ts'
import { createAsksForPerson } from './people.ts'
import { findPhrase, keyOf, type Phrase, toPhrase } from './phrases.ts'
import { polarity } from './polarity.ts'
import type { Reading, Tokens } from './tokens.ts'

export type Signals = {
  /** The repair behaviour that the whole text is about, if it is about one. */
  readonly whole: (reading: Reading) => RepairSignal | undefined
  /** Somebody asks for a person among other words. */
  readonly human: (reading: Reading) => boolean
  /** A short text that begins with "I don't know". */
  readonly unknown: (reading: Reading) => boolean
}

const ENGLISH_BEFORE =
  /^(?:(?:please|pls|hi|hello|hey|well|so|just|i want(?: to)?|i wanna|i'?d like(?: to)?|i would like(?: to)?|i need(?: to)?|i have to|can i|can you|could i|could you|may i|let me|let's|want to)[ ,]+)+/
const ENGLISH_AFTER = /(?:[ ,]+(?:please|pls|now|thanks|thank you|then|sir|ok|okay))+$/
const HAN_BEFORE = /^(?:请|麻烦|你好|您好|我想要|我想|我要|我需要|帮我|给我|能不能|可以|能|那就|那|就)+/
const HAN_AFTER = /(?:吧|了|啊|呀|呢|哦|嘛|哈|啦|一下|谢谢|可以吗|好吗|行吗|吗)+$/
const EDGES = /^[\s\p{P}]+|[\s\p{P}]+$/gu

const SHORT_WORDS = 12
const BRIEF_WORDS = 7
const BRIEF_HAN = 10

/** Signals by the words of `repair.yaml`; plain yes and no are understood besides. */
export function createSignals(tokens: Tokens, words: Repair['words']): Signals {
  const keys = new Map<string, RepairSignal>()
  for (const [signal, byLanguage] of Object.entries(words) as [RepairSignal, Record<string, readonly string[]>][]) {
    for (const word of Object.values(byLanguage).flat()) {
      for (const key of keysOf(tokens, tokens.read(word))) if (!keys.has(key)) keys.set(key, signal)
    }
  }
  const phrases = (signal: RepairSignal): readonly Phrase[] =>
    [...words[signal].en, ...words[signal].zh]
      .map(word => toPhrase(tokens, word))
      .filter(p => p.han ?? p.stems.length > 0)
  const unknowns = phrases('unknown')
  return {
    whole: reading => whole(tokens, keys, reading),
    human: createAsksForPerson(tokens, words.human),
    unknown: reading => brief(reading) && unknowns.some(phrase => begins(reading, phrase)),
  }
}

function whole(tokens: Tokens, keys: ReadonlyMap<string, RepairSignal>, reading: Reading): RepairSignal | undefined {
  // Whoever writes this much says more than one word; looking further would cost time for nothing.
  if (reading.words.length > SHORT_WORDS || reading.text.length > 80) return undefined
  for (const key of keysOf(tokens, reading)) {
    const signal = keys.get(key)
    if (signal) return signal
  }
  const answer = polarity(reading.text)
  return answer?.whole ? (answer.value ? 'yes' : 'no') : undefined
}

/** The text itself, and without the politeness around it. */
function keysOf(tokens: Tokens, reading: Reading): readonly string[] {
  const full = keyOf(reading)
  const plain = reading.text.replace(EDGES, '')
  const [before, after] = hasHan(plain) ? [HAN_BEFORE, HAN_AFTER] : [ENGLISH_BEFORE, ENGLISH_AFTER]
  const bare = plain.replace(before, '').replace(after, '').replace(EDGES, '')
  if (bare === '' || bare === plain) return [full]
  return [full, keyOf(tokens.read(bare))]
}

/** The phrase is the first thing said, "I" apart. */
function begins(reading: Reading, phrase: Phrase): boolean {
  const span = findPhrase(reading, phrase)
  return span !== undefined && /^(?:我也?|i |sorry,? )?$/.test(reading.text.slice(0, span.start))
}

function brief(reading: Reading): boolean {
  return hasHan(reading.text) ? reading.text.length <= BRIEF_HAN : reading.words.length <= BRIEF_WORDS
}
