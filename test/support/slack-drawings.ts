/** Everything the Slack desk draws, in all states and with texts of a kind: what every drawing must keep is tested over it. */
import type { ModalView } from '@slack/web-api'
import { assignForm } from '../../src/channels/slack/desk/assign-form.ts'
import { drawCard } from '../../src/channels/slack/desk/card.ts'
import { caseView, drawCase, historyView } from '../../src/channels/slack/desk/case-view.ts'
import { drawLevel } from '../../src/channels/slack/desk/level.ts'
import { drawLine } from '../../src/channels/slack/desk/line.ts'
import type { Drawn, Look } from '../../src/channels/slack/desk/look.ts'
import { drawHelp, drawLate, drawNoCase, drawToday, drawWho } from '../../src/channels/slack/desk/overview.ts'
import { priorityForm } from '../../src/channels/slack/desk/priority-form.ts'
import { drawNotice, drawRefusal } from '../../src/channels/slack/desk/refusals.ts'
import { refuseForm } from '../../src/channels/slack/desk/refuse-form.ts'
import { drawRelay } from '../../src/channels/slack/desk/relay.ts'
import { replyForm } from '../../src/channels/slack/desk/reply-form.ts'
import { visitForm } from '../../src/channels/slack/desk/visit-form.ts'
import { workshopDateForm } from '../../src/channels/slack/desk/workshop-form.ts'
import type { Late, RelayState, ThreadLine } from '../../src/desk/board.ts'
import type { DeskRefusal } from '../../src/desk/command.ts'
import { TASK_KINDS } from '../../src/desk/task-words.ts'
import type { VisitCard } from '../../src/desk/visit-cards.ts'
import { VISIT_MOVES } from '../../src/desk/visit-forms.ts'
import { VISIT_STATES } from '../../src/service/visit.ts'
import * as cards from './slack-cards.ts'
import { TEN } from './slack-cards.ts'

/** Writes a text of about `size` characters as somebody could have written it into the field `name`. */
export type Writer = (name: string, size: number) => string

export const PRIORITIES = ['SAFETY', 'HIGH', 'MEDIUM', 'LOW'] as const
export const ESCALATION_STATES = ['RAISED', 'CLAIMED', 'HANDED_BACK', 'RESOLVED'] as const
export const RELAY_STATES: readonly RelayState[] = [
  'waiting',
  'undone',
  'sending',
  'delivered',
  'blocked',
  'failed',
  'deleted',
]
export const REFUSALS: readonly DeskRefusal[] = [
  'already-claimed',
  'not-yours',
  'not-found',
  'outdated',
  'not-possible-now',
  'not-trained',
  'window-taken',
  'form-incomplete',
  'empty-text',
  'not-allowed',
  'already-sent',
  'out-of-area',
  'quote-needed',
  'quote-open',
  'not-ready',
  'date-missing',
  'reason-missing',
  'call-first',
  'too-early',
  'checklist-incomplete',
  'warning',
  'details-wrong',
]
export const NOTICES = ['not-staff', 'unsure', 'not-stored', 'over', 'stranger-chosen', 'gone'] as const

export type Named = { readonly name: string; readonly drawn: Drawn | ModalView }

export function everything(look: Look, write: Writer): Named[] {
  return [
    ...escalations(look, write),
    ...visits(look, write),
    ...tasks(look, write),
    ...lines(look, write),
    ...relays(look, write),
    ...overviews(look, write),
    ...forms(look, write),
    ...refusals(look, write),
  ]
}

function customerOf(write: Writer) {
  return { name: write('name', 200), phone: write('phone', 40), address: write('address', 900) }
}

