/** A visit on the desk: where it stands, and the moves that are possible now. */
import { CompletionForm } from './completion.js'
import { dayAndTime, isBilingual, phoneText, time, unbroken } from './format.js'
import { html, useState } from './preact.js'
import { inLanguage, say } from './words.js'

/** The way of a visit that goes well (rulebook section D). */
const WAY = ['REQUESTED', 'ASSIGNED', 'CONFIRMED', 'EN_ROUTE', 'ARRIVED', 'COMPLETED']

/** @param {{ card: import('../../../desk/visit-cards.ts').VisitCard, technicians: readonly import('../../../desk/cards.ts').TechnicianCard[], beside: boolean, language: 'en' | 'zh', zone: string, run: any }} props `beside` a card that tells the customer and the fault already */
export function VisitCard({ card, technicians, beside, language, zone, run }) {
  const [open, setOpen] = useState(/** @type {null | 'on-the-way' | 'complete'} */ (null))
  const move = async (name, more = {}) => {
    const sentFrom = open
    const done = await run(card.conversation, {
      do: 'move-visit',
      visit: card.id,
      move: name,
      revision: card.revision,
      ...more,
    })
    // A form that was opened meanwhile stays.
    if (done) setOpen(now => (now === sentFrom ? null : now))
  }
  const can = name => card.moves.includes(name)
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
  ]
  return html`<article class="card visit ${card.state === 'CANCELLED' ? 'over' : ''}" data-testid="visit-card" data-state=${card.state}>
    <header class="row spread">
      <h3 class="who-waits">${beside ? say(language, 'visit') : html`${card.customer.name} <span class="muted">${faultOf(card, language)}</span>`}</h3>
      <span class="muted small">${say(language, 'caseNo', { number: card.case })}</span>
    </header>
    <${Progress} ...${{ card, language, zone }} />
    <dl class="facts">${facts.map(([key, value, more]) => html`<div key=${key}><dt>${say(language, key)}</dt><dd>${value}${more && html`<br /><span class="muted small">${more}</span>`}</dd></div>`)}</dl>
    ${open === 'on-the-way' && html`<${EtaForm} ...${{ language, move }} close=${() => setOpen(null)} />`}
    ${open === 'complete' && html`<${CompletionForm} language=${language} save=${form => move('complete', { form })} close=${() => setOpen(null)} />`}
    ${
      open === null &&
      html`<div class="row moves">
        ${can('assign') && html`<${Assign} ...${{ card, technicians, language, move }} />`}
        ${can('on-the-way') && html`<button type="button" class="primary" data-testid="move-on-the-way" onClick=${() => setOpen('on-the-way')}>${say(language, 'onTheWay')}</button>`}
        ${can('arrived') && html`<button type="button" class="primary" data-testid="move-arrived" onClick=${() => move('arrived')}>${say(language, 'arrived')}</button>`}
        ${can('complete') && html`<button type="button" class="primary" data-testid="move-complete" onClick=${() => setOpen('complete')}>${say(language, 'complete')}</button>`}
        ${can('cancel') && html`<button type="button" class="quiet danger" data-testid="move-cancel" onClick=${() => move('cancel')}>${say(language, 'cancelVisit')}</button>`}
      </div>`
    }
  </article>`
}

/** The flows' words for a symptom name the appliance, too; a customer's own may not. */
function faultOf({ appliance, symptom }, language) {
  const named = !isBilingual(symptom) && appliance && say(language, `appliance.${appliance}`)
  return [named, inLanguage(language, symptom)].filter(Boolean).join(' · ')
}

/** When a step of the way was reached, by the word the timeline has for it. */
const REACHED = {
  REQUESTED: 'requested',
  ASSIGNED: 'assigned',
  CONFIRMED: 'confirmed',
  EN_ROUTE: 'on-the-way',
  ARRIVED: 'arrived',
  COMPLETED: 'completed',
}

function Progress({ card, language, zone }) {
  const { state } = card
  if (state === 'CANCELLED') return html`<p class="badge">${say(language, 'state.CANCELLED')}</p>`
  const reached = WAY.indexOf({ UNCONFIRMED: 'CONFIRMED', ACCEPTED: 'COMPLETED' }[state] ?? state)
  return html`<ol class="progress">
    ${WAY.map((one, place) => {
      const shown = place === reached && state === 'UNCONFIRMED' ? state : one
      const current = place === reached
      const when = card.timeline.find(step => step.what === REACHED[one])?.at
      // A visit may set out that nobody confirmed.
      const done = place <= reached && (one !== 'CONFIRMED' || current || when !== undefined)
      return html`<li key=${one} class="${done ? 'done' : ''} ${shown === 'UNCONFIRMED' ? 'warn' : ''}" ...${current ? { 'aria-current': 'step' } : {}}>
        ${say(language, `state.${shown}`)}
        ${when !== undefined && html`<time title=${dayAndTime(when, language, zone)}>${time(when, language, zone)}</time>`}
      </li>`
    })}
  </ol>`
}

function Assign({ card, technicians, language, move }) {
  const known = card.candidates.map(id => technicians.find(one => one.id === id)).filter(one => one !== undefined)
  const offered = known.length > 0 ? known : technicians
  const [chosen, setChosen] = useState(card.technician?.id ?? offered[0]?.id ?? '')
  const first = card.technician === null
  const submit = event => {
    event.preventDefault()
    move('assign', { technician: chosen })
  }
  return html`<form class="row assign" onSubmit=${submit}>
    <select data-testid="technician" aria-label=${say(language, 'technician')} value=${chosen} onChange=${event => setChosen(event.target.value)}>
      ${offered.map(one => html`<option key=${one.id} value=${one.id} selected=${one.id === chosen}>${inLanguage(language, one.name)}</option>`)}
    </select>
    <button class=${first ? 'primary' : ''} data-testid="move-assign" disabled=${!first && chosen === card.technician.id}>${say(language, first ? 'assign' : 'reassign')}</button>
  </form>`
}

function EtaForm({ language, move, close }) {
  const submit = event => {
    event.preventDefault()
    move('on-the-way', { minutes: Number(new FormData(event.target).get('minutes')) })
  }
  return html`<form class="panel" onSubmit=${submit}>
    <label class="field">${say(language, 'minutes')}<input name="minutes" type="number" min="1" max="600" required data-testid="minutes" /></label>
    <div class="row"><button class="primary" data-testid="on-the-way-send">${say(language, 'onTheWay')}</button><button type="button" class="quiet" onClick=${close}>${say(language, 'notNow')}</button></div>
  </form>`
}
