/** A customer who waits for a person, and what the staff can do about it. */
import { Clip, Words } from './chat.js'
import { initials, isBilingual, phoneText, time, valueText } from './format.js'
import { html, useEffect, useRef, useState } from './preact.js'
import { Replies, Reply } from './replies.js'
import { Triage } from './triage.js'
import { inLanguage, say } from './words.js'

/** @param {{ card: import('../../../desk/escalation-cards.ts').EscalationCard, language: 'en' | 'zh', zone: string, staff: string, run: any, relays: readonly import('../../../desk/board.ts').RelayCard[], now(): number }} props */
export function EscalationCard({ card, relays, language, zone, staff, run, now }) {
  const [sorting, setSorting] = useState(false)
  const command = (what, more = {}) => run(card.conversation, { do: what, escalation: card.id, ...more })
  const mine = card.owner !== null && card.owner.id === (staff.trim() || say(language, 'me'))
  const customer = card.customer.name ?? card.conversation
  return html`<article class="card priority-${card.priority}" data-testid="desk-escalation" data-priority=${card.priority}>
    <header class="row spread">
      <div class="row">
        <span class="avatar" aria-hidden="true">${initials(customer)}</span>
        <div>
          <h3 class="who-waits">${customer}</h3>
          <p class="muted small">${[phoneText(card.customer.phone), card.case && say(language, 'caseNo', { number: card.case }), say(language, 'since', { time: time(card.at, language, zone) })].filter(Boolean).join(' · ')}</p>
        </div>
      </div>
      <div class="row">
        ${card.owner !== null && html`<span class="muted small" data-testid="claimed-by">${say(language, 'claimedBy', { name: card.owner.name })}</span>`}
        ${card.level > 1 && html`<span class="badge level">${say(language, 'level', { level: card.level })}</span>`}
        <span class="badge priority">${say(language, `priority.${card.priority}`)}</span>
        <button type="button" class="quiet small" data-testid="sort" aria-expanded=${sorting} onClick=${() => setSorting(!sorting)}>${say(language, 'sort')}</button>
      </div>
    </header>
    ${sorting && html`<${Triage} ...${{ card, language, staff, command }} close=${() => setSorting(false)} />`}
    <p class="why">${say(language, `reason.${card.reason}`)}
      ${card.promiseDueAt !== null && html`<span class="promise ${card.promiseDueAt < now() ? 'late' : ''}">${say(language, card.promiseDueAt < now() ? 'promiseLate' : 'promise', { time: time(card.promiseDueAt, language, zone) })}</span>`}</p>
    <${Facts} ...${{ card, language, zone }} />
    <${LastWords} lines=${card.lines} ...${{ language, zone }} />
    <${Replies} ...${{ relays, language, run }} />
    ${mine && html`<${Reply} ...${{ language, customer, command }} />`}
    ${card.owner === null && html`<div class="row"><button type="button" class="primary" data-testid="claim" onClick=${() => command('claim')}>${say(language, 'claim')}</button></div>`}
  </article>`
}

function Facts({ card, language, zone }) {
  const facts = [
    // The flows' words for a symptom name the appliance, too.
    ['appliance', !isBilingual(card.symptom) && card.appliance && say(language, `appliance.${card.appliance}`)],
    ['symptom', inLanguage(language, card.symptom)],
    ['ownWords', card.words && card.words !== card.symptom && `“${card.words}”`],
    ['address', card.customer.address],
    ['stands', card.flow && [card.flow, card.step].filter(Boolean).join(' · ')],
  ].filter(([, value]) => value)
  return html`${facts.length > 0 && html`<dl class="facts">${facts.map(([key, value]) => html`<div key=${key}><dt>${say(language, key)}</dt><dd>${value}</dd></div>`)}</dl>`}
    ${
      card.tried.length > 0 &&
      html`<details class="tried"><summary>${say(language, 'tried')} <span class="muted">${card.tried.length}</span></summary>
        <dl class="answers">${card.tried.map(({ slot, question, answer }) => html`<div key=${slot}><dt>${inLanguage(language, question)}</dt><dd>${answer === 'unknown' ? say(language, 'unknown') : valueText(answer, language, zone)}</dd></div>`)}</dl></details>`
    }
    ${
      card.media.length > 0 &&
      html`<div class="row attached">${card.media.map(
        one =>
          html`<a key=${one.id} href=${`/playground/media/${one.id}`} target="_blank" rel="noopener">${one.kind === 'photo' ? html`<img src=${`/playground/media/${one.id}`} alt=${say(language, 'attached')} />` : html`<${Clip} /> ${one.kind}`}</a>`,
      )}</div>`
    }`
}

function LastWords({ lines, language, zone }) {
  const box = useRef(null)
  const last = lines.at(-1)?.id
  useEffect(() => {
    if (last) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [last])
  if (lines.length === 0) return null
  return html`<div class="last-words" ref=${box} tabindex="0" role="log" aria-label=${say(language, 'lastWords')}>
    ${lines.map(
      line => html`<p key=${line.id} class=${line.from}><time>${time(line.at, language, zone)}</time>
        <span>${line.deleted && html`<span class="gone">${say(language, 'deleted')}</span>`}${line.text && html`<${Words} text=${line.text} />`}${line.edited && html` <span class="note">${say(language, 'edited')}</span>`}${(line.files ?? []).map(file => html` <${Clip} /> ${file.name ?? file.kind}`)}</span></p>`,
    )}
  </div>`
}