function writtenEscalation(write: Writer) {
  return cards.escalation({
    customer: customerOf(write),
    words: write('words', 4000),
    symptom: write('symptom', 4000),
    appliance: write('appliance', 100),
    tried: Array.from({ length: 40 }, (_, index) => ({
      slot: `slot${index}`,
      question: { en: `Question ${index}?`, zh: `问题 ${index}？` },
      answer: write('answer', 300),
    })),
    media: ['photo', 'video', 'voice', 'audio', 'file', 'sticker'].map((kind, id) => ({ id, kind })),
    lines: Array.from({ length: 5 }, (_, id) => cards.line({ id: `in:${id}`, text: write('line', 4000) })),
  })
}

function escalations(look: Look, write: Writer): Named[] {
  const card = writtenEscalation(write)
  return ESCALATION_STATES.flatMap(state =>
    PRIORITIES.map((priority, at) => {
      const owner = state === 'RAISED' ? null : { id: 'slack:U2', name: write('owner', 80) }
      const endedAt = state === 'RAISED' || state === 'CLAIMED' ? null : TEN + 40 * cards.MINUTE
      const shown = { ...card, state, priority, level: Math.min(at + 1, 3), owner, endedAt }
      return { name: `escalation ${state} ${priority}`, drawn: drawCard({ kind: 'escalation', card: shown }, look) }
    }),
  )
}

function writtenVisit(write: Writer) {
  return cards.visit({
    customer: customerOf(write),
    symptom: write('symptom', 4000),
    candidates: Array.from({ length: 120 }, (_, index) => `technician-${index}`),
  })
}

/** Everything that can stand on a card of a visit, at once. */
function fullVisit(write: Writer) {
  const text = (name: string, size: number) => ({ en: write(name, size), zh: write(name, size) })
  return {
    ...writtenVisit(write),
    type: 'INSTALL',
    round: 2,
    fromWorkshop: true,
    billingClass: 'FREE',
    warranty: { status: 'EXPIRED', end: '2026-11-01' },
    flags: ['REPEAT', 'flag-of-tomorrow'],
    distanceKm: 81.4,
    isOutOfArea: true,
    delay: { minutes: 20, reason: 'traffic', etaAt: TEN, tier: 2, toldAt: TEN },
    proposal: { startsAt: TEN, endsAt: TEN + 1, reason: 'weather', window: text('window', 60) },
    block: { reason: 'meal', until: TEN },
    etaAt: TEN,
    preVisit: {
      causes: [write('cause', 500), write('cause', 500)],
      parts: [write('parts', 500)],
      precedents: 3,
      isRepairedAtHome: false,
      needsLoaner: true,
      isNewFault: true,
    },
    quote: {
      state: 'SENT',
      plan: write('plan', 2000),
      lines: Array.from({ length: 30 }, () => ({ name: text('line', 80), qty: 2, total: 60 })),
      total: 1800,
    },
    parts: ['APPROVED', 'SHIPPED', 'RECEIVED'].map((state, id) => ({
      id,
      part: write('part', 500),
      qty: 2,
      etaAt: TEN,
      state,
      next: ['SHIPPED', 'RECEIVED'],
    })),
    workshop: {
      id: 8,
      state: 'IN_WORKSHOP',
      reason: 'long-test',
      promisedReturnAt: TEN,
      loaner: { id: 'loaner-1', state: 'OUT' },
      next: ['WAITING_PART', 'READY'],
    },
    timeline: VISIT_STATES.map((what, at) => ({ what, at: TEN + at * cards.MINUTE })),
  } as const satisfies VisitCard
}

function visits(look: Look, write: Writer): Named[] {
  return VISIT_STATES.flatMap(state =>
    [writtenVisit(write), fullVisit(write)].map((card, full) => ({
      name: `visit ${state}${full ? ' with everything' : ''}`,
      drawn: drawCard({ kind: 'visit', card: { ...card, state, moves: VISIT_MOVES } }, look),
    })),
  )
}

