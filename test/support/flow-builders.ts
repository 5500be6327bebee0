/** Flows, catalogues and an understanding of free text for tests: small, plain and deterministic. */
import { advance } from '../../src/flow/advance.ts'
import type { Catalogue } from '../../src/flow/catalogue.ts'
import { type Conversation, newConversation } from '../../src/flow/conversation.ts'
import type { Effect, Event, Understand, UnderstandContext, Understanding } from '../../src/flow/event.ts'
import type {
  AskStep,
  Choice,
  DoStep,
  Flow,
  HandOverStep,
  Keep,
  RemindStep,
  Slot,
  SlotType,
  Step,
  Text,
  Values,
} from '../../src/flow/flow.ts'
import {
  REPAIR_SIGNALS,
  REPAIR_TEXTS,
  type Repair,
  type RepairSignal,
  type RepairText,
} from '../../src/flow/repair-content.ts'

/** Tuesday 24 November 2026, 10:00 in Shanghai. */
export const NOW = Date.UTC(2026, 10, 24, 2)
const PLACE = { file: 'test.yaml', line: 1 }

export function text(en: string, zh = `〔${en}〕`): Text {
  return { en, zh }
}

/** A step without its id: `aFlow` gives it the name of its slot or its number, as the parser does. */
export type Draft = Step extends infer S ? (S extends Step ? Omit<S, 'id' | 'place'> & { id?: string } : never) : never

export function say(en: string, extra: { id?: string; when?: string } = {}): Draft {
  return { kind: 'say', say: text(en), ...extra }
}

export function ask(slot: string, extra: Partial<AskStep> = {}): Draft {
  const flags = { always: false, verbatim: false, safety: false, person: false, unknown: false }
  return { kind: 'ask', slot, say: text(`${slot}?`), ...flags, ...extra }
}

export function choices(...values: readonly (string | number | [string | number, string])[]): Choice[] {
  return values.map(each => {
    const [value, go] = Array.isArray(each) ? each : [each, undefined]
    const label = text(String(value))
    return { value, label, also: { en: [`${value}-ish`], zh: [] }, ...(go === undefined ? {} : { go }) }
  })
}

export function act(action: string, on: Record<string, string> = {}, extra: Partial<DoStep> = {}): Draft {
  return { kind: 'do', action, with: {}, on, ...extra }
}

export function call(flow: string, values: Values = {}): Draft {
  return { kind: 'call', flow, with: values }
}

export function go(step: string): Draft {
  return { kind: 'go', go: step }
}

export function when(condition: string, step: string, otherwise?: string): Draft {
  return { kind: 'if', condition, go: step, ...(otherwise === undefined ? {} : { otherwise }) }
}

export function set(values: Values): Draft {
  return { kind: 'set', values }
}

export function remind(flow: string, extra: Partial<RemindStep> = {}): Draft {
  return { kind: 'remind', flow, key: flow, with: {}, quiet: false, ...extra }
}

export function handOver(reason: string, priority: HandOverStep['priority'] = 'MEDIUM', id?: string): Draft {
  return { kind: 'hand-over', reason, priority, ...(id === undefined ? {} : { id }) }
}

export function end(extra: { id?: string; all?: boolean } = {}): Draft {
  return { kind: 'end', all: false, ...extra }
}

type FlowParts = {
  readonly slots?: Readonly<Record<string, SlotType | (Partial<Slot> & { type: SlotType; keep?: Keep })>>
  readonly examples?: readonly string[]
  readonly command?: string
  readonly title?: string
  readonly sets?: Values
  readonly cancelled?: string
}

