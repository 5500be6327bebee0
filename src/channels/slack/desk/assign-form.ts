/** The form that gives an escalation to somebody. */
import type { ModalView } from '@slack/web-api'
import type { EscalationCard } from '../../../desk/escalation-cards.ts'
import type { DeskButton } from './button.ts'
import type { Look } from './look.ts'

/** `self`: Slack's id of whoever opens it, who stands in it already. */
export function assignForm(_button: DeskButton, _card: EscalationCard, _look: Look, _self?: string): ModalView {
  throw new Error('not drawn yet')
}
