/**
 * A linear classifier for few examples a class: TF-IDF with every block of features scaled to length one, and softmax
 * regression by stochastic gradient descent in a fixed order. The same examples always give the same model.
 */
import type { Features } from './tokens.ts'

export type Example = { readonly label: string; readonly features: Features }

export type Model = {
  readonly labels: readonly string[]
  /** For each block, feature → row. */
  readonly rows: readonly ReadonlyMap<string, number>[]
  /** How telling each row is (inverse document frequency), and how telling an unknown feature counts. */
  readonly rarity: Float32Array
  readonly unknown: number
  /** Room to count the features of one text, all zero between texts. */
  readonly counts: Uint16Array
  /** rows × labels. */
  readonly weights: Float32Array
  readonly bias: Float32Array
}

/** A text as rows of the model and their values. */
type Vector = { readonly rows: readonly number[]; readonly values: readonly number[] }

/** Chosen on CLINC150 and HINT3 with ten to thirty examples a class, and not sensitive. */
const EPOCHS = 20
const RATE = 0.5
const BIAS_RATE = 0.05
/** Unknown features weigh this much of a feature seen once, and so make every score lower. */
const UNKNOWN = 0.7
/** Margins are stretched by this, so that of the texts scored 0.8 about eight in ten are right. */
const SHARPNESS = 1.3
const SEED = 1

export function train(examples: readonly Example[]): Model {
  const labels = [...new Set(examples.map(example => example.label))].sort()
  const model = untrained(examples, labels)
  const places = new Map(labels.map((label, i) => [label, i]))
  const lessons = examples.map(example => ({
    vector: vectorise(model, example.features),
    target: places.get(example.label) ?? 0,
  }))
  const random = createRandom(SEED)
  const scores = new Float64Array(labels.length)
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const { vector, target } of shuffled(lessons, random)) learn(model, vector, target, scores)
  }
  return model
}

/** Probability of every label, in the order of `model.labels`; they add up to one. */
export function classify(model: Model, features: Features): Float64Array {
  const scores = new Float64Array(model.labels.length)
  margins(model, vectorise(model, features), scores)
  softmax(scores, SHARPNESS)
  return scores
}

function untrained(examples: readonly Example[], labels: readonly string[]): Model {
  const rows: Map<string, number>[] = [new Map(), new Map(), new Map()]
  const counts: number[] = []
  for (const { features } of examples) {
    for (const [block, list] of features.entries()) {
      for (const feature of new Set(list)) {
        const row = rows[block]?.get(feature)
        if (row === undefined) {
          rows[block]?.set(feature, counts.length)
          counts.push(1)
        } else counts[row] = (counts[row] ?? 0) + 1
      }
    }
  }
  const rarity = (count: number): number => Math.log((1 + examples.length) / (1 + count)) + 1
  return {
    labels,
    rows,
    rarity: Float32Array.from(counts, rarity),
    unknown: UNKNOWN * rarity(1),
    counts: new Uint16Array(counts.length),
    weights: new Float32Array(counts.length * labels.length),
    bias: new Float32Array(labels.length),
  }
}

function vectorise(model: Model, features: Features): Vector {
  const rows: number[] = []
  const values: number[] = []
  const { counts } = model
  for (let block = 0; block < features.length; block++) {
    const known = model.rows[block]
    const list = features[block]
    if (!known || !list || list.length === 0) continue
    let square = 0
    const start = values.length
    for (const feature of list) {
      const row = known.get(feature)
      if (row === undefined) square += model.unknown * model.unknown
      else {
        const count = counts[row] ?? 0
        if (count === 0) rows.push(row)
        counts[row] = count + 1
      }
    }
    for (let i = start; i < rows.length; i++) {
      const row = rows[i] ?? 0
      const value = (1 + Math.log(counts[row] ?? 1)) * (model.rarity[row] ?? 0)
      counts[row] = 0
      values.push(value)
      square += value * value
    }
    const length = Math.sqrt(square) || 1
    for (let i = start; i < values.length; i++) values[i] = (values[i] ?? 0) / length
  }
  return { rows, values }
}

function margins(model: Model, { rows, values }: Vector, into: Float64Array): void {
  const { weights, bias } = model
  const size = into.length
  into.set(bias)
  for (let i = 0; i < rows.length; i++) {
    const at = (rows[i] ?? 0) * size
    const value = values[i] ?? 0
    for (let k = 0; k < size; k++) into[k] = (into[k] ?? 0) + (weights[at + k] ?? 0) * value
  }
}

/** One step of gradient descent towards the target. */
function learn(model: Model, vector: Vector, target: number, scores: Float64Array): void {
  margins(model, vector, scores)
  softmax(scores, 1)
  const { weights, bias } = model
  const size = scores.length
  for (let k = 0; k < size; k++) {
    const error = (k === target ? 1 : 0) - (scores[k] ?? 0)
    bias[k] = (bias[k] ?? 0) + BIAS_RATE * error
    scores[k] = RATE * error
  }
  const { rows, values } = vector
  for (let i = 0; i < rows.length; i++) {
    const at = (rows[i] ?? 0) * size
    const value = values[i] ?? 0
    for (let k = 0; k < size; k++) weights[at + k] = (weights[at + k] ?? 0) + (scores[k] ?? 0) * value
  }
}

function softmax(scores: Float64Array, sharpness: number): void {
  let top = Number.NEGATIVE_INFINITY
  for (const score of scores) if (score > top) top = score
  let sum = 0
  for (let k = 0; k < scores.length; k++) {
    const share = Math.exp(sharpness * ((scores[k] ?? 0) - top))
    scores[k] = share
    sum += share
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] ?? 0) / sum
}

/** Mulberry32: an even sequence in 0..1 that is the same on every machine. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  return list
    .map(item => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
