/**
 * What staff may do, from whichever desk (the playground's, later Slack's). A command enters through the inbox like a
 * customer's message, is taken in the turn of its conversation, and leaves its outcome on its inbox row.
 */
import type { Event } from '../flow/event.ts'
import type { Values } from '../flow/flow.ts'

/** The commands on a visit are the transitions of section D that this desk offers. */
export type VisitMove = 'assign' | 'on-the-way' | 'arrived' | 'complete' | 'cancel'

export type DeskCommand =
  | { readonly do: 'claim'; readonly escalation: number }
  /** Text from the agent to the customer; only the owner may. */
  | { readonly do: 'reply'; readonly escalation: number; readonly text: string }
  /** The bot goes on at the same step. */
  | { readonly do: 'hand-back'; readonly escalation: number }
  | { readonly do: 'resolve'; readonly escalation: number }
  | {
      readonly do: 'move-visit'
      readonly visit: number
      readonly move: VisitMove
      /** The revision the card showed; an older one is refused. */
      readonly revision: number
      readonly technician?: string
      readonly minutes?: number
      /** Completion form: cause, measure, parts, testRun … */
      readonly form?: Values
    }
  | { readonly do: 'finish-task'; readonly task: number }
  /** A timer of the desk fell due: an escalation nobody claimed goes up a level. */
  | { readonly do: 'raise-level'; readonly escalation: number }

/** A command as it is stored in the inbox. */
export type DeskInbound = {
  readonly conversation: string
  readonly staff: string
  readonly command: DeskCommand
}

/** What a command came to. `why` is a sentence id with its values, put into words by the desk that asked. */
export type DeskOutcome =
  | {
      readonly ok: true
      /** Fed to the engine, in order, in the same transaction: notices to the customer, the hand-back. */
      readonly events: readonly Event[]
      /** A message of the agent to the customer. */
      readonly relay?: string
    }
  | { readonly ok: false; readonly why: DeskRefusal; readonly values?: Values }

export type DeskRefusal =
  | 'already-claimed'
  | 'not-yours'
  | 'not-found'
  | 'outdated'
  | 'not-possible-now'
  | 'not-trained'
  | 'window-taken'
  | 'form-incomplete'
  | 'empty-text'
