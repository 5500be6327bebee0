/** What `flows/repair.yaml` holds: the words that open a repair behaviour and what is said in each. */
import type { Language, Text } from './flow.ts'

/** How repair is spoken. One entry per behaviour; words open it, texts are what the assistant says (see `repair.ts`). */
export type Repair = {
  /** Words and phrases that mean it, per language; absent for behaviours that nothing a customer says can open. */
  readonly words: Readonly<Record<RepairSignal, Readonly<Record<Language, readonly string[]>>>>
  readonly texts: Readonly<Record<RepairText, Text>>
}

export type RepairSignal = 'human' | 'cancel' | 'back' | 'restart' | 'correct' | 'yes' | 'no' | 'unknown' | 'thanks'
export const REPAIR_SIGNALS: readonly RepairSignal[] = [
  'human',
  'cancel',
  'back',
  'restart',
  'correct',
  'yes',
  'no',
  'unknown',
  'thanks',
]

/**
 * `nearest`: three flows as buttons · `nothing`: not understood and nothing near, `nothing.technician` in their chats · `invalid.*`: an answer of that type
 * could not be read · `returned`: back to the interrupted question · `corrected`, `noted` (known now, and not before) take {slot} and {value} ·
 * `cancelled`, `nothing-to-cancel`, `nothing-to-go-back-to`, `restarted` · `person`: label of the person button ·
 * `hand-over`: a person has been called · `waiting`: still waiting for a person · `handed-back`: the assistant is back ·
 * `stale`: a button of an old question · `edited`: an edited message was noted · `media`: a photo or file was kept ·
 * `unsupported`: a kind of message nobody can read here · `none-of-these`: label under the nearest three ·
 * `command.human`, `command.cancel`: their lines in the command menu · `failed`: something broke on our side ·
 * `you-are-welcome` · `too-many`: the third misunderstanding, a person is offered · `language`: language was changed.
 */
export type RepairText =
  | 'again'
  | 'nearest'
  | 'nothing'
  | 'nothing.technician'
  | 'none-of-these'
  | 'too-many'
  | 'invalid.phone'
  | 'invalid.date'
  | 'invalid.number'
  | 'invalid.choice'
  | 'invalid.text'
  | 'invalid.photo'
  | 'returned'
  | 'corrected'
  | 'noted'
  | 'cancelled'
  | 'nothing-to-cancel'
  | 'nothing-to-go-back-to'
  | 'restarted'
  | 'person'
  | 'hand-over'
  | 'waiting'
  | 'handed-back'
  | 'stale'
  | 'edited'
  | 'media'
  | 'unsupported'
  | 'you-are-welcome'
  | 'yes'
  | 'no'
  | 'unknown'
  | 'share-contact'
  | 'share-location'
  | 'skip'
  | 'failed'
  | 'command.human'
  | 'command.cancel'
export const REPAIR_TEXTS: readonly RepairText[] = [
  'again',
  'nearest',
  'nothing',
  'nothing.technician',
  'none-of-these',
  'too-many',
  'invalid.phone',
  'invalid.date',
  'invalid.number',
  'invalid.choice',
  'invalid.text',
  'invalid.photo',
  'returned',
  'corrected',
  'noted',
  'cancelled',
  'nothing-to-cancel',
  'nothing-to-go-back-to',
  'restarted',
  'person',
  'hand-over',
  'waiting',
  'handed-back',
  'stale',
  'edited',
  'media',
  'unsupported',
  'you-are-welcome',
  'yes',
  'no',
  'unknown',
  'share-contact',
  'share-location',
  'skip',
  'failed',
  'command.human',
  'command.cancel',
]