export function aFlow(name: string, parts: FlowParts, ...steps: readonly Draft[]): Flow {
  const slots = Object.entries(parts.slots ?? {}).map(([slot, short]): [string, Slot] => [
    slot,
    { name: slot, keep: 'case', ...(typeof short === 'string' ? { type: short } : short) },
  ])
  const command = parts.command === undefined ? {} : { command: { name: parts.command, about: text(parts.command) } }
  return {
    name,
    about: name,
    audience: 'customer',
    ...(parts.title === undefined && parts.examples === undefined ? {} : { title: text(parts.title ?? name) }),
    start: { examples: { en: parts.examples ?? [], zh: [] }, ...command },
    sets: parts.sets ?? {},
    slots: Object.fromEntries(slots),
    steps: steps.map((step, index) => {
      const id = step.id ?? (step.kind === 'ask' ? step.slot : String(index + 1))
      return { ...step, id, place: PLACE } as Step
    }),
    ...(parts.cancelled === undefined ? {} : { cancelled: parts.cancelled }),
    place: PLACE,
  }
}

const WORDS: Readonly<Record<RepairSignal, readonly string[]>> = {
  human: ['human', 'talk to a person'],
  cancel: ['cancel'],
  back: ['back'],
  restart: ['restart'],
  correct: ['that is wrong'],
  yes: ['yes', 'yep'],
  no: ['no', 'nope'],
  unknown: ['no idea'],
  thanks: ['thanks', 'thank you'],
}

/** Every repair text reads as its own name in brackets. */
export const repair: Repair = {
  words: Object.fromEntries(
    REPAIR_SIGNALS.map((signal): [string, Repair['words'][RepairSignal]] => [signal, { en: WORDS[signal], zh: [] }]),
  ) as Repair['words'],
  texts: {
    ...(Object.fromEntries(REPAIR_TEXTS.map(name => [name, text(`[${name}]`)])) as Record<RepairText, Text>),
    corrected: text('[corrected {slot}: {value}]'),
    noted: text('[noted {slot}: {value}]'),
  },
}

export const policy: Values = {
  region: { zone: 'Asia/Shanghai' },
  notify: { busy: '10m', postpone: '10m' },
  booking: { hold: '10m' },
  recheck: { repeat: '30m' },
  rating: { window: '72h' },
  understand: { act: 0.6, ask: 0.25, digress: 0.7, misses: 2 },
}

/** The flow every catalogue has. */
export const safety = aFlow(
  'safety',
  { slots: { hazard: { type: 'text', keep: 'flow' } } },
  say('STOP: {hazard}', { id: 'stop' }),
  handOver('hazard', 'SAFETY'),
  end(),
)

export function aCatalogue(...flows: readonly Flow[]): Catalogue {
  const all = new Map([...flows, safety].map(flow => [flow.name, flow]))
  return { revision: 'r1', flows: all, repair, hazards: [], policy, understand: understandOf([...all.values()]) }
}

/** Understands examples (whole: 1, within: 0.8, a word of five letters: 0.4), repair words, and a few kinds of value. */
function understandOf(flows: readonly Flow[]): Understand {
  return (said, context) => {
    const words = said.trim().toLowerCase()
    const nobody: Understanding = { intents: [], zone: 'none', entities: {} }
    const choice = choiceIn(words, context)
    if (choice >= 0) return { ...nobody, choice }
    const signal = REPAIR_SIGNALS.find(each => WORDS[each].includes(words))
    const entities = entitiesIn(said)
    const answered = typeof entities['yes-no'] === 'boolean' ? { 'yes-no': entities['yes-no'] } : {}
    if (signal !== undefined) return { ...nobody, signal, entities: answered }
    const intents = flows
      .map(flow => ({ flow: flow.name, score: Math.max(0, ...flow.start.examples.en.map(each => score(words, each))) }))
      .filter(intent => intent.score > 0)
      .sort((one, other) => other.score - one.score)
    const best = intents[0]?.score ?? 0
    const zone = best >= 0.6 ? 'act' : best >= 0.25 ? 'ask' : 'none'
    const danger = words.includes('smoke') && !(context.expecting?.safety === true && words.includes('no smoke'))
    const [, slot, rest] = /^no, (?:the (\w+) is )?(.+)$/i.exec(said.trim()) ?? []
    return {
      intents,
      zone,
      entities,
      ...(rest === undefined ? {} : { correction: { ...(slot === undefined ? {} : { slot }), text: rest } }),
      ...(danger ? { hazard: 'electrical' } : {}),
      ...(/[\u4e00-\u9fff]/.test(said) ? { language: 'zh' as const } : {}),
    }
  }
}

