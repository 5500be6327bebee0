/** The card of a subject: one post, drawn anew in place whenever something about it changes. */
import type { DeskCard } from '../../../desk/board.ts'
import type { Drawn, Look } from './look.ts'

/** The same card and look draw the same: an unchanged drawing need not be sent. */
export function drawCard(_card: DeskCard, _look: Look): Drawn {
  throw new Error('not drawn yet')
}
