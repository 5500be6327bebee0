/** What a submitted form orders. */
import type { DeskCommand } from '../../../desk/command.ts'
import type { Language } from '../../../flow/flow.ts'
import { LIMITS } from '../blocks.ts'
import { type DeskButton, decodeButton, fieldsOf, moveOf, visitOrder } from './button.ts'
import { PRIORITIES } from './card-parts.ts'
import { readFields, type SubmittedField } from './form-fields.ts'
import { FIELDS, FORMS, visitFormId } from './form-parts.ts'
import { say } from './words.ts'

/** A form as Slack hands it back. */
export type SubmittedView = {
  readonly callback_id: string
  readonly private_metadata: string
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, SubmittedField>>>> }
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
  const move = moveOf(button)
  if (move !== undefined) return view.callback_id === visitFormId(move) ? readMove(button, field, language) : undefined
  switch (view.callback_id) {
    case FORMS.reply:
      return kind === 'escalation' ? readReply(id, field(FIELDS.text), language) : undefined
    case FORMS.assign:
      return kind === 'escalation' ? readAssign(id, field(FIELDS.to), language) : undefined
    case FORMS.priority:
      return kind === 'escalation' ? readPriority(id, field(FIELDS.priority), language) : undefined
    case FORMS.refuse:
      return kind === 'task' ? readRefusal(id, field(FIELDS.why), language) : undefined
    case FORMS.workshopDate:
      return readWorkshopDate(button, field(FIELDS.date), language)
    case FORMS.partDate:
      return readPartDate(button, field(FIELDS.eta), language)
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

/** Whatever the form of a visit's move asks; the guards of the move have the last word. */
function readMove(button: DeskButton, field: (name: string) => SubmittedField | undefined, language: Language): Read {
  const move = moveOf(button)
  const order = move && visitOrder(button, move)
  if (order === undefined) return undefined
  const read = readFields(fieldsOf(button), field, language)
  return 'errors' in read ? read : { command: { ...order, details: read.details } }
}

function readRefusal(task: number, field: SubmittedField | undefined, language: Language): Read {
  const why = (field?.value ?? '').trim()
  if (why === '') return wrong(FIELDS.why, say(language, 'writeSomething'))
  return { command: { do: 'decide-task', task, approve: false, why } }
}

function readWorkshopDate({ target, to }: DeskButton, field: SubmittedField | undefined, language: Language): Read {
  if (target === undefined || to === undefined) return undefined
  const seconds = field?.selected_date_time
  if (!seconds) return wrong(FIELDS.date, say(language, 'choose'))
  const details = { promisedReturnAt: seconds * 1000 }
  return { command: { do: 'move-workshop', workshop: target, stage: to, details } }
}

function readPartDate({ target, to }: DeskButton, field: SubmittedField | undefined, language: Language): Read {
  if (target === undefined || to === undefined) return undefined
  const seconds = field?.selected_date_time
  if (!seconds) return wrong(FIELDS.eta, say(language, 'choose'))
  return { command: { do: 'move-part', part: target, state: to, etaAt: seconds * 1000 } }
}
