/**
 * The state of one conversation: which flows are open, what is asked, what is known. Plain data of about a kilobyte,
 * stored as JSON and never changed in place.
 */
import type { Language, Value, Values } from './flow.ts'

/** Who answers the customer (design, "Ownership"). The engine reads it and never changes it: claiming is staff's business. */
export type Owner = 'bot' | 'waiting' | 'agent'

/** One open flow. The last frame of the stack is the one that speaks. */
export type Frame = {
  readonly flow: string
  /** The step that is waited at, or run next. */
  readonly step: string
  /**
   * What to do when the flow ends: `call` goes on after the calling step, `digression` and `notice` go back to the open
   * question, `cancel` (a flow that tidies up after itself) goes on with the frame below.
   */
  readonly how: 'start' | 'call' | 'digression' | 'notice' | 'cancel'
  /** Ids of the ask steps answered in this frame, oldest first, for "back". Emptied by `do` steps that are `final`. */
  readonly trail: readonly string[]
  /** The opening of what this flow interrupted; it is in force again when the flow ends. */
  readonly interrupted?: Opening
  /** Slots that the values this flow was started with have put aside until it ends, see `shadow.ts`. */
  readonly shadowed?: { readonly whole: boolean; readonly slots: Values }
}

export type Opening = {
  /** The sentence that opened the flow: later questions look for their answer in it before asking. */
  readonly opening?: string
  /** Questions (`flow.step`) whose answer was found in it; they do not look there twice. */
  readonly read?: readonly string[]
}

/** A paragraph that waits to be joined with others into one message. `name` is its text id. */
export type Said = { readonly name: string; readonly text: string; readonly living?: string }

/** The question that is open, if any. */
export type Asked = {
  /** Unique within the conversation; part of every button token. */
  readonly id: string
  /** How often it was not understood. */
  readonly misses: number
  /** It has buttons that go away when it is answered. */
  readonly settles?: boolean
  /** Choices computed by an action, as they were offered. */
  readonly offered?: readonly { readonly value: Value; readonly label: Readonly<Record<Language, string>> }[]
  /** Flows offered after a misunderstanding, behind the buttons of the question. */
  readonly nearest?: readonly string[]
}

export type Unfinished = {
  readonly said: readonly Said[]
  /** How much work the turn has done. */
  readonly steps: number
  /** A customer waits for an answer. */
  readonly owed: boolean
}

export type Conversation = Opening & {
  readonly version: 1
  readonly language: Language
  readonly owner: Owner
  /** Revision of the catalogue that the open flows belong to; empty when no flow is open. */
  readonly revision: string
  readonly stack: readonly Frame[]
  readonly slots: Values
  readonly asked?: Asked
  /** Counts questions, to name them. */
  readonly turn: number
  /** Epoch milliseconds of the customer's last word, so that timers do not interrupt (policy `notify.busy`). */
  readonly heardAt: number
  /** While a person is awaited the customer was told so, once. */
  readonly toldToWait?: true
  /** What the turn did before the action it waits for; only there between a `do` effect and its `done` event. */
  readonly unfinished?: Unfinished
}

/** A conversation nobody has spoken in yet. */
export function newConversation(language: Language): Conversation {
  return { version: 1, language, owner: 'bot', revision: '', stack: [], slots: {}, turn: 0, heardAt: 0 }
}
