/**
 * What free text means: patterns, repair words, hazards and a classifier, put together. Made once for a catalogue; the
 * same text in the same context always means the same.
 */
import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/min'
import type { Expecting, Understand, UnderstandContext, Understanding } from '../flow/event.ts'
import type { Hazard, Language, Value } from '../flow/flow.ts'
import type { Repair } from '../flow/repair-content.ts'
import { createToday } from './calendar.ts'
import { createFindChoice } from './choices.ts'
import { createFindCorrection } from './corrections.ts'
import { createFindEntities } from './entities.ts'
import { createFindHazard, ORDINARY } from './hazards.ts'
import { createFindIntents, type Trained } from './intents.ts'
import { createFindModel } from './models.ts'
import { hasHan, normalise } from './normalise.ts'
import { polarity } from './polarity.ts'
import { createSignals } from './signals.ts'
import { createSpelling } from './spelling.ts'
import { STRANGERS } from './strangers.ts'
import { createTokens, type Reading, stem, type Tokens } from './tokens.ts'
import { type Cutoffs, zoneOf } from './zones.ts'

export type UnderstandOptions = {
  /** Flows that free text may start; those without examples are left out. */
  readonly flows: readonly Trained[]
  readonly repairWords: Repair['words']
  readonly hazards: readonly Hazard[]
  readonly vocabulary: Vocabulary
  /** IANA name of the zone that "tomorrow" is in. */
  readonly zone: string
  /** ISO code of the country of phone numbers without a country code. */
  readonly country: string
  readonly cutoffs: Cutoffs
}

export type Vocabulary = {
  /** Words for each appliance; `value` is what the slot `appliance` holds. */
  readonly appliances: readonly {
    readonly value: string
    readonly words: Readonly<Record<Language, readonly string[]>>
  }[]
  /** Model numbers of the catalogue, as they are written on the nameplate. */
  readonly models: readonly string[]
}

const HAZARD_WEIGHT = 1000
/** Texts whose reading and intents are remembered: one message is looked at several times in a turn. */
const REMEMBERED = 200

export function createUnderstand(options: UnderstandOptions): Understand {
  const tokens = tokensOf(options)
  const findIntents = createFindIntents(options.flows, tokens)
  const signals = createSignals(tokens, options.repairWords)
  const findHazard = createFindHazard(options.hazards, tokens)
  const findChoice = createFindChoice(tokens)
  const findCorrection = createFindCorrection(options.repairWords.correct)
  const findEntities = createFindEntities({
    tokens,
    appliances: options.vocabulary.appliances,
    findModel: createFindModel(options.vocabulary.models),
    country: isSupportedCountry(options.country) ? (options.country satisfies CountryCode) : undefined,
    today: createToday(options.zone),
  })
  const remember = createMemory(text => {
    const reading = tokens.read(text)
    let intents: Understanding['intents'] | undefined
    return {
      reading,
      intents: () => {
        intents ??= findIntents(reading)
        return intents
      },
    }
  })

  return (text, context) => {
    const { reading, intents } = remember(text)
    const { expecting } = context
    const language = languageOf(reading)
    const known = { ...(language && { language }) }
    const safety = expecting?.safety ?? false
    const hazard = findHazard(reading, safety)
    const denied = safety && hazard !== undefined && hazard.kind === undefined
    const found = expecting && findChoice(reading, expecting, denied)
    // What is said about a danger is no answer to anything, unless it is a choice in so many words.
    const choice = found?.exact || hazard?.kind === undefined ? found : undefined
    if (choice?.exact) return { choice: choice.index, intents: [], zone: 'none', entities: {}, ...known }
    const entities = { ...findEntities(reading, context), ...answered(reading, expecting) }
    const signal = signals.whole(reading)
    if (signal !== undefined) {
      const answer = choice && (signal === 'yes' || signal === 'no')
      return { ...(answer ? { choice: choice.index } : { signal }), intents: [], zone: 'none', entities, ...known }
    }
    const likely = intents()
    // Who says an example of a flow word for word means that flow, whatever words stand in it.
    const asked = likely[0]?.score === 1 ? undefined : aside(signals, reading, context)
    const corrected = findCorrection(reading, context.known, expecting?.slot)
    // "No, the address is …" is no choice, though a word of one may stand in it; "the address is wrong" may be one.
    const correction = choice && !(corrected?.slot && corrected.text) ? undefined : corrected
    return {
      ...(choice && { choice: choice.index }),
      intents: likely,
      zone: zoneOf(likely[0]?.score ?? 0, options.cutoffs),
      entities,
      ...(asked && { signal: asked }),
      ...(correction && { correction }),
      ...(hazard?.kind !== undefined && { hazard: hazard.kind }),
      ...known,
    }
  }
}

/** Signals that stand beside other words. */
function aside(
  signals: ReturnType<typeof createSignals>,
  reading: Reading,
  context: UnderstandContext,
): Understanding['signal'] {
  if (signals.human(reading)) return 'human'
  return context.expecting && signals.unknown(reading) ? 'unknown' : undefined
}

/** "Yes it does, since yesterday" in answer to a question of yes or no. */
function answered(reading: Reading, expecting: Expecting | undefined): Record<string, Value> {
  const answer = polarity(reading.text)
  const asked = expecting?.type === 'yes-no'
  return answer && (answer.whole || asked) ? { 'yes-no': answer.value } : {}
}

const LEAST_LATIN_WORDS = 2

function languageOf(reading: Reading): Language | undefined {
  if (hasHan(reading.text)) return 'zh'
  const words = reading.words.filter(word => /^[a-z']{2,}$/.test(word.text))
  return words.length >= LEAST_LATIN_WORDS ? 'en' : undefined
}

/** Tokens that know the words of this catalogue, and put others right towards them. */
function tokensOf({ flows, repairWords, hazards, vocabulary }: UnderstandOptions): Tokens {
  const weights = new Map<string, number>()
  const known = new Set(ORDINARY.map(stem))
  const add = (text: string, weight: number): void => {
    for (const [word] of normalise(text).matchAll(/[a-z]+/g)) {
      weights.set(word, (weights.get(word) ?? 0) + weight)
      known.add(stem(word))
    }
  }
  for (const text of STRANGERS) for (const [word] of text.matchAll(/[a-z]+/g)) known.add(stem(word))
  for (const flow of flows) for (const text of [...flow.examples.en, ...flow.examples.zh]) add(text, 1)
  for (const words of Object.values(repairWords)) for (const text of words.en) add(text, 1)
  for (const appliance of vocabulary.appliances) for (const text of appliance.words.en) add(text, 1)
  for (const hazard of hazards) for (const text of hazard.words.en) add(text, HAZARD_WEIGHT)
  return createTokens(known, createSpelling(weights))
}

function createMemory<T>(make: (text: string) => T): (text: string) => T {
  const remembered = new Map<string, T>()
  return text => {
    const before = remembered.get(text)
    if (before !== undefined) return before
    if (remembered.size >= REMEMBERED) remembered.clear()
    const made = make(text)
    remembered.set(text, made)
    return made
  }
}
