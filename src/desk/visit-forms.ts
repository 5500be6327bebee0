/**
 * What must be said with a move of a visit: one description, from which Slack draws windows, the playground forms, the
 * technician's chat its questions, and the API its schema. Details come back by the names of the fields.
 */
import type { CaseType } from '../service/case.ts'
import type { VisitMove } from './command.ts'

/**
 * `line` and `lines`: text of one or several lines · `number`: whole, from `least` to `most` · `box`: true when ticked ·
 * `choice`: one code · `choices`: several · `instant`: epoch milliseconds.
 */
export type Field = {
  readonly name: string
  readonly kind: 'line' | 'lines' | 'number' | 'box' | 'choice' | 'choices' | 'instant'
  readonly required: boolean
  /** Codes to choose from; the desk has words for each, by field and code. */
  readonly options?: readonly string[]
  /** Or a list of the visit's card (`VisitCard.offers`). */
  readonly from?: Offer
  readonly least?: number
  readonly most?: number
  /** Says more of another field: of no use while that one is empty. */
  readonly with?: string
}

/** Lists that depend on the visit. */
export type Offer = 'technicians' | 'checklist' | 'windows' | 'tariff' | 'parts' | 'loaners'

/** What a form depends on besides its move. */
export type FormFacts = {
  readonly type: CaseType
  /** The appliance comes back from the workshop with this visit. */
  readonly fromWorkshop: boolean
}

/** Most characters of a line, and of a text of several. */
export const LINE_LIMIT = 500
/** Minutes until arrival, or of a delay. */
export const MINUTES = { least: 1, most: 600 } as const

const reason = (options: readonly string[], required = false): Field => ({
  name: 'reason',
  kind: 'choice',
  required,
  options,
})
const box = (name: string, required = true): Field => ({ name, kind: 'box', required })
const line = (name: string, required = true): Field => ({ name, kind: 'line', required })
const lines = (name: string, required = true): Field => ({ name, kind: 'lines', required })
const instant = (name: string): Field => ({ name, kind: 'instant', required: true })
const choice = (name: string, options: readonly string[], required = true): Field => ({
  name,
  kind: 'choice',
  required,
  options,
})

const DELAY = ['previous-visit', 'traffic', 'vehicle', 'part-fetched', 'staff-ill', 'weather', 'other']

const FORMS: Readonly<Record<Exclude<VisitMove, 'complete'>, readonly Field[]>> = {
  assign: [
    { name: 'technician', kind: 'choice', required: false, from: 'technicians' },
    choice('billingClass', ['PAID', 'CONTRACT', 'FREE', 'INTERNAL'], false),
    box('despiteBillingConflict', false),
  ],
  confirm: [],
  propose: [{ name: 'window', kind: 'choice', required: true, from: 'windows' }, reason(DELAY)],
  'withdraw-proposal': [],
  'on-the-way': [
    { name: 'minutes', kind: 'number', required: false, ...MINUTES },
    { name: 'checklist', kind: 'choices', required: false, from: 'checklist' },
  ],
  late: [{ name: 'minutes', kind: 'number', required: true, ...MINUTES }, reason(DELAY)],
  arrived: [],
  'no-answer': [],
  answered: [],
  'left-note': [box('called')],
  'owner-absent': [],
  postpone: [reason(['power-cut', 'appliance-elsewhere', 'owner-leaving', 'meal'], true)],
  begin: [{ name: 'purchasedOn', kind: 'line', required: false }],
  quote: [
    lines('plan'),
    { name: 'tariff', kind: 'choices', required: false, from: 'tariff' },
    line('extraName', false),
    { name: 'extraPrice', kind: 'number', required: false, least: 0, most: 1_000_000 },
    choice('extraClass', ['upgrade', 'software', 'out-of-warranty', 'other'], false),
  ],
  part: [line('part'), { name: 'qty', kind: 'number', required: false, least: 1, most: 99 }, instant('partAt')],
  'propose-workshop': [
    choice('workshopReason', ['special-tools', 'long-test', 'sealed-system', 'needs-dismantling']),
    lines('condition'),
    instant('promisedReturnAt'),
  ],
  block: [choice('blockReason', ['unknown-fault', 'power-cut', 'meal', 'other']), instant('until')],
  resume: [],
  accept: [choice('method', ['signed-sheet', 'override']), line('why', false)],
  'leave-site': [],
  'add-finding': [line('cause'), line('measures', false)],
  sos: [],
  cancel: [],
}

/** Every move that staff may make. */
export const VISIT_MOVES: readonly VisitMove[] = [...(Object.keys(FORMS) as VisitMove[]), 'complete']

/** The completion form; `testRun` may stay empty, then the customer is asked again. */
function completion({ type, fromWorkshop }: FormFacts): readonly Field[] {
  return [
    choice('outcome', ['repaired', 'no-fault'], false),
    choice('severity', ['ordinary', 'serious'], false),
    line('cause'),
    line('measures'),
    line('parts'),
    { name: 'replaced', kind: 'choices', required: false, from: 'parts' },
    { ...line('tagNo', false), with: 'replaced' },
    box('despiteUntaggedPart', false),
    box('testRun', false),
    ...['noOtherFaults', 'cleaned', 'demonstrated', 'explained'].map(name => box(name)),
    ...(type === 'INSTALL'
      ? ['acceptanceList', 'configuration', 'maintenanceManual', 'faq'].map(name => box(name))
      : []),
    ...(type === 'DELIVERY' ? [box('openedAndChecked')] : []),
    ...(type === 'MAINTENANCE' ? [choice('result', ['pass', 'fail'])] : []),
    ...(fromWorkshop ? [box('receiptReclaimed'), box('loanerReturned', false)] : []),
    box('signedSheet', false),
  ]
}

/** The fields of a move's form, in their order; none where the move says it all. */
export function formOf(move: VisitMove, facts: FormFacts): readonly Field[] {
  return move === 'complete' ? completion(facts) : FORMS[move]
}
