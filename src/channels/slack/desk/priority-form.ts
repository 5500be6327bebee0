/** The form that changes how urgent an escalation is. */
import type { ModalView } from '@slack/web-api'
import type { EscalationCard } from '../../../desk/escalation-cards.ts'
import { plainSection } from '../blocks.ts'
import { type DeskButton, encodeButton } from './button.ts'
import { PRIORITIES, priorityText } from './card-parts.ts'
import { FIELDS, FORMS, field, form, option } from './form-parts.ts'
import type { Look } from './look.ts'
import { say } from './words.ts'

export function priorityForm(button: DeskButton, card: EscalationCard, look: Look): ModalView {
  const { language } = look
  const offered = PRIORITIES.map(priority => option(priorityText(priority, look), priority))
  const current = offered.find(({ value }) => value === card.priority)
  return form(look, {
    id: FORMS.priority,
    title: say(language, 'priorityTitle'),
    submit: say(language, 'save'),
    metadata: encodeButton({ ...button, do: 'priority' }),
    blocks: [
      plainSection(say(language, 'priorityAbout', { name: card.customer.name ?? say(language, 'customer') })),
      field(
        { id: FIELDS.priority, label: say(language, 'priorityLabel') },
        { type: 'radio_buttons', options: offered, ...(current && { initial_option: current }) },
      ),
    ],
  })
}
