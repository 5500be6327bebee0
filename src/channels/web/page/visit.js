/** A visit on the desk: where it stands, and the moves that are possible now. */
import { MoveForm } from './form.js'
import { isBilingual, phoneText, unbroken } from './format.js'
import { html, useState } from './preact.js'
import { Progress } from './progress.js'
import { AroundMoves, moreFacts } from './visit-around.js'
import { inLanguage, say } from './words.js'

/** What leads on along a visit's way; what is often needed besides; what is asked about before it is done. */
const ONWARD = ['on-the-way', 'arrived', 'begin', 'complete', 'answered', 'resume', 'accept']
const OFTEN = ['assign', 'late', 'no-answer', 'left-note', 'quote', 'part', 'withdraw-proposal']
const ASKED = ['sos', 'cancel']
/** Buttons besides those that are asked about. */
const MOST = 3

/** @param {{ card: import('../../../desk/visit-cards.ts').VisitCard, beside: boolean, language: 'en' | 'zh', zone: string, run: any }} props `beside` a card that tells the customer and the fault already */
export function VisitCard({ card, beside, language, zone, run }) {
  const [open, setOpen] = useState(/** @type {null | string} */ (null))
  const [warned, setWarned] = useState(false)
  const form = open === null ? undefined : card.forms[open]
  const label = move =>
    move === 'assign' && card.technician !== null
      ? say(language, 'reassign')
      : inLanguage(language, card.forms[move]?.label)
  const show = move => {
    setOpen(move)
    setWarned(false)
  }
  const order = async (move, details) => {
    const command = { do: 'move-visit', visit: card.id, move, revision: card.revision, ...(details && { details }) }
    const refused = body => setWarned(body?.why === 'warning')
    const done = await run(card.conversation, command, { refused, nameOf: code => nameIn(card, code, language) })
    // A form that was opened meanwhile stays.
    if (done) setOpen(now => (now === move ? null : now))
  }
  const take = move => {
    const { fields = [], sure } = card.forms[move] ?? {}
    if (fields.length > 0 || sure) show(move)
    else order(move)
  }
  const facts = [
    ['window', unbroken(inLanguage(language, card.window))],
    ...(beside
      ? []
      : [
          ['address', card.customer.address],
          ['phone', phoneText(card.customer.phone)],
        ]),
    ['code', card.code],
    [
      'technician',
      inLanguage(language, card.technician?.name) || say(language, 'nobody'),
      inLanguage(language, card.outlet),
    ],
    ...moreFacts(card, language, zone),
  ]
  const round = [
    card.round > 1 && say(language, 'round', { value: card.round }),
    card.fromWorkshop && say(language, 'fromWorkshop'),
  ]
  return html`<article class="card visit ${card.state === 'CANCELLED' ? 'over' : ''}" data-testid="visit-card" data-state=${card.state}>
    <header class="row spread">
      <h3 class="who-waits">${beside ? say(language, 'visit') : html`${card.customer.name} <span class="muted">${faultOf(card, language)}</span>`}</h3>
      <span class="muted small">${say(language, 'caseNo', { number: card.case })}</span>
    </header>
    <${Progress} ...${{ card, language, zone }} />
    ${round.some(Boolean) && html`<p class="muted small">${round.filter(Boolean).join(' · ')}</p>`}
    <dl class="facts">${facts.map(([key, value, more], place) => html`<div key=${`${key}${place}`}><dt>${say(language, key)}</dt><dd>${value}${more && html`<br /><span class="muted small">${more}</span>`}</dd></div>`)}</dl>
    ${
      form === undefined
        ? html`<${Moves} ...${{ card, label, take, language }} />`
        : html`<${MoveForm} key=${open} id=${open} ...${{ form, card, warned, language, zone }} label=${label(open)} initial=${initialOf(card)} send=${details => order(open, form.fields.length > 0 ? details : undefined)} close=${() => show(null)} />`
    }
    ${form === undefined && html`<${AroundMoves} ...${{ card, language, zone, run }} />`}
  </article>`
}

/** What is known already; nothing that is told to customers is chosen for whoever fills it in. */
const initialOf = ({ technician, candidates, billingClass }) => ({
  technician: technician?.id ?? candidates[0],
  billingClass: billingClass ?? undefined,
})

/** A field or a code of the card's forms in words. */
function nameIn({ forms, offers }, code, language) {
  const fields = Object.values(forms).flatMap(form => form.fields)
  const field = fields.find(({ name }) => name === code)
  const choices = [...Object.values(offers).flat(), ...fields.flatMap(one => one.choices ?? [])]
  return inLanguage(language, field?.label ?? choices.find(({ value }) => value === code)?.label) || code
}

/** The flows' words for a symptom name the appliance, too; a customer's own may not. */
function faultOf({ appliance, symptom }, language) {
  const named = !isBilingual(symptom) && appliance && say(language, `appliance.${appliance}`)
  return [named, inLanguage(language, symptom)].filter(Boolean).join(' · ')
}

function Moves({ card, label, take, language }) {
  const first = card.technician === null ? ['assign', ...ONWARD] : ONWARD
  const ranked = [...first, ...OFTEN].filter((move, at, all) => all.indexOf(move) === at && card.moves.includes(move))
  const rest = card.moves.filter(move => !ranked.includes(move) && !ASKED.includes(move))
  const all = [...ranked, ...rest]
  // A list of one is no list.
  const count = all.length === MOST + 1 ? MOST + 1 : MOST
  const button = (move, look) =>
    html`<button type="button" key=${move} class=${look} data-testid=${`move-${move}`} onClick=${() => take(move)}>${label(move)}</button>`
  if (card.moves.length === 0) return null
  return html`<div class="row moves">
    ${all.slice(0, count).map(move => button(move, first.includes(move) ? 'primary' : ''))}
    ${
      all.length > count &&
      html`<select data-testid="other-moves" aria-label=${say(language, 'otherMoves')} value="" onChange=${event => {
        const move = event.target.value
        event.target.value = ''
        take(move)
      }}>
        <option value="">${say(language, 'otherMoves')}</option>
        ${all.slice(count).map(move => html`<option key=${move} value=${move}>${label(move)}</option>`)}
      </select>`
    }
    <span class="asked">${ASKED.filter(move => card.moves.includes(move)).map(move => button(move, 'quiet danger'))}</span>
  </div>`
}
