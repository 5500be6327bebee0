/** A form of the desk, drawn from the description of its fields (src/desk/visit-forms.ts) that comes with the card. */
import { call } from './api.js'
import { html, useEffect, useState } from './preact.js'
import { inLanguage, say } from './words.js'
import { instantOf } from './zone.js'

/** @typedef {import('../../../desk/visit-offers.ts').ShownField} Field */

/** Lines of text are at most so long, a text of several four times that. */
const LINE_LIMIT = 500

/**
 * What was filled in, by the names of the fields; nothing for a field that was left empty.
 * @param {readonly Field[]} fields @param {FormData} data @param {string} zone
 */
export function detailsOf(fields, data, zone) {
  const found = fields.map(({ name, kind }) => {
    const written = String(data.get(name) ?? '').trim()
    if (kind === 'box') return [name, data.has(name)]
    if (kind === 'choices') return [name, data.getAll(name).map(String)]
    if (written === '') return [name, undefined]
    if (kind === 'number') return [name, Number(written)]
    return [name, kind === 'instant' ? instantOf(written, zone) : written]
  })
  return Object.fromEntries(found.filter(([, value]) => value !== undefined))
}

/**
 * @param {{ id: string, form: import('../../../desk/visit-offers.ts').ShownForm, card: any, initial: Record<string, string | undefined>, warned: boolean, label: string, language: 'en' | 'zh', zone: string, send(details: object): void, close(): void }} props
 * `warned`: what is done in spite of a warning is shown only then
 */
export function MoveForm({ id, form, card, initial, warned, label, language, zone, send, close }) {
  const windows = useWindows(
    card.id,
    form.fields.some(field => field.from === 'windows'),
  )
  const shown = form.fields.filter(({ name }) => warned || !name.startsWith('despite'))
  const choicesOf = field =>
    field.choices ?? (field.from === 'windows' ? (windows ?? []) : (card.offers[field.from] ?? []))
  const drawn = shown.filter(field => !isChoice(field) || choicesOf(field).length > 0)
  const stuck = shown.some(field => field.required && isChoice(field) && choicesOf(field).length === 0)
  const submit = event => {
    event.preventDefault()
    send(detailsOf(drawn, new FormData(event.target), zone))
  }
  return html`<form class="panel" data-testid="move-form" data-move=${id} onSubmit=${submit}>
    <h4>${label}</h4>
    ${form.sure && html`<p>${inLanguage(language, form.sure)}</p>`}
    ${stuck && windows !== null && html`<p class="muted">${say(language, 'noChoice')}</p>`}
    ${groupsOf(drawn).map(group =>
      Array.isArray(group)
        ? html`<div class="boxes" key=${group[0].name}>${group.map(field => html`<${Box} key=${field.name} ...${{ field, language }} />`)}</div>`
        : html`<${Line} key=${group.name} field=${group} choices=${choicesOf(group)} initial=${initial[group.name]} language=${language} />`,
    )}
    <div class="row"><button class="primary" data-testid="form-send" disabled=${stuck}>${form.fields.length === 0 ? say(language, 'sure') : label}</button><button type="button" class="quiet" data-testid="form-close" onClick=${close}>${say(language, 'notNow')}</button></div>
  </form>`
}

const isChoice = ({ kind }) => kind === 'choice' || kind === 'choices'

/** Boxes side by side stand together. @param {readonly Field[]} fields @returns {(Field | Field[])[]} */
function groupsOf(fields) {
  const groups = /** @type {(Field | Field[])[]} */ ([])
  for (const field of fields) {
    const last = groups.at(-1)
    if (field.kind !== 'box') groups.push(field)
    else if (Array.isArray(last)) last.push(field)
    else groups.push([field])
  }
  return groups
}

/** Free windows are looked for when somebody asks for them; null until they have come. */
function useWindows(visit, wanted) {
  const [windows, setWindows] = useState(null)
  useEffect(() => {
    if (!wanted) return
    call(`windows?visit=${visit}`).then(
      read => setWindows(read.windows),
      () => setWindows([]),
    )
  }, [visit, wanted])
  return wanted ? windows : []
}

function Box({ field, language }) {
  return html`<label class="box"><input type="checkbox" name=${field.name} required=${field.required} data-testid=${`form-${field.name}`} /> ${inLanguage(language, field.label)}</label>`
}

function Line({ field, choices, initial, language }) {
  const hint = field.hint && html`<span class="hint">${inLanguage(language, field.hint)}</span>`
  if (field.kind === 'choices') {
    return html`<fieldset class="field choices"><legend>${inLanguage(language, field.label)}</legend>${hint}
      <div class="boxes">${choices.map(one => html`<label class="box" key=${one.value}><input type="checkbox" name=${field.name} value=${one.value} data-testid=${`form-${field.name}-${one.value}`} /> ${inLanguage(language, one.label)}</label>`)}</div>
    </fieldset>`
  }
  return html`<label class="field">${inLanguage(language, field.label)}${!field.required && html` <span class="muted">${say(language, 'optional')}</span>`}
    <${Input} ...${{ field, choices, initial, language }} />${hint}
  </label>`
}

function Input({ field, choices, initial, language }) {
  const { name, kind, required, least, most } = field
  const common = { name, required, 'data-testid': `form-${name}`, placeholder: inLanguage(language, field.example) }
  switch (kind) {
    case 'lines':
      return html`<textarea rows="3" maxlength=${LINE_LIMIT * 4} ...${common}></textarea>`
    case 'number':
      return html`<input type="number" min=${least} max=${most} step="1" ...${common} />`
    case 'instant':
      return html`<input type="datetime-local" ...${common} />`
    case 'choice':
      return html`<select ...${common} placeholder=${undefined}>
        <option value="">${say(language, 'choose')}</option>
        ${choices.map(one => html`<option key=${one.value} value=${one.value} selected=${one.value === initial}>${inLanguage(language, one.label)}</option>`)}
      </select>`
    default:
      return html`<input maxlength=${LINE_LIMIT} ...${common} />`
  }
}
