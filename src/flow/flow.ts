/**
 * The vocabulary of a conversation as content: flows, steps, slots, texts. Types only.
 *
 * A flow is what a YAML file in `flows/` says after `parse.ts` has read it: every short form is spelled out, every step
 * has an id, and every text has a name (`book-visit.window`) that survives reordering.
 */

export type Language = 'en' | 'zh'
export const LANGUAGES: readonly Language[] = ['en', 'zh']

/** A plain JSON value: what a slot holds, an action takes and gives, and a conversation stores. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }
export type Values = Readonly<Record<string, Value>>

/** ICU MessageFormat in both languages. A placeholder is a slot path (`{visit.window}`), `{policy.a.b}` or `{count, plural, …}`. */
export type Text = Readonly<Record<Language, string>>

/**
 * How an answer is read (see `answer.ts`). `any` is for slots that only actions fill. An instant is epoch milliseconds,
 * a date is as exact as it was told: `2025`, `2025-03` or `2025-03-01`.
 */
export type SlotType =
  | 'text'
  | 'name'
  | 'phone'
  | 'address'
  | 'date'
  | 'number'
  | 'choice'
  | 'yes-no'
  | 'model'
  | 'photo'
  | 'any'
export const SLOT_TYPES: readonly SlotType[] = [
  'text',
  'name',
  'phone',
  'address',
  'date',
  'number',
  'choice',
  'yes-no',
  'model',
  'photo',
  'any',
]

/**
 * How long a slot lives: `customer` until erased (name, phone, address), `case` until the case is closed (appliance,
 * symptom, visit), `flow` until the flow that declares it ends.
 */
export type Keep = 'customer' | 'case' | 'flow'

export type Slot = {
  readonly name: string
  readonly type: SlotType
  readonly keep: Keep
  /** What a customer calls it when correcting it: "no, the *address* is …". */
  readonly called?: Readonly<Record<Language, readonly string[]>>
  /** The step to go to when the slot is corrected after it was answered, for instance to look for windows again. */
  readonly corrected?: string
}

/** Where something stands in the catalogue, for messages and problems. Lines count from 1. */
export type Place = { readonly file: string; readonly line: number }

/** A fixed choice of an ask step. `value` is stored in the slot; `also` are words that mean it. */
export type Choice = {
  readonly value: string | number | boolean
  readonly label: Text
  readonly also: Readonly<Record<Language, readonly string[]>>
  /** Step to go to when it is chosen; absent: the next step. */
  readonly go?: string
}

/** A choice whose list an action computed: an array in a slot, each `{ value, label: { en, zh } }`. */
export type ChoicesFrom = { readonly from: string }

/**
 * The way past the choices of an ask step: a button behind them, which empties `slot` and goes to `go`, and words that
 * hold a value for `slot` and mean no choice, which fill it and go there, too.
 */
export type Other = {
  readonly label: Text
  readonly also: Readonly<Record<Language, readonly string[]>>
  readonly slot: string
  readonly go: string
}

type StepBase = {
  readonly id: string
  /** CEL condition; the step is passed over when it is false. */
  readonly when?: string
  readonly place: Place
}

export type SayStep = StepBase & {
  readonly kind: 'say'
  readonly say: Text
  /**
   * Interpolated key of a message that lives: said once more under the same key, it changes the message the customer
   * has instead of being another. Neighbours of one key are the lines of one message.
   */
  readonly living?: string
}

export type AskStep = StepBase & {
  readonly kind: 'ask'
  /** The slot the answer goes to. */
  readonly slot: string
  readonly say: Text
  /** The same question in other words, for somebody who was not understood. */
  readonly again?: Text
  readonly choices?: readonly Choice[] | ChoicesFrom
  /** What may be said instead of a choice (R-031: another time than those offered). */
  readonly other?: Other
  /** A request-contact or request-location button, where the platform has one. */
  readonly request?: 'contact' | 'location'
  /** `true`: asked even when the slot is already filled. */
  readonly always: boolean
  /** `true`: whatever is said is the answer (a comment). The way to a person must then be a button. */
  readonly verbatim: boolean
  /** `true`: an answer to this question may negate hazard words ("no smoke"), see F0. */
  readonly safety: boolean
  /** `true`: a "talk to a person" button stands under the question. The words for a person work at every step anyway. */
  readonly person: boolean
  /** The buttons keep their meaning after the flow has ended; the slot named is carried in the button. */
  readonly lasting?: string
  /** "I don't know" is an answer and is stored as `unknown`. */
  readonly unknown: boolean
  /** Nobody answered for this policy duration: go there. */
  readonly silent?: { readonly after: string; readonly go: string }
}

