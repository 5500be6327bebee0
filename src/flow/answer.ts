/**
 * Reads an answer: what a customer typed, sent or shared, and the slot type that is asked, become a value, or nothing
 * when it cannot be read. Choices come first; a slot with choices takes other words only if its type is text-like.
 */
import type { Media, Understanding } from './event.ts'
import type { AskStep, Flow, Other, Slot, SlotType, Value, Values } from './flow.ts'
import { type Answer, expectingOf, type Option, optionsOf, type Question, slotAsked } from './question.ts'
import { renderText } from './text.ts'
import { declaration, isFilled, policyNumber, repairLabel, scopeOf, type Turn, understandAlone } from './turn.ts'

/** Characters kept of what is said in answer; far more than anybody needs to say, and the state stays small. */
const LONGEST: Readonly<Partial<Record<SlotType, number>>> = { text: 500, name: 80, address: 200, model: 60 }
/** Characters kept of the sentence that opens a flow. */
export const LONGEST_OPENING = 300
/** Types a value of which, said in the opening sentence, can mean nothing else. A date or number might. */
const UNMISTAKABLE: ReadonlySet<SlotType> = new Set(['phone', 'model'])
/** With choices, these types take nothing but a choice. */
const CHOSEN_ONLY: ReadonlySet<SlotType> = new Set(['choice', 'yes-no', 'number', 'any', 'photo'])
const LETTER = /\p{L}/u
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** Any words are an answer to a question of this type. */
export function isTextLike(type: SlotType): boolean {
  return LONGEST[type] !== undefined
}

/** Value of "I don't know". */
export const UNKNOWN = 'unknown'

/** Reads words. `exactly`: only what is certain, a choice or a value of the type, not just any words. */
export function readWords(
  turn: Turn,
  question: Question,
  text: string,
  understood: Understanding,
  exactly = false,
): Answer | undefined {
  const { step, slot, options } = question
  if (step.verbatim) return readVerbatim(turn, options, text, exactly)
  const chosen = understood.choice === undefined ? undefined : options[understood.choice]
  if (chosen !== undefined) return answerOf(turn, chosen)
  const other = step.other === undefined ? undefined : readOther(turn, step.other, text, understood)
  if (other !== undefined) return other
  if (step.unknown && understood.signal === 'unknown') return readUnknown(turn)
  const value = typedValue(slot, understood) ?? (exactly ? undefined : plainText(slot, text))
  if (value === undefined) return undefined
  const same = options.find(option => option.value === value)
  if (same !== undefined) return answerOf(turn, same)
  return options.length > 0 && CHOSEN_ONLY.has(slot.type) ? undefined : { value, label: '' }
}

/** What is said instead of a choice: the button's words, or a value for its slot, unless they clearly want another flow. */
function readOther(turn: Turn, other: Other, text: string, understood: Understanding): Answer | undefined {
  const { label, also, slot: name, go } = other
  const { language } = turn.conversation
  const button = { slot: name, type: 'choice' as const, safety: false, choices: [{ label, also }] }
  const meant = turn.catalogue.understand(text, { language, now: turn.now, known: [], expecting: button })
  if (meant.choice !== undefined) return tappedOther(turn, other)
  const slot = declaration(turn, name)
  const value = slot === undefined ? undefined : typedValue(slot, understood)
  if (slot === undefined || value === undefined) return undefined
  const isMostOfIt = typeof value === 'string' && value.length * 2 >= text.trim().length
  const score = understood.intents[0]?.score ?? 0
  if (!isMostOfIt && score >= policyNumber(turn, 'understand', 'digress', 1)) return undefined
  const words = isTextLike(slot.type) ? plainText(slot, text) : value
  return words === undefined ? undefined : { value: words, label: '', slot: name, go }
}

function tappedOther(turn: Turn, { label, slot, go }: Other): Answer {
  return { value: null, label: renderText(label, scopeOf(turn)), slot, go }
}

/** Whatever is said is the answer; a choice is meant only by its very words. */
function readVerbatim(turn: Turn, options: readonly Option[], text: string, exactly: boolean): Answer | undefined {
  const chosen = options.find(({ label, also }) =>
    isExactly([label.en, label.zh, ...(also?.en ?? []), ...(also?.zh ?? [])], text),
  )
  if (chosen !== undefined) return answerOf(turn, chosen)
  return exactly ? undefined : readText(text)
}

export function readUnknown(turn: Turn): Answer {
  return { value: UNKNOWN, label: repairLabel(turn, 'unknown') }
}

/** Reads the part of a button behind its question: an index or `unknown`. */
export function readTap(turn: Turn, question: Question, what: string): Answer | undefined {
  if (what === 'unknown' && question.step.unknown) return readUnknown(turn)
  if (what === 'other' && question.step.other !== undefined) return tappedOther(turn, question.step.other)
  const option = /^\d{1,3}$/.test(what) ? question.options[Number(what)] : undefined
  return option === undefined ? undefined : answerOf(turn, option)
}

export function readMedia(question: Question | undefined, media: readonly Media[]): Answer | undefined {
  const refs = photosAmong(media)
  return question?.slot.type === 'photo' && refs.length > 0 ? { value: refs, label: '' } : undefined
}

