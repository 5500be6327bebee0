/** The forms that move a visit on: who comes, when, and what was done. */
import type { ModalView, SectionBlock } from '@slack/web-api'
import type { VisitCard } from '../../../desk/visit-cards.ts'
import { LIMITS, plainSection } from '../blocks.ts'
import { type DeskButton, encodeButton } from './button.ts'
import { BOXES, FIELDS, FORMS, field, form, LINE_LIMIT, LINES, lineInput, MINUTES, option, view } from './form-parts.ts'
import { word } from './house-words.ts'
import { inLanguage, type Look, technicianName } from './look.ts'
import { say } from './words.ts'

/** Offers the candidates; when there are none it says so and has nothing to submit. */
export function assignVisitForm(button: DeskButton, card: VisitCard, look: Look): ModalView {
  const { language } = look
  const offered = card.candidates
    .filter(id => id.length <= LIMITS.optionValue)
    .slice(0, LIMITS.options)
    .map(id => option(technicianName(id, look), id))
  const current = offered.find(({ value }) => value === card.technician?.id) ?? offered[0]
  if (current === undefined) {
    const none = plainSection(say(language, 'noCandidates'))
    return view(look, FORMS.visitAssign, 'assignVisitTitle', [about(card, look), none])
  }
  return form(look, {
    id: FORMS.visitAssign,
    title: 'assignVisitTitle',
    submit: 'assignTechnician',
    metadata: encodeButton({ ...button, do: 'visit-assign' }),
    blocks: [
      about(card, look),
      field(
        { id: FIELDS.technician, label: say(language, 'technicianLabel'), hint: say(language, 'technicianHint') },
        { type: 'static_select', options: offered, initial_option: current },
      ),
    ],
  })
}

/** Nothing stands in the field at first: what is submitted is told to the customer as a promise. */
export function onTheWayForm(button: DeskButton, card: VisitCard, look: Look): ModalView {
  const { language } = look
  return form(look, {
    id: FORMS.onTheWay,
    title: 'onTheWayTitle',
    submit: 'onTheWay',
    metadata: encodeButton({ ...button, do: 'visit-on-the-way' }),
    blocks: [
      about(card, look),
      field(
        { id: FIELDS.minutes, label: say(language, 'minutesLabel'), hint: say(language, 'minutesHint') },
        {
          type: 'number_input',
          is_decimal_allowed: false,
          min_value: String(MINUTES.least),
          max_value: String(MINUTES.most),
        },
      ),
    ],
  })
}

/** The completion form. */
export function completionForm(button: DeskButton, card: VisitCard, look: Look): ModalView {
  const { language } = look
  return form(look, {
    id: FORMS.completion,
    title: 'completionTitle',
    submit: 'complete',
    metadata: encodeButton({ ...button, do: 'visit-complete' }),
    blocks: [
      about(card, look),
      ...LINES.map(line =>
        field(
          { id: line, label: word(language, 'form', line) },
          lineInput(say(language, `${line}.example`), LINE_LIMIT),
        ),
      ),
      field(
        { id: FIELDS.boxes, label: say(language, 'boxesLabel'), hint: say(language, 'boxesHint'), optional: true },
        { type: 'checkboxes', options: BOXES.map(box => option(word(language, 'form', box), box)) },
      ),
    ],
  })
}

/** Which visit it is: with several windows open one must see it. */
function about(card: VisitCard, look: Look): SectionBlock {
  return plainSection([card.case, card.customer.name, inLanguage(card.window, look)].join(' · '))
}
