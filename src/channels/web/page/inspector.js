/** Where the conversation stands: running flow, step, slots, open flows and timers. */
import { callAbout, calm } from './api.js'
import { dayAndTime, isBilingual, valueText } from './format.js'
import { html, useEffect, useState } from './preact.js'
import { say } from './words.js'

/** @param {{ conversation: string, name: string, language: 'en' | 'zh', zone: string, subscribe: any, onClose(): void }} props */
export function Inspector({ conversation, name, language, zone, subscribe, onClose }) {
  const [look, setLook] = useState(null)
  useEffect(() => {
    let current = true
    const load = calm(async () => {
      const answer = await callAbout('look', conversation).catch(() => ({ look: null }))
      if (current) setLook(answer.look)
    })
    void load()
    const leave = subscribe(load)
    return () => {
      current = false
      leave()
    }
  }, [conversation, subscribe])
  return html`<aside class="inspector" id="inspector" aria-label=${say(language, 'inspector')} data-testid="inspector">
    <header class="row spread">
      <h2>${say(language, 'inspector')} <span class="muted">${name}</span></h2>
      <button type="button" class="round quiet" aria-label=${say(language, 'close')} onClick=${onClose}>
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 5l10 10M15 5L5 15" /></svg>
      </button>
    </header>
    ${look === null ? html`<p class="empty">${say(language, 'nothingYet')}</p>` : html`<${Details} ...${{ look, language, zone }} />`}
  </aside>`
}

function Details({ look, language, zone }) {
  const none = say(language, 'none')
  const facts = [
    ['flow', html`<code data-testid="look-flow">${look.flow ?? none}</code>`],
    ['step', html`<code data-testid="look-step">${look.step ?? none}</code>`],
    ['owner', say(language, `owner.${look.owner}`)],
    ['spoken', look.language],
    ...(look.revision ? [['revision', html`<code>${look.revision.slice(0, 12)}</code>`]] : []),
  ]
  const slots = Object.entries(look.slots)
  return html`<dl class="facts">
      ${facts.map(([key, value]) => html`<div key=${key}><dt>${say(language, key)}</dt><dd>${value}</dd></div>`)}
    </dl>
    <h3>${say(language, 'stack')}</h3>
    ${
      look.stack.length === 0
        ? html`<p class="muted">${none}</p>`
        : html`<ol class="stack">${look.stack.map((frame, at) => html`<li key=${at}><code>${frame.flow}</code> <span class="muted">${frame.step} · ${frame.how}</span></li>`)}</ol>`
    }
    <h3>${say(language, 'slots')}</h3>
    ${
      slots.length === 0
        ? html`<p class="muted">${none}</p>`
        : html`<table data-testid="look-slots"><tbody>${slots.map(
            ([key, value]) =>
              html`<tr key=${key}><th scope="row"><code>${key}</code></th><td><${SlotValue} ...${{ value, language, zone }} /></td></tr>`,
          )}</tbody></table>`
    }
    <h3>${say(language, 'timers')}</h3>
    ${
      look.timers.length === 0
        ? html`<p class="muted">${none}</p>`
        : html`<table data-testid="look-timers"><tbody>${look.timers.map(
            timer =>
              html`<tr key=${timer.key}><th scope="row">${dayAndTime(timer.dueAt, language, zone)}</th><td><code>${timer.flow}</code><br /><span class="muted">${timer.key}</span></td></tr>`,
          )}</tbody></table>`
    }`
}

/** A record is a small table of its own. */
function SlotValue({ value, language, zone }) {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value) && !isBilingual(value)
  if (!isRecord) return valueText(value, language, zone)
  return html`<ul class="record">${Object.entries(value).map(([key, item]) => html`<li key=${key}><span class="muted">${key}</span> ${valueText(item, language, zone)}</li>`)}</ul>`
}
