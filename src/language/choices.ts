import { JaroWinklerDistance } from 'natural/lib/natural/distance/index.js'
import type { Expecting } from '../flow/event.ts'
import type { SlotType } from '../flow/flow.ts'
import { hasHan, normalise } from './normalise.ts'
import { ordinal, wordNumber } from './numbers.ts'
import { findPhrase, keyOf, type Phrase, type Span, toPhrase } from './phrases.ts'
import { polarity } from './polarity.ts'
import { isOneSlip } from './spelling.ts'
import type { Reading, Tokens } from './tokens.ts'

export type FoundChoice = {
  readonly index: number
  /** The whole text is the choice: its label, one of its words, or its number. */
  readonly exact: boolean
}

/** `denied`: the text says that there is nothing of what was asked for. */
export type FindChoice = (reading: Reading, expecting: Expecting, denied: boolean) => FoundChoice | undefined

type Choice = Expecting['choices'][number]
/** A choice made ready: comparable keys, phrases, what its label says as yes or no, and the number it begins with. */
type Known = {
  readonly texts: readonly string[]
  readonly keys: ReadonlySet<string>
  readonly phrases: readonly Phrase[]
  readonly says: Readonly<Record<'en' | 'zh', boolean | undefined>>
  readonly number: number | undefined
}

