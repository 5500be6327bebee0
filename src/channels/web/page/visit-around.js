/** What belongs to a visit besides going there: what is unusual, its quote, missing parts, the workshop. */
import { dayAndTime } from './format.js'
import { html, useState } from './preact.js'
import { inLanguage, say } from './words.js'
import { instantOf, localOf } from './zone.js'

/** Facts besides who, where and when: `[label, value]`. @param {any} card @param {'en' | 'zh'} language @param {string} zone */
export function moreFacts(card, language, zone) {
  const at = instant => dayAndTime(instant, language, zone)
  const { warranty, delay, proposal, block, quote, workshop } = card
  const reason = code => (code ? ` · ${optionIn(card, code, language)}` : '')
  const status = say(language, `warranty.${warranty.status}`)
  const late =
    delay &&
    say(language, delay.minutes === null ? 'lateTold' : 'lateBy', { minutes: delay.minutes, time: at(delay.toldAt) })
  return [
    card.type !== 'REPAIR' && ['kind', say(language, `type.${card.type}`)],
    ['warranty', warranty.end ? say(language, 'until', { what: status, end: warranty.end }) : status],
    card.billingClass && ['billing', optionIn(card, card.billingClass, language)],
    card.flags.length > 0 && [
      'note',
      card.flags.map(flag => say(language, `flag.${flag}`)).join(say(language, 'comma')),
    ],
    card.isOutOfArea && [
      'distance',
      say(language, card.outOfAreaBy ? 'tooFarAllowed' : 'tooFar', {
        km: Math.round(card.distanceKm),
        by: card.outOfAreaBy,
      }),
    ],
    delay && ['late', `${late}${reason(delay.reason)}`],
    card.state === 'EN_ROUTE' && card.etaAt !== null && ['eta', at(card.etaAt)],
    card.state === 'RESCHEDULE_PROPOSED' &&
      proposal && ['proposed', `${inLanguage(language, proposal.window)}${reason(proposal.reason)}`],
    block && block.until === null && ['obstacle', optionIn(card, block.reason, language)],
    card.state === 'BLOCKED' &&
      block?.until && ['blocked', `${say(language, 'untilTime', { time: at(block.until) })}${reason(block.reason)}`],
    quote && ['quote', html`<${Quote} ...${{ quote, language }} />`],
    ...card.parts.map(part => [
      'missingPart',
      `${optionIn(card, part.part, language)} × ${part.qty} · ${say(language, `part.${part.state}`)} · ${say(language, 'expected', { time: at(part.etaAt) })}`,
    ]),
    workshop && [
      'workshop',
      [
        say(language, `workshop.${workshop.state}`),
        say(language, 'backBy', { time: at(workshop.promisedReturnAt) }),
        optionIn(card, workshop.reason, language),
      ].join(' · '),
    ],
    workshop?.loaner && ['loaner', `${workshop.loaner.id} · ${say(language, `loan.${workshop.loaner.state}`)}`],
  ].filter(Boolean)
}

/** A code of a form in words. */
function optionIn({ codes }, code, language) {
  return inLanguage(language, codes?.[code]) || code
}

function Quote({ quote, language }) {
  const yuan = amount => say(language, 'yuan', { amount })
  return html`${say(language, `quote.${quote.state}`)} · ${yuan(quote.total)}
    <br /><span class="muted small">${quote.plan}</span>
    <ul class="quote-lines">${quote.lines.map((line, place) => html`<li key=${place}>${inLanguage(language, line.name)}${line.qty > 1 && ` × ${line.qty}`} · ${yuan(line.total)}</li>`)}</ul>`
}

/** Where parts and the appliance in the workshop go on to, or on which other day. */
export function AroundMoves({ card, language, zone, run }) {
  /** Whose day is being changed: the workshop, or the id of a part. */
  const [dated, setDated] = useState(undefined)
  const { workshop, parts, conversation } = card
  const stage = (to, details) =>
    run(conversation, { do: 'move-workshop', workshop: workshop.id, stage: to, ...(details && { details }) })
  const movePart = (part, to, etaAt) =>
    run(conversation, { do: 'move-part', part: part.id, state: to, ...(etaAt && { etaAt }) })
  const isMoving = (workshop?.next.length ?? 0) > 0
  const late = parts.find(({ id }) => id === dated)
  if (!isMoving && !parts.some(part => part.next.length > 0)) return null
  const nameOf = ({ part }) => optionIn(card, part, language)
  const close = () => setDated(undefined)
  return html`<div class="row around">
    ${isMoving && workshop.next.map(to => html`<button type="button" key=${to} data-testid=${`workshop-${to}`} onClick=${() => stage(to)}>${say(language, 'workshop')}: ${say(language, `workshop.${to}`)}</button>`)}
    ${isMoving && dated === undefined && html`<button type="button" class="quiet" data-testid="workshop-date" onClick=${() => setDated('workshop')}>${say(language, 'otherReturn')}</button>`}
    ${parts.flatMap(part => part.next.map(to => html`<button type="button" key=${`${part.id}-${to}`} data-testid=${`part-${to}`} onClick=${() => movePart(part, to)}>${nameOf(part)}: ${say(language, `part.${to}`)}</button>`))}
    ${dated === undefined && parts.filter(isOnOrder).map(part => html`<button type="button" class="quiet" key=${`${part.id}-date`} data-testid="part-date" onClick=${() => setDated(part.id)}>${nameOf(part)}: ${say(language, 'otherDay')}</button>`)}
    ${dated === 'workshop' && html`<${OtherDay} ...${{ label: say(language, 'otherReturn'), at: workshop.promisedReturnAt, language, zone, close }} save=${promisedReturnAt => stage(workshop.state, { promisedReturnAt })} />`}
    ${late && html`<${OtherDay} ...${{ label: `${nameOf(late)}: ${say(language, 'otherDay')}`, at: late.etaAt, language, zone, close }} save=${etaAt => movePart(late, late.state, etaAt)} />`}
  </div>`
}

/** Its day may still change. */
function isOnOrder({ state, next }) {
  return next.length > 0 && state !== 'RECEIVED'
}

/** One date and time by the clocks of the shop; stays open while what was chosen is refused. */
function OtherDay({ label, at, language, zone, save, close }) {
  const submit = async event => {
    event.preventDefault()
    if (await save(instantOf(String(new FormData(event.target).get('date')), zone))) close()
  }
  return html`<form class="panel" onSubmit=${submit}>
    <label class="field">${label}<input type="datetime-local" name="date" required defaultValue=${localOf(at, zone)} /></label>
    <div class="row"><button class="primary">${say(language, 'save')}</button><button type="button" class="quiet" onClick=${close}>${say(language, 'notNow')}</button></div>
  </form>`
}
