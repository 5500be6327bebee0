/** Hazard words (F0). Heard at every step, in both languages, with a slip of the finger. */
import type { Hazard } from '../flow/flow.ts'
import { hasHan } from './normalise.ts'
import { type Reading, stem, type Tokens, type Word } from './tokens.ts'

export type FoundHazard = {
  /** The hazard the text speaks of; absent when every mention is negated. */
  readonly kind: string | undefined
}

/** Looks for hazard words. `safety`: the text answers a safety question, where any negation counts. */
export type FindHazard = (reading: Reading, safety: boolean) => FoundHazard | undefined

type Found = { readonly start: number; readonly end: number }
type Kind = {
  readonly kind: string
  readonly phrases: ReadonlyMap<string, readonly (readonly string[])[]>
  readonly han: RegExp | undefined
}

/** Harmless words one slip away from hazard words; never taken for them. */
export const ORDINARY =
  'spare park shark spank stock shook shop short shot sock stroke stoke spoke smile smell smelt smooth slip fine file fir fired hire wire frame fame blame game gas gap gus lame claim tangle single jingle shocking speak space sparse share spark'.split(
    ' ',
  )

/** Between the characters of a Chinese word: 冒着烟, 漏了电. */
const HAN_GAP = '[了着过的到股点很些出]?'
const HARMLESS_HAN = /[打点]不?[着了]?(?:不着)?火|点火|不着火|烟机|油烟/g
const FUNCTION_WORDS = new Set(
  'it is in the a an on of to my me i am be and at no not off up too again when every time'.split(' '),
)
const NEGATORS = new Set(['no', 'not', 'never', 'without', 'nothing', 'none', 'nor', 'neither'])

/** Straight before the hazard: "no smoke", "without any sparks", 没有焦味. Counts anywhere. */
const PLAIN_ENGLISH =
  /\b(?:no|without|zero)(?: (?:any|more|visible|signs?|kind|sort|smell|of|strange|burning|actual|single))* $/
const PLAIN_HAN = /(?<![有是])(?:没有|没|无|并无)(?:任何|什么|啥|闻到|看到|看见|发现|出现|明显|一点|半点|的)*$/
/** In answer to a safety question. Nothing but light words may stand between, so "no power and smoke" stays a hazard. */
const LIGHT =
  'any|anything|a|an|the|of|or|see|saw|seen|smell|smelled|notice|noticed|hear|feel|felt|find|found|have|has|been|kind|signs?|sort|more|visible|strange|actually|really|currently|at all|nor|like'
const ANSWER_ENGLISH = new RegExp(
  `(?:\\b(?:not|never|cannot|neither|nor|nobody is|nobody|no one is|nothing(?: is| was| that| smells)?|none of)|n't|\\bno|\\bwithout)(?: (?:${LIGHT}))* $`,
)
const ANSWER_HAN =
  /(?:(?<!有)没有?|无|未|(?<![是会能])不|并非)(?:任何|什么|啥|闻到|看到|看见|听到|发现|感觉到?|出现|发生|觉得|明显|一点|半点|异常|有|再|是|会|过|到|见|出|的|在)*$/
const LISTED = /^(?:[ ,、/]|or|nor|and|any|smell|no|和|或者?|及|与|以及|跟|也没有?|也不)+$/
const SENTENCE = /^(?:there|it|is|this|that|i|they|someone|something)\b/
const AFFIRMED = /^ *(?:了|起来|得|now\b|coming\b|everywhere\b|a lot\b)/

/** Something that might happen is asked about, not something that is there. */
const HYPOTHETICAL_ENGLISH =
  /^(?:so |but |and )?(?:can|could|will|would|might|may|does) (?:it|this|that|they|the [\w-]+|my [\w-]+)(?: ever| really)? [^.!]*\?$|\bwhat if\b/
const HYPOTHETICAL_HAN = /(?:会不会|可不可能|有没有可能|有可能|容易)[^,。!]*$|会[^,。!为什怎]*吗[?。]?$/
const ASKED_WHY = /为什么|怎么|为何|why|how/

