/** Why something was not done, in words. */
import type { DeskRefusal } from '../../../desk/command.ts'
import type { Values } from '../../../flow/flow.ts'
import type { Drawn, Look } from './look.ts'

/** What the desk in Slack itself has to say, to one person. */
export type DeskNotice =
  /** Whoever pressed, posted or asked is not staff. */
  | 'not-staff'
  /** A post in a thread reached nobody but the staff; how to write to the customer. */
  | 'stays-internal'
  /** Slack could not say who is staff: nothing was done. */
  | 'unsure'
  /** It could not be stored: nothing was done, please once more. */
  | 'not-stored'
  /** The escalation is over: nobody can be written to here. */
  | 'over'
  /** The chosen person is not staff. */
  | 'stranger-chosen'
  /** The subject, or what was asked about it, is not there any more. */
  | 'gone'

/** A command was refused. */
export function drawRefusal(_why: DeskRefusal, _values: Values | undefined, _look: Look): Drawn {
  throw new Error('not drawn yet')
}

export function drawNotice(_notice: DeskNotice, _look: Look): Drawn {
  throw new Error('not drawn yet')
}

/** As `drawNotice`, for an error beside a field of a form. */
export function noticeText(_notice: DeskNotice, _look: Look): string {
  throw new Error('not drawn yet')
}
