/** A customer who does anything at all: presses what is there and what was there, and sends what can be sent. */
import type { Inbound, InboundContent, InboundFile, Outbound, OutboundButton } from '../../src/assistant/channel.ts'
import type { Language, SlotType } from '../../src/flow/flow.ts'
import type { Dice } from './dice.ts'
import { ANSWERS, CORRECTIONS, FITTING, NOISE, PAYLOADS, type Phrases, TEMPLATES, TOKENS } from './phrases.ts'

export type MonkeyCustomer = {
  readonly id: string
  readonly conversation: string
  readonly language: Language
  /** Answers what is asked, mostly, and so gets far. */
  readonly patient: boolean
  /** Types what a template would take for its own. */
  readonly typesTemplates: boolean
  /** Blocks the bot at times, and then misses what is said. */
  readonly blocks: boolean
  /** Buttons under the last question. */
  buttons: readonly OutboundButton[]
  /** Id of the last question heard. */
  ask: string | undefined
  /** Messages that have buttons now, without those made to last. */
  readonly live: Map<string, readonly OutboundButton[]>
  /** Tokens that were offered some time ago. */
  old: string[]
  /** The last update, for redeliveries. */
  last: Inbound | undefined
  album: string | undefined
  sent: number
}

export type Deed = {
  readonly inbounds: readonly Inbound[]
  /** The bot, if it owns the conversation, must say something. */
  readonly owesAnswer: boolean
}

const MOST_OLD = 12
const FILES: readonly InboundFile['kind'][] = ['photo', 'video', 'voice', 'audio', 'file', 'sticker']

export function createCustomer(number: number): MonkeyCustomer {
  return {
    id: String(number),
    conversation: `test:${number}`,
    language: number % 2 === 0 ? 'zh' : 'en',
    patient: number % 5 < 2,
    typesTemplates: number % 8 === 3,
    blocks: number % 4 === 1,
    buttons: [],
    ask: undefined,
    live: new Map(),
    old: [],
    last: undefined,
    album: undefined,
    sent: 0,
  }
}

/** What the customer sees now. */
export function hears(customer: MonkeyCustomer, { id, content }: Outbound): void {
  if (content.kind === 'settle') {
    customer.live.delete(content.message)
    return
  }
  if (content.kind !== 'text') return
  const { buttons = [], ask } = content
  if (buttons.length === 0 && ask === undefined) return
  customer.old = [...customer.old, ...customer.buttons.map(button => button.token)].slice(-MOST_OLD)
  customer.buttons = buttons
  customer.ask = ask
  const lasts =
    buttons.some(({ token }) => token.startsWith('~')) || buttons.every(({ token }) => token.endsWith(':person'))
  if (!lasts) customer.live.set(`m${id}`, buttons)
}

/** What random deeds are made of. `asked` is the type of answer that the open question of the customer wants. */
export type Occasion = {
  readonly phrases: Phrases
  readonly dice: Dice
  readonly now: number
  readonly asked?: SlotType | undefined
}

/** One random thing, now and then two or three in a row before anybody can answer. */
export function randomDeed(customer: MonkeyCustomer, occasion: Occasion): Deed {
  const { dice, now } = occasion
  if (customer.last && dice.chance(0.02)) return { inbounds: [customer.last], owesAnswer: false }
  if (customer.blocks && dice.chance(0.03)) return leave(customer, dice, now)
  if (dice.chance(0.01)) {
    const message = `c${dice.below(customer.sent + 1)}`
    return { inbounds: [inboundOf(customer, { kind: 'deleted', message }, now)], owesAnswer: false }
  }
  if (dice.chance(0.02)) return sendAlbum(customer, dice, now)
  const count = dice.chance(0.04) ? 2 + dice.below(2) : 1
  const inbounds = Array.from({ length: count }, () => inboundOf(customer, content(customer, occasion), now))
  return { inbounds, owesAnswer: true }
}

/** An update of that customer. */
export function inboundOf(customer: MonkeyCustomer, content: InboundContent, at: number): Inbound {
  customer.sent += 1
  const inbound: Inbound = {
    channel: 'test',
    updateId: `${customer.id}-${customer.sent}`,
    conversation: customer.conversation,
    at,
    from: { language: customer.language, name: `Customer ${customer.id}` },
    content,
  }
  customer.last = inbound
  return inbound
}

/** Blocks the bot, and may come back. */
function leave(customer: MonkeyCustomer, dice: Dice, now: number): Deed {
  const reachable = dice.chance(0.5)
  return { inbounds: [inboundOf(customer, { kind: 'reachable', reachable }, now)], owesAnswer: false }
}

/** Some items of an album, which come one by one, and more of the same later. */
function sendAlbum(customer: MonkeyCustomer, dice: Dice, now: number): Deed {
  const goesOn = customer.album !== undefined && dice.chance(0.5)
  const album = goesOn && customer.album ? customer.album : `album-${customer.id}-${customer.sent}`
  customer.album = album
  const inbounds = Array.from({ length: 1 + dice.below(4) }, () =>
    inboundOf(customer, { kind: 'file', file: randomFile(customer, dice), album }, now),
  )
  return { inbounds, owesAnswer: !goesOn }
}

