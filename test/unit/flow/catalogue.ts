/** A small catalogue that is sound, to be broken in one place at a time. */

import type { ActionSignature } from '../../../src/flow/flow.ts'
import { SLACK, strictest, TELEGRAM } from '../../../src/flow/limits.ts'
import { REPAIR_SIGNALS, REPAIR_TEXTS } from '../../../src/flow/repair-content.ts'
import type { SourceFile } from '../../../src/flow/source.ts'

export const ACTIONS: Readonly<Record<string, ActionSignature>> = {
  'find-windows': { outcomes: ['none'], needs: [], gives: ['windows'] },
  'hold-window': { outcomes: ['taken'], needs: ['window'], gives: ['held'] },
  'book-visit': { outcomes: ['expired'], needs: [], gives: ['visit'] },
  'open-case': { outcomes: [], needs: [], gives: ['case'] },
}

export const WORLD = { actions: ACTIONS, limits: strictest(TELEGRAM, SLACK) }

const BOOK = `flow: book
about: Book a visit
title: { en: Book a visit, zh: 预约上门 }
start:
  command: { name: book, about: { en: Book a visit, zh: 预约上门 } }
  examples: { en: [send a technician], zh: [帮我约个师傅] }
sets: { wish: soon }
slots:
  wish: text
  phone: { type: phone, keep: customer, called: { en: [phone], zh: [电话] } }
  window: { type: choice, keep: flow, corrected: look }
  ready: { type: yes-no, keep: flow }
  comment: { type: text, keep: flow }
cancelled: sorry
steps:
  - ask: phone
    say: { en: What is your number?, zh: 您的电话是? }
    again: { en: "Your phone number, {wish}?", zh: "您的电话号码,{wish}?" }
    request: contact
  - id: look
    do: find-windows
    none: sorry
    failed: sorry
  - set: { window: null }
  - ask: window
    say: { en: "When? We keep it for {policy.booking.hold}.", zh: "什么时候?为您保留{policy.booking.hold}。" }
    choices: "{windows}"
    silent: { after: booking.hold, go: sorry }
  - do: hold-window
    with: { window: "{window}" }
    taken: look
    failed: sorry
  - call: check
    with: { ready: true }
  - if: ready == true && now > 0
    go: book
    else: sorry
  - id: book
    do: book-visit
    expired: look
    failed: sorry
  - say:
      en: "See you {visit.startsAt, date, ::MMMdEjm}, {visit.window}."
      zh: "{visit.startsAt, date, ::MMMdEjm},{visit.window}见。"
  - remind: rate
    after: rating.ask
    from: visit.endsAt
    key: "rate:{visit.id}"
    with: { score: null }
    quiet: true
  - end
  - id: sorry
    say: { en: I am sorry., zh: 很抱歉。 }
  - forget: "rate:{visit.id}"
  - hand-over: no-window
    priority: HIGH
  - end: all
`

const CHECK = `flow: check
about: Ask whether all is ready
slots:
  ready: { type: yes-no, keep: flow }
steps:
  - ask: ready
    say: { en: Ready?, zh: 好了吗? }
    safety: true
    unknown: true
  - end
`

const RATE = `flow: rate
about: Ask how it was
slots:
  score: { type: choice, keep: flow }
  comment: { type: text, keep: flow }
steps:
  - ask: score
    say: { en: How was it?, zh: 您满意吗? }
    lasting: visit
    choices:
      - { is: 1, en: Bad, zh: 不好, also: { en: [awful], zh: [差] }, go: comment }
      - { is: 5, en: Good, zh: 好 }
  - end
  - ask: comment
    say: { en: Tell us more., zh: 请告诉我们详情。 }
    verbatim: true
    person: true
  - say:
      en: "{score, plural, one {# star} other {# stars}}, thank you. {ready, select, true {Ready} other {}}"
      zh: "{score} 星,谢谢。"
  - end
`

const SAFETY = `flow: safety
about: Danger
slots:
  hazard: { type: text, keep: flow }
steps:
  - do: open-case
    failed: warn
  - id: warn
    say: { en: "Keep away! Call {policy.region.fire}.", zh: "请远离!拨打{policy.region.fire}。" }
  - hand-over: danger
    priority: SAFETY
  - end
`

const POLICY = `region: { zone: Asia/Shanghai, fire: "119" }
booking: { hold: 10m, offered: 5 }
rating: { ask: 24h }
`

const REPAIR = [
  'words:',
  ...REPAIR_SIGNALS.map(name => `  "${name}": { en: [${name} en], zh: [${name} zh] }`),
  'texts:',
  ...REPAIR_TEXTS.map(name => `  "${name}": { en: ${name}., zh: ${name}。 }`),
  '',
].join('\n')

const HAZARDS = 'hazards:\n  gas: { en: [smell of gas], zh: [煤气味] }\n'

export const SOUND: readonly SourceFile[] = [
  { file: 'book.yaml', source: BOOK },
  { file: 'check.yaml', source: CHECK },
  { file: 'hazards.yaml', source: HAZARDS },
  { file: 'policy.yaml', source: POLICY },
  { file: 'rate.yaml', source: RATE },
  { file: 'repair.yaml', source: REPAIR },
  { file: 'safety.yaml', source: SAFETY },
]

/** The sound catalogue with one stretch of one file replaced. Throws when the stretch is not there: the test would be void. */
export function broken(file: string, search: string, replacement: string): SourceFile[] {
  return SOUND.map(source => {
    if (source.file !== file) return source
    if (!source.source.includes(search)) throw new Error(`${file} has no "${search}"`)
    return { file, source: source.source.replace(search, () => replacement) }
  })
}

/** The line in which a stretch of text begins, counted from 1; 0 when it is not there. */
export function lineOf(files: readonly SourceFile[], file: string, stretch: string): number {
  const source = files.find(candidate => candidate.file === file)?.source ?? ''
  const index = source.indexOf(stretch)
  return index < 0 ? 0 : source.slice(0, index).split('\n').length
}