/** Ids of what shows or documents something; voices and stickers do not. */
export function photosAmong(media: readonly Media[]): string[] {
  return media.filter(item => ['photo', 'video', 'file'].includes(item.kind)).map(item => item.ref)
}

/**
 * A shared contact's number, as the understanding of phone numbers writes it. Without a plus sign it is one of the shop's
 * country, and only if there it is none, one whose plus sign the platform has left out.
 */
export function readPhone(turn: Turn, phone: string): string {
  const digits = phone.replace(/[^\d+]/g, '')
  const near = understandAlone(turn, digits).entities.phone
  const read = near ?? (digits.startsWith('+') ? undefined : understandAlone(turn, `+${digits}`).entities.phone)
  return typeof read === 'string' ? read : digits.slice(0, 20)
}

/** A position as text (RFC 5870), to a tenth of a metre. */
export function readPosition(latitude: number, longitude: number): string {
  return `geo:${latitude.toFixed(6)},${longitude.toFixed(6)}`
}

/** The answer to a question that was already given in the sentence that opened the flow. */
export function readOpening(turn: Turn, step: AskStep, opening: string): Answer | undefined {
  if (step.always || step.safety || step.verbatim || step.lasting !== undefined) return undefined
  const slot = slotAsked(turn, step)
  if (slot.type === 'yes-no') return undefined
  const options = optionsOf(turn, step)
  const { language } = turn.conversation
  const expecting = expectingOf(turn, step, options)
  const understood = turn.catalogue.understand(opening, { language, now: turn.now, expecting, known: [] })
  const chosen = understood.choice === undefined ? undefined : options[understood.choice]
  if (chosen !== undefined) return answerOf(turn, chosen)
  const value = mentioned(slot, understood)
  if (value === undefined) return undefined
  const same = options.find(option => option.value === value)
  if (same !== undefined) return answerOf(turn, same)
  return options.length > 0 ? undefined : { value, label: '' }
}

/**
 * Values said in the sentence that opens a flow, for slots that are empty: the flow's own, and those that outlive a flow
 * whichever flow asks for them, for that question may come much later.
 */
export function mentionedValues(turn: Turn, flow: Flow, understood: Understanding): Values {
  const slots = [...turn.catalogue.flows.values()].flatMap(each =>
    Object.values(each.slots).filter(slot => each === flow || slot.keep !== 'flow'),
  )
  const found: Record<string, Value> = {}
  for (const slot of slots) {
    const value = isFilled(turn, slot.name) ? undefined : mentioned(slot, understood)
    if (value !== undefined) found[slot.name] = value
  }
  return found
}

function mentioned(slot: Slot, understood: Understanding): Value | undefined {
  const named = slot.type === 'any' ? undefined : entity(understood, slot.name)
  return named ?? (UNMISTAKABLE.has(slot.type) ? entity(understood, slot.type) : undefined)
}

/** A new value for a slot that is corrected. */
export function readCorrection(
  slot: Slot,
  text: string,
  understood: Understanding,
  options: readonly Option[],
): Value | undefined {
  const chosen = understood.choice === undefined ? undefined : options[understood.choice]
  if (chosen !== undefined) return chosen.value
  const value = typedValue(slot, understood) ?? plainText(slot, text)
  return options.length > 0 && !options.some(option => option.value === value) ? undefined : value
}

/** A value that the words hold for the slot, by its name or its type. */
export function typedValue(slot: Slot, understood: Understanding): Value | undefined {
  if (slot.type === 'any' || slot.type === 'photo') return undefined
  if (slot.type === 'yes-no') {
    const plain = entity(understood, 'yes-no')
    if (typeof plain === 'boolean') return plain
    return understood.signal === 'yes' ? true : understood.signal === 'no' ? false : undefined
  }
  return entity(understood, slot.name) ?? (slot.type === 'text' ? undefined : entity(understood, slot.type))
}

function entity(understood: Understanding, name: string): Value | undefined {
  const value = Object.hasOwn(understood.entities, name) ? understood.entities[name] : undefined
  return value === null ? undefined : value
}

function plainText(slot: Slot, text: string): string | undefined {
  const longest = LONGEST[slot.type]
  const needed = slot.type === 'name' || slot.type === 'address' ? LETTER : LETTER_OR_DIGIT
  if (longest === undefined || !needed.test(text)) return undefined
  return readText(text, longest)?.value
}

function readText(text: string, longest = LONGEST.text): { value: string; label: string } | undefined {
  const words = [...text.replace(/\s+/g, ' ').trim()].slice(0, longest).join('')
  return words === '' ? undefined : { value: words, label: '' }
}

function answerOf(turn: Turn, option: Option): Answer {
  const label = renderText(option.label, scopeOf(turn))
  return { value: option.value, label, ...(option.go === undefined ? {} : { go: option.go }) }
}

/** The words mean exactly that, and nothing else is said. */
export function isExactly(phrases: readonly string[], text: string): boolean {
  const plain = (words: string): string =>
    words
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\p{P}\p{S}\s]+/gu, ' ')
      .trim()
  return phrases.some(phrase => plain(phrase) === plain(text))
}
