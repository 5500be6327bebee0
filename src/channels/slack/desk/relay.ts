/** What an agent sends to the customer, and what became of it. */
import type { RelayCard } from '../../../desk/board.ts'
import type { Drawn, Look } from './look.ts'

/** One that was written in a post has the state alone; one from a form has its words, too. */
export function drawRelay(_relay: RelayCard, _look: Look): Drawn {
  throw new Error('not drawn yet')
}
