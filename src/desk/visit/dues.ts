/** What is done about each promise of a visit. */
import type { Visit } from '../../service/visit.ts'
import type { VisitDue } from '../../service/visit-promises.ts'
import type { DeskOutcome } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { acceptanceDue } from './due-acceptance.ts'
import { proposalUnanswered, unassigned } from './due-dispatch.ts'
import { doorCall } from './due-door.ts'
import { noShow } from './due-no-show.ts'
import { chooseTime, timeNotChosen } from './due-rebook.ts'
import { reportDue, reportMissing } from './due-report.ts'
import { markLate, warnLate } from './lateness.ts'

/** What is done when something of a visit falls due; the visit is as the promise has it. */
export type Due = (visit: Visit, context: CommandContext) => Promise<DeskOutcome>

export const DUES: Readonly<Partial<Record<VisitDue, Due>>> = {
  'warn-late': warnLate,
  'mark-late': markLate,
  'no-show': noShow,
  'proposal-unanswered': proposalUnanswered,
  unassigned,
  'door-call': doorCall,
  'report-missing': reportMissing,
  report: reportDue,
  acceptance: acceptanceDue,
  'choose-time': chooseTime,
  'time-not-chosen': timeNotChosen,
}