function randomFile(customer: MonkeyCustomer, dice: Dice): InboundFile {
  return {
    kind: dice.one(FILES),
    file: `file-${customer.id}-${customer.sent}`,
    ...(dice.chance(0.5) && { name: 'a "photo".jpg', mime: 'image/jpeg', size: dice.below(30_000_000) }),
  }
}

function content(customer: MonkeyCustomer, occasion: Occasion): InboundContent {
  const { dice } = occasion
  return customer.patient && dice.chance(0.88) ? patientContent(customer, occasion) : randomContent(customer, occasion)
}

/** What somebody does who wants to get to the end. */
export function patientContent(customer: MonkeyCustomer, occasion: Occasion): InboundContent {
  const { dice, asked } = occasion
  const buttons = customer.buttons.filter(button => !button.token.endsWith(':person'))
  const fitting = asked && FITTING[asked]?.[customer.language]
  if (fitting && (buttons.length === 0 || dice.chance(0.7))) return { kind: 'text', text: dice.one(fitting) }
  if (buttons.length > 0) return { kind: 'tap', token: dice.one(buttons).token }
  return { kind: 'text', text: dice.one(occasion.phrases.wishes[customer.language]) }
}

function randomContent(customer: MonkeyCustomer, { phrases, dice, now }: Occasion): InboundContent {
  const text = (of: readonly string[]): InboundContent => ({ kind: 'text', text: dice.one(of) })
  // Now and then somebody writes in the other language.
  const language = dice.chance(0.03) ? (customer.language === 'en' ? 'zh' : 'en') : customer.language
  const kind = dice.weighted(DEEDS)
  switch (kind) {
    case 'tap':
      return customer.buttons.length > 0
        ? { kind: 'tap', token: dice.one(customer.buttons).token }
        : text(phrases.wishes[language])
    case 'tap-old':
      return { kind: 'tap', token: customer.old.length > 0 ? dice.one(customer.old) : dice.one(TOKENS) }
    case 'tap-forged':
      return { kind: 'tap', token: dice.one(TOKENS) }
    case 'label':
      return customer.buttons.length > 0
        ? text(customer.buttons.map(button => button.label))
        : text(phrases.wishes[language])
    case 'number':
      return { kind: 'text', text: String(1 + dice.below(Math.max(2, customer.buttons.length))) }
    case 'wish':
      return text(phrases.wishes[language])
    case 'repair':
      return text(phrases.repair[language])
    case 'answer':
      return text(ANSWERS[language])
    case 'correction':
      return text(CORRECTIONS[language])
    case 'person':
      return { kind: 'text', text: language === 'zh' ? '人工' : 'human' }
    case 'danger':
      return text(phrases.dangers[language])
    case 'noise':
      return text(customer.typesTemplates && dice.chance(0.5) ? TEMPLATES : NOISE)
    case 'file': {
      const caption = dice.chance(0.3) ? dice.one([...phrases.wishes[language], ...NOISE]) : undefined
      return { kind: 'file', file: randomFile(customer, dice), ...(caption !== undefined && { caption }) }
    }
    case 'contact':
      return { kind: 'contact', phone: dice.one(['+8613812345678', '13900001111', '12', '']), name: '小明' }
    case 'location':
      return { kind: 'location', latitude: dice.below(181) - 90, longitude: dice.below(361) - 180 }
    case 'command':
      return {
        kind: 'command',
        name: dice.chance(0.9) ? dice.one(phrases.commands) : dice.one(['xyzzy', '', 'constructor', '取消']),
        payload: dice.one(PAYLOADS),
      }
    case 'edit':
      return {
        kind: 'edit',
        text: dice.one([...ANSWERS[language], ...CORRECTIONS[language], ...NOISE]),
        message: `c${dice.below(customer.sent + 1)}`,
      }
    case 'unsupported':
      return { kind: 'unsupported', what: dice.one(['poll', 'dice', 'story', `at ${now}`]) }
  }
}

type DeedKind =
  | 'tap'
  | 'tap-old'
  | 'tap-forged'
  | 'label'
  | 'number'
  | 'wish'
  | 'repair'
  | 'answer'
  | 'correction'
  | 'person'
  | 'danger'
  | 'noise'
  | 'file'
  | 'contact'
  | 'location'
  | 'command'
  | 'edit'
  | 'unsupported'

/** How often each; taps and answers most, so that some get far. */
const DEEDS: readonly (readonly [number, DeedKind])[] = [
  [36, 'tap'],
  [4, 'tap-old'],
  [2, 'tap-forged'],
  [8, 'label'],
  [4, 'number'],
  [8, 'wish'],
  [7, 'repair'],
  [13, 'answer'],
  [2, 'correction'],
  [0.7, 'person'],
  [0.7, 'danger'],
  [5, 'noise'],
  [2, 'file'],
  [1, 'contact'],
  [1, 'location'],
  [4, 'command'],
  [1.5, 'edit'],
  [0.5, 'unsupported'],
]
