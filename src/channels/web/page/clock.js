/** The clock above: what time it is for the assistant, and three ways to make it later. */
import { call } from './api.js'
import { day, dayAndTime, span, time } from './format.js'
import { html, useEffect, useState } from './preact.js'
import { say } from './words.js'

/** @param {{ clock: { now: number, offset: number, zone: string, next: any, readAt: number } | null, language: 'en' | 'zh', onMoved(clock: any): void, onProblem(error: Error): void }} props */
export function Clock({ clock, language, onMoved, onProblem }) {
  const [moving, setMoving] = useState(false)
  const [, tick] = useState(0)
  useEffect(() => {
    const beat = setInterval(() => tick(count => count + 1), 5000)
    return () => clearInterval(beat)
  }, [])
  const move = async how => {
    setMoving(true)
    await call('clock', how).then(onMoved, onProblem)
    setMoving(false)
  }
  if (clock === null) return html`<div class="clock"></div>`
  const now = clock.now + (Date.now() - clock.readAt)
  const { next, zone } = clock
  const when =
    next && (next.dueAt - now < 86_400_000 ? time(next.dueAt, language, zone) : dayAndTime(next.dueAt, language, zone))
  const nextText = next
    ? say(language, 'clockNextIs', { flow: say(language, `flow.${next.flow}`), when })
    : say(language, 'clockNothing')
  return html`<div class="clock" aria-busy=${moving}>
    <p class="clock-face" title=${zone}>
      <strong data-testid="clock-time">${time(now, language, zone)}</strong>
      <span>${day(now, language, zone)}</span>
      ${clock.offset >= 60_000 && html`<span class="ahead">${say(language, 'clockAhead', { ahead: span(clock.offset, language) })}</span>`}
    </p>
    <div class="row">
      <button type="button" data-testid="clock-30m" disabled=${moving} onClick=${() => move({ by: '30m' })}>${say(language, 'clockPlus30')}</button>
      <button type="button" data-testid="clock-24h" disabled=${moving} onClick=${() => move({ by: '24h' })}>${say(language, 'clockPlus24')}</button>
      <button type="button" class="next" data-testid="clock-next" disabled=${moving || !next} title=${next ? `${next.key} (${next.conversation})` : nextText} onClick=${() => move({ to: 'next-timer' })}>
        <span>${say(language, 'clockNext')}</span>
        <small data-testid="clock-next-what">${nextText}</small>
      </button>
    </div>
  </div>`
}
