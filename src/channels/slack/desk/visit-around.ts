/** What belongs to a visit besides going there: its quote, missing parts, the appliance in the workshop. */
import type { Button, KnownBlock } from '@slack/web-api'
import type { VisitCard } from '../../../desk/visit-cards.ts'
import { optionText } from '../../../desk/visit-form-words.ts'
import { LIMITS, plainSection } from '../blocks.ts'
import type { DeskButton } from './button.ts'
import { actions, buttonCalled } from './card-parts.ts'
import { word } from './house-words.ts'
import { dayAndTime, inLanguage, type Look } from './look.ts'
import { say } from './words.ts'

export function aroundBlocks(card: VisitCard, look: Look): KnownBlock[] {
  const lines = [quoteText(card, look), ...card.parts.map(part => partText(part, look)), workshopText(card, look)]
  return lines.filter(line => line !== '').map(plainSection)
}

function quoteText({ quote }: VisitCard, look: Look): string {
  const { language } = look
  if (quote === null) return ''
  const lines = quote.lines.map(({ name, qty, total }) =>
    say(language, qty === 1 ? 'quoteLine' : 'quotePieces', { name: inLanguage(name, look), qty, total }),
  )
  const state = word(language, 'quote', quote.state)
  return [say(language, 'quoteState', { state, total: quote.total }), quote.plan, ...lines].join('\n')
}

function partText({ part, qty, state, etaAt }: VisitCard['parts'][number], look: Look): string {
  const { language } = look
  const time = dayAndTime(etaAt, look)
  return say(language, 'partState', {
    part: optionText(part)[language],
    qty,
    state: word(language, 'part', state),
    time,
  })
}

function workshopText({ workshop }: VisitCard, look: Look): string {
  const { language } = look
  if (workshop === null) return ''
  const { state, promisedReturnAt, loaner, reason } = workshop
  const time = dayAndTime(promisedReturnAt, look)
  const what = say(language, 'workshopState', { state: word(language, 'workshop', state), time })
  return [
    say(language, 'because', { what, why: optionText(reason)[language] }),
    ...(loaner ? [say(language, 'loanerState', { id: loaner.id, state: word(language, 'loan', loaner.state) })] : []),
  ].join(' · ')
}

/** Where parts and the appliance go on to; as many as a block takes. */
export function aroundButtons({ id, conversation, parts, workshop }: VisitCard, look: Look): KnownBlock[] {
  const { language } = look
  const button = { subject: { kind: 'visit', id }, conversation } as const
  const called = (what: string, stage: string, order: Pick<DeskButton, 'do' | 'target' | 'to'>): Button =>
    buttonCalled(`${what} ${stage}`, { ...button, ...order })
  const buttons = [
    ...(workshop?.next ?? []).map(to =>
      called('🏭', word(language, 'workshop', to), { do: 'workshop', target: workshop?.id ?? 0, to }),
    ),
    ...(workshop && workshop.next.length > 0
      ? [called('🏭', say(language, 'otherReturn'), { do: 'workshop-date', target: workshop.id, to: workshop.state })]
      : []),
    ...parts.flatMap(part => {
      const name = `📦 ${optionText(part.part)[language]}:`
      const on = part.next.map(to => called(name, word(language, 'part', to), { do: 'part', target: part.id, to }))
      const isOnOrder = on.length > 0 && part.state !== 'RECEIVED'
      const day = { do: 'part-date', target: part.id, to: part.state } as const
      return isOnOrder ? [...on, called(name, say(language, 'otherDay'), day)] : on
    }),
  ]
  return buttons.length === 0 ? [] : [actions(buttons.slice(0, LIMITS.actions))]
}