const NUMBERED =
  /^(?:option|number|no\.?|#|choice|answer|选择?|选项|第)? ?(\d{1,2}|[a-z-]+|[零一二两三四五六七八九十]+) ?(?:[.)、]|号|项|个|stars?|星|分|颗星|points?)?$/
const RANKED =
  /^(?:the |选择?|我选|我要)?(\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|第[\d一二三四五六七八九十]{1,2}|最后)(?: ?(?:one|option|choice|个|项|种|一个|条))?[.。]?$/
const LABEL_NUMBER = /^[^\p{L}\d]*(\d{1,2})(?:$| *(?:stars?|星|分|颗星|[-,:=(]))(?!\d)/u
const QUESTION =
  /[?]$|[吗呢么]$|^(?:is|are|can|could|how|what|why|do|does|did|when|where|will|would|should|who|which)\b|^(?:怎么|如何|为什么|什么|是不是|有没有|能不能|可以)/
const ENGLISH_NEGATED = /(?:\b(?:not|no|never|without|cannot|neither|nor|hardly|un)|n't)(?: [\w']+){0,2} ?$/
const HAN_NEGATED = /[不没未无别][^,。;!]?$/
const NEGATIVE = /\b(?:not|no|never|none|nothing|without|cannot|neither)\b|n't\b|[不没未无别]/
/** A yes or no that something is said after, as answers go on: "no, it stays dark", but not "no cold air". */
const ANSWERED =
  /^\p{L}+(?:[,.!;。]| (?:it|it's|there|they|i|we|but|that|the|my|all|everything|nothing|none|not)\b)|^\p{Script=Han}{1,3}[,.。!; ]/u
const LONG_DAY =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)dai$|^(?:januari|februari|march|april|june|juli|august|septemb|octob|novemb|decemb)$/
const SMALL_WORDS = new Set(
  'a an the is are was it its i my me we do does did of to in on at and or not no yes please one this that there have has can be so'.split(
    ' ',
  ),
)
/** Any words are an answer to these, so a choice must be the whole of it. */
const OPEN: ReadonlySet<SlotType> = new Set(['text', 'name', 'address', 'model'])
const NEAR = 0.93
const CLEARLY = 0.03
const SHORTEST_NEAR = 4
const LONGEST_NEAR = 60
const MOST_PARTS = 5

/** Finds the choice that is meant, if it is sure: of two that fit equally well, none is. */
export function createFindChoice(tokens: Tokens): FindChoice {
  const remembered = new WeakMap<object, Known>()
  const know = (choice: Choice): Known => {
    const before = remembered.get(choice.label)
    if (before) return before
    const known = prepare(tokens, choice)
    remembered.set(choice.label, known)
    return known
  }
  return (reading, expecting, denied) => {
    if (expecting.choices.length === 0 || reading.text === '') return undefined
    const choices = expecting.choices.map(know)
    const exact = byKey(reading, choices) ?? byNumber(reading.text, choices)
    if (exact !== undefined) return { index: exact, exact: true }
    if (OPEN.has(expecting.type)) return loose(byNearness(reading, choices))
    const said = byPolarity(reading, choices, expecting.safety, denied)
    if (expecting.safety || QUESTION.test(reading.text)) return loose(said)
    const contained = byContained(reading, choices)
    if (contained === 'unclear') return undefined
    if (said !== undefined && contained !== undefined && said !== contained) return undefined
    return loose(said ?? contained ?? byPart(reading, choices) ?? byNearness(reading, choices))
  }
}

function loose(index: number | undefined): FoundChoice | undefined {
  return index === undefined ? undefined : { index, exact: false }
}

function prepare(tokens: Tokens, choice: Choice): Known {
  const texts = [choice.label.en, choice.label.zh, ...(choice.also?.en ?? []), ...(choice.also?.zh ?? [])]
  const readings = texts.map(tokens.read)
  const phrases = texts.map(text => toPhrase(tokens, text))
  const [en, zh] = [normalise(choice.label.en), normalise(choice.label.zh)]
  const number = LABEL_NUMBER.exec(en)?.[1] ?? LABEL_NUMBER.exec(zh)?.[1]
  return {
    texts: readings.map(reading => reading.text),
    keys: new Set(readings.map(keyOf).filter(key => key !== '')),
    phrases: phrases.filter(phrase => phrase.han !== undefined || phrase.stems.length > 0),
    says: { en: polarity(en)?.value, zh: polarity(zh)?.value },
    number: number === undefined ? undefined : Number(number),
  }
}

/** The index of the only choice that fits. */
function only(choices: readonly Known[], fits: (choice: Known) => boolean): number | undefined {
  const index = choices.findIndex(fits)
  return index >= 0 && choices.findLastIndex(fits) === index ? index : undefined
}

function byKey(reading: Reading, choices: readonly Known[]): number | undefined {
  const key = keyOf(reading)
  return key === '' ? undefined : only(choices, choice => choice.keys.has(key))
}

function byNumber(text: string, choices: readonly Known[]): number | undefined {
  const ranked = RANKED.exec(text)?.[1]
  if (ranked !== undefined)
    return within(ranked === 'last' || ranked === '最后' ? choices.length : ordinal(ranked), choices)
  const word = NUMBERED.exec(text)?.[1]
  const number = word === undefined || word === 'a' || word === 'an' ? undefined : wordNumber(word)
  if (number === undefined) return undefined
  return only(choices, choice => choice.number === number) ?? within(number, choices)
}

function within(place: number | undefined, choices: readonly Known[]): number | undefined {
  return place !== undefined && place >= 1 && place <= choices.length ? place - 1 : undefined
}

function byPolarity(reading: Reading, choices: readonly Known[], safety: boolean, denied: boolean): number | undefined {
  const answer = denied ? { value: false, whole: true } : polarity(reading.text)
  if (!answer) return undefined
  if (!answer.whole && !ANSWERED.test(reading.text) && !(safety && !answer.value)) return undefined
  const [first, second] = hasHan(reading.text) ? (['zh', 'en'] as const) : (['en', 'zh'] as const)
  return only(choices, choice => (choice.says[first] ?? choice.says[second]) === answer.value)
}

/** The choice whose word stands in the text. A longer word hides the shorter ones inside it; two apart are unclear. */
function byContained(reading: Reading, choices: readonly Known[]): number | 'unclear' | undefined {
  let best: (Span & { readonly index: number }) | undefined
  const all: (Span & { readonly index: number })[] = []
  for (const [index, choice] of choices.entries()) {
    for (const phrase of choice.phrases) {
      const span = findPhrase(reading, phrase)
      if (!span || isNegated(reading.text, span)) continue
      const found = { ...span, index }
      all.push(found)
      if (!best || length(found) > length(best)) best = found
    }
  }
  if (!best) return undefined
  const { start, end, index } = best
  const rival = all.some(
    other => other.index !== index && !(other.start >= start && other.end <= end && length(other) < end - start),
  )
  return rival ? 'unclear' : index
}

function length(span: Span): number {
  return span.end - span.start
}

function isNegated(text: string, span: Span): boolean {
  const before = text.slice(0, span.start)
  return ENGLISH_NEGATED.test(before) || HAN_NEGATED.test(before)
}

/** A piece of one label: "10:00", "tomorrow morning", 周三上午. */
function byPart(reading: Reading, choices: readonly Known[]): number | undefined {
  const { text, words } = reading
  if (hasHan(text)) {
    const piece = text.replace(/[\s,。!]+/g, '')
    return piece.length < 2 || NEGATIVE.test(piece)
      ? undefined
      : only(choices, choice => choice.texts.some(each => each.includes(piece)))
  }
  const telling = words.filter(word => !SMALL_WORDS.has(word.text))
  if (telling.length === 0 || words.length > MOST_PARTS) return undefined
  if (!telling.some(word => word.text.length > 2 || /\d/.test(word.text))) return undefined
  const parts = words.map(word => short(word.stem))
  const fits = (choice: Known) =>
    choice.phrases.some(({ stems }) => parts.every(part => stems.some(each => short(each) === part)))
  return only(choices, fits)
}

/** Weekdays and months are written out as often as not. */
function short(stem: string): string {
  return LONG_DAY.test(stem) ? stem.slice(0, 3) : stem
}

function byNearness(reading: Reading, choices: readonly Known[]): number | undefined {
  const { text } = reading
  if (text.length < SHORTEST_NEAR || text.length > LONGEST_NEAR) return undefined
  const near = choices.map(choice => Math.max(...choice.texts.map(each => nearness(text, each))))
  const best = Math.max(...near)
  const sure = near.filter(score => score > best - CLEARLY).length === 1
  return best >= NEAR && sure ? near.indexOf(best) : undefined
}

function nearness(text: string, label: string): number {
  if (label.length < SHORTEST_NEAR || label.replace(/\D/g, '') !== text.replace(/\D/g, '')) return 0
  if (NEGATIVE.test(text) !== NEGATIVE.test(label)) return 0
  if (hasHan(text)) return isOneSlip(text, label) ? 1 : 0
  return JaroWinklerDistance(text, label, {})
}
