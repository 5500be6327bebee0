/** What a pressed button means. It travels through Slack and comes back as text that anybody could have written. */
import type { DeskCommand, VisitMove } from '../../../desk/command.ts'
import type { Subject } from '../../../desk/post.ts'
import { LIMITS } from '../blocks.ts'

/** `action_id` of every button that has one meaning. The options of `More` are read with `decodeOption`. */
export const ACTION_IDS = {
  claim: 'desk:claim',
  reply: 'desk:reply',
  'hand-back': 'desk:hand-back',
  resolve: 'desk:resolve',
  assign: 'desk:assign',
  priority: 'desk:priority',
  'visit-assign': 'desk:visit:assign',
  'visit-on-the-way': 'desk:visit:on-the-way',
  'visit-arrived': 'desk:visit:arrived',
  'visit-complete': 'desk:visit:complete',
  'visit-cancel': 'desk:visit:cancel',
  'task-done': 'desk:task:done',
  undo: 'desk:undo',
  retry: 'desk:retry',
} as const

/** `action_id` of the menu at the end of a card. */
export const MORE = 'desk:more'

export type DeskAction = keyof typeof ACTION_IDS

export type DeskButton = {
  readonly do: DeskAction
  readonly subject: Subject
  /** The customer's. */
  readonly conversation: string
  /** Of the visit the card shows. */
  readonly revision?: number
  readonly relay?: number
}

/** An option of `More`: the whole conversation, or the case with everything about it. */
export type DeskOption = { readonly do: 'history' | 'details'; readonly subject: Subject }

/** At most 2,000 characters, as long as the id of the conversation has less than 1,800. */
export function encodeButton({ do: what, subject, conversation, revision, relay }: DeskButton): string {
  return JSON.stringify({
    do: what,
    subject: `${subject.kind}:${subject.id}`,
    conversation,
    ...(revision !== undefined && { revision }),
    ...(relay !== undefined && { relay }),
  })
}

/** Undefined for everything that `encodeButton` does not write. */
export function decodeButton(value: unknown): DeskButton | undefined {
  if (typeof value !== 'string' || value.length > LIMITS.buttonValue) return undefined
  const parts = parse(value)
  if (parts === undefined) return undefined
  const { do: what, subject: named, conversation, revision, relay, ...more } = parts
  const subject = subjectIn(named)
  if (!isAction(what) || subject === undefined || Object.keys(more).length > 0) return undefined
  if (typeof conversation !== 'string' || conversation === '') return undefined
  if (!isCountOrAbsent(revision) || !isCountOrAbsent(relay)) return undefined
  return {
    do: what,
    subject,
    conversation,
    ...(revision !== undefined && { revision }),
    ...(relay !== undefined && { relay }),
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

/** What a button orders at once; undefined for one that opens a form, or that does not say enough. */
export function commandOf(button: DeskButton): DeskCommand | undefined {
  const { do: what, subject, relay } = button
  switch (what) {
    case 'claim':
    case 'hand-back':
    case 'resolve':
      return subject.kind === 'escalation' ? { do: what, escalation: subject.id } : undefined
    case 'visit-arrived':
      return visitOrder(button, 'arrived')
    case 'visit-cancel':
      return visitOrder(button, 'cancel')
    case 'task-done':
      return subject.kind === 'task' ? { do: 'finish-task', task: subject.id } : undefined
    case 'undo':
      return relay === undefined ? undefined : { do: 'undo-reply', relay }
    case 'retry':
      return relay === undefined ? undefined : { do: 'retry-reply', relay }
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
  return typeof value === 'string' && Object.hasOwn(ACTION_IDS, value)
}

function isCountOrAbsent(value: unknown): value is number | undefined {
  return value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0)
}