function tasks(look: Look, write: Writer): Named[] {
  const text = write('text', 4000)
  const about = [{ en: write('about', 200), zh: write('about', 200) }]
  const customer = write('name', 200)
  const done = { by: write('done by', 80), at: TEN + cards.MINUTE }
  const shown = [
    { name: 'task open', card: cards.task({ text, customer }) },
    { name: 'task done', card: cards.task({ text, customer, done }) },
    ...TASK_KINDS.map(kind => ({ name: `task ${kind}`, card: cards.task({ kind, about, text: '', customer }) })),
    { name: 'task decided', card: cards.task({ kind: 'approve-part', about, done, decision: 'refused' }) },
  ]
  return shown.map(({ name, card }) => ({ name, drawn: drawCard({ kind: 'task', card }, look) }))
}

export function lineKinds(write: Writer): ThreadLine['what'][] {
  const file = { kind: 'photo', name: write('file', 200), mime: 'image/png' } as const
  return [
    { kind: 'said', text: write('said', 4096) },
    { kind: 'said', text: write('said', 12_000) },
    { kind: 'tapped', label: write('label', 200) },
    { kind: 'file', media: 1, file, caption: write('caption', 4000) },
    { kind: 'file', media: 2, file: { kind: 'voice' }, caption: '' },
    { kind: 'location', latitude: 31.2304, longitude: 121.4737 },
    { kind: 'contact', name: write('contact', 200), phone: write('phone', 40) },
    { kind: 'edited', text: write('edited', 4096) },
    { kind: 'deleted' },
    { kind: 'reachable', reachable: false },
    { kind: 'reachable', reachable: true },
    { kind: 'unsupported', what: write('what', 100) },
  ]
}

function lines(look: Look, write: Writer): Named[] {
  return lineKinds(write).map(what => ({
    name: `line ${what.kind}`,
    drawn: drawLine(cards.threadLine(what, { customer: write('name', 200) }), look),
  }))
}

function relays(look: Look, write: Writer): Named[] {
  return RELAY_STATES.flatMap(state =>
    [null, '1700000000.000100'].map(post => ({
      name: `relay ${state} ${post === null ? 'from a form' : 'from a post'}`,
      drawn: drawRelay(
        cards.relay({
          state,
          post,
          staff: write('staff', 80),
          text: write('text', 12_000),
          files: [{ kind: 'file', name: write('file', 200) }],
          location: { latitude: 31.2, longitude: 121.4 },
          error: write('error', 4000),
          deliveredAt: TEN,
        }),
        look,
      ),
    })),
  )
}

function overviews(look: Look, write: Writer): Named[] {
  const visit = writtenVisit(write)
  const customer = write('name', 200)
  const late: Late[] = [
    { kind: 'unclaimed', card: writtenEscalation(write), since: TEN },
    { kind: 'unassigned', card: visit, since: TEN },
    { kind: 'not-arrived', card: visit, since: TEN },
    { kind: 'not-completed', card: visit, since: TEN },
    { kind: 'unresolved', case: 'C1007', customer, priority: 'HIGH', since: TEN },
  ]
  const known = cards.caseCard({
    customer: customerOf(write),
    words: write('words', 4000),
    symptom: write('symptom', 4000),
    visits: Array.from({ length: 60 }, () => visit),
    rating: { score: 1, comment: write('comment', 4000) },
    lines: Array.from({ length: 20 }, () => cards.line({ text: write('line', 4000) })),
  })
  const escalations = Array.from({ length: 50 }, (_, id) => ({ id, case: 'C1007', customer }))
  const history = Array.from({ length: 150 }, (_, id) => cards.line({ id: `in:${id}`, text: write('line', 50) }))
  return [
    { name: 'level', drawn: drawLevel(2, 'HIGH', { managerGroup: 'S0123' }, look) },
    {
      name: 'today',
      drawn: drawToday(
        Array.from({ length: 70 }, () => visit),
        look,
      ),
    },
    { name: 'late', drawn: drawLate(Array.from({ length: 20 }, () => late).flat(), look) },
    {
      name: 'who',
      drawn: drawWho(
        Array.from({ length: 70 }, () => ({ name: write('staff', 80), escalations })),
        look,
      ),
    },
    { name: 'nothing', drawn: drawToday([], look) },
    { name: 'nothing late', drawn: drawLate([], look) },
    { name: 'nobody', drawn: drawWho([], look) },
    { name: 'help', drawn: drawHelp('/aftercare', look) },
    { name: 'no case', drawn: drawNoCase(write('number', 300), look) },
    { name: 'case', drawn: drawCase(known, look) },
    { name: 'case view', drawn: caseView(known, look) },
    { name: 'history', drawn: historyView(history, customer, look) },
    { name: 'history of long lines', drawn: historyView(known.lines, customer, look) },
    { name: 'empty history', drawn: historyView([], null, look) },
  ]
}

