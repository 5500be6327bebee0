/** The forms that move a visit on: who comes, when, and what was done. */
import type { ModalView } from '@slack/web-api'
import type { VisitCard } from '../../../desk/visit-cards.ts'
import type { DeskButton } from './button.ts'
import type { Look } from './look.ts'

/** Offers the candidates; when there are none it says so and has nothing to submit. */
export function assignVisitForm(_button: DeskButton, _card: VisitCard, _look: Look): ModalView {
  throw new Error('not drawn yet')
}

export function onTheWayForm(_button: DeskButton, _card: VisitCard, _look: Look): ModalView {
  throw new Error('not drawn yet')
}

/** The completion form. */
export function completionForm(_button: DeskButton, _card: VisitCard, _look: Look): ModalView {
  throw new Error('not drawn yet')
}
