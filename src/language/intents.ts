import type { Understanding } from '../flow/event.ts'
import type { Language, Values } from '../flow/flow.ts'
import { classify, train } from './classifier.ts'
import { keyOf } from './phrases.ts'
import { STRANGERS } from './strangers.ts'
import type { Reading, Tokens } from './tokens.ts'

export type Trained = {
  readonly name: string
  readonly examples: Readonly<Record<Language, readonly string[]>>
  /** What it starts with and what it works with: tells which flows are about one symptom and which need one. */
  readonly sets?: Values
  readonly slots?: Readonly<Record<string, unknown>>
}

/** Which flows a text may want to start, best first, scores 0..1. Another classifier takes this one's place here. */
export type FindIntents = (reading: Reading) => Understanding['intents']

const STRANGER = ''
const MOST = 5
const CLAUSE_END = /[,.;!?。、]+(?=\s|\p{Script=Han}|$)/u
/** Two wishes in one sentence: "it leaks and I would like a visit". */
const CLAUSE_JOINT =
  /[,.;!?。、]+(?=\s|\p{Script=Han}|$)|\b(?:and|so|but)\b(?= (?:i|please|can|could|you)\b)|(?=\b(?:please|pls|can you|could you)\b)|(?=麻烦|帮我|请(?!问)|能不能|可以(?!吗))/u
/** Politeness beside what somebody wants. */
const GREETING =
  /^(?:(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|dear)(?: \w+){0,2}|thank.*|[你您]们?好[呀啊]?|在吗|谢谢.*)$/
/** A clause on its own is a little less sure than a whole text. */
const CLAUSE = 0.9
const SHORTEST_CLAUSE = 4
const MOST_CLAUSES = 6
/** A flow that needs a symptom gives way to one that is about the symptom told, unless it is clearly likelier. */
const CLOSE = 0.2
const LIKELY = 0.5
const SYMPTOM = 'symptom'
/** Less is no likeness worth telling. */
const LEAST = 0.02

export function createFindIntents(flows: readonly Trained[], tokens: Tokens): FindIntents {
  const told = flows.flatMap(flow =>
    [...flow.examples.en, ...flow.examples.zh].map(text => ({ label: flow.name, text })),
  )
  if (told.length === 0) return () => []
  const strange = STRANGERS.map(text => ({ label: STRANGER, text }))
  const read = [...told, ...strange].map(({ label, text }) => ({ label, reading: tokens.read(text) }))
  const model = train(read.map(({ label, reading }) => ({ label, features: tokens.features(reading) })))
  const exact = exactly(read)
  const telling = new Set(flows.flatMap(({ name, sets }) => (sets && SYMPTOM in sets ? [name] : [])))
  const needing = new Set(
    flows.flatMap(({ name, slots }) => (slots && SYMPTOM in slots && !telling.has(name) ? [name] : [])),
  )
  const score = (reading: Reading) => classify(model, tokens.features(reading))
  return reading => {
    const sure = exact.get(keyOf(reading))
    if (sure !== undefined) return sure === STRANGER ? [] : [{ flow: sure, score: 1 }]
    const all = reading.text.split(CLAUSE_END)
    const clauses = all.filter(isTelling).slice(0, MOST_CLAUSES)
    const polite = clauses.length > 0 && clauses.length < all.length
    const scores = score(polite ? tokens.read(clauses.join(', ')) : reading)
    const wishes = reading.text.split(CLAUSE_JOINT).filter(isTelling).slice(0, MOST_CLAUSES)
    for (const clause of wishes.length > 1 ? wishes : []) {
      for (const [i, part] of score(tokens.read(clause)).entries()) scores[i] = Math.max(scores[i] ?? 0, CLAUSE * part)
    }
    const likely: { flow: string; score: number }[] = []
    for (const [i, flow] of model.labels.entries()) {
      const likeliness = scores[i] ?? 0
      if (flow !== STRANGER && likeliness >= LEAST) likely.push({ flow, score: likeliness })
    }
    const ranked = likely.sort((a, b) => b.score - a.score).slice(0, MOST)
    return symptomFirst(ranked, telling, needing)
  }
}

/** Who tells a symptom and asks for a visit is helped with the symptom: whoever comes must know it anyway. */
function symptomFirst(
  ranked: Understanding['intents'],
  telling: ReadonlySet<string>,
  needing: ReadonlySet<string>,
): Understanding['intents'] {
  const [best] = ranked
  const told = ranked.find(({ flow }) => telling.has(flow))
  if (!best || !told || !needing.has(best.flow) || told.score < Math.max(LIKELY, best.score - CLOSE)) return ranked
  const rest = ranked.filter(intent => intent !== told)
  return [{ flow: told.flow, score: best.score }, ...rest]
}

/** The clause says something, politeness apart. */
function isTelling(clause: string): boolean {
  const trimmed = clause.trim()
  return trimmed.length >= SHORTEST_CLAUSE && !GREETING.test(trimmed)
}

/** Texts that stand in the examples of one flow only, by their key. */
function exactly(read: readonly { readonly label: string; readonly reading: Reading }[]): ReadonlyMap<string, string> {
  const labels = new Map<string, Set<string>>()
  for (const { label, reading } of read) {
    const key = keyOf(reading)
    labels.set(key, (labels.get(key) ?? new Set()).add(label))
  }
  return new Map(
    [...labels].flatMap(([key, [label, ...others]]) =>
      label === undefined || others.length > 0 ? [] : [[key, label]],
    ),
  )
}
