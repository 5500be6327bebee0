/** What the customer did, in the case's thread. */
import type { ThreadLine } from '../../../desk/board.ts'
import type { Drawn, Look } from './look.ts'

/** A file is uploaded beside it: the line has its name and caption. */
export function drawLine(_line: ThreadLine, _look: Look): Drawn {
  throw new Error('not drawn yet')
}
