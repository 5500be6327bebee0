/**
 * What staff may do, from whichever desk (the playground's or Slack's). A command enters through the inbox like a
 * customer's message, is taken in the turn of its conversation, and leaves its outcome on its inbox row.
 */
import type { InboundFile } from '../assistant/channel.ts'
import type { Event } from '../flow/event.ts'
import type { Values } from '../flow/flow.ts'
import type { Priority } from '../service/case.ts'
import type { Refusal } from '../service/move-visit.ts'
import type { VisitDue } from '../service/visit-promises.ts'
import type { Move } from '../service/visit-transitions.ts'
import type { WorkshopDue } from '../service/workshop-promises.ts'

/** What a member of staff may be (rulebook section C). */
export type Role = 'agent' | 'dispatcher' | 'technician' | 'manager'

/** A member of staff, as the desk that knows them names them. */
export type Staff = {
  /** Unique: `slack:U0123`; in the playground the name itself. */
  readonly id: string
  /** What colleagues and customers read. */
  readonly name: string
  readonly roles: readonly Role[]
}

/** The commands on a visit are the arrows of section D that staff may take. */
export type VisitMove = Exclude<
  Move,
  | 'leave-unconfirmed'
  | 'reschedule'
  | 'correct-address'
  | 'accept-proposal'
  | 'refuse-proposal'
  | 'warn-late'
  | 'mark-late'
  | 'no-show'
  | 'allow-entry'
  | 'approve-quote'
  | 'decline-quote'
  | 'accept-workshop'
  | 'decline-workshop'
  | 'await-acceptance'
>

/** A file that a member of staff sends, as the platform it lies on names it. */
export type StaffFile = InboundFile & { readonly channel: string }

/** Words, files or a place for the customer. */
export type ReplyContent = {
  /** Empty when there are only files or a place. */
  readonly text: string
  readonly files?: readonly StaffFile[]
  readonly location?: { readonly latitude: number; readonly longitude: number }
}

export type DeskCommand =
  | { readonly do: 'claim'; readonly escalation: number }
  /**
   * From the owner to the customer. Who replies to an unclaimed escalation claims it thereby. `post` is the desk's own id of
   * the post it was written in, for later edits; `whole`: somebody chose the post as it is, so its edits follow without a
   * mark; `wait`: it can be undone for `desk.undo`, then it goes out.
   */
  | {
      readonly do: 'reply'
      readonly escalation: number
      readonly content: ReplyContent
      readonly post?: string
      readonly whole?: true
      readonly wait: boolean
    }
  /** The post of a reply was changed, or deleted: what the customer has follows. */
  | { readonly do: 'edit-reply'; readonly post: string; readonly text: string }
  | { readonly do: 'delete-reply'; readonly post: string }
  | { readonly do: 'undo-reply'; readonly relay: number }
  /** Once more, what could not be delivered. */
  | { readonly do: 'retry-reply'; readonly relay: number }
  /** A timer of the desk fell due: a reply can no longer be undone. */
  | { readonly do: 'send-reply'; readonly relay: number }
  /** The bot goes on at the same step. */
  | { readonly do: 'hand-back'; readonly escalation: number }
  | { readonly do: 'resolve'; readonly escalation: number }
  /** Somebody is to have it, whoever had it before. */
  | { readonly do: 'assign'; readonly escalation: number; readonly to: Pick<Staff, 'id' | 'name'> }
  | { readonly do: 'prioritise'; readonly escalation: number; readonly priority: Priority }
  | {
      readonly do: 'move-visit'
      readonly visit: number
      readonly move: VisitMove
      /** The revision the card showed; an older one is refused. */
      readonly revision: number
      /** What the move brings with it, by the fields of its form (src/desk/visit-forms.ts). */
      readonly details?: Values
    }
  /** An appliance in the workshop goes a stage on: IN_TRANSIT, IN_WORKSHOP, WAITING_PART, READY; or its promised return changes. */
  | { readonly do: 'move-workshop'; readonly workshop: number; readonly stage: string; readonly details?: Values }
  /** A part goes on: SHIPPED, RECEIVED, USED, RETURNED; or it is there at another time (epoch milliseconds). */
  | { readonly do: 'move-part'; readonly part: number; readonly state: string; readonly etaAt?: number }
  /** Goods are in stock: the customer chooses when they are delivered. */
  | { readonly do: 'announce-delivery'; readonly appliance: string; readonly readyOn: string }
  /** Something that needs a manager's word: a line beyond the tariff, a distance, a part, a remedy. */
  | { readonly do: 'decide-task'; readonly task: number; readonly approve: boolean; readonly why?: string }
  | { readonly do: 'finish-task'; readonly task: number }
  /** A timer of a visit fell due. */
  | { readonly do: 'visit-due'; readonly visit: number; readonly due: VisitDue }
  /** A timer of an appliance in the workshop, or of its loaner, fell due. */
  | { readonly do: 'workshop-due'; readonly workshop: number; readonly due: WorkshopDue }
  /** A machine was to work again by now. */
  | { readonly do: 'restore-due'; readonly case: number }
  /** A timer of the desk fell due: an escalation nobody claimed goes up a level. */
  | { readonly do: 'raise-level'; readonly escalation: number }

/** A command as it is stored in the inbox. */
export type DeskInbound = {
  readonly conversation: string
  readonly staff: Staff
  readonly command: DeskCommand
  /** The technician's chat that hears what it came to. */
  readonly answerTo?: string
}

/** What a command came to. `why` is a sentence id with its values, put into words by the desk that asked. */
export type DeskOutcome =
  | {
      readonly ok: true
      /** Fed to the engine, in order, in the same transaction: notices to the customer, the hand-back. */
      readonly events: readonly Event[]
    }
  | { readonly ok: false; readonly why: DeskRefusal; readonly values?: Values }

/** A command that was handed in. */
export type SubmittedCommand = {
  /** It is on disk. Rejects when it could not be stored: then nothing has happened. */
  readonly stored: Promise<void>
  /** What it came to. A command that comes a second time has the outcome of the first. */
  readonly outcome: Promise<DeskOutcome>
}

export type DeskRefusal =
  | Refusal['why']
  | 'already-claimed'
  | 'not-yours'
  | 'not-found'
  | 'outdated'
  | 'window-taken'
  | 'empty-text'
  /** `values.fields` names those that are not as they must be. */
  | 'details-wrong'
  /** The role is missing; `values.roles` names those that may. */
  | 'not-allowed'
  /** Too late: it is on its way to the customer. */
  | 'already-sent'