function choiceIn(words: string, { expecting }: UnderstandContext): number {
  return (expecting?.choices ?? []).findIndex(
    ({ label, also }, index) =>
      [label.en, label.zh, ...(also?.en ?? [])].some(each => each.toLowerCase() === words) ||
      String(index + 1) === words ||
      (also?.en ?? []).some(each => each.includes('-ish') && words.includes(each.toLowerCase())),
  )
}

function score(words: string, example: string): number {
  if (words === example) return 1
  if (words.includes(example)) return 0.8
  return example.split(' ').some(word => word.length > 4 && words.includes(word)) ? 0.4 : 0
}

function entitiesIn(said: string): Values {
  const found: Record<string, string | number | boolean | undefined> = {
    phone: /\+\d{8,14}/.exec(said)?.[0],
    date: /\d{4}-\d\d-\d\d/.exec(said)?.[0],
    model: /\b[A-Z]{3}\d+/.exec(said)?.[0],
    name: /my name is (\w+)/.exec(said)?.[1],
    wish: /tomorrow[\w ]*/i.exec(said)?.[0],
    number: /^\d+$/.test(said.trim()) ? Number(said) : undefined,
    'yes-no': /^(yes|yep)\b/i.test(said) ? true : /^(no|nope)\b/i.test(said) ? false : undefined,
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Values
}

/** What an action answers; `ok` with nothing when a test does not care. */
export type FakeActions = Readonly<Record<string, (args: Values) => { outcome: string; values?: Values }>>

/** A conversation with somebody: feeds events, runs fake actions, and keeps what came out. */
export function talkTo(catalogue: Catalogue, actions: FakeActions = {}, start: Conversation = newConversation('en')) {
  const talk = {
    conversation: start,
    /** Effects of the last event, actions included. */
    effects: [] as Effect[],
    now: NOW,
    feed(event: Event): Effect[] {
      talk.effects = []
      let next: Event | undefined = event
      while (next !== undefined) {
        const result = advance(catalogue, talk.conversation, next, talk.now)
        talk.conversation = result.conversation
        talk.effects.push(...result.effects)
        const last: Effect | undefined = result.effects.at(-1)
        const done = last?.kind === 'do' ? (actions[last.action]?.(last.args) ?? { outcome: 'ok' }) : undefined
        next = done === undefined ? undefined : { kind: 'done', outcome: done.outcome, values: done.values ?? {} }
      }
      return talk.effects
    },
    says: (words: string) => heard(talk.feed({ kind: 'said', text: words })),
    taps: (label: string) => heard(talk.feed({ kind: 'tapped', token: tokenOf(talk.effects, label) })),
    commands: (name: string, payload = '') => heard(talk.feed({ kind: 'commanded', name, payload })),
    token: (label: string) => tokenOf(talk.effects, label),
    slots: () => talk.conversation.slots,
    stack: () => talk.conversation.stack.map(frame => `${frame.flow}.${frame.step}`),
  }
  return talk
}

/** The messages among effects. */
export function heard(effects: readonly Effect[]): string[] {
  return effects.flatMap(effect => (effect.kind === 'say' ? [effect.text] : []))
}

export function labels(effects: readonly Effect[]): string[] {
  return effects.flatMap(effect => (effect.kind === 'say' ? (effect.buttons ?? []).map(button => button.label) : []))
}

export function tokenOf(effects: readonly Effect[], label: string): string {
  const buttons = effects.flatMap(effect => (effect.kind === 'say' ? (effect.buttons ?? []) : []))
  const token = buttons.find(button => button.label === label)?.token
  if (token === undefined)
    throw new Error(`no button "${label}" among ${buttons.map(button => button.label).join(', ')}`)
  return token
}

export function of<Kind extends Effect['kind']>(effects: readonly Effect[], kind: Kind) {
  return effects.filter((effect): effect is Extract<Effect, { kind: Kind }> => effect.kind === kind)
}
