/** Cards of every kind for the drawings of the Slack desk, and the worst that people may have written into them. */
import type { CaseCard, RelayCard, ThreadLine } from '../../src/desk/board.ts'
import type { EscalationCard } from '../../src/desk/escalation-cards.ts'
import type { HistoryLine } from '../../src/desk/lines.ts'
import type { TaskCard } from '../../src/desk/task-cards.ts'
import { DECIDED_KINDS, taskTitle } from '../../src/desk/task-words.ts'
import type { VisitCard } from '../../src/desk/visit-cards.ts'
import type { Offers } from '../../src/desk/visit-offers.ts'

/** Friday, 20 November 2026, 10:00 in Shanghai. */
export const TEN = Date.UTC(2026, 10, 20, 2)
export const MINUTE = 60_000
export const CONVERSATION = 'telegram:7'

/** What Slack would read as mentions, links, bold type and entities if it stood in markup. */
export const MARKUP = '<!channel> <@U1> <https://x.example|y> *bold* _i_ ~s~ `c` & &amp; >'
export const hostile = (name: string): string => `${name} ${MARKUP}`

/** `size` characters in which everything stands that is hard to cut: emoji of several parts, Chinese, entities. */
export function long(size: number): string {
  const piece = 'A&B <x> 洗衣机不排水。 👩‍👩‍👧‍👦🇨🇳 e\u0301 line. \n\n'
  return piece.repeat(Math.ceil(size / piece.length)).slice(0, size)
}

export function escalation(change: Partial<EscalationCard> = {}): EscalationCard {
  return {
    id: 12,
    conversation: CONVERSATION,
    state: 'RAISED',
    owner: null,
    endedAt: null,
    priority: 'MEDIUM',
    reason: 'asked',
    level: 1,
    at: TEN,
    promiseDueAt: TEN + 5 * MINUTE,
    customer: { name: 'Anna Long', phone: '138****5678', address: '上海市闵行区' },
    case: 'C1007',
    caseState: 'ESCALATED',
    priorityReason: 'symptom no-drain',
    appliance: 'washing-machine',
    symptom: { en: 'The washing machine does not drain', zh: '洗衣机不排水' },
    words: "my washer won't drain",
    flow: 'book-visit',
    step: 'window',
    tried: [
      {
        slot: 'hose',
        question: { en: 'Is the drain hose kinked?', zh: '排水管有没有弯折？' },
        answer: { en: 'Hose is fine, no drain', zh: '管子正常，还是不排' },
      },
      { slot: 'model', question: { en: 'What is the model?', zh: '型号是什么？' }, answer: 'unknown' },
    ],
    media: [1, 2, 3].map(id => ({ id, kind: 'photo' })),
    lines: [line({ text: 'I want to talk to a person' }), line({ id: 'out:2', from: 'bot', text: 'I am calling one' })],
    ...change,
  }
}

export function line(change: Partial<HistoryLine> = {}): HistoryLine {
  return { id: 'in:1', conversation: CONVERSATION, at: TEN - MINUTE, from: 'customer', text: 'hello', ...change }
}

export function visit(change: Partial<VisitCard> = {}): VisitCard {
  return {
    id: 3,
    conversation: CONVERSATION,
    case: 'C1007',
    priority: 'HIGH',
    customer: { name: 'Anna Long', phone: '+8613812345678', address: '12 Long Road, Minhang, Shanghai' },
    appliance: 'washing-machine',
    model: null,
    symptom: { en: 'The washing machine does not drain', zh: '洗衣机不排水' },
    outlet: { en: 'Shanghai', zh: '上海网点' },
    technician: null,
    candidates: ['li-ming', 'wang-fang'],
    state: 'REQUESTED',
    startsAt: TEN + 4 * 60 * MINUTE,
    endsAt: TEN + 6 * 60 * MINUTE,
    window: { en: 'Fri 20 Nov, 14:00–16:00', zh: '11月20日周五 14:00–16:00' },
    moves: ['assign', 'cancel'],
    revision: 4,
    code: '4711',
    timeline: [{ what: 'REQUESTED', at: TEN }],
    type: 'REPAIR',
    round: 1,
    fromWorkshop: false,
    billingClass: null,
    warranty: { status: 'UNVERIFIED' },
    flags: [],
    distanceKm: null,
    isOutOfArea: false,
    outOfAreaBy: null,
    delay: null,
    proposal: null,
    block: null,
    etaAt: null,
    codes: {},
    offers: offers(),
    forms: {},
    quote: null,
    parts: [],
    workshop: null,
    ...change,
  }
}

export function offers(change: Partial<Offers> = {}): Offers {
  const named = (value: string, en: string, zh: string) => ({ value, label: { en, zh } })
  return {
    technicians: [named('li-ming', 'Li Ming', '李明师傅'), named('wang-fang', 'Wang Fang', '王芳师傅')],
    checklist: [named('tools', 'Tools', '工具'), named('permit', 'Work permit', '上岗证')],
    windows: [],
    tariff: [named('call-out', 'Call-out and inspection · ¥30', '上门检测费 · ¥30')],
    parts: [named('motor', 'Motor', '电机')],
    loaners: [],
    ...change,
  }
}

export function task(change: Partial<TaskCard> = {}): TaskCard {
  return {
    id: 9,
    conversation: CONVERSATION,
    kind: 'unhandled',
    title: taskTitle(change.kind ?? 'unhandled'),
    about: [],
    decides: DECIDED_KINDS.includes(change.kind ?? 'unhandled'),
    decision: null,
    text: 'the thing does the thing again',
    customer: 'Anna Long',
    phone: '138****5678',
    case: 'C1007',
    priority: 'MEDIUM',
    at: TEN,
    done: null,
    ...change,
  }
}

export function threadLine(what: ThreadLine['what'], change: Partial<ThreadLine> = {}): ThreadLine {
  return {
    conversation: CONVERSATION,
    at: TEN + 32 * MINUTE,
    customer: 'Anna Long',
    message: '41',
    personal: false,
    what,
    ...change,
  }
}

export function relay(change: Partial<RelayCard> = {}): RelayCard {
  return {
    id: 5,
    conversation: CONVERSATION,
    escalation: 12,
    staff: 'Li Wei',
    text: 'We come at four.',
    files: [],
    location: null,
    post: null,
    state: 'waiting',
    edited: false,
    until: TEN + 32 * MINUTE + 5000,
    deliveredAt: null,
    error: null,
    ...change,
  }
}

export function caseCard(change: Partial<CaseCard> = {}): CaseCard {
  const { conversation, customer, appliance, symptom, words } = escalation()
  return {
    id: 7,
    number: 'C1007',
    conversation,
    state: 'SCHEDULED',
    priority: 'HIGH',
    priorityReason: 'repeat fault',
    customer,
    appliance,
    symptom,
    words,
    openedAt: TEN,
    owner: 'Li Wei',
    visits: [visit()],
    rating: { score: 2, comment: 'too late' },
    lines: [line()],
    ...change,
  }
}
