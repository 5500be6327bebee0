/** The completion form of a visit (rulebook R-071): what was wrong, what was done, and five boxes. */
import { html } from './preact.js'
import { say } from './words.js'

const LINES = ['cause', 'measures', 'parts']
const BOXES = ['testRun', 'noOtherFaults', 'cleaned', 'demonstrated', 'explained']

/** @param {{ language: 'en' | 'zh', save(form: Record<string, string | boolean>): void, close(): void }} props */
export function CompletionForm({ language, save, close }) {
  const submit = event => {
    event.preventDefault()
    const data = new FormData(event.target)
    const lines = LINES.map(name => [name, String(data.get(name) ?? '').trim()])
    const boxes = BOXES.map(name => [name, data.has(name)])
    save(Object.fromEntries([...lines, ...boxes]))
  }
  return html`<form class="panel" data-testid="completion" onSubmit=${submit}>
    ${LINES.map(
      name =>
        html`<label class="field" key=${name}>${say(language, name)}<input name=${name} required maxlength="500" placeholder=${say(language, `${name}.example`)} data-testid=${`form-${name}`} /></label>`,
    )}
    <div class="boxes">
      ${BOXES.map(
        name =>
          html`<label class="box" key=${name}><input type="checkbox" name=${name} defaultChecked required=${name !== 'testRun'} data-testid=${`form-${name}`} /> ${say(language, name)}</label>`,
      )}
    </div>
    <div class="row"><button class="primary" data-testid="completion-save">${say(language, 'saveCompletion')}</button><button type="button" class="quiet" onClick=${close}>${say(language, 'notNow')}</button></div>
  </form>`
}
