/** The window for a move of a visit, drawn from the one description of its form. */
import type { ModalView, SectionBlock } from '@slack/web-api'
import type { VisitCard } from '../../../desk/visit-cards.ts'
import { plainSection } from '../blocks.ts'
import { type DeskButton, encodeButton, fieldsOf, moveOf } from './button.ts'
import { fieldBlocks, lacksChoice, type Offers } from './form-fields.ts'
import { form, view, visitFormId } from './form-parts.ts'
import { inLanguage, type Look } from './look.ts'
import { moveLabel } from './visit-moves.ts'
import { say } from './words.ts'

/** Undefined for a move without a form. Where nothing can be chosen it says so and has nothing to submit. */
export function visitForm(
  button: DeskButton,
  card: VisitCard,
  look: Look,
  windows: Offers['windows'] = [],
): ModalView | undefined {
  const move = moveOf(button)
  const opened = { ...button, type: card.type, ...(card.fromWorkshop && { fromWorkshop: true as const }) }
  const fields = fieldsOf(opened)
  if (move === undefined || fields.length === 0) return undefined
  const offers = { ...card.offers, windows }
  const title = moveLabel(move, card, look)
  const nobody = move === 'assign' && offers.technicians.length === 0
  if (nobody || lacksChoice(fields, offers)) {
    const none = plainSection(say(look.language, nobody ? 'noCandidates' : 'noWindows'))
    return view(look, visitFormId(move), title, [about(card, look), none])
  }
  return form(look, {
    id: visitFormId(move),
    title,
    submit: say(look.language, 'save'),
    metadata: encodeButton(opened),
    blocks: [about(card, look), ...fieldBlocks(fields, offers, initialOf(card), look)],
  })
}

/** What is known already; a time or a date that is told to customers is never chosen for whoever fills it in. */
function initialOf(card: VisitCard): Record<string, string | undefined> {
  return {
    technician: card.technician?.id ?? card.candidates[0],
    billingClass: card.billingClass ?? undefined,
  }
}

/** Which visit it is: with several windows open one must see it. */
function about(card: VisitCard, look: Look): SectionBlock {
  return plainSection([card.case, card.customer.name, inLanguage(card.window, look)].join(' · '))
}
