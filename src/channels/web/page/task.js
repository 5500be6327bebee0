/** Something to do on the desk: done, or decided by a manager. */
import { dayAndTime, phoneText } from './format.js'
import { html, useState } from './preact.js'
import { inLanguage, say } from './words.js'

/** @param {{ card: import('../../../desk/task-cards.ts').TaskCard, language: 'en' | 'zh', zone: string, run: any }} props */
export function TaskCard({ card, language, zone, run }) {
  const [refusing, setRefusing] = useState(false)
  const decide = more => run(card.conversation, { do: 'decide-task', task: card.id, ...more })
  const refuse = event => {
    event.preventDefault()
    decide({ approve: false, why: String(new FormData(event.target).get('why')).trim() })
  }
  return html`<article class="card priority-${card.priority}" data-testid="task-card" data-kind=${card.kind}>
    <div class="row spread">
      <h3 class="who-waits">${inLanguage(language, card.title)} <span class="muted small">${dayAndTime(card.at, language, zone)}</span></h3>
      ${!card.decides && html`<button type="button" data-testid="finish-task" onClick=${() => run(card.conversation, { do: 'finish-task', task: card.id })}>${say(language, 'taskDone')}</button>`}
    </div>
    ${card.about.length > 0 && html`<ul class="about">${card.about.map((line, place) => html`<li key=${place}>${inLanguage(language, line)}</li>`)}</ul>`}
    ${card.text && html`<p class="said">${card.text}</p>`}
    <p class="muted small">${[card.customer ?? card.conversation, phoneText(card.phone), card.case && say(language, 'caseNo', { number: card.case })].filter(Boolean).join(' · ')}</p>
    ${
      card.decides &&
      !refusing &&
      html`<div class="row"><button type="button" class="primary" data-testid="approve-task" onClick=${() => decide({ approve: true })}>${say(language, 'approve')}</button><button type="button" data-testid="refuse-task" onClick=${() => setRefusing(true)}>${say(language, 'refuse')}</button></div>`
    }
    ${
      refusing &&
      html`<form class="panel" onSubmit=${refuse}>
        <label class="field">${say(language, 'why')}<input name="why" required maxlength="500" data-testid="refuse-why" /></label>
        <div class="row"><button class="primary" data-testid="refuse-send">${say(language, 'refuse')}</button><button type="button" class="quiet" onClick=${() => setRefusing(false)}>${say(language, 'notNow')}</button></div>
      </form>`
    }
  </article>`
}
