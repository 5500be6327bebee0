/** Moves of a visit on its card: which of them stand out, and how they are called. */
import type { VisitMove } from '../../../desk/command.ts'
import type { VisitCard } from '../../../desk/visit-cards.ts'
import { MOVE_WORDS } from '../../../desk/visit-form-words.ts'
import type { Look } from './look.ts'
import { say } from './words.ts'

/** As it is called on this card. */
export function moveLabel(move: VisitMove, { technician }: Pick<VisitCard, 'technician'>, look: Look): string {
  if (move === 'assign' && technician !== null) return say(look.language, 'changeTechnician')
  return MOVE_WORDS[move].label[look.language]
}

/** What leads on along a visit's way. */
const ONWARD: readonly VisitMove[] = ['on-the-way', 'arrived', 'begin', 'complete', 'answered', 'resume', 'accept']
/** What is often needed besides. */
const OFTEN: readonly VisitMove[] = ['assign', 'late', 'no-answer', 'left-note', 'quote', 'part', 'withdraw-proposal']
/** Asked about before they are done, and so they have buttons of their own. */
const ASKED: readonly VisitMove[] = ['sos', 'cancel']

/** Buttons besides those that are asked about: more would not be seen at a glance on a phone. */
const MOST = 3

export type ShownMoves = {
  readonly buttons: readonly { readonly move: VisitMove; readonly isNext: boolean }[]
  /** In a list. */
  readonly others: readonly VisitMove[]
  readonly asked: readonly VisitMove[]
}

/** Every move of the card, each once. */
export function shownMoves({ moves, technician }: Pick<VisitCard, 'moves' | 'technician'>): ShownMoves {
  const first = technician === null ? (['assign', ...ONWARD] as const) : ONWARD
  const ranked = [...first, ...OFTEN].filter((move, at, all) => all.indexOf(move) === at && moves.includes(move))
  const rest = moves.filter(move => !ranked.includes(move) && !ASKED.includes(move))
  const all = [...ranked, ...rest]
  // A list of one is no list.
  const count = all.length === MOST + 1 ? MOST + 1 : MOST
  return {
    buttons: all.slice(0, count).map(move => ({ move, isNext: first.includes(move) })),
    others: all.slice(count),
    asked: ASKED.filter(move => moves.includes(move)),
  }
}
