/** What a customer says, taps, sends or shares while the bot answers. */
import {
  isExactly,
  isTextLike,
  LONGEST_OPENING,
  mentionedValues,
  photosAmong,
  readMedia,
  readPhone,
  readPosition,
  readTap,
  readWords,
} from './answer.ts'
import { correct, knownSlots, sayKnown } from './correction.ts'
import type { Event, Media, Understanding } from './event.ts'
import type { Values } from './flow.ts'
import { baseIndex, bring, drop, indexOf, open, unwind } from './frames.ts'
import { tapLasting } from './lasting.ts'
import { isPersonOffered, misunderstood, nothing, offered, offerNearest } from './misunderstanding.ts'
import { type Answer, expectingOf, giveUp, openQuestion, type Question, settle, take } from './question.ts'
import { back, callPerson, cancel, restart, stale, stop } from './repair.ts'
import type { RepairSignal } from './repair-content.ts'
import { askOnce, flowNamed, run } from './steps.ts'
import { readToken } from './token.ts'
import {
  declaration,
  fill,
  followLanguage,
  isFilled,
  MOST_REMEMBERED,
  policyNumber,
  sayRepair,
  setAsked,
  setOpening,
  slotValue,
  type Turn,
  understandAlone,
} from './turn.ts'

/** Words that ask something and do not answer. */
const ASKS_SOMETHING = /([?？]|吗|呢)[\s。.!！]*$/u
/** Characters of the name of a shared contact that are kept. */
const LONGEST_NAME = 80
/** Characters of a deep link's payload that are kept (Telegram allows 64). */
const LONGEST_PAYLOAD = 300

export function hearWords(turn: Turn, text: string, media: readonly Media[] = []) {
  const question = openQuestion(turn)
  const understood = understand(turn, text, question)
  if (understood.hazard !== undefined) return stop(turn, understood.hazard, text)
  const shown = readMedia(question, media)
  if (question !== undefined && shown !== undefined) return answer(turn, question, shown)
  keepPhotos(turn, media)
  if (text.trim() === '') return sayRepair(turn, media.length > 0 ? 'media' : 'unsupported')
  if (turn.conversation.stack.length === 0) followLanguage(turn, understood.language)
  if (obey(turn, text, understood, question)) return
  if (question?.step.verbatim !== true && understood.correction !== undefined) {
    if (correct(turn, understood.correction)) return
  }
  if (question !== undefined) hearAnswer(turn, question, text, understood)
  else hearWish(turn, text, understood)
}

function understand(turn: Turn, text: string, question: Question | undefined): Understanding {
  const expecting = question === undefined ? offered(turn) : expectingOf(turn, question.step, question.options)
  return turn.catalogue.understand(text, {
    language: turn.conversation.language,
    now: turn.now,
    known: knownSlots(turn),
    ...(expecting === undefined ? {} : { expecting }),
  })
}

/** Does what repair words ask for. Where every word is the answer, only those words alone count, and thanks do not. */
function obey(turn: Turn, text: string, understood: Understanding, question: Question | undefined): boolean {
  const { signal } = understood
  if (signal === undefined) return false
  if (question?.step.verbatim === true) {
    if (signal === 'thanks' || !isExactly(Object.values(turn.catalogue.repair.words[signal]).flat(), text)) return false
  }
  if (signal === 'correct' && understood.correction !== undefined) return false
  if (signal === 'yes' && isPersonOffered(turn)) {
    callPerson(turn)
    return true
  }
  const behaviour = BEHAVIOURS[signal]
  behaviour?.(turn)
  return behaviour !== undefined
}

const BEHAVIOURS: Readonly<Partial<Record<RepairSignal, (turn: Turn) => void>>> = {
  human: callPerson,
  cancel,
  back,
  restart,
  correct: back,
  thanks: turn => sayRepair(turn, 'you-are-welcome'),
}

