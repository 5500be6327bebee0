/** Writes docs/visits.md from the tables that run the visits: `npm run docs:visits`. */
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { MAY_MOVE } from '../src/desk/roles.ts'
import { VISIT_STATES, type VisitState } from '../src/service/visit.ts'
import { type Mover, TRANSITIONS, type Transition } from '../src/service/visit-transitions.ts'

const INTRODUCTION = `# A visit, from the booking to the accepted work

<!-- Written by \`npm run docs:visits\` from src/service/visit-transitions.ts; change it there. -->

A visit is moved by the customer (in the chat), by the staff (on their desk, in a technician's chat, or through the API) and by
the bot (when something falls due). All of them take the arrows below and no others. Whoever moves a visit, one transaction
writes the visit, voids what was about to be said of its old time or technician, sets its timers anew, and stores what the
customer is told.

## The way of a visit that goes well

`

/** Bends of the way: each a picture of its own, so that one can read them. */
const PICTURES: readonly { readonly title: string; readonly about: string; readonly states: readonly VisitState[] }[] =
  [
    {
      title: 'Before anybody sets out',
      about:
        'Another time needs the customer’s consent (R-035); no answer leaves a visit unconfirmed, not cancelled (R-038).',
      states: ['REQUESTED', 'ASSIGNED', 'CONFIRMED', 'UNCONFIRMED', 'RESCHEDULE_PROPOSED', 'EN_ROUTE', 'STAFF_NO_SHOW'],
    },
    {
      title: 'At the door',
      about: 'Nobody at home costs nothing and is nobody’s fault (R-046).',
      states: ['EN_ROUTE', 'ARRIVED', 'ARRIVED_NO_ANSWER', 'MISSED_CUSTOMER', 'REQUESTED'],
    },
    {
      title: 'On site',
      about:
        'No work before the customer has agreed to the plan and its charges (R-052, R-119); done is what the customer accepts (R-072).',
      states: [
        'ARRIVED',
        'AWAITING_QUOTE',
        'DECLINED',
        'WORKING',
        'BLOCKED',
        'AWAITING_PART',
        'PULLED_BACK',
        'REQUESTED',
        'COMPLETED',
        'AWAITING_ACCEPTANCE',
        'ACCEPTED',
      ],
    },
  ]

const WAY: readonly VisitState[] = [
  'REQUESTED',
  'ASSIGNED',
  'CONFIRMED',
  'EN_ROUTE',
  'ARRIVED',
  'WORKING',
  'COMPLETED',
  'AWAITING_ACCEPTANCE',
  'ACCEPTED',
]

/** The whole page. */
export function visitsPage(): string {
  return [
    INTRODUCTION,
    diagram(nextSteps(WAY)),
    ...PICTURES.map(({ title, about, states }) => `\n## ${title}\n\n${about}\n\n${diagram(between(states))}`),
    '\n## Every arrow\n\nAn arrow back to the same state changes what is known of the visit. “–” in the last columns: nothing.\n\n',
    table(),
  ].join('')
}

/** Each state with the next of the way only. */
function nextSteps(way: readonly VisitState[]): readonly Transition[] {
  return way.flatMap((state, place) => TRANSITIONS.filter(one => one.from === state && one.to === way[place + 1]))
}

/** Arrows among some states; what leads back to a booked time is drawn where it is not the picture’s beginning. */
function between(states: readonly VisitState[]): readonly Transition[] {
  return TRANSITIONS.filter(
    ({ from, to, move }) => from !== to && states.includes(from) && states.includes(to) && move !== 'cancel',
  )
}

function diagram(arrows: readonly Transition[]): string {
  const joined = new Map<string, string[]>()
  for (const { from, to, move } of arrows) {
    const key = `${from} --> ${to}`
    joined.set(key, [...(joined.get(key) ?? []), move])
  }
  const lines = [...joined].map(([arrow, moves]) => `    ${arrow}: ${[...new Set(moves)].join(', ')}`)
  return ['```mermaid', 'stateDiagram-v2', '    direction LR', ...lines, '```', ''].join('\n')
}

function table(): string {
  const head = '| From | Move | To | Who | The customer is told | The staff are asked |\n|---|---|---|---|---|---|\n'
  const rows = VISIT_STATES.flatMap(state => TRANSITIONS.filter(({ from }) => from === state)).map(row)
  return `${head}${rows.join('\n')}\n`
}

function row({ from, move, to, who, tells, asks = [] }: Transition): string {
  const told = tells === 'reply' ? 'in the talk' : tells === 'nothing' ? '–' : `\`${tells}\``
  const asked = asks.length === 0 ? '–' : asks.join(', ')
  return `| ${from} | ${move} | ${from === to ? '·' : to} | ${who.map(one => rolesOf(one, move)).join(', ')} | ${told} | ${asked} |`
}

function rolesOf(who: Mover, move: Transition['move']): string {
  return who === 'staff' && move in MAY_MOVE ? MAY_MOVE[move as keyof typeof MAY_MOVE].join(' / ') : who
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync('docs/visits.md', visitsPage())
  process.stdout.write('docs/visits.md is written.\n')
}
