/** The answers to `/aftercare`: what is going on. */
import type { Late, Workload } from '../../../desk/board.ts'
import type { VisitCard } from '../../../desk/visit-cards.ts'
import type { Drawn, Look } from './look.ts'

export type SlashOrder =
  | { readonly do: 'case'; readonly number: string }
  | { readonly do: 'today' | 'late' | 'who' | 'help' }

/** What follows `/aftercare`; whatever it does not know asks for help. */
export function parseSlash(_text: string): SlashOrder {
  throw new Error('not drawn yet')
}

/** `command`: what is typed, `/aftercare`. */
export function drawHelp(_command: string, _look: Look): Drawn {
  throw new Error('not drawn yet')
}

/** Visits of the day. */
export function drawToday(_visits: readonly VisitCard[], _look: Look): Drawn {
  throw new Error('not drawn yet')
}

export function drawLate(_late: readonly Late[], _look: Look): Drawn {
  throw new Error('not drawn yet')
}

export function drawWho(_workloads: readonly Workload[], _look: Look): Drawn {
  throw new Error('not drawn yet')
}

/** There is no case of that number. */
export function drawNoCase(_number: string, _look: Look): Drawn {
  throw new Error('not drawn yet')
}
