/** The form that promises another day for an appliance to come back from the workshop. */
import type { ModalView } from '@slack/web-api'
import type { VisitCard } from '../../../desk/visit-cards.ts'
import { fieldWords } from '../../../desk/visit-field-words.ts'
import { plainSection } from '../blocks.ts'
import { type DeskButton, encodeButton } from './button.ts'
import { FIELDS, FORMS, field, form } from './form-parts.ts'
import { dayAndTime, type Look } from './look.ts'
import { say } from './words.ts'

/** Undefined when nothing of the visit is in the workshop. */
export function workshopDateForm(button: DeskButton, { workshop }: VisitCard, look: Look): ModalView | undefined {
  const { language } = look
  if (workshop === null) return undefined
  const { label, hint } = fieldWords(FIELDS.date)
  return form(look, {
    id: FORMS.workshopDate,
    title: say(language, 'otherReturn'),
    submit: say(language, 'save'),
    metadata: encodeButton({ ...button, do: 'workshop-date' }),
    blocks: [
      plainSection(say(language, 'promisedReturn', { value: dayAndTime(workshop.promisedReturnAt, look) })),
      field(
        { id: FIELDS.date, label: label[language], ...(hint && { hint: hint[language] }) },
        { type: 'datetimepicker', initial_date_time: Math.floor(workshop.promisedReturnAt / 1000) },
      ),
    ],
  })
}
