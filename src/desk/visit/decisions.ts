/** What a manager's word brings, by the kind of task. */
import type { StaffTask } from '../../store/tasks.ts'
import type { DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { decideDistance, decideRemedy } from './decide-visit.ts'
import { decidePart } from './part-orders.ts'
import { decideQuote } from './quote-orders.ts'

export type Decision = { readonly approve: boolean; readonly why?: string }

/** Takes note of the word before the task is closed with it; what it refuses leaves the task open. */
export type Decide = (task: StaffTask, decision: Decision, context: CommandContext) => Promise<DeskOutcome>

export const DECISIONS: Readonly<Record<string, Decide>> = {
  'out-of-area': decideDistance,
  'late-remedy': decideRemedy,
  'approve-quote': decideQuote,
  'approve-part': decidePart,
}