/** Calls an action of `src/assistant/actions`. Every outcome the action declares, other than `ok`, needs a branch. */
export type DoStep = StepBase & {
  readonly kind: 'do'
  readonly action: string
  /** Arguments: a string `"{slot.path}"` is the value of the slot itself, anything else is taken as written. */
  readonly with: Values
  readonly on: Readonly<Record<string, string>>
  /** `true`: it cannot be taken back (a booking), so "back" does not go behind it. */
  readonly final?: boolean
}

export type CallStep = StepBase & { readonly kind: 'call'; readonly flow: string; readonly with: Values }
export type IfStep = StepBase & {
  readonly kind: 'if'
  readonly condition: string
  readonly go: string
  readonly otherwise?: string
}
export type GoStep = StepBase & { readonly kind: 'go'; readonly go: string }
/** Values: a string `"{slot.path}"` is the value of the slot itself; `null` empties the slot. */
export type SetStep = StepBase & { readonly kind: 'set'; readonly values: Values }

/** Arms a timer: `flow` starts at `from` (a slot path holding an instant; absent: now) plus or minus a policy duration. */
export type RemindStep = StepBase & {
  readonly kind: 'remind'
  readonly flow: string
  readonly after?: string
  readonly before?: string
  readonly from?: string
  /** Interpolated name; a second timer of the same key replaces the first. */
  readonly key: string
  readonly with: Values
  /** `true`: shifted out of quiet hours. */
  readonly quiet: boolean
  /** Policy duration after `from` that a shift may never pass. */
  readonly latest?: string
}
export type ForgetStep = StepBase & { readonly kind: 'forget'; readonly key: string }
/** Gives the conversation to a person and waits; goes on at the next step when it is handed back. */
export type HandOverStep = StepBase & {
  readonly kind: 'hand-over'
  readonly reason: string
  readonly priority: 'SAFETY' | 'HIGH' | 'MEDIUM' | 'LOW'
}
/** Ends the flow and returns to the flow that called it, or to the question that was interrupted. `all`: ends those too. */
export type EndStep = StepBase & { readonly kind: 'end'; readonly all: boolean }

export type Step =
  | SayStep
  | AskStep
  | DoStep
  | CallStep
  | IfStep
  | GoStep
  | SetStep
  | RemindStep
  | ForgetStep
  | HandOverStep
  | EndStep

export type Flow = {
  readonly name: string
  readonly about: string
  /** Whose words and commands may start it; notices, timers and calls may start any. */
  readonly audience: 'customer' | 'technician'
  /** What it is called where a customer chooses between flows ("Book a visit"). Needed by every flow with examples. */
  readonly title?: Text
  readonly start: {
    readonly examples: Readonly<Record<Language, readonly string[]>>
    /** Slash command without the slash, with its line in the command menu. */
    readonly command?: { readonly name: string; readonly about: Text }
  }
  /** Values that start with the flow (`appliance: washing-machine`), before its first step. */
  readonly sets: Values
  readonly slots: Readonly<Record<string, Slot>>
  readonly steps: readonly Step[]
  /** Step that tidies up when the customer cancels in the middle (release a held window). */
  readonly cancelled?: string
  readonly place: Place
}

/** Words of one kind of hazard (F0). The flow `safety` is started with `hazard` set to the kind. */
export type Hazard = {
  readonly kind: string
  readonly words: Readonly<Record<Language, readonly string[]>>
}

/** What an action promises to the flows: see `Action` in `src/assistant/action.ts`. */
export type ActionSignature = {
  /** Every outcome but `ok`. */
  readonly outcomes: readonly string[]
  /** Arguments it must be given in `with`. */
  readonly needs: readonly string[]
  /** Slots it may fill. */
  readonly gives: readonly string[]
}

/** A fault in the content, told so that its author can mend it. */
export type Problem = Place & {
  readonly what: string
  /** What to do about it. */
  readonly mend: string
}
