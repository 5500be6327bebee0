/** What a submitted form orders. */
import type { DeskCommand } from '../../../desk/command.ts'
import type { Language } from '../../../flow/flow.ts'
import { LIMITS } from '../blocks.ts'
import { type DeskButton, decodeButton, type VisitOrder, visitOrder } from './button.ts'
import { PRIORITIES } from './card-parts.ts'
import { BOXES, FIELDS, FORMS, LINE_LIMIT, LINES, MINUTES } from './form-parts.ts'
import { word } from './house-words.ts'
import { say } from './words.ts'

/** A form as Slack hands it back. */
export type SubmittedView = {
  readonly callback_id: string
  readonly private_metadata: string
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, SubmittedField>>>> }
}

export type SubmittedField = {
  readonly type?: string
  readonly value?: string | null
  readonly selected_user?: string | null
  readonly selected_option?: { readonly value: string } | null
  readonly selected_options?: readonly { readonly value: string }[] | null
}

/** By block id, in the desk's language, for `response_action: 'errors'`. */
export type FormErrors = Readonly<Record<string, string>>

export type ReadModal =
  | { readonly conversation: string; readonly command: DeskCommand }
  | { readonly errors: FormErrors }

/** `block_id` of the field of the assign form, for an error about who was chosen. */
export const ASSIGN_TO = FIELDS.to

/**
 * The command of a submitted form, or what is wrong with it; undefined when it is none of ours. Of `assign` the name is the
 * user's id: the form does not know who is staff, nor what they are called.
 */
export function readModal(view: SubmittedView, language: Language): ReadModal | undefined {
  const button = decodeButton(view.private_metadata)
  const read = button && commandIn(view, button, language)
  return read && 'command' in read ? { conversation: button.conversation, command: read.command } : read
}

type Read = { readonly command: DeskCommand } | { readonly errors: FormErrors } | undefined

function commandIn(view: SubmittedView, button: DeskButton, language: Language): Read {
  const { kind, id } = button.subject
  const field = (name: string) => view.state.values[name]?.[name]
  switch (view.callback_id) {
    case FORMS.reply:
      return kind === 'escalation' ? readReply(id, field(FIELDS.text), language) : undefined
    case FORMS.assign:
      return kind === 'escalation' ? readAssign(id, field(FIELDS.to), language) : undefined
    case FORMS.priority:
      return kind === 'escalation' ? readPriority(id, field(FIELDS.priority), language) : undefined
    case FORMS.visitAssign:
      return readTechnician(visitOrder(button, 'assign'), field(FIELDS.technician), language)
    case FORMS.onTheWay:
      return readMinutes(visitOrder(button, 'on-the-way'), field(FIELDS.minutes), language)
    case FORMS.completion:
      return readCompletion(visitOrder(button, 'complete'), field, language)
    default:
      return undefined
  }
}

function wrong(block: string, why: string): Read {
  return { errors: { [block]: why } }
}

function readReply(escalation: number, field: SubmittedField | undefined, language: Language): Read {
  const text = (field?.value ?? '').trim()
  if (text === '') return wrong(FIELDS.text, say(language, 'writeSomething'))
  if (text.length > LIMITS.input) return wrong(FIELDS.text, say(language, 'tooLong', { limit: LIMITS.input }))
  return { command: { do: 'reply', escalation, content: { text }, wait: true } }
}

function readAssign(escalation: number, field: SubmittedField | undefined, language: Language): Read {
  const user = field?.selected_user ?? ''
  if (user === '') return wrong(FIELDS.to, say(language, 'chooseSomebody'))
  return { command: { do: 'assign', escalation, to: { id: `slack:${user}`, name: user } } }
}

function readPriority(escalation: number, field: SubmittedField | undefined, language: Language): Read {
  const priority = PRIORITIES.find(one => one === field?.selected_option?.value)
  if (priority === undefined) return wrong(FIELDS.priority, say(language, 'choosePriority'))
  return { command: { do: 'prioritise', escalation, priority } }
}

function readTechnician(order: VisitOrder | undefined, field: SubmittedField | undefined, language: Language): Read {
  const technician = field?.selected_option?.value ?? ''
  if (order === undefined) return undefined
  if (technician === '') return wrong(FIELDS.technician, say(language, 'chooseTechnician'))
  return { command: { ...order, technician } }
}

function readMinutes(order: VisitOrder | undefined, field: SubmittedField | undefined, language: Language): Read {
  const written = (field?.value ?? '').trim()
  const minutes = /^\d+$/.test(written) ? Number(written) : Number.NaN
  if (order === undefined) return undefined
  const isInRange = minutes >= MINUTES.least && minutes <= MINUTES.most
  return isInRange ? { command: { ...order, minutes } } : wrong(FIELDS.minutes, say(language, 'minutesRange'))
}

/** every box but the test run must be ticked, every line written. */
function readCompletion(
  order: VisitOrder | undefined,
  field: (name: string) => SubmittedField | undefined,
  language: Language,
): Read {
  if (order === undefined) return undefined
  const lines = LINES.map(line => [line, (field(line)?.value ?? '').trim()] as const)
  const ticked = (field(FIELDS.boxes)?.selected_options ?? []).map(({ value }) => value)
  const boxes = BOXES.map(box => [box, ticked.includes(box)] as const)
  const missing = boxes.filter(([box, done]) => !done && box !== 'testRun')
  const errors: FormErrors = {
    ...Object.fromEntries(
      lines.flatMap(([line, text]) => {
        if (text === '') return [[line, say(language, 'fillLine')]]
        return text.length > LINE_LIMIT ? [[line, say(language, 'tooLong', { limit: LINE_LIMIT })]] : []
      }),
    ),
    ...(missing.length > 0 && {
      [FIELDS.boxes]: say(language, 'tickMissing', {
        missing: missing.map(([box]) => word(language, 'form', box)).join(say(language, 'comma')),
      }),
    }),
  }
  if (Object.keys(errors).length > 0) return { errors }
  return { command: { ...order, form: Object.fromEntries([...lines, ...boxes]) } }
}