export const ESCALATION_BUTTON = {
  do: 'reply',
  subject: { kind: 'escalation', id: 12 },
  conversation: cards.CONVERSATION,
} as const
export const VISIT_BUTTON = {
  do: 'visit-assign',
  subject: { kind: 'visit', id: 3 },
  conversation: cards.CONVERSATION,
  revision: 4,
} as const

function forms(look: Look, write: Writer): Named[] {
  const card = writtenEscalation(write)
  const visit = writtenVisit(write)
  const many = Array.from({ length: 120 }, (_, index) => {
    const name = write('offered', 200)
    return { value: `offered-${index}`, label: { en: name, zh: name } }
  })
  const offers = {
    technicians: many,
    checklist: many.slice(0, 10),
    windows: many,
    tariff: many,
    parts: many,
    loaners: many,
  }
  const offering: VisitCard = { ...fullVisit(write), offers }
  const noOffers = cards.offers({ technicians: [] })
  return [
    { name: 'reply form', drawn: replyForm(ESCALATION_BUTTON, card, look) },
    { name: 'assign form', drawn: assignForm(ESCALATION_BUTTON, card, look, 'U2') },
    { name: 'priority form', drawn: priorityForm(ESCALATION_BUTTON, card, look) },
    ...VISIT_MOVES.flatMap(move => {
      const drawn = visitForm({ ...VISIT_BUTTON, do: `visit-${move}` }, offering, look, offering.offers.windows)
      return drawn ? [{ name: `form ${move}`, drawn }] : []
    }),
    ...named('technician form without anybody', visitForm(VISIT_BUTTON, { ...visit, offers: noOffers }, look)),
    ...named('proposal without a window', visitForm({ ...VISIT_BUTTON, do: 'visit-propose' }, visit, look)),
    ...named('workshop form', workshopDateForm({ ...VISIT_BUTTON, do: 'workshop-date' }, fullVisit(write), look)),
    { name: 'refuse form', drawn: refuseForm({ ...VISIT_BUTTON, do: 'task-refuse' }, cards.task(), look) },
  ]
}

function named(name: string, drawn: ModalView | undefined): Named[] {
  if (!drawn) throw new Error(`there is no ${name}`)
  return [{ name, drawn }]
}

function refusals(look: Look, write: Writer): Named[] {
  const values = {
    by: write('by', 200),
    technician: 'li-ming',
    candidates: Array.from({ length: 60 }, () => write('candidate', 80)),
    missing: ['testRun', 'cause'],
    fields: ['partAt'],
    warnings: ['billing-conflict', 'old-part-untagged'],
    notBefore: TEN,
    roles: ['agent', 'manager'],
  }
  return [
    ...REFUSALS.flatMap(why => [
      { name: `refusal ${why}`, drawn: drawRefusal(why, values, look) },
      { name: `refusal ${why} without values`, drawn: drawRefusal(why, undefined, look) },
    ]),
    ...NOTICES.map(notice => ({ name: `notice ${notice}`, drawn: drawNotice(notice, look) })),
  ]
}
