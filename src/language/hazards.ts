/** Hazard words (F0). Heard at every step, in both languages, with a slip of the finger. */
import type { Hazard } from '../flow/flow.ts'
import { hasHan, normalise } from './normalise.ts'
import { type Reading, stem, type Tokens, type Word } from './tokens.ts'

export type FoundHazard = {
  /** The hazard the text speaks of; absent when every mention is negated. */
  readonly kind: string | undefined
}

/** Looks for hazard words. `safety`: the text answers a safety question, where any negation counts. */
export type FindHazard = (reading: Reading, safety: boolean) => FoundHazard | undefined

type Found = { readonly start: number; readonly end: number }
type Mention = Found & { readonly kind: string }
type EnglishPhrase = { readonly kind: string; readonly stems: readonly string[] }
type HanPattern = { readonly kind: string; readonly pattern: RegExp }

/** Hazard phrases by the word or the character they begin with. */
type Index = {
  readonly english: ReadonlyMap<string, readonly EnglishPhrase[]>
  readonly han: ReadonlyMap<string, readonly HanPattern[]>
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
  /^(?!.*\b(?:there|because|since|it is|it's|i) )(?:so |but |and )?(?:can|could|will|would|might|may|does) (?:it|this|that|they|the [\w-]+|my [\w-]+)(?: ever| really)? [^.!]*\?$|\bwhat if\b/
const HYPOTHETICAL_HAN = /(?:会不会|可不可能|有没有可能)[^,。!]*$|会[^,。!为什怎]*吗[?。]?$/
const ASKED_WHY = /为什么|怎么|为何|why|how/

export function createFindHazard(hazards: readonly Hazard[], tokens: Tokens): FindHazard {
  const index = { english: indexEnglish(hazards, tokens), han: indexHan(hazards) }
  const order = hazards.map(hazard => hazard.kind)
  return (reading, safety) => {
    if (isHypothetical(reading.text)) return undefined
    const mentions = [...englishMentions(reading, index), ...hanMentions(reading.text, index)]
    return mentions.length === 0 ? undefined : { kind: standing(mentions, order, reading.text, safety) }
  }
}

function indexEnglish(hazards: readonly Hazard[], tokens: Tokens): Index['english'] {
  const english = new Map<string, EnglishPhrase[]>()
  for (const { kind, words } of hazards) {
    for (const word of words.en) {
      const stems = tokens.read(word).words.map(each => each.stem)
      const [first, second] = stems
      if (first === undefined) continue
      add(english, first, { kind, stems })
      const turned = stems.length === 2 && second !== undefined && !stems.some(each => FUNCTION_WORDS.has(each))
      if (turned) add(english, second, { kind, stems: [second, first] })
    }
  }
  return english
}

function indexHan(hazards: readonly Hazard[]): Index['han'] {
  const han = new Map<string, HanPattern[]>()
  for (const { kind, words } of hazards) {
    const starts = new Map<string, string[]>()
    for (const word of words.zh.map(normalise)) add(starts, word.charAt(0), word)
    for (const [first, begun] of starts) {
      const longest = begun.toSorted((a, b) => b.length - a.length)
      const source = longest.map(word => [...word].map(escaped).join(HAN_GAP)).join('|')
      add(han, first, { kind, pattern: new RegExp(source, 'y') })
    }
  }
  return han
}

function add<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key)
  if (list) list.push(item)
  else map.set(key, [item])
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function englishMentions({ text, words }: Reading, { english }: Index): Mention[] {
  const mentions: Mention[] = []
  for (const [at, word] of words.entries()) {
    for (const { kind, stems } of english.get(stemOf(word)) ?? []) {
      const end = follow(words, at, stems)?.end
      if (end !== undefined && !/[.;!?]/.test(text.slice(word.start, end)))
        mentions.push({ kind, start: word.start, end })
    }
  }
  return mentions
}

function hanMentions(text: string, { han }: Index): Mention[] {
  const mentions: Mention[] = []
  if (!hasHan(text)) return mentions
  const plain = text.replace(HARMLESS_HAN, match => '。'.repeat(match.length))
  for (let start = 0; start < plain.length; start++) {
    for (const { kind, pattern } of han.get(plain.charAt(start)) ?? []) {
      pattern.lastIndex = start
      const match = pattern.exec(plain)
      if (match) mentions.push({ kind, start, end: start + match[0].length })
    }
  }
  return mentions
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
  mentions: readonly Mention[],
  order: readonly string[],
  text: string,
  safety: boolean,
): string | undefined {
  const left = new Set<string>()
  let negatedTo = -1
  const ordered = mentions.toSorted((a, b) => a.start - b.start || b.end - a.end)
  for (const { kind, start, end } of ordered) {
    // A shorter mention inside a negated one is the same mention.
    if (end <= negatedTo) continue
    const listed = negatedTo >= 0 && LISTED.test(text.slice(negatedTo, start)) && !AFFIRMED.test(text.slice(end))
    if (listed || isNegated(text.slice(0, start), text.slice(start), safety)) negatedTo = Math.max(negatedTo, end)
    else left.add(kind)
  }
  return order.find(kind => left.has(kind))
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
