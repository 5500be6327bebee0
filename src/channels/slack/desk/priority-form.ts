/** The form that changes how urgent an escalation is. */
import type { ModalView } from '@slack/web-api'
import type { EscalationCard } from '../../../desk/escalation-cards.ts'
import type { DeskButton } from './button.ts'
import type { Look } from './look.ts'

export function priorityForm(_button: DeskButton, _card: EscalationCard, _look: Look): ModalView {
  throw new Error('not drawn yet')
}