export function createFindHazard(hazards: readonly Hazard[], tokens: Tokens): FindHazard {
  const kinds = hazards.map(hazard => prepare(hazard, tokens))
  return (reading, safety) => {
    const { text } = reading
    if (isHypothetical(text)) return undefined
    const spans: (Found & { readonly kind: string })[] = []
    const han = hasHan(text) ? text.replace(HARMLESS_HAN, match => '。'.repeat(match.length)) : ''
    for (const { kind, phrases, han: pattern } of kinds) {
      for (const found of englishSpans(reading.words, phrases, text)) spans.push({ ...found, kind })
      if (han !== '' && pattern) {
        for (const match of han.matchAll(pattern))
          spans.push({ kind, start: match.index, end: match.index + match[0].length })
      }
    }
    return spans.length === 0 ? undefined : { kind: standing(spans, kinds, text, safety) }
  }
}

function prepare({ kind, words }: Hazard, tokens: Tokens): Kind {
  const phrases = new Map<string, (readonly string[])[]>()
  for (const word of words.en) {
    const stems = tokens.read(word).words.map(each => each.stem)
    const first = stems[0]
    if (first === undefined) continue
    const [, second] = stems
    const turned = stems.length === 2 && second !== undefined && !stems.some(each => FUNCTION_WORDS.has(each))
    add(phrases, first, stems)
    if (turned) add(phrases, second, [second, first])
  }
  const patterns = words.zh.map(word => [...word].map(escaped).join(HAN_GAP)).sort((a, b) => b.length - a.length)
  return { kind, phrases, han: patterns.length === 0 ? undefined : new RegExp(patterns.join('|'), 'g') }
}

function add(phrases: Map<string, (readonly string[])[]>, key: string, stems: readonly string[]): void {
  const list = phrases.get(key)
  if (list) list.push(stems)
  else phrases.set(key, [stems])
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function* englishSpans(words: readonly Word[], phrases: Kind['phrases'], text: string): Generator<Found> {
  for (const [at, word] of words.entries()) {
    for (const stems of phrases.get(stemOf(word)) ?? []) {
      const last = follow(words, at, stems)
      if (last && !/[.;!?]/.test(text.slice(word.start, last.end))) yield { start: word.start, end: last.end }
    }
  }
}

/** The last word of the phrase that begins at `at`; one word may stand in each gap, unless it says no. */
function follow(words: readonly Word[], at: number, stems: readonly string[]): Word | undefined {
  let place = at
  for (let n = 1; n < stems.length; n++) {
    const [next, after] = [words[place + 1], words[place + 2]]
    if (next && stemOf(next) === stems[n]) place += 1
    else if (next && after && !isNegator(next) && stemOf(after) === stems[n]) place += 2
    else return undefined
  }
  return words[place]
}

function isNegator(word: Word): boolean {
  return NEGATORS.has(word.text) || word.text.endsWith("n't")
}

const SHORTEST_SLIP = 5

/** A word put right counts only when it is long, and begins as it was written. */
function stemOf(word: Word): string {
  if (!word.slip) return word.stem
  return word.text.length >= SHORTEST_SLIP && word.text[0] === word.stem[0] ? word.stem : stem(word.text)
}

/** The first kind, in the order of the file, with a mention that is not negated. */
function standing(
  spans: readonly (Found & { readonly kind: string })[],
  kinds: readonly Kind[],
  text: string,
  safety: boolean,
): string | undefined {
  const left = new Set<string>()
  let negatedTo = -1
  const ordered = spans.toSorted((a, b) => a.start - b.start || b.end - a.end)
  for (const { kind, start, end } of ordered) {
    // A shorter mention inside a negated one is the same mention.
    if (end <= negatedTo) continue
    const listed = negatedTo >= 0 && LISTED.test(text.slice(negatedTo, start)) && !AFFIRMED.test(text.slice(end))
    if (listed || isNegated(text.slice(0, start), text.slice(start), safety)) negatedTo = Math.max(negatedTo, end)
    else left.add(kind)
  }
  return kinds.find(({ kind }) => left.has(kind))?.kind
}

function isNegated(before: string, mention: string, safety: boolean): boolean {
  // "No, there is smoke", without the comma.
  if (/\bno $/.test(before) && SENTENCE.test(mention)) return false
  if (PLAIN_ENGLISH.test(before) || PLAIN_HAN.test(before)) return true
  return safety && (ANSWER_ENGLISH.test(before) || ANSWER_HAN.test(before))
}

function isHypothetical(text: string): boolean {
  if (ASKED_WHY.test(text)) return false
  return HYPOTHETICAL_ENGLISH.test(text) || HYPOTHETICAL_HAN.test(text)
}
