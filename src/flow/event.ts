/**
 * What comes into the engine and what goes out of it. The engine (`advance.ts`) is a function from one to the other.
 */
import type { Language, Slot, SlotType, Text, Value, Values } from './flow.ts'
import type { RepairSignal } from './repair-content.ts'

/** A photo, voice message or file that was kept; `ref` is the id of its row. */
export type Media = {
  readonly ref: string
  readonly kind: 'photo' | 'video' | 'voice' | 'audio' | 'file' | 'sticker'
}

/** The open question, as far as reading an answer needs it. */
export type Expecting = {
  readonly slot: string
  readonly type: SlotType
  /** An answer to it may negate hazard words (F0). */
  readonly safety: boolean
  /** The choices in the order they are shown, fixed or computed. */
  readonly choices: readonly { readonly label: Text; readonly also?: Readonly<Record<Language, readonly string[]>> }[]
}

export type UnderstandContext = {
  readonly language: Language
  /** Epoch milliseconds, for "tomorrow". */
  readonly now: number
  readonly expecting?: Expecting
  /** Slots that are filled and may be corrected. */
  readonly known: readonly Slot[]
}

/**
 * What free text means. Deterministic and without I/O; made by `src/language` for one revision of the flows. Scores are
 * 0..1. An exact match with a choice or a repair word is found before anything is classified, and then stands alone.
 */
export type Understand = (text: string, context: UnderstandContext) => Understanding

export type Understanding = {
  /** Index into `expecting.choices` of the choice that is meant: by label, number, one of its words, or a near miss. */
  readonly choice?: number
  /** Flows that the text may want to start, best first. */
  readonly intents: readonly { readonly flow: string; readonly score: number }[]
  /** `act`: start the best · `ask`: offer the nearest · `none`: nobody's business. */
  readonly zone: 'act' | 'ask' | 'none'
  /**
   * Values found in the text: by slot type (`phone` in E.164, `date` as YYYY-MM-DD, `number`, `yes-no` as boolean,
   * `model`) and by slot name (`appliance`, `wish` as the words about the time, `name`, `address`).
   */
  readonly entities: Values
  /** A repair behaviour that the text asks for. */
  readonly signal?: RepairSignal
  /** "no, the address is 12 Long Road": what is corrected (a slot name, if one is named) and the rest of the text. */
  readonly correction?: { readonly slot?: string; readonly text: string }
  /** Kind of hazard (F0), if hazard words stand in the text and are not negated in answer to a safety question. */
  readonly hazard?: string
  /** The language the text is written in, when that is plain. */
  readonly language?: Language
}

export type Event =
  | { readonly kind: 'said'; readonly text: string; readonly media?: readonly Media[] }
  /** A photo, voice message or file without words. */
  | { readonly kind: 'sent'; readonly media: readonly Media[] }
  | { readonly kind: 'shared'; readonly what: 'contact'; readonly phone: string; readonly name?: string }
  | { readonly kind: 'shared'; readonly what: 'location'; readonly latitude: number; readonly longitude: number }
  /** A button; the token is one that a `say` effect carried. */
  | { readonly kind: 'tapped'; readonly token: string }
  /** A slash command; known names are those of the flows plus `help`, `cancel`, `human` and `language`. */
  | { readonly kind: 'commanded'; readonly name: string; readonly payload: string }
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly what: string }
  /** A timer that a `remind` effect armed. */
  | { readonly kind: 'due'; readonly key: string; readonly flow: string; readonly values: Values }
  /** Staff did something the customer must hear of at once: the flow is run over whatever is open. */
  | { readonly kind: 'notice'; readonly flow: string; readonly values: Values }
  /** The result of a `do` effect. Outcome `ok` or one the action declares; `failed` when it broke. */
  | { readonly kind: 'done'; readonly outcome: string; readonly values: Values }
  /** A person gives the conversation back to the bot. */
  | { readonly kind: 'handed-back' }

export type Button = {
  readonly label: string
  /** At most 64 bytes (Telegram callback_data). */
  readonly token: string
}

export type Effect =
  /** A message to the customer. `names` are the text ids it is made of, for tests and translators. */
  | {
      readonly kind: 'say'
      readonly names: readonly string[]
      readonly text: string
      readonly buttons?: readonly Button[]
      readonly request?: 'contact' | 'location'
      /** Id of the question, when it is one; `settle` refers to it. */
      readonly ask?: string
      /** Key of a message that lives: it changes the one the customer has of that key. */
      readonly living?: string
    }
  /** The question was answered: its buttons go away and the answer stands in their place (`label` empty: just remove). */
  | { readonly kind: 'settle'; readonly ask: string; readonly label: string }
  /** Run an action and feed a `done` event back before anything else. Always the last effect of its list. */
  | { readonly kind: 'do'; readonly action: string; readonly args: Values }
  | {
      readonly kind: 'remind'
      readonly key: string
      /** Epoch milliseconds. */
      readonly at: number
      readonly flow: string
      readonly values: Values
      readonly quiet: boolean
      /** Epoch milliseconds a quiet-hours shift may not pass. */
      readonly latest?: number
    }
  | { readonly kind: 'forget'; readonly key: string }
  /** The conversation goes to a person. */
  | {
      readonly kind: 'hand-over'
      readonly reason: string
      readonly priority: 'SAFETY' | 'HIGH' | 'MEDIUM' | 'LOW'
      /** What is broken in the flows, for the log; only with the reason `failed`. */
      readonly fault?: string
    }
  /** Nobody understood this: it is listed for staff until somebody takes it. */
  | { readonly kind: 'unhandled'; readonly text: string }
  /** Values of `keep: customer` slots changed; the caller stores them with the customer. */
  | { readonly kind: 'learned'; readonly slot: string; readonly value: Value; readonly before?: Value }
  | { readonly kind: 'language'; readonly language: Language }
