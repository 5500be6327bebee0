/** The staff's side: who waits for a person, which visits are on, what else is to do. */
import { call, calm } from './api.js'
import { EscalationCard } from './escalation.js'
import { time } from './format.js'
import { html, useEffect, useMemo, useRef, useState } from './preact.js'
import { TaskCard } from './task.js'
import { VisitCard } from './visit.js'
import { say } from './words.js'

const STAFF = 'aftercare.staff'
/** While a reply is under way. */
const LOOK_AGAIN_MS = 700
const TABS = ['waiting', 'visits', 'tasks']

function useDesk(language, zone, subscribe, staff) {
  const [cards, setCards] = useState(null)
  const [problem, setProblem] = useState('')
  const load = useMemo(
    () =>
      calm(async () => {
        const read = await call('desk').catch(() => null)
        if (read !== null) setCards(read)
      }),
    [],
  )
  useEffect(() => {
    void load()
    return subscribe(load)
  }, [load, subscribe])
  /** Resolves to whether the command was accepted; a refusal is put into words. */
  const run = async (conversation, command, { refused = _ => {}, nameOf = code => code } = {}) => {
    try {
      await call('desk', { staff: staff.trim() || say(language, 'me'), conversation, command })
      setProblem('')
      await load()
      return true
    } catch (error) {
      setProblem(refusal(language, error.body, nameOf, zone))
      refused(error.body)
      await load()
      return false
    }
  }
  // What became of a reply is known only after its delivery was written down, and that is no change of the conversation.
  const isUnderWay = cards?.relays.some(({ state }) => state === 'sending' || state === 'waiting') ?? false
  useEffect(() => {
    if (!isUnderWay) return undefined
    const again = setInterval(load, LOOK_AGAIN_MS)
    return () => clearInterval(again)
  }, [isUnderWay, load])
  return { cards, run, problem, forgive: () => setProblem('') }
}

/** @param {'en' | 'zh'} language @param {{ why?: string, values?: Record<string, any> } | null} body @param {(code: string) => string} nameOf @param {string} zone */
function refusal(language, body, nameOf, zone) {
  if (!body?.why) return say(language, 'failed')
  const { why, values = {} } = body
  if (why === 'not-yours' && values.by) return say(language, 'refused.taken', values)
  if (why === 'warning') return (values.warnings ?? []).map(one => say(language, `refused.warning.${one}`)).join(' ')
  const named = key => (values[key] ?? []).map(nameOf).join(say(language, 'comma'))
  const until = values.notBefore && time(values.notBefore, language, zone)
  return say(language, `refused.${why}`, { ...values, missing: named('missing'), fields: named('fields'), time: until })
}

/** @param {{ language: 'en' | 'zh', zone: string, subscribe: any, now(): number }} props */
export function Desk({ language, zone, subscribe, now }) {
  const [staff, setStaff] = useState(() => localStorage.getItem(STAFF) ?? say(language, 'me'))
  const [tab, setTab] = useState('waiting')
  const { cards, run, problem, forgive } = useDesk(language, zone, subscribe, staff)
  const rename = event => {
    setStaff(event.target.value)
    localStorage.setItem(STAFF, event.target.value)
  }
  const show = one => {
    setTab(one)
    forgive()
  }
  const common = { language, zone, staff, run, now }
  const drawVisit = (card, beside = false) => html`<${VisitCard} key=${card.id} ...${common} ...${{ card, beside }} />`
  // All three stay in the page, so that a half-written reply or form survives a look at another tab.
  const drawn = {
    waiting: {
      of: cards?.escalations ?? [],
      empty: 'noEscalations',
      draw: card => html`<div class="matter" key=${card.id}>
        <${EscalationCard} ...${common} card=${card} relays=${cards.relays.filter(one => one.escalation === card.id)} />
        ${openVisits(cards.visits, card.conversation).map(one => drawVisit(one, true))}
      </div>`,
    },
    visits: {
      of: cards?.visits ?? [],
      empty: 'noVisits',
      draw: card => drawVisit(card),
    },
    tasks: {
      of: cards?.tasks ?? [],
      empty: 'noTasks',
      draw: card => html`<${TaskCard} key=${card.id} ...${common} card=${card} />`,
    },
  }
  const counts = Object.fromEntries(TABS.map(one => [one, drawn[one].of.length]))
  return html`<section class="desk" aria-label=${say(language, 'deskTitle')}>
    <header class="row spread desk-head">
      <h2>${say(language, 'deskTitle')}</h2>
      <label class="row staff">${say(language, 'workingAs')}<input data-testid="staff" maxlength="60" required value=${staff} onInput=${rename} /></label>
    </header>
    <${Tabs} ...${{ tab, counts, language }} setTab=${show} />
    ${
      problem &&
      html`<p class="refusal" role="alert" data-testid="refusal">${problem}
        <button type="button" class="link" onClick=${forgive}>${say(language, 'close')}</button></p>`
    }
    <p class="visually-hidden" role="status">${say(language, 'waiting')}: ${counts.waiting}</p>
    ${TABS.map(
      one => html`<div class="cards" role="tabpanel" key=${one} id=${`panel-${one}`} aria-labelledby=${`tab-${one}`} hidden=${tab !== one}>
        ${cards !== null && html`<${Cards} of=${drawn[one].of} empty=${say(language, drawn[one].empty)} draw=${drawn[one].draw} />`}
      </div>`,
    )}
  </section>`
}

/** What a person who answers a customer has to know of, too. */
const openVisits = (visits, conversation) =>
  visits.filter(visit => visit.conversation === conversation && !OVER.includes(visit.state))

const OVER = ['COMPLETED', 'AWAITING_ACCEPTANCE', 'ACCEPTED', 'DECLINED', 'CANCELLED']

function Tabs({ tab, setTab, counts, language }) {
  const buttons = useRef(null)
  const move = event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    const at = (TABS.indexOf(tab) + step + TABS.length) % TABS.length
    setTab(TABS[at])
    buttons.current?.children[at]?.focus()
  }
  return html`<div class="tabs" role="tablist" ref=${buttons} onKeyDown=${move}>
    ${TABS.map(
      one => html`<button type="button" role="tab" key=${one} id=${`tab-${one}`} data-testid=${`tab-${one}`} aria-controls=${`panel-${one}`} aria-selected=${tab === one} tabindex=${tab === one ? 0 : -1} onClick=${() => setTab(one)}>
        ${say(language, one)} ${counts[one] > 0 && html`<span class="count ${one === 'waiting' ? 'urgent' : ''}" data-testid=${`count-${one}`}>${counts[one]}</span>`}
      </button>`,
    )}
  </div>`
}

function Cards({ of, empty, draw }) {
  if (of.length === 0) return html`<p class="empty">${empty}</p>`
  return of.map(draw)
}
