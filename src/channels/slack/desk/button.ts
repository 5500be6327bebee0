/** What a pressed button means. It travels through Slack and comes back as text that anybody could have written. */
import type { DeskCommand, VisitMove } from '../../../desk/command.ts'
import type { Subject } from '../../../desk/post.ts'
import { type Field, type FormFacts, formOf, VISIT_MOVES } from '../../../desk/visit-forms.ts'
import { LIMITS } from '../blocks.ts'

const FIXED = [
  'claim',
  'reply',
  'hand-back',
  'resolve',
  'assign',
  'priority',
  'task-done',
  'task-approve',
  'task-refuse',
  'undo',
  'retry',
  'workshop',
  'workshop-date',
  'part',
  'part-date',
] as const

export type DeskAction = (typeof FIXED)[number] | `visit-${VisitMove}`

export const DESK_ACTIONS: readonly DeskAction[] = [...FIXED, ...VISIT_MOVES.map(move => `visit-${move}` as const)]

/** `action_id` of the menu at the end of a card. */
export const MORE = 'desk:more'
/** `action_id` of the list of moves that have no button of their own. */
export const OTHER_MOVES = 'desk:moves'

export type DeskButton = {
  readonly do: DeskAction
  readonly subject: Subject
  /** The customer's. */
  readonly conversation: string
  /** Of the visit the card shows. */
  readonly revision?: number
  readonly relay?: number
  /** The workshop repair or the part it is about, and the stage it goes to. */
  readonly target?: number
  readonly to?: string
  /** What the form of a visit's move depends on. */
  readonly type?: FormFacts['type']
  readonly fromWorkshop?: true
}

/** `action_id` of a button: no two on a card have the same. */
export function actionId({ do: what, target, to }: Pick<DeskButton, 'do' | 'target' | 'to'>): string {
  return ['desk', what, ...(target === undefined ? [] : [target]), ...(to === undefined ? [] : [to])].join(':')
}

/** An option of `More`: the whole conversation, or the case with everything about it. */
export type DeskOption = { readonly do: 'history' | 'details'; readonly subject: Subject }

/** At most 2,000 characters, as long as the id of the conversation has less than 1,600. */
export function encodeButton({ subject, ...rest }: DeskButton): string {
  return JSON.stringify({ ...rest, subject: `${subject.kind}:${subject.id}` })
}

/** Undefined for everything that `encodeButton` does not write. */
export function decodeButton(value: unknown): DeskButton | undefined {
  if (typeof value !== 'string' || value.length > LIMITS.buttonValue) return undefined
  const parts = parse(value)
  if (parts === undefined) return undefined
  const { do: what, subject: named, conversation, revision, relay, target, to, type, fromWorkshop, ...more } = parts
  const subject = subjectIn(named)
  if (!isAction(what) || subject === undefined || Object.keys(more).length > 0) return undefined
  if (typeof conversation !== 'string' || conversation === '') return undefined
  if (!isCountOrAbsent(revision) || !isCountOrAbsent(relay) || !isCountOrAbsent(target)) return undefined
  if (!isCodeOrAbsent(to) || !isCodeOrAbsent(type) || (fromWorkshop !== undefined && fromWorkshop !== true)) {
    return undefined
  }
  return {
    do: what,
    subject,
    conversation,
    ...(revision !== undefined && { revision }),
    ...(relay !== undefined && { relay }),
    ...(target !== undefined && { target }),
    ...(to !== undefined && { to }),
    ...(type !== undefined && { type: type as FormFacts['type'] }),
    ...(fromWorkshop !== undefined && { fromWorkshop }),
  }
}

/** At most 75 characters: the conversation is the subject's. */
export function encodeOption({ do: what, subject }: DeskOption): string {
  return `${what}:${subject.kind}:${subject.id}`
}

export function decodeOption(value: unknown): DeskOption | undefined {
  const match = typeof value === 'string' ? /^(history|details):(.+)$/.exec(value) : null
  const subject = subjectIn(match?.[2])
  return match && subject ? { do: match[1] as DeskOption['do'], subject } : undefined
}

/** At most 75 characters: which move, of the visit as the card showed it. */
export function encodeMove(move: VisitMove, visit: number, revision: number): string {
  return `${move}:${visit}:${revision}`
}

export function decodeMove(
  value: unknown,
): { readonly move: VisitMove; readonly visit: number; readonly revision: number } | undefined {
  const match = typeof value === 'string' ? /^([a-z-]+):(\d{1,15}):(\d{1,15})$/.exec(value) : null
  const move = VISIT_MOVES.find(one => one === match?.[1])
  return match && move ? { move, visit: Number(match[2]), revision: Number(match[3]) } : undefined
}

/** The move of a visit that a button stands for. */
export function moveOf({ do: what }: Pick<DeskButton, 'do'>): VisitMove | undefined {
  return VISIT_MOVES.find(move => `visit-${move}` === what)
}

/** What the form of a button's move asks; empty for what is no move, or needs no form. */
export function fieldsOf(button: DeskButton): readonly Field[] {
  const move = moveOf(button)
  if (move === undefined) return []
  return formOf(move, { type: button.type ?? 'REPAIR', fromWorkshop: button.fromWorkshop === true })
}

/** What a button orders at once; undefined for one that opens a form, or that does not say enough. */
export function commandOf(button: DeskButton): DeskCommand | undefined {
  const { do: what, subject, relay, target, to } = button
  const move = moveOf(button)
  if (move !== undefined) return fieldsOf(button).length === 0 ? visitOrder(button, move) : undefined
  switch (what) {
    case 'claim':
    case 'hand-back':
    case 'resolve':
      return subject.kind === 'escalation' ? { do: what, escalation: subject.id } : undefined
    case 'task-done':
      return subject.kind === 'task' ? { do: 'finish-task', task: subject.id } : undefined
    case 'task-approve':
      return subject.kind === 'task' ? { do: 'decide-task', task: subject.id, approve: true } : undefined
    case 'undo':
      return relay === undefined ? undefined : { do: 'undo-reply', relay }
    case 'retry':
      return relay === undefined ? undefined : { do: 'retry-reply', relay }
    case 'workshop':
      return target === undefined || to === undefined ? undefined : { do: 'move-workshop', workshop: target, stage: to }
    case 'part':
      return target === undefined || to === undefined ? undefined : { do: 'move-part', part: target, state: to }
    default:
      return undefined
  }
}

export type VisitOrder = Extract<DeskCommand, { do: 'move-visit' }>

/** The order to move the visit of a button; undefined when it is none, or does not say which revision it saw. */
export function visitOrder({ subject, revision }: DeskButton, move: VisitMove): VisitOrder | undefined {
  if (subject.kind !== 'visit' || revision === undefined) return undefined
  return { do: 'move-visit', visit: subject.id, move, revision }
}

function parse(value: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(value)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function subjectIn(value: unknown): Subject | undefined {
  const match = typeof value === 'string' ? /^(escalation|visit|task):(\d{1,15})$/.exec(value) : null
  return match ? { kind: match[1] as Subject['kind'], id: Number(match[2]) } : undefined
}

function isAction(value: unknown): value is DeskAction {
  return DESK_ACTIONS.some(action => action === value)
}

function isCountOrAbsent(value: unknown): value is number | undefined {
  return value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0)
}

/** Codes of stages and of kinds of cases. */
function isCodeOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && /^[A-Z_]{1,30}$/.test(value))
}
