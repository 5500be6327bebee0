/** The form in which an agent writes to the customer. */
import type { ModalView } from '@slack/web-api'
import type { EscalationCard } from '../../../desk/escalation-cards.ts'
import { LIMITS, plainSection } from '../blocks.ts'
import { type DeskButton, encodeButton } from './button.ts'
import { channelOf, isTold } from './card-parts.ts'
import { FIELDS, FORMS, field, form, lineInput } from './form-parts.ts'
import type { Look } from './look.ts'
import { say } from './words.ts'

export function replyForm(button: DeskButton, card: EscalationCard, look: Look): ModalView {
  const { language } = look
  const name = [card.customer.name ?? say(language, 'customer'), card.case].filter(isTold).join(' · ')
  const channel = channelOf(card.conversation, look)
  const via = channel === undefined ? '' : ` (${channel})`
  return form(look, {
    id: FORMS.reply,
    title: say(language, 'replyTitle'),
    submit: say(language, 'send'),
    metadata: encodeButton({ ...button, do: 'reply' }),
    blocks: [
      plainSection(`📨 ${say(language, 'replyTo', { name: `${name}${via}` })}`),
      field(
        { id: FIELDS.text, label: say(language, 'replyLabel'), hint: say(language, 'replyHint') },
        {
          ...lineInput(say(language, 'replyPlaceholder'), LIMITS.input),
          multiline: true,
        },
      ),
    ],
  })
}
