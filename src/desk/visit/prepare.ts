/** What an order on a visit needs looked up before the move, and what has to be written once it was made. */
import type { Values } from '../../flow/flow.ts'
import type { ServiceCase } from '../../service/case.ts'
import type { MoveDetails } from '../../service/move-visit.ts'
import type { Visit } from '../../service/visit.ts'
import type { DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'
import type { FormFacts } from '../visit-forms.ts'

export type Ordered = {
  readonly visit: Visit
  readonly case: ServiceCase
  /** By the names of the form's fields. */
  readonly details: Values
  /** What its form depends on. */
  readonly facts: FormFacts
}

export type Prepared =
  | {
      readonly details: MoveDetails
      /** The arrow is there, but it is not taken yet: something else is written instead, as a plan that a manager must see. */
      readonly kept?: () => Promise<DeskOutcome>
      /** Runs after the visit was saved. What it gives goes into the notice; `silent`: the customer is not told now. */
      readonly after?: (visit: Visit) => Promise<{ readonly values?: Values; readonly silent?: true } | undefined>
    }
  | { readonly refused: Extract<DeskOutcome, { ok: false }> }

/** Looks things up and changes nothing: the guards have not been asked yet. */
export type Prepare = (order: Ordered, context: CommandContext) => Promise<Prepared>

export const nothingMore: Prepare = async () => ({ details: {} })
