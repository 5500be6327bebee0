import type { Understanding } from '../flow/event.ts'
import type { Language } from '../flow/flow.ts'
import { classify, train } from './classifier.ts'
import { keyOf } from './phrases.ts'
import { STRANGERS } from './strangers.ts'
import type { Reading, Tokens } from './tokens.ts'

export type Trained = { readonly name: string; readonly examples: Readonly<Record<Language, readonly string[]>> }

/** Which flows a text may want to start, best first, scores 0..1. Another classifier takes this one's place here. */
export type FindIntents = (reading: Reading) => Understanding['intents']

const STRANGER = ''
const MOST = 5
const CLAUSE_END = /[,.;!?。、]+(?=\s|\p{Script=Han}|$)/u
/** A clause on its own is a little less sure than a whole text. */
const CLAUSE = 0.9
const SHORTEST_CLAUSE = 4
const MOST_CLAUSES = 6
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
  return reading => {
    const sure = exact.get(keyOf(reading))
    if (sure !== undefined) return sure === STRANGER ? [] : [{ flow: sure, score: 1 }]
    const scores = classify(model, tokens.features(reading))
    for (const clause of clausesOf(reading.text)) {
      const part = classify(model, tokens.features(tokens.read(clause)))
      for (const [i, score] of part.entries()) scores[i] = Math.max(scores[i] ?? 0, CLAUSE * score)
    }
    const likely: { flow: string; score: number }[] = []
    for (const [i, flow] of model.labels.entries()) {
      const score = scores[i] ?? 0
      if (flow !== STRANGER && score >= LEAST) likely.push({ flow, score })
    }
    return likely.sort((a, b) => b.score - a.score).slice(0, MOST)
  }
}

/** The parts of a text that says several things; none when it says one. */
function clausesOf(text: string): readonly string[] {
  const clauses = text.split(CLAUSE_END).filter(clause => clause.trim().length >= SHORTEST_CLAUSE)
  return clauses.length > 1 ? clauses.slice(0, MOST_CLAUSES) : []
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