function hearAnswer(turn: Turn, question: Question, text: string, understood: Understanding) {
  const certain = readWords(turn, question, text, understood, true)
  if (certain !== undefined) return answer(turn, question, certain)
  const [best] = understood.intents.filter(intent => !isCurrent(turn, intent.flow))
  if (question.step.verbatim || !isAboutSomethingElse(turn, question, text, best?.score)) {
    const words = question.step.verbatim ? text : (understood.correction?.text ?? text)
    const read = readWords(turn, question, words, understood)
    if (read !== undefined) return answer(turn, question, read)
  }
  if (understood.zone === 'act' && best !== undefined && best.flow === understood.intents[0]?.flow) {
    return start(turn, best.flow, { text, understood })
  }
  misunderstood(turn, question, text, understood)
}

/** Any words answer a text-like question, unless they ask something or clearly want something else. */
function isAboutSomethingElse(turn: Turn, question: Question, text: string, score = 0): boolean {
  if (!isTextLike(question.slot.type)) return false
  return ASKS_SOMETHING.test(text) || score >= policyNumber(turn, 'understand', 'digress', 1)
}

/** The flow the customer is in, or one that called it. */
function isCurrent(turn: Turn, flow: string): boolean {
  return turn.conversation.stack.slice(Math.max(0, baseIndex(turn))).some(frame => frame.flow === flow)
}

function hearWish(turn: Turn, text: string, understood: Understanding) {
  const [best] = understood.intents
  if (understood.choice !== undefined) return pick(turn, understood.choice)
  if (understood.zone === 'act' && best !== undefined) return start(turn, best.flow, { text, understood })
  if (understood.zone === 'ask') return offerNearest(turn, text.slice(0, LONGEST_OPENING), understood)
  nothing(turn, text)
}

/** Starts one of the flows that were offered, with the words that made us offer it. */
function pick(turn: Turn, index: number) {
  const { asked, opening } = turn.conversation
  const name = asked?.nearest?.[index]
  if (name === undefined) return stale(turn)
  start(turn, name, opening === undefined || turn.conversation.stack.length > 0 ? {} : { text: opening })
}

type Beginning = {
  /** The words that started it. */
  readonly text?: string
  readonly understood?: Understanding
  readonly values?: Values
  /** Values that hold only while it is open: what a timer brings. */
  readonly brought?: Values
  /** Even if it is open already. */
  readonly afresh?: boolean
}

/** Starts a flow over what is open. One that is open already is gone back to instead. */
export function start(turn: Turn, name: string, { text, understood, values, brought, afresh }: Beginning) {
  const flow = flowNamed(turn, name)
  const index = indexOf(turn, name)
  giveUp(turn)
  if (index >= 0) {
    const frame = turn.conversation.stack[index]
    if (afresh !== true && frame?.how !== 'cancel') {
      unwind(turn, index)
      return askOnce(turn)
    }
    drop(turn, index)
  }
  if (brought === undefined) open(turn, flow, 'digression', values)
  else bring(turn, flow, 'digression', brought)
  if (text !== undefined) {
    setOpening(turn, text.slice(0, LONGEST_OPENING))
    fill(turn, mentionedValues(turn, flow, understood ?? understandAlone(turn, text)))
  }
  run(turn)
}

export function answer(turn: Turn, question: Question, given: Answer) {
  take(turn, question, given)
  run(turn)
}

export function hearTap(turn: Turn, text: string) {
  const token = readToken(text)
  if (token === undefined) return stale(turn)
  if (token.kind === 'lasting') return tapLasting(turn, token)
  if (token.what === 'person') return callPerson(turn)
  const { asked, opening } = turn.conversation
  if (asked?.id !== token.ask) return stale(turn)
  const flow = /^n(\d)$/.exec(token.what)?.[1]
  if (flow !== undefined) return pick(turn, Number(flow))
  if (token.what === 'none') {
    settle(turn, '')
    setAsked(turn, { id: asked.id, misses: asked.misses })
    setOpening(turn, undefined)
    return nothing(turn, opening ?? '')
  }
  const question = openQuestion(turn)
  const given = question === undefined ? undefined : readTap(turn, question, token.what)
  if (question === undefined || given === undefined) return stale(turn)
  answer(turn, question, given)
}

