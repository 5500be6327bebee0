/** The forms that promise another day: for an appliance to come back from the workshop, for a part to be there. */
import type { ModalView } from '@slack/web-api'
import type { VisitCard } from '../../../desk/visit-cards.ts'
import { fieldWords } from '../../../desk/visit-field-words.ts'
import { plainSection } from '../blocks.ts'
import { type DeskButton, encodeButton } from './button.ts'
import { FIELDS, FORMS, field, form } from './form-parts.ts'
import { dayAndTime, type Look } from './look.ts'
import { say, type WordKey } from './words.ts'

/** Undefined when nothing of the visit is in the workshop. */
export function workshopDateForm(button: DeskButton, { workshop }: VisitCard, look: Look): ModalView | undefined {
  if (workshop === null) return undefined
  const about = {
    id: FORMS.workshopDate,
    name: FIELDS.date,
    title: 'otherReturn',
    at: workshop.promisedReturnAt,
  } as const
  return dayForm(button, about, look)
}

/** Undefined when the visit waits for no such part. */
export function partDateForm(button: DeskButton, { parts }: VisitCard, look: Look): ModalView | undefined {
  const part = parts.find(({ id }) => id === button.target)
  if (!part) return undefined
  return dayForm(button, { id: FORMS.partDate, name: FIELDS.eta, title: 'otherDay', at: part.etaAt }, look)
}

type About = { readonly id: string; readonly name: string; readonly title: WordKey; readonly at: number }

/** `at`: what was promised so far, in epoch milliseconds. */
function dayForm(button: DeskButton, { id, name, title, at }: About, look: Look): ModalView {
  const { language } = look
  const { label, hint } = fieldWords(name)
  return form(look, {
    id,
    title: say(language, title),
    submit: say(language, 'save'),
    metadata: encodeButton(button),
    blocks: [
      plainSection(say(language, 'promisedReturn', { value: dayAndTime(at, look) })),
      field(
        { id: name, label: label[language], ...(hint && { hint: hint[language] }) },
        { type: 'datetimepicker', initial_date_time: Math.floor(at / 1000) },
      ),
    ],
  })
}
