/** How far a visit is: the way of one that goes well as a line of dots, and everything it came to in order. */
import { dayAndTime, time } from './format.js'
import { html } from './preact.js'
import { say } from './words.js'

/** The way of a visit that goes well (rulebook section D). */
const WAY = ['REQUESTED', 'ASSIGNED', 'CONFIRMED', 'EN_ROUTE', 'ARRIVED', 'WORKING', 'COMPLETED', 'ACCEPTED']

/** States beside the way, and the step of it that they stand at. */
const BESIDE = {
  UNCONFIRMED: 'CONFIRMED',
  RESCHEDULE_PROPOSED: 'CONFIRMED',
  STAFF_NO_SHOW: 'EN_ROUTE',
  ARRIVED_NO_ANSWER: 'ARRIVED',
  MISSED_CUSTOMER: 'ARRIVED',
  AWAITING_QUOTE: 'ARRIVED',
  DECLINED: 'ARRIVED',
  AWAITING_PART: 'WORKING',
  PULLED_BACK: 'WORKING',
  BLOCKED: 'WORKING',
  AWAITING_ACCEPTANCE: 'COMPLETED',
}

export function Progress({ card, language, zone }) {
  const { state, timeline } = card
  if (state === 'CANCELLED')
    return html`<p class="badge">${say(language, 'state.CANCELLED')}</p><${Timeline} ...${{ timeline, language, zone }} />`
  const reached = WAY.indexOf(BESIDE[state] ?? state)
  // Of the round that is going on: with the part somebody comes again.
  const round = timeline.slice(
    Math.max(
      0,
      timeline.findLastIndex(({ what }) => what === 'REQUESTED'),
    ),
  )
  return html`<ol class="progress">
    ${WAY.map((one, place) => {
      const current = place === reached
      const shown = current ? state : one
      const when = round.findLast(step => step.what === shown)?.at
      // A visit may set out that nobody confirmed.
      const done = place <= reached && (one !== 'CONFIRMED' || current || when !== undefined)
      return html`<li key=${one} class="${done ? 'done' : ''} ${shown === one ? '' : 'warn'}" ...${current ? { 'aria-current': 'step' } : {}}>
        ${say(language, `state.${shown}`)}
        ${when !== undefined && html`<time title=${dayAndTime(when, language, zone)}>${time(when, language, zone)}</time>`}
      </li>`
    })}
  </ol><${Timeline} ...${{ timeline, language, zone }} />`
}

/** Every state with its time; the day where it is another than the one before. */
function Timeline({ timeline, language, zone }) {
  if (timeline.length < 2) return null
  return html`<details class="timeline" open data-testid="timeline"><summary>${say(language, 'timeline')}</summary>
    <ol>${timeline.map(({ what, at }, place) => {
      const before = timeline[place - 1]
      const whole = dayAndTime(at, language, zone)
      const isSameDay = before && dayAndTime(before.at, language, zone).slice(0, -5) === whole.slice(0, -5)
      return html`<li key=${place}>${say(language, `state.${what}`)} <time>${isSameDay ? time(at, language, zone) : whole}</time></li>`
    })}</ol></details>`
}