export function hearMedia(turn: Turn, media: readonly Media[]) {
  const question = openQuestion(turn)
  const shown = readMedia(question, media)
  if (question !== undefined && shown !== undefined) return answer(turn, question, shown)
  keepPhotos(turn, media)
  sayRepair(turn, media.every(item => item.kind === 'sticker') ? 'unsupported' : 'media')
}

/** Photos nobody asked for belong to the case all the same. */
function keepPhotos(turn: Turn, media: readonly Media[]) {
  const refs = photosAmong(media)
  if (refs.length === 0 || declaration(turn, 'photos')?.type !== 'photo') return
  const before = slotValue(turn, 'photos')
  fill(turn, { photos: [...(Array.isArray(before) ? before : []), ...refs].slice(-MOST_REMEMBERED) })
}

type Contact = { readonly phone: string; readonly name?: string }

export function hearShared(turn: Turn, event: Extract<Event, { kind: 'shared' }>) {
  const question = openQuestion(turn)
  if (event.what === 'location') {
    if (question?.slot.type !== 'address') return sayRepair(turn, 'unsupported')
    const value = readPosition(event.latitude, event.longitude)
    return answer(turn, question, { value, label: '' })
  }
  hearContact(turn, event, question)
}

/** A contact fills the phone number whatever is asked, and the name where there is none, or where it is asked. */
function hearContact(turn: Turn, { phone: written, name }: Contact, question: Question | undefined) {
  const phone = readPhone(turn, written)
  const called = name?.trim().slice(0, LONGEST_NAME) ?? ''
  const isNameAsked = question?.slot.type === 'name' && called !== ''
  if (called !== '' && declaration(turn, 'name')?.type === 'name' && !isFilled(turn, 'name')) {
    if (!isNameAsked) fill(turn, { name: called })
  }
  if (question?.slot.type === 'phone') return answer(turn, question, { value: phone, label: '' })
  const slot = declaration(turn, 'phone')
  if (slot?.type !== 'phone') return sayRepair(turn, 'unsupported')
  const before = slotValue(turn, 'phone')
  fill(turn, { phone })
  sayKnown(turn, before === null || before === phone ? 'noted' : 'corrected', slot, phone)
  if (isNameAsked) return answer(turn, question, { value: called, label: '' })
  if (question !== undefined) askOnce(turn)
}

/** An edited message counts only where it plainly answers the open question; it may have been an answer to another. */
export function hearEdit(turn: Turn, text: string) {
  const question = openQuestion(turn)
  const understood = understand(turn, text, question)
  if (understood.hazard !== undefined) return stop(turn, understood.hazard, text)
  const given = question === undefined ? undefined : readWords(turn, question, text, understood, true)
  if (question === undefined || given === undefined) sayRepair(turn, 'edited')
  else answer(turn, question, given)
}

export function hearCommand(turn: Turn, name: string, payload: string) {
  const hazard = payload === '' ? undefined : understandAlone(turn, payload).hazard
  if (hazard !== undefined) return stop(turn, hazard, payload)
  if (name === 'human') return callPerson(turn)
  if (name === 'cancel') return cancel(turn)
  if (name === 'back') return back(turn)
  if (name === 'restart') return restart(turn)
  const flow = [...turn.catalogue.flows.values()].find(each => each.start.command?.name === name)
  const words = `${name} ${payload}`.trim()
  if (flow === undefined) return nothing(turn, `/${words}`, understandAlone(turn, words))
  const values = { payload: payload === '' ? null : payload.slice(0, LONGEST_PAYLOAD) }
  start(turn, flow.name, { values, afresh: payload !== '' })
}
