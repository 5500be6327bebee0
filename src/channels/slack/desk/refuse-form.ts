/** The form that refuses what needs a manager's word: whoever asked is told why. */
import type { ModalView } from '@slack/web-api'
import type { TaskCard } from '../../../desk/task-cards.ts'
import { LINE_LIMIT } from '../../../desk/visit-forms.ts'
import { plainSection } from '../blocks.ts'
import { type DeskButton, encodeButton } from './button.ts'
import { FIELDS, FORMS, field, form, lineInput } from './form-parts.ts'
import { inLanguage, type Look } from './look.ts'
import { say } from './words.ts'

export function refuseForm(button: DeskButton, card: TaskCard, look: Look): ModalView {
  const { language } = look
  return form(look, {
    id: FORMS.refuse,
    title: say(language, 'refuse'),
    submit: say(language, 'refuse'),
    metadata: encodeButton({ ...button, do: 'task-refuse' }),
    blocks: [
      plainSection([inLanguage(card.title, look), card.case, card.customer].filter(Boolean).join(' · ')),
      field(
        { id: FIELDS.why, label: say(language, 'whyLabel'), hint: say(language, 'whyHint') },
        lineInput(say(language, 'whyLabel'), LINE_LIMIT),
      ),
    ],
  })
}
