/** The form that gives an escalation to somebody. */
import type { ModalView } from '@slack/web-api'
import type { EscalationCard } from '../../../desk/escalation-cards.ts'
import { plainSection } from '../blocks.ts'
import { type DeskButton, encodeButton } from './button.ts'
import { FIELDS, FORMS, field, form } from './form-parts.ts'
import type { Look } from './look.ts'
import { say } from './words.ts'

/** `self`: Slack's id of whoever opens it, who stands in it already. */
export function assignForm(button: DeskButton, card: EscalationCard, look: Look, self?: string): ModalView {
  const { language } = look
  return form(look, {
    id: FORMS.assign,
    title: say(language, 'assignTitle'),
    submit: say(language, 'assign'),
    metadata: encodeButton({ ...button, do: 'assign' }),
    blocks: [
      plainSection(say(language, 'assignAbout', { name: card.customer.name ?? say(language, 'customer') })),
      field(
        { id: FIELDS.to, label: say(language, 'assignLabel'), hint: say(language, 'assignHint') },
        { type: 'users_select', ...(self !== undefined && { initial_user: self }) },
      ),
    ],
  })
}
