/** Who is to have an escalation, and how urgent it is. */
import { html, useState } from './preact.js'
import { say } from './words.js'

const PRIORITIES = ['SAFETY', 'HIGH', 'MEDIUM', 'LOW']

/** @param {{ card: import('../../../desk/escalation-cards.ts').EscalationCard, language: 'en' | 'zh', staff: string, command: any, close(): void }} props */
export function Triage({ card, language, staff, command, close }) {
  const [name, setName] = useState(card.owner?.name ?? staff)
  const [priority, setPriority] = useState(card.priority)
  const assign = async event => {
    event.preventDefault()
    if (await command('assign', { to: name.trim() })) close()
  }
  const prioritise = async event => {
    event.preventDefault()
    if (await command('prioritise', { priority })) close()
  }
  return html`<div class="panel triage" data-testid="triage">
    <form onSubmit=${assign}>
      <label class="field">${say(language, 'assignTo')}<input data-testid="assign-to" maxlength="60" required value=${name} onInput=${event => setName(event.target.value)} /></label>
      <button data-testid="assign-send" disabled=${name.trim() === '' || name.trim() === card.owner?.name}>${say(language, 'give')}</button>
    </form>
    <form onSubmit=${prioritise}>
      <label class="field">${say(language, 'priority')}
        <select data-testid="priority" value=${priority} onChange=${event => setPriority(event.target.value)}>
          ${PRIORITIES.map(one => html`<option key=${one} value=${one} selected=${one === priority}>${say(language, `priority.${one}`)}</option>`)}
        </select>
      </label>
      <button data-testid="priority-send" disabled=${priority === card.priority}>${say(language, 'change')}</button>
    </form>
  </div>`
}
