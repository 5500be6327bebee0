/** The form in which an agent writes to the customer. */
import type { ModalView } from '@slack/web-api'
import type { EscalationCard } from '../../../desk/escalation-cards.ts'
import type { DeskButton } from './button.ts'
import type { Look } from './look.ts'

/** `initial`: what stands in it already, as the post somebody chose to send. */
export function replyForm(_button: DeskButton, _card: EscalationCard, _look: Look, _initial = ''): ModalView {
  throw new Error('not drawn yet')
}
