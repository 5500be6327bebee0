/** One case with everything about it, and its conversation. */
import type { ModalView } from '@slack/web-api'
import type { CaseCard } from '../../../desk/board.ts'
import type { HistoryLine } from '../../../desk/lines.ts'
import type { Drawn, Look } from './look.ts'

/** As an answer to `/aftercare case`. */
export function drawCase(_card: CaseCard, _look: Look): Drawn {
  throw new Error('not drawn yet')
}

/** As a window over the channel. */
export function caseView(_card: CaseCard, _look: Look): ModalView {
  throw new Error('not drawn yet')
}

/** The newest lines that Slack takes, the newest last. */
export function historyView(_lines: readonly HistoryLine[], _customer: string | null, _look: Look): ModalView {
  throw new Error('not drawn yet')
}
