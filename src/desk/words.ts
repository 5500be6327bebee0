/** What the flows call things, in both languages: staff read in theirs, whatever the customer speaks. Pure. */

import type { Content } from '../flow/catalogue.ts'
import type { AskStep, Text, Value, Values } from '../flow/flow.ts'
import { renderText } from '../flow/text.ts'

export type DeskWords = {
  /** By symptom code, as the flows of the diagnosis name it (`sets`: `symptom` and `problem`). */
  readonly symptoms: ReadonlyMap<string, Text>
  /** By the slot that keeps the answer. */
  readonly questions: ReadonlyMap<string, readonly Question[]>
  readonly policy: Values
  /** IANA name. */
  readonly zone: string
}

export type Question = Pick<AskStep, 'say' | 'choices'>

/** A question the customer was asked, and the answer: a choice in both languages, anything else as it is kept. */
export type Answer = {
  readonly slot: string
  readonly question: Text
  readonly answer: Text | string | number | boolean
}

export function readDeskWords({ flows, policy }: Pick<Content, 'flows' | 'policy'>, zone: string): DeskWords {
  const symptoms = new Map<string, Text>()
  const questions = new Map<string, Question[]>()
  for (const { sets, steps } of flows.values()) {
    const { symptom, problem } = sets
    if (typeof symptom === 'string' && isText(problem)) symptoms.set(symptom, problem)
    for (const step of steps) {
      if (step.kind === 'ask') questions.set(step.slot, [...(questions.get(step.slot) ?? []), step])
    }
  }
  return { symptoms, questions, policy, zone }
}

/** A symptom in the flows' words; one they have none for (`other`) is what the customer said of it. */
export function symptomIn({ symptoms }: DeskWords, code: string | null, said: string | null): Text | string | null {
  return code === null ? null : (symptoms.get(code) ?? said ?? code)
}

/** What was asked and answered so far; slots that no question fills are the flows' own business. */
export function answersIn(slots: Values, words: DeskWords, now: number): Answer[] {
  return Object.entries(slots).flatMap(([slot, value]) => {
    if (value === null || typeof value === 'object') return []
    const questions = words.questions.get(slot) ?? []
    const chosen = questions.find(question => labelOf(question, value, slots))
    const question = chosen ?? questions[0]
    if (!question) return []
    const label = chosen && labelOf(chosen, value, slots)
    return [{ slot, question: asked(question, slots, words, now), answer: label ?? value }]
  })
}

function labelOf({ choices }: Question, value: Value, slots: Values): Text | undefined {
  if (choices === undefined) return undefined
  if (!('from' in choices)) return choices.find(choice => choice.value === value)?.label
  const offered = slots[choices.from]
  if (!Array.isArray(offered)) return undefined
  const label = offered.find((choice: Values) => choice.value === value)?.label
  return isText(label) ? label : undefined
}

/** The sentence that asks: what a question repeats before it stands elsewhere on the card. */
function asked({ say }: Question, slots: Values, { policy, zone }: DeskWords, now: number): Text {
  const last = (language: 'en' | 'zh') =>
    renderText(say, { slots, policy, language, now, zone }).split('\n').at(-1)?.trim() ?? ''
  return { en: last('en'), zh: last('zh') }
}

function isText(value: Value | undefined): value is Text {
  if (typeof value !== 'object' || value === null || !('en' in value)) return false
  return typeof value.en === 'string' && typeof value.zh === 'string'
}
