/** The card of a subject: one post, drawn anew in place whenever something about it changes. */
import type { DeskCard } from '../../../desk/board.ts'
import { drawEscalation } from './escalation-card.ts'
import type { Drawn, Look } from './look.ts'
import { drawTask } from './task-card.ts'
import { drawVisit } from './visit-card.ts'

/** The same card and look draw the same: an unchanged drawing need not be sent. */
export function drawCard(card: DeskCard, look: Look): Drawn {
  switch (card.kind) {
    case 'escalation':
      return drawEscalation(card.card, look)
    case 'visit':
      return drawVisit(card.card, look)
    case 'task':
      return drawTask(card.card, look)
  }
}
